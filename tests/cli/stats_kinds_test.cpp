// SPDX-License-Identifier: GPL-3.0-or-later
// The other kinds of `stats`: the keys of their JSON, and one figure of each that is known from elsewhere.
#include "tests/cli/desk.h"

namespace tiebreak::test {

TEST(StatsAgreement, KeysAndFigures) {
    const Desk desk;
    const std::string table =
        desk.write("t.csv", std::string("ann,ben,truth\nyes,yes,yes\nno,no,no\nyes,no,no\n"
                                        "no,no,no\nyes,maybe,yes\n"));
    const Ended ended =
        run({"stats", "agreement", table, "--raters", "ann,ben", "--labels", "no,yes", "--json"});
    ASSERT_EQ(ended.code, 0) << ended.err;
    const Json json = ended.json();
    expect_keys(json, {"n", "pairs", "fleiss", "alpha", "majority", "unread"}, "agreement");
    expect_keys(json["pairs"][0], {"a", "b", "n", "raw", "kappa"}, "pairs");
    EXPECT_DOUBLE_EQ(json["pairs"][0]["raw"], 0.75);
    EXPECT_DOUBLE_EQ(json["pairs"][0]["kappa"], 0.5);
    ASSERT_EQ(json["unread"].size(), 1U);
    EXPECT_EQ(json["unread"][0]["rater"], "ben");
    EXPECT_EQ(json["unread"][0]["value"], "maybe");
    EXPECT_EQ(json["unread"][0]["n"], 1);
    const Json against =
        run({"stats", "agreement", table, "--raters", "ann,ben", "--against", "truth", "--json"}).json();
    EXPECT_EQ(against["pairs"][0]["b"], "truth");
    EXPECT_EQ(run({"stats", "agreement", table, "--raters", "ann,ben", "--level", "cardinal"}).code, 2);
    EXPECT_THAT(run({"stats", "agreement", table, "--raters", "ann,ben"}).out, HasSubstr("Fleiss"));
}

TEST(StatsBradleyTerry, TheEncyclopediaExample) {
    const Desk desk;
    std::string rows = "model_a,model_b,winner\n";
    const auto battles = [&](const char* a, const char* b, int wins_a, int wins_b) {
        for (int i = 0; i < wins_a + wins_b; ++i) {
            rows += std::string(a) + "," + b + "," + (i < wins_a ? "model_a" : "model_b") + "\n";
        }
    };
    battles("A", "B", 2, 3);
    battles("A", "D", 1, 4);
    battles("B", "C", 5, 3);
    battles("C", "D", 1, 3);
    const std::string table = desk.write("battles.csv", rows);
    const Json json = run({"stats", "bradley-terry", table, "--json"}).json();
    expect_keys(json, {"ratings", "battles", "log_likelihood", "warnings"}, "bradley-terry");
    EXPECT_EQ(json["battles"], 22);
    std::map<std::string, double> rating;
    for (const Json& row : json["ratings"]) {
        expect_keys(row, {"name", "rating", "se", "ci_low", "ci_high", "rank"}, "ratings");
        rating[row["name"]] = row["rating"];
    }
    EXPECT_NEAR(rating["A"], 922.427, 5e-4);
    EXPECT_NEAR(rating["B"], 1007.366, 5e-4);
    EXPECT_NEAR(rating["C"], 927.768, 5e-4);
    EXPECT_NEAR(rating["D"], 1142.439, 5e-4);
    EXPECT_EQ(json["ratings"][0]["name"], "D");

    const Json anchored =
        run({"stats", "bradley-terry", table, "--anchor", "A=1500", "--bootstrap", "200", "--json"}).json();
    for (const Json& row : anchored["ratings"]) {
        EXPECT_NEAR(row["rating"].get<double>() - rating[row["name"]], 1500 - rating["A"], 1e-6);
    }
    const Ended nobody = run({"stats", "bradley-terry", table, "--anchor", "E=1000"});
    EXPECT_EQ(nobody.code, 2);
    EXPECT_THAT(nobody.err, HasSubstr("\"E\""));
}

TEST(StatsBradleyTerry, WhoNeverLosesIsNamed) {
    const Desk desk;
    const std::string table =
        desk.write("battles.csv", std::string("model_a,model_b,winner\nA,B,A\nA,C,A\nB,C,B\nB,C,C\n"));
    const Json json = run({"stats", "bradley-terry", table, "--json"}).json();
    EXPECT_THAT(json["warnings"].dump(), HasSubstr("A"));
    for (const Json& row : json["ratings"]) {
        EXPECT_EQ(row["rating"].is_null(), row["name"] == "A") << row;
    }
}

TEST(StatsWinRate, KeysAndFigures) {
    const Desk desk;
    const std::string table =
        desk.write("t.csv", std::string("id,preference\n1,2\n2,1\n3,1.5\n4,\n5,1.8\n6,0\n"));
    const Json json = run({"stats", "win-rate", table, "--preference", "preference", "--json"}).json();
    expect_keys(json,
                {"win_rate", "se", "wins", "ties", "losses", "n", "dropped", "discrete", "ci_low", "ci_high"},
                "win-rate");
    EXPECT_EQ(json["n"], 5);
    EXPECT_EQ(json["dropped"], 1);
    EXPECT_NEAR(json["win_rate"].get<double>(), 100 * (1 + 0 + 0.5 + 0.8 + 0.5) / 5, 1e-9);
    EXPECT_NEAR(json["discrete"].get<double>(), 100 * (2 + 0.5 * 2) / 5, 1e-9);
}

TEST(StatsPaired, KeysAndFigures) {
    const Desk desk;
    const std::string table =
        desk.write("t.csv", std::string("a,b,g\n3,1,x\n2,2,x\n5,4,y\n1,3,y\nbad,1,z\n"));
    const Json json = run({"stats", "paired", table, "--a", "a", "--b", "b", "--json"}).json();
    expect_keys(json,
                {"n", "difference", "se", "t", "p", "correlation", "wins", "ties", "losses", "sign_p",
                 "ci_low", "ci_high"},
                "paired");
    EXPECT_EQ(json["n"], 4);
    EXPECT_DOUBLE_EQ(json["difference"], 0.25);
    EXPECT_EQ(json["wins"], 2);
    EXPECT_EQ(json["ties"], 1);
    EXPECT_EQ(json["losses"], 1);
    EXPECT_EQ(json["skipped"][0]["line"], 6);
    const Json grouped =
        run({"stats", "paired", table, "--a", "a", "--b", "b", "--cluster", "g", "--json"}).json();
    EXPECT_EQ(grouped["clusters"], 2);
}

TEST(StatsWinRate, LengthControlledIsAddedWhereLengthsAre) {
    const Desk desk;
    Json rows = Json::array();
    for (int i = 0; i < 60; ++i) {
        rows.push_back({{"output_1", "short"},
                        {"output_2", std::string(static_cast<std::size_t>(5 + 3 * (i % 5)), 'x')},
                        {"preference", i / 5 % 5 <= i % 5 ? 2 : 1}});
    }
    rows.push_back({{"output_1", "a"}, {"output_2", "b"}, {"preference", nullptr}});
    const std::string table = desk.write("annotations.json", rows);
    const Json json = run({"stats", "win-rate", table, "--preference", "preference", "--text", "output_2",
                           "--baseline-text", "output_1", "--json"})
                          .json();
    EXPECT_EQ(json["n"], 60);
    EXPECT_EQ(json["dropped"], 1);
    EXPECT_LT(json["length_controlled"].get<double>(), json["win_rate"].get<double>());
    EXPECT_GT(json["length_effect"].get<double>(), 0);
    EXPECT_LT(json["length_controlled_ci_low"].get<double>(), json["length_controlled"].get<double>());
    EXPECT_EQ(run({"stats", "win-rate", table, "--preference", "preference", "--text", "output_2"}).code, 2);
}

TEST(StatsBradleyTerry, ASecondGameNeedsItsOrderSaid) {
    const Desk desk;
    const std::string table = desk.write("t.csv", std::string("model_1,model_2,g1_winner,g2_winner\n"
                                                              "x,y,model_1,model_1\nx,y,model_2,model_2\n"
                                                              "x,y,model_1,tie\nx,y,error,model_1\n"));
    std::vector<std::string> call{"stats",   "bradley-terry", table,       "--a",      "model_1",  "--b",
                                  "model_2", "--winner",      "g1_winner", "--second", "g2_winner"};
    const Ended unsaid = run(call);
    EXPECT_EQ(unsaid.code, 2);
    EXPECT_THAT(unsaid.err, HasSubstr("--second-order shown (0 of 3 rows agree"));
    EXPECT_THAT(unsaid.err, HasSubstr("--second-order mapped (2 of 3 rows agree"));
    call.insert(call.end(), {"--second-order", "mapped", "--json"});
    const Json json = run(call).json();
    EXPECT_EQ(json["battles"], 3);
    EXPECT_EQ(json["ratings"][0]["wins"], 1);
    EXPECT_EQ(json["ratings"][0]["ties"], 1);
    EXPECT_EQ(json["ratings"][0]["losses"], 1);
    EXPECT_DOUBLE_EQ(json["both_games"]["consistency"], 2.0 / 3);
    EXPECT_EQ(json["unread"][0]["value"], "error");
    EXPECT_EQ(json["skipped"][0]["line"], 5);
}

TEST(StatsBradleyTerry, StyleControlOnColumnsAndOnTexts) {
    const Desk desk;
    std::string rows = "model_a,model_b,winner,la,lb,ta,tb\n";
    for (int i = 0; i < 240; ++i) {
        const int a = 10 + 7 * (i % 4);
        const int b = 10 + 5 * (i % 3);
        const bool wins = i % 7 == 0 ? a < b : a > b;
        rows += std::string(i % 2 == 0 ? "x,y," : "y,x,") + (wins ? "model_a," : "model_b,") +
                std::to_string(a) + "," + std::to_string(b) + "," +
                std::string(static_cast<std::size_t>(a), 'w') + "," +
                std::string(static_cast<std::size_t>(b), 'w') + "\n";
    }
    const std::string table = desk.write("t.csv", rows);
    const Json columns =
        run({"stats", "bradley-terry", table, "--style-a", "la", "--style-b", "lb", "--json"}).json();
    ASSERT_EQ(columns["style"].size(), 1U);
    EXPECT_GT(columns["style"][0]["ci_low"].get<double>(), 0);
    const Json texts =
        run({"stats", "bradley-terry", table, "--text-a", "ta", "--text-b", "tb", "--json"}).json();
    ASSERT_EQ(texts["style"].size(), 4U);
    EXPECT_NEAR(texts["style"][0]["coefficient"].get<double>(),
                columns["style"][0]["coefficient"].get<double>(), 1e-6);
    EXPECT_TRUE(texts["style"][1]["coefficient"].is_null());
    EXPECT_THAT(texts["warnings"].dump(), HasSubstr("headers does not vary"));
    EXPECT_EQ(run({"stats", "bradley-terry", table, "--style-a", "la,lb", "--style-b", "lb"}).code, 2);
}

TEST(StatsMean, ByGroupWithoutTheCellsThatStandForNothing) {
    const Desk desk;
    const std::string table =
        desk.write("judgments.jsonl", std::string("{\"model\": \"m\", \"turn\": 1, \"score\": 8}\n"
                                                  "{\"model\": \"m\", \"turn\": 2, \"score\": -1}\n"
                                                  "{\"model\": \"n\", \"turn\": 1, \"score\": 5.5}\n"
                                                  "{\"model\": \"m\", \"turn\": 2, \"score\": 6}\n"));
    const Json json =
        run({"stats", "mean", table, "--x", "score", "--by", "model", "--missing", "-1", "--json"}).json();
    EXPECT_EQ(json["n"], 3);
    EXPECT_EQ(json["groups"][0]["group"]["model"], "m");
    EXPECT_DOUBLE_EQ(json["groups"][0]["mean"], 7);
    EXPECT_EQ(json["skipped"][0]["line"], 2);
}

TEST(StatsPaired, SeveralAgainstOneAreHeldByHolm) {
    const Desk desk;
    const std::string table =
        desk.write("t.csv", std::string("a,b,base\n1,1,0\n1,0,0\n1,1,0\n1,0,1\n0,1,0\n1,0,0\n1,0,1\n"));
    const Json json = run({"stats", "paired", table, "--a", "a", "--a", "b", "--b", "base", "--bootstrap",
                           "200", "--seed", "7", "--json"})
                          .json();
    ASSERT_EQ(json["comparisons"].size(), 2U);
    const Json& first = json["comparisons"][0];
    EXPECT_EQ(first["a"], "a");
    EXPECT_NEAR(first["holm_p"].get<double>(), 2 * first["p"].get<double>(), 1e-12);
    EXPECT_DOUBLE_EQ(json["comparisons"][1]["holm_p"].get<double>(),
                     json["comparisons"][1]["p"].get<double>());
    EXPECT_EQ(first["mcnemar"]["only_a"], 4);
    EXPECT_EQ(first["bootstrap"]["seed"], 7);
}

TEST(StatsAgreement, JudgesOfAPublicTestSetAreNotCoerced) {
    const Desk desk;
    const std::string table = desk.write("t.json", Json{{{"annotator1", 1}, {"gpt_result", "1"}},
                                                        {{"annotator1", 0}, {"gpt_result", "Tie"}},
                                                        {{"annotator1", 2}, {"gpt_result", "garbage"}},
                                                        {{"annotator1", 2}, {"gpt_result", nullptr}},
                                                        {{"gpt_result", "2"}},
                                                        {{"annotator1", 2}, {"gpt_result", "2"}}});
    std::vector<std::string> call{"stats",     "agreement",  table,      "--raters", "gpt_result",
                                  "--against", "annotator1", "--labels", "0,1,2",    "--json"};
    const Json strict = run(call).json();
    EXPECT_EQ(strict["pairs"][0]["n"], 2);
    EXPECT_EQ(strict["unread"].size(), 2U);
    EXPECT_EQ(strict["raters"][0]["missing"], 1);
    call.insert(call.end(), {"--read", "Tie=0"});
    const Json told = run(call).json();
    EXPECT_EQ(told["pairs"][0]["n"], 3);
    EXPECT_EQ(told["unread"].size(), 1U);
}

TEST(StatsSampleSize, TheKnownPlan) {
    const Json json = run({"stats", "sample-size", "--delta", "0.03", "--json"}).json();
    EXPECT_EQ(json["n"], 969);
    EXPECT_THAT(run({"stats", "sample-size", "--delta", "0.03"}).out, HasSubstr("969 items"));
    const Ended zero = run({"stats", "sample-size", "--delta", "0"});
    EXPECT_EQ(zero.code, 2);
    EXPECT_THAT(zero.err, HasSubstr("other than 0"));
}

} // namespace tiebreak::test
