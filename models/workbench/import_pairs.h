// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/import.h"

#include <filesystem>
#include <string>

namespace tiebreak::workbench {

/// A public set of labelled pairs (LLMBar, PandaLM, Auto-J, JudgeBench, MT-Bench human judgments,
/// RewardBench).
struct ImportPairs {
    std::filesystem::path path;
    std::string name; ///< of the eval set and the run; empty: the file's
};

/// What the set would come to: its format, how each side's code is read, and what names no side.
[[nodiscard]] ImportPreview preview_pairs(const ImportPairs& import);

/// Makes a run of the two answers to each question, "answer 1" and "answer 2", with the set's labels as
/// people's, drawn at random: judge it pairwise, and the judge bench tells how often the judge is right. One
/// transaction.
domain::RunId import_pairs(store::Project& project, const ImportPairs& import, ImportPreview* done = nullptr);

} // namespace tiebreak::workbench
