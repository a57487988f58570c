// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tiebreak::text {

/// Edits that turn one name into the other: insertions, deletions, substitutions and swaps of neighbours
/// (optimal string alignment), over case-folded bytes with '-', '_' and blanks taken as one.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The known name that was most likely meant: the nearest within a third of the length (at least two edits),
/// or one that begins with what was written; nothing where none is near. Of equals, the first.
[[nodiscard]] std::optional<std::string> nearest(std::string_view name, std::span<const std::string> known);

/// How to mend an unknown name: `did you mean "x"?`, or else `known: a, b, c`.
[[nodiscard]] std::string did_you_mean(std::string_view name, std::span<const std::string> known);

} // namespace tiebreak::text
