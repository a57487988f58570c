// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs in one file: compared by a scorer, refused across judgings, judged jointly, and gated.
#include "tests/cli/desk.h"

namespace tiebreak::test {

namespace {

/// Two runs over one eval set of eight items: the old answers all right, the new as told.
std::string two_runs(const Desk& desk, const std::vector<bool>& new_right) {
    std::string items;
    std::string old_answers;
    std::string new_answers;
    for (std::size_t i = 0; i < new_right.size(); ++i) {
        const std::string id = std::to_string(i + 1);
        items += Json{{"id", id}, {"instruction", "Say " + id}, {"reference", "r" + id}}.dump() + "\n";
        old_answers += Json{{"id", id}, {"response", "r" + id}}.dump() + "\n";
        new_answers += Json{{"id", id}, {"response", new_right[i] ? "r" + id : "wrong " + id}}.dump() + "\n";
    }
    desk.write("items.jsonl", items);
    desk.write("old.jsonl", old_answers);
    desk.write("new.jsonl", new_answers);
    for (const std::string name : {"old", "new"}) {
        const std::string config = desk.write(
            name + ".json",
            Json{{"name", name + " run"},
                 {"eval_set", {{"path", "items.jsonl"}}},
                 {"candidates", {{{"name", name}, {"responses", name + ".jsonl"}}}},
                 {"judgings",
                  {{{"name", "exact"}, {"protocol", "scorer"}, {"judge", {{"scorer", "exact"}}}}}}});
        const Ended ended = run({"run", config, "-o", desk.path("p.tiebreak"), "--yes"});
        EXPECT_EQ(ended.code, 0) << ended.err;
    }
    return desk.path("p.tiebreak");
}

} // namespace

TEST(Compare, ByOneScorerWithEveryKey) {
    const Desk desk;
    const std::string file = two_runs(desk, {true, true, false, true, false, true, true, false});
    const Ended ended = run({"compare", file, "old run", "new run", "--json"});
    ASSERT_EQ(ended.code, 0) << ended.err;
    const Json json = ended.json();
    expect_keys(json, {"a",       "b",      "outcome", "judging",  "judge",      "shared",
                       "changed", "only_a", "only_b",  "unscored", "n",          "difference",
                       "se",      "ci_low", "ci_high", "t",        "p",          "correlation",
                       "wins",    "ties",   "losses",  "sign_p",   "more_items", "categories",
                       "better",  "worse",  "same",    "why_not",  "offer",      "warnings"},
                "compare");
    EXPECT_EQ(json["a"]["candidate"], "old");
    EXPECT_EQ(json["n"], 8);
    EXPECT_DOUBLE_EQ(json["difference"], -37.5);
    EXPECT_EQ(json["losses"], 3);
    EXPECT_EQ(json["worse"].size(), 3U);
    EXPECT_EQ(json["worse"][0]["item"], "3");
    const std::string text = run({"compare", file, "old run", "new run"}).out;
    EXPECT_THAT(text, HasSubstr("8 shared items"));
    EXPECT_THAT(text, HasSubstr("worse on 3 items"));
}

TEST(Gate, ExitCodesSayWhatItSays) {
    const Desk desk;
    const std::string all_right = two_runs(desk, std::vector<bool>(8, true));
    const std::vector<std::string> gate{"gate",       all_right, "--run",   "new run",
                                        "--baseline", "old run", "--margin"};
    const auto with = [](std::vector<std::string> call, const char* margin) {
        call.emplace_back(margin);
        return call;
    };
    EXPECT_EQ(run(with(gate, "2")).code, 0);
    const Desk other;
    std::vector<std::string> mixed{
        "gate",       two_runs(other, {true, true, false, true, false, true, true, false}),
        "--run",      "new run",
        "--baseline", "old run",
        "--margin"};
    const Ended cannot = run(with(mixed, "40"));
    EXPECT_EQ(cannot.code, 4);
    EXPECT_THAT(cannot.out, HasSubstr("more items like these would tell"));
    EXPECT_EQ(run(with(mixed, "90")).code, 0);
    const Desk third;
    std::vector<std::string> bad{
        "gate",       two_runs(third, {true, false, false, false, false, false, false, false}),
        "--run",      "new run",
        "--baseline", "old run",
        "--json",     "--margin"};
    const Ended worse = run(with(bad, "10"));
    EXPECT_EQ(worse.code, 3);
    EXPECT_EQ(worse.json()["outcome"], "worse");
    EXPECT_EQ(run(with(bad, "-1")).code, 2);
}

TEST(Compare, JudgedApartIsOfferedAndThenJudgedJointly) {
    const Desk desk;
    const std::string file = two_runs(desk, std::vector<bool>(4, true));
    // Each run has a judging of its own by a recorded judge; the scorer is not the one asked about.
    std::string single;
    std::string joint;
    for (int i = 1; i <= 4; ++i) {
        const std::string id = std::to_string(i);
        for (const char* name : {"old", "new"}) {
            single += Json{{"item", id}, {"candidate", name}, {"repeat", 1}, {"reply", "50"}}.dump() + "\n";
        }
        joint += Json{{"item", id},
                      {"repeat", 1},
                      {"order", {"new", "old"}},
                      {"reply", Json{{"Model 1", {{"score", 60 + i}, {"comment", ""}}},
                                     {"Model 2", {{"score", 50}, {"comment", ""}}}}
                                    .dump()}}
                     .dump() +
                 "\n";
    }
    desk.write("joint.jsonl", joint);
    const std::string judging = desk.write(
        "judging.json",
        Json{{"name", "together"}, {"protocol", "joint"}, {"judge", {{"recorded", "joint.jsonl"}}}});
    const Ended apart = run({"compare", file, "old run", "new run", "--judging", "together", "--json"});
    EXPECT_EQ(apart.code, 0) << apart.err;
    EXPECT_TRUE(apart.json()["difference"].is_null());
    EXPECT_EQ(apart.json()["outcome"], "cannot tell");
    EXPECT_EQ(apart.json()["offer"]["calls"], 4);
    const Ended joined = run({"compare", file, "old run", "new run", "--judge", judging, "--yes", "--json"});
    ASSERT_EQ(joined.code, 0) << joined.err;
    EXPECT_EQ(joined.json()["judging"], "together");
    EXPECT_DOUBLE_EQ(joined.json()["difference"], 12.5);
    EXPECT_EQ(joined.json()["outcome"], "better");
    // From now on the two compare without being told how.
    EXPECT_DOUBLE_EQ(run({"compare", file, "old run", "new run", "--json"}).json()["difference"], 12.5);
    EXPECT_THAT(run({"list", file, "runs"}).out, HasSubstr("old run and new run"));
}

TEST(Compare, OneRunAgainstItsBaseline) {
    const Desk desk;
    ASSERT_EQ(run({"run", desk.small_config(), "-o", desk.path("p.tiebreak"), "--yes"}).code, 0);
    const Json json = run({"compare", desk.path("p.tiebreak"), "small", "--json"}).json();
    ASSERT_EQ(json["comparisons"].size(), 1U);
    EXPECT_EQ(json["comparisons"][0]["b"]["candidate"], "b");
    EXPECT_DOUBLE_EQ(json["comparisons"][0]["difference"], -50);
    EXPECT_TRUE(json["comparisons"][0].contains("holm_p"));
    const Ended nobody = run({"compare", desk.path("p.tiebreak"), "small", "--candidate-b", "c"});
    EXPECT_EQ(nobody.code, 2);
    EXPECT_THAT(nobody.err, HasSubstr("no candidate \"c\""));
}

} // namespace tiebreak::test
