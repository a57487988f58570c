// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/label_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace tiebreak::workbench {

using statistics::LabelIndex;
using store::LabelPurpose;
using Kind = store::LabelOutcome::Kind;

namespace {

constexpr std::size_t most_disagreements = 200;

/// Labels of agreement: b, tie, a as 0, 1, 2.
int class_of(int side) {
    return side + 1;
}

/// Where a doubtful verdict is a tie, as it is everywhere.
int judged_side(const PairVerdict& row) {
    return row.decided() ? row.side : 0;
}

bool has_verdict(const PairVerdict& row) {
    return row.doubt != Doubt::unread && row.doubt != Doubt::unjudged;
}

class Counting {
public:
    Counting(const RunFrame& frame, const std::vector<store::LabelRow>& labels, const LabelAnswers& answers)
        : frame_(frame)
        , labels_(labels)
        , answers_(answers) {}

    void people(const PairVerdicts& verdicts, LabelFigures& figures) const {
        const PairVotes votes = pair_votes(labels_, answers_, verdicts);
        figures.cannot = votes.cannot;
        std::vector<std::array<std::int64_t, 3>> outcomes(frame_.candidates.size()); // losses, ties, wins
        for (const PairVote& vote : votes.votes) {
            if (labels_[vote.label].purpose == LabelPurpose::again) {
                continue;
            }
            const PairVerdict& row = verdicts.rows[vote.row];
            ++outcomes[row.a][static_cast<std::size_t>(class_of(vote.side))];
            ++outcomes[row.b][static_cast<std::size_t>(class_of(-vote.side))];
        }
        for (std::size_t c = 0; c < outcomes.size(); ++c) {
            LabelScore score;
            score.candidate = frame_.candidates[c].candidate.name;
            score.slot = frame_.candidates[c].slot;
            score.tally = statistics::win_tally(outcomes[c][2], outcomes[c][1], outcomes[c][0]);
            score.n = outcomes[c][0] + outcomes[c][1] + outcomes[c][2];
            rubric_scores(c, score);
            if (score.n > 0 || score.rubric_n > 0) {
                figures.scores.push_back(std::move(score));
            }
        }
        std::ranges::stable_sort(figures.scores, [](const LabelScore& x, const LabelScore& y) {
            return x.tally.win_rate.value_or(-1) > y.tally.win_rate.value_or(-1);
        });
        annotators(votes, figures);
        between(votes, figures);
        disagreements(votes, verdicts, figures);
    }

    [[nodiscard]] JudgeAgreement judge(const store::JudgingRow& judging, const PairVerdicts& verdicts) const {
        JudgeAgreement result;
        result.judging = judging.id;
        result.name = judging.name;
        const PairVotes votes = pair_votes(labels_, answers_, verdicts);
        std::vector<LabelIndex> people;
        std::vector<LabelIndex> judged;
        for (const PairVote& vote : votes.votes) {
            const PairVerdict& row = verdicts.rows[vote.row];
            if (labels_[vote.label].purpose == LabelPurpose::agreement && has_verdict(row)) {
                people.emplace_back(class_of(vote.side));
                judged.emplace_back(class_of(judged_side(row)));
            }
        }
        result.n = static_cast<std::int64_t>(people.size());
        result.accuracy = statistics::accuracy(people, judged);
        result.kappa = statistics::cohen_kappa(people, judged);
        const auto settled = settled_sides(labels_, votes, verdicts.rows.size());
        const std::size_t n = frame_.candidates.size();
        const std::vector<Standing> before = standings(open_order(verdicts, {}), n);
        const std::vector<Standing> after = standings(open_order(verdicts, settled), n);
        for (std::size_t k = 0; k < settled.size(); ++k) {
            const bool doubtful = !verdicts.rows[k].decided();
            result.doubtful += doubtful ? 1 : 0;
            result.ties_broken += doubtful && settled[k].value_or(0) != 0 ? 1 : 0;
        }
        for (std::size_t c = 0; c < n; ++c) {
            result.scores.push_back({frame_.candidates[c].candidate.name, frame_.candidates[c].slot,
                                     before[c].rate(), after[c].rate(), after[c].beats, after[c].opponents,
                                     after[c].pairs, after[c].open});
        }
        std::ranges::stable_sort(result.scores, [](const BrokenScore& x, const BrokenScore& y) {
            return std::pair(x.beats, x.broken.value_or(-1)) > std::pair(y.beats, y.broken.value_or(-1));
        });
        return result;
    }

private:
    void rubric_scores(std::size_t candidate, LabelScore& score) const {
        double sum = 0;
        for (const store::LabelRow& label : labels_) {
            const auto place = answers_.place.find(label.responses.front());
            if (label.outcome.kind != Kind::scored || label.purpose == LabelPurpose::again ||
                place == answers_.place.end() || place->second.first != candidate) {
                continue;
            }
            double of_card = 0;
            for (const store::LabelScore& given : label.scores) {
                of_card += given.score / static_cast<double>(label.scores.size());
            }
            sum += of_card;
            ++score.rubric_n;
        }
        if (score.rubric_n > 0) {
            score.rubric_mean = sum / static_cast<double>(score.rubric_n);
        }
    }

    /// What each annotator said of a pair of answers the first time, and when the card came back.
    void annotators(const PairVotes& votes, LabelFigures& figures) const {
        std::map<std::string, AnnotatorFigures> by_name;
        for (const store::LabelRow& label : labels_) {
            AnnotatorFigures& one = by_name[label.annotator];
            one.name = label.annotator;
            ++one.labels;
            one.cannot += label.outcome.kind == Kind::cannot ? 1 : 0;
            one.again += label.purpose == LabelPurpose::again ? 1 : 0;
        }
        std::map<std::pair<std::string, std::size_t>, std::int8_t> first;
        for (const PairVote& vote : votes.votes) {
            if (labels_[vote.label].purpose != LabelPurpose::again) {
                first[{labels_[vote.label].annotator, vote.row}] = vote.side;
            }
        }
        std::map<std::string, std::pair<std::vector<LabelIndex>, std::vector<LabelIndex>>> twice;
        for (const PairVote& vote : votes.votes) {
            const store::LabelRow& label = labels_[vote.label];
            const auto before = first.find({label.annotator, vote.row});
            if (label.purpose == LabelPurpose::again && before != first.end()) {
                twice[label.annotator].first.emplace_back(class_of(before->second));
                twice[label.annotator].second.emplace_back(class_of(vote.side));
            }
        }
        for (auto& [name, one] : by_name) {
            one.self = statistics::accuracy(twice[name].first, twice[name].second);
            figures.annotators.push_back(one);
        }
    }

    [[nodiscard]] std::map<std::size_t, std::map<std::string, std::int8_t>>
    by_row(const PairVotes& votes) const {
        std::map<std::size_t, std::map<std::string, std::int8_t>> said;
        for (const PairVote& vote : votes.votes) {
            if (labels_[vote.label].purpose != LabelPurpose::again) {
                said[vote.row][labels_[vote.label].annotator] = vote.side;
            }
        }
        return said;
    }

    void between(const PairVotes& votes, LabelFigures& figures) const {
        const auto said = by_row(votes);
        std::vector<std::vector<std::optional<double>>> units;
        for (const auto& [row, voices] : said) {
            std::vector<std::optional<double>> unit;
            for (const AnnotatorFigures& one : figures.annotators) {
                const auto voice = voices.find(one.name);
                unit.push_back(voice == voices.end() ? std::nullopt
                                                     : std::optional<double>(class_of(voice->second)));
            }
            units.push_back(std::move(unit));
        }
        figures.alpha = statistics::krippendorff_alpha(units, statistics::MeasurementLevel::nominal);
        for (std::size_t x = 0; x < figures.annotators.size(); ++x) {
            for (std::size_t y = x + 1; y < figures.annotators.size(); ++y) {
                std::vector<LabelIndex> a;
                std::vector<LabelIndex> b;
                for (const auto& unit : units) {
                    if (unit[x] && unit[y]) {
                        a.emplace_back(static_cast<int>(*unit[x]));
                        b.emplace_back(static_cast<int>(*unit[y]));
                    }
                }
                figures.between.push_back({figures.annotators[x].name, figures.annotators[y].name,
                                           static_cast<std::int64_t>(a.size()), statistics::accuracy(a, b),
                                           statistics::cohen_kappa(a, b)});
            }
        }
    }

    void disagreements(const PairVotes& votes, const PairVerdicts& verdicts, LabelFigures& figures) const {
        for (const auto& [row, voices] : by_row(votes)) {
            const PairVerdict& verdict = verdicts.rows[row];
            std::set<int> sides;
            for (const auto& [who, side] : voices) {
                sides.insert(side);
            }
            const bool among = sides.size() > 1;
            const bool with_judge = verdict.decided() && !sides.contains(verdict.side);
            if (!among && !with_judge) {
                continue;
            }
            const std::string& first = frame_.candidates[verdict.a].candidate.name;
            const std::string& second = frame_.candidates[verdict.b].candidate.name;
            const auto said = [&](int side) { return side > 0 ? first : side < 0 ? second : "tie"; };
            LabelDisagreement one;
            one.item = frame_.items[verdict.item].revision;
            one.item_label = item_label(frame_.items[verdict.item]);
            one.first = first;
            one.second = second;
            one.among_people = among;
            for (const auto& [who, side] : voices) {
                one.voices.push_back({who, said(side)});
            }
            if (has_verdict(verdict)) {
                one.voices.push_back({verdicts.judging_name, said(judged_side(verdict))});
            }
            figures.disagreements.push_back(std::move(one));
        }
        std::ranges::stable_partition(figures.disagreements, &LabelDisagreement::among_people);
        if (figures.disagreements.size() > most_disagreements) {
            figures.disagreements.resize(most_disagreements);
        }
    }

    const RunFrame& frame_;
    const std::vector<store::LabelRow>& labels_;
    const LabelAnswers& answers_;
};

} // namespace

LabelFigures make_label_figures(store::Connection& connection, const RunFrame& frame) {
    LabelFigures figures;
    const std::vector<store::LabelRow> labels = store::labels(connection, frame.run.id);
    figures.count = static_cast<std::int64_t>(labels.size());
    figures.break_ties = store::labels_break_ties(connection);
    if (labels.empty()) {
        return figures;
    }
    for (const store::LabelRow& label : labels) {
        (label.purpose == LabelPurpose::tie_break   ? figures.tie_breaks
         : label.purpose == LabelPurpose::agreement ? figures.agreement
                                                    : figures.again) += 1;
    }
    const LabelAnswers answers = read_label_answers(connection, frame);
    const Counting counting(frame, labels, answers);
    std::vector<bool> judged;
    for (const store::JudgingRow& row : frame.judgings) {
        judged.push_back(!is_imported(row));
    }
    const auto deciding = deciding_judging(frame, {}, judged);
    if (!deciding || is_imported(frame.judgings[*deciding])) {
        counting.people(read_pair_verdicts(connection, frame, answers, nullptr), figures);
    }
    for (std::size_t j = 0; j < frame.judgings.size(); ++j) {
        if (is_imported(frame.judgings[j])) {
            continue;
        }
        const PairVerdicts verdicts = read_pair_verdicts(connection, frame, answers, &frame.judgings[j]);
        figures.judges.push_back(counting.judge(frame.judgings[j], verdicts));
        if (j == deciding) {
            counting.people(verdicts, figures);
            figures.ties_broken = figures.break_ties ? figures.judges.back().ties_broken : 0;
        }
    }
    return figures;
}

} // namespace tiebreak::workbench
