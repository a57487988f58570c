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

TEST(StatsSampleSize, TheKnownPlan) {
    const Json json = run({"stats", "sample-size", "--delta", "0.03", "--json"}).json();
    EXPECT_EQ(json["n"], 969);
    EXPECT_THAT(run({"stats", "sample-size", "--delta", "0.03"}).out, HasSubstr("969 items"));
    const Ended zero = run({"stats", "sample-size", "--delta", "0"});
    EXPECT_EQ(zero.code, 2);
    EXPECT_THAT(zero.err, HasSubstr("other than 0"));
}

} // namespace tiebreak::test
