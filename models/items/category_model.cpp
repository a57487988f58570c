// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/category_model.h"

#include "items/figures.h"
#include "items/roles.h"

namespace tiebreak::items {

workbench::Outcome outcomeOf(const statistics::PairedComparison& d) {
    if (d.ci_low && *d.ci_low > 0) {
        return workbench::Outcome::better;
    }
    if (d.ci_high && *d.ci_high < 0) {
        return workbench::Outcome::worse;
    }
    return workbench::Outcome::cannot_tell;
}

int differenceDecimals(const workbench::RunAnswer& answer) {
    if (answer.judging < 0) {
        return 1;
    }
    // The unit is that of the scores, so the scores decide.
    std::vector<double> means;
    for (const auto& score : answer.report.judgings[static_cast<std::size_t>(answer.judging)].scores) {
        means.push_back(score.mean.value_or(0));
    }
    return meanDecimals(means);
}

void CategoryModel::setAnswer(std::shared_ptr<const workbench::RunAnswer> answer) {
    beginResetModel();
    answer_ = std::move(answer);
    decimals_ = answer_ ? differenceDecimals(*answer_) : 1;
    endResetModel();
}

int CategoryModel::rows() const {
    return answer_ ? static_cast<int>(answer_->categories.size()) : 0;
}

const std::vector<TableModel::Column>& CategoryModel::columns() const {
    static const std::vector<Column> all{{tr("Category")},
                                         {tr("n"), true, tr("items both have a score for")},
                                         {tr("Interval")},
                                         {tr("Difference"), true},
                                         {tr("95 %"), true}};
    return all;
}

QVariant CategoryModel::cell(int row, int column, int role) const {
    const workbench::CategoryDifference& c = answer_->categories[static_cast<std::size_t>(row)];
    const statistics::PairedComparison& d = c.difference;
    const bool weakest = row == 0 && d.difference.value_or(0) < 0;
    const QString name = c.category.empty() ? tr("no category") : shownLine(c.category);
    const QString between = signedInterval(d.ci_low, d.ci_high, decimals_);
    const auto number = [](const std::optional<double>& v) { return v ? QVariant(*v) : QVariant(); };
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case categoryColumn:
            return name;
        case itemsColumn:
            return count(static_cast<std::int64_t>(d.n));
        case differenceColumn:
            return signedFigure(d.difference, decimals_);
        case intervalColumn:
            return between;
        default:
            return {};
        }
    case idRole:
        return QString::fromStdString(c.category);
    case Qt::ToolTipRole:
        return plainTip(tr("%1: %2 (%3), n = %4")
                            .arg(name, signedFigure(d.difference, decimals_), between,
                                 count(static_cast<std::int64_t>(d.n))));
    case copyRole:
    case Qt::AccessibleTextRole:
        return column == whiskerColumn
                   ? QVariant(QStringLiteral("%1 (%2)").arg(signedFigure(d.difference, decimals_), between))
                   : QVariant();
    case valueRole:
        return column == whiskerColumn ? number(d.difference) : QVariant();
    case lowRole:
        return column == whiskerColumn ? number(d.ci_low) : QVariant();
    case highRole:
        return column == whiskerColumn ? number(d.ci_high) : QVariant();
    case groundRole:
        return weakest ? QVariant(static_cast<int>(Tone::warn)) : QVariant();
    case toneRole:
        if (weakest && (column == categoryColumn || column == whiskerColumn)) {
            return static_cast<int>(Tone::warn);
        }
        if (column == whiskerColumn) {
            const workbench::Outcome outcome = outcomeOf(d);
            return static_cast<int>(outcome == workbench::Outcome::better  ? Tone::ok
                                    : outcome == workbench::Outcome::worse ? Tone::bad
                                                                           : Tone::secondary);
        }
        return column == itemsColumn || column == intervalColumn ? QVariant(static_cast<int>(Tone::secondary))
                                                                 : QVariant();
    default:
        return {};
    }
}

} // namespace tiebreak::items
