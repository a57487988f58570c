// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/judge_bench.h"

#include "domain/error.h"
#include "domain/random.h"
#include "statistics/agreement.h"
#include "statistics/correlation.h"
#include "statistics/judge_habits.h"
#include "statistics/mean.h"
#include "statistics/summary.h"
#include "store/bench_passes.h"
#include "store/passes.h"
#include "text/markdown_style.h"
#include "workbench/bench_truth.h"
#include "workbench/judge_family.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace tiebreak::workbench {

namespace {

/// What the habits look at in an answer.
struct Looks {
    double characters = 0;
    bool list = false;
    bool known = false;
};

/// Everything of one run that its judgings share.
struct Ground {
    RunFrame frame;
    ResponsePlaces places;
    std::vector<Looks> looks; ///< of candidate c's first answer to item i at c · items + i
    PairWords truth;

    [[nodiscard]] const Looks& of(std::size_t candidate, std::size_t item) const {
        return looks[candidate * frame.items.size() + item];
    }
};

Ground read_ground(store::Connection& connection, domain::RunId run) {
    Ground ground;
    ground.frame = read_run_frame(connection, run);
    ground.places = response_places(connection, ground.frame);
    ground.looks.resize(ground.frame.candidates.size() * ground.frame.items.size());
    store::each_response_text(connection, run, [&](domain::ResponseId response, std::string_view text) {
        const auto place = ground.places.find(response);
        if (place == ground.places.end()) {
            return;
        }
        Looks& looks = ground.looks[place->second.first * ground.frame.items.size() + place->second.second];
        if (!looks.known) {
            const text::MarkdownStyle style = text::markdown_style(text);
            looks = {static_cast<double>(style.characters), style.list_entries > 0, true};
        }
    });
    return ground;
}

BenchFigure figure_of(const statistics::Habit& habit) {
    return {habit.value, habit.low, habit.high, static_cast<std::int64_t>(habit.n), habit.reason};
}

BenchFigure figure_of(const statistics::Agreement& agreement) {
    return {agreement.value, {}, {}, static_cast<std::int64_t>(agreement.n), agreement.reason};
}

BenchFigure figure_of(const statistics::Correlation& correlation) {
    return {correlation.coefficient, {}, {}, static_cast<std::int64_t>(correlation.n), correlation.reason};
}

BenchFigure absent(std::string reason) {
    return {{}, {}, {}, 0, std::move(reason)};
}

BenchOutcome outcome_of(int side) {
    return side > 0 ? BenchOutcome::first : side < 0 ? BenchOutcome::second : BenchOutcome::tie;
}

/// Cohen's kappa with a percentile interval over items: 1,000 draws of whole items.
BenchFigure kappa_of(const std::vector<std::array<int, 3>>& compared, std::uint64_t seed) {
    std::vector<statistics::LabelIndex> truth;
    std::vector<statistics::LabelIndex> said;
    std::map<int, std::array<double, 9>> by_item;
    for (const auto& [item, right, verdict] : compared) {
        truth.emplace_back(right + 1);
        said.emplace_back(verdict + 1);
        by_item[item][static_cast<std::size_t>(3 * (right + 1) + verdict + 1)] += 1;
    }
    BenchFigure figure = figure_of(statistics::cohen_kappa(truth, said));
    if (!figure.value || by_item.size() < 2) {
        return figure;
    }
    std::vector<std::array<double, 9>> items;
    for (const auto& [item, counts] : by_item) {
        items.push_back(counts);
    }
    domain::Random random(seed, "judge bench kappa");
    std::vector<double> draws;
    constexpr int rounds = 1000;
    for (int round = 0; round < rounds; ++round) {
        std::array<double, 9> sum{};
        for (std::size_t i = 0; i < items.size(); ++i) {
            const auto& drawn = items[random.below(items.size())];
            for (std::size_t cell = 0; cell < sum.size(); ++cell) {
                sum[cell] += drawn[cell];
            }
        }
        double n = 0;
        for (const double cell : sum) {
            n += cell;
        }
        double seen = 0;
        double by_chance = 0;
        for (std::size_t label = 0; label < 3; ++label) {
            seen += sum[3 * label + label] / n;
            double row = 0;
            double column = 0;
            for (std::size_t other = 0; other < 3; ++other) {
                row += sum[3 * label + other] / n;
                column += sum[3 * other + label] / n;
            }
            by_chance += row * column;
        }
        if (by_chance < 1) {
            draws.push_back((seen - by_chance) / (1 - by_chance));
        }
    }
    constexpr std::size_t enough = 950;
    if (draws.size() >= enough) {
        const statistics::Interval interval = statistics::percentile_interval(draws, 0.95);
        figure.low = interval.low;
        figure.high = interval.high;
    }
    return figure;
}

void against_truth(const Ground& ground, const JudgingWords& words, const BenchChoice& choice,
                   BenchRow& row) {
    std::map<std::pair<int, int>, BenchCell> cells; // verdict 2: unread
    std::vector<std::array<int, 3>> compared;       // item, truth, verdict
    std::vector<double> right;
    std::vector<double> decided_right;
    std::vector<std::int64_t> items;
    std::vector<std::int64_t> decided_items;
    std::vector<std::vector<std::optional<double>>> ratings;
    std::vector<double> gaps;
    std::vector<double> sides;
    constexpr int unread = 2;
    for (const auto& [key, truth] : ground.truth) {
        const auto [item, a, b] = key;
        const auto said = words.pairs.find(key);
        const bool there = said != words.pairs.end();
        if (!there && !words.unread_items.contains(item)) {
            continue; // not judged, or not judged yet
        }
        BenchCell& cell = cells[{truth.side, there ? said->second.side : unread}];
        ++cell.n;
        if (cell.examples.size() < choice.examples) {
            const store::StoredItem& stored = ground.frame.items[item];
            cell.examples.push_back({ground.frame.run.id, stored.revision, item_label(stored),
                                     item_title(stored), ground.frame.candidates[a].candidate.name,
                                     ground.frame.candidates[b].candidate.name, outcome_of(truth.side),
                                     there ? outcome_of(said->second.side) : BenchOutcome::unread,
                                     there ? said->second.first_score : std::nullopt,
                                     there ? said->second.second_score : std::nullopt});
        }
        if (!there) {
            ++row.unread;
            continue;
        }
        const PairWord& word = said->second;
        compared.push_back({static_cast<int>(item), truth.side, word.side});
        right.push_back(word.side == truth.side ? 1 : 0);
        items.push_back(static_cast<std::int64_t>(item));
        if (truth.side != 0 && word.side != 0) {
            decided_right.push_back(word.side == truth.side ? 1 : 0);
            decided_items.push_back(static_cast<std::int64_t>(item));
        }
        ratings.push_back({static_cast<double>(truth.side), static_cast<double>(word.side)});
        if (word.first_score) {
            gaps.push_back(*word.first_score - *word.second_score);
            sides.push_back(truth.side);
        }
    }
    if (compared.empty()) {
        const std::string reason =
            ground.truth.empty() ? "no pair has a label" : "no pair with a label was judged";
        for (BenchFigure* figure : {&row.accuracy, &row.decided_accuracy, &row.kappa, &row.alpha,
                                    &row.pearson, &row.spearman, &row.kendall}) {
            *figure = absent(reason);
        }
    } else {
        row.accuracy = figure_of(statistics::share_of(right, items));
        row.decided_accuracy = decided_right.empty()
                                   ? absent("no pair that both decided")
                                   : figure_of(statistics::share_of(decided_right, decided_items));
        row.kappa = kappa_of(compared, choice.seed);
        row.alpha = figure_of(statistics::krippendorff_alpha(ratings, statistics::MeasurementLevel::ordinal));
        if (gaps.empty()) {
            row.pearson = row.spearman = row.kendall = absent("it gives no scores");
        } else {
            row.pearson = figure_of(statistics::pearson(gaps, sides));
            row.spearman = figure_of(statistics::spearman(gaps, sides));
            row.kendall = figure_of(statistics::kendall(gaps, sides));
        }
    }
    if (cells.empty()) {
        return;
    }
    for (const int truth : {1, 0, -1}) {
        for (const int verdict : {1, 0, -1, unread}) {
            BenchCell cell = std::move(cells[{truth, verdict}]);
            cell.truth = outcome_of(truth);
            cell.verdict = verdict == unread ? BenchOutcome::unread : outcome_of(verdict);
            row.confusion.push_back(std::move(cell));
        }
    }
}

/// JudgeBench's rule over the pairs that were shown both ways; of repeats, each asking counts.
BenchFigure both_orders(const Ground& ground, const JudgingWords& words) {
    std::map<std::int64_t, std::vector<const statistics::Showing*>> askings;
    for (const statistics::Showing& showing : words.showings) {
        askings[showing.pair].push_back(&showing);
    }
    std::map<std::int64_t, int> truths; // by asking
    for (const auto& [asking, key] : words.askings) {
        if (const auto truth = ground.truth.find(key);
            truth != ground.truth.end() && truth->second.side != 0) {
            truths[asking] = truth->second.side;
        }
    }
    std::vector<double> right;
    std::vector<std::int64_t> items;
    for (const auto& [asking, showings] : askings) {
        const auto truth = truths.find(asking);
        if (truth != truths.end() && showings.size() == 2 &&
            showings[0]->first_in_front != showings[1]->first_in_front) {
            right.push_back(
                statistics::right_in_both_orders(showings[0]->side, showings[1]->side, truth->second) ? 1
                                                                                                      : 0);
            items.push_back(showings[0]->item);
        }
    }
    return right.empty() ? absent("no pair with a decided label was shown in both orders")
                         : figure_of(statistics::share_of(right, items));
}

void habits(const Ground& ground, const JudgingWords& words, const store::JudgingRow& judging,
            BenchRow& row) {
    std::vector<statistics::JudgedPair> pairs;
    for (const auto& [key, word] : words.pairs) {
        const auto [item, a, b] = key;
        const Looks& one = ground.of(a, item);
        const Looks& other = ground.of(b, item);
        if (one.known && other.known) {
            pairs.push_back({static_cast<std::int64_t>(item), word.side, one.characters - other.characters,
                             (one.list ? 1 : 0) - (other.list ? 1 : 0)});
        }
    }
    row.prefers_longer = figure_of(statistics::prefers_longer(pairs));
    row.prefers_lists = figure_of(statistics::prefers_lists(pairs));
    const bool two_orders = compares_pairs(judging);
    row.swap_consistency = two_orders ? figure_of(statistics::swap_consistency(words.showings))
                                      : absent("no pair is shown in two orders by this protocol");
    row.both_orders_accuracy = both_orders(ground, words);
    row.first_position_rate = words.showings.empty()
                                  ? absent("one answer a prompt: there is no order")
                                  : figure_of(statistics::first_position_rate(words.showings));
    if (words.scores) {
        std::vector<std::int64_t> items;
        std::vector<double> lengths;
        std::vector<double> scores;
        for (std::size_t item = 0; item < ground.frame.items.size(); ++item) {
            for (std::size_t c = 0; c < ground.frame.candidates.size(); ++c) {
                const auto score = words.scored.table.mean(c, item);
                if (score && ground.of(c, item).known) {
                    items.push_back(static_cast<std::int64_t>(item));
                    lengths.push_back(ground.of(c, item).characters);
                    scores.push_back(*score);
                }
            }
        }
        row.length_correlation = figure_of(statistics::length_correlation(items, lengths, scores));
        const statistics::Clumping clump = statistics::clumping(words.raw_scores);
        row.clumping = figure_of(clump.share);
        row.most_frequent_score = clump.score;
        const statistics::JudgeNoise noise = rerun_noise(words.scored.table).noise;
        const bool scorer = is_scorer(judging);
        row.rerun_sd = scorer ? absent("a scorer gives the same score each time")
                              : BenchFigure{noise.per_candidate_sd,
                                            {},
                                            {},
                                            static_cast<std::int64_t>(noise.runs),
                                            noise.per_candidate_sd ? "" : "judged once"};
        row.run_shift_sd = scorer ? absent("a scorer gives the same score each time")
                                  : BenchFigure{noise.run_shift_sd,
                                                {},
                                                {},
                                                static_cast<std::int64_t>(noise.runs),
                                                noise.run_shift_sd ? "" : "judged once, or one candidate"};
    } else {
        for (BenchFigure* figure :
             {&row.length_correlation, &row.clumping, &row.rerun_sd, &row.run_shift_sd}) {
            *figure = absent("it gives no scores");
        }
    }
    row.own_family_lift = family_lift(ground.frame, judging, words.pairs, ground.truth);
}

void replies(store::Connection& connection, const store::JudgingRow& judging, BenchRow& row) {
    std::int64_t read = 0;
    std::int64_t unread = 0;
    std::vector<double> shares;
    std::vector<std::int64_t> items;
    for (const store::UnitState& state : store::unit_states(connection, judging.id)) {
        if (state.status == store::ParseStatus::read || state.status == store::ParseStatus::parse_failure) {
            const bool failed = state.status == store::ParseStatus::parse_failure;
            (failed ? unread : read) += 1;
            shares.push_back(failed ? 1 : 0);
            items.push_back(state.item.value);
        }
    }
    row.replies = read + unread;
    if (row.scorer) {
        row.parse_failure_rate = absent("a scorer writes no replies");
        row.price_per_1000 = 0;
        return;
    }
    row.parse_failure_rate =
        shares.empty() ? absent("no reply yet") : figure_of(statistics::share_of(shares, items));
    const store::JudgingSpend spend = store::judging_spend(connection, judging.id);
    if (row.replies > 0) {
        const double thousand = 1000.0 / static_cast<double>(row.replies);
        row.price_per_1000 = spend.cost ? std::optional(*spend.cost * thousand) : std::nullopt;
    }
    row.seconds_per_1000 = store::mean_latency(connection, judging.id); // a thousand of so many milliseconds
}

/// Figures among people, over all runs looked at.
struct Among {
    std::vector<std::vector<std::optional<double>>> ratings;
    std::vector<std::map<std::string, int>> words;
    std::set<std::string> names;
};

void add_people(const PeopleWords& words, BenchPeople& people, Among& among) {
    for (const auto& [key, by_annotator] : words.by_annotator) {
        ++people.comparisons;
        std::vector<std::optional<double>> row;
        for (const auto& [name, side] : by_annotator) {
            row.emplace_back(side);
            among.names.insert(name);
        }
        among.ratings.push_back(std::move(row));
        among.words.push_back(by_annotator);
    }
}

void close_people(const Among& among, BenchPeople& people) {
    people.annotators = static_cast<std::int64_t>(among.names.size());
    people.alpha =
        figure_of(statistics::krippendorff_alpha(among.ratings, statistics::MeasurementLevel::nominal));
    std::vector<std::vector<statistics::LabelIndex>> units;
    for (const auto& words : among.words) {
        std::vector<statistics::LabelIndex> unit;
        for (const std::string& name : among.names) {
            const auto found = words.find(name);
            unit.push_back(found == words.end() ? std::nullopt : statistics::LabelIndex(found->second + 1));
        }
        units.push_back(std::move(unit));
    }
    people.fleiss = figure_of(statistics::fleiss_kappa(units));
}

} // namespace

const char* to_string(BenchOutcome outcome) {
    switch (outcome) {
    case BenchOutcome::first:
        return "first";
    case BenchOutcome::tie:
        return "tie";
    case BenchOutcome::second:
        return "second";
    case BenchOutcome::unread:
        break;
    }
    return "unread";
}

JudgeBench make_judge_bench(store::Connection& connection, const BenchChoice& choice) {
    JudgeBench bench;
    std::vector<domain::RunId> runs;
    std::optional<store::JudgingRow> against;
    if (choice.against.stored()) {
        against = store::judging(connection, choice.against);
        runs = {against->run};
        bench.truth = against->name;
    } else {
        bench.truth = "people's labels";
        if (choice.run.stored()) {
            runs = {choice.run};
        } else {
            for (const store::RunRow& row : store::runs(connection)) {
                runs.push_back(row.id);
            }
        }
    }
    Among among;
    bool only_queue = false;
    for (const domain::RunId run : runs) {
        Ground ground = read_ground(connection, run);
        if (against) {
            ground.truth = read_words(connection, ground.frame, *against).pairs;
        } else {
            PeopleWords people = read_people(connection, ground.frame, ground.places, bench.people);
            add_people(people, bench.people, among);
            only_queue = only_queue || people.only_queue;
            ground.truth = std::move(people.pairs);
        }
        for (const store::JudgingRow& judging : ground.frame.judgings) {
            if (is_imported(judging) || judging.id == choice.against) {
                continue;
            }
            const JudgingWords words = read_words(connection, ground.frame, judging);
            BenchRow row;
            row.run = run;
            row.judging = judging.id;
            row.run_name = ground.frame.run.name;
            row.name = judging.name;
            row.judge = judge_names(judging);
            row.protocol = domain::to_string(judging.protocol);
            row.scorer = is_scorer(judging);
            against_truth(ground, words, choice, row);
            habits(ground, words, judging, row);
            replies(connection, judging, row);
            bench.judges.push_back(std::move(row));
        }
    }
    close_people(among, bench.people);
    if (!against && bench.people.comparisons == 0) {
        bench.warnings.emplace_back(
            "nobody has labelled answers of these runs: how often a judge is right is not "
            "known, its habits are");
    }
    if (only_queue) {
        bench.warnings.emplace_back(
            "the labels are of cards that the queue chose as hard ones: judges do better on "
            "cards drawn at random");
    }
    if (bench.people.split > 0) {
        bench.warnings.push_back(std::to_string(bench.people.split) +
                                 " pairs have no majority among people and are in no figure");
    }
    std::ranges::stable_sort(bench.judges, [](const BenchRow& one, const BenchRow& other) {
        return one.accuracy.value.value_or(-1) > other.accuracy.value.value_or(-1);
    });
    return bench;
}

} // namespace tiebreak::workbench
