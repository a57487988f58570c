// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/eval_config.h"
#include "store/project.h"
#include "workbench/run_setup.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// Writes both samples below `folder`: small-gpts/ with its eval.json, and published-ift/ with the published
/// tables. Files that are there already are left alone. Returns the paths written.
std::vector<std::filesystem::path> write_samples(const std::filesystem::path& folder);

/// The eval config of "Eight small GPTs", and its files as they are built into the program.
[[nodiscard]] formats::EvalConfig sample_config();
[[nodiscard]] FileReader sample_files();

/// Adds "Published GPT-2 replications" (figures of Giles Thomas, gilesthomas.com) as imported scores, unless
/// the project has it.
domain::RunId add_published_sample(store::Project& project);

} // namespace tiebreak::workbench
