// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QStyledItemDelegate>

namespace tiebreak::ui {

/// Ground of a cell: selection, hovered row, the model's background, and the line under the row.
/// Every delegate of a TableView starts with it.
void paintCellGround(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index);

/// Where a cell's contents go.
QRect cellContents(const QStyleOptionViewItem& option, const QModelIndex& index);

/// The colour that toneRole (items/roles.h) asks for.
QColor toneColour(const QModelIndex& index, const Tokens& tokens);

/// Draws what the roles of items/roles.h say: candidate mark, glyph, text in its tone, badges, and a progress
/// bar where doneRole and totalRole are given. Text is plain, one line, cut at 300 characters and elided.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit CellDelegate(QObject* parent = nullptr)
        : QStyledItemDelegate(parent) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// Score chips that line up: displayRole as the number, slotRole as the shape, right-aligned in the column.
class ScoreChipDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit ScoreChipDelegate(QObject* parent = nullptr)
        : QStyledItemDelegate(parent) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace tiebreak::ui
