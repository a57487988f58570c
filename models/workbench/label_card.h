// SPDX-License-Identifier: GPL-3.0-or-later
// One card: its texts, and the row that a verdict on it becomes.
#pragma once

#include "domain/item.h"
#include "domain/judging.h"
#include "workbench/label_queue.h"

#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// What stands on a card. No name, score or comment: whoever shows it cannot tell more than is here.
struct LabelCardText {
    domain::Item item;
    std::vector<std::vector<std::string>> answers; ///< in the order shown; each its turns, from the first
};
[[nodiscard]] LabelCardText read_card_text(store::Connection& connection, const LabelDesk& desk,
                                           const LabelCard& card);

/// The responses of a card's first turns, in the order shown.
[[nodiscard]] std::vector<domain::ResponseId> card_responses(const LabelDesk& desk, const LabelCard& card);

/// The row to store, under a new uid. `rubric`: of a scored card.
[[nodiscard]] store::LabelRow label_row_of(const LabelDesk& desk, const LabelCard& card,
                                           const LabelVerdict& verdict, const std::string& annotator,
                                           const std::string& rationale, const std::string& rubric = {});
/// The row that takes `label` back: its uid is new, and `label`'s is superseded.
[[nodiscard]] store::LabelRow withdrawal_of(const store::LabelRow& label);

/// For the moment after the verdict: who the answers were and what the judge had said, for people.
/// "You took step-2000 over step-4000. The judge: tied."
[[nodiscard]] std::string revealed(const LabelDesk& desk, const LabelCard& card, const LabelVerdict& verdict);

/// The rubric that cards are scored by; nothing where the project has none of that name.
[[nodiscard]] std::optional<domain::Rubric> label_rubric(store::Connection& connection,
                                                         const std::string& name);

} // namespace tiebreak::workbench
