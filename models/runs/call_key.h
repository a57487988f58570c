// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"
#include "domain/response.h"

#include <span>
#include <string>

namespace tiebreak::runs {

/// What is asked of one candidate revision, as it goes over the wire but for address and key.
struct Question {
    std::string revision_uid;              ///< of the candidate (or judge) revision
    std::vector<domain::Message> messages; ///< chat APIs
    std::string prompt;                    ///< completion APIs
    int turn = 1;
    int repeat = 1;
};

/// The key of a call, 64 hexadecimal digits: SHA-256 over key version, revision, rendered messages or prompt,
/// sampling parameters, turn and repeat. Address, limits, key name and price stay out, so replicas and
/// batches match. Same key, same answer.
[[nodiscard]] std::string call_key(const Question& question, const domain::Parameters& parameters);

/// US dollars of a call at this price; absent where the price or a token count is unknown.
[[nodiscard]] std::optional<double> cost_of(const domain::Usage& usage,
                                            const std::optional<domain::Price>& price);

/// The same for everything that a call took: a try that brought nothing may have been paid for, too.
[[nodiscard]] std::optional<double> cost_of(const domain::Answer& answer,
                                            const std::optional<domain::Price>& price);

} // namespace tiebreak::runs
