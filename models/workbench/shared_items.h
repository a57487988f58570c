// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/run_frame.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace tiebreak::workbench {

/// Which items of two runs are the same: what was asked has to be equal to the letter (instruction, input,
/// reference, system prompt, turns), whether the item kept its identity over revisions of one eval set or
/// came in twice.
struct SharedItems {
    std::vector<std::pair<std::size_t, std::size_t>> items; ///< places in a and in b, in the order of b
    std::vector<std::size_t> changed; ///< of b: the same item as one of a by its identity, with other content
    std::size_t only_a = 0;
    std::size_t only_b = 0;
};
[[nodiscard]] SharedItems shared_items(const RunFrame& a, const RunFrame& b);

} // namespace tiebreak::workbench
