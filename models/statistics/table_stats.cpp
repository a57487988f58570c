// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/table_stats.h"

#include "statistics/checks.h"
#include "statistics/sample_size.h"

#include <algorithm>
#include <array>
#include <map>

namespace tiebreak::statistics {

namespace {

/// The rows of a column whose index is in `rows`.
template <class T>
std::vector<T> picked(std::span<const T> values, std::span<const std::size_t> rows) {
    std::vector<T> result;
    result.reserve(rows.size());
    for (const std::size_t row : rows) {
        result.push_back(values[row]);
    }
    return result;
}

TextColumn picked(const TextColumn& column, std::span<const std::size_t> rows) {
    return {column.name, picked(std::span<const std::string>(column.cells), rows)};
}

/// Words for passing and failing as 1 and 0; what is neither stays and is named as no number.
void passes_as_numbers(TextColumn& column) {
    for (std::string& cell : column.cells) {
        std::string word(trimmed_cell(cell));
        std::ranges::transform(word, word.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (word == "pass" || word == "passed" || word == "true") {
            cell = "1";
        } else if (word == "fail" || word == "failed" || word == "false") {
            cell = "0";
        }
    }
}

/// A warning a reason, not one a coefficient: all three share theirs.
void warn_of(const CorrelationTable& table, std::vector<std::string>& warnings) {
    if (!table.pearson.reason.empty()) {
        warnings.push_back("no correlation: " + table.pearson.reason);
    }
    if (!table.least_squares) {
        warnings.push_back(table.n < 3 ? "no line: fewer than three points (" + std::to_string(table.n) + ")"
                                       : "no line: the x column does not vary");
    }
    if (table.theil_sen && !table.theil_sen->threshold) {
        warnings.push_back(
            "no outliers named: at least half of the points lie exactly on the Theil–Sen line");
    }
}

} // namespace

CorrelationTable correlation_table(const TextColumn& x, const TextColumn& y,
                                   std::span<const std::string> labels, std::span<const std::size_t> lines,
                                   std::span<const std::string> exclude) {
    require_same_length(x.cells.size(), lines.size(), "correlation table");
    require_same_length(y.cells.size(), lines.size(), "correlation table");
    if (!labels.empty()) {
        require_same_length(labels.size(), lines.size(), "correlation table");
    }
    std::vector<std::string> names;
    names.reserve(lines.size());
    for (std::size_t row = 0; row < lines.size(); ++row) {
        names.push_back(labels.empty() ? "line " + std::to_string(lines[row]) : labels[row]);
    }

    CorrelationTable table;
    std::vector<std::size_t> kept;
    for (std::size_t row = 0; row < names.size(); ++row) {
        if (std::ranges::find(exclude, names[row]) == exclude.end()) {
            kept.push_back(row);
        }
    }
    table.excluded = names.size() - kept.size();
    for (const std::string& label : exclude) {
        if (std::ranges::find(names, label) == names.end()) {
            table.warnings.push_back("nothing to exclude: no row is labelled \"" + label + '"');
        }
    }

    const std::array columns{picked(x, kept), picked(y, kept)};
    NumberRows numbers = number_rows(columns, picked(lines, kept));
    const std::vector<double>& xs = numbers.columns[0];
    const std::vector<double>& ys = numbers.columns[1];
    table.n = xs.size();
    table.skipped = std::move(numbers.skipped);
    table.pearson = pearson(xs, ys);
    table.spearman = spearman(xs, ys);
    table.kendall = kendall(xs, ys);
    table.least_squares = least_squares(xs, ys);
    table.theil_sen = theil_sen(xs, ys);
    if (table.theil_sen) {
        for (std::size_t i = 0; i < table.n; ++i) {
            const std::size_t row = kept[numbers.rows[i]];
            table.residuals.push_back(
                {names[row], lines[row], table.theil_sen->residuals[i], table.theil_sen->outlier[i]});
        }
    }
    warn_of(table, table.warnings);
    return table;
}

PairedTable paired_table(const TextColumn& a, const TextColumn& b, std::span<const std::string> cluster,
                         std::span<const std::size_t> lines, const PairedOptions& options) {
    require_same_length(a.cells.size(), lines.size(), "paired table");
    require_same_length(b.cells.size(), lines.size(), "paired table");
    if (!cluster.empty()) {
        require_same_length(cluster.size(), lines.size(), "paired table");
    }
    PairedTable table;
    std::vector<std::size_t> kept;
    for (std::size_t row = 0; row < lines.size(); ++row) {
        if (!cluster.empty() && trimmed_cell(cluster[row]).empty()) {
            table.skipped.push_back({lines[row], "the cluster is blank"});
        } else {
            kept.push_back(row);
        }
    }
    std::array columns{picked(a, kept), picked(b, kept)};
    if (options.pass_fail) {
        std::ranges::for_each(columns, passes_as_numbers);
    }
    NumberRows numbers = number_rows(columns, picked(lines, kept));
    table.skipped.insert(table.skipped.end(), numbers.skipped.begin(), numbers.skipped.end());
    std::ranges::sort(table.skipped, {}, &SkippedRow::line);

    std::vector<std::int64_t> ids;
    if (!cluster.empty()) {
        std::map<std::string_view, std::int64_t> known;
        for (const std::size_t i : numbers.rows) {
            const auto name = trimmed_cell(cluster[kept[i]]);
            ids.push_back(known.try_emplace(name, static_cast<std::int64_t>(known.size())).first->second);
        }
    }
    const std::vector<double>& as = numbers.columns[0];
    const std::vector<double>& bs = numbers.columns[1];
    table.comparison = compare_paired(as, bs, ids);
    table.more_items = more_items_needed(table.comparison);
    if (options.draws > 0) {
        table.bootstrap = bootstrap_difference(as, bs, options.seed, options.draws, ids);
    }
    const auto passed_or_not = [](double value) { return value == 0 || value == 1; };
    if (!as.empty() && std::ranges::all_of(as, passed_or_not) && std::ranges::all_of(bs, passed_or_not)) {
        table.mcnemar =
            mcnemar(std::vector<bool>(as.begin(), as.end()), std::vector<bool>(bs.begin(), bs.end()));
    }
    return table;
}

} // namespace tiebreak::statistics
