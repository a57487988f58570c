// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evalsets/eval_table.h"

#include "ui/evalsets/cell_editor.h"
#include "ui/settings/settings.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>

#include <algorithm>

namespace tiebreak::ui {

namespace {

QString spreadsheetCell(QString text) {
    const bool quote = text.contains(QLatin1Char('\t')) || text.contains(QLatin1Char('\n')) ||
                       text.contains(QLatin1Char('"'));
    return quote ? QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"')
                 : text;
}

} // namespace

EvalTable::EvalTable(Settings* settings, QWidget* parent)
    : TableView(tr("Items"), QStringLiteral("eval-items-2"), settings, parent)
    , delegate_(new EditableCellDelegate(this)) {
    columnsKept_ = settings && !settings->state(QStringLiteral("table/eval-items-2")).toByteArray().isEmpty();
    setObjectName(QStringLiteral("evalItems"));
    setProperty("takesTab", true); // Ctrl+Tab goes on from it
    setColumnLines(true);
    setCellRing(true);
    setItemDelegate(delegate_);
    setEditTriggers(EditKeyPressed | AnyKeyPressed | DoubleClicked);
    connect(delegate_, &EditableCellDelegate::moved, this, [this](EditableCellDelegate::Move move) {
        setFocus();
        switch (move) {
        case EditableCellDelegate::Move::down:
            enter(1);
            break;
        case EditableCellDelegate::Move::up:
            this->move(-1, 0);
            break;
        case EditableCellDelegate::Move::next:
            step(1);
            break;
        case EditableCellDelegate::Move::previous:
            step(-1);
            break;
        }
    });
}

void EvalTable::setEvalModel(items::EvalSetModel* model) {
    const bool first = evalModel_ == nullptr;
    evalModel_ = model;
    setModel(model);
    if (first && !columnsKept_) {
        setColumnHidden(items::EvalSetModel::externalId, true); // the header's menu brings it
    }
}

void EvalTable::chooseRows(const QList<qint64>& keys) {
    const int column = currentIndex().isValid() ? currentIndex().column()
                                                : static_cast<int>(items::EvalSetModel::instruction);
    QItemSelection rows;
    QModelIndex first;
    for (const qint64 key : keys.mid(0, 2000)) {
        const int row = evalModel_->shownRowOf(key);
        if (row >= 0) {
            const QModelIndex index = evalModel_->index(row, column);
            rows.select(index, index);
            first = first.isValid() ? first : index;
        }
    }
    if (first.isValid()) {
        go(first);
        selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        scrollTo(first);
    }
}

QString EvalTable::copyRows() const {
    QStringList header;
    QList<int> columns;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        const bool own = column != items::EvalSetModel::number && column != items::EvalSetModel::mark &&
                         column != items::EvalSetModel::turns;
        if (own && !isColumnHidden(column)) {
            columns << column;
            header << model()->headerData(column, Qt::Horizontal).toString();
        }
    }
    QString text = header.join(QLatin1Char('\t')) + QLatin1Char('\n');
    for (const int row : selectedRows()) {
        if (const items::EvalRow* item = evalModel_->rowAt(row)) {
            QStringList cells;
            for (const int column : columns) {
                cells << spreadsheetCell(items::EvalSetModel::cellText(*item->content, column));
            }
            text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
        }
    }
    return text;
}

bool EvalTable::edit(const QModelIndex& index, EditTrigger trigger, QEvent* event) {
    // A letter that begins an edit is the edit's first letter, instead of being sent after it.
    if (trigger == AnyKeyPressed && event != nullptr && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const QString text = key->text();
        if (text.isEmpty() || !text.front().isPrint() ||
            (key->modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
            return false;
        }
        if (!(index.flags() & Qt::ItemIsEditable)) {
            return false;
        }
        delegate_->beginWith(text);
        return TableView::edit(index, AllEditTriggers, nullptr);
    }
    return TableView::edit(index, trigger, event);
}

void EvalTable::keyPressEvent(QKeyEvent* event) {
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (state() == EditingState) {
        TableView::keyPressEvent(event);
        return;
    }
    if (event->matches(QKeySequence::Paste)) {
        emit pasteRequested(QApplication::clipboard()->text());
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(copyRows());
        return;
    }
    if (event->matches(QKeySequence::Cut)) {
        QApplication::clipboard()->setText(copyRows());
        emit removeRequested();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (modifiers == Qt::NoModifier || modifiers == Qt::ShiftModifier) {
            enter(modifiers == Qt::ShiftModifier ? -1 : 1);
            return;
        }
        break;
    case Qt::Key_Home: // the row's number is no cell to type into
        if (modifiers == Qt::NoModifier && currentIndex().isValid() && evalModel_ != nullptr) {
            go(currentIndex().siblingAtColumn(items::EvalSetModel::instruction));
            return;
        }
        break;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        if (modifiers & Qt::ControlModifier) {
            QWidget::focusNextPrevChild(event->key() == Qt::Key_Tab);
            return;
        }
        break;
    case Qt::Key_Delete:
        if (modifiers == Qt::NoModifier) {
            emit removeRequested();
            return;
        }
        break;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (modifiers == Qt::AltModifier) {
            emit moveRequested(event->key() == Qt::Key_Up ? -1 : 1);
            return;
        }
        break;
    default:
        break;
    }
    TableView::keyPressEvent(event);
}

bool EvalTable::focusNextPrevChild(bool next) {
    return step(next ? 1 : -1) || QWidget::focusNextPrevChild(next);
}

/// Down or up, and back to the column that Tab began to leave, as in a spreadsheet: item after item is typed
/// so.
void EvalTable::enter(int rows) {
    const int columns =
        tabbedFrom_ >= 0 && currentIndex().isValid() ? tabbedFrom_ - currentIndex().column() : 0;
    tabbedFrom_ = -1;
    move(rows, columns);
}

void EvalTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    if (!stepping_) {
        tabbedFrom_ = -1;
    }
    TableView::currentChanged(current, previous);
}

/// Whatever keys are held: the one row is selected that the cell is in.
void EvalTable::go(const QModelIndex& index) {
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

void EvalTable::move(int rows, int columns) {
    const QModelIndex now = currentIndex();
    if (!model() || !now.isValid()) {
        return;
    }
    const int row = std::clamp(now.row() + rows, 0, model()->rowCount() - 1);
    const int column = std::clamp(now.column() + columns, 0, model()->columnCount() - 1);
    go(model()->index(row, column));
}

bool EvalTable::step(int by) {
    const QModelIndex now = currentIndex();
    if (!model() || !now.isValid() || evalModel_ == nullptr || !evalModel_->isEditable()) {
        return false;
    }
    const QHeaderView* header = horizontalHeader();
    int row = now.row();
    int visual = header->visualIndex(now.column());
    for (;;) {
        visual += by;
        if (visual < 0 || visual >= header->count()) {
            visual = visual < 0 ? header->count() - 1 : 0;
            row += by;
        }
        if (row < 0 || row >= model()->rowCount()) {
            return false;
        }
        const QModelIndex index = model()->index(row, header->logicalIndex(visual));
        if (!isColumnHidden(index.column()) && (index.flags() & Qt::ItemIsEditable)) {
            const QScopedValueRollback keep(stepping_, true);
            tabbedFrom_ = tabbedFrom_ < 0 ? now.column() : tabbedFrom_;
            go(index);
            return true;
        }
    }
}

} // namespace tiebreak::ui
