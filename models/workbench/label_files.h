// SPDX-License-Identifier: GPL-3.0-or-later
// Labels out of a project and into it: files, label packets that came back, other copies of the project.
#pragma once

#include "formats/label_lines.h"
#include "store/project.h"
#include "workbench/import.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// Every label of a run, superseded and withdrawn ones too, so that what comes in elsewhere means the same.
/// In order of time. Returns how many.
std::int64_t export_labels(store::Connection& connection, domain::RunId run,
                           const std::function<void(const formats::LabelLine&)>& each);

struct LabelImport {
    std::string format;
    std::int64_t added = 0;
    std::int64_t known = 0;           ///< stored already
    std::vector<formats::BadRow> bad; ///< left out, with why
    std::vector<std::string> notes;   ///< "3 labels take the place of earlier ones of the same card"
    std::vector<domain::RunId> runs;  ///< whose labels changed
};

/// Stores labels that name run, item and answers by uid or by name. `run`: where a line names none. Those
/// that fit nothing here are in `bad`. To be called in one transaction.
[[nodiscard]] LabelImport store_labels(store::Connection& connection,
                                       const std::vector<formats::LabelLine>& lines, domain::RunId run);

/// What a person said of a packet that this project handed out: by packet, card and annotator; of two answers
/// to one card the later counts. Throws domain::Error (usage) where the packet is not this project's.
[[nodiscard]] LabelImport store_packet_answers(store::Connection& connection,
                                               const formats::PacketAnswers& answers);

/// Takes in a file by its content: labels as JSON Lines or CSV, a packet's answers, or another copy of this
/// project. One transaction; nothing where any of it cannot be read. `run`: for lines that name none; not
/// stored: the newest. `preview`: counts, and stores nothing.
[[nodiscard]] LabelImport import_labels(store::Project& project, const std::filesystem::path& path,
                                        domain::RunId run = {}, bool preview = false);

/// "12 labels added, 3 known already, 1 left out".
[[nodiscard]] std::string words_of(const LabelImport& import);

} // namespace tiebreak::workbench
