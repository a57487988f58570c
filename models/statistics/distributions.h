// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace tiebreak::statistics {

/// z with P(Z <= z) = p for a standard normal Z; 0 < p < 1.
[[nodiscard]] double normal_quantile(double p);
/// P(|Z| >= |z|) for a standard normal Z.
[[nodiscard]] double normal_two_sided_p(double z);
/// t with P(T <= t) = p for Student's T; 0 < p < 1, df > 0.
[[nodiscard]] double t_quantile(double p, double df);
/// P(|T| >= |t|) for Student's T; an infinite t gives 0.
[[nodiscard]] double t_two_sided_p(double t, double df);
/// Exact two-sided p of `wins` against `losses` under a fair coin (twice the smaller tail, at most 1); ties
/// are left out. With no decided pair at all p is 1.
[[nodiscard]] double sign_test_p(std::int64_t wins, std::int64_t losses);

} // namespace tiebreak::statistics
