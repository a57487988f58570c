// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/workbench/judged_project.h"
#include "workbench/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace tiebreak::workbench {

namespace {

using testing::Contains;
using testing::HasSubstr;

Report report_of(JudgedProject& p) {
    return p.project.read([&](Connection& c) { return make_report(c, p.run); });
}

const ScoreReport& score_of(const JudgingReport& judging, const std::string& name) {
    for (const ScoreReport& score : judging.scores) {
        if (score.name == name) {
            return score;
        }
    }
    throw std::runtime_error("no score of " + name);
}

/// Three items, two models, two repeats; one reply unreadable, one call failed.
struct TwoRepeats : JudgedProject {
    domain::JudgingId ift;
    TwoRepeats() {
        make(plain_items(3), {model("a"), model("b")});
        ift = judging("ift", domain::Protocol::joint, "recorded", "j.jsonl", 2);
        write([&](Connection& c) {
            joint(c, ift, 0, 1, {{0, 10, ""}, {1, 60, ""}});
            joint(c, ift, 0, 2, {{1, 64, ""}, {0, 20, ""}});
            joint(c, ift, 1, 1, {{1, 40, ""}, {0, 30, ""}});
            unread(c, ift, 1, 2, {{0, {}, ""}, {1, {}, ""}}, store::ParseStatus::parse_failure, "truncated");
            joint(c, ift, 2, 1, {{0, 0, ""}, {1, 80, ""}});
            unread(c, ift, 2, 2, {{1, {}, ""}, {0, {}, ""}}, store::ParseStatus::failed, "timeout");
        });
    }
};

} // namespace

TEST(Report, MeanIsOverItemsOfTheMeanOverTheRepeatsThatWereRead) {
    TwoRepeats p;
    const Report report = report_of(p);
    const JudgingReport& ift = report.judgings.at(0);
    // Items of a: (10+20)/2 = 15, 30, 0, so that the mean is 15, the SD 15, the SE 15/√3, t(0.975, 2)
    // = 4.302653.
    const ScoreReport& a = score_of(ift, "a");
    EXPECT_EQ(a.n, 3);
    EXPECT_NEAR(*a.mean, 15.0, 1e-12);
    EXPECT_NEAR(*a.se, 8.660254, 1e-6);
    EXPECT_NEAR(*a.ci_low, 15 - 4.302653 * 8.660254, 1e-4);
    EXPECT_NEAR(*a.ci_high, 15 + 4.302653 * 8.660254, 1e-4);
    // Items of b: 62, 40, 80. A reply that was not read is no 0: mean 60.666667.
    EXPECT_NEAR(*score_of(ift, "b").mean, 182.0 / 3, 1e-12);
    EXPECT_EQ(ift.scores.at(0).name, "b") << "best first";
    EXPECT_EQ(ift.scores.at(0).rank, 1);
    EXPECT_EQ(ift.scores.at(1).rank, 1) << "the intervals overlap";
}

TEST(Report, CountsRepliesByWhatBecameOfThem) {
    TwoRepeats p;
    const JudgingReport ift = report_of(p).judgings.at(0);
    EXPECT_EQ(ift.calls, 6);
    EXPECT_EQ(ift.judged, 4);
    EXPECT_EQ(ift.parse_failures, 1);
    EXPECT_EQ(ift.failed, 1);
    EXPECT_EQ(ift.parse_failure_reasons.at("truncated"), 1);
    EXPECT_THAT(ift.warnings, Contains(HasSubstr("1 of 6 replies could not be read (truncated 1)")));
    EXPECT_THAT(ift.warnings, Contains(HasSubstr("1 of 6 calls to the judge failed")));
}

TEST(Report, NoiseIsOverItemsJudgedInEveryRepeat) {
    TwoRepeats p;
    const JudgingReport ift = report_of(p).judgings.at(0);
    // Only item 0 was read twice: a 10, 20; b 60, 64. Pooled SD √((50 + 8)/2); the runs' means 35 and 42.
    EXPECT_NEAR(*ift.noise.per_candidate_sd, std::sqrt(29.0), 1e-9);
    EXPECT_NEAR(*ift.noise.run_shift_sd, 7 / std::sqrt(2.0), 1e-9);
    EXPECT_THAT(ift.warnings, Contains(HasSubstr("4 candidate-item pairs")));
}

TEST(Report, PositionsAreMeansOfWhatStoodThere) {
    TwoRepeats p;
    const JudgingReport ift = report_of(p).judgings.at(0);
    ASSERT_EQ(ift.positions.size(), 2U);
    EXPECT_NEAR(*ift.positions[0].mean, (10 + 64 + 40 + 0) / 4.0, 1e-12);
    EXPECT_NEAR(*ift.positions[1].mean, (60 + 20 + 30 + 80) / 4.0, 1e-12);
    EXPECT_EQ(ift.positions[1].n, 4);
}

TEST(Report, IdenticalAnswersShareAPositionAndCountOnceThere) {
    JudgedProject p;
    p.make(plain_items(1), {model("a"), model("b"), model("c")});
    const auto ift = p.judging("ift", domain::Protocol::joint, "recorded", "j");
    p.write([&](Connection& c) {
        store::UnitRow unit;
        unit.item = p.items[0].revision;
        unit.positions = {
            {1, p.responses[0][0], false}, {1, p.responses[2][0], false}, {2, p.responses[1][0], false}};
        const auto id = store::save_unit(c, ift, unit);
        store::NewParse parse;
        parse.verdicts = {{p.responses[0][0], {}, "", 50.0, "", ""},
                          {p.responses[2][0], {}, "", 50.0, "", ""},
                          {p.responses[1][0], {}, "", 70.0, "", ""}};
        store::add_parse(c, store::add_reply(c, id, {{}, "raw", false}), parse);
    });
    const JudgingReport judging = report_of(p).judgings.at(0);
    ASSERT_EQ(judging.positions.size(), 2U);
    EXPECT_EQ(judging.positions[0].n, 1);
    EXPECT_NEAR(*score_of(judging, "c").mean, 50, 1e-12) << "the verdict is c's as well";
    EXPECT_FALSE(score_of(judging, "a").ci_low) << "one item gives no interval";
    EXPECT_FALSE(score_of(judging, "a").rank);
}

TEST(Report, WhatTheScorerCouldNotScoreIsCountedApart) {
    JudgedProject p;
    p.make(plain_items(3), {model("a"), model("b")});
    const auto overlap = p.judging("overlap", domain::Protocol::scorer, "scorer", "reference-overlap");
    p.write([&](Connection& c) {
        for (const std::size_t m : {0U, 1U}) {
            p.scored(c, overlap, m, 0, 100);
            p.scored(c, overlap, m, 1, 50);
            p.scored(c, overlap, m, 2, {});
        }
    });
    const JudgingReport judging = report_of(p).judgings.at(0);
    EXPECT_EQ(judging.calls, 4);
    EXPECT_EQ(judging.not_judged, 2);
    EXPECT_NEAR(*score_of(judging, "a").mean, 75, 1e-12);
    EXPECT_EQ(score_of(judging, "a").n, 2);
    EXPECT_TRUE(judging.positions.empty()) << "nothing was shown in an order";
    EXPECT_FALSE(judging.noise.per_candidate_sd);
    EXPECT_DOUBLE_EQ(*judging.cost, 0);
}

TEST(Report, CandidatesCountAnswersFailuresAndWhatIsMissing) {
    JudgedProject p;
    domain::Candidate priced = model("live", 3.5);
    p.make(plain_items(4), {model("file"), priced},
           {"", [](std::size_t m, std::size_t i) {
                return m == 0 && i < 3 ? std::optional<std::string>(i == 0 ? "  " : "fine") : std::nullopt;
            }});
    p.write([&](Connection& c) {
        for (int k = 0; k < 3; ++k) {
            domain::Answer answer;
            answer.text = "x";
            answer.finish_reason = k == 0 ? "length" : "stop";
            answer.usage.prompt_tokens = 10;
            answer.usage.completion_tokens = 5;
            answer.latency_ms = 100.0 * (k + 1);
            std::optional<double> cost = 0.25;
            if (k == 2) {
                answer.failure = domain::FailureKind::rate_limit;
                answer.usage = {};
                cost.reset();
            }
            const auto call = store::save_call(c, std::string(63, 'f') + std::to_string(k),
                                               p.candidates[1].revision, answer, cost);
            store::link_response(c, p.run, p.items[static_cast<std::size_t>(k)].revision,
                                 p.candidates[1].revision, 1, 1, call);
        }
    });
    const Report report = report_of(p);
    const CandidateReport& file = report.candidates.at(0);
    EXPECT_EQ(file.responses, 3);
    EXPECT_EQ(file.missing, 1);
    EXPECT_FALSE(file.cost) << "what a file cost nobody knows";
    EXPECT_FALSE(file.latency_ms);
    EXPECT_EQ(file.degenerate.at("empty"), 1);
    EXPECT_FALSE(file.degenerate.contains("never_stopped")) << "nothing says how these ended";
    const CandidateReport& live = report.candidates.at(1);
    EXPECT_EQ(live.responses, 2);
    EXPECT_EQ(live.failed, 1);
    EXPECT_EQ(live.failures.at("rate limit"), 1);
    EXPECT_EQ(live.missing, 1);
    EXPECT_EQ(live.prompt_tokens, 20);
    EXPECT_DOUBLE_EQ(*live.cost, 0.5) << "a request turned away was not charged";
    EXPECT_NEAR(live.latency_ms->p50, 150, 1e-9);
    EXPECT_NEAR(live.latency_ms->p95, 195, 1e-9);
    EXPECT_EQ(live.degenerate.at("never_stopped"), 1);
}

TEST(Report, EachTextIsLookedAtOnceHoweverManyThreadsLook) {
    JudgedProject p;
    p.make(plain_items(300), {model("a")},
           {"", [](std::size_t, std::size_t i) {
                return std::optional<std::string>(i % 3 == 0 ? "" : "said " + std::to_string(i));
            }});
    const Report report = report_of(p);
    EXPECT_EQ(report.candidates.at(0).responses, 300);
    EXPECT_EQ(report.candidates.at(0).degenerate.at("empty"), 100);
}

TEST(Report, OneUnknownCostMakesTheSumUnknown) {
    JudgedProject p;
    p.make(plain_items(2), {model("live")}, {"", [](std::size_t, std::size_t) { return std::nullopt; }});
    p.write([&](Connection& c) {
        for (int k = 0; k < 2; ++k) {
            domain::Answer answer;
            answer.failure = k == 0 ? domain::FailureKind::none : domain::FailureKind::timeout;
            const auto call =
                store::save_call(c, std::string(63, 'f') + std::to_string(k), p.candidates[0].revision,
                                 answer, k == 0 ? std::optional(0.5) : std::nullopt);
            store::link_response(c, p.run, p.items[static_cast<std::size_t>(k)].revision,
                                 p.candidates[0].revision, 1, 1, call);
        }
    });
    const CandidateReport live = report_of(p).candidates.at(0);
    EXPECT_FALSE(live.cost) << "a call that timed out may have been charged";
    EXPECT_DOUBLE_EQ(*live.known_cost, 0.5);
}

TEST(Report, LossAgainstScoreStaysWithinOneLossSet) {
    JudgedProject p;
    p.make(plain_items(2), {model("a", 3.0), model("other", 3.1, "other val"), model("b", 3.5),
                            model("no loss"), model("c", 4.0), model("unscored", 4.5)});
    const auto ift = p.judging("ift", domain::Protocol::joint, "recorded", "j");
    p.write([&](Connection& c) {
        for (const std::size_t i : {0U, 1U}) {
            p.joint(c, ift, i, 1, {{0, 30, ""}, {1, 99, ""}, {2, 20, ""}, {3, 50, ""}, {4, 10, ""}});
        }
    });
    const Report report = report_of(p);
    ASSERT_EQ(report.loss_vs_score.size(), 1U);
    const LossScoreReport& association = report.loss_vs_score[0];
    EXPECT_EQ(association.n, 3U);
    EXPECT_EQ(association.loss_set, "val, gpt2");
    EXPECT_NEAR(*association.pearson, -1, 1e-12) << "the other loss set would have spoilt it";
    EXPECT_NEAR(*association.slope, -20, 1e-9);
    EXPECT_THAT(association.warnings, Contains(HasSubstr("other: other loss set or tokenizer")));
    EXPECT_THAT(association.warnings, Contains("no loss: no test loss"));
    EXPECT_THAT(association.warnings, Contains("unscored: no score"));
    EXPECT_THAT(report.judgings[0].warnings, Contains("no score for unscored"));
}

TEST(Report, FewerThanThreePointsGiveNoFigureAndAReason) {
    JudgedProject p;
    p.make(plain_items(2), {model("a", 3.0), model("b", 3.5)});
    const auto ift = p.judging("ift", domain::Protocol::joint, "recorded", "j");
    p.write([&](Connection& c) { p.joint(c, ift, 0, 1, {{0, 30, ""}, {1, 20, ""}}); });
    const LossScoreReport association = report_of(p).loss_vs_score.at(0);
    EXPECT_EQ(association.n, 2U);
    EXPECT_FALSE(association.pearson);
    EXPECT_FALSE(association.slope);
    EXPECT_TRUE(association.residuals.empty());
    EXPECT_GE(association.warnings.size(), 5U) << "a reason for each figure that is missing";
}

TEST(Report, TheLeadingJudgingIsNoScorerWhereThereIsAnother) {
    JudgedProject p;
    p.make(plain_items(1), {model("a"), model("b")});
    const auto overlap = p.judging("overlap", domain::Protocol::scorer, "scorer", "exact");
    const auto ift = p.judging("ift", domain::Protocol::joint, "recorded", "j");
    p.write([&](Connection& c) { p.scored(c, overlap, 0, 0, 1); });
    EXPECT_EQ(leading_judging(report_of(p))->name, "overlap") << "ift has no score yet";
    p.write([&](Connection& c) { p.joint(c, ift, 0, 1, {{0, 1, ""}, {1, 2, ""}}); });
    EXPECT_EQ(leading_judging(report_of(p))->name, "ift");
}

TEST(Report, ARunThatIsNotThereIsNamed) {
    JudgedProject p;
    p.make(plain_items(1), {model("a")});
    EXPECT_THROW(p.project.read([&](Connection& c) { return make_report(c, {99}); }), domain::Error);
}

} // namespace tiebreak::workbench
