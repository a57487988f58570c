// SPDX-License-Identifier: GPL-3.0-or-later
// How values become JSON in everything the command prints: private to the room.
#pragma once

#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>
#include <type_traits>

namespace tiebreak::workbench {

/// Null where there is no value, or none that JSON has: it knows no NaN, and what is no number is undefined.
template <class T>
nlohmann::ordered_json or_null(const std::optional<T>& value) {
    if constexpr (std::is_floating_point_v<T>) {
        return value && std::isfinite(*value) ? nlohmann::ordered_json(*value)
                                              : nlohmann::ordered_json(nullptr);
    } else {
        return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
    }
}

} // namespace tiebreak::workbench
