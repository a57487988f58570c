// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/distributions.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>

namespace tiebreak::statistics {

double normal_quantile(double p) {
    return boost::math::quantile(boost::math::normal{}, p);
}

double normal_two_sided_p(double z) {
    return std::erfc(std::abs(z) / std::sqrt(2.0));
}

double t_quantile(double p, double df) {
    return boost::math::quantile(boost::math::students_t{df}, p);
}

double t_two_sided_p(double t, double df) {
    if (std::isinf(t)) {
        return 0.0;
    }
    return 2.0 * boost::math::cdf(boost::math::complement(boost::math::students_t{df}, std::abs(t)));
}

double sign_test_p(std::int64_t wins, std::int64_t losses) {
    const std::int64_t decided = wins + losses;
    if (decided == 0) {
        return 1.0;
    }
    const boost::math::binomial fair{static_cast<double>(decided), 0.5};
    return std::min(1.0, 2.0 * boost::math::cdf(fair, static_cast<double>(std::min(wins, losses))));
}

} // namespace tiebreak::statistics
