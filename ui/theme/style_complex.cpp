// SPDX-License-Identifier: GPL-3.0-or-later
// Combo boxes, spin boxes, scroll bars: the controls of Style that have parts.
#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleOption>
#include <QWidget>

namespace tiebreak::ui {

namespace {

constexpr int comboArrow = 24;
constexpr int spinButtons = 22;
constexpr int handleMargin = 2;
constexpr int shortestHandle = 28;

} // namespace

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
    switch (control) {
    case CC_ScrollBar:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
            drawScrollBar(*bar, *painter, widget);
            return;
        }
        break;
    case CC_ComboBox:
        if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            drawComboBox(*combo, *painter, widget);
            return;
        }
        break;
    case CC_SpinBox:
        if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
            drawSpinBox(*spin, *painter, widget);
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                            const QWidget* widget) const {
    const QRect& r = option->rect;
    if (control == CC_ScrollBar) {
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (!bar) {
            return {};
        }
        const bool horizontal = bar->orientation == Qt::Horizontal;
        const int length = horizontal ? r.width() : r.height();
        const qint64 range = qint64(bar->maximum) - bar->minimum;
        int handle = length;
        if (range > 0) {
            handle = static_cast<int>(qint64(bar->pageStep) * length / (range + bar->pageStep));
            handle = std::clamp(handle, std::min(shortestHandle, length), length);
        }
        const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                                  length - handle, bar->upsideDown);
        const auto along = [&](int from, int size) {
            const QRect part = horizontal ? QRect(r.left() + from, r.top(), size, r.height())
                                          : QRect(r.left(), r.top() + from, r.width(), size);
            return horizontal ? visualRect(bar->direction, r, part) : part;
        };
        switch (sub) {
        case SC_ScrollBarGroove:
            return r;
        case SC_ScrollBarSlider:
            return along(start, handle);
        case SC_ScrollBarSubPage:
            return along(0, start);
        case SC_ScrollBarAddPage:
            return along(start + handle, length - start - handle);
        default:
            return {};
        }
    }
    if (control == CC_ComboBox) {
        switch (sub) {
        case SC_ComboBoxFrame:
        case SC_ComboBoxListBoxPopup:
            return r;
        case SC_ComboBoxArrow:
            return visualRect(option->direction, r,
                              QRect(r.right() - comboArrow + 1, r.top(), comboArrow, r.height()));
        case SC_ComboBoxEditField:
            return visualRect(option->direction, r, r.adjusted(10, 1, -comboArrow, -1));
        default:
            break;
        }
    }
    if (control == CC_SpinBox) {
        const int half = r.height() / 2;
        const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        const bool buttons = spin && spin->buttonSymbols != QAbstractSpinBox::NoButtons;
        switch (sub) {
        case SC_SpinBoxFrame:
            return r;
        case SC_SpinBoxUp:
            return buttons ? visualRect(option->direction, r,
                                        QRect(r.right() - spinButtons + 1, r.top(), spinButtons, half))
                           : QRect();
        case SC_SpinBoxDown:
            return buttons ? visualRect(option->direction, r,
                                        QRect(r.right() - spinButtons + 1, r.top() + half, spinButtons,
                                              r.height() - half))
                           : QRect();
        case SC_SpinBoxEditField:
            return visualRect(option->direction, r, r.adjusted(7, 1, buttons ? -spinButtons : -7, -1));
        default:
            break;
        }
    }
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

void Style::drawScrollBar(const QStyleOptionSlider& option, QPainter& painter, const QWidget* widget) const {
    const Tokens& t = tokens();
    // Bars that float over content with no page to scroll leave nothing behind.
    const QRect slider = subControlRect(CC_ScrollBar, &option, SC_ScrollBarSlider, widget);
    if (option.maximum <= option.minimum) {
        return;
    }
    const bool held = (option.state & State_Sunken) && (option.activeSubControls & SC_ScrollBarSlider);
    const bool hovered = (option.state & State_MouseOver) && (option.activeSubControls & SC_ScrollBarSlider);
    const QColor colour = held ? t.text3 : hovered ? t.strong : blend(t.content, t.strong, 0.55);
    const QRect handle = slider.adjusted(handleMargin, handleMargin, -handleMargin, -handleMargin);
    drawRounded(painter, handle, colour, {}, std::min(handle.width(), handle.height()) / 2.0);
}

void Style::drawComboBox(const QStyleOptionComboBox& option, QPainter& painter, const QWidget* widget) const {
    const Tokens& t = tokens();
    const bool enabled = option.state & State_Enabled;
    const bool hovered = enabled && (option.state & State_MouseOver);
    const QString kind = widget ? widget->property(buttonKindProperty).toString() : QString();
    const bool flat = kind == QLatin1String("flat");
    if (option.editable || kind == QLatin1String("input")) {
        drawRounded(painter, option.rect, enabled ? t.content : t.raised, t.border, metric::controlRadius);
    } else if (!flat) {
        drawRounded(painter, option.rect, hovered ? t.hover : t.raised, t.border, metric::controlRadius);
    } else if (hovered) {
        drawRounded(painter, option.rect, t.hover, {}, metric::controlRadius);
    }
    QRect arrow(0, 0, 14, 14);
    arrow.moveCenter(subControlRect(CC_ComboBox, &option, SC_ComboBoxArrow, widget).center() + QPoint(-1, 1));
    icons::paint(painter, arrow, QStringLiteral("chevron-down"), enabled ? t.text2 : t.border);
}

void Style::drawSpinBox(const QStyleOptionSpinBox& option, QPainter& painter, const QWidget* widget) const {
    const Tokens& t = tokens();
    const bool enabled = option.state & State_Enabled;
    drawRounded(painter, option.rect, enabled ? t.content : t.raised, t.border, metric::controlRadius);
    if (option.buttonSymbols == QAbstractSpinBox::NoButtons) {
        return;
    }
    const auto arrow = [&](SubControl sub, bool possible, bool up) {
        const QRect box = subControlRect(CC_SpinBox, &option, sub, widget);
        const bool hovered =
            enabled && possible && (option.state & State_MouseOver) && (option.activeSubControls & sub);
        const QPointF c = QRectF(box).center() + QPointF(0, up ? 2 : -1.5);
        const qreal tip = up ? -2.2 : 2.2;
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(!enabled || !possible ? t.border : hovered ? t.accent : t.text3);
        painter.drawPolygon(QPolygonF{c + QPointF(0, tip), c + QPointF(3.6, -tip), c + QPointF(-3.6, -tip)});
        painter.restore();
    };
    arrow(SC_SpinBoxUp, option.stepEnabled & QAbstractSpinBox::StepUpEnabled, true);
    arrow(SC_SpinBoxDown, option.stepEnabled & QAbstractSpinBox::StepDownEnabled, false);
}

} // namespace tiebreak::ui
