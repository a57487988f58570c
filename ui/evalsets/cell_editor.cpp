// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evalsets/cell_editor.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QKeyEvent>
#include <QPainter>
#include <QTextBlock>

#include <algorithm>
#include <cmath>
#include <optional>

namespace tiebreak::ui {

CellEditor::CellEditor(QWidget* parent)
    : QPlainTextEdit(parent) {
    setObjectName(QStringLiteral("cellEditor"));
    setFrameShape(QFrame::NoFrame);
    setFont(Theme::font(TextSize::body));
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(0);
    setViewportMargins(metric::cell - 1, 4, metric::cell - 2, 2);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    connect(this, &QPlainTextEdit::textChanged, this, &CellEditor::grown);
}

int CellEditor::heightFor(int width, int least, int most) const {
    const int inner = std::max(40, width - 2 * metric::cell);
    int lines = 0;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        const int wide = fontMetrics().horizontalAdvance(block.text());
        lines += std::max(1, static_cast<int>(std::ceil(1.08 * wide / inner))); // words break early
        if (lines * fontMetrics().lineSpacing() > most) {
            break;
        }
    }
    return std::clamp(lines * fontMetrics().lineSpacing() + 9, least, std::max(least, most));
}

void CellEditor::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && (event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier))) {
        textCursor().insertBlock();
        event->accept();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

/// The accent ring round the whole editor, which the viewport stands inside of.
bool CellEditor::event(QEvent* event) {
    if (event->type() == QEvent::Paint) {
        QPainter painter(this);
        painter.fillRect(rect(), tokens().content);
        drawInnerFocus(painter, rect(), tokens());
        return true;
    }
    return QPlainTextEdit::event(event);
}

QWidget* EditableCellDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                            const QModelIndex& index) const {
    auto* editor = new CellEditor(parent);
    editor->setAccessibleName(index.model()->headerData(index.column(), Qt::Horizontal).toString());
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    QObject::connect(editor, &CellEditor::grown, editor,
                     [this, editor, view, where = QPersistentModelIndex(index)] {
                         if (view != nullptr && where.isValid()) {
                             QStyleOptionViewItem fresh;
                             fresh.rect = view->visualRect(where);
                             updateEditorGeometry(editor, fresh, where);
                         }
                     });
    return editor;
}

void EditableCellDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    auto& text = static_cast<CellEditor&>(*editor);
    if (!begin_.isNull()) {
        text.setPlainText(begin_);
        begin_ = QString();
        text.moveCursor(QTextCursor::End);
    } else {
        text.setPlainText(index.data(Qt::EditRole).toString());
        text.selectAll();
    }
}

void EditableCellDelegate::setModelData(QWidget* editor, QAbstractItemModel* model,
                                        const QModelIndex& index) const {
    model->setData(index, static_cast<CellEditor&>(*editor).toPlainText(), Qt::EditRole);
}

void EditableCellDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                                const QModelIndex&) const {
    QRect place = option.rect.adjusted(0, 0, -1, -1);
    const QWidget* viewport = editor->parentWidget();
    const int most = viewport ? std::max(place.height(), viewport->height() * 2 / 3) : 300;
    place.setHeight(static_cast<const CellEditor&>(*editor).heightFor(place.width(), place.height(), most));
    if (viewport && place.bottom() > viewport->height()) {
        place.moveBottom(std::max(place.height(), viewport->height()) - 1);
    }
    editor->setGeometry(place);
}

bool EditableCellDelegate::eventFilter(QObject* watched, QEvent* event) {
    auto* editor = qobject_cast<CellEditor*>(watched);
    if (editor != nullptr && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        std::optional<Move> move;
        switch (key->key()) {
        case Qt::Key_Tab:
            move = Move::next;
            break;
        case Qt::Key_Backtab:
            move = Move::previous;
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (key->modifiers() == Qt::NoModifier || key->modifiers() == Qt::KeypadModifier) {
                move = Move::down;
            } else {
                return false; // a line of its own, or the window's main action
            }
            break;
        default:
            break;
        }
        if (move) {
            emit commitData(editor);
            if (!editor->isHidden()) { // a row that was made takes the current cell, which closes it already
                emit closeEditor(editor, QAbstractItemDelegate::NoHint);
            }
            emit moved(*move);
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            emit closeEditor(editor, QAbstractItemDelegate::RevertModelCache);
            return true;
        }
        return false; // arrows and the rest are the editor's own
    }
    return CellDelegate::eventFilter(watched, event);
}

} // namespace tiebreak::ui
