// SPDX-License-Identifier: GPL-3.0-or-later
// People's labels: out, in, and as packets.
#pragma once

#include "app/cli/command.h"
#include "store/project.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tiebreak::cli {

/// Writes the labels of a run and returns what was written, for people. `format`: jsonl or csv.
std::string export_labels(Context& context, store::Project& project, domain::RunId run,
                          const std::string& path, const std::string& format);

struct PacketOptions {
    std::string path;
    std::string judging; ///< name; empty: the one that decides
    std::string ask;     ///< pairs, random, rank, rubric
    std::int64_t cards = 0;
};
std::string export_packet(Context& context, store::Project& project, domain::RunId run,
                          const PacketOptions& options);

/// Takes in each file by its content; exit code 1 where rows were left out.
int take_in_labels(Context& context, const std::string& file, const std::vector<std::string>& paths,
                   const std::string& run, bool preview);

} // namespace tiebreak::cli
