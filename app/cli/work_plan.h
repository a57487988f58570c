// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"
#include "store/project.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::cli {

/// What carrying a run on would do: what is planned less what is stored. Answers that another run has paid
/// for may make it fewer.
struct WorkPlan {
    struct Part {
        std::string name;
        std::string how;     ///< "recorded answers", "joint by gpt-4o, 2 repeats"
        std::string address; ///< empty: nothing is called
        bool leaves = false; ///< the address is on another machine
        std::optional<domain::Price> price;
        std::int64_t calls = 0;                 ///< at most
        std::optional<std::int64_t> max_tokens; ///< of an answer
    };

    std::string run;
    std::string eval_set;
    std::int64_t items = 0;
    std::vector<Part> asked;  ///< a candidate each
    std::vector<Part> judged; ///< a judging each
    bool finished = false;    ///< nothing is left

    [[nodiscard]] std::int64_t calls() const;
    /// Whether some call costs money or goes to another machine.
    [[nodiscard]] bool costs_or_leaves() const;
};

/// Reads from one snapshot.
[[nodiscard]] WorkPlan make_plan(store::Connection& connection, domain::RunId run);

/// For people, a line a candidate and a judging.
[[nodiscard]] std::string to_text(const WorkPlan& plan);

} // namespace tiebreak::cli
