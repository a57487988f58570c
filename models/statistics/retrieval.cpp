// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/retrieval.h"

#include "statistics/checks.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace tiebreak::statistics {

namespace {

double relevant_items(std::span<const double> all) {
    return static_cast<double>(std::ranges::count_if(all, [](double relevance) { return relevance > 0; }));
}

double discounted(std::size_t k, std::span<const double> relevance) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(k, relevance.size()); ++i) {
        sum += std::max(0.0, relevance[i]) / std::log2(static_cast<double>(i) + 2.0);
    }
    return sum;
}

} // namespace

std::optional<double> average_precision(std::span<const double> ranked, std::span<const double> all) {
    const double relevant = relevant_items(all);
    if (relevant == 0) {
        return std::nullopt;
    }
    double found = 0;
    double sum = 0;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        if (ranked[i] > 0) {
            found += 1;
            sum += found / static_cast<double>(i + 1);
        }
    }
    return sum / relevant;
}

std::optional<double> ndcg_at(std::size_t k, std::span<const double> ranked, std::span<const double> all) {
    std::vector<double> ideal(all.begin(), all.end());
    std::ranges::sort(ideal, std::greater{});
    const double best = discounted(k, ideal);
    return best > 0 ? std::optional(discounted(k, ranked) / best) : std::nullopt;
}

std::optional<double> recall_at(std::size_t k, std::span<const double> ranked, std::span<const double> all) {
    const double relevant = relevant_items(all);
    return relevant > 0 ? std::optional(relevant_items(ranked.first(std::min(k, ranked.size()))) / relevant)
                        : std::nullopt;
}

std::optional<double> reciprocal_rank(std::span<const double> ranked, std::span<const double> all) {
    if (relevant_items(all) == 0) {
        return std::nullopt;
    }
    const auto first = std::ranges::find_if(ranked, [](double relevance) { return relevance > 0; });
    return first == ranked.end() ? 0.0 : 1.0 / static_cast<double>(first - ranked.begin() + 1);
}

RetrievalTable retrieval_table(const TextColumn& query, const TextColumn& relevance, const TextColumn& order,
                               bool by_score, std::span<const std::size_t> lines, std::size_t k) {
    for (const TextColumn* column : {&query, &relevance, &order}) {
        require_same_length(column->cells.size(), lines.size(), "table of rankings");
    }
    struct Query {
        std::vector<double> all;
        std::vector<std::pair<double, double>> ranked; ///< order, relevance
    };
    RetrievalTable table;
    table.k = k;
    std::map<std::string, Query> queries;
    for (std::size_t row = 0; row < lines.size(); ++row) {
        const std::string name(trimmed_cell(query.cells[row]));
        auto why = name.empty() ? std::optional(query.name + " is blank") : why_no_number(relevance, row);
        const bool ranked = !trimmed_cell(order.cells[row]).empty();
        if (!why && ranked) {
            why = why_no_number(order, row);
        }
        if (why) {
            table.skipped.push_back({lines[row], std::move(*why)});
            continue;
        }
        Query& q = queries[name];
        q.all.push_back(*cell_number(relevance.cells[row]));
        if (ranked) {
            const double place = *cell_number(order.cells[row]);
            q.ranked.emplace_back(by_score ? -place : place, q.all.back());
        }
    }
    std::vector<double> map;
    std::vector<double> ndcg;
    std::vector<double> recall;
    std::vector<double> mrr;
    for (auto& [name, q] : queries) {
        std::ranges::stable_sort(q.ranked, {}, [](const auto& item) { return item.first; });
        std::vector<double> ranked;
        for (const auto& [place, value] : q.ranked) {
            ranked.push_back(value);
        }
        if (const auto precision = average_precision(ranked, q.all)) {
            map.push_back(*precision);
            ndcg.push_back(*ndcg_at(k, ranked, q.all));
            recall.push_back(*recall_at(k, ranked, q.all));
            mrr.push_back(*reciprocal_rank(ranked, q.all));
        } else {
            table.without_relevant.push_back(name);
        }
    }
    table.queries = map.size();
    table.map = mean_estimate(map);
    table.ndcg = mean_estimate(ndcg);
    table.recall = mean_estimate(recall);
    table.mrr = mean_estimate(mrr);
    if (map.empty()) {
        table.warnings.emplace_back("no figure: no query has a relevant item");
    }
    if (!table.without_relevant.empty()) {
        table.warnings.push_back(std::to_string(table.without_relevant.size()) +
                                 " queries have no relevant item and are left out");
    }
    return table;
}

} // namespace tiebreak::statistics
