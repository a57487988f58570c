// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "domain/random.h"
#include "statistics/agreement.h"
#include "statistics/correlation.h"
#include "statistics/mean.h"
#include "support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

using namespace tiebreak::statistics;

namespace {

using Units = std::vector<std::vector<std::optional<double>>>;

/// The three GPT-4 scores of each entry of Prometheus' evaluation set, 1 to 5.
std::vector<std::vector<int>> three_scores(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::stringstream whole;
    whole << file.rdbuf();
    const std::string text = whole.str();
    std::vector<std::vector<int>> units;
    const std::string key = "\"gpt4_score\": [";
    for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at)) {
        at += key.size();
        std::stringstream numbers(text.substr(at, text.find(']', at) - at));
        std::vector<int> scores(3);
        char comma = 0;
        numbers >> scores[0] >> comma >> scores[1] >> comma >> scores[2];
        units.push_back(scores);
    }
    return units;
}

/// Alpha from its definition: mean squared difference within units over that among all pairable values.
double interval_alpha_by_pairs(const Units& units) {
    double within = 0;
    std::vector<double> all;
    for (const auto& unit : units) {
        std::vector<double> given;
        for (const auto& value : unit) {
            if (value) {
                given.push_back(*value);
            }
        }
        if (given.size() < 2) {
            continue;
        }
        for (const double a : given) {
            for (const double b : given) {
                within += (a - b) * (a - b) / (static_cast<double>(given.size()) - 1);
            }
        }
        all.insert(all.end(), given.begin(), given.end());
    }
    double among = 0;
    for (const double a : all) {
        for (const double b : all) {
            among += (a - b) * (a - b);
        }
    }
    const double n = static_cast<double>(all.size());
    return 1 - (within / n) / (among / (n * (n - 1)));
}

std::vector<LabelIndex> labels(std::initializer_list<int> values) {
    return {values.begin(), values.end()};
}

} // namespace

TEST(Agreement, ThreeRunsOfGpt4GiveTheOracles) {
    const auto path = fixture::shared_data() / "prometheus/vicuna_eval.json";
    SKIP_WITHOUT_SHARED_DATA(path);
    const auto scores = three_scores(path);
    ASSERT_EQ(scores.size(), 320u);
    std::vector<std::vector<LabelIndex>> ratings;
    Units values;
    std::vector<LabelIndex> first;
    std::vector<LabelIndex> second;
    for (const auto& unit : scores) {
        ratings.emplace_back(unit.begin(), unit.end());
        values.emplace_back(unit.begin(), unit.end());
        first.emplace_back(unit[0]);
        second.emplace_back(unit[1]);
    }
    EXPECT_NEAR(*fleiss_kappa(ratings).value, 0.581722, 5e-7);
    EXPECT_NEAR(*krippendorff_alpha(values, MeasurementLevel::nominal).value, 0.582157, 5e-7);
    EXPECT_NEAR(*krippendorff_alpha(values, MeasurementLevel::ordinal).value, 0.723442, 5e-7);
    EXPECT_NEAR(*krippendorff_alpha(values, MeasurementLevel::interval).value, 0.807544, 5e-7);
    EXPECT_NEAR(*krippendorff_alpha(values, MeasurementLevel::interval).value,
                interval_alpha_by_pairs(values), 1e-12);
    EXPECT_NEAR(*cohen_kappa(first, second, KappaWeights::quadratic).value, 0.798524, 5e-7);
}

TEST(Agreement, TwoJudgesOfOneModelGiveTheOracles) {
    const auto folder = fixture::shared_data() / "rasbt/scores";
    SKIP_WITHOUT_SHARED_DATA(folder);
    const auto gpt4 = fixture::json_numbers(folder / "gpt4-model-1-response.json");
    const auto llama = fixture::json_numbers(folder / "llama3-8b-model-1-response.json");
    EXPECT_NEAR(*pearson(gpt4, llama).coefficient, 0.804890, 5e-7);
    EXPECT_NEAR(*spearman(gpt4, llama).coefficient, 0.698406, 5e-7);
    EXPECT_NEAR(*kendall(gpt4, llama).coefficient, 0.572920, 5e-7);
    EXPECT_NEAR(*mean_estimate(gpt4).mean, 74.09, 1e-12);
    EXPECT_NEAR(*mean_estimate(fixture::json_numbers(folder / "gpt4-model-2-response.json")).mean, 56.57,
                1e-12);
}

TEST(CohenKappa, TextbookTable) {
    // 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: po = .7, pe = .5 · .6 + .5 · .4 = .5, kappa = .4.
    std::vector<LabelIndex> a;
    std::vector<LabelIndex> b;
    const auto add = [&](int times, int x, int y) {
        a.insert(a.end(), static_cast<std::size_t>(times), x);
        b.insert(b.end(), static_cast<std::size_t>(times), y);
    };
    add(20, 1, 1);
    add(5, 1, 0);
    add(10, 0, 1);
    add(15, 0, 0);
    EXPECT_NEAR(*cohen_kappa(a, b).value, 0.4, 1e-12);
    // With two labels there is one distance only, so that weights change nothing.
    EXPECT_NEAR(*cohen_kappa(a, b, KappaWeights::quadratic).value, 0.4, 1e-12);
    EXPECT_NEAR(*accuracy(a, b).value, 0.7, 1e-12);
}

TEST(CohenKappa, QuadraticWeightsAreAMeanSquare) {
    // kappa_q = 1 - Σ(a-b)² / (n (var_a + var_b + (mean_a - mean_b)²)), population variances (Fleiss and
    // Cohen 1973).
    tiebreak::domain::Random random(2);
    std::vector<LabelIndex> a;
    std::vector<LabelIndex> b;
    std::vector<double> x;
    std::vector<double> y;
    for (int i = 0; i < 200; ++i) {
        const int truth = static_cast<int>(random.below(6));
        a.emplace_back(truth);
        b.emplace_back(truth + static_cast<int>(random.below(3)));
        x.push_back(*a.back());
        y.push_back(*b.back());
    }
    double squares = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        squares += (x[i] - y[i]) * (x[i] - y[i]);
    }
    const double variances = (std::pow(*sd_of(x), 2) + std::pow(*sd_of(y), 2)) * 199.0 / 200.0;
    const double shift = *mean_of(x) - *mean_of(y);
    EXPECT_NEAR(*cohen_kappa(a, b, KappaWeights::quadratic).value,
                1 - squares / 200 / (variances + shift * shift), 1e-12);
    const double linear = *cohen_kappa(a, b, KappaWeights::linear).value;
    EXPECT_GT(linear, *cohen_kappa(a, b).value);
    EXPECT_LT(linear, *cohen_kappa(a, b, KappaWeights::quadratic).value);
}

TEST(CohenKappa, MissingRatingsAndUndefinedCases) {
    std::vector<LabelIndex> a = labels({0, 1, 0, 1});
    std::vector<LabelIndex> b = labels({0, 1, 1, 1});
    a.push_back(std::nullopt);
    b.push_back(1);
    EXPECT_EQ(cohen_kappa(a, b).n, 4u);
    EXPECT_NEAR(*cohen_kappa(a, b).value, 0.5, 1e-12);
    EXPECT_EQ(cohen_kappa(labels({2, 2}), labels({2, 2})).reason, "both gave the same label throughout");
    EXPECT_EQ(*cohen_kappa(labels({2, 2}), labels({1, 1})).value,
              0); // nothing in common, and nothing by chance either
    EXPECT_EQ(cohen_kappa({}, {}).reason, "no item was rated by both");
    EXPECT_FALSE(accuracy({}, {}).value);
    EXPECT_THROW((void)cohen_kappa(labels({-1}), labels({1})), tiebreak::domain::Error);
}

TEST(FleissKappa, TextbookExample) {
    // Fleiss 1971 as in the public encyclopedia: 14 raters, 10 subjects, 5 labels, kappa 0.210.
    const int counts[10][5] = {{0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0},
                               {2, 2, 8, 1, 1},  {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2},
                               {6, 5, 2, 1, 0},  {0, 2, 2, 3, 7}};
    std::vector<std::vector<LabelIndex>> ratings;
    for (const auto& row : counts) {
        std::vector<LabelIndex> unit;
        for (int label = 0; label < 5; ++label) {
            unit.insert(unit.end(), static_cast<std::size_t>(row[label]), label);
        }
        ratings.push_back(unit);
    }
    EXPECT_NEAR(*fleiss_kappa(ratings).value, 0.209931, 5e-7);
    ratings.push_back(std::vector<LabelIndex>(14, 3));
    ratings.back()[2].reset();
    EXPECT_EQ(fleiss_kappa(ratings).n, 10u); // the unit that lacks a rating is left out
    EXPECT_NEAR(*fleiss_kappa(ratings).value, 0.209931, 5e-7);
}

TEST(FleissKappa, UndefinedIsNamed) {
    EXPECT_EQ(fleiss_kappa({}).reason, "fewer than two raters");
    EXPECT_EQ(fleiss_kappa(std::vector<std::vector<LabelIndex>>{labels({1, 1}), labels({1, 1})}).reason,
              "all gave the same label throughout");
    EXPECT_EQ(fleiss_kappa(std::vector<std::vector<LabelIndex>>{{1, std::nullopt}}).reason,
              "no item was rated by all");
}

TEST(KrippendorffAlpha, PublishedExampleWithMissingValues) {
    // Krippendorff 2011, section C: four observers, twelve units: 0.743, 0.815, 0.849.
    const auto none = std::nullopt;
    const Units units{{1, 1, none, 1}, {2, 2, 3, 2},    {3, 3, 3, 3},       {3, 3, 3, 3},
                      {2, 2, 2, 2},    {1, 2, 3, 4},    {4, 4, 4, 4},       {1, 1, 2, 1},
                      {2, 2, 2, 2},    {none, 5, 5, 5}, {none, none, 1, 1}, {none, none, 3, none}};
    EXPECT_NEAR(*krippendorff_alpha(units, MeasurementLevel::nominal).value, 0.743, 5e-4);
    EXPECT_NEAR(*krippendorff_alpha(units, MeasurementLevel::ordinal).value, 0.815, 5e-4);
    EXPECT_NEAR(*krippendorff_alpha(units, MeasurementLevel::interval).value, 0.849, 5e-4);
    EXPECT_NEAR(*krippendorff_alpha(units, MeasurementLevel::interval).value, interval_alpha_by_pairs(units),
                1e-12);
    EXPECT_EQ(krippendorff_alpha(units, MeasurementLevel::nominal).n, 11u);
}

TEST(KrippendorffAlpha, OrdinalSeesOrderOnly) {
    const Units units{{1, 2}, {2, 2}, {3, 1}, {3, 3}, {2, 3}};
    Units stretched;
    for (const auto& unit : units) {
        stretched.push_back({std::exp(*unit[0]), std::exp(*unit[1])});
    }
    EXPECT_NEAR(*krippendorff_alpha(units, MeasurementLevel::ordinal).value,
                *krippendorff_alpha(stretched, MeasurementLevel::ordinal).value, 1e-12);
    EXPECT_GT(std::abs(*krippendorff_alpha(units, MeasurementLevel::interval).value -
                       *krippendorff_alpha(stretched, MeasurementLevel::interval).value),
              0.01);
}

TEST(KrippendorffAlpha, UndefinedIsNamed) {
    EXPECT_EQ(krippendorff_alpha({}, MeasurementLevel::nominal).reason, "no item has two ratings");
    EXPECT_EQ(krippendorff_alpha(Units{{1, std::nullopt}, {2}}, MeasurementLevel::nominal).reason,
              "no item has two ratings");
    EXPECT_EQ(krippendorff_alpha(Units{{1, 1}, {1, 1}}, MeasurementLevel::interval).reason,
              "all gave the same label throughout");
}
