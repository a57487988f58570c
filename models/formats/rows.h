// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tiebreak::formats {

/// A row that cannot be used: where it stands and why, for people.
struct BadRow {
    std::size_t line = 0; ///< where the row begins, from 1
    std::string why;

    friend bool operator==(const BadRow&, const BadRow&) = default;
};

/// What the person said about a file; everything else is found in it.
struct ReadOptions {
    std::string where;                                        ///< the file's name, for errors
    std::map<std::string, std::string> mapping;               ///< our field -> the file's column or key
    std::optional<std::pair<std::size_t, std::size_t>> slice; ///< rows [from, to), from 0, bad ones counted
};

/// "instruction=Question" as (field, column). Throws domain::Error (usage) without "=" or with a side empty.
[[nodiscard]] std::pair<std::string, std::string> parse_mapping(const std::string& text);

} // namespace tiebreak::formats
