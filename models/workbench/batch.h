// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "domain/ids.h"
#include "formats/batch.h"
#include "store/project.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// What is to leave for a batch service: what a run's candidates are still to be asked, or what one of its
/// judgings is still to ask.
struct ExportBatch {
    domain::RunId run;
    std::string judging; ///< name; empty: the candidates' answers
    std::filesystem::path folder;
    /// Nothing: as each model's API asks for.
    std::optional<formats::BatchService> service;
};

struct BatchExport {
    struct File {
        std::filesystem::path path;
        std::string model; ///< name of the candidate or judge
        std::int64_t requests = 0;
        std::int64_t bytes = 0;
    };
    std::vector<File> files;
    std::int64_t requests = 0;
    std::int64_t stored = 0;        ///< that need not go out
    std::vector<std::string> notes; ///< who was left out, and why
};

/// Writes what is left to ask as request files, one model a file and split at the service's limits, and
/// remembers which call each line stands for. Asks nobody. Of an item with several turns the next one goes
/// out; those after it follow once its answer is in. Throws domain::Error: nothing to ask, a file that is
/// there already, a full disk (what was begun is removed), a model whose API has no such form.
BatchExport export_batch(store::Project& project, const ExportBatch& wanted);

struct BatchImport {
    std::int64_t lines = 0;
    std::int64_t answered = 0;
    std::int64_t known = 0;                     ///< answered before: the first answer stays
    std::map<std::string, std::int64_t> failed; ///< by kind: "expired", "canceled", "refused by server", …
    std::int64_t strangers = 0;                 ///< lines whose id is of no batch of this project
    struct Bad {
        std::string file;
        std::int64_t line = 0;
        std::string why;
    };
    std::vector<Bad> bad; ///< the first hundred
    std::int64_t bad_lines = 0;
    std::vector<domain::RunId> runs; ///< whose calls came in
    std::vector<std::string> notes;  ///< what was said while they were taken over
};

/// Whether the file holds a batch service's results, by content.
[[nodiscard]] bool holds_batch_results(const std::filesystem::path& file);

/// Brings results in, of either service, in any order and in parts; the same file again changes nothing. What
/// failed, expired or was not there stays to be asked: by a later part, another batch, or live. Then takes
/// the answers over into their runs and judgings, as a resumed run would, without asking any model. Reads
/// line by line. Throws domain::Error where a file cannot be read or is no such file.
BatchImport import_batch(store::Project& project, client::ModelClient& client,
                         const std::vector<std::filesystem::path>& files, const std::stop_token& stop = {});

} // namespace tiebreak::workbench
