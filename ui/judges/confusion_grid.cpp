// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/judges/confusion_grid.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/wording.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int rows = 3;
constexpr int columns = 4;
constexpr int cellWidth = 76;
constexpr int cellHeight = 30;
constexpr int labelWidth = 92;

QString outcomeName(int at) {
    switch (at) {
    case 0:
        return ConfusionGrid::tr("first");
    case 1:
        return ConfusionGrid::tr("tie");
    case 2:
        return ConfusionGrid::tr("second");
    default:
        return ConfusionGrid::tr("not read");
    }
}

} // namespace

ConfusionGrid::ConfusionGrid(QWidget* parent)
    : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setProperty("ownFocusRing", true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Confusion: truth by verdict"));
    setCursor(Qt::PointingHandCursor);
}

void ConfusionGrid::setCells(std::vector<workbench::BenchCell> cells) {
    cells_ = std::move(cells);
    current_ = {-1, -1};
    QStringList words;
    for (const workbench::BenchCell& cell : cells_) {
        words << tr("truth %1, verdict %2: %3")
                     .arg(outcomeName(static_cast<int>(cell.truth)),
                          outcomeName(static_cast<int>(cell.verdict)), countText(cell.n));
    }
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    update();
}

std::int64_t ConfusionGrid::countAt(int row, int column) const {
    for (const workbench::BenchCell& cell : cells_) {
        if (static_cast<int>(cell.truth) == row && static_cast<int>(cell.verdict) == column) {
            return cell.n;
        }
    }
    return 0;
}

QSize ConfusionGrid::sizeHint() const {
    return {labelWidth + columns * cellWidth + 4, (rows + 1) * cellHeight + 4};
}

QRect ConfusionGrid::cellRect(int row, int column) const {
    return {labelWidth + column * cellWidth, (row + 1) * cellHeight, cellWidth, cellHeight};
}

void ConfusionGrid::setCurrent(QPoint cell) {
    current_ = {std::clamp(cell.x(), 0, columns - 1), std::clamp(cell.y(), 0, rows - 1)};
    tell();
    update();
}

void ConfusionGrid::tell() {
    if (current_.x() < 0) {
        return;
    }
    setAccessibleDescription(tr("truth %1, verdict %2: %3")
                                 .arg(outcomeName(current_.y()), outcomeName(current_.x()),
                                      countText(countAt(current_.y(), current_.x()))));
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

void ConfusionGrid::focusInEvent(QFocusEvent* event) {
    if (current_.x() < 0) {
        setCurrent({0, 0});
    }
    QWidget::focusInEvent(event);
    update();
}

void ConfusionGrid::mousePressEvent(QMouseEvent* event) {
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            if (cellRect(row, column).contains(event->pos())) {
                setCurrent({column, row});
                emit chosen(row, column);
            }
        }
    }
}

void ConfusionGrid::keyPressEvent(QKeyEvent* event) {
    QPoint to = current_;
    switch (event->key()) {
    case Qt::Key_Left:
        to.rx() -= 1;
        break;
    case Qt::Key_Right:
        to.rx() += 1;
        break;
    case Qt::Key_Up:
        to.ry() -= 1;
        break;
    case Qt::Key_Down:
        to.ry() += 1;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    setCurrent(to);
    emit chosen(current_.y(), current_.x());
}

void ConfusionGrid::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setFont(Theme::font(TextSize::small));
    painter.setPen(t.text3);
    painter.drawText(QRect(0, 0, labelWidth - 8, cellHeight), Qt::AlignVCenter | Qt::AlignRight,
                     tr("truth \\ judge"));
    for (int column = 0; column < columns; ++column) {
        painter.drawText(QRect(labelWidth + column * cellWidth, 0, cellWidth, cellHeight), Qt::AlignCenter,
                         outcomeName(column));
    }
    for (int row = 0; row < rows; ++row) {
        painter.setPen(t.text3);
        painter.drawText(QRect(0, (row + 1) * cellHeight, labelWidth - 8, cellHeight),
                         Qt::AlignVCenter | Qt::AlignRight, outcomeName(row));
        for (int column = 0; column < columns; ++column) {
            const QRect box = cellRect(row, column).adjusted(1, 1, -1, -1);
            const std::int64_t n = countAt(row, column);
            painter.fillRect(box, n == 0          ? t.raised
                                  : column == 3   ? t.hover
                                  : row == column ? t.okGround
                                                  : t.badGround);
            painter.setPen(n == 0 ? t.text3 : t.text);
            painter.drawText(box, Qt::AlignCenter, countText(n));
            if (QPoint(column, row) == current_) {
                drawInnerFocus(painter, box.adjusted(-1, -1, 1, 1), t);
            }
        }
    }
}

} // namespace tiebreak::ui
