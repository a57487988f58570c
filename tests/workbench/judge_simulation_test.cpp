// SPDX-License-Identifier: GPL-3.0-or-later
// Judges whose leanings are known: what the meters find of them, and what shuffling, swapping and joint
// judging do about them. Figures that docs/methods.md states are printed as properties of the tests.
#include "domain/random.h"
#include "judging/unit.h"
#include "statistics/correlation.h"
#include "statistics/judge_habits.h"
#include "statistics/mean.h"
#include "statistics/noise.h"
#include "statistics/summary.h"
#include "statistics/win_rate.h"
#include "tests/statistics/support.h"
#include "tests/workbench/judged_project.h"
#include "workbench/judge_bench.h"
#include "workbench/judge_family.h"
#include "workbench/report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

using namespace tiebreak;
using namespace tiebreak::workbench;
namespace st = tiebreak::statistics;

namespace {

/// What a simulated judge is like.
struct Leanings {
    double first_minus_last = 0; ///< points, falling evenly over the places of a prompt
    double per_character = 0;    ///< points
    double noise = 5;            ///< SD of one score
    double prompt_shift = 0;     ///< SD of what all answers of one prompt get more or less
    double parse_failures = 0;   ///< share of replies that cannot be read
};

double score_of(const Leanings& judge, double quality, double characters, std::size_t position,
                std::size_t positions, double shift, domain::Random& random) {
    const double place =
        positions > 1 ? 0.5 - static_cast<double>(position) / static_cast<double>(positions - 1) : 0;
    return quality + judge.first_minus_last * place + judge.per_character * characters + shift +
           judge.noise * random.normal();
}

bool holds(const st::Habit& habit, double value) {
    return habit.low && *habit.low <= value && value <= *habit.high;
}

/// Kendall's tau of two columns.
double tau(const std::vector<double>& a, const std::vector<double>& b) {
    return *st::kendall(a, b).coefficient;
}

} // namespace

TEST(SimulatedJudge, PairHabitsAreFoundWithinTheirIntervals) {
    // A judge that in a share of cases goes by place, in another by length, in another by lists, else tosses
    // a coin.
    constexpr double by_place = 0.2;
    constexpr double by_length = 0.3;
    constexpr double by_list = 0.15;
    constexpr double failing = 0.1;
    constexpr int trials = 400;
    int place = 0;
    int length = 0;
    int lists = 0;
    int failures = 0;
    int consistent = 0;
    for (int trial = 0; trial < trials; ++trial) {
        domain::Random random(900 + static_cast<std::uint64_t>(trial));
        std::vector<st::Showing> showings;
        std::vector<st::JudgedPair> pairs;
        std::vector<double> failed;
        std::vector<std::int64_t> items;
        for (std::int64_t item = 0; item < 150; ++item) {
            const double gap = 200 * random.normal();
            const int list = static_cast<int>(random.below(3)) - 1;
            for (const bool in_front : {true, false}) {
                const bool lost = random.unit() < failing;
                failed.push_back(lost ? 1 : 0);
                items.push_back(item);
                const double u = random.unit();
                const int side = u < by_place                         ? (in_front ? 1 : -1)
                                 : u < by_place + by_length           ? (gap > 0 ? 1 : -1)
                                 : u < by_place + by_length + by_list ? (list != 0 ? list : 1)
                                 : random.unit() < 0.5                ? 1
                                                                      : -1;
                if (!lost) {
                    showings.push_back({item, item, side, in_front});
                    pairs.push_back({item, side, gap, list});
                }
            }
        }
        place += holds(st::first_position_rate(showings), by_place + (1 - by_place) / 2);
        length += holds(st::prefers_longer(pairs), by_length + (1 - by_length) / 2);
        lists += holds(st::prefers_lists(pairs), by_list + (1 - by_list) / 2);
        failures += holds(st::share_of(failed, items), failing);
        // Both orders agree: both by the answers' looks, or by chance. P(first wins | order, looks) varies
        // with them.
        consistent += st::swap_consistency(showings).value.has_value();
    }
    RecordProperty("covered_position", std::to_string(place / double{trials}));
    RecordProperty("covered_length", std::to_string(length / double{trials}));
    RecordProperty("covered_lists", std::to_string(lists / double{trials}));
    RecordProperty("covered_parse_failures", std::to_string(failures / double{trials}));
    for (const int covered : {place, length, lists, failures}) {
        EXPECT_NEAR(covered / double{trials}, 0.95, 0.035);
    }
    EXPECT_EQ(consistent, trials);
}

TEST(SimulatedJudge, AJointJudgesLeaningsAreFoundInTheReportOfARun) {
    constexpr std::size_t models = 4;
    constexpr std::size_t items = 80;
    Leanings judge;
    judge.first_minus_last = 12;
    judge.per_character = 0.05;
    judge.parse_failures = 0.1;
    domain::Random random(77);
    std::vector<std::vector<double>> length(models, std::vector<double>(items));
    JudgedProject p;
    std::vector<domain::Candidate> candidates;
    for (std::size_t c = 0; c < models; ++c) {
        candidates.push_back(model("model " + std::to_string(c)));
        candidates.back().fingerprint = std::to_string(c);
        for (double& characters : length[c]) {
            characters = std::round(150 + 60 * random.normal());
            characters = std::max(characters, 1.0);
        }
    }
    JudgedProject::Options options;
    options.answer = [&](std::size_t c, std::size_t i) {
        return std::string(static_cast<std::size_t>(length[c][i]), static_cast<char>('a' + c));
    };
    p.make(plain_items(items), candidates, options);
    const domain::JudgingId joint = p.judging("joint", domain::Protocol::joint, "endpoint", "sim-judge", 3);
    p.write([&](Connection& c) {
        for (int repeat = 1; repeat <= 3; ++repeat) {
            for (std::size_t i = 0; i < items; ++i) {
                const auto order = judging::presentation_order(models, 5, {i, items, repeat});
                std::vector<JudgedProject::Scored> shown;
                for (std::size_t place = 0; place < models; ++place) {
                    const std::size_t who = order[place];
                    shown.push_back({who,
                                     score_of(judge, 60 - 3 * static_cast<double>(who), length[who][i], place,
                                              models, 0, random),
                                     ""});
                }
                if (random.unit() < judge.parse_failures) {
                    p.unread(c, joint, i, repeat, shown, store::ParseStatus::parse_failure, "no_object");
                } else {
                    p.joint(c, joint, i, repeat, shown);
                }
            }
        }
    });
    const Report report = p.project.read([&](Connection& c) { return make_report(c, p.run); });
    ASSERT_EQ(report.judgings.size(), 1u);
    const JudgingReport& judged = report.judgings[0];
    ASSERT_EQ(judged.meters.size(), 3u);
    const Meter& position = judged.meters[0];
    EXPECT_EQ(position.name, "Position");
    EXPECT_LE(*position.low, 12);
    EXPECT_GE(*position.high, 12);
    EXPECT_EQ(position.state, Meter::State::watch);
    EXPECT_EQ(judged.meters[1].state, Meter::State::watch); // length
    EXPECT_GT(*judged.meters[1].low, 0);
    // Shuffling took the place out of the ranking: the order is that of the qualities.
    for (std::size_t rank = 0; rank < models; ++rank) {
        EXPECT_EQ(judged.scores[rank].name, "model " + std::to_string(rank));
    }
    const JudgeBench bench = p.project.read([&](Connection& c) { return make_judge_bench(c, {}); });
    ASSERT_EQ(bench.judges.size(), 1u);
    const BenchRow& row = bench.judges[0];
    EXPECT_LE(*row.parse_failure_rate.low, 0.1);
    EXPECT_GE(*row.parse_failure_rate.high, 0.1);
    EXPECT_GT(*row.first_position_rate.low, 0.5);
    EXPECT_GT(*row.prefers_longer.value, 0.5);
    // The correlation a judge like this has over very many items.
    std::vector<std::int64_t> many_items;
    std::vector<double> many_lengths;
    std::vector<double> many_scores;
    for (std::int64_t i = 0; i < 20'000; ++i) {
        for (std::size_t c = 0; c < models; ++c) {
            const double characters = 150 + 60 * random.normal();
            double sum = 0;
            for (int repeat = 0; repeat < 3; ++repeat) {
                sum += score_of(judge, 60 - 3 * static_cast<double>(c), characters, random.below(models),
                                models, 0, random);
            }
            many_items.push_back(i);
            many_lengths.push_back(characters);
            many_scores.push_back(sum / 3);
        }
    }
    const double truth = *st::length_correlation(many_items, many_lengths, many_scores).value;
    EXPECT_LE(*row.length_correlation.low, truth);
    EXPECT_GE(*row.length_correlation.high, truth);
    EXPECT_FALSE(row.accuracy.value);
    EXPECT_FALSE(bench.warnings.empty()); // nobody labelled
}

TEST(SimulatedJudge, TheGapOfFirstAndLastPlaceCoversAsOftenAsItSays) {
    Leanings judge;
    judge.first_minus_last = 4;
    int covered = 0;
    constexpr int trials = 300;
    constexpr std::size_t models = 5;
    constexpr std::size_t items = 40;
    for (int trial = 0; trial < trials; ++trial) {
        domain::Random random(4000 + static_cast<std::uint64_t>(trial));
        std::vector<double> sums(models);
        std::vector<std::vector<double>> by_place(models); // score by candidate
        struct End {
            std::size_t candidate;
            double score;
        };
        std::vector<std::pair<End, End>> ends;
        for (std::size_t i = 0; i < items; ++i) {
            const auto order =
                judging::presentation_order(models, static_cast<std::uint64_t>(trial), {i, items, 1});
            std::vector<double> scores(models);
            const double hard = 8 * random.normal();
            for (std::size_t place = 0; place < models; ++place) {
                scores[place] = score_of(judge, 50 + 2 * static_cast<double>(order[place]), 0, place, models,
                                         hard, random);
                sums[order[place]] += scores[place];
            }
            ends.push_back({{order.front(), scores.front()}, {order.back(), scores.back()}});
        }
        std::vector<double> gaps;
        for (const auto& [first, last] : ends) {
            gaps.push_back(first.score - sums[first.candidate] / items -
                           (last.score - sums[last.candidate] / items));
        }
        const st::MeanEstimate mean = st::mean_estimate(gaps);
        covered += *mean.ci_low <= 4 && 4 <= *mean.ci_high;
    }
    RecordProperty("covered", std::to_string(covered / double{trials}));
    EXPECT_NEAR(covered / double{trials}, 0.95, 0.035);
}

TEST(SimulatedJudge, ItsOwnFamilysLiftIsFoundWhateverTheFamilyIsWorth) {
    // One in five verdicts goes to the judge's own family, whatever the answers; people find that family
    // worse.
    RunFrame frame;
    for (const char* name : {"gpt-5", "llama-4"}) {
        store::CandidateRow row;
        row.candidate = model(name);
        row.candidate.model = std::string("owner/") + name;
        frame.candidates.push_back(row);
    }
    store::JudgingRow judging;
    judging.protocol = domain::Protocol::joint;
    judging.judges = {{"endpoint", "gpt-judge", {}}};
    constexpr double own = 0.2;
    constexpr double people_for_own = 0.3;
    int covered = 0;
    constexpr int trials = 300;
    for (int trial = 0; trial < trials; ++trial) {
        domain::Random random(7000 + static_cast<std::uint64_t>(trial));
        PairWords truth;
        PairWords said;
        for (std::size_t item = 0; item < 120; ++item) {
            const int right = random.unit() < people_for_own ? 1 : -1;
            truth[{item, 0, 1}].side = right;
            said[{item, 0, 1}].side = random.unit() < own ? 1 : right;
        }
        const BenchFigure lift = family_lift(frame, judging, said, truth);
        const double expected = own * (1 - people_for_own); // where people said the other
        covered += *lift.low <= expected && expected <= *lift.high;
    }
    RecordProperty("covered_own_family", std::to_string(covered / double{trials}));
    EXPECT_NEAR(covered / double{trials}, 0.95, 0.035);
    judging.judges = {{"endpoint", "claude-judge", {}}};
    EXPECT_EQ(family_lift(frame, judging, {}, {}).reason, "no candidate of the judge\u2019s family, by name");
}

TEST(SimulatedJudge, ShufflingTakesThePlaceOutOfTheRanking) {
    // The best model always stands last, or stands where the plan puts it.
    Leanings judge;
    judge.first_minus_last = 20;
    constexpr std::size_t models = 6;
    constexpr std::size_t items = 60;
    const std::vector<double> quality{70, 66, 62, 58, 54, 50};
    const auto rerun = [&](bool shuffled, std::uint64_t seed) {
        domain::Random random(seed);
        std::vector<double> means(models);
        for (std::size_t i = 0; i < items; ++i) {
            std::vector<std::size_t> order(models);
            for (std::size_t k = 0; k < models; ++k) {
                order[k] = models - 1 - k;
            }
            if (shuffled) {
                order = judging::presentation_order(models, seed, {i, items, 1});
            }
            for (std::size_t place = 0; place < models; ++place) {
                means[order[place]] +=
                    score_of(judge, quality[order[place]], 0, place, models, 0, random) / items;
            }
        }
        return tau(quality, means);
    };
    double fixed = 0;
    double shuffled = 0;
    constexpr int reruns = 50;
    for (int run = 0; run < reruns; ++run) {
        fixed += rerun(false, static_cast<std::uint64_t>(run)) / reruns;
        shuffled += rerun(true, static_cast<std::uint64_t>(run)) / reruns;
    }
    RecordProperty("tau_fixed_order", std::to_string(fixed));
    RecordProperty("tau_shuffled", std::to_string(shuffled));
    EXPECT_LT(fixed, 0.5);
    EXPECT_GT(shuffled, 0.97);
}

TEST(SimulatedJudge, SwappingTakesThePlaceOutOfAWinRate) {
    // Two equal models; the judge takes the first shown in six of ten cases that it does not toss for.
    const auto judge = [](bool model_first, domain::Random& random) {
        return random.unit() < 0.6   ? (model_first ? st::Preferred::model : st::Preferred::baseline)
               : random.unit() < 0.5 ? st::Preferred::model
                                     : st::Preferred::baseline;
    };
    int single_fooled = 0;
    int swapped_fooled = 0;
    constexpr int trials = 200;
    for (int trial = 0; trial < trials; ++trial) {
        domain::Random random(60 + static_cast<std::uint64_t>(trial));
        std::vector<st::SwappedPair> pairs;
        std::int64_t wins = 0;
        constexpr int items = 100;
        for (int item = 0; item < items; ++item) {
            const st::Preferred one = judge(true, random);
            pairs.push_back({one, judge(false, random)});
            wins += one == st::Preferred::model;
        }
        single_fooled += st::win_tally(wins, 0, items - wins).sign_p < 0.05;
        const st::SwappedTally swapped = st::swapped_tally(pairs);
        swapped_fooled += swapped.tally.sign_p < 0.05;
        EXPECT_GT(*swapped.first_position_rate, 65);
    }
    RecordProperty("single_order_fooled", std::to_string(single_fooled / double{trials}));
    RecordProperty("both_orders_fooled", std::to_string(swapped_fooled / double{trials}));
    EXPECT_GT(single_fooled, trials * 95 / 100);
    EXPECT_LE(swapped_fooled, trials * 8 / 100);
}

TEST(SimulatedJudge, JointJudgingRanksMoreStablyUnderThePublishedNoise) {
    // 24 models and the noise of the five published judge runs. Joint: all answers stand in one prompt, so
    // that what moves a whole run moves all alike. Single answers graded in runs of their own, as models come
    // one by one: each takes its own run's shift.
    const st::fixture::Table table("ift_judge_runs.csv");
    std::vector<std::vector<double>> columns;
    std::vector<std::vector<std::optional<double>>> rows(24);
    for (const char* run : {"run1", "run2", "run3", "run4", "run5"}) {
        columns.push_back(table.numbers(run));
        for (std::size_t c = 0; c < 24; ++c) {
            rows[c].emplace_back(columns.back()[c]);
        }
    }
    const st::JudgeNoise noise = st::judge_noise(rows);
    std::vector<double> truth(24);
    for (std::size_t c = 0; c < 24; ++c) {
        for (const auto& column : columns) {
            truth[c] += column[c] / 5;
        }
    }
    const auto rerun = [&](bool joint, std::uint64_t seed) {
        domain::Random random(seed);
        const double shared = random.normal();
        std::vector<double> scores;
        for (const double score : truth) {
            const double own = random.normal();
            const double shift = *noise.run_shift_sd * (joint ? shared : own);
            scores.push_back(score + shift + *noise.residual_sd * random.normal());
        }
        return scores;
    };
    constexpr int reruns = 50;
    std::vector<double> joint;
    std::vector<double> single;
    std::vector<std::vector<double>> joint_scores;
    std::vector<std::vector<double>> single_scores;
    for (int run = 0; run < reruns; ++run) {
        joint_scores.push_back(rerun(true, 100 + static_cast<std::uint64_t>(run)));
        single_scores.push_back(rerun(false, 500 + static_cast<std::uint64_t>(run)));
        joint.push_back(tau(truth, joint_scores.back()));
        single.push_back(tau(truth, single_scores.back()));
    }
    const auto between = [](const std::vector<std::vector<double>>& runs) {
        std::vector<double> taus;
        for (std::size_t a = 0; a < runs.size(); ++a) {
            for (std::size_t b = a + 1; b < runs.size(); ++b) {
                taus.push_back(tau(runs[a], runs[b]));
            }
        }
        return *st::mean_of(taus);
    };
    const st::MeanEstimate joint_tau = st::mean_estimate(joint);
    const st::MeanEstimate single_tau = st::mean_estimate(single);
    RecordProperty("joint_tau", std::to_string(*joint_tau.mean));
    RecordProperty("joint_tau_sd", std::to_string(*joint_tau.sd));
    RecordProperty("single_tau", std::to_string(*single_tau.mean));
    RecordProperty("single_tau_sd", std::to_string(*single_tau.sd));
    RecordProperty("joint_tau_between_reruns", std::to_string(between(joint_scores)));
    RecordProperty("single_tau_between_reruns", std::to_string(between(single_scores)));
    EXPECT_GT(*joint_tau.ci_low, *single_tau.ci_high);
    EXPECT_GT(between(joint_scores), between(single_scores));
    // The single runs are as noisy as the published ones are, shift included.
    EXPECT_NEAR(std::hypot(*noise.run_shift_sd, *noise.residual_sd), *noise.per_candidate_sd, 0.01);
}
