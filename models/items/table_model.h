// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QString>

#include <vector>

namespace tiebreak::items {

/// A table of values that are made elsewhere and shown here. A subclass says what its columns are called and
/// what stands in a cell; numbers are aligned to the right, header and cells alike.
class TableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    struct Column {
        QString title;
        bool number = false;
        QString explanation = {}; ///< the header's tooltip; empty: none
    };

    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const final;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const final;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const final;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

protected:
    [[nodiscard]] virtual int rows() const = 0;
    [[nodiscard]] virtual const std::vector<Column>& columns() const = 0;
    [[nodiscard]] virtual QVariant cell(int row, int column, int role) const = 0;
    /// Further roles of a header, such as a candidate's mark.
    [[nodiscard]] virtual QVariant headerCell(int column, int role) const;
};

} // namespace tiebreak::items
