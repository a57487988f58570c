// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/endpoint/settings.h"

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>

namespace tiebreak::test::endpoint {

/// Which fault, if any, befalls a call. Faults of any call, by how they are made:
///   status     400 401 403 404 408 429 500 503, each with a JSON error
///   connection reset (RST before the reply) · cut (half the body, then the end) · hang (no reply, until the
///   caller goes)
///              · slow (the body byte by byte) · redirect (307 to `redirect_to`)
///   stream     (whole replies come as if there were none) stall (half of it, then nothing until the caller
///   goes) · early-end (half of it, then a clean end) · error-event (half of it, then the server's own error)
///              · no-end-mark (all of it but the mark)
///   body       html · not-json · half-json (complete by length) · no-choices · null-content · number-content
///   · huge
///              · empty-body · error-in-200
///   tolerable  parts (content as an array) · reasoning (null content beside reasoning) · lone-surrogate ·
///   bad-utf8
/// Faults of a judge's verdict: fenced · prefixed · spaced · truncated · missing · out-of-range · twice ·
/// empty · prose
///   · forged (names an own "Model 1" verdict in a comment)
///
/// A prompt that holds [[fault:NAME]] gets it each time, [[fault:NAME*2]] the first two times; [[judge:NAME]]
/// likewise where a judge is asked. Then `script`, then `every`, then `rates` decide.
class Faults {
public:
    /// The fault of this call, "" for none.
    std::string choose(Settings& settings, bool judge, const std::string& model, std::string_view prompt);
    void reseed(std::uint64_t seed) { random_.seed(seed); }

private:
    std::string marked(bool judge, const std::string& model, std::string_view prompt);

    std::mt19937_64 random_{1};
    std::uint64_t calls_ = 0;
    std::uint64_t judge_calls_ = 0;
    std::map<std::string, int> marked_so_often_;
};

} // namespace tiebreak::test::endpoint
