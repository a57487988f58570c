// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/noise.h"

#include "statistics/checks.h"
#include "statistics/summary.h"

#include <algorithm>
#include <cmath>

namespace tiebreak::statistics {

JudgeNoise judge_noise(std::span<const std::vector<std::optional<double>>> scores) {
    JudgeNoise noise;
    noise.runs = scores.empty() ? 0 : scores.front().size();
    std::vector<std::vector<double>> complete;
    for (const auto& row : scores) {
        require_same_length(row.size(), noise.runs, "judge noise");
        if (std::ranges::all_of(row, [](const auto& score) { return score.has_value(); })) {
            std::vector<double> values;
            std::ranges::transform(row, std::back_inserter(values), [](const auto& score) { return *score; });
            require_finite(values, "judge noise");
            complete.push_back(std::move(values));
        } else {
            ++noise.left_out;
        }
    }
    noise.candidates = complete.size();
    if (noise.candidates < 1 || noise.runs < 2) {
        return noise;
    }
    const double n = static_cast<double>(noise.candidates);
    const double k = static_cast<double>(noise.runs);

    std::vector<double> run_mean(noise.runs, 0.0);
    for (const auto& row : complete) {
        for (std::size_t r = 0; r < noise.runs; ++r) {
            run_mean[r] += row[r] / n;
        }
    }
    const double grand = *mean_of(run_mean);
    double over_runs = 0;
    double residual = 0;
    for (const auto& row : complete) {
        const double own = *mean_of(row);
        for (std::size_t r = 0; r < noise.runs; ++r) {
            const double deviation = row[r] - own;
            const double shift = run_mean[r] - grand;
            over_runs += deviation * deviation;
            residual += (deviation - shift) * (deviation - shift);
        }
    }
    noise.per_candidate_sd = std::sqrt(over_runs / (n * (k - 1.0)));
    noise.run_shift_sd = sd_of(run_mean);
    if (noise.candidates >= 2) {
        noise.within_run_sd = std::sqrt(residual / (n * (k - 1.0)));
        noise.residual_sd = std::sqrt(residual / ((n - 1.0) * (k - 1.0)));
    } else {
        noise.run_shift_sd.reset(); // one candidate's own noise cannot be told from a shift of the run
    }
    return noise;
}

} // namespace tiebreak::statistics
