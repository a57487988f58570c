// SPDX-License-Identifier: GPL-3.0-or-later
// import, export, list, judge and report --html on a person's files.
#include "tests/cli/desk.h"

#include <sstream>

namespace tiebreak::test {

namespace {

std::vector<Json> lines_of(const std::string& text) {
    std::vector<Json> rows;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        rows.push_back(Json::parse(line));
    }
    return rows;
}

/// A project with the small run in it.
struct SmallRun : Desk {
    std::string file = path("p.tiebreak");
    SmallRun() { EXPECT_EQ(run({"run", small_config(), "-o", file}).code, 0); }
};

} // namespace

TEST(Import, APreviewStoresNothing) {
    const Desk desk;
    (void)desk.small_config();
    const std::string file = desk.path("p.tiebreak");
    const Ended preview = run({"import", file, "eval-set", desk.path("items.jsonl"), "--preview"});
    EXPECT_EQ(preview.code, 0) << preview.err;
    EXPECT_THAT(preview.out, HasSubstr("Say one"));
    EXPECT_FALSE(std::filesystem::exists(file));
    ASSERT_EQ(run({"import", file, "eval-set", desk.path("items.jsonl"), "--name", "letters"}).code, 0);
    EXPECT_THAT(run({"import", file, "responses", desk.path("a.jsonl"), "--preview"}).out,
                HasSubstr("Say two"));
    EXPECT_EQ(run({"list", file, "runs", "--json"}).json(), Json::array());
}

TEST(Import, EvalSetResponsesAndTheirScores) {
    const Desk desk;
    (void)desk.small_config();
    const std::string file = desk.path("p.tiebreak");
    ASSERT_EQ(run({"import", file, "eval-set", desk.path("items.jsonl")}).code, 0);
    const Ended one =
        run({"import", file, "responses", desk.path("a.jsonl"), "--name", "step-1", "--test-loss", "3.25",
             "--test-loss-se", "0.01", "--loss-set", "held-out", "--tokenizer", "gpt2"});
    ASSERT_EQ(one.code, 0) << one.err;
    const Json report = run({"report", file, "--json"}).json();
    EXPECT_EQ(report["candidates"][0]["name"], "step-1");
    EXPECT_EQ(report["candidates"][0]["test_loss"], 3.25);
    EXPECT_EQ(report["judgings"][0]["scores"][0]["mean"], 100);

    const std::string manifest = desk.write(
        "many.csv", std::string("name,path,test_loss,size\nfirst,a.jsonl,3.5,4M\nsecond,b.jsonl,3.7,1M\n"));
    ASSERT_EQ(run({"import", file, "responses", manifest, "--name", "both"}).code, 0);
    const Json both = run({"report", file, "--run", "both", "--json"}).json();
    EXPECT_EQ(both["candidates"].size(), 2U);
    EXPECT_EQ(both["candidates"][1]["tags"]["size"], "1M");
    EXPECT_EQ(both["run"]["status"], "finished");
}

TEST(Import, NamesBadRowsAndWrongCalls) {
    const Desk desk;
    const std::string items = desk.write(
        "items.csv", std::string("Question,Answer\nSay one,one\n,two\nSay \"three\nSay four,four\n"));
    const std::string file = desk.path("p.tiebreak");
    const std::string good =
        desk.write("good.csv", std::string("Question,Answer\nSay one,one\n,two\nSay four,four\n"));
    const Ended mapped =
        run({"import", file, "eval-set", good, "--map", "instruction=Question", "--map", "reference=Answer"});
    EXPECT_EQ(mapped.code, 0) << mapped.err;
    EXPECT_THAT(mapped.err, HasSubstr("line 3 left out"));
    EXPECT_THAT(mapped.out, HasSubstr("2 items"));
    struct Case {
        std::vector<std::string> call;
        const char* says;
    };
    const std::vector<Case> cases{
        {{"import", file, "verdicts", items}, "does not import verdicts"},
        {{"import", file, "eval-sets", items}, "did you mean \"eval-set\"?"},
        {{"import", file, "eval-set", good, "--map", "instruction"}, "no mapping"},
        {{"import", file, "eval-set", good, "--slice", "3-4"}, "FROM:TO"},
        {{"import", file, "eval-set", good, "--slice", "0:99", "--map", "instruction=Question"}, "slice"},
        {{"import", file, "eval-set", good, "--test-loss", "3"}, "means nothing"},
        {{"import", file, "eval-set", good, "--map", "instruction=Question", "--format", "alpaca"},
         "not alpaca"},
        {{"import", file, "responses", good, items, "--test-loss", "3"}, "manifest"},
        {{"import", file, "responses", desk.path("no.jsonl")}, "no.jsonl"},
        {{"import", desk.path("none.tiebreak"), "responses", good}, "none.tiebreak"}};
    for (const Case& c : cases) {
        const Ended ended = run(c.call);
        EXPECT_EQ(ended.code, 2) << c.says << ended.out << ended.err;
        EXPECT_THAT(ended.err, HasSubstr(c.says));
    }
    EXPECT_EQ(run({"list", file, "runs", "--json"}).json(), Json::array());
}

TEST(Export, ResponsesAndVerdictsAsJsonLines) {
    const SmallRun small;
    const Ended ended = run({"export", small.file, "responses", "-o", small.path("r.jsonl")});
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.out, "");
    const std::vector<Json> responses = lines_of(small.read("r.jsonl"));
    ASSERT_EQ(responses.size(), 4U);
    for (const Json& row : responses) {
        expect_keys(row,
                    {"run", "item", "instruction", "candidate", "repeat", "response", "error",
                     "finish_reason", "latency_ms", "ttft_ms", "prompt_tokens", "completion_tokens", "cost"},
                    "responses");
        EXPECT_EQ(row.size(), 13U);
    }
    const Ended verdicts = run({"export", small.file, "verdicts", "-o", "-"});
    const std::vector<Json> rows = lines_of(verdicts.out);
    ASSERT_EQ(rows.size(), 4U);
    std::map<std::pair<std::string, std::string>, double> scores;
    for (const Json& row : rows) {
        expect_keys(row,
                    {"run", "judging", "item", "candidate", "opponent", "repeat", "position", "score",
                     "winner", "status", "comment", "raw", "origin"},
                    "verdicts");
        EXPECT_EQ(row.size(), 13U);
        EXPECT_EQ(row["origin"], "reference-overlap");
        scores[{row["candidate"], row["item"]}] = row["score"];
    }
    EXPECT_EQ((scores[{"a", "1"}]), 100);
    EXPECT_EQ((scores[{"b", "1"}]), 0);
    EXPECT_EQ((scores[{"b", "2"}]), 100);
}

TEST(Export, WhatWasExportedComesInAgainAsItWas) {
    const SmallRun small;
    ASSERT_EQ(run({"export", small.file, "responses", "-o", small.path("r.jsonl")}).code, 0);
    // One file, two candidates: neither's answers may pass for the other's.
    const Ended ended = run({"import", small.file, "responses", small.path("r.jsonl"), "--name", "again"});
    ASSERT_EQ(ended.code, 0) << ended.err;
    const Json report = run({"report", small.file, "--run", "again", "--json"}).json();
    ASSERT_EQ(report["candidates"].size(), 2U);
    EXPECT_EQ(report["judgings"][0]["scores"],
              run({"report", small.file, "--run", "small", "--json"}).json()["judgings"][0]["scores"]);
    Json config = Desk::small_json();
    config["name"] = "from one file";
    config["candidates"][0]["responses"] = "r.jsonl";
    config["candidates"][1]["responses"] = "r.jsonl";
    const Ended by_config = run({"run", small.write("eval2.json", config), "-o", small.file, "--json"});
    ASSERT_EQ(by_config.code, 0) << by_config.err;
    EXPECT_EQ(by_config.json()["judgings"][0]["scores"], report["judgings"][0]["scores"]);
    config["candidates"][0]["name"] = "c";
    const Ended nobody = run({"run", small.write("eval2.json", config), "-o", small.file});
    EXPECT_EQ(nobody.code, 2);
    EXPECT_THAT(nobody.err, HasSubstr("r.jsonl"));
}

TEST(Export, ReportsAndTables) {
    const SmallRun small;
    for (const auto& [name, holds] : std::vector<std::pair<const char*, const char*>>{
             {"r.html", "<html"}, {"r.json", "\"format\": 1"}, {"r.txt", "overlap"}}) {
        ASSERT_EQ(run({"export", small.file, "report", "-o", small.path(name)}).code, 0) << name;
        EXPECT_THAT(small.read(name), HasSubstr(holds)) << name;
    }
    const std::string markdown = run({"export", small.file, "table", "-o", "-"}).out;
    EXPECT_THAT(markdown, HasSubstr("| 1 | a | 3.500 | 100.00 |"));
    const std::string latex = run({"export", small.file, "table", "-o", "-", "--format", "latex"}).out;
    EXPECT_THAT(latex, HasSubstr("\\begin{tabular}{rlrrrr}"));
    EXPECT_THAT(latex, HasSubstr("95 \\% over items"));
    ASSERT_EQ(run({"export", small.file, "table", "-o", small.path("t.csv")}).code, 0);
    EXPECT_THAT(small.read("t.csv"), HasSubstr("small,overlap,scorer,reference-overlap,1,a,100,0,"));
    const Ended html = run({"report", small.file, "--html", small.path("x.html")});
    EXPECT_EQ(html.code, 0);
    EXPECT_EQ(html.out, "");
    EXPECT_THAT(small.read("x.html"), Not(HasSubstr("<script")));
}

TEST(Export, EveryChartAsItsTableAndAsAPicture) {
    const SmallRun small;
    const auto csv = [&](const std::string& chart) {
        return run({"export", small.file, "chart", "--chart", chart, "-o", "-", "--format", "csv"});
    };
    EXPECT_THAT(csv("checkpoints").out, HasSubstr("\na,"));
    // a has 100 and 100, b has 0 and 100: one win, one tie.
    EXPECT_THAT(csv("wins").out, HasSubstr("\na,b,1,1,0,2,75,"));
    EXPECT_THAT(csv("scores").out, HasSubstr("\nb,2,50,"));
    EXPECT_EQ(csv("noise").code, 2); // a scorer has none
    EXPECT_THAT(csv("win").err, HasSubstr("did you mean \"wins\"?"));
    EXPECT_THAT(run({"export", small.file, "chart", "--chart", "checkpoints", "--by", "los", "-o", "-"}).err,
                HasSubstr("los"));
    const Ended drawn = run({"export", small.file, "chart", "--chart", "wins", "-o", small.path("w.svg")});
    if (drawn.err.find("draws no charts") != std::string::npos) {
        GTEST_SKIP() << "built without the window, so there is no picture to look at";
    }
    ASSERT_EQ(drawn.code, 0) << drawn.err;
    EXPECT_THAT(small.read("w.svg"), HasSubstr("Wins between candidates"));
    EXPECT_THAT(small.read("w.svg"), Not(HasSubstr("<image")));
    ASSERT_EQ(run({"export", small.file, "chart", "--chart", "scores", "-o", small.path("s.pdf")}).code, 0);
    EXPECT_THAT(small.read("s.pdf"), testing::StartsWith("%PDF"));
}

TEST(Export, WrongCallsLeaveNothingBehind) {
    const SmallRun small;
    EXPECT_THAT(run({"export", small.file, "preferences", "-o", "x"}).err,
                HasSubstr("does not export preferences"));
    EXPECT_THAT(run({"export", small.file, "verdict", "-o", "x"}).err,
                HasSubstr("did you mean \"verdicts\"?"));
    EXPECT_THAT(run({"export", small.file, "table", "-o", "x", "--format", "docx"}).err, HasSubstr("docx"));
    EXPECT_THAT(run({"export", small.file, "table", "-o", "x", "--run", "smal"}).err, HasSubstr("\"small\""));
    const Ended nowhere =
        run({"export", small.file, "responses", "-o", small.path("no/such/folder/r.jsonl")});
    EXPECT_EQ(nowhere.code, 2);
    EXPECT_THAT(nowhere.err, HasSubstr("no/such/folder"));
    EXPECT_FALSE(std::filesystem::exists("x"));
}

TEST(List, NamesWhatTheProjectHolds) {
    const SmallRun small;
    const Json all = run({"list", small.file, "--json"}).json();
    expect_keys(all, {"runs", "eval_sets", "rubrics", "candidates", "judgings"}, "list");
    EXPECT_EQ(all["runs"][0]["name"], "small");
    EXPECT_EQ(all["runs"][0]["responses"], 4);
    EXPECT_EQ(all["eval_sets"][0]["items"], 2);
    EXPECT_EQ(all["candidates"].size(), 2U);
    EXPECT_EQ(all["judgings"][0]["judge"], "reference-overlap");
    EXPECT_THAT(all["rubrics"].dump(), HasSubstr("ift-0-100"));
    for (const char* what : {"runs", "eval-sets", "rubrics", "candidates", "judgings"}) {
        EXPECT_TRUE(run({"list", small.file, what, "--json"}).json().is_array()) << what;
        EXPECT_EQ(run({"list", small.file, what}).code, 0) << what;
    }
    EXPECT_THAT(run({"list", small.file}).out, HasSubstr("Judgings\n"));
}

TEST(Judge, AStoredRunAgainByAnotherScorer) {
    const SmallRun small;
    const std::string judging = small.write(
        "judging.json", Json{{"name", "exactly"}, {"protocol", "scorer"}, {"judge", {{"scorer", "exact"}}}});
    const std::vector<std::string> call{"judge",     small.file, "--run", "small",
                                        "--judging", judging,    "--json"};
    const Ended ended = run(call);
    ASSERT_EQ(ended.code, 0) << ended.err;
    const Json report = ended.json();
    ASSERT_EQ(report["judgings"].size(), 2U);
    EXPECT_EQ(report["judgings"][0]["name"], "overlap");
    EXPECT_EQ(report["judgings"][1]["name"], "exactly");
    EXPECT_EQ(report["judgings"][1]["judged"], 4);
    EXPECT_EQ(comparable(run(call).json()), comparable(report)) << "the same judging goes on, and is done";
    const std::string wrong = small.write(
        "wrong.json", Json{{"name", "x"}, {"protocol", "scorer"}, {"judge", {{"scorer", "exat"}}}});
    const Ended misspelt = run({"judge", small.file, "--run", "small", "--judging", wrong});
    EXPECT_EQ(misspelt.code, 2);
    EXPECT_THAT(misspelt.err, HasSubstr("exact"));
}

} // namespace tiebreak::test
