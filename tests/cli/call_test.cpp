// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that are wrong, help, and files that are not what they should be.
#include "tests/cli/desk.h"

#include <unistd.h>

namespace tiebreak::test {

TEST(Call, HelpIsAResult) {
    const Ended ended = run({"--help"});
    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.err, "");
    for (const char* name : {"run", "judge", "import", "export", "report", "list", "sample", "stats"}) {
        EXPECT_THAT(ended.out, HasSubstr(std::string("\n  ") + name + " ")) << name;
        EXPECT_EQ(run({name, "--help"}).code, 0) << name;
    }
    EXPECT_THAT(run({"--version"}).out, HasSubstr("tiebreak-cli 0."));
}

TEST(Call, WrongOnesEndWithTwoAndSayWhy) {
    const std::vector<std::vector<std::string>> wrong{
        {},
        {"rum"},
        {"run"},
        {"run", "eval.json"},
        {"report"},
        {"report", "x.tiebreak", "--jsonn"},
        {"list", "x.tiebreak", "raisins"},
        {"stats"},
        {"stats", "correlation", "t.csv"},
        {"stats", "correlation", "t.csv", "--x", "a", "--y", "b", "--exclude", "c"},
        {"run", "eval.json", "-o", "x.tiebreak", "--max-cost", "much"},
        {"run", "eval.json", "-o", "x.tiebreak", "--max-cost", "-1"}};
    for (const std::vector<std::string>& call : wrong) {
        const Ended ended = run(call);
        EXPECT_EQ(ended.code, 2) << testing::PrintToString(call);
        EXPECT_EQ(ended.out, "") << testing::PrintToString(call);
        EXPECT_THAT(ended.err, HasSubstr("tiebreak-cli: ")) << testing::PrintToString(call);
    }
}

TEST(Call, AResultThatCannotBeWrittenIsAnError) {
    if (::access("/dev/full", W_OK) != 0) {
        GTEST_SKIP() << "/dev/full is not there";
    }
    const Ended ended =
        run({"stats", "sample-size", "--delta", "1"}, {.environment = {}, .out_to = "/dev/full"});
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.err, HasSubstr("No space left"));
}

TEST(ProjectFile, IsRefusedWithAReason) {
    const Desk desk;
    const std::string config = desk.small_config();
    const std::string sound = desk.path("sound.tiebreak");
    ASSERT_EQ(run({"run", config, "-o", sound}).code, 0);
    const std::string bytes = desk.read("sound.tiebreak");

    std::string newer = bytes;
    newer.replace(60, 4, std::string("\0\0\x03\xe7", 4)); // user_version 999
    std::string foreign = bytes;
    foreign.replace(68, 4, std::string("\0\0\0\x2a", 4)); // application_id of another program
    std::string broken = bytes;
    broken.replace(4096, broken.size() - 4096, broken.size() - 4096, '\x5a');
    struct Case {
        const char* name;
        std::string bytes;
        const char* says;
    };
    const std::vector<Case> cases{
        {"newer.tiebreak", newer, "newer"},
        {"foreign.tiebreak", foreign, "not a Tiebreak project"},
        {"broken.tiebreak", broken, "damaged"},
        {"empty.tiebreak", "", "empty"},
        {"text.tiebreak", "not a database, but long enough to be one\n", "not a Tiebreak project"}};
    for (const Case& c : cases) {
        const std::string path = desk.write(c.name, c.bytes);
        for (const std::vector<std::string>& call : {std::vector<std::string>{"report", path, "--json"},
                                                     {"run", config, "-o", path},
                                                     {"list", path}}) {
            const Ended ended = run(call);
            EXPECT_EQ(ended.code, 2) << c.name << " " << call[0] << ended.out;
            EXPECT_EQ(ended.out, "") << c.name << " " << call[0];
            EXPECT_THAT(ended.err, HasSubstr(c.says)) << c.name << " " << call[0];
            EXPECT_THAT(ended.err, HasSubstr(path)) << c.name << " " << call[0];
        }
        EXPECT_EQ(desk.read(c.name), c.bytes) << "nothing may be damaged";
    }
    const Ended missing = run({"report", desk.path("no.tiebreak")});
    EXPECT_EQ(missing.code, 2);
    EXPECT_FALSE(std::filesystem::exists(desk.path("no.tiebreak")));
    EXPECT_EQ(run({"report", desk.path("")}).code, 2);
}

TEST(ProjectFile, OneInAReadOnlyPlaceIsRead) {
    if (::geteuid() == 0) {
        GTEST_SKIP() << "root may write everywhere";
    }
    const Desk desk;
    ASSERT_EQ(run({"run", desk.small_config(), "-o", desk.path("p.tiebreak")}).code, 0);
    std::filesystem::permissions(desk.path(""),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    const Ended report = run({"report", desk.path("p.tiebreak"), "--json"});
    const Ended again = run({"run", desk.path("eval.json"), "-o", desk.path("p.tiebreak")});
    std::filesystem::permissions(desk.path(""), std::filesystem::perms::owner_all);
    EXPECT_EQ(report.code, 0) << report.err;
    EXPECT_EQ(again.code, 2);
    EXPECT_THAT(again.err, HasSubstr("read only"));
}

TEST(Config, AMisspeltFieldNamesTheNearestAndALiteralKeyIsRefused) {
    const Desk desk;
    (void)desk.small_config();
    Json config = Desk::small_json();
    config["candidates"][0]["test_los"] = 3;
    const Ended misspelt = run({"run", desk.write("eval.json", config), "-o", desk.path("p.tiebreak")});
    EXPECT_EQ(misspelt.code, 2);
    EXPECT_THAT(misspelt.err, HasSubstr("test_loss"));
    config = Desk::small_json();
    config["candidates"][0] = {{"name", "a"},
                               {"api", "openai-chat"},
                               {"base_url", "http://127.0.0.1:9/v1"},
                               {"model", "m"},
                               {"key", "sk-verysecret"}};
    const Ended literal = run({"run", desk.write("eval.json", config), "-o", desk.path("p.tiebreak")});
    EXPECT_EQ(literal.code, 2);
    EXPECT_THAT(literal.err, HasSubstr("env:"));
    EXPECT_THAT(literal.err, Not(HasSubstr("verysecret")));
}

} // namespace tiebreak::test
