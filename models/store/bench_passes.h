// SPDX-License-Identifier: GPL-3.0-or-later
// What the judge bench reads beside the verdicts.
#pragma once

#include "store/connection.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::store {

/// What one label says of the order of some answers.
struct LabelWord {
    domain::ItemRevisionId item;
    std::string annotator;
    std::vector<domain::ResponseId> responses; ///< in the order shown
    std::vector<int> ranks; ///< beside them, 1 the best, equal ranks tie; empty where it orders nothing
    bool bad = false;       ///< a tie that says that none is any good
    bool cannot = false;    ///< the person could not judge
    bool drawn = false;     ///< the card was drawn at random, for agreement
};
/// Labels of a run that count, oldest first: no later one supersedes them, none was withdrawn, and the card
/// was not shown again for self-agreement.
void each_label_word(Connection& connection, domain::RunId run,
                     const std::function<void(const LabelWord&)>& each);

/// What a public set holds to be right of two answers to one item: 1 the first is better, 0 a tie, −1 the
/// second. Stored as a label of a card drawn at random.
struct KnownLabel {
    domain::RunId run;
    domain::ItemRevisionId item;
    std::string annotator;
    domain::ResponseId first;
    domain::ResponseId second;
    int side = 0;
};
void add_known_label(Connection& connection, const KnownLabel& label);

/// Mean latency of a judging's calls in milliseconds, of those that told it.
[[nodiscard]] std::optional<double> mean_latency(Connection& connection, domain::JudgingId judging);

} // namespace tiebreak::store
