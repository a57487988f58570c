// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/table_agreement.h"

#include "statistics/checks.h"

#include <algorithm>
#include <map>
#include <set>

namespace tiebreak::statistics {

namespace {

/// A cell's text, or the label that a person said it stands for.
std::string_view read_as(std::string_view text,
                         const std::vector<std::pair<std::string, std::string>>& names) {
    for (const auto& [value, label] : names) {
        if (text == trimmed_cell(value)) {
            return trimmed_cell(label);
        }
    }
    return text;
}

/// All values that occur: by size where all are numbers, else by name.
std::vector<std::string> labels_of(std::span<const TextColumn> columns,
                                   const std::vector<std::pair<std::string, std::string>>& names) {
    std::set<std::string> found;
    for (const TextColumn& column : columns) {
        for (const std::string& cell : column.cells) {
            if (const auto text = read_as(trimmed_cell(cell), names); !text.empty()) {
                found.emplace(text);
            }
        }
    }
    std::vector<std::string> labels(found.begin(), found.end());
    if (std::ranges::all_of(labels,
                            [](const std::string& label) { return cell_number(label).has_value(); })) {
        std::ranges::stable_sort(labels, {}, [](const std::string& label) { return *cell_number(label); });
    }
    return labels;
}

/// Index of each label. Numbers written in two ways ("1" and "1.0") are one label, as a spreadsheet writes
/// them either way.
class Labels {
public:
    explicit Labels(const std::vector<std::string>& labels) {
        for (const std::string& label : labels) {
            const std::string_view text = trimmed_cell(label);
            const auto number = cell_number(text);
            const int next = static_cast<int>(names_.size());
            const bool added = number ? by_number_.try_emplace(*number, next).second
                                      : by_text_.try_emplace(std::string(text), next).second;
            if (added) {
                names_.emplace_back(text);
                numbers_.push_back(number);
            }
        }
    }

    [[nodiscard]] LabelIndex index_of(std::string_view text) const {
        if (const auto number = cell_number(text)) {
            const auto found = by_number_.find(*number);
            return found == by_number_.end() ? std::nullopt : LabelIndex(found->second);
        }
        const auto found = by_text_.find(text);
        return found == by_text_.end() ? std::nullopt : LabelIndex(found->second);
    }
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    [[nodiscard]] const std::vector<std::optional<double>>& numbers() const { return numbers_; }

private:
    std::vector<std::string> names_;
    std::vector<std::optional<double>> numbers_;
    std::map<double, int> by_number_;
    std::map<std::string, int, std::less<>> by_text_;
};

std::vector<LabelIndex> read_column(const TextColumn& column, const Labels& labels,
                                    const std::vector<std::pair<std::string, std::string>>& names,
                                    AgreementTable& table) {
    std::vector<UnreadValue>& unread = table.unread;
    RaterCount count{column.name, 0, 0, 0};
    std::vector<LabelIndex> ratings;
    std::map<std::string, std::size_t> foreign;
    for (const std::string& cell : column.cells) {
        const std::string_view text = read_as(trimmed_cell(cell), names);
        ratings.push_back(text.empty() ? std::nullopt : labels.index_of(text));
        (text.empty() ? count.missing : ratings.back() ? count.labelled : count.unread) += 1;
        if (!text.empty() && !ratings.back()) {
            ++foreign[std::string(text)];
        }
    }
    table.raters.push_back(std::move(count));
    for (const auto& [value, n] : foreign) {
        unread.push_back({column.name, value, n});
    }
    return ratings;
}

/// The label that more raters gave than any other; nothing where none did, or where several are level.
LabelIndex majority_of(const std::vector<LabelIndex>& unit) {
    std::map<int, int> counts;
    for (const LabelIndex& label : unit) {
        if (label) {
            ++counts[*label];
        }
    }
    LabelIndex best;
    int most = 0;
    for (const auto& [label, count] : counts) {
        if (count > most) {
            best = label;
            most = count;
        } else if (count == most) {
            best.reset();
        }
    }
    return best;
}

/// Counts of labels by truth and rater, and the figures that come of them.
void add_confusion(RaterPair& pair, std::span<const LabelIndex> by_a, std::span<const LabelIndex> by_b,
                   std::size_t labels) {
    pair.confusion.assign(labels, std::vector<std::size_t>(labels));
    for (std::size_t i = 0; i < by_a.size(); ++i) {
        if (by_a[i] && by_b[i]) {
            ++pair.confusion[static_cast<std::size_t>(*by_b[i])][static_cast<std::size_t>(*by_a[i])];
        }
    }
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    double used = 0;
    for (std::size_t label = 0; label < labels; ++label) {
        double given = 0;
        double true_ones = 0;
        for (std::size_t other = 0; other < labels; ++other) {
            given += static_cast<double>(pair.confusion[other][label]);
            true_ones += static_cast<double>(pair.confusion[label][other]);
        }
        if (given + true_ones == 0) {
            continue;
        }
        const auto right = static_cast<double>(pair.confusion[label][label]);
        used += 1;
        precision += given > 0 ? right / given : 0;
        recall += true_ones > 0 ? right / true_ones : 0;
        f1 += 2.0 * right / (given + true_ones);
    }
    if (used > 0) {
        pair.macro_precision = precision / used;
        pair.macro_recall = recall / used;
        pair.macro_f1 = f1 / used;
    }
}

RaterPair compared(const std::string& a, const std::string& b, std::span<const LabelIndex> by_a,
                   std::span<const LabelIndex> by_b, MeasurementLevel level, const Labels& labels,
                   std::vector<std::string>& warnings) {
    RaterPair pair;
    const Agreement raw = accuracy(by_a, by_b);
    pair.a = a;
    pair.b = b;
    pair.n = raw.n;
    pair.raw = raw.value;
    pair.kappa = cohen_kappa(by_a, by_b);
    if (level != MeasurementLevel::nominal) {
        pair.quadratic_kappa = cohen_kappa(by_a, by_b, KappaWeights::quadratic);
    }
    if (!pair.kappa.reason.empty()) {
        warnings.push_back("no kappa of " + a + " and " + b + ": " + pair.kappa.reason);
    }
    constexpr std::size_t most_labels = 100; // a column of scores has no confusion to look at
    if (labels.names().size() <= most_labels) {
        add_confusion(pair, by_a, by_b, labels.names().size());
    }
    if (std::ranges::all_of(labels.numbers(), [](const auto& number) { return number.has_value(); })) {
        std::vector<double> x;
        std::vector<double> y;
        for (std::size_t i = 0; i < by_a.size(); ++i) {
            if (by_a[i] && by_b[i]) {
                x.push_back(*labels.numbers()[static_cast<std::size_t>(*by_a[i])]);
                y.push_back(*labels.numbers()[static_cast<std::size_t>(*by_b[i])]);
            }
        }
        pair.pearson = pearson(x, y);
        pair.spearman = spearman(x, y);
        pair.kendall = kendall(x, y);
    }
    return pair;
}

} // namespace

AgreementTable agreement_table(std::span<const TextColumn> raters, const AgreementOptions& options) {
    AgreementTable table;
    const std::size_t rows = raters.empty() ? 0 : raters.front().cells.size();
    std::vector<TextColumn> columns(raters.begin(), raters.end());
    if (options.against) {
        columns.push_back(*options.against);
    }
    for (const TextColumn& column : columns) {
        require_same_length(column.cells.size(), rows, "agreement table");
    }
    const Labels labels(options.labels.empty() ? labels_of(columns, options.read_as) : options.labels);
    table.labels = labels.names();
    if (options.level == MeasurementLevel::interval) {
        for (std::size_t i = 0; i < labels.names().size(); ++i) {
            if (!labels.numbers()[i]) {
                throw domain::Error(domain::ErrorKind::usage,
                                    "the label \"" + labels.names()[i] + "\" is not a number",
                                    "interval agreement",
                                    "use the ordinal or the nominal level, or name the labels that count");
            }
        }
    }

    if (options.level == MeasurementLevel::ordinal && options.labels.empty() &&
        std::ranges::any_of(labels.numbers(), [](const auto& number) { return !number; })) {
        table.warnings.emplace_back(
            "the labels are ordered by name: say their order where that is not it, lowest first");
    }

    std::vector<std::vector<LabelIndex>> ratings;
    for (const TextColumn& rater : raters) {
        ratings.push_back(read_column(rater, labels, options.read_as, table));
    }
    std::vector<std::vector<LabelIndex>> units(rows);
    std::vector<std::vector<std::optional<double>>> values(rows);
    std::vector<LabelIndex> majority(rows);
    std::vector<std::size_t> majority_counts(labels.names().size());
    for (std::size_t row = 0; row < rows; ++row) {
        std::size_t given = 0;
        for (const auto& column : ratings) {
            const LabelIndex label = column[row];
            units[row].push_back(label);
            given += label.has_value();
            if (!label) {
                values[row].push_back(std::nullopt);
            } else if (options.level == MeasurementLevel::interval) {
                values[row].push_back(labels.numbers()[static_cast<std::size_t>(*label)]);
            } else {
                values[row].push_back(*label);
            }
        }
        table.n += given >= (options.against ? 1U : 2U);
        majority[row] = majority_of(units[row]);
        if (majority[row]) {
            ++majority_counts[static_cast<std::size_t>(*majority[row])];
        } else {
            table.no_majority += given > 0;
        }
    }
    for (std::size_t i = 0; i < majority_counts.size(); ++i) {
        table.majority.push_back({labels.names()[i], majority_counts[i]});
    }

    if (options.against) {
        const auto right = read_column(*options.against, labels, options.read_as, table);
        for (std::size_t i = 0; i < raters.size(); ++i) {
            table.pairs.push_back(compared(raters[i].name, options.against->name, ratings[i], right,
                                           options.level, labels, table.warnings));
        }
        if (raters.size() > 1) {
            table.pairs.push_back(compared("majority", options.against->name, majority, right, options.level,
                                           labels, table.warnings));
        }
    } else {
        for (std::size_t i = 0; i < raters.size(); ++i) {
            for (std::size_t j = i + 1; j < raters.size(); ++j) {
                table.pairs.push_back(compared(raters[i].name, raters[j].name, ratings[i], ratings[j],
                                               options.level, labels, table.warnings));
            }
        }
    }
    table.fleiss = fleiss_kappa(units);
    table.alpha = krippendorff_alpha(values, options.level);
    if (!table.fleiss.reason.empty()) {
        table.warnings.push_back("no Fleiss' kappa: " + table.fleiss.reason);
    }
    if (!table.alpha.reason.empty()) {
        table.warnings.push_back("no Krippendorff's alpha: " + table.alpha.reason);
    }
    return table;
}

} // namespace tiebreak::statistics
