// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/copy_table.h"

#include <QTableView>

namespace tiebreak::ui {

class Settings;

/// The table of every place. Rows have one fixed height (nothing measures contents, so a million rows open at
/// once), whole rows are selected, Ctrl+C copies with headers, the header's menu chooses columns. What the
/// person changes about the columns is kept under `stateName`.
class TableView : public QTableView {
    Q_OBJECT

public:
    /// `settings` may be null: then nothing is kept.
    TableView(const QString& accessibleName, const QString& stateName, Settings* settings,
              QWidget* parent = nullptr);
    ~TableView() override;

    void setModel(QAbstractItemModel* model) override;

    void setRowHeight(int pixels);

    /// Vertical hairlines between columns, as in a table one types into.
    void setColumnLines(bool on);
    [[nodiscard]] bool columnLines() const { return columnLines_; }

    /// The focus ring goes round the current cell instead of its row: in a table one types into.
    void setCellRing(bool on) { cellRing_ = on; }

    /// Widths in pixels from the left; 0 stretches, at most one column.
    void setColumnWidths(const QList<int>& widths);

    /// What a cell's contents keep free at the left and right: more at the table's edges, in line with
    /// titles.
    [[nodiscard]] QMargins cellMargins(int column) const;

    [[nodiscard]] int hoveredRow() const { return hoveredRow_; }

    /// Rows of the selection from top to bottom.
    [[nodiscard]] QList<int> selectedRows() const;

    /// The selected rows (all, if none is selected) with the visible columns in their visual order.
    [[nodiscard]] QString copyText(CopyFormat format) const;

signals:
    /// Enter or a double click on a row.
    void rowOpened(const QModelIndex& index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void showHeaderMenu(const QPoint& at);
    void setHoveredRow(int row);
    void updateRow(int row);
    void restoreColumns();
    void keepColumns();
    void copy(CopyFormat format) const;

    QString stateName_;
    Settings* settings_;
    QList<int> widths_;
    int hoveredRow_ = -1;
    bool columnLines_ = false;
    bool cellRing_ = false;
    bool columnsTouched_ = false;
};

} // namespace tiebreak::ui
