// SPDX-License-Identifier: GPL-3.0-or-later
// `run` against a real server on a loopback port: what it says, what it costs, what it ends with.
#include "tests/cli/live_desk.h"

#include <csignal>
#include <sstream>

namespace tiebreak::test {

TEST(Run, AsksJudgesAndReports) {
    LiveDesk desk;
    const Ended ended = run(desk.call("p.tiebreak", {"--json"}));
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(desk.calls(), LiveDesk::all_calls);
    EXPECT_THAT(ended.err, HasSubstr("at most 200 calls"));
    EXPECT_THAT(ended.err, HasSubstr("joint by judge, 2 repeats"));
    const Json report = ended.json();
    EXPECT_EQ(report["judgings"][0]["judged"], 80);
    for (const Json& candidate : report["candidates"]) {
        EXPECT_EQ(candidate["responses"], 40);
    }
    const Ended second = run(desk.call("p.tiebreak", {"--json"}));
    EXPECT_EQ(second.code, 0);
    EXPECT_EQ(desk.calls(), LiveDesk::all_calls) << "asked again";
    EXPECT_EQ(comparable(second.json()), comparable(report));
}

TEST(Run, WhatFailsForGoodIsCountedAndAskedAgain) {
    LiveDesk desk;
    desk.endpoint.control({{"every", {{"400", 10}}}});
    const Ended ended = run(desk.call("p.tiebreak", {"--json"}));
    EXPECT_EQ(ended.code, 1) << ended.err;
    EXPECT_THAT(ended.err, testing::ContainsRegex("failed: [0-9]+ of 40 answers of step-[123]"));
    EXPECT_THAT(ended.err, HasSubstr("400"));
    int failed = 0;
    const Json report = ended.json();
    for (const Json& candidate : report["candidates"]) {
        failed += candidate["failed"].get<int>();
    }
    EXPECT_GT(failed, 0);
    const Ended exchanges = run({"export", desk.path("p.tiebreak"), "exchanges", "-o", "-", "--failed"});
    ASSERT_EQ(exchanges.code, 0) << exchanges.err;
    std::istringstream lines(exchanges.out);
    int shown = 0;
    for (std::string line; std::getline(lines, line); ++shown) {
        const Json call = Json::parse(line);
        EXPECT_EQ(call["tries"][0]["http_status"], 400);
        EXPECT_THAT(call["request"].dump(), HasSubstr("Question number"));
        EXPECT_TRUE(call["request_as_sent"].get<bool>());
    }
    EXPECT_EQ(shown, failed);
    desk.endpoint.control({{"every", Json::object()}});
    const Ended again = run(desk.call("p.tiebreak", {"--resume", "--json"}));
    EXPECT_EQ(again.code, 0) << again.err;
    for (const Json& candidate : again.json()["candidates"]) {
        EXPECT_EQ(candidate["responses"], 40);
    }
}

TEST(Run, StopsOnceTheMoneyIsSpent) {
    LiveDesk desk;
    Json config = desk.config();
    for (Json& candidate : config["candidates"]) {
        candidate["price"] = {{"input", 1000}, {"output", 1000}};
    }
    desk.write("eval.json", config);
    desk.endpoint.control({{"latency_ms", 20}});
    const Ended ended = run(desk.call("p.tiebreak", {"--max-cost", "0.05", "--yes"}));
    EXPECT_EQ(ended.code, 1) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("stopped at the spending cap of $0.05"));
    EXPECT_THAT(ended.err, HasSubstr("--resume"));
    EXPECT_LT(desk.calls(), LiveDesk::all_calls);
    const int before = desk.calls();
    EXPECT_EQ(run(desk.call("p.tiebreak", {"--resume", "--yes"})).code, 1) << "the cap stays with the run";
    EXPECT_EQ(desk.calls(), before);
    EXPECT_EQ(run(desk.call("p.tiebreak", {"--resume", "--yes", "--max-cost", "100"})).code, 0);
    EXPECT_EQ(desk.calls(), LiveDesk::all_calls);
}

TEST(Run, ALimitWithoutAPriceIsRefused) {
    LiveDesk desk;
    // An address that is not loopback by name, and yet leads to this machine.
    const std::string elsewhere = "http://0.0.0.0:" + std::to_string(desk.endpoint.port()) + "/v1";
    Json config = desk.config();
    config["judgings"][0]["judge"]["base_url"] = elsewhere;
    desk.write("eval.json", config);
    const Ended ended = run(desk.call("p.tiebreak", {"--max-cost", "1"}));
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.err, HasSubstr("no price is given"));
    EXPECT_EQ(desk.calls(), 0);
    config["judgings"][0]["judge"]["price"] = {{"input", 0.1}, {"output", 0.1}};
    desk.write("eval.json", config);
    EXPECT_EQ(run(desk.call("p.tiebreak", {"--max-cost", "1", "--yes"})).code, 0);
}

TEST(Run, NothingThatCostsStartsUnseen) {
    LiveDesk desk;
    Json config = desk.config();
    config["judgings"][0]["judge"]["price"] = {{"input", 1}, {"output", 2}};
    desk.write("eval.json", config);
    const Ended refused = run(desk.call("p.tiebreak"));
    EXPECT_EQ(refused.code, 2);
    EXPECT_THAT(refused.err, HasSubstr("--yes"));
    EXPECT_THAT(refused.err, HasSubstr("$1 in, $2 out a million tokens: $"));
    EXPECT_EQ(desk.calls(), 0);
    EXPECT_EQ(run(desk.call("p.tiebreak", {"--yes"})).code, 0);
}

TEST(Run, AKeyIsNeverShown) {
    LiveDesk desk;
    desk.endpoint.control({{"key", "right-key-1234567890"}});
    Json config = desk.config();
    for (Json& candidate : config["candidates"]) {
        candidate["key"] = "env:TB_TEST_KEY";
    }
    config["judgings"][0]["judge"]["key"] = "env:TB_TEST_KEY";
    desk.write("eval.json", config);
    const Ended wrong =
        run(desk.call("p.tiebreak"), {.environment = {"TB_TEST_KEY=wrong-key-0987654321"}, .out_to = ""});
    EXPECT_NE(wrong.code, 0);
    EXPECT_THAT(wrong.err + wrong.out, Not(HasSubstr("wrong-key")));
    const Ended unset = run(desk.call("p.tiebreak"));
    EXPECT_NE(unset.code, 0);
    EXPECT_THAT(unset.err, HasSubstr("TB_TEST_KEY"));
    const Ended right = run(desk.call("q.tiebreak", {"--json"}),
                            {.environment = {"TB_TEST_KEY=right-key-1234567890"}, .out_to = ""});
    EXPECT_EQ(right.code, 0) << right.err;
    EXPECT_THAT(right.err + right.out + desk.read("q.tiebreak"), Not(HasSubstr("right-key")));
}

TEST(Run, AnUnreachableServerIsNamed) {
    LiveDesk desk;
    desk.endpoint.kill();
    const Ended ended = run(desk.call("p.tiebreak"));
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.err, HasSubstr("step-1"));
    EXPECT_EQ(ended.out, "");
}

} // namespace tiebreak::test
