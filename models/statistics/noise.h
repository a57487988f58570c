// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tiebreak::statistics {

/// How much scores move when the same responses are judged again. Judge reruns only: the interval over items
/// is another and far wider thing. All in the unit of the scores; all absent for fewer than two runs, all but
/// the first for fewer than two candidates.
struct JudgeNoise {
    std::size_t candidates = 0; ///< those with a score in every run: the ones counted
    std::size_t left_out = 0;   ///< candidates that lack a run
    std::size_t runs = 0;
    std::optional<double>
        per_candidate_sd; ///< SD over runs, pooled over candidates, n(K-1) degrees of freedom
    std::optional<double>
        within_run_sd; ///< the same after each run's mean shift is removed, same divisor n(K-1)
    std::optional<double> residual_sd;  ///< two-way residual SD, (n-1)(K-1) degrees of freedom
    std::optional<double> run_shift_sd; ///< SD (divisor K-1) of the runs' means over candidates
};

/// `scores[c][r]`: score of candidate c in run r (its mean over items, say). Rows must have one length; a
/// candidate that lacks a run is left out, since the mean of a run must be over the same candidates as that
/// of the next.
[[nodiscard]] JudgeNoise judge_noise(std::span<const std::vector<std::optional<double>>> scores);

} // namespace tiebreak::statistics
