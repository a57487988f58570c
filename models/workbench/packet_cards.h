// SPDX-License-Identifier: GPL-3.0-or-later
// What the cards of a label packet stand for: kept in the project, never in the packet.
#pragma once

#include "domain/ids.h"
#include "store/labels.h"

#include <string>
#include <vector>

namespace tiebreak::workbench {

struct PacketCards {
    store::LabelMode mode = store::LabelMode::pair;
    std::string rubric; ///< name; rubric mode only
    struct Card {
        std::string id;
        domain::ItemRevisionId item;
        std::vector<domain::ResponseId> responses; ///< in the order shown
        store::LabelPurpose purpose = store::LabelPurpose::tie_break;
    };
    std::vector<Card> cards;
};

[[nodiscard]] std::string to_json(const PacketCards& cards);
[[nodiscard]] PacketCards packet_cards_from_json(const std::string& json);

} // namespace tiebreak::workbench
