// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style.h"

#include "ui/theme/icon_set.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleOption>
#include <QTabBar>
#include <QToolButton>

namespace tiebreak::ui {

void drawRounded(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& frame,
                 qreal radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(frame.isValid() ? QPen(frame, 1) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const QRectF outline = frame.isValid() ? QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5) : QRectF(rect);
    painter.drawRoundedRect(outline, radius, radius);
    painter.restore();
}

void drawInnerFocus(QPainter& painter, const QRect& rect, const Tokens& t) {
    painter.save();
    painter.setPen(QPen(t.accent, metric::focusRing, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1));
    painter.restore();
}

Style::Style()
    : QProxyStyle(QStringLiteral("Fusion")) {}

void Style::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
        qobject_cast<QScrollBar*>(widget) || qobject_cast<QTabBar*>(widget) ||
        qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QHeaderView*>(widget)) {
        widget->setAttribute(Qt::WA_Hover);
    }
    if (auto* view = qobject_cast<QAbstractItemView*>(widget)) {
        view->viewport()->setAttribute(Qt::WA_Hover);
    }
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    const Tokens& t = tokens();
    switch (element) {
    case PE_PanelButtonCommand:
        drawButton(*option, *painter, widget);
        return;
    case PE_PanelButtonTool:
        drawToolButtonPanel(*option, *painter);
        return;
    case PE_FrameButtonBevel:
    case PE_FrameDefaultButton:
    case PE_FrameStatusBarItem:
    case PE_PanelMenuBar:
        return;
    case PE_FrameFocusRect:
        // Controls have their ring from FocusRing; only cells of views draw their own.
        if (qobject_cast<const QAbstractItemView*>(widget)) {
            drawInnerFocus(*painter, option->rect, t);
        }
        return;
    case PE_PanelLineEdit:
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            frame && frame->lineWidth > 0) {
            drawRounded(*painter, option->rect, option->state & State_Enabled ? t.content : t.raised,
                        t.border, metric::controlRadius);
        } else if (!widget || widget->autoFillBackground()) {
            painter->fillRect(option->rect, t.content);
        }
        return;
    case PE_FrameLineEdit:
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawCheckMark(*option, *painter, false);
        return;
    case PE_IndicatorRadioButton:
        drawCheckMark(*option, *painter, true);
        return;
    case PE_Frame:
    case PE_FrameWindow:
    case PE_FrameGroupBox: {
        painter->save();
        painter->setPen(t.border);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    }
    case PE_PanelMenu:
        drawRounded(*painter, option->rect, t.content, t.border, 0);
        return;
    case PE_FrameMenu:
        return;
    case PE_PanelTipLabel:
        drawRounded(*painter, option->rect, t.content, t.border, 0);
        return;
    case PE_IndicatorArrowDown:
        icons::paint(*painter, option->rect, QStringLiteral("chevron-down"), t.text2);
        return;
    case PE_IndicatorArrowUp:
        icons::paint(*painter, option->rect, QStringLiteral("chevron-up"), t.text2);
        return;
    case PE_IndicatorArrowLeft:
        icons::paint(*painter, option->rect, QStringLiteral("chevron-left"), t.text2);
        return;
    case PE_IndicatorArrowRight:
        icons::paint(*painter, option->rect, QStringLiteral("chevron-right"), t.text2);
        return;
    case PE_IndicatorBranch:
        if (option->state & State_Children) {
            QRect box(0, 0, 12, 12);
            box.moveCenter(option->rect.center());
            icons::paint(*painter, box,
                         option->state & State_Open ? QStringLiteral("chevron-down")
                                                    : QStringLiteral("chevron-right"),
                         t.text2);
        }
        return;
    case PE_PanelItemViewRow:
        return;
    case PE_PanelItemViewItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
            drawItemRow(*item, *painter, widget);
            return;
        }
        break;
    case PE_IndicatorHeaderArrow:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            if (header->sortIndicator != QStyleOptionHeader::None) {
                icons::paint(*painter, header->rect,
                             header->sortIndicator == QStyleOptionHeader::SortUp
                                 ? QStringLiteral("chevron-down")
                                 : QStringLiteral("chevron-up"),
                             t.text3);
            }
        }
        return;
    case PE_FrameTabBarBase:
    case PE_FrameTabWidget:
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void Style::drawButton(const QStyleOption& option, QPainter& painter, const QWidget* widget) const {
    const Tokens& t = tokens();
    const bool enabled = option.state & State_Enabled;
    const bool hovered = enabled && (option.state & State_MouseOver);
    const bool pressed = enabled && (option.state & State_Sunken);
    const QString kind = widget ? widget->property(buttonKindProperty).toString() : QString();
    if (kind == QLatin1String("main") && enabled) {
        const QColor fill = pressed   ? blend(t.accent, t.text, 0.25)
                            : hovered ? blend(t.accent, t.text, 0.12)
                                      : t.accent;
        drawRounded(painter, option.rect, fill, {}, metric::controlRadius);
    } else if (option.state & State_On) {
        drawRounded(painter, option.rect, t.accentGround, t.accent, metric::controlRadius);
    } else if (kind == QLatin1String("flat")) {
        if (hovered || pressed) {
            drawRounded(painter, option.rect, pressed ? t.border : t.hover, {}, metric::controlRadius);
        }
    } else {
        drawRounded(painter, option.rect,
                    pressed   ? t.border
                    : hovered ? t.hover
                              : t.raised,
                    t.border, metric::controlRadius);
    }
}

void Style::drawToolButtonPanel(const QStyleOption& option, QPainter& painter) const {
    const Tokens& t = tokens();
    const bool enabled = option.state & State_Enabled;
    if (option.state & State_On) {
        drawRounded(painter, option.rect, t.accentGround, t.accent, metric::controlRadius);
    } else if (enabled && (option.state & State_Sunken)) {
        drawRounded(painter, option.rect, t.border, {}, metric::controlRadius);
    } else if (enabled && (option.state & State_MouseOver)) {
        drawRounded(painter, option.rect, t.hover, {}, metric::controlRadius);
    } else if (!(option.state & State_AutoRaise)) {
        drawRounded(painter, option.rect, t.raised, t.border, metric::controlRadius);
    }
}

void Style::drawCheckMark(const QStyleOption& option, QPainter& painter, bool round) const {
    const Tokens& t = tokens();
    const bool enabled = option.state & State_Enabled;
    const bool partly = option.state & State_NoChange;
    const bool on = (option.state & State_On) || partly;
    QRect box(0, 0, 14, 14);
    box.moveCenter(option.rect.center());
    // On a selected row `strong` would fall under 3 : 1.
    const QColor frame = !enabled ? t.border : option.state & State_Selected ? t.text3 : t.strong;
    const QColor fill = enabled ? t.accent : t.border;
    const qreal radius = round ? 7 : 3;
    if (!on) {
        drawRounded(painter, box, t.content, frame, radius);
        return;
    }
    drawRounded(painter, box, fill, {}, radius);
    if (round) {
        drawRounded(painter, box.adjusted(4, 4, -4, -4), t.onAccent, {}, 3);
    } else {
        icons::paint(painter, box.adjusted(1, 1, -1, -1),
                     partly ? QStringLiteral("minus") : QStringLiteral("check"), t.onAccent);
    }
}

void Style::drawItemRow(const QStyleOptionViewItem& option, QPainter& painter, const QWidget* widget) const {
    const Tokens& t = tokens();
    if (option.backgroundBrush.style() != Qt::NoBrush) {
        painter.fillRect(option.rect, option.backgroundBrush);
    }
    const bool selected = option.state & State_Selected;
    const bool hovered = (option.state & State_MouseOver) && (option.state & State_Enabled);
    if (selected) {
        painter.fillRect(option.rect, t.selection);
    } else if (hovered) {
        painter.fillRect(option.rect, t.hover);
    }
    // The bar marks the left edge of the row, not of every cell.
    const auto* view = qobject_cast<const QAbstractItemView*>(widget);
    if (selected && view && option.rect.left() <= 0) {
        painter.fillRect(
            QRect(option.rect.left(), option.rect.top(), metric::selectionBar, option.rect.height()),
            t.accent);
    }
}

QIcon Style::standardIcon(StandardPixmap pixmap, const QStyleOption* option, const QWidget* widget) const {
    switch (pixmap) {
    case SP_LineEditClearButton:
        return icons::get(QStringLiteral("close"), &Tokens::text3);
    case SP_MessageBoxWarning:
        return icons::get(QStringLiteral("warning"), &Tokens::warn);
    case SP_MessageBoxCritical:
        return icons::get(QStringLiteral("error"), &Tokens::bad);
    case SP_MessageBoxInformation:
        return icons::get(QStringLiteral("info"), &Tokens::text2);
    case SP_MessageBoxQuestion:
        return icons::get(QStringLiteral("question"), &Tokens::text2);
    default:
        return QProxyStyle::standardIcon(pixmap, option, widget);
    }
}

} // namespace tiebreak::ui
