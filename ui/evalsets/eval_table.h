// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/eval_set_model.h"
#include "ui/widgets/table_view.h"

namespace tiebreak::ui {

class EditableCellDelegate;

/// The items of an eval set as a table one types into: F2 or any letter edits the cell, Enter goes down, Tab
/// on, Del removes the rows selected, Ctrl+V pastes. The ring shows the cell, the ground the rows.
class EvalTable : public TableView {
    Q_OBJECT

public:
    explicit EvalTable(Settings* settings, QWidget* parent = nullptr);

    void setEvalModel(items::EvalSetModel* model);
    /// Selects rows by key and puts the cell's ring on the first.
    void chooseRows(const QList<qint64>& keys);
    /// The selected rows as a spreadsheet takes them: tabs between, cells with newlines in quotes.
    [[nodiscard]] QString copyRows() const;

signals:
    void pasteRequested(const QString& text);
    void removeRequested();
    void moveRequested(int by);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool edit(const QModelIndex& index, EditTrigger trigger, QEvent* event) override;
    /// Tab walks the cells one may type into; behind the last it leaves the table, as Ctrl+Tab does anywhere.
    bool focusNextPrevChild(bool next) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void move(int rows, int columns);
    void enter(int rows);
    bool step(int by); ///< to the next cell one may type into, over the row's end; false where there is none
    void go(const QModelIndex& index);

    int tabbedFrom_ = -1; ///< the column that a series of Tabs began in
    bool stepping_ = false;
    bool columnsKept_ = false; ///< the person has chosen columns before
    items::EvalSetModel* evalModel_ = nullptr;
    EditableCellDelegate* delegate_;
};

} // namespace tiebreak::ui
