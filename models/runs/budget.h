// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/endpoint.h"
#include "runs/feeder.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace tiebreak::runs {

/// Keeps a run under its spending cap: no call is made that would pass it, what flies counted at its
/// estimated cost. Thread-safe.
class Budget {
public:
    /// `cap` in US dollars, absent: none. `spent`: by this run before.
    Budget(std::optional<double> cap, double spent)
        : cap_(cap)
        , spent_(spent) {}

    [[nodiscard]] bool has_cap() const noexcept { return cap_.has_value(); }
    [[nodiscard]] std::optional<double> cap() const noexcept { return cap_; }
    [[nodiscard]] double spent() const;
    /// Whether a call was refused for good: the cap is reached.
    [[nodiscard]] bool exhausted() const;

    /// What a call is taken to cost before it is made: its prompt's estimated tokens, and as many tokens of
    /// answer as `max_tokens` allows, else as the longest answer of that model so far, else 1,000. Zero where
    /// the model has no price or there is no cap.
    [[nodiscard]] double estimate(const client::ModelCall& call) const;

    /// Whether a call of this estimate may be made now; counts it as flying where it may. What does not fit
    /// while others fly may fit once they have come home for less.
    [[nodiscard]] Feeder::Admission admit(double estimate);
    /// An admitted call has come home. `cost` absent where the server told no usage: then the estimate stands
    /// for it. `length` of the answer in tokens, where told.
    void settle(double estimate, std::optional<double> cost, const domain::Candidate& model,
                std::optional<std::int64_t> length);
    /// An admitted call was never sent.
    void give_back(double estimate);

private:
    const std::optional<double> cap_;
    mutable std::mutex mutex_;
    double spent_;
    double flying_cost_ = 0;
    std::int64_t flying_ = 0;
    bool exhausted_ = false;
    std::map<std::string, std::int64_t> longest_; ///< answer, by the model's name
};

} // namespace tiebreak::runs
