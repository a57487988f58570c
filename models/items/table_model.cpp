// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/table_model.h"

#include "items/figures.h"

namespace tiebreak::items {

int TableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : rows();
}

int TableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns().size());
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const QVariant value = cell(index.row(), index.column(), role);
    if (role == Qt::TextAlignmentRole && !value.isValid() &&
        columns()[static_cast<std::size_t>(index.column())].number) {
        return int(Qt::AlignRight | Qt::AlignVCenter);
    }
    return value;
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    const Column& column = columns()[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        return column.title;
    case Qt::ToolTipRole:
        return column.explanation.isEmpty() ? QVariant() : plainTip(column.explanation);
    case Qt::TextAlignmentRole:
        return int((column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return headerCell(section, role);
    }
}

QVariant TableModel::headerCell(int, int) const {
    return {};
}

} // namespace tiebreak::items
