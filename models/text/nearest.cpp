// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/nearest.h"

#include "text/utf8.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace tiebreak::text {

namespace {

/// Names in configs are short; of a longer text only its beginning is compared, so that the table stays
/// small.
constexpr std::size_t longest = 200;

std::string normal(std::string_view name) {
    std::string folded = casefold(name.substr(0, longest));
    std::ranges::replace_if(
        folded, [](char c) { return c == '-' || c == ' ' || c == '\t'; }, '_');
    return folded;
}

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> above(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(above.begin(), above.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above[b.size()];
}

} // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
    return distance(normal(a), normal(b));
}

std::optional<std::string> nearest(std::string_view name, std::span<const std::string> known) {
    const std::string wanted = normal(name);
    std::optional<std::string> best;
    std::size_t best_distance = 0;
    for (const std::string& candidate : known) {
        const std::string other = normal(candidate);
        const bool begins = wanted.size() >= 3 && other.starts_with(wanted);
        const std::size_t edits = begins ? 1 : distance(wanted, other);
        const std::size_t allowed = std::max<std::size_t>(2, std::max(wanted.size(), other.size()) / 3);
        // Two edits turn any two-letter name into any other: that is no likeness.
        const bool alike = edits <= allowed && edits < std::max(wanted.size(), other.size());
        if (alike && (!best || edits < best_distance)) {
            best = candidate;
            best_distance = edits;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view name, std::span<const std::string> known) {
    if (const auto found = nearest(name, known)) {
        return fmt::format("did you mean \"{}\"?", *found);
    }
    return known.empty() ? std::string{} : fmt::format("known: {}", fmt::join(known, ", "));
}

} // namespace tiebreak::text
