// SPDX-License-Identifier: GPL-3.0-or-later
// The published table of 24 GPT-2 replications as imported scores: the oracles of methods.md 1.
#include "tests/workbench/judged_project.h"
#include "text/csv.h"
#include "workbench/answer.h"
#include "workbench/chart.h"
#include "workbench/compare_view.h"
#include "workbench/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

namespace tiebreak::workbench {

namespace {

using testing::HasSubstr;

std::vector<std::map<std::string, std::string>> table(const std::string& name) {
    const std::string path = std::string(TIEBREAK_SOURCE_DIR) + "/tests/data/" + name;
    std::ifstream in(path);
    std::stringstream bytes;
    bytes << in.rdbuf();
    const std::string content = bytes.str();
    const text::CsvTable csv = text::read_csv_table(content, path);
    std::vector<std::map<std::string, std::string>> rows;
    for (const text::CsvRow& row : csv.rows) {
        std::map<std::string, std::string> named;
        for (std::size_t k = 0; k < csv.header.size(); ++k) {
            named[csv.header[k]] = row.cells[k];
        }
        rows.push_back(std::move(named));
    }
    return rows;
}

/// The averages as they were published, and the five judge runs, as two judgings.
struct Published : JudgedProject {
    domain::JudgingId averages;
    domain::JudgingId runs;
    Published() {
        const auto scores = table("ift_newest.csv");
        std::vector<domain::Candidate> models;
        for (const auto& row : scores) {
            models.push_back(model(row.at("model"), std::stod(row.at("test_loss"))));
        }
        make({}, models);
        averages = judging("average", domain::Protocol::joint, "imported", "published average");
        runs = judging("judge runs", domain::Protocol::joint, "imported", "published runs");
        std::map<std::string, std::map<std::string, std::string>> by_name;
        for (const auto& row : table("ift_judge_runs.csv")) {
            by_name[row.at("model")] = row;
        }
        write([&](Connection& c) {
            for (std::size_t m = 0; m < scores.size(); ++m) {
                store::add_imported_score(
                    c, averages, {candidates[m].revision, 1, std::stod(scores[m].at("ift_score_avg5"))});
                for (int r = 1; r <= 5; ++r) {
                    store::add_imported_score(
                        c, runs,
                        {candidates[m].revision, r,
                         std::stod(by_name.at(scores[m].at("model")).at("run" + std::to_string(r)))});
                }
            }
            store::set_run_status(c, run, store::WorkStatus::finished);
        });
    }
};

std::vector<std::string> outliers(const LossScoreReport& association) {
    std::vector<std::string> names;
    for (const LossScoreResidual& residual : association.residuals) {
        if (residual.outlier) {
            names.push_back(residual.candidate);
        }
    }
    return names;
}

} // namespace

TEST(Published, ReportGivesTheOracles) {
    Published p;
    const Report report = p.project.read([&](Connection& c) { return make_report(c, p.run); });
    ASSERT_EQ(report.loss_vs_score.size(), 2U);
    const LossScoreReport& association = *leading_loss_score(report);
    EXPECT_EQ(association.judging, "average");
    EXPECT_EQ(association.n, 24U);
    EXPECT_NEAR(*association.pearson, -0.514772, 5e-7);
    EXPECT_NEAR(*association.spearman, -0.606087, 5e-7);
    EXPECT_NEAR(*association.kendall, -0.413043, 5e-7);
    EXPECT_NEAR(*association.slope, -13.6935, 5e-5);
    EXPECT_THAT(
        outliers(association),
        testing::UnorderedElementsAre("OpenAI weights: medium", "OpenAI weights: small", "JAX, FineWeb-Edu"));
    // The five runs' own means are not rounded as the published averages are.
    EXPECT_NEAR(*report.loss_vs_score[1].pearson, -0.514710, 5e-7);
    EXPECT_EQ(outliers(report.loss_vs_score[1]).size(), 3U);

    const JudgingReport& runs = report.judgings.at(1);
    EXPECT_TRUE(runs.imported_scores);
    EXPECT_EQ(runs.repeats, 5);
    EXPECT_FALSE(runs.cost);
    EXPECT_NEAR(*runs.noise.per_candidate_sd, 0.415402, 5e-7);
    EXPECT_NEAR(*runs.noise.within_run_sd, 0.3034, 5e-5);
    EXPECT_NEAR(*runs.noise.residual_sd, 0.3099, 5e-5);
    EXPECT_NEAR(*runs.noise.run_shift_sd, 0.2837, 5e-5);
    const ScoreReport& best = runs.scores.at(0);
    EXPECT_EQ(best.name, "OpenAI weights: medium");
    EXPECT_EQ(best.n, 5) << "judge runs";
    EXPECT_EQ(best.rank, 1);
    EXPECT_NEAR(*best.mean, 42.358, 1e-9);
    EXPECT_THAT(runs.warnings, testing::Contains(HasSubstr("leave out which items were drawn")));
    EXPECT_FALSE(report.judgings.at(0).scores.at(0).ci_low) << "one figure a model has no interval";
}

TEST(Published, ChartIsTheReportsPicture) {
    Published p;
    const LossScoreChart chart = p.project.read([&](Connection& c) {
        return make_loss_score_chart(c, p.run, {p.runs, "", {}});
    });
    ASSERT_EQ(chart.points.size(), 24U);
    EXPECT_EQ(chart.points.front().name, "OpenAI weights: medium") << "by loss";
    EXPECT_NEAR(chart.least_squares->slope, -13.690731, 1e-5);
    EXPECT_NEAR(chart.theil_sen->slope, -10.91, 0.03) << "as the picture has it";
    EXPECT_NEAR(*chart.outlier_threshold, 7.61, 0.03);
    for (const LossScorePoint& point : chart.points) {
        EXPECT_NEAR(point.residual,
                    point.score - chart.theil_sen->intercept - chart.theil_sen->slope * point.loss, 1e-12);
        EXPECT_EQ(point.outlier, std::abs(point.residual) > *chart.outlier_threshold) << point.name;
        EXPECT_EQ(point.n, 5);
        EXPECT_LT(*point.ci_low, point.score);
    }
    EXPECT_EQ(chart.band_draws, 2000);
    ASSERT_EQ(chart.band_low.size(), chart.band_x.size());
    for (std::size_t k = 0; k < chart.band_x.size(); ++k) {
        EXPECT_LE(chart.band_low[k], chart.band_high[k]);
    }
    EXPECT_LT(chart.band_x.front(), chart.points.front().loss);
    EXPECT_THAT(chart.caption, HasSubstr("n = 24 models, the same loss set and tokenizer (val, gpt2). Bars: "
                                         "95 % t interval over five judge reruns of the same answers. They "
                                         "leave out which items were drawn (wider by far), decoding and "
                                         "training seeds."));
    EXPECT_THAT(chart.caption, HasSubstr("No SE of the loss is given"));
    EXPECT_THAT(chart.caption, HasSubstr("Line: Theil\u2013Sen; band: 2,000 bootstrap draws of models."));
}

TEST(Published, WithoutTheOpenAiRows) {
    Published p;
    const LossScoreChart chart = p.project.read([&](Connection& c) {
        return make_loss_score_chart(
            c, p.run, {p.averages, "val, gpt2", {"OpenAI weights: medium", "OpenAI weights: small"}});
    });
    EXPECT_EQ(chart.points.size(), 24U) << "still shown";
    EXPECT_EQ(chart.association.n, 22U);
    EXPECT_NEAR(*chart.association.pearson, -0.438550, 5e-7);
    EXPECT_NEAR(*chart.association.spearman, -0.540373, 5e-7);
    EXPECT_NEAR(*chart.association.kendall, -0.359307, 5e-7);
    EXPECT_TRUE(chart.points.front().excluded);
    EXPECT_FALSE(chart.points.front().outlier);
    EXPECT_THAT(chart.caption, HasSubstr("Not in the fit or the figures: OpenAI weights: medium and OpenAI "
                                         "weights: small."));
    EXPECT_THAT(chart.caption, HasSubstr("no vertical bars"));
}

TEST(Published, CsvHoldsEveryPoint) {
    Published p;
    const LossScoreChart chart =
        p.project.read([&](Connection& c) { return make_loss_score_chart(c, p.run); });
    const std::string csv = to_csv(chart);
    const text::CsvTable read = text::read_csv_table(csv);
    EXPECT_TRUE(read.problems.empty());
    ASSERT_EQ(read.rows.size(), 24U);
    EXPECT_EQ(read.header, (std::vector<std::string>{"name", "test_loss", "test_loss_se", "score", "ci_low",
                                                     "ci_high", "n", "residual", "outlier"}));
    EXPECT_EQ(read.rows[0].cells[0], "OpenAI weights: medium");
    EXPECT_DOUBLE_EQ(std::stod(read.rows[0].cells[1]), 3.231442);
    EXPECT_EQ(read.rows[0].cells[8], "true");
}

TEST(Published, NothingCanBeToldFromScoresWithoutItems) {
    Published p;
    const RunAnswer answer = p.project.read([&](Connection& c) {
        return make_answer(c, p.run, {"OpenAI weights: medium", "JAX, FineWeb-Edu", p.runs, 1});
    });
    EXPECT_TRUE(answer.over_judge_runs);
    EXPECT_EQ(answer.outcome, Outcome::cannot_tell) << "whatever the difference";
    EXPECT_EQ(answer.difference.n, 5U);
    EXPECT_NEAR(*answer.difference.difference, 42.358 - 24.556, 1e-9);
    EXPECT_THAT(answer.covers, testing::ElementsAre(HasSubstr("five reruns of the judge")));
    EXPECT_THAT(answer.leaves_out, testing::Contains(HasSubstr("which items were drawn")));
    EXPECT_FALSE(answer.more_items);
    EXPECT_TRUE(answer.reading.empty());
    EXPECT_EQ(headline(answer), "cannot tell from JAX, FineWeb-Edu (+17.8)");
}

TEST(Published, CompareHasCandidatesAndNoRows) {
    Published p;
    const CompareIndex index = p.project.read([&](Connection& c) { return make_compare_index(c, p.run); });
    EXPECT_EQ(index.candidates.size(), 24U);
    EXPECT_TRUE(index.rows.empty());
    EXPECT_TRUE(index.candidates.front().mean.has_value());
}

} // namespace tiebreak::workbench
