// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/random.h"
#include "statistics/noise.h"
#include "statistics/summary.h"
#include "support.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace tiebreak::statistics;
using Row = std::vector<std::optional<double>>;

TEST(JudgeNoise, PublishedFiveRunsGiveTheOracle) {
    const fixture::Table table("ift_judge_runs.csv");
    std::vector<Row> scores(24);
    for (const char* run : {"run1", "run2", "run3", "run4", "run5"}) {
        const std::vector<double> column = table.numbers(run);
        ASSERT_EQ(column.size(), scores.size());
        for (std::size_t c = 0; c < column.size(); ++c) {
            scores[c].push_back(column[c]);
        }
    }
    const JudgeNoise noise = judge_noise(scores);
    EXPECT_EQ(noise.candidates, 24u);
    EXPECT_EQ(noise.runs, 5u);
    EXPECT_NEAR(*noise.per_candidate_sd, 0.415402, 5e-7);
    EXPECT_NEAR(*noise.within_run_sd, 0.3034, 5e-5);
    EXPECT_NEAR(*noise.residual_sd, 0.3099, 5e-5);
    EXPECT_NEAR(*noise.run_shift_sd, 0.2837, 5e-5);

    // The pooled SD a second way: the root of the mean of the candidates' own variances.
    double variances = 0;
    for (const Row& row : scores) {
        std::vector<double> values;
        for (const auto& score : row) {
            values.push_back(*score);
        }
        variances += *sd_of(values) * *sd_of(values);
    }
    EXPECT_NEAR(*noise.per_candidate_sd, std::sqrt(variances / 24), 1e-12);
    // And the decomposition: over runs = residual + n · shift.
    EXPECT_NEAR(24 * 4 * std::pow(*noise.per_candidate_sd, 2),
                23 * 4 * std::pow(*noise.residual_sd, 2) + 24 * 4 * std::pow(*noise.run_shift_sd, 2), 1e-10);
}

TEST(JudgeNoise, FindsTheNoiseThatWasPutIn) {
    tiebreak::domain::Random random(3);
    std::vector<Row> scores(400, Row(40));
    std::vector<double> shift(40);
    for (double& s : shift) {
        s = 2 * random.normal();
    }
    for (std::size_t c = 0; c < scores.size(); ++c) {
        for (std::size_t r = 0; r < 40; ++r) {
            scores[c][r] = static_cast<double>(c) + shift[r] + 0.5 * random.normal();
        }
    }
    const JudgeNoise noise = judge_noise(scores);
    EXPECT_NEAR(*noise.residual_sd, 0.5, 0.012);
    EXPECT_NEAR(*noise.run_shift_sd, *sd_of(shift), 0.02);
}

TEST(JudgeNoise, LeavesOutIncompleteCandidatesAndSaysSo) {
    const std::vector<Row> scores{{1, 2}, {3, std::nullopt}, {5, 7}};
    const JudgeNoise noise = judge_noise(scores);
    EXPECT_EQ(noise.candidates, 2u);
    EXPECT_EQ(noise.left_out, 1u);
    EXPECT_DOUBLE_EQ(*noise.per_candidate_sd, std::sqrt((0.5 + 2.0) / 2));
    EXPECT_DOUBLE_EQ(*noise.run_shift_sd, 1.5 / std::sqrt(2.0));
}

TEST(JudgeNoise, UndefinedIsAbsent) {
    EXPECT_FALSE(judge_noise({}).per_candidate_sd);
    const JudgeNoise one_run = judge_noise(std::vector<Row>{{1}, {2}});
    EXPECT_FALSE(one_run.per_candidate_sd || one_run.within_run_sd || one_run.run_shift_sd);
    const JudgeNoise one_candidate = judge_noise(std::vector<Row>{{1, 2, 3}});
    EXPECT_DOUBLE_EQ(*one_candidate.per_candidate_sd, 1);
    EXPECT_FALSE(one_candidate.within_run_sd || one_candidate.residual_sd || one_candidate.run_shift_sd);
}
