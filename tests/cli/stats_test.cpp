// SPDX-License-Identifier: GPL-3.0-or-later
// `stats correlation` against the published tables, and what it says of tables that cannot be counted.
#include "tests/cli/desk.h"

namespace tiebreak::test {

namespace {

const std::string newest = TIEBREAK_SOURCE_DIR "/tests/data/ift_newest.csv";
const std::string oldest = TIEBREAK_SOURCE_DIR "/tests/data/ift_oldest.csv";

std::vector<std::string> correlation(const std::string& table, std::vector<std::string> more) {
    std::vector<std::string> call{"stats", "correlation", table};
    call.insert(call.end(), more.begin(), more.end());
    return call;
}

const std::vector<std::string> of_newest{"--x",     "test_loss", "--y",   "ift_score_avg5",
                                         "--label", "model",     "--json"};

} // namespace

TEST(StatsCorrelation, NewestTable) {
    const Ended ended = run(correlation(newest, of_newest));
    ASSERT_EQ(ended.code, 0) << ended.err;
    const Json json = ended.json();
    EXPECT_EQ(json["n"], 24);
    EXPECT_NEAR(json["pearson"].get<double>(), -0.514772, 5e-7);
    EXPECT_NEAR(json["spearman"].get<double>(), -0.606087, 5e-7);
    EXPECT_NEAR(json["kendall"].get<double>(), -0.413043, 5e-7);
    EXPECT_NEAR(json["slope"].get<double>(), -13.6935, 5e-5);
    std::vector<std::string> outliers;
    for (const Json& row : json["residuals"]) {
        if (row["outlier"]) {
            outliers.push_back(row["label"]);
        }
    }
    EXPECT_THAT(outliers, testing::UnorderedElementsAre("JAX, FineWeb-Edu", "OpenAI weights: medium",
                                                        "OpenAI weights: small"));
    expect_keys(json,
                {"n", "pearson", "pearson_p", "spearman", "spearman_p", "kendall", "kendall_p", "slope",
                 "slope_se", "intercept", "r2", "residuals", "skipped", "warnings"},
                "correlation");
    expect_keys(json["theil_sen"], {"slope", "intercept", "threshold"}, "theil_sen");
}

TEST(StatsCorrelation, WithoutTheOpenAiRows) {
    std::vector<std::string> options = of_newest;
    options.insert(options.end(),
                   {"--exclude", "OpenAI weights: medium", "--exclude", "OpenAI weights: small"});
    const Json json = run(correlation(newest, options)).json();
    EXPECT_EQ(json["n"], 22);
    EXPECT_EQ(json["excluded"], 2);
    EXPECT_NEAR(json["pearson"].get<double>(), -0.438550, 5e-7);
    EXPECT_NEAR(json["spearman"].get<double>(), -0.540373, 5e-7);
    EXPECT_NEAR(json["kendall"].get<double>(), -0.359307, 5e-7);
}

TEST(StatsCorrelation, OldestTable) {
    const Json json =
        run(correlation(oldest, {"--x", "test_loss", "--y", "ift_score_isolated", "--json"})).json();
    EXPECT_EQ(json["n"], 9);
    EXPECT_NEAR(json["pearson"].get<double>(), -0.703251, 5e-7);
    EXPECT_NEAR(json["pearson_p"].get<double>(), 0.0346, 5e-5);
    EXPECT_NEAR(json["spearman"].get<double>(), -0.45, 5e-7);
    EXPECT_NEAR(json["kendall"].get<double>(), -0.277778, 5e-7);
    EXPECT_NEAR(json["slope"].get<double>(), -19.8737, 5e-5);
}

TEST(StatsCorrelation, ATableForReading) {
    const Ended ended =
        run(correlation(newest, {"--x", "test_loss", "--y", "ift_score_avg5", "--label", "model"}));
    EXPECT_EQ(ended.code, 0);
    EXPECT_THAT(ended.out, HasSubstr("-0.514772"));
    EXPECT_THAT(ended.out, HasSubstr("-13.6935"));
    EXPECT_THAT(ended.out, testing::ContainsRegex("JAX, FineWeb-Edu +[-0-9.]+ +outlier"));
    EXPECT_EQ(ended.err, "");
}

TEST(StatsCorrelation, AJsonListGivesTheSame) {
    const Desk desk;
    const std::string table = desk.write("t.json", Json{{{"a", 1}, {"b", 2.5}, {"who", "p"}},
                                                        {{"a", 2}, {"b", 1.5}, {"who", "q"}},
                                                        {{"a", 4}, {"b", 1}, {"who", "r"}}});
    const std::string csv = desk.write("t.csv", std::string("who,a,b\np,1,2.5\nq,2,1.5\nr,4,1\n"));
    const std::vector<std::string> options{"--x", "a", "--y", "b", "--label", "who", "--json"};
    const Json of_json = run(correlation(table, options)).json();
    EXPECT_EQ(of_json, run(correlation(csv, options)).json());
    EXPECT_EQ(of_json["n"], 3);
}

TEST(StatsCorrelation, FewerThanThreePointsAreNotComputed) {
    const Desk desk;
    const std::string table = desk.write("t.csv", std::string("a,b\n1,2\n2,3\n"));
    const Ended ended = run(correlation(table, {"--x", "a", "--y", "b", "--json"}));
    EXPECT_EQ(ended.code, 0);
    const Json json = ended.json();
    EXPECT_EQ(json["n"], 2);
    for (const char* key : {"pearson", "pearson_p", "spearman", "kendall", "slope", "intercept", "r2"}) {
        EXPECT_TRUE(json[key].is_null()) << key;
    }
    EXPECT_FALSE(json["warnings"].empty());
    EXPECT_TRUE(json["residuals"].empty());
}

TEST(StatsCorrelation, ConstantColumnsAreNotComputed) {
    const Desk desk;
    const std::string table = desk.write("t.csv", std::string("a,b,c\n1,2,7\n2,3,7\n3,5,7\n4,4,7\n"));
    const Json flat = run(correlation(table, {"--x", "a", "--y", "c", "--json"})).json();
    EXPECT_TRUE(flat["pearson"].is_null());
    EXPECT_TRUE(flat["r2"].is_null());
    EXPECT_FALSE(flat["warnings"].empty());
    const Json upright = run(correlation(table, {"--x", "c", "--y", "a", "--json"})).json();
    EXPECT_TRUE(upright["slope"].is_null());
    EXPECT_TRUE(upright["kendall"].is_null());
}

TEST(StatsCorrelation, BlanksAndTextAreNamedByLine) {
    const Desk desk;
    const std::string table =
        desk.write("t.csv", std::string("a,b\n1,2\n2,\n3,n/a\n\n4,5\n5\n6,4\n\"7\n\",3\n"));
    const Json json = run(correlation(table, {"--x", "a", "--y", "b", "--json"})).json();
    std::map<int, std::string> skipped;
    for (const Json& row : json["skipped"]) {
        skipped[row["line"].get<int>()] = row["why"];
    }
    EXPECT_EQ(json["n"], 4);
    ASSERT_EQ(skipped.size(), 3U) << json["skipped"];
    EXPECT_THAT(skipped[3], HasSubstr("b"));
    EXPECT_THAT(skipped[4], HasSubstr("n/a"));
    EXPECT_TRUE(skipped.contains(7)) << "a row of one cell";
    EXPECT_THAT(run(correlation(table, {"--x", "a", "--y", "b"})).out, HasSubstr("line 4 left out"));
}

TEST(StatsCorrelation, MissingColumnsAndFilesAreNamed) {
    const Ended column = run(correlation(newest, {"--x", "test_los", "--y", "ift_score_avg5", "--json"}));
    EXPECT_EQ(column.code, 2);
    EXPECT_EQ(column.out, "");
    EXPECT_THAT(column.err, HasSubstr("did you mean \"test_loss\"?"));
    const Ended file = run(correlation("no/such/table.csv", {"--x", "a", "--y", "b"}));
    EXPECT_EQ(file.code, 2);
    EXPECT_THAT(file.err, HasSubstr("no/such/table.csv"));
    const Desk desk;
    const Ended html = run(correlation(desk.write("t.csv", std::string("<html><body>504</body></html>")),
                                       {"--x", "a", "--y", "b"}));
    EXPECT_EQ(html.code, 2);
    EXPECT_THAT(html.err, HasSubstr("t.csv"));
    const Ended label = run(correlation(newest, {"--x", "test_loss", "--y", "ift_rank", "--label", "modle"}));
    EXPECT_EQ(label.code, 2);
    EXPECT_THAT(label.err, HasSubstr("\"model\""));
}

} // namespace tiebreak::test
