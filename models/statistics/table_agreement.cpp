// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/table_agreement.h"

#include "statistics/checks.h"

#include <algorithm>
#include <map>
#include <set>

namespace tiebreak::statistics {

namespace {

/// All values that occur: by size where all are numbers, else by name.
std::vector<std::string> labels_of(std::span<const TextColumn> columns) {
    std::set<std::string> found;
    for (const TextColumn& column : columns) {
        for (const std::string& cell : column.cells) {
            if (const auto text = trimmed_cell(cell); !text.empty()) {
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
                                    std::vector<UnreadValue>& unread) {
    std::vector<LabelIndex> ratings;
    std::map<std::string, std::size_t> foreign;
    for (const std::string& cell : column.cells) {
        const std::string_view text = trimmed_cell(cell);
        ratings.push_back(text.empty() ? std::nullopt : labels.index_of(text));
        if (!text.empty() && !ratings.back()) {
            ++foreign[std::string(text)];
        }
    }
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

RaterPair compared(const std::string& a, const std::string& b, std::span<const LabelIndex> by_a,
                   std::span<const LabelIndex> by_b, MeasurementLevel level,
                   std::vector<std::string>& warnings) {
    const Agreement raw = accuracy(by_a, by_b);
    RaterPair pair{a, b, raw.n, raw.value, cohen_kappa(by_a, by_b), {}};
    if (level != MeasurementLevel::nominal) {
        pair.quadratic_kappa = cohen_kappa(by_a, by_b, KappaWeights::quadratic);
    }
    if (!pair.kappa.reason.empty()) {
        warnings.push_back("no kappa of " + a + " and " + b + ": " + pair.kappa.reason);
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
    const Labels labels(options.labels.empty() ? labels_of(columns) : options.labels);
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

    std::vector<std::vector<LabelIndex>> ratings;
    for (const TextColumn& rater : raters) {
        ratings.push_back(read_column(rater, labels, table.unread));
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
        const auto right = read_column(*options.against, labels, table.unread);
        for (std::size_t i = 0; i < raters.size(); ++i) {
            table.pairs.push_back(compared(raters[i].name, options.against->name, ratings[i], right,
                                           options.level, table.warnings));
        }
        if (raters.size() > 1) {
            table.pairs.push_back(
                compared("majority", options.against->name, majority, right, options.level, table.warnings));
        }
    } else {
        for (std::size_t i = 0; i < raters.size(); ++i) {
            for (std::size_t j = i + 1; j < raters.size(); ++j) {
                table.pairs.push_back(compared(raters[i].name, raters[j].name, ratings[i], ratings[j],
                                               options.level, table.warnings));
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
