// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/csv.h"
#include "workbench/chart.h"

#include <fmt/format.h>

namespace tiebreak::workbench {

namespace {

std::string cell(const std::optional<double>& value) {
    return value ? fmt::format("{}", *value) : std::string{};
}

} // namespace

std::string to_csv(const LossScoreChart& chart) {
    std::vector<std::string> header{"name",    "test_loss", "test_loss_se", "score",  "ci_low",
                                    "ci_high", "n",         "residual",     "outlier"};
    header.insert(header.end(), chart.tag_names.begin(), chart.tag_names.end());
    // A person opens this in a spreadsheet, and names and tags are other people's text.
    constexpr auto formulas = text::FormulaCells::neutralised;
    std::string csv = text::csv_record(header, formulas);
    for (const LossScorePoint& point : chart.points) {
        std::vector<std::string> row{point.name,
                                     cell(point.loss),
                                     cell(point.loss_se),
                                     cell(point.score),
                                     cell(point.ci_low),
                                     cell(point.ci_high),
                                     std::to_string(point.n),
                                     chart.theil_sen ? cell(point.residual) : "",
                                     point.excluded  ? ""
                                     : point.outlier ? "true"
                                                     : "false"};
        for (const std::string& tag : chart.tag_names) {
            const auto found = point.tags.find(tag);
            row.push_back(found == point.tags.end() ? "" : found->second);
        }
        csv += text::csv_record(row, formulas);
    }
    return csv;
}

} // namespace tiebreak::workbench
