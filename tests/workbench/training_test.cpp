// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "store/training.h"
#include "tests/workbench/judged_project.h"
#include "workbench/compare_runs.h"
#include "workbench/compare_view.h"
#include "workbench/import_training.h"
#include "workbench/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

namespace tiebreak::workbench {
namespace {

const std::string long_run = "one day the little fox ran over the wide green hill to find water";
const std::string long_answer =
    "The tallest mountain on earth above sea level is Mount Everest, which stands between Nepal and China.";

domain::Item item(const std::string& instruction, const std::string& input = {}) {
    domain::Item made;
    made.instruction = instruction;
    made.input = input;
    made.reference = "r";
    return made;
}

domain::Candidate model(const std::string& name) {
    domain::Candidate made;
    made.name = name;
    made.api = domain::Api::recorded;
    return made;
}

class Training : public testing::Test {
protected:
    void SetUp() override {
        p.make({item("What is the capital of France?"), item("Add the numbers.", "1 and 2"),
                item("Continue: " + long_run), item("Something that nobody trained on, ever."),
                item("Repeat after me: this sentence is so common that it stands in every row of all")},
               {model("a"), model("b")}, {"", [](std::size_t c, std::size_t i) -> std::optional<std::string> {
                                              return c == 1 && i == 3 ? long_answer : "short";
                                          }});
        path = p.folder / "train.jsonl";
        std::ofstream file(path);
        const auto row = [&](const std::string& prompt, const std::string& input, const std::string& answer) {
            file << nlohmann::json{{"instruction", prompt}, {"input", input}, {"output", answer}} << "\n";
        };
        row("what is the capital of FRANCE", "", "Paris");
        row("Add the numbers", "1 and 2.", "3");
        row("A story", "", "Once upon a time " + long_run + " and more.");
        row("Mountains?", "", long_answer + " Yes.");
        for (int i = 0; i < 12; ++i) {
            row("Row " + std::to_string(i) +
                    ". Repeat after me: this sentence is so common that it stands in every row of all, here, "
                    "and many words more come behind it",
                "", "x");
        }
    }

    JudgedProject p;
    std::filesystem::path path;
};

TEST_F(Training, ItemsAreFoundExactlyOrNearlyWithTheRow) {
    const TrainingFound found = import_training(p.project, {path, ""});
    EXPECT_EQ(found.name, "train.jsonl");
    EXPECT_EQ(found.rows, 16);
    EXPECT_EQ(found.items, 5);
    EXPECT_EQ(found.exact, 2);
    EXPECT_EQ(found.near, 1) << "a run of words that stands in twelve rows proves nothing";
    EXPECT_EQ(found.answers, 1);
    EXPECT_EQ(found.copied, 1);
    const auto matches = p.project.read([&](Connection& c) {
        const store::RunRow run = store::run(c, p.run);
        return store::training_matches(c, run.eval_set);
    });
    ASSERT_EQ(matches.size(), 3U);
    const store::TrainingMatchRow& exact = matches.at(p.items[1].revision).at(0);
    EXPECT_TRUE(exact.exact);
    EXPECT_EQ(exact.row, 2);
    EXPECT_EQ(exact.training_set_name, "train.jsonl");
    EXPECT_THAT(exact.excerpt, testing::HasSubstr("1 and 2"));
    const store::TrainingMatchRow& near = matches.at(p.items[2].revision).at(0);
    EXPECT_FALSE(near.exact);
    EXPECT_EQ(near.row, 3);
    EXPECT_GT(near.similarity, 0.3);
    // The same content again, by another name: the same training set.
    import_training(p.project, {path, "renamed"});
    p.project.read([&](Connection& c) {
        const auto sets = store::training_sets(c);
        ASSERT_EQ(sets.size(), 1U);
        EXPECT_EQ(sets[0].name, "renamed");
        EXPECT_EQ(sets[0].matches, 3);
    });
}

TEST_F(Training, ScoresAreToldWithAndWithoutTheItemsFound) {
    const auto judging = p.judging("exact", domain::Protocol::scorer, "scorer", "exact");
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < 5; ++i) {
            p.scored(c, judging, 0, i, i < 3 ? 100.0 : 0.0); // good at what it was trained on
            p.scored(c, judging, 1, i, 50.0);
        }
    });
    const auto report = [&] { return p.project.read([&](Connection& c) { return make_report(c, p.run); }); };
    const Report before = report();
    EXPECT_TRUE(before.judgings[0].scores_without_leaks.empty());
    EXPECT_FALSE(before.candidates[1].degenerate.contains("training_copy")) << "nobody looked";
    import_training(p.project, {path, ""});
    const Report after = report();
    EXPECT_EQ(after.run.leaked_items, 3);
    const auto of = [&](const std::vector<ScoreReport>& scores, const char* name) {
        return *std::ranges::find(scores, std::string(name), &ScoreReport::name);
    };
    EXPECT_DOUBLE_EQ(*of(after.judgings[0].scores, "a").mean, 60);
    EXPECT_DOUBLE_EQ(*of(after.judgings[0].scores_without_leaks, "a").mean, 0);
    EXPECT_EQ(of(after.judgings[0].scores_without_leaks, "a").n, 2);
    EXPECT_DOUBLE_EQ(*of(after.judgings[0].scores_without_leaks, "b").mean, 50);
    EXPECT_EQ(after.candidates[0].degenerate.at("training_copy"), 0);
    EXPECT_EQ(after.candidates[1].degenerate.at("training_copy"), 1);
    const auto json = nlohmann::json::parse(to_json(after));
    EXPECT_EQ(json["run"]["leaked_items"], 3);
    EXPECT_EQ(json["judgings"][0]["scores_without_leaks"][0]["n"], 2);
    EXPECT_THAT(to_text(after),
                testing::HasSubstr("3 of 5 items stand in training data (looked up in train.jsonl)"));
    EXPECT_THAT(to_html(after), testing::HasSubstr("Without those in training data"));
    // The difference too: what a trained model is ahead by goes with the items it was trained on.
    const RunComparison compared = p.project.read([&](Connection& c) {
        return compare_runs(c, p.run, p.run, {"b", "a", ""});
    });
    EXPECT_DOUBLE_EQ(*compared.difference.difference, 10);
    EXPECT_EQ(compared.leaked, 3);
    EXPECT_DOUBLE_EQ(*compared.without_leaks.difference, -50);
    EXPECT_EQ(compared.without_leaks.n, 2U);
    EXPECT_THAT(compared.warnings,
                testing::Contains(testing::HasSubstr("3 of these items stand in training")));
    EXPECT_EQ(nlohmann::json::parse(to_json(compared))["without_leaks"]["n"], 2);
    const CompareIndex index =
        p.project.read([&](Connection& c) { return make_compare_index(c, p.run, {}); });
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ((index.rows[i].marks & static_cast<unsigned>(ItemMark::leaked)) != 0, i < 3) << i;
    }
}

TEST_F(Training, LookingOnlyStoresNothingAndStoppingFindsNothing) {
    EXPECT_EQ(import_training(p.project, {path, ""}, false).exact, 2);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(import_training(p.project, {path, ""}, true, {}, stop.get_token()).exact, 0);
    p.project.read([&](Connection& c) { EXPECT_TRUE(store::training_sets(c).empty()); });
    EXPECT_THROW(import_training(p.project, {p.folder / "none", ""}), domain::Error);
    JudgedProject empty;
    EXPECT_THROW(import_training(empty.project, {path, ""}), domain::Error);
}

TEST_F(Training, AScorersFurtherFiguresReachTheReport) {
    const auto judging = p.judging("ifeval", domain::Protocol::scorer, "scorer", "ifeval");
    const auto bleu = p.judging("bleu", domain::Protocol::scorer, "scorer", "bleu");
    p.write([&](Connection& c) {
        const auto add = [&](domain::JudgingId id, std::size_t item, const store::NewParse& parse) {
            store::UnitRow unit;
            unit.item = p.items[item].revision;
            unit.positions = {{1, p.responses[0][item], false}};
            store::add_parse(c, store::add_reply(c, store::save_unit(c, id, unit), {}), parse);
        };
        store::NewParse parse;
        const domain::ResponseId first = p.responses[0][0];
        const domain::ResponseId second = p.responses[0][1];
        parse.verdicts = {{first, {}, "", 0.0, "", ""},
                          {first, {}, "inst_strict", 100.0, "", "k1"},
                          {first, {}, "inst_strict", 0.0, "", "k2"},
                          {first, {}, "prompt_loose", 100.0, "", ""}};
        add(judging, 0, parse);
        parse.verdicts = {{second, {}, "", 100.0, "", ""},
                          {second, {}, "inst_strict", 100.0, "", "k1"},
                          {second, {}, "prompt_loose", 100.0, "", ""}};
        add(judging, 1, parse);
        parse.verdicts = {{first, {}, "", 40.0, "", "1: 3/4, 2: 2/3, 3: 1/2, 4: 1/1, length 4, reference 4"}};
        add(bleu, 0, parse);
    });
    const Report report = p.project.read([&](Connection& c) { return make_report(c, p.run); });
    const JudgingReport& ifeval = report.judgings[0];
    const auto a = std::ranges::find(ifeval.scores, std::string("a"), &ScoreReport::name);
    EXPECT_DOUBLE_EQ(*a->mean, 50) << "figures beside the score are not in its mean";
    ASSERT_EQ(ifeval.figures.size(), 2U);
    EXPECT_EQ(ifeval.figures[0].name, "inst_strict");
    EXPECT_DOUBLE_EQ(*ifeval.figures[0].value, 200.0 / 3) << "over instructions, not prompts";
    EXPECT_EQ(ifeval.figures[0].n, 3);
    EXPECT_DOUBLE_EQ(*ifeval.figures[1].value, 100);
    const JudgingReport& of_bleu = report.judgings[1];
    ASSERT_EQ(of_bleu.figures.size(), 2U) << "a line for each candidate";
    EXPECT_EQ(of_bleu.figures[0].name, "corpus_bleu");
    EXPECT_NEAR(*of_bleu.figures[0].value, 100 * std::pow(3.0 / 4 * 2 / 3 * 1 / 2, 0.25), 1e-9);
    EXPECT_FALSE(of_bleu.figures[1].value) << "nothing of b was scored";
    EXPECT_THAT(to_text(report), testing::HasSubstr("inst_strict"));
}

} // namespace
} // namespace tiebreak::workbench
