// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "domain/ids.h"
#include "domain/judging.h"
#include "runs/judge_work.h"
#include "store/project.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace tiebreak::formats {
struct EvalConfig;
}

namespace tiebreak::workbench {

/// Reads a file that an eval config names, by its path as written there: from disk beside the config, or from
/// the samples.
using FileReader = std::function<std::string(const std::string& path)>;

/// A reader of files relative to `folder`. Throws domain::Error that names the file.
[[nodiscard]] FileReader files_in(std::filesystem::path folder);

/// The replies of recorded judges, read through `files`. Rows that cannot be read are reported as replies
/// about nobody.
[[nodiscard]] runs::RecordedReader recorded_reader(FileReader files);

struct SetUpRun {
    domain::RunId run;
    bool is_new = false;
    std::vector<std::string> notes; ///< what a person should know: joins by order, rows that were left out, …
};

struct SetUpOptions {
    bool resume = false;        ///< going on is asked for: an error where the weights have changed since
    bool join_by_order = false; ///< the person says that responses without ids stand in the items' order
};

/// Makes what an eval config asks for: the eval set's revision, candidates with the fingerprints that their
/// servers tell, imported responses, judgings. One transaction: nothing is half imported. The same config
/// over the same files and weights is the same run; anything changed is a new one. Asks servers for their
/// weights only, nothing that costs. Throws domain::Error naming file and line of what is wrong.
SetUpRun set_up_run(store::Project& project, client::ModelClient& client, const formats::EvalConfig& config,
                    const FileReader& files, const SetUpOptions& options = {});

/// Adds judgings to a stored run (`judge`); those that are there already, with the same settings, are gone on
/// with. `files` reads rubric and prompt files that they name; it may be empty where none does.
std::vector<domain::JudgingId> add_judgings(store::Project& project, client::ModelClient& client,
                                            domain::RunId run,
                                            const std::vector<domain::JudgingSpec>& judgings,
                                            const FileReader& files = {});

} // namespace tiebreak::workbench
