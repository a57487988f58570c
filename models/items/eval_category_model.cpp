// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/eval_set_model.h"
#include "items/roles.h"

#include <algorithm>
#include <map>

namespace tiebreak::items {

EvalCategoryModel::Counts categoryCounts(const EvalRows& rows) {
    std::map<std::string_view, int> counts;
    for (const EvalRowPtr& row : rows) {
        ++counts[row->content->category];
    }
    EvalCategoryModel::Counts sorted;
    for (const auto& [name, count] : counts) {
        sorted.emplace_back(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())), count);
    }
    std::ranges::stable_sort(sorted, [](const auto& a, const auto& b) { return a.second > b.second; });
    return sorted;
}

EvalCategoryModel::EvalCategoryModel(QObject* parent)
    : QAbstractTableModel(parent) {}

void EvalCategoryModel::setCounts(Counts counts) {
    beginResetModel();
    counts_ = std::move(counts);
    endResetModel();
}

QString EvalCategoryModel::category(int row) const {
    return counts_[static_cast<std::size_t>(row)].first;
}

int EvalCategoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(counts_.size());
}
int EvalCategoryModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 3;
}

QVariant EvalCategoryModel::data(const QModelIndex& index, int role) const {
    const auto& [name, count] = counts_[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole) {
        return index.column() == 0   ? QVariant(name.isEmpty() ? QStringLiteral("(none)") : name)
               : index.column() == 2 ? QVariant(count)
                                     : QVariant();
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue<int>(Qt::AlignVCenter |
                                        (index.column() == 2 ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (index.column() == 1 && role == valueRole) {
        return static_cast<double>(count) / counts_.front().second;
    }
    return {};
}

QVariant EvalCategoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::DisplayRole) {
        return section == 0 ? tr("Category") : section == 1 ? tr("Share") : tr("Items");
    }
    return {};
}

} // namespace tiebreak::items
