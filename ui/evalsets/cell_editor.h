// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/cell_delegate.h"

#include <QPlainTextEdit>

namespace tiebreak::ui {

/// What a cell is typed into: text over several lines, as tall as it needs within the table. Enter keeps it
/// and goes down, Tab goes on, Shift+Enter or Alt+Enter begins a line, Escape gives it up.
class CellEditor : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit CellEditor(QWidget* parent);

    /// As tall as the text, at least `least` and at most `most`.
    [[nodiscard]] int heightFor(int width, int least, int most) const;

signals:
    void grown(); ///< another height would fit now

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;
};

/// Cells of a table one types into. Enter and Tab go through `moved`, so that the table chooses where.
class EditableCellDelegate : public CellDelegate {
    Q_OBJECT

public:
    enum class Move { down, up, next, previous };
    Q_ENUM(Move)

    using CellDelegate::CellDelegate;

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

    /// The text the next editor begins with instead of the cell's: a key that was typed on a cell.
    void beginWith(const QString& text) { begin_ = text; }

signals:
    void moved(tiebreak::ui::EditableCellDelegate::Move move);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    mutable QString begin_;
};

} // namespace tiebreak::ui
