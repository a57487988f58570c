// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"
#include "domain/ids.h"
#include "store/project.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tiebreak::workbench {

/// What an import would do or has done, for the preview and the command.
struct ImportPreview {
    std::string format;                                       ///< what the content was taken for
    std::int64_t rows = 0;                                    ///< good ones
    std::vector<std::pair<std::string, std::string>> mapping; ///< our field, their column
    std::vector<std::vector<std::string>> first_rows;         ///< at most ten, cells under `columns`
    std::vector<std::string> columns;
    struct Bad {
        std::int64_t line = 0;
        std::string why;
    };
    std::vector<Bad> bad;           ///< rows left out
    std::vector<std::string> notes; ///< "18 responses joined by trimmed instruction and input", …
};

struct ImportEvalSet {
    std::filesystem::path path;
    std::string name; ///< empty: the file's name
    std::optional<std::pair<std::int64_t, std::int64_t>> slice;
    std::map<std::string, std::string> mapping;
};
[[nodiscard]] ImportPreview preview_eval_set(const ImportEvalSet& import);
/// Stores it as a revision of the eval set of that name. Throws domain::Error where no row is good.
domain::EvalSetRevisionId import_eval_set(store::Project& project, const ImportEvalSet& import,
                                          ImportPreview* done = nullptr);

/// Responses of one or many candidates, joined to an eval set that the project has.
struct ImportResponses {
    std::vector<std::filesystem::path> paths; ///< one a candidate; or one manifest CSV
    std::string eval_set;                     ///< name; empty: the only one there is
    std::string run_name;                     ///< empty: made of the candidates
    std::vector<domain::Candidate>
        candidates; ///< beside paths; name empty: the file's; empty list: all defaults
    std::map<std::string, std::string> mapping;
    bool join_by_order = false;
};
[[nodiscard]] ImportPreview preview_responses(store::Project& project, const ImportResponses& import);
/// Makes a run of the responses, with a reference-overlap judging where the items have references. One
/// transaction.
domain::RunId import_responses(store::Project& project, const ImportResponses& import,
                               ImportPreview* done = nullptr);

/// Published or imported scores: CSV with model, test loss and a score or one column a judge run.
struct ImportScores {
    std::filesystem::path scores;
    std::optional<std::filesystem::path> judge_runs; ///< one column a run, joined by model
    std::string name;
    std::string content_of_scores; ///< used instead of the files where not empty (the samples)
    std::string content_of_judge_runs;
};
[[nodiscard]] ImportPreview preview_scores(const ImportScores& import);
domain::RunId import_scores(store::Project& project, const ImportScores& import,
                            ImportPreview* done = nullptr);

} // namespace tiebreak::workbench
