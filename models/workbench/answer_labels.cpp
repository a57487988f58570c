// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/answer_labels.h"

#include "store/labels.h"
#include "workbench/label_votes.h"

#include <map>
#include <utility>

namespace tiebreak::workbench {

PairLabels read_pair_labels(store::Connection& connection, const RunFrame& frame,
                            const store::JudgingRow& judging, std::size_t candidate, std::size_t baseline) {
    PairLabels result;
    if (is_imported(judging)) {
        return result;
    }
    const auto [a, b] = std::minmax(candidate, baseline);
    const int sign = candidate == a ? 1 : -1;
    const LabelAnswers answers = read_label_answers(connection, frame);
    const PairVerdicts verdicts = read_pair_verdicts(connection, frame, answers, &judging);
    const std::vector<store::LabelRow> labels = store::labels(connection, frame.run.id);
    const PairVotes votes = pair_votes(labels, answers, verdicts);
    const auto sides = settled_sides(labels, votes, verdicts.rows.size());
    result.break_ties = store::labels_break_ties(connection);
    double before = 0;
    double after = 0;
    std::int64_t pairs = 0;
    for (std::size_t k = 0; k < verdicts.rows.size(); ++k) {
        const PairVerdict& row = verdicts.rows[k];
        if (row.a != a || row.b != b) {
            continue;
        }
        ++pairs;
        const int judged = row.decided() ? row.side * sign : 0;
        const bool said = !row.decided() && sides[k].has_value();
        result.doubtful += row.decided() ? 0 : 1;
        result.settled += said ? 1 : 0;
        before += 50.0 * (1 + judged);
        after += 50.0 * (1 + (said ? *sides[k] * sign : judged));
    }
    if (pairs > 0) {
        result.without = before / static_cast<double>(pairs);
        if (result.break_ties) {
            result.with = after / static_cast<double>(pairs);
        }
    }
    std::map<std::pair<std::size_t, std::string>, int> newest;
    std::vector<statistics::LabelIndex> people;
    std::vector<statistics::LabelIndex> judge;
    for (const PairVote& vote : votes.votes) {
        const store::LabelRow& label = labels[vote.label];
        const PairVerdict& row = verdicts.rows[vote.row];
        if (label.purpose == store::LabelPurpose::again) {
            continue;
        }
        if (row.a == a && row.b == b) {
            newest[{vote.row, label.annotator}] = vote.side * sign;
        }
        if (label.purpose == store::LabelPurpose::agreement && row.doubt != Doubt::unread &&
            row.doubt != Doubt::unjudged) {
            people.emplace_back(vote.side + 1);
            judge.emplace_back((row.decided() ? row.side : 0) + 1);
        }
    }
    std::int64_t outcomes[3] = {}; // losses, ties, wins
    for (const auto& [who, side] : newest) {
        ++outcomes[side + 1];
    }
    result.labels = static_cast<std::int64_t>(newest.size());
    result.tally = statistics::win_tally(outcomes[2], outcomes[1], outcomes[0]);
    result.kappa = statistics::cohen_kappa(people, judge);
    return result;
}

} // namespace tiebreak::workbench
