// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"
#include "judging/unit.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::judging {

/// A judge's reply collected elsewhere (interface.md, "Recorded judges").
struct RecordedReply {
    std::size_t line = 0; ///< in its file, from 1, for messages
    std::string item;     ///< the item's id in the eval set's file
    int repeat = 1;
    std::vector<std::string> order; ///< joint, pairs: names of the candidates in the order shown
    std::string candidate;          ///< single, rubric, conversations: the candidate's name
    std::string reply;              ///< as received
    int turn = 1;                   ///< of a conversation
};

/// A recorded reply with the unit it answers, whose positions are the recorded order.
struct RecordedUnit {
    Unit unit;
    std::size_t reply = 0; ///< index into the replies given
};

/// A recorded reply that could not be used, and why.
struct RecordedProblem {
    std::size_t reply = 0;
    std::size_t line = 0;
    std::string why; ///< for people, with the item and candidate concerned
};

/// Something the judging asks for and no recorded reply answers.
struct Unanswered {
    std::size_t item = 0;
    int repeat = 1;
    int group = 0;       ///< as Unit::group
    int orientation = 0; ///< as Unit::orientation
    int turn = 1;        ///< as Unit::turn

    friend bool operator==(const Unanswered&, const Unanswered&) = default;
};

struct RecordedMatch {
    std::vector<RecordedUnit> units; ///< by repeat, then item, then group
    std::vector<RecordedProblem> problems;
    std::vector<Unanswered> unanswered;
};

/// The eval set and candidates that recorded replies speak about. `item_ids` runs beside `items`;
/// `candidates` are the names by candidate index.
struct RecordedContext {
    std::span<const ItemResponses> items;
    std::span<const std::string> item_ids;
    std::span<const std::string> candidates;
    int repeats = 1;
    std::optional<std::size_t> baseline{}; ///< pairs: as PlanOptions::baseline
    bool swap = true;
    /// Conversations: the items' answers to the turns after the first; [0] is turn 2.
    std::span<const std::vector<ItemResponses>> later{};
};

/// Finds the unit of each recorded reply. Identical responses are not merged: the record says what was shown.
/// A reply is refused, and reported, where its item or a candidate is not there, a candidate stands twice in
/// the order or has no response in this run, a response of this run is missing from the order, the repeat is
/// not asked for, the item has no such turn, or an earlier line answers the same. Pairs have an order of two,
/// one of them the baseline where there is one. Throws domain::Error (usage) for protocols that rank, whose
/// questions depend on the replies before.
[[nodiscard]] RecordedMatch match_recorded(domain::Protocol protocol, std::span<const RecordedReply> replies,
                                           const RecordedContext& context);

} // namespace tiebreak::judging
