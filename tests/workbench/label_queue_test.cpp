// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/workbench/judged_project.h"
#include "tests/workbench/label_simulation.h"
#include "workbench/label_figures.h"
#include "workbench/label_queue.h"

#include <gmock/gmock.h>

#include <set>

namespace tiebreak::workbench {

namespace {

using Kind = store::LabelOutcome::Kind;
using store::LabelMode;
using store::LabelPurpose;
using ::testing::ElementsAre;

/// Two repeats over five items, made for one doubt each between candidates 0 and 1; candidate 2 is far
/// behind.
class Doubts : public ::testing::Test {
protected:
    JudgedProject p;
    domain::JudgingId judging;

    void SetUp() override {
        p.make(plain_items(6), {model("one"), model("two"), model("three")},
               {.baseline = "", .answer = [](std::size_t c, std::size_t i) -> std::optional<std::string> {
                    if (i == 5) { // the same words from one and two
                        return c == 2 ? "other" : "same";
                    }
                    return "answer " + std::to_string(c) + "-" + std::to_string(i);
                }});
        judging = p.judging("ift", domain::Protocol::joint, "endpoint", "judge", 2);
        const std::vector<std::pair<double, double>> repeats[6] = {
            {{70, 40}, {72, 41}}, // decided
            {{60, 60}, {60, 60}}, // tied
            {{60, 40}, {40, 50}}, // repeats disagree
            {{55, 52}, {56, 53}}, // within noise
            {},                   // unread
            {{50, 50}, {50, 50}}, // identical
        };
        p.write([&](Connection& c) {
            for (std::size_t i = 0; i < 6; ++i) {
                int r = 0;
                for (const auto& [one, two] : repeats[i]) {
                    p.joint(c, judging, i, ++r, {{0, one, ""}, {1, two, ""}, {2, 5, ""}});
                }
                if (i == 4) {
                    p.unread(c, judging, i, 1, {{0, {}, ""}, {1, {}, ""}, {2, {}, ""}},
                             store::ParseStatus::parse_failure, "truncated");
                }
            }
        });
    }

    LabelDesk desk() {
        return p.project.read([&](Connection& c) { return make_label_desk(c, p.run, judging); });
    }
    std::vector<Doubt> doubts_of(const LabelDesk& d, std::size_t a, std::size_t b) {
        std::vector<Doubt> doubts;
        for (const PairVerdict& row : d.verdicts.rows) {
            if (row.a == a && row.b == b) {
                doubts.push_back(row.doubt);
            }
        }
        return doubts;
    }
    void label(std::size_t item, std::vector<std::size_t> shown, store::LabelOutcome outcome,
               const std::string& annotator = "ada", LabelPurpose purpose = LabelPurpose::tie_break) {
        p.write([&](Connection& c) {
            store::LabelRow row;
            row.run = p.run;
            row.item = p.items[item].revision;
            row.annotator = annotator;
            for (const std::size_t candidate : shown) {
                row.responses.push_back(p.responses[candidate][item]);
            }
            row.outcome = outcome;
            row.purpose = purpose;
            row.judging = judging;
            store::add_label(c, row);
        });
    }
    LabelFigures figures() {
        return p.project.read([&](Connection& c) { return make_label_figures(c, read_run_frame(c, p.run)); });
    }
};

} // namespace

TEST_F(Doubts, EveryReasonIsFoundAndIdenticalAnswersNeedNoVerdict) {
    const LabelDesk d = desk();
    EXPECT_THAT(doubts_of(d, 0, 1), ElementsAre(Doubt::none, Doubt::tied, Doubt::repeats_disagree,
                                                Doubt::within_noise, Doubt::unread));
    EXPECT_THAT(doubts_of(d, 0, 2),
                ElementsAre(Doubt::none, Doubt::none, Doubt::none, Doubt::none, Doubt::unread, Doubt::none));
    EXPECT_EQ(d.verdicts.identical, 1);
    EXPECT_TRUE(d.verdicts.noise_measured);
    // Which way a doubtful one leans: by the mean gap.
    EXPECT_EQ(d.verdicts.rows[*d.verdicts.find(3, 0, 1)].side, 1);
    EXPECT_EQ(d.verdicts.rows[*d.verdicts.find(1, 0, 1)].side, 0);
}

TEST_F(Doubts, AWinnerByOneOrderOnlyFlips) {
    const auto pairwise = p.judging("pairs", domain::Protocol::round_robin, "endpoint", "judge");
    const auto showing = [&](Connection& c, std::size_t item, int orientation, const char* first_says) {
        store::UnitRow unit;
        unit.item = p.items[item].revision;
        unit.orientation = orientation;
        const std::size_t first = orientation == 0 ? 0 : 1;
        unit.positions = {{1, p.responses[first][item], false}, {2, p.responses[1 - first][item], false}};
        store::NewParse parse;
        parse.verdicts = {{p.responses[first][item], p.responses[1 - first][item], "", {}, first_says, ""}};
        store::add_parse(c, store::add_reply(c, store::save_unit(c, pairwise, unit), {{}, "raw", false}),
                         parse);
    };
    p.write([&](Connection& c) {
        showing(c, 0, 0, "win");
        showing(c, 0, 1, "loss"); // the same winner from both sides
        showing(c, 1, 0, "win");
        showing(c, 1, 1, "win"); // whoever stands first
        showing(c, 2, 0, "tie");
        showing(c, 2, 1, "tie");
    });
    const LabelDesk d = p.project.read([&](Connection& c) { return make_label_desk(c, p.run, pairwise); });
    EXPECT_THAT(doubts_of(d, 0, 1),
                ElementsAre(Doubt::none, Doubt::flipped, Doubt::tied, Doubt::unjudged, Doubt::unjudged));
    EXPECT_EQ(d.verdicts.rows[*d.verdicts.find(0, 0, 1)].side, 1);
}

TEST_F(Doubts, LabelsBreakTiesVisiblyAndNeverTouchTheJudgesMean) {
    const auto before = p.project.read([&](Connection& c) {
        const RunFrame frame = read_run_frame(c, p.run);
        return read_scores(c, frame, frame.judgings[0]).table.estimate(0).mean;
    });
    label(1, {1, 0}, {Kind::winner, 1}); // two is better
    label(3, {0, 1}, {Kind::winner, 2}); // two again
    label(4, {0, 1}, {Kind::bad, 0});
    label(2, {0, 1}, {Kind::cannot, 0});
    label(0, {0, 1}, {Kind::winner, 2}); // a decided one: no tie to break
    const LabelFigures f = figures();
    EXPECT_EQ(f.count, 5);
    EXPECT_EQ(f.cannot, 1);
    EXPECT_EQ(f.ties_broken, 2);
    ASSERT_EQ(f.judges.size(), 1U);
    EXPECT_EQ(f.judges[0].doubtful, 4 + 2); // and one reply about three answers nobody could read
    const auto score = [&](const std::string& name) {
        return *std::ranges::find(f.judges[0].scores, name, &BrokenScore::candidate);
    };
    // one: beats two once of 5 with four doubtful, three in five of six: (1 + 2) + (5 + ½) of 11.
    EXPECT_NEAR(*score("one").judge, 100 * (1 + 2 + 5.5) / 11, 1e-9);
    // With labels two has the two it won, and the bad ones stay half.
    EXPECT_NEAR(*score("one").broken, 100 * (1 + 0.5 + 0.5 + 5.5) / 11, 1e-9);
    EXPECT_NEAR(*score("two").broken, 100 * (2 + 0.5 + 0.5 + 5.5) / 11, 1e-9);
    EXPECT_EQ(f.judges[0].scores[0].candidate, "two");
    EXPECT_EQ(f.scores[0].candidate, "two"); // in people's own eyes
    EXPECT_EQ(f.scores[0].tally.wins, 3);
    const auto after = p.project.read([&](Connection& c) {
        const RunFrame frame = read_run_frame(c, p.run);
        return read_scores(c, frame, frame.judgings[0]).table.estimate(0).mean;
    });
    EXPECT_EQ(before, after);
    p.write([](Connection& c) { store::set_labels_break_ties(c, false); });
    EXPECT_EQ(figures().ties_broken, 0);
}

TEST_F(Doubts, AgreementCountsOnlyCardsDrawnForIt) {
    label(0, {0, 1}, {Kind::winner, 1}, "ada", LabelPurpose::agreement); // as the judge
    label(1, {0, 1}, {Kind::winner, 1}, "ada", LabelPurpose::agreement); // the judge tied
    label(0, {0, 2}, {Kind::winner, 1}, "ada", LabelPurpose::agreement);
    label(1, {0, 2}, {Kind::winner, 2}, "ada", LabelPurpose::agreement); // against the judge
    label(3, {0, 1}, {Kind::winner, 2}, "ada");                          // a tie-break: not a fair draw
    const LabelFigures f = figures();
    EXPECT_EQ(f.judges[0].n, 4);
    EXPECT_DOUBLE_EQ(*f.judges[0].accuracy.value, 0.5);
    ASSERT_TRUE(f.judges[0].kappa.value);
    // By hand: people a a a b, judge a tie a a; observed 1/2, by chance 3/4 · 3/4 = 9/16.
    EXPECT_NEAR(*f.judges[0].kappa.value, (0.5 - 9.0 / 16) / (1 - 9.0 / 16), 1e-12);
}

TEST_F(Doubts, AnnotatorsAreComparedAndAMajorityBreaksTheTie) {
    label(1, {0, 1}, {Kind::winner, 1}, "ada");
    label(1, {1, 0}, {Kind::winner, 1}, "ben"); // the other one
    label(3, {0, 1}, {Kind::winner, 1}, "ada");
    label(3, {1, 0}, {Kind::winner, 2}, "ben"); // the same
    label(3, {1, 0}, {Kind::winner, 2}, "ben", LabelPurpose::again);
    LabelFigures f = figures();
    EXPECT_EQ(f.ties_broken, 1); // one against one settles it as a tie
    ASSERT_EQ(f.between.size(), 1U);
    EXPECT_EQ(f.between[0].n, 2);
    EXPECT_DOUBLE_EQ(*f.between[0].accuracy.value, 0.5);
    ASSERT_FALSE(f.disagreements.empty());
    EXPECT_TRUE(f.disagreements[0].among_people);
    EXPECT_EQ(f.disagreements[0].item_label, "i1");
    EXPECT_EQ(std::ranges::find(f.annotators, "ben", &AnnotatorFigures::name)->self.n, 1U);
    EXPECT_DOUBLE_EQ(*std::ranges::find(f.annotators, "ben", &AnnotatorFigures::name)->self.value, 1);
    label(1, {0, 1}, {Kind::winner, 1}, "cem");
    f = figures();
    EXPECT_EQ(f.ties_broken, 2);
}

TEST_F(Doubts, RanksAndRubricScoresSettleThePairsTheyImply) {
    p.write([&](Connection& c) {
        store::LabelRow row;
        row.run = p.run;
        row.item = p.items[4].revision;
        row.annotator = "ada";
        row.responses = {p.responses[2][4], p.responses[0][4], p.responses[1][4]};
        row.mode = LabelMode::rank;
        row.outcome = {Kind::ranked, 0};
        row.ranks = {2, 1, 2}; // one is best, three and two level
        store::add_label(c, row);
        for (const auto& [candidate, score] : {std::pair<std::size_t, double>{0, 2}, {1, 5}}) {
            store::LabelRow scored = row;
            scored.item = p.items[1].revision;
            scored.mode = LabelMode::rubric;
            scored.outcome = {Kind::scored, 0};
            scored.ranks.clear();
            scored.responses = {p.responses[candidate][1]};
            scored.rubric = "helpful";
            scored.scores = {{"all", score}};
            store::add_label(c, scored);
        }
    });
    const LabelDesk d = desk();
    const auto votes = pair_votes(d.labels, d.answers, d.verdicts);
    const auto settled = settled_sides(d.labels, votes, d.verdicts.rows.size());
    EXPECT_EQ(settled[*d.verdicts.find(4, 0, 1)], std::int8_t{1});
    EXPECT_EQ(settled[*d.verdicts.find(4, 0, 2)], std::int8_t{1});
    EXPECT_EQ(settled[*d.verdicts.find(4, 1, 2)], std::int8_t{0});
    EXPECT_EQ(settled[*d.verdicts.find(1, 0, 1)], std::int8_t{-1});
    EXPECT_EQ(figures().ties_broken, 3);
}

namespace {

const simulation::Published& published() {
    static const simulation::Published all;
    return all;
}

simulation::World world(std::uint64_t seed, std::size_t candidates = 4, std::size_t items = 60) {
    return {published(), {.candidates = candidates, .items = items, .repeats = 2, .seed = seed}};
}

} // namespace

TEST(LabelQueue, IsTheSameForTheSameVerdictsAndAnotherForAnotherSeed) {
    const auto cards = [](std::uint64_t seed) {
        const auto w = world(seed);
        LabelQueue queue(w.desk, {.annotator = "ada"});
        std::vector<LabelCard> all;
        while (const auto card = queue.next()) {
            queue.record(*card, w.verdict(*card));
            all.push_back(*card);
        }
        return all;
    };
    EXPECT_EQ(cards(3), cards(3));
    EXPECT_NE(cards(3), cards(4));
}

TEST(LabelQueue, DrawsAFifthAtRandomAndBringsSixBackWithSidesSwapped) {
    const auto w = world(5, 5, 80);
    LabelQueue queue(w.desk, {.annotator = "ada"});
    std::vector<LabelCard> shown;
    std::set<std::vector<std::size_t>> seen;
    int agreement = 0;
    int again = 0;
    for (int n = 0; n < 50; ++n) {
        const auto card = queue.next();
        ASSERT_TRUE(card);
        if (card->purpose == LabelPurpose::again) {
            ++again;
            LabelCard before = *card;
            std::ranges::reverse(before.candidates);
            const auto first = std::ranges::find_if(shown, [&](const LabelCard& c) {
                return c.item == before.item && c.candidates == before.candidates;
            });
            ASSERT_NE(first, shown.end());
            EXPECT_GE(shown.end() - first, 6);
        } else {
            std::vector<std::size_t> key = card->candidates;
            std::ranges::sort(key);
            key.push_back(card->item);
            EXPECT_TRUE(seen.insert(key).second) << "asked twice";
            agreement += card->purpose == LabelPurpose::agreement ? 1 : 0;
        }
        queue.record(*card, w.verdict(*card));
        shown.push_back(*card);
    }
    EXPECT_EQ(agreement, 10);
    EXPECT_EQ(again, 6);
    EXPECT_EQ(queue.counts().all(), 50);
}

TEST(LabelQueue, TheRandomFifthIsTheSameForTwoAnnotatorsAndTieBreaksAreNotAskedTwice) {
    const auto w = world(8);
    const auto drawn = [&](const std::string& annotator, std::size_t most) {
        LabelQueue queue(w.desk, {.annotator = annotator});
        std::vector<std::pair<std::size_t, std::set<std::size_t>>> cards;
        while (cards.size() < most) {
            const auto card = queue.next();
            if (!card) {
                break;
            }
            queue.record(*card, w.verdict(*card));
            if (card->purpose == LabelPurpose::agreement) {
                cards.emplace_back(card->item, std::set(card->candidates.begin(), card->candidates.end()));
            }
        }
        return cards;
    };
    // A card that was a tie-break before it was drawn is passed over, so that not all are common.
    const auto ada = drawn("ada", 8);
    const auto ben = drawn("ben", 8);
    std::vector<std::pair<std::size_t, std::set<std::size_t>>> common;
    std::ranges::copy_if(ada, std::back_inserter(common),
                         [&](const auto& card) { return std::ranges::find(ben, card) != ben.end(); });
    EXPECT_GE(common.size(), 5U);
}

TEST(LabelQueue, UndoBringsTheOrderBackAndSkippedCardsComeLast) {
    const auto w = world(11, 2, 40);
    LabelQueue queue(w.desk, {.annotator = "ada"});
    const auto before = queue.order().pairs[0];
    auto card = queue.next();
    while (card && card->purpose != LabelPurpose::tie_break) {
        card = queue.next();
    }
    ASSERT_TRUE(card);
    queue.record(*card, w.verdict(*card));
    EXPECT_EQ(queue.settled(), 1);
    queue.take_back(*card);
    EXPECT_EQ(queue.settled(), 0);
    EXPECT_EQ(queue.order().pairs[0].points_a, before.points_a);
    EXPECT_EQ(queue.order().pairs[0].open, before.open);
    EXPECT_EQ(queue.counts().all(), 0);
    queue.skip(*card);
    std::optional<LabelCard> last;
    while (const auto next = queue.next()) {
        queue.record(*next, w.verdict(*next));
        last = next->purpose == LabelPurpose::tie_break ? next : last;
    }
    ASSERT_TRUE(last);
    EXPECT_EQ(last->item, card->item);
    EXPECT_EQ(queue.open(), 0);
}

TEST(LabelQueue, RankAndRubricModesWorkThroughTheSameTies) {
    const auto w = world(2, 3, 20);
    // Answers that all differ, as in a project.
    w.desk->answers.response.assign(60, domain::ResponseId{1});
    w.desk->answers.fingerprint.resize(60);
    for (std::size_t k = 0; k < 60; ++k) {
        w.desk->answers.fingerprint[k] = k;
    }
    LabelQueue ranks(w.desk, {.mode = LabelMode::rank, .annotator = "ada"});
    int cards = 0;
    while (const auto card = ranks.next()) {
        ASSERT_EQ(card->candidates.size(), 3U);
        ranks.record(*card, {{Kind::ranked, 0}, {1, 2, 3}, {}});
        ASSERT_LE(++cards, 200);
    }
    EXPECT_EQ(ranks.open(), 0);
    LabelQueue rubric(w.desk, {.mode = LabelMode::rubric, .annotator = "ada"});
    cards = 0;
    std::set<std::pair<std::size_t, std::size_t>> scored;
    while (const auto card = rubric.next()) {
        ASSERT_EQ(card->candidates.size(), 1U);
        if (card->purpose != LabelPurpose::again) {
            EXPECT_TRUE(scored.emplace(card->item, card->candidates[0]).second) << "scored twice";
        }
        rubric.record(*card, {{Kind::scored, 0}, {}, {{"all", static_cast<double>(card->candidates[0])}}});
        ASSERT_LE(++cards, 400);
    }
    EXPECT_EQ(rubric.open(), 0);
}

/// The issue's own bar: at most two thirds of the labels of a random order, and "settled" wrong in at most 5
/// %.
TEST(LabelSimulation, TheQueueNeedsAtMostTwoThirdsAndSettledIsSeldomWrong) {
    std::vector<double> queue_settled;
    std::vector<double> random_settled;
    std::vector<double> queue_right;
    std::vector<double> random_right;
    int wrong = 0;
    constexpr std::uint64_t seeds = 60;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const auto w = world(seed);
        const auto by_queue = simulation::label_all(w, false, 2, 600);
        queue_settled.push_back(static_cast<double>(by_queue.settled_after));
        queue_right.push_back(static_cast<double>(by_queue.right_from));
        wrong += by_queue.wrong ? 1 : 0;
        if (seed <= 24) {
            const auto by_chance = simulation::label_all(w, true, 2, 600);
            random_settled.push_back(static_cast<double>(by_chance.settled_after));
            random_right.push_back(static_cast<double>(by_chance.right_from));
        }
    }
    EXPECT_LE(simulation::median(queue_settled), simulation::median(random_settled) * 2 / 3);
    EXPECT_LE(simulation::median(queue_right), simulation::median(random_right) * 2 / 3);
    EXPECT_LE(wrong, static_cast<int>(seeds) / 20);
}

} // namespace tiebreak::workbench
