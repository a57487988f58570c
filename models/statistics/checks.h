// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <cmath>
#include <cstddef>
#include <span>
#include <string>

namespace tiebreak::statistics {

/// Columns that belong together have one length; anything else is a mistake of the caller, never of the data.
inline void require_same_length(std::size_t a, std::size_t b, const char* where) {
    if (a != b) {
        throw domain::Error(domain::ErrorKind::internal,
                            "columns of different length: " + std::to_string(a) + " and " + std::to_string(b),
                            where);
    }
}

/// A NaN or an infinity would pass through every sum unseen, so that it is refused at the door.
inline void require_finite(std::span<const double> values, const char* where) {
    for (const double value : values) {
        if (!std::isfinite(value)) {
            throw domain::Error(domain::ErrorKind::usage, "a value is not a finite number", where,
                                "leave out or correct that value");
        }
    }
}

/// A level or a probability strictly between 0 and 1.
inline void require_share(double share, const char* what, const char* where) {
    if (!(share > 0.0 && share < 1.0)) {
        throw domain::Error(domain::ErrorKind::usage, std::string(what) + " must lie between 0 and 1", where,
                            "0.95 is the usual level, 0.05 the usual alpha, 0.8 the usual power");
    }
}

} // namespace tiebreak::statistics
