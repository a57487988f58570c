// SPDX-License-Identifier: GPL-3.0-or-later
// A queue that leaves as one offline HTML file, for somebody without the program.
#pragma once

#include "store/project.h"
#include "workbench/label_queue.h"
#include "workbench/packet_cards.h"

#include <string>

namespace tiebreak::workbench {

struct PacketChoice {
    LabelChoice choice;     ///< what is asked; the annotator does not matter
    std::size_t cards = 40; ///< at most; at least one
    bool reference = true;  ///< show items' references
};

struct LabelPacket {
    std::string uid;
    std::string html; ///< one file, UTF-8: nothing in it is loaded from anywhere
    std::size_t cards = 0;
    store::PacketRow row; ///< to be stored with add_packet before the file leaves
};

/// Deals cards as the queue would, with the random fifth and, from the tenth on, cards that come back with
/// sides swapped. The file holds the items' texts and the answers in shuffled order, and nothing else: no
/// name of a model, run or judge, no score, no uid but its own. Stores nothing. Throws domain::Error (usage)
/// where there is no card to deal.
[[nodiscard]] LabelPacket make_label_packet(store::Connection& connection,
                                            const std::shared_ptr<const LabelDesk>& desk,
                                            const PacketChoice& choice);

/// The same, stored in the project.
[[nodiscard]] LabelPacket hand_out_packet(store::Project& project, domain::RunId run,
                                          domain::JudgingId judging, const PacketChoice& choice);

} // namespace tiebreak::workbench
