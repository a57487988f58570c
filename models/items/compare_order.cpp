// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/compare_order.h"

#include "domain/random.h"
#include "text/utf8.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace tiebreak::items {

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

double scoreAt(const workbench::CompareRow& row, int candidate) {
    const auto at = static_cast<std::size_t>(candidate);
    return candidate >= 0 && at < row.scores.size() && row.scores[at] ? *row.scores[at] : nothing;
}

bool inBounds(const workbench::CompareRow& row, const CompareFilter& filter) {
    if (!filter.lowest && !filter.highest) {
        return true;
    }
    const auto fits = [&](double score) {
        return !std::isnan(score) && (!filter.lowest || score >= *filter.lowest) &&
               (!filter.highest || score <= *filter.highest);
    };
    if (filter.scoreOf >= 0) {
        return fits(scoreAt(row, filter.scoreOf));
    }
    return std::ranges::any_of(row.scores, [&](const auto& score) { return score && fits(*score); });
}

bool hasWords(const workbench::CompareRow& row, const CompareFilter& filter, const std::string& typed) {
    if (typed.empty() || (filter.matches && filter.matches->contains(row.item))) {
        return true;
    }
    return text::casefold(row.label).find(typed) != std::string::npos ||
           text::casefold(row.title).find(typed) != std::string::npos;
}

/// What to sort by, ascending; not a number goes last.
double sortKey(const workbench::CompareRow& row, CompareSort sort, int candidate, int against) {
    switch (sort) {
    case CompareSort::position:
        break;
    case CompareSort::range: {
        const bool scored = std::ranges::any_of(row.scores, [](const auto& s) { return s.has_value(); });
        return scored ? -row.range : nothing;
    }
    case CompareSort::disagreement:
        return -row.disagreement;
    case CompareSort::candidateLowest:
        return scoreAt(row, candidate);
    case CompareSort::candidateHighest:
        return -scoreAt(row, candidate);
    case CompareSort::lostToBaseline:
        return scoreAt(row, candidate) - scoreAt(row, against);
    case CompareSort::gainedOnBaseline:
        return scoreAt(row, against) - scoreAt(row, candidate);
    }
    return 0;
}

} // namespace

bool CompareFilter::narrowsBeyondWords() const {
    return !categories.empty() || marks != 0 || lowest || highest;
}

std::vector<int> compareOrder(const workbench::CompareIndex& index, const CompareFilter& filter,
                              CompareSort sort, int candidate, int against) {
    const std::string typed = text::casefold(text::trim(filter.typed));
    std::vector<int> order;
    order.reserve(index.rows.size());
    for (std::size_t i = 0; i < index.rows.size(); ++i) {
        const workbench::CompareRow& row = index.rows[i];
        if ((filter.marks != 0 && (row.marks & filter.marks) == 0) ||
            (!filter.categories.empty() && !filter.categories.contains(row.category)) ||
            !inBounds(row, filter) || !hasWords(row, filter, typed)) {
            continue;
        }
        order.push_back(static_cast<int>(i));
    }
    if (sort == CompareSort::position) {
        return order;
    }
    std::vector<double> keys(index.rows.size(), nothing);
    for (const int i : order) {
        keys[static_cast<std::size_t>(i)] =
            sortKey(index.rows[static_cast<std::size_t>(i)], sort, candidate, against);
    }
    std::ranges::stable_sort(order, [&](int a, int b) {
        const double x = keys[static_cast<std::size_t>(a)];
        const double y = keys[static_cast<std::size_t>(b)];
        return std::isnan(y) ? !std::isnan(x) : x < y;
    });
    return order;
}

ScoreScale scoreScale(const workbench::CompareIndex& index) {
    double lowest = 0;
    double highest = 0;
    bool broken = false;
    for (const workbench::CompareRow& row : index.rows) {
        for (const auto& score : row.scores) {
            if (score && std::isfinite(*score)) {
                lowest = std::min(lowest, *score);
                highest = std::max(highest, *score);
                broken = broken || *score != std::floor(*score);
            }
        }
    }
    for (const double end : {1.0, 5.0, 10.0, 100.0}) {
        if (highest <= end && lowest >= -end) {
            // A scale that only holds noughts and ones is still a scale to 1, but needs no decimals.
            const int decimals = !broken ? 0 : end == 1 ? 2 : end <= 10 ? 1 : 0;
            return {lowest < 0 ? -end : 0, highest == 0 && lowest == 0 ? 100 : end, decimals};
        }
    }
    return {lowest, highest, 0};
}

std::vector<int> columnOrder(int candidates, domain::ItemRevisionId item, bool blind, std::uint64_t seed) {
    std::vector<int> order(static_cast<std::size_t>(std::max(0, candidates)));
    std::iota(order.begin(), order.end(), 0);
    if (blind) {
        domain::Random random(seed, "compare blind", static_cast<std::uint64_t>(item.value));
        random.shuffle(std::span<int>(order));
    }
    return order;
}

int columnPages(int columns, int width) {
    if (columns <= width || width < 2) {
        return 1;
    }
    return (columns - 1 + width - 2) / (width - 1);
}

std::vector<int> columnPage(const std::vector<int>& order, int width, int page) {
    const int columns = static_cast<int>(order.size());
    if (columns <= width || width < 2) {
        return {order.begin(), order.begin() + std::min(columns, std::max(width, 0))};
    }
    const int turning = width - 1;
    const int first = std::clamp(1 + page * turning, 1, columns - turning);
    std::vector<int> shown{order.front()};
    shown.insert(shown.end(), order.begin() + first, order.begin() + first + turning);
    return shown;
}

} // namespace tiebreak::items
