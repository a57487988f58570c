// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/changes_model.h"

#include "items/figures.h"
#include "items/roles.h"

namespace tiebreak::items {

using workbench::RunComparison;

void ChangesModel::setComparison(std::shared_ptr<const RunComparison> comparison) {
    beginResetModel();
    comparison_ = std::move(comparison);
    std::vector<double> scores;
    if (comparison_) {
        for (const auto* side : {&comparison_->better, &comparison_->worse}) {
            for (const workbench::ItemChange& change : *side) {
                scores.push_back(change.a);
                scores.push_back(change.b);
            }
        }
    }
    decimals_ = scoreDecimals(scores);
    endResetModel();
}

const std::vector<workbench::ItemChange>& ChangesModel::changes() const {
    return side_ == Side::better ? comparison_->better : comparison_->worse;
}

int ChangesModel::rows() const {
    return comparison_ ? static_cast<int>(changes().size()) : 0;
}

const std::vector<TableModel::Column>& ChangesModel::columns() const {
    static const std::vector<Column> all = {
        {tr("Change"), true, tr("Score in the new run less that in the old")},
        {tr("Item"), true},
        {tr("Asked")},
        {tr("Category")},
        {tr("Before"), true},
        {tr("After"), true}};
    return all;
}

QVariant ChangesModel::cell(int row, int column, int role) const {
    const workbench::ItemChange& change = changes()[static_cast<std::size_t>(row)];
    if (role == idRole) {
        return static_cast<qint64>(change.item.value);
    }
    if (role == toneRole) {
        return static_cast<int>(column == changeColumn  ? (side_ == Side::better ? Tone::ok : Tone::bad)
                                : column == titleColumn ? Tone::normal
                                                        : Tone::secondary);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (column) {
    case changeColumn:
        return signedFigure(change.change(), decimals_);
    case itemColumn:
        return shownLine(change.label);
    case titleColumn:
        return shownLine(change.title);
    case categoryColumn:
        return shownLine(change.category);
    case beforeColumn:
        return figure(change.a, decimals_);
    case afterColumn:
        return figure(change.b, decimals_);
    default:
        return {};
    }
}

QString comparisonSentence(const RunComparison& c) {
    if (!c.difference.difference) {
        return shownLine(c.why_not.empty() ? std::string("Nothing can be told.") : c.why_not);
    }
    const QString b = shownLine(c.b.candidate);
    const QString a = shownLine(c.a.candidate);
    const QString by = ChangesModel::tr("%1 (%2), n = %3 items, %4 better, %5 worse, %6 the same")
                           .arg(signedFigure(c.difference.difference, 1),
                                signedInterval(c.difference.ci_low, c.difference.ci_high, 1),
                                count(static_cast<std::int64_t>(c.difference.n)), count(c.difference.wins),
                                count(c.difference.losses), count(c.difference.ties));
    switch (c.outcome) {
    case workbench::Outcome::better:
        return ChangesModel::tr("%1 is better than %2 by %3").arg(b, a, by);
    case workbench::Outcome::worse:
        return ChangesModel::tr("%1 is worse than %2 by %3").arg(b, a, by);
    default:
        return ChangesModel::tr("Cannot tell %1 from %2: %3").arg(b, a, by);
    }
}

} // namespace tiebreak::items
