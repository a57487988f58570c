// SPDX-License-Identifier: GPL-3.0-or-later
// The sample from end to end, and the keys of `report --json` that scripts rely on.
#include "tests/cli/desk.h"

namespace tiebreak::test {

namespace {

void expect_report_keys(const Json& report) {
    expect_keys(report, {"format", "run", "candidates", "judgings", "loss_vs_score", "labels"}, "report");
    EXPECT_EQ(report["format"], 1);
    expect_keys(report["run"], {"id", "name", "eval_set", "items", "started", "finished", "status"}, "run");
    for (const Json& candidate : report["candidates"]) {
        expect_keys(candidate,
                    {"name", "test_loss", "tags", "responses", "failed", "missing", "prompt_tokens",
                     "completion_tokens", "cost", "latency_ms", "degenerate"},
                    "candidates");
        EXPECT_EQ(candidate["degenerate"].contains("empty"), candidate["responses"] != 0) << candidate;
    }
    for (const Json& judging : report["judgings"]) {
        expect_keys(judging,
                    {"name", "protocol", "judge", "repeats", "seed", "calls", "judged", "parse_failures",
                     "failed", "cost", "scores", "pairs", "ratings", "warnings", "noise", "positions"},
                    "judgings");
        expect_keys(judging["noise"], {"per_candidate_sd", "within_run_sd", "residual_sd", "run_shift_sd"},
                    "noise");
        for (const Json& score : judging["scores"]) {
            expect_keys(score, {"candidate", "mean", "se", "ci_low", "ci_high", "n", "rank"}, "scores");
        }
        EXPECT_EQ(judging["calls"].get<int>(), judging["judged"].get<int>() +
                                                   judging["parse_failures"].get<int>() +
                                                   judging["failed"].get<int>());
    }
    expect_keys(
        report["loss_vs_score"],
        {"judging", "n", "pearson", "pearson_p", "spearman", "kendall", "slope", "intercept", "residuals"},
        "loss_vs_score");
    for (const Json& residual : report["loss_vs_score"]["residuals"]) {
        expect_keys(residual, {"candidate", "residual", "outlier"}, "residuals");
    }
    expect_keys(report["labels"], {"count", "ties_broken", "agreement"}, "labels");
}

std::size_t verdicts(const std::string& file) {
    const Ended ended = run({"export", file, "verdicts", "-o", "-"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    return static_cast<std::size_t>(std::ranges::count(ended.out, '\n'));
}

} // namespace

TEST(Sample, RunsAndReportsAndIsDoneOnce) {
    const Desk desk;
    const Ended sample = run({"sample", desk.path("s")});
    ASSERT_EQ(sample.code, 0) << sample.err;
    EXPECT_THAT(sample.out, HasSubstr("small-gpts/eval.json"));
    for (const char* name :
         {"s/published-ift/scores.csv", "s/published-ift/judge_runs.csv", "s/small-gpts/eval.json"}) {
        EXPECT_TRUE(std::filesystem::exists(desk.path(name))) << name;
    }
    const std::string file = desk.path("gpts.tiebreak");
    const std::vector<std::string> call{"run",   desk.path("s/small-gpts/eval.json"), "-o", file, "--yes",
                                        "--json"};
    const Ended first = run(call);
    ASSERT_EQ(first.code, 0) << first.err;
    EXPECT_THAT(first.err, HasSubstr("60 items"));
    EXPECT_THAT(first.err, HasSubstr("8 candidates"));
    const Json report = first.json();
    expect_report_keys(report);
    EXPECT_EQ(report["candidates"].size(), 8U);
    EXPECT_EQ(report["judgings"].size(), 3U);
    EXPECT_EQ(report["run"]["status"], "finished");
    EXPECT_EQ(run({"report", file, "--json"}).json(), report);

    const std::size_t stored = verdicts(file);
    EXPECT_GT(stored, 0U);
    const Ended second = run(call);
    EXPECT_EQ(second.code, 0) << second.err;
    EXPECT_THAT(second.err, HasSubstr("nothing is asked or judged again"));
    EXPECT_EQ(second.json()["run"]["id"], report["run"]["id"]);
    EXPECT_EQ(comparable(second.json()), comparable(report));
    EXPECT_EQ(verdicts(file), stored);
    EXPECT_EQ(run({"list", file, "runs", "--json"}).json().size(), 1U);

    EXPECT_THAT(run({"report", file}).out, HasSubstr("wordnet-4m-longest"));
    const Ended written = run({"sample", desk.path("s")});
    EXPECT_EQ(written.code, 0);
    EXPECT_EQ(written.out, "") << "what is there is left alone";
}

TEST(Sample, ThePublishedScoresAreImportedAndCharted) {
    const Desk desk;
    ASSERT_EQ(run({"sample", desk.path("s")}).code, 0);
    const std::string file = desk.path("p.tiebreak");
    const Ended imported = run({"import", file, "scores", desk.path("s/published-ift/scores.csv"),
                                desk.path("s/published-ift/judge_runs.csv"), "--name", "published"});
    ASSERT_EQ(imported.code, 0) << imported.err;
    const Json report = run({"report", file, "--json"}).json();
    expect_report_keys(report);
    EXPECT_EQ(report["loss_vs_score"]["n"], 24);
    EXPECT_NEAR(report["judgings"][0]["noise"]["per_candidate_sd"].get<double>(), 0.415402, 5e-7);
}

TEST(SelfInstruct, EightModelsByReferenceOverlap) {
    const std::filesystem::path data = TIEBREAK_SOURCE_DIR "/../shared/data/self_instruct";
    if (!std::filesystem::exists(data)) {
        GTEST_SKIP() << "shared/data/self_instruct is not there";
    }
    const Desk desk;
    Json candidates = Json::array();
    for (const auto& entry : std::filesystem::directory_iterator(data / "predictions")) {
        candidates.push_back({{"name", entry.path().stem().string()}, {"responses", entry.path().string()}});
    }
    ASSERT_EQ(candidates.size(), 8U);
    const Json config{{"name", "self-instruct"},
                      {"eval_set", {{"path", (data / "user_oriented_instructions.jsonl").string()}}},
                      {"candidates", candidates},
                      {"judgings", Desk::small_json()["judgings"]}};
    const std::vector<std::string> call{"run", desk.write("eval.json", config), "-o",
                                        desk.path("si.tiebreak"), "--json"};
    const Ended first = run(call);
    ASSERT_EQ(first.code, 0) << first.err;
    const Json report = first.json();
    EXPECT_EQ(report["run"]["items"], 252);
    for (const Json& candidate : report["candidates"]) {
        EXPECT_EQ(candidate["responses"], 252) << candidate["name"];
    }
    const Json& overlap = report["judgings"][0];
    EXPECT_EQ(overlap["calls"], overlap["judged"]);
    EXPECT_GT(overlap["judged"].get<int>(), 0);
    const Ended second = run(call);
    EXPECT_EQ(second.code, 0);
    EXPECT_EQ(comparable(second.json()), comparable(report));
}

} // namespace tiebreak::test
