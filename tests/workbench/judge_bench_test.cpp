// SPDX-License-Identifier: GPL-3.0-or-later
// Judges held against people: every figure of a row, and what is left out of it.
#include "tests/workbench/judged_project.h"
#include "workbench/import_pairs.h"
#include "workbench/judge_bench.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

using namespace tiebreak;
using namespace tiebreak::workbench;
using testing::HasSubstr;

namespace {

/// A label as it is stored; `winner` is a position, 0 a tie.
void label(Connection& c, const JudgedProject& p, std::size_t item, const std::string& annotator, int winner,
           const std::string& purpose = "agreement") {
    static int made = 0;
    ++made;
    c.query("INSERT INTO label(uid, run_id, item_revision_id, annotator, responses, outcome, rationale, "
            "purpose, "
            "created) VALUES (?, ?, ?, ?, ?, ?, '', ?, ?)")
        .bind("label " + std::to_string(made))
        .bind(p.run)
        .bind(p.items[item].revision)
        .bind(annotator)
        .bind("[" + std::to_string(p.responses[0][item].value) + "," +
              std::to_string(p.responses[1][item].value) + "]")
        .bind(winner == 0 ? std::string("tie") : std::to_string(winner))
        .bind(purpose)
        .bind(std::int64_t{made})
        .run();
}

/// A verdict on the pair of candidates 0 and 1, shown in one order.
void verdict(Connection& c, const JudgedProject& p, domain::JudgingId judging, std::size_t item,
             bool zero_first, const std::optional<std::string>& winner) {
    store::UnitRow unit;
    unit.item = p.items[item].revision;
    unit.orientation = zero_first ? 0 : 1;
    unit.positions = {{1, p.responses[zero_first ? 0 : 1][item], false},
                      {2, p.responses[zero_first ? 1 : 0][item], false}};
    store::NewParse parse;
    if (winner) {
        parse.verdicts = {{p.responses[0][item], p.responses[1][item], "", {}, *winner, ""}};
    } else {
        parse.status = store::ParseStatus::parse_failure;
        parse.reason = "no_object";
    }
    store::add_parse(c, store::add_reply(c, store::save_unit(c, judging, unit), {{}, "raw", false}), parse);
}

const BenchCell& cell(const BenchRow& row, BenchOutcome truth, BenchOutcome said) {
    for (const BenchCell& one : row.confusion) {
        if (one.truth == truth && one.verdict == said) {
            return one;
        }
    }
    throw std::runtime_error("no such cell");
}

} // namespace

TEST(JudgeBench, PairwiseJudgeAgainstPeople) {
    JudgedProject p;
    domain::Candidate a = model("a");
    domain::Candidate b = model("b");
    a.model = "gpt-x";
    a.fingerprint = "1";
    b.model = "llama-x";
    b.fingerprint = "2";
    JudgedProject::Options options;
    options.answer = [](std::size_t c, std::size_t i) {
        // a is the longer one on items 0 to 3, and alone holds a list on item 0
        return c == 0 ? std::string(i < 4 ? 100 : 10, 'x') + (i == 0 ? "\n- a list" : "")
                      : std::string(20, 'y');
    };
    p.make(plain_items(8), {a, b}, options);
    const domain::JudgingId judging = p.judging("pairs", domain::Protocol::pairwise, "endpoint", "gpt-judge");
    p.write([&](Connection& c) {
        // Truth:        0 a, 1 a, 2 b, 3 tie, 4 b, 5 a (ben disagrees: a against b, no majority), 6 a, 7
        // none.
        label(c, p, 0, "ann", 1);
        label(c, p, 0, "ben", 1);
        label(c, p, 1, "ann", 1);
        label(c, p, 2, "ann", 2);
        label(c, p, 3, "ann", 0);
        label(c, p, 4, "ann", 2);
        label(c, p, 5, "ann", 1);
        label(c, p, 5, "ben", 2);
        label(c, p, 6, "ann", 1);
        label(c, p, 1, "queue", 2, "tie-break"); // not drawn at random: not counted
        const auto both = [&](std::size_t item, const char* first, const char* second) {
            verdict(c, p, judging, item, true, first);
            verdict(c, p, judging, item, false, second);
        };
        both(0, "win", "win");
        both(1, "win", "loss"); // each time what stood in front: a tie
        both(2, "loss", "loss");
        both(3, "win", "win");
        both(4, "win", "win");
        both(5, "win", "win");
        verdict(c, p, judging, 6, true, std::nullopt); // unread
        both(7, "tie", "tie");
    });
    const JudgeBench bench = p.project.read([&](Connection& c) { return make_judge_bench(c, {}); });
    EXPECT_EQ(bench.people.labels, 9);
    EXPECT_EQ(bench.people.annotators, 2);
    EXPECT_EQ(bench.people.comparisons, 7);
    EXPECT_EQ(bench.people.split, 1);
    EXPECT_EQ(bench.people.fleiss.n, 2); // items 0 and 5
    ASSERT_EQ(bench.judges.size(), 1u);
    const BenchRow& row = bench.judges[0];
    // Compared: 0 right, 1 tie for a, 2 right, 3 a for tie, 4 a for b; 6 unread.
    EXPECT_EQ(row.accuracy.n, 5);
    EXPECT_DOUBLE_EQ(*row.accuracy.value, 2.0 / 5);
    EXPECT_DOUBLE_EQ(*row.decided_accuracy.value, 2.0 / 3);
    EXPECT_EQ(row.unread, 1);
    EXPECT_EQ(cell(row, BenchOutcome::first, BenchOutcome::first).n, 1);
    EXPECT_EQ(cell(row, BenchOutcome::first, BenchOutcome::tie).n, 1);
    EXPECT_EQ(cell(row, BenchOutcome::first, BenchOutcome::tie).examples.at(0).label, "i1");
    EXPECT_EQ(cell(row, BenchOutcome::second, BenchOutcome::first).n, 1);
    EXPECT_EQ(cell(row, BenchOutcome::first, BenchOutcome::unread).n, 1);
    // Truth (a,a,b,t,b), said (a,t,b,a,a): observed 2/5; chance 2/5·3/5 + 1/5·1/5 + 2/5·1/5 = 9/25.
    EXPECT_NEAR(*row.kappa.value, (0.4 - 0.36) / (1 - 0.36), 1e-12);
    EXPECT_FALSE(row.pearson.value);
    EXPECT_EQ(row.pearson.reason, "it gives no scores");
    // Both orders, JudgeBench's rule, where the truth decided: 0 right, 1 sum 0 wrong, 2 right, 4 wrong.
    EXPECT_EQ(row.both_orders_accuracy.n, 4);
    EXPECT_DOUBLE_EQ(*row.both_orders_accuracy.value, 0.5);
    EXPECT_DOUBLE_EQ(*row.swap_consistency.value, 6.0 / 7);
    EXPECT_DOUBLE_EQ(*row.first_position_rate.value,
                     (5 * 0.5 * 2 + 2) / 12); // 5 items one each, item 1 twice
    // Longer by more than 30: items 0 to 3; decided there: 0 a (longer), 2 b, 3 a.
    EXPECT_EQ(row.prefers_longer.n, 3);
    EXPECT_DOUBLE_EQ(*row.prefers_longer.value, 2.0 / 3);
    EXPECT_EQ(row.prefers_lists.n, 1);
    EXPECT_DOUBLE_EQ(*row.prefers_lists.value, 1);
    // a is of the judge's family: points 1,½,0,1,1 against people's 1,1,0,½,0.
    EXPECT_EQ(row.own_family_lift.n, 5);
    EXPECT_DOUBLE_EQ(*row.own_family_lift.value, (0 - 0.5 + 0 + 0.5 + 1) / 5);
    EXPECT_EQ(row.replies, 15);
    EXPECT_DOUBLE_EQ(*row.parse_failure_rate.value, 1.0 / 15);
    EXPECT_THAT(to_json(bench), HasSubstr("\"swap_consistency\""));
    EXPECT_THAT(bench.warnings.at(0), HasSubstr("1 pairs have no majority"));
}

TEST(JudgeBench, ScoresAndAnotherJudgingAsTheTruth) {
    JudgedProject p;
    domain::Candidate a = model("a");
    a.fingerprint = "1";
    domain::Candidate b = model("b");
    b.fingerprint = "2";
    p.make(plain_items(6), {a, b});
    const domain::JudgingId gold = p.judging("gold", domain::Protocol::joint, "recorded", "gold", 1);
    const domain::JudgingId tried = p.judging("tried", domain::Protocol::joint, "recorded", "tried", 2);
    const std::vector<std::pair<double, double>> truth{{80, 20}, {70, 60}, {30, 50},
                                                       {40, 40}, {10, 90}, {60, 50}};
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < truth.size(); ++i) {
            p.joint(c, gold, i, 1, {{0, truth[i].first, ""}, {1, truth[i].second, ""}});
            const double lean = i == 1 ? -20 : 0; // wrong on one
            p.joint(c, tried, i, 1, {{0, truth[i].first + lean, ""}, {1, truth[i].second, ""}});
            p.joint(c, tried, i, 2, {{1, truth[i].second + 2, ""}, {0, truth[i].first + 2 + lean, ""}});
        }
    });
    BenchChoice choice;
    choice.against = gold;
    const JudgeBench bench = p.project.read([&](Connection& c) { return make_judge_bench(c, choice); });
    EXPECT_EQ(bench.truth, "gold");
    ASSERT_EQ(bench.judges.size(), 1u);
    const BenchRow& row = bench.judges[0];
    EXPECT_EQ(row.accuracy.n, 6);
    EXPECT_DOUBLE_EQ(*row.accuracy.value, 5.0 / 6);
    EXPECT_GT(*row.spearman.value, 0.7);
    EXPECT_NEAR(*row.rerun_sd.value, std::sqrt(2.0), 1e-9); // 2 points apart in each repeat
    EXPECT_NEAR(*row.run_shift_sd.value, std::sqrt(2.0), 1e-9);
    EXPECT_FALSE(row.swap_consistency.value);
    EXPECT_TRUE(row.clumping.value);
}

TEST(JudgeBench, WithoutLabelsTheHabitsStand) {
    JudgedProject p;
    p.make(plain_items(4), {model("a"), model("b")});
    const domain::JudgingId scorer = p.judging("exact", domain::Protocol::scorer, "scorer", "exact");
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < 4; ++i) {
            p.scored(c, scorer, 0, i, 100);
            p.scored(c, scorer, 1, i, 0);
        }
    });
    const JudgeBench bench = p.project.read([&](Connection& c) { return make_judge_bench(c, {}); });
    ASSERT_EQ(bench.judges.size(), 1u);
    EXPECT_FALSE(bench.judges[0].accuracy.value);
    EXPECT_EQ(bench.judges[0].accuracy.reason, "no pair has a label");
    EXPECT_TRUE(bench.judges[0].confusion.empty());
    EXPECT_EQ(bench.judges[0].rerun_sd.reason, "a scorer gives the same score each time");
    EXPECT_DOUBLE_EQ(*bench.judges[0].clumping.value, 0.5);
    EXPECT_THAT(bench.warnings.at(0), HasSubstr("nobody has labelled"));
}

TEST(JudgeBench, APublicSetIsARunWithLabels) {
    store::TempFolder folder;
    store::Project project(folder / "sets.tiebreak", store::Project::Open::create);
    const auto path = folder / "llmbar.json";
    std::ofstream(path) << R"([{"input": "q1", "output_1": "a", "output_2": "b", "label": 1},
                              {"input": "q2", "output_1": "a", "output_2": "b", "label": 2},
                              {"input": "q2", "output_1": "c", "output_2": "d", "label": 3}])";
    const ImportPairs import{path, ""};
    EXPECT_EQ(preview_pairs(import).rows, 2);
    EXPECT_THAT(preview_pairs(import).notes.at(1), HasSubstr("\"3\" of LLMBar names no side"));
    const domain::RunId run = import_pairs(project, import);
    EXPECT_EQ(import_pairs(project, import), run); // the same file again is the same run
    const domain::JudgingId judging = project.writer().run([&](Connection& c) {
        store::JudgingRow row;
        row.run = run;
        row.name = "first shown";
        row.protocol = domain::Protocol::pairwise;
        row.settings = R"({"swap": false})";
        row.settings_hash = std::string(64, '3');
        row.judges = {{"recorded", "first shown", {}}};
        const domain::JudgingId id = store::create_judging(c, row);
        for (const store::ResponseRow& response : store::responses(c, run)) {
            for (const store::ResponseRow& other : store::responses(c, run)) {
                if (response.item == other.item && response.id < other.id) {
                    store::UnitRow unit;
                    unit.item = response.item;
                    unit.positions = {{1, response.id, false}, {2, other.id, false}};
                    store::NewParse parse;
                    parse.verdicts = {{response.id, other.id, "", {}, "win", ""}};
                    store::add_parse(c, store::add_reply(c, store::save_unit(c, id, unit), {{}, "A", false}),
                                     parse);
                }
            }
        }
        return id;
    });
    const JudgeBench bench = project.read([&](Connection& c) { return make_judge_bench(c, {}); });
    ASSERT_EQ(bench.judges.size(), 1u);
    EXPECT_EQ(bench.judges[0].judging, judging);
    EXPECT_EQ(bench.people.labels, 2);
    EXPECT_DOUBLE_EQ(*bench.judges[0].accuracy.value, 0.5);
    EXPECT_DOUBLE_EQ(*bench.judges[0].first_position_rate.value, 1);
}
