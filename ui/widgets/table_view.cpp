// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_view.h"

#include "ui/settings/settings.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/table_header.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int narrowestColumn = 32;
/// A clipboard text beyond this helps nobody and would block the window; exports write files.
constexpr int mostCopiedRows = 20000;

} // namespace

TableView::TableView(const QString& accessibleName, const QString& stateName, Settings* settings,
                     QWidget* parent)
    : QTableView(parent)
    , stateName_(QStringLiteral("table/") + stateName)
    , settings_(settings) {
    setAccessibleName(accessibleName);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setCornerButtonEnabled(false);
    setItemDelegate(new CellDelegate(this));

    setHorizontalHeader(new TableHeader(this));
    verticalHeader()->hide();
    setRowHeight(metric::row);
    QHeaderView* header = horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setMinimumSectionSize(narrowestColumn);
    header->setFixedHeight(metric::row);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, &TableView::showHeaderMenu);
    // Only a change by hand is worth keeping; resizing with the window is not.
    header->viewport()->installEventFilter(this);
    connect(this, &QTableView::doubleClicked, this, &TableView::rowOpened);
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

TableView::~TableView() {
    keepColumns();
}

void TableView::setModel(QAbstractItemModel* model) {
    keepColumns();
    QTableView::setModel(model);
    if (model) {
        if (!widths_.isEmpty()) {
            setColumnWidths(widths_);
        }
        restoreColumns();
    }
}

void TableView::setRowHeight(int pixels) {
    verticalHeader()->setMinimumSectionSize(pixels);
    verticalHeader()->setDefaultSectionSize(pixels);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
}

void TableView::setColumnLines(bool on) {
    columnLines_ = on;
    viewport()->update();
}

void TableView::setColumnWidths(const QList<int>& widths) {
    widths_ = widths;
    if (!model()) {
        return;
    }
    const int columns = std::min<int>(static_cast<int>(widths.size()), model()->columnCount());
    for (int i = 0; i < columns; ++i) {
        if (widths[i] == 0) {
            horizontalHeader()->setSectionResizeMode(i, QHeaderView::Stretch);
        } else {
            setColumnWidth(i, widths[i]);
        }
    }
}

QMargins TableView::cellMargins(int column) const {
    const QHeaderView* header = horizontalHeader();
    const bool first = header->visualIndex(column) == 0 && verticalHeader()->isHidden();
    const bool last = header->logicalIndexAt(QPoint(header->length() - 1 - header->offset(), 0)) == column;
    return {first ? metric::paneLeft : metric::cell, 0, last ? metric::paneRight : metric::cell, 1};
}

QList<int> TableView::selectedRows() const {
    QList<int> rows;
    if (selectionModel()) {
        for (const QItemSelectionRange& range : selectionModel()->selection()) {
            for (int row = range.top(); row <= range.bottom(); ++row) {
                rows << row;
            }
        }
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

QString TableView::copyText(CopyFormat format) const {
    if (!model()) {
        return {};
    }
    QList<int> rows = selectedRows();
    if (rows.isEmpty()) {
        for (int row = 0; row < std::min(model()->rowCount(), mostCopiedRows); ++row) {
            rows << row;
        }
    }
    QList<int> columns;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(column)) {
            columns << column;
        }
    }
    return tableText(*model(), rows.mid(0, mostCopiedRows), columns, format);
}

void TableView::copy(CopyFormat format) const {
    QApplication::clipboard()->setText(copyText(format));
}

void TableView::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    QPainter painter(viewport());
    for (const int row : selectedRows()) {
        const int y = rowViewportPosition(row);
        if (y + rowHeight(row) >= 0 && y < viewport()->height() && selectionBehavior() == SelectRows) {
            painter.fillRect(QRect(0, y, metric::selectionBar, rowHeight(row)), tokens().accent);
        }
    }
    const QModelIndex current = currentIndex();
    if (hasFocus() && current.isValid()) {
        QRect place = visualRect(current);
        if (selectionBehavior() == SelectRows && !cellRing_) {
            const int right = std::min(viewport()->width(), horizontalHeader()->length());
            place = QRect(0, place.top(), right, place.height());
        }
        drawInnerFocus(painter, place, tokens());
    } else if (hasFocus()) {
        drawInnerFocus(painter, viewport()->rect(), tokens());
    }
}

void TableView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copy(CopyFormat::text);
        return;
    }
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() == Qt::NoModifier && currentIndex().isValid() &&
        state() != EditingState) {
        emit rowOpened(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addActions(actions());
    if (!actions().isEmpty()) {
        menu.addSeparator();
    }
    menu.addAction(tr("Copy"), QKeySequence::Copy, this, [this] { copy(CopyFormat::text); });
    menu.addAction(tr("Copy as Markdown"), this, [this] { copy(CopyFormat::markdown); });
    menu.addAction(tr("Copy as CSV"), this, [this] { copy(CopyFormat::csv); });
    menu.exec(event->globalPos());
}

void TableView::showHeaderMenu(const QPoint& at) {
    if (!model()) {
        return;
    }
    QMenu menu(this);
    const QHeaderView* header = horizontalHeader();
    const int shown = header->count() - header->hiddenSectionCount();
    for (int visual = 0; visual < header->count(); ++visual) {
        const int column = header->logicalIndex(visual);
        const QString name = model()->headerData(column, Qt::Horizontal).toString();
        if (name.isEmpty()) {
            continue;
        }
        QAction* action = menu.addAction(QString(name).replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        action->setEnabled(isColumnHidden(column) || shown > 1);
        connect(action, &QAction::toggled, this, [this, column](bool on) {
            setColumnHidden(column, !on);
            columnsTouched_ = true;
        });
    }
    menu.exec(header->viewport()->mapToGlobal(at));
}

bool TableView::viewportEvent(QEvent* event) {
    switch (event->type()) {
    case QEvent::MouseMove:
        setHoveredRow(rowAt(static_cast<QMouseEvent*>(event)->position().toPoint().y()));
        break;
    case QEvent::Leave:
        setHoveredRow(-1);
        break;
    default:
        break;
    }
    return QTableView::viewportEvent(event);
}

bool TableView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::MouseButtonRelease && watched == horizontalHeader()->viewport()) {
        columnsTouched_ = true;
    }
    return QTableView::eventFilter(watched, event);
}

void TableView::setHoveredRow(int row) {
    if (row != hoveredRow_) {
        updateRow(hoveredRow_);
        hoveredRow_ = row;
        updateRow(row);
    }
}

void TableView::updateRow(int row) {
    if (row >= 0) {
        viewport()->update(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
    }
}

void TableView::focusInEvent(QFocusEvent* event) {
    QTableView::focusInEvent(event);
    viewport()->update();
}

void TableView::focusOutEvent(QFocusEvent* event) {
    QTableView::focusOutEvent(event);
    viewport()->update();
}

void TableView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    updateRow(previous.row());
    updateRow(current.row());
}

void TableView::restoreColumns() {
    if (settings_) {
        const QByteArray state = settings_->state(stateName_).toByteArray();
        if (!state.isEmpty()) {
            horizontalHeader()->restoreState(state);
        }
    }
}

void TableView::keepColumns() {
    if (settings_ && columnsTouched_ && model()) {
        settings_->setState(stateName_, horizontalHeader()->saveState());
        columnsTouched_ = false;
    }
}

} // namespace tiebreak::ui
