// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/answer.h"

#include "domain/error.h"
#include "text/nearest.h"
#include "workbench/differences.h"
#include "workbench/item_marks.h"
#include "workbench/meters.h"
#include "workbench/reading_list.h"
#include "workbench/report_parts.h"
#include "workbench/wording.h"

#include <algorithm>
#include <cmath>

namespace tiebreak::workbench {

namespace {

/// Everything a run's answer is computed from.
struct Judged {
    RunFrame frame;
    std::vector<JudgedScores> scores; ///< beside frame.judgings
};

Judged read_judged(store::Connection& connection, domain::RunId run) {
    Judged judged{read_run_frame(connection, run), {}};
    for (const store::JudgingRow& judging : judged.frame.judgings) {
        judged.scores.push_back(read_scores(connection, judged.frame, judging));
    }
    return judged;
}

std::optional<std::size_t> choose_judging(const Judged& judged, domain::JudgingId wanted) {
    std::vector<bool> scored;
    for (const JudgedScores& scores : judged.scores) {
        scored.push_back(scores.table.any());
    }
    return deciding_judging(judged.frame, wanted, scored);
}

std::size_t named(const RunFrame& frame, const std::string& name) {
    if (const auto found = frame.candidate_named(name)) {
        return *found;
    }
    std::vector<std::string> names;
    for (const store::CandidateRow& row : frame.candidates) {
        names.push_back(row.candidate.name);
    }
    throw domain::Error(domain::ErrorKind::usage, "the run has no candidate \"" + name + "\"", frame.run.name,
                        text::did_you_mean(name, names));
}

/// The best mean other than the baseline; the first other one where nobody has a mean.
std::optional<std::size_t> best_other(const RunFrame& frame, const ScoreTable* table, std::size_t baseline) {
    std::optional<std::size_t> best;
    std::optional<double> best_mean;
    for (std::size_t c = 0; c < frame.candidates.size(); ++c) {
        if (c == baseline) {
            continue;
        }
        const auto mean = table == nullptr ? std::nullopt : table->estimate(c).mean;
        if (!best || (mean && (!best_mean || *mean > *best_mean))) {
            best = c;
            best_mean = mean;
        }
    }
    return best;
}

std::vector<CategoryDifference> by_category(const RunFrame& frame, const ScoreTable::Pairs& pairs) {
    std::vector<std::string> categories;
    for (const std::size_t row : pairs.rows) {
        categories.push_back(frame.items[row].content.category);
    }
    return category_differences(categories, pairs.a, pairs.b);
}

std::string decoding(const RunFrame& frame, const RunResponses& responses, std::size_t a, std::size_t b) {
    int samples = 1;
    for (const store::ResponseRow& row : responses.rows) {
        samples = std::max(samples, row.repeat);
    }
    if (samples > 1) {
        return "";
    }
    const auto greedy = [&](std::size_t c) {
        return frame.candidates[c].candidate.parameters.temperature == 0.0;
    };
    return greedy(a) && greedy(b) ? "decoding (greedy, one answer an item)" : "decoding (one answer an item)";
}

void say_what_it_covers(RunAnswer& answer, const Judged& judged, const RunResponses& responses,
                        const store::JudgingRow& judging, std::size_t candidate, std::size_t baseline) {
    const bool scorer = is_scorer(judging);
    if (answer.over_judge_runs) {
        answer.covers = {count_word(static_cast<std::int64_t>(answer.difference.n)) +
                         " reruns of the judge over the same answers"};
        answer.leaves_out = {"which items were drawn (wider by far)", "decoding", "the training seed (one)",
                             "other judges"};
        return;
    }
    answer.covers = {"which items were drawn"};
    if (!scorer && judging.repeats > 1) {
        answer.covers.push_back(count_word(judging.repeats) + " reruns of the judge");
    } else if (!scorer) {
        answer.leaves_out.emplace_back("reruns of the judge (judged once)");
    }
    if (const std::string d = decoding(judged.frame, responses, candidate, baseline); !d.empty()) {
        answer.leaves_out.push_back(d);
    }
    answer.leaves_out.emplace_back("the training seed (one)");
    answer.leaves_out.emplace_back(scorer ? "other scorers and judges" : "other judges");
}

void compare(RunAnswer& answer, store::Connection& connection, const Judged& judged,
             const RunResponses& responses, std::size_t j, std::size_t candidate, std::size_t baseline) {
    const store::JudgingRow& judging = judged.frame.judgings[j];
    const JudgedScores& scores = judged.scores[j];
    const ScoreTable::Pairs pairs = scores.table.pairs(candidate, baseline);
    answer.over_judge_runs = scores.table.imported();
    answer.difference = statistics::compare_paired(pairs.a, pairs.b);
    answer.outcome = outcome_of(answer.difference, answer.over_judge_runs);
    if (answer.over_judge_runs) {
        answer.why_not = "the scores came as a table without items, so that how far items would move them is "
                         "not known";
    } else if (answer.difference.n == 0) {
        answer.why_not = "no item was judged for both";
    } else if (!answer.difference.ci_low) {
        answer.why_not = "one item was judged for both: there is no interval";
    } else {
        answer.more_items =
            answer.outcome == Outcome::cannot_tell ? items_missing(answer.difference) : std::nullopt;
        answer.categories = by_category(judged.frame, pairs);
    }
    const double scale = scale_width(connection, judging);
    const ItemMarks marks =
        mark_items(judged.frame, scores.table, responses, store::unit_states(connection, judging.id), scale);
    say_what_it_covers(answer, judged, responses, judging, candidate, baseline);
    answer.reading = make_reading_list(judged.frame, scores.table, responses, marks, candidate, baseline);
    answer.meters = make_meters(
        {judged.frame, judging, answer.report.judgings[j], scores, responses, candidate, baseline, scale});
}

} // namespace

RunAnswer make_answer(store::Connection& connection, domain::RunId run, const AnswerChoice& choice) {
    const Judged judged = read_judged(connection, run);
    const RunResponses responses = read_responses(connection, judged.frame);
    RunAnswer answer;
    answer.margin = choice.margin;
    answer.report = make_report(connection, judged.frame, responses, judged.scores);
    const auto j = choose_judging(judged, choice.judging);
    answer.judging = j ? static_cast<int>(*j) : -1;
    if (judged.frame.candidates.empty()) {
        answer.why_not = "the run has no candidate";
        return answer;
    }
    const std::size_t baseline =
        choice.baseline.empty() ? *judged.frame.baseline() : named(judged.frame, choice.baseline);
    answer.baseline = judged.frame.candidates[baseline].candidate.name;
    const auto candidate = choice.candidate.empty()
                               ? best_other(judged.frame, j ? &judged.scores[*j].table : nullptr, baseline)
                               : std::optional(named(judged.frame, choice.candidate));
    if (!candidate) {
        answer.why_not = "there is only one candidate";
        return answer;
    }
    answer.candidate = judged.frame.candidates[*candidate].candidate.name;
    if (*candidate == baseline) {
        throw domain::Error(domain::ErrorKind::usage, "a candidate cannot be compared with itself",
                            answer.candidate, "choose another baseline");
    }
    if (!j || !judged.scores[*j].table.any()) {
        answer.judging = -1;
        answer.why_not = "nothing was judged yet";
        return answer;
    }
    compare(answer, connection, judged, responses, *j, *candidate, baseline);
    return answer;
}

std::optional<Outcome> run_outcome(store::Connection& connection, domain::RunId run) {
    const Judged judged = read_judged(connection, run);
    const auto j = choose_judging(judged, {});
    const auto baseline = judged.frame.baseline();
    if (!j || !baseline || !judged.scores[*j].table.any()) {
        return std::nullopt;
    }
    const ScoreTable& table = judged.scores[*j].table;
    const auto candidate = best_other(judged.frame, &table, *baseline);
    if (!candidate) {
        return std::nullopt;
    }
    const ScoreTable::Pairs pairs = table.pairs(*candidate, *baseline);
    return pairs.rows.empty()
               ? std::nullopt
               : std::optional(outcome_of(statistics::compare_paired(pairs.a, pairs.b), table.imported()));
}

std::string headline(const RunAnswer& answer) {
    if (answer.candidate.empty() || answer.judging < 0) {
        return answer.why_not;
    }
    const std::string by = signed_number(answer.difference.difference, 1);
    switch (answer.outcome) {
    case Outcome::better:
        return "better than " + answer.baseline + " by " + by;
    case Outcome::worse:
        return "worse than " + answer.baseline + " by " + number(std::abs(*answer.difference.difference), 1);
    case Outcome::cannot_tell:
        break;
    }
    return "cannot tell from " + answer.baseline +
           (answer.difference.difference ? " (" + by + ")" : std::string{});
}

} // namespace tiebreak::workbench
