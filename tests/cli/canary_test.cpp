// SPDX-License-Identifier: GPL-3.0-or-later
// A key that the server throws back in its errors is found nowhere afterwards.
#include "tests/cli/live_desk.h"

namespace tiebreak::test {

TEST(Canary, AKeyThatWasEchoedIsNowhere) {
    const std::string canary = "canary-5f0c1e7a9b3d4826-key";
    LiveDesk desk;
    Json config = desk.config();
    for (Json& candidate : config["candidates"]) {
        candidate["key"] = "env:TB_CANARY";
    }
    config["judgings"][0]["judge"]["key"] = "env:TB_CANARY";
    desk.write("eval.json", config);
    desk.endpoint.control({{"latency_ms", 15}, {"key", canary}});
    const Surroundings around{.environment = {"TB_CANARY=" + canary}, .out_to = ""};
    Running process(desk.call("p.tiebreak"), around);
    desk.wait_for_calls(20);
    desk.endpoint.control({{"key", "another-key-0123456789"}}); // each 401 now repeats the key it was sent
    const Ended ended = process.wait();
    EXPECT_NE(ended.code, 0);
    EXPECT_THAT(ended.err, HasSubstr("401"));

    std::string all = ended.out + ended.err;
    for (const char* what : {"responses", "verdicts", "report", "table"}) {
        (void)run({"export", desk.path("p.tiebreak"), what, "-o", desk.path(std::string("out-") + what)});
    }
    for (const std::vector<std::string>& of : {std::vector<std::string>{}, {"--judging", "ift"}}) {
        std::vector<std::string> call{"export", desk.path("p.tiebreak"), "exchanges", "-o", "-"};
        call.insert(call.end(), of.begin(), of.end());
        const Ended exchanges = run(call);
        EXPECT_EQ(exchanges.code, 0) << exchanges.err;
        all += exchanges.out;
    }
    all += run({"report", desk.path("p.tiebreak"), "--json"}).out;
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(desk.path(""))) {
        all += desk.read(entry.path().filename().string());
        ++files;
    }
    EXPECT_GE(files, 6) << "project, config, items and exports";
    EXPECT_THAT(all, HasSubstr("env:TB_CANARY")) << "its name may stand there";
    EXPECT_THAT(all, HasSubstr("[key]")) << "the server did echo it";
    EXPECT_THAT(all, Not(HasSubstr(canary)));
    EXPECT_THAT(all, Not(HasSubstr(canary.substr(0, canary.size() - 6)))) << "nor most of it";
}

} // namespace tiebreak::test
