// SPDX-License-Identifier: GPL-3.0-or-later
// The house rules a machine can read from the source: which room may include which, where Qt may stand,
// licence lines, and paths of one machine.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::arrows {

/// One broken rule. `line` counts from 1; 0 speaks of the whole file.
struct Finding {
    std::string path;
    std::size_t line = 0;
    std::string what;
};

/// What is wrong in one file. `path` is relative to the project's root, with forward slashes; it decides
/// which rules hold: rooms under models/ may include the rooms to their right only, ui/ may include neither
/// app/ nor tests/, and every source file begins with its licence.
[[nodiscard]] std::vector<Finding> check_file(std::string_view path, std::string_view content);

/// Paths, relative to `root`, of every file under version control; where git cannot tell (a source archive),
/// of every file outside build/, out/ and hidden folders.
[[nodiscard]] std::vector<std::string> project_files(const std::string& root);

} // namespace tiebreak::arrows
