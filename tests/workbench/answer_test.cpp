// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/workbench/judged_project.h"
#include "workbench/answer.h"
#include "workbench/overview.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace tiebreak::workbench {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using Why = ReadingItem::Why;

RunAnswer answer_of(JudgedProject& p, const AnswerChoice& choice = {}) {
    return p.project.read([&](Connection& c) { return make_answer(c, p.run, choice); });
}

const Meter& meter(const RunAnswer& answer, const std::string& name) {
    for (const Meter& m : answer.meters) {
        if (m.name == name) {
            return m;
        }
    }
    throw std::runtime_error("no meter " + name);
}

std::size_t count(const RunAnswer& answer, Why why) {
    std::size_t n = 0;
    for (const ReadingItem& item : answer.reading) {
        n += item.why == why ? 1 : 0;
    }
    return n;
}

/// 30 items in two categories; "new" beats "old" by 8 to 12 on words and loses by 1 to 3 on sums. Judged
/// twice.
struct Compared : JudgedProject {
    domain::JudgingId ift;

    static double gap(std::size_t i) {
        return i < 20 ? 8 + static_cast<double>(i % 5) : -1 - static_cast<double>(i % 3);
    }

    explicit Compared(const std::string& baseline = "old", double rerun = 1) {
        std::vector<domain::Item> set = plain_items(30);
        for (std::size_t i = 0; i < set.size(); ++i) {
            set[i].category = i < 20 ? "words" : "sums";
        }
        make(set, {model("old"), model("new"), model("third")},
             {baseline, [](std::size_t m, std::size_t i) {
                  if (i == 5 && m < 2) {
                      return std::optional<std::string>("the same words");
                  }
                  if (i == 4 && m == 1) {
                      return std::optional<std::string>(" \n");
                  }
                  return std::optional<std::string>(std::string(10 * (m + 1), 'a' + static_cast<char>(m)) +
                                                    " " + std::to_string(i));
              }});
        ift = judging("ift", domain::Protocol::joint, "recorded", "j.jsonl", 2);
        write([&](Connection& c) {
            for (std::size_t i = 0; i < 30; ++i) {
                const double base = 40 + static_cast<double>(i % 7);
                const double swing = i == 7 ? 15 : rerun;
                joint(c, ift, i, 1, {{0, base - rerun, ""}, {1, base + gap(i) - swing, ""}, {2, 10, ""}});
                joint(c, ift, i, 2, {{2, 10, ""}, {1, base + gap(i) + swing, ""}, {0, base + rerun, ""}});
            }
        });
    }
};

} // namespace

TEST(Answer, IsThePairedDifferenceInsideOneJudging) {
    Compared p;
    const RunAnswer answer = answer_of(p);
    EXPECT_EQ(answer.baseline, "old");
    EXPECT_EQ(answer.candidate, "new") << "the best other";
    // Mean of the gaps by hand: words 20 items, 4 each of 8…12 (mean 10); sums i = 20…29, i % 3 = 2,0,1,2,…
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < 30; ++i) {
        sum += Compared::gap(i);
    }
    const double mean = sum / 30;
    for (std::size_t i = 0; i < 30; ++i) {
        squares += (Compared::gap(i) - mean) * (Compared::gap(i) - mean);
    }
    const double se = std::sqrt(squares / 29 / 30);
    EXPECT_EQ(answer.difference.n, 30U);
    EXPECT_NEAR(*answer.difference.difference, mean, 1e-9);
    EXPECT_NEAR(*answer.difference.ci_low, mean - 2.045230 * se, 1e-5); // t(0.975, 29)
    EXPECT_EQ(answer.difference.wins, 20);
    EXPECT_EQ(answer.difference.losses, 10);
    EXPECT_EQ(answer.outcome, Outcome::better);
    EXPECT_FALSE(answer.more_items) << "it is told already";
    EXPECT_EQ(headline(answer), "better than old by +6.0");
    EXPECT_TRUE(answer.why_not.empty());
}

TEST(Answer, WorseTheOtherWayRound) {
    Compared p;
    const RunAnswer answer = answer_of(p, {"old", "new", {}, 1});
    EXPECT_EQ(answer.outcome, Outcome::worse);
    EXPECT_EQ(headline(answer), "worse than new by 6.0");
}

TEST(Answer, CannotTellSaysHowManyMoreItems) {
    JudgedProject p;
    p.make(plain_items(10), {model("old"), model("new")});
    const auto overlap = p.judging("overlap", domain::Protocol::scorer, "scorer", "exact");
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < 10; ++i) {
            p.scored(c, overlap, 0, i, 50);
            p.scored(c, overlap, 1, i, i % 2 == 0 ? 80 : 30);
        }
    });
    const RunAnswer answer = answer_of(p);
    EXPECT_NEAR(*answer.difference.difference, 5, 1e-12);
    EXPECT_EQ(answer.outcome, Outcome::cannot_tell);
    ASSERT_TRUE(answer.more_items);
    // (z.975 + z.8)² · 25²·10/9 / 5² items in all (methods.md 8), ten of which are there.
    EXPECT_EQ(*answer.more_items, static_cast<std::int64_t>(std::ceil(7.8489 * 625 * 10 / 9 / 25)) - 10);
    EXPECT_EQ(headline(answer), "cannot tell from old (+5.0)");
    EXPECT_THAT(answer.covers, ElementsAre("which items were drawn"));
    EXPECT_THAT(answer.leaves_out, Contains("other scorers and judges"));
    EXPECT_EQ(meter(answer, "Judge reruns").state, Meter::State::fine) << "a scorer never differs";
    EXPECT_EQ(meter(answer, "Position").state, Meter::State::fine);
}

TEST(Answer, CategoriesWeakestFirst) {
    Compared p;
    const RunAnswer answer = answer_of(p);
    ASSERT_EQ(answer.categories.size(), 2U);
    EXPECT_EQ(answer.categories[0].category, "sums");
    EXPECT_LT(*answer.categories[0].difference.difference, 0);
    EXPECT_EQ(answer.categories[1].difference.n, 20U);
    EXPECT_NEAR(*answer.categories[1].difference.difference, 10, 1e-9);
}

TEST(Answer, SaysWhatTheIntervalCoversAndLeavesOut) {
    Compared p;
    const RunAnswer answer = answer_of(p);
    EXPECT_THAT(answer.covers, ElementsAre("which items were drawn", "two reruns of the judge"));
    EXPECT_THAT(answer.leaves_out,
                ElementsAre("decoding (one answer an item)", "the training seed (one)", "other judges"));
}

TEST(Answer, ReadingListHasTheLossesTheWinsAndTheOddOnesEachOnce) {
    Compared p;
    const RunAnswer answer = answer_of(p);
    ASSERT_EQ(answer.reading.size(), 20U);
    std::set<domain::ItemRevisionId> seen;
    for (const ReadingItem& item : answer.reading) {
        EXPECT_TRUE(seen.insert(item.item).second) << item.label << " twice";
        EXPECT_NEAR(*item.difference, *item.candidate_score - *item.baseline_score, 1e-12);
    }
    for (std::size_t k = 0; k < 5; ++k) {
        EXPECT_EQ(answer.reading[k].why, Why::lost_most);
        EXPECT_LE(*answer.reading[k].difference, k < 3 ? -3 + 1e-9 : -1);
    }
    EXPECT_EQ(answer.reading[0].position, 20) << "of equals the first of the eval set";
    EXPECT_GE(count(answer, Why::won_most), 6U);
    EXPECT_EQ(count(answer, Why::reruns_differ), 1U);
    EXPECT_EQ(count(answer, Why::same_answer), 1U);
    const auto of = [&](Why why) {
        return std::ranges::find(answer.reading, why, &ReadingItem::why)->position;
    };
    EXPECT_EQ(of(Why::reruns_differ), 7);
    EXPECT_EQ(of(Why::same_answer), 5);
}

TEST(Answer, PositionMeterHoldsEachScoreAgainstItsCandidate) {
    JudgedProject p;
    p.make(plain_items(12), {model("good"), model("bad")});
    const auto ift = p.judging("ift", domain::Protocol::joint, "recorded", "j");
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < 12; ++i) {
            // 80 and 20; whoever stands first gets six more.
            if (i % 2 == 0) {
                p.joint(c, ift, i, 1, {{0, 86.0, ""}, {1, 20.0, ""}});
            } else {
                p.joint(c, ift, i, 1, {{1, 26.0, ""}, {0, 80.0, ""}});
            }
        }
    });
    const Meter position = meter(answer_of(p), "Position");
    EXPECT_NEAR(*position.value, 6, 1e-9);
    EXPECT_EQ(position.state, Meter::State::watch);
    EXPECT_THAT(position.text, HasSubstr("first minus last +6.0"));
}

TEST(Answer, LengthMeterIsTheCorrelationOfLengthAndScore) {
    JudgedProject p;
    p.make(plain_items(10), {model("a"), model("b")},
           {"", [](std::size_t m, std::size_t i) {
                return std::optional<std::string>(std::string(1 + i + 10 * m, 'x'));
            }});
    const auto overlap = p.judging("overlap", domain::Protocol::scorer, "scorer", "exact");
    p.write([&](Connection& c) {
        for (std::size_t m = 0; m < 2; ++m) {
            for (std::size_t i = 0; i < 10; ++i) {
                p.scored(c, overlap, m, i, static_cast<double>(i + 10 * m) + (i % 2 == 0 ? 4.0 : -4.0));
            }
        }
    });
    const Meter length = meter(answer_of(p), "Length");
    // x = 1…20, y = x − 1 ± 4 alternating: Sxx = 665, Sxy = 665 − 40, Syy = 665 − 80 + 320.
    const double r = 625 / std::sqrt(665.0 * 905.0);
    EXPECT_NEAR(*length.value, r, 1e-9);
    EXPECT_NEAR(*length.low, std::tanh(std::atanh(r) - 1.959964 / std::sqrt(17.0)), 1e-6);
    EXPECT_EQ(length.state, Meter::State::watch);
    EXPECT_EQ(length.text, "r with score 0.81, n = 20");
}

TEST(Answer, MetersOfRerunsParsingAndSameness) {
    Compared p;
    p.write([&](Connection& c) {
        // One more prompt of the third repeat that nobody asked for is a stranger; a failure of the second
        // counts.
        store::UnitRow unit;
        unit.item = p.items[0].revision;
        unit.repeat = 2;
        unit.group = 1;
        unit.positions = {{1, p.responses[0][0], false}};
        const auto id = store::save_unit(c, p.ift, unit);
        store::add_parse(c, store::add_reply(c, id, {{}, "{", false}),
                         {1, store::ParseStatus::parse_failure, "truncated", {}});
    });
    const RunAnswer answer = answer_of(p);
    EXPECT_EQ(meter(answer, "Parse failures").text, "1 of 61: 1 cut off");
    EXPECT_EQ(meter(answer, "Parse failures").state, Meter::State::fine);
    EXPECT_EQ(meter(answer, "Identical answers").text, "1 of 30 the same text from both");
    EXPECT_EQ(meter(answer, "Unjudged items").text, "0 of 30 lack a score of one or both");
    EXPECT_EQ(meter(answer, "Self-preference").state, Meter::State::unknown);
    EXPECT_NEAR(*meter(answer, "Judge reruns").value, *answer.report.judgings[0].noise.per_candidate_sd,
                1e-12);
}

TEST(Answer, WithoutAnythingJudgedSaysSo) {
    JudgedProject p;
    p.make(plain_items(2), {model("a"), model("b")});
    const RunAnswer answer = answer_of(p);
    EXPECT_EQ(answer.judging, -1);
    EXPECT_EQ(answer.outcome, Outcome::cannot_tell);
    EXPECT_EQ(headline(answer), "nothing was judged yet");
    EXPECT_EQ(answer.report.candidates.size(), 2U) << "the report is there all the same";
    JudgedProject alone;
    alone.make(plain_items(2), {model("a")});
    EXPECT_EQ(headline(answer_of(alone)), "there is only one candidate");
}

TEST(Answer, UnknownNamesAreRefusedWithTheNearest) {
    Compared p;
    try {
        (void)answer_of(p, {"nwe", "", {}, 1});
        FAIL() << "should have thrown";
    } catch (const domain::Error& error) {
        EXPECT_EQ(error.kind(), domain::ErrorKind::usage);
        EXPECT_THAT(error.mend(), HasSubstr("new"));
    }
    EXPECT_THROW((void)answer_of(p, {"old", "old", {}, 1}), domain::Error);
    EXPECT_THROW((void)answer_of(p, {"", "", {99}, 1}), domain::Error);
}

TEST(Overview, TellsEachRunsStateAndOutcome) {
    Compared p;
    ProjectOverview overview = make_overview(p.project);
    ASSERT_EQ(overview.runs.size(), 1U);
    EXPECT_FALSE(overview.runs[0].outcome) << "not finished";
    EXPECT_EQ(overview.runs[0].planned, 90);
    EXPECT_EQ(overview.runs[0].answered, 90);
    EXPECT_EQ(overview.runs[0].judgings_finished, 1);
    p.write([&](Connection& c) { store::set_run_status(c, p.run, store::WorkStatus::finished); });
    overview = make_overview(p.project);
    EXPECT_EQ(overview.runs[0].outcome, Outcome::better);
    EXPECT_EQ(overview.runs[0].outcome, answer_of(p).outcome);
    EXPECT_EQ(overview.eval_sets.size(), 1U);
    EXPECT_EQ(overview.candidates.size(), 3U);
    EXPECT_FALSE(overview.runs[0].held_elsewhere);
}

} // namespace tiebreak::workbench
