// SPDX-License-Identifier: GPL-3.0-or-later
// Menus, headers, tabs, labels of buttons, progress bars: the simple controls of Style.
#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QPainter>
#include <QStyleOption>
#include <QTableView>

namespace tiebreak::ui {

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
    const Tokens& t = tokens();
    switch (element) {
    case CE_PushButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            QStyleOptionButton own = *button;
            const QString kind = widget ? widget->property(buttonKindProperty).toString() : QString();
            if (own.state & State_Enabled) {
                const QColor ink = kind == QLatin1String("main") ? t.onAccent
                                   : own.state & State_On        ? t.accent
                                                                 : t.text;
                own.palette.setColor(QPalette::ButtonText, ink);
            }
            // Fusion would shift a pressed label by nothing and draw a menu arrow of its own.
            own.features &= ~QStyleOptionButton::HasMenu;
            if (button->features & QStyleOptionButton::HasMenu) {
                own.rect.adjust(0, 0, -16, 0);
                QRect arrow(0, 0, 12, 12);
                arrow.moveCenter(QPoint(button->rect.right() - 12, button->rect.center().y() + 1));
                icons::paint(*painter, arrow, QStringLiteral("chevron-down"), t.text2);
            }
            QProxyStyle::drawControl(element, &own, painter, widget);
            return;
        }
        break;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, t.window);
        return;
    case CE_MenuBarItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            drawMenuBarItem(*item, *painter);
            return;
        }
        break;
    case CE_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            drawMenuItem(*item, *painter, widget);
            return;
        }
        break;
    case CE_MenuEmptyArea:
        return;
    case CE_HeaderSection:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            drawHeaderSection(*header, *painter);
            return;
        }
        break;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, t.raised);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          t.border);
        return;
    case CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            drawHeaderLabel(*header, *painter, widget);
            return;
        }
        break;
    case CE_TabBarTabShape:
        return;
    case CE_TabBarTabLabel:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            drawTab(*tab, *painter);
            return;
        }
        break;
    case CE_ProgressBarGroove:
        return;
    case CE_ProgressBarLabel:
        return;
    case CE_ProgressBarContents:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
            drawProgress(*bar, *painter);
            return;
        }
        break;
    case CE_Splitter:
        painter->fillRect(option->rect, t.border);
        return;
    case CE_FocusFrame: {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(t.accent, metric::focusRing));
        painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), metric::controlRadius + 2,
                                 metric::controlRadius + 2);
        painter->restore();
        return;
    }
    case CE_ShapedFrame:
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option)) {
            if (frame->frameShape == QFrame::HLine || frame->frameShape == QFrame::VLine) {
                QRect line = frame->rect;
                if (frame->frameShape == QFrame::HLine) {
                    line = QRect(line.left(), line.center().y(), line.width(), 1);
                } else {
                    line = QRect(line.center().x(), line.top(), 1, line.height());
                }
                painter->fillRect(line, t.border);
                return;
            }
        }
        break;
    case CE_ComboBoxLabel:
        if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            QStyleOptionComboBox own = *combo;
            const QRect field = proxy()->subControlRect(CC_ComboBox, &own, SC_ComboBoxEditField, widget);
            int left = field.left();
            if (!own.currentIcon.isNull()) {
                const QRect box(left, field.center().y() - 7, 16, 16);
                own.currentIcon.paint(painter, box, Qt::AlignCenter,
                                      own.state & State_Enabled ? QIcon::Normal : QIcon::Disabled);
                left = box.right() + 7;
            }
            if (!own.editable) {
                const QRect text(left, field.top(), field.right() - left + 1, field.height());
                proxy()->drawItemText(
                    painter, text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, own.palette,
                    own.state & State_Enabled,
                    own.fontMetrics.elidedText(own.currentText, Qt::ElideRight, text.width()),
                    QPalette::Text);
            }
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawMenuBarItem(const QStyleOptionMenuItem& option, QPainter& painter) const {
    const Tokens& t = tokens();
    painter.fillRect(option.rect, t.window);
    const bool active = option.state & (State_Selected | State_Sunken);
    if (active) {
        drawRounded(painter, option.rect.adjusted(1, 3, -1, -4), t.hover, {}, metric::controlRadius);
        if (option.state & State_HasFocus) {
            painter.fillRect(
                QRect(option.rect.left() + 8, option.rect.bottom() - 3, option.rect.width() - 16, 2),
                t.accent);
        }
    }
    // Underlines come with the keyboard (Alt), as there is no need of them before.
    const int mnemonic = option.state & State_HasFocus ? 0 : int(Qt::TextHideMnemonic);
    painter.setPen(option.state & State_Enabled ? (active ? t.text : t.text2)
                                                : blend(t.window, t.text3, 0.6));
    painter.drawText(option.rect, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextShowMnemonic | mnemonic,
                     option.text);
}

void Style::drawMenuItem(const QStyleOptionMenuItem& option, QPainter& painter, const QWidget* widget) const {
    const Tokens& t = tokens();
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        if (!option.text.isEmpty()) {
            painter.setFont(Theme::font(TextSize::small));
            painter.setPen(t.text3);
            painter.drawText(option.rect.adjusted(12, 0, -12, 0), Qt::AlignVCenter | Qt::AlignLeft,
                             option.text);
            return;
        }
        painter.fillRect(QRect(option.rect.left(), option.rect.center().y(), option.rect.width(), 1),
                         t.border);
        return;
    }
    const bool enabled = option.state & State_Enabled;
    const bool selected = enabled && (option.state & State_Selected);
    if (selected) {
        painter.fillRect(option.rect, t.selection);
        painter.fillRect(
            QRect(option.rect.left(), option.rect.top(), metric::selectionBar, option.rect.height()),
            t.accent);
    }
    const QColor ink = enabled ? t.text : blend(t.content, t.text3, 0.6);
    const QRect mark(option.rect.left() + 9, option.rect.center().y() - 7, 16, 16);
    if (option.checkType != QStyleOptionMenuItem::NotCheckable && option.checked) {
        if (option.checkType == QStyleOptionMenuItem::Exclusive) {
            drawRounded(painter, mark.adjusted(5, 5, -5, -5), t.accent, {}, 3);
        } else {
            icons::paint(painter, mark, QStringLiteral("check"), t.accent);
        }
    } else if (!option.icon.isNull()) {
        option.icon.paint(&painter, mark, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    }
    const QRect line = option.rect.adjusted(32, 0, -12, 0);
    const auto parts = option.text.split(QLatin1Char('\t'));
    painter.setFont(option.font);
    painter.setPen(ink);
    int flags = Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | Qt::TextShowMnemonic;
    if (!proxy()->styleHint(SH_UnderlineShortcut, &option, widget)) {
        flags |= Qt::TextHideMnemonic;
    }
    painter.drawText(line, flags, parts.value(0));
    if (parts.size() > 1) {
        painter.setPen(enabled ? t.text3 : ink);
        painter.setFont(Theme::font(TextSize::small));
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                         QString(parts.value(1)).replace(QLatin1Char('+'), QLatin1Char(' ')));
    }
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu) {
        icons::paint(painter, QRect(option.rect.right() - 18, option.rect.center().y() - 5, 12, 12),
                     QStringLiteral("chevron-right"), t.text2);
    }
}

void Style::drawHeaderSection(const QStyleOptionHeader& option, QPainter& painter) const {
    const Tokens& t = tokens();
    const bool hovered = (option.state & State_MouseOver) && (option.state & State_Enabled);
    painter.fillRect(option.rect, hovered && option.orientation == Qt::Horizontal ? t.hover : t.raised);
    const QRect& r = option.rect;
    if (option.orientation == Qt::Horizontal) {
        painter.fillRect(QRect(r.left(), r.bottom(), r.width(), 1), t.border);
    } else {
        painter.fillRect(QRect(r.right(), r.top(), 1, r.height()), t.border);
        painter.fillRect(QRect(r.left(), r.bottom(), r.width(), 1), t.rowLine);
    }
}

void Style::drawHeaderLabel(const QStyleOptionHeader& option, QPainter& painter,
                            const QWidget* widget) const {
    const Tokens& t = tokens();
    QRect area = option.rect;
    const bool right = option.textAlignment & Qt::AlignRight;
    // The table's edges keep more free, in line with the cells below (TableView::cellMargins).
    if (option.orientation == Qt::Horizontal) {
        using Header = QStyleOptionHeader;
        const bool only = option.position == Header::OnlyOneSection;
        const auto* table = qobject_cast<const QTableView*>(widget ? widget->parentWidget() : nullptr);
        if (!right && (only || option.position == Header::Beginning) && table &&
            table->verticalHeader()->isHidden()) {
            area.adjust(metric::paneLeft - metric::cell, 0, 0, 0);
        }
        if (only || option.position == Header::End) {
            area.adjust(0, 0, metric::cell - metric::paneRight, 0);
        }
    }
    if (!option.icon.isNull()) {
        const QRect box(area.left(), area.center().y() - 7, 16, 16);
        option.icon.paint(&painter, box);
        area.setLeft(box.right() + 5);
    }
    if (const auto* header = qobject_cast<const QHeaderView*>(widget)) {
        painter.setFont(header->font());
    }
    painter.setPen(option.state & State_Enabled ? t.text3 : blend(t.raised, t.text3, 0.6));
    const QString text = painter.fontMetrics().elidedText(option.text, Qt::ElideRight, area.width());
    // The label's rectangle is lower than a line of text in some fonts.
    painter.drawText(area,
                     Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip |
                         (right ? Qt::AlignRight : (option.textAlignment & Qt::AlignHorizontal_Mask)),
                     text);
}

void Style::drawTab(const QStyleOptionTab& option, QPainter& painter) const {
    const Tokens& t = tokens();
    const bool selected = option.state & State_Selected;
    const bool hovered = (option.state & State_MouseOver) && (option.state & State_Enabled);
    const QRect& r = option.rect;
    if (hovered && !selected) {
        drawRounded(painter, r.adjusted(2, (r.height() - 26) / 2, -2, -(r.height() - 26) / 2), t.hover, {},
                    metric::controlRadius);
    }
    if (selected) {
        painter.fillRect(QRect(r.left(), r.bottom() - 1, r.width(), 2), t.accent);
    }
    if (option.state & State_HasFocus) {
        drawInnerFocus(painter, r.adjusted(0, 4, 0, -4), t);
    }
    painter.setPen(option.state & State_Enabled ? (selected ? t.text : t.text2)
                                                : blend(t.content, t.text3, 0.6));
    painter.drawText(r, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextShowMnemonic, option.text);
}

void Style::drawProgress(const QStyleOptionProgressBar& option, QPainter& painter) const {
    const Tokens& t = tokens();
    QRect track(option.rect.left(), option.rect.center().y() - 2, option.rect.width(), 6);
    drawRounded(painter, track, t.hover, t.border, 3);
    const qint64 span = qint64(option.maximum) - option.minimum;
    if (span <= 0) {
        return;
    }
    const double share = std::clamp(double(option.progress - option.minimum) / double(span), 0.0, 1.0);
    QRect filled = track;
    filled.setWidth(qRound(track.width() * share));
    if (filled.width() > 0) {
        drawRounded(painter, filled, t.accent, {}, 3);
    }
}

} // namespace tiebreak::ui
