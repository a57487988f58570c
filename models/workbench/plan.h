// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"
#include "domain/ids.h"
#include "store/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// What carrying a stored run on would do, cost and take: what its config asks for less what is stored.
/// Every figure but a count of calls is an estimate and has to be shown as one.
struct RunPlan {
    struct Range {
        double low = 0;
        double high = 0;
    };

    /// One candidate or one judging.
    struct Part {
        std::string name;
        std::string how;     ///< "recorded answers", "openai-chat", "joint by gpt-4o, 2 repeats"
        std::string address; ///< scheme://host:port the text goes to; empty: no model is called
        std::vector<std::string> replicas; ///< further addresses that share the work
        bool leaves = false;               ///< an address is on another machine
        std::optional<domain::Price> price;
        std::optional<std::int64_t> max_tokens;
        std::int64_t calls = 0;       ///< still to be made, at most: equal answers are judged once
        std::int64_t calls_least = 0; ///< at least: fewer where what is asked depends on verdicts
        std::int64_t stored = 0;      ///< answered before, calls of other runs that serve here among them
        std::int64_t failed = 0;      ///< of `calls`: were made before and failed
        Range prompt_tokens;          ///< of the real prompts; answers still to come count as expected
        bool prompt_measured = false; ///< by the server's own counts of calls like these
        std::optional<Range> completion_tokens;
        std::string length_basis;  ///< what the length of answers is taken from
        std::optional<Range> cost; ///< US dollars; absent: unknown
        std::string cost_unknown;  ///< why, where it is
        std::optional<double> seconds;
        std::string seconds_unknown;
        [[nodiscard]] bool may_cost() const; ///< its calls cost money, or nobody said that they do not
    };

    /// A place that text goes to.
    struct Host {
        std::string address;
        bool leaves = false;
        std::int64_t calls = 0;         ///< at most: replicas share theirs
        std::vector<std::string> parts; ///< whose calls they are
    };

    domain::RunId run;
    std::string name;
    std::string eval_set;
    std::int64_t items = 0;
    std::vector<Part> candidates; ///< in the config's order
    std::vector<Part> judgings;   ///< in the config's order
    std::vector<Host> hosts;      ///< those with calls to make
    std::vector<std::string> warnings;
    bool finished = false; ///< nothing is left to ask, judge or count

    std::int64_t calls = 0;       ///< at most
    std::int64_t calls_least = 0; ///< at least
    std::int64_t stored = 0;
    Range prompt_tokens;
    std::optional<Range> completion_tokens; ///< absent where some part's is
    std::optional<Range> cost;              ///< US dollars; absent where some part's is: `cost_unknown`
    std::string cost_unknown;
    std::optional<double> seconds; ///< absent where some part's is: `seconds_unknown`
    std::string seconds_unknown;

    std::optional<double> max_cost; ///< the run's cap, US dollars
    double spent = 0;               ///< by this run before, US dollars

    /// Whether some call costs money, or goes to another machine at a price that nobody told.
    [[nodiscard]] bool may_cost() const;
    /// Whether some call may cost, or takes text to another machine: a person is asked first.
    [[nodiscard]] bool costs_or_leaves() const;
    /// A part whose calls leave this machine without a price: a cap cannot hold. Empty: none.
    [[nodiscard]] std::string unpriced() const;
};

/// Reads from one snapshot; asks nobody. Renders every prompt that candidates would get; of a judging's
/// prompts at most 400, evenly spaced, stand for all. May take seconds for 100,000 calls: off the window's
/// thread. Throws domain::Error where the run is not there.
[[nodiscard]] RunPlan plan_run(store::Connection& connection, domain::RunId run);

} // namespace tiebreak::workbench
