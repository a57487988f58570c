// SPDX-License-Identifier: GPL-3.0-or-later
// From an eval config to a counted run, on the built-in sample and on files of a person's own.
#include "domain/error.h"
#include "formats/eval_config.h"
#include "runs/execution.h"
#include "secrets/environment.h"
#include "tests/store/temp_project.h"
#include "workbench/import.h"
#include "workbench/report.h"
#include "workbench/run_setup.h"
#include "workbench/samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace tiebreak::workbench {

using testing::Contains;
using testing::HasSubstr;

namespace {

struct Desk {
    store::TempFolder folder;
    store::Project project{folder / "p.tiebreak", store::Project::Open::create};
    secrets::Environment keys;
    client::ModelClient client{keys};

    void write(const std::string& name, const std::string& text) {
        std::ofstream(folder / name, std::ios::binary) << text;
    }

    SetUpRun set_up(const std::string& config, const SetUpOptions& options = {}) {
        return set_up_run(project, client, formats::read_eval_config(config, "eval.json"),
                          files_in(folder.path()), options);
    }

    runs::Progress run(domain::RunId id, const FileReader& files) {
        runs::ExecutionOptions options;
        options.recorded = recorded_reader(files);
        return runs::execute(project, client, id, options, {});
    }

    Report report(domain::RunId id) {
        return project.read([&](store::Connection& c) { return make_report(c, id); });
    }

    std::string error_of(const std::string& config, const SetUpOptions& options = {}) {
        try {
            (void)set_up(config, options);
        } catch (const domain::Error& error) {
            return error.what();
        }
        return "(no error)";
    }
};

const char* const small_config = R"({
  "name": "small", "eval_set": {"path": "items.jsonl"},
  "candidates": [{"name": "a", "responses": "a.jsonl", "test_loss": 3.5}, {"name": "b", "responses": "b.jsonl"}],
  "judgings": [{"name": "overlap", "protocol": "scorer", "judge": {"scorer": "reference-overlap"}}]})";

struct SmallDesk : Desk {
    SmallDesk() {
        write("items.jsonl", "{\"id\": \"1\", \"instruction\": \"Say one\", \"reference\": \"one\"}\n"
                             "{\"id\": \"2\", \"instruction\": \"Say two\", \"reference\": \"two\"}\n");
        write("a.jsonl", "{\"id\": \"2\", \"response\": \"two\"}\n{\"id\": \"1\", \"response\": \"one\"}\n");
        write("b.jsonl",
              "{\"id\": \"1\", \"response\": \"nothing\"}\n{\"id\": \"2\", \"response\": \"two\"}\n");
    }
};

double mean_of(const JudgingReport& judging, const std::string& name) {
    for (const ScoreReport& score : judging.scores) {
        if (score.name == name) {
            return score.mean.value_or(-1);
        }
    }
    return -2;
}

} // namespace

TEST(Sample, RunsToTheScoresItsReadmeTells) {
    Desk desk;
    const SetUpRun made = set_up_run(desk.project, desk.client, sample_config(), sample_files());
    EXPECT_TRUE(made.is_new);
    EXPECT_TRUE(made.notes.empty()) << made.notes.front();
    const runs::Progress done = desk.run(made.run, sample_files());
    ASSERT_EQ(done.phase, runs::Progress::Phase::finished) << done.message;

    const Report report = desk.report(made.run);
    EXPECT_EQ(report.run.items, 60);
    ASSERT_EQ(report.candidates.size(), 8U);
    ASSERT_EQ(report.judgings.size(), 3U);
    const JudgingReport& joint = report.judgings[1];
    EXPECT_EQ(joint.calls, 180);
    EXPECT_EQ(joint.judged, 180);
    EXPECT_NEAR(mean_of(joint, "wordnet-4m-longest"), 10.07, 0.005);
    EXPECT_NEAR(mean_of(joint, "wordnet-4m-common-long"), 7.57, 0.005);
    EXPECT_NEAR(mean_of(joint, "wordnet-1.3m-long"), 2.72, 0.005);
    EXPECT_EQ(report.judgings[2].judged, 960);

    const SetUpRun again = set_up_run(desk.project, desk.client, sample_config(), sample_files());
    EXPECT_FALSE(again.is_new);
    EXPECT_EQ(again.run, made.run);
}

TEST(Sample, ThePublishedTableIsThereOnce) {
    Desk desk;
    const domain::RunId run = add_published_sample(desk.project);
    EXPECT_EQ(add_published_sample(desk.project), run);
    const Report report = desk.report(run);
    EXPECT_EQ(report.candidates.size(), 24U);
    EXPECT_NEAR(*report.loss_vs_score.at(0).pearson, -0.514772, 5e-3) << "the runs' means, unrounded";
}

TEST(Sample, IsWrittenAsFilesThatRun) {
    Desk desk;
    EXPECT_GT(write_samples(desk.folder.path()).size(), 12U);
    EXPECT_TRUE(write_samples(desk.folder.path()).empty()) << "what is there is left alone";
    const auto folder = desk.folder / "small-gpts";
    std::ifstream in(folder / "eval.json");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(formats::read_eval_config(text).candidates.size(), 8U);
    EXPECT_NO_THROW(set_up_run(desk.project, desk.client, formats::read_eval_config(text), files_in(folder)));
}

TEST(SetUp, JoinsByIdWhateverTheOrder) {
    SmallDesk desk;
    const SetUpRun made = desk.set_up(small_config);
    ASSERT_EQ(desk.run(made.run, {}).phase, runs::Progress::Phase::finished);
    const Report report = desk.report(made.run);
    EXPECT_DOUBLE_EQ(mean_of(report.judgings.at(0), "a"), 100);
    EXPECT_DOUBLE_EQ(mean_of(report.judgings.at(0), "b"), 50);
}

TEST(SetUp, AChangedFileIsANewRunAndTheSameOneIsNot) {
    SmallDesk desk;
    const SetUpRun first = desk.set_up(small_config);
    EXPECT_EQ(desk.set_up(small_config).run, first.run);
    desk.write("b.jsonl", "{\"id\": \"1\", \"response\": \"one\"}\n{\"id\": \"2\", \"response\": \"two\"}\n");
    EXPECT_THAT(desk.error_of(small_config, {.resume = true}), HasSubstr("changed since"));
    const SetUpRun second = desk.set_up(small_config);
    EXPECT_TRUE(second.is_new);
    EXPECT_NE(second.run, first.run);
}

TEST(SetUp, NamesWhatItLeavesOutAndImportsNothingByHalves) {
    SmallDesk desk;
    desk.write("a.jsonl",
               "{\"id\": \"1\", \"response\": \"one\"}\n{\"id\": \"9\", \"response\": \"nine\"}\nnot json\n");
    EXPECT_THAT(desk.set_up(small_config).notes, Contains(HasSubstr("line 3")));
    desk.write("a.jsonl", "<html>");
    EXPECT_THAT(desk.error_of(small_config), HasSubstr("a.jsonl"));
    EXPECT_EQ(desk.project.read([](store::Connection& c) { return store::runs(c).size(); }), 1U);
}

TEST(SetUp, UnknownNamesSayTheNearest) {
    SmallDesk desk;
    std::string config = small_config;
    config.replace(config.find("reference-overlap"), 17, "reference-overlpa");
    EXPECT_THAT(desk.error_of(config), HasSubstr("reference-overlap"));
    config = small_config;
    config.replace(config.find("a.jsonl"), 7, "x.jsonl");
    EXPECT_THAT(desk.error_of(config), HasSubstr("x.jsonl"));
}

TEST(Import, EvalSetThenResponsesMakeARunThatCanBeJudged) {
    SmallDesk desk;
    import_eval_set(desk.project, {desk.folder / "items.jsonl", "letters", {}, {}});
    const ImportPreview preview = preview_responses(
        desk.project, {{desk.folder / "a.jsonl", desk.folder / "b.jsonl"}, "", "", {}, {}, false});
    EXPECT_EQ(preview.rows, 4);
    const domain::RunId run = import_responses(
        desk.project, {{desk.folder / "a.jsonl", desk.folder / "b.jsonl"}, "letters", "mine", {}, {}, false});
    ASSERT_EQ(desk.run(run, {}).phase, runs::Progress::Phase::finished);
    EXPECT_DOUBLE_EQ(mean_of(desk.report(run).judgings.at(0), "a"), 100);
}

TEST(Import, AManifestBringsManyCandidatesWithTheirLosses) {
    SmallDesk desk;
    desk.write("many.csv",
               "name,path,test_loss,test_loss_se,size\nfirst,a.jsonl,3.5,0.01,4M\nsecond,b.jsonl,3.7,,1M\n");
    import_eval_set(desk.project, {desk.folder / "items.jsonl", "letters", {}, {}});
    const domain::RunId run =
        import_responses(desk.project, {{desk.folder / "many.csv"}, "", "", {}, {}, false});
    const Report report = desk.report(run);
    ASSERT_EQ(report.candidates.size(), 2U);
    EXPECT_DOUBLE_EQ(*report.candidates[0].test_loss, 3.5);
    EXPECT_DOUBLE_EQ(*report.candidates[0].test_loss_se, 0.01);
    EXPECT_EQ(report.candidates[1].tags.at("size"), "1M");
}

TEST(Import, ResponsesNeedAnEvalSet) {
    SmallDesk desk;
    EXPECT_THROW(import_responses(desk.project, {{desk.folder / "a.jsonl"}, "", "", {}, {}, false}),
                 domain::Error);
}

} // namespace tiebreak::workbench
