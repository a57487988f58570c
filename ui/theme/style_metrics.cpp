// SPDX-License-Identifier: GPL-3.0-or-later
// Heights, margins and habits of Style.
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QFontMetrics>
#include <QStyleOption>
#include <QTabBar>

namespace tiebreak::ui {

int Style::pixelMetric(PixelMetric m, const QStyleOption* option, const QWidget* widget) const {
    switch (m) {
    case PM_ScrollBarExtent:
        return 10;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    case PM_ScrollView_ScrollBarOverlap:
        return 0;
    case PM_SplitterWidth:
        return 1;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_ToolBarIconSize:
        return metric::icon;
    case PM_DefaultFrameWidth:
        return qobject_cast<const QAbstractItemView*>(widget) ? 1
                                                              : QProxyStyle::pixelMetric(m, option, widget);
    case PM_FocusFrameHMargin:
        // Views use the same metric, plus one, as the space beside a cell's text.
        return qobject_cast<const QAbstractItemView*>(widget) ? metric::cell - 1 : 1 + metric::focusRing;
    case PM_FocusFrameVMargin:
        return 1 + metric::focusRing;
    case PM_MenuBarPanelWidth:
    case PM_MenuBarVMargin:
    case PM_MenuBarItemSpacing:
        return 0;
    case PM_MenuBarHMargin:
        return 6;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuVMargin:
        return 4;
    case PM_MenuHMargin:
        return 0;
    case PM_HeaderMargin:
        return metric::cell;
    case PM_HeaderMarkSize:
        return 12;
    case PM_HeaderDefaultSectionSizeVertical:
        return metric::row;
    case PM_TabBarTabHSpace:
        return 20;
    case PM_TabBarTabVSpace:
        return 0;
    case PM_TabBarTabOverlap:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseHeight:
        return 0;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8;
    case PM_LayoutLeftMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutBottomMargin:
        return 12;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    default:
        break;
    }
    return QProxyStyle::pixelMetric(m, option, widget);
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* data) const {
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_ComboBox_Popup:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_ItemView_ActivateItemOnSingleClick:
        return 0;
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 0;
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton;
    case SH_TabBar_Alignment:
        return Qt::AlignLeft;
    case SH_Widget_Animate:
    case SH_Widget_Animation_Duration:
        return 0;
    case SH_ScrollBar_Transient:
        return 0;
    case SH_MessageBox_TextInteractionFlags:
        return Qt::TextSelectableByMouse;
    case SH_FocusFrame_AboveWidget:
        return 1;
    case SH_Menu_SubMenuPopupDelay:
        return 120;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    case SH_Table_GridLineColor:
        return static_cast<int>(tokens().rowLine.rgba());
    case SH_UnderlineShortcut:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                              const QWidget* widget) const {
    switch (type) {
    case CT_PushButton: {
        QSize size(contents.width() + 20, metric::control);
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            if (!button->icon.isNull() && button->text.isEmpty()) {
                size.setWidth(metric::control);
            } else if (!button->text.isEmpty()) {
                size.setWidth(std::max(size.width(), 48));
            }
            if (button->features & QStyleOptionButton::HasMenu) {
                size.rwidth() += 16;
            }
        }
        return size;
    }
    case CT_ToolButton: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, contents, widget);
        return {std::max(base.width(), metric::control), metric::control};
    }
    case CT_LineEdit:
        return {contents.width() + 12, metric::control};
    case CT_ComboBox:
        return {contents.width() + 10 + 24 + 8, metric::control};
    case CT_SpinBox:
        return {contents.width() + 7 + 22 + 10, metric::control};
    case CT_CheckBox:
    case CT_RadioButton: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, contents, widget);
        return {base.width(), std::max(base.height(), 22)};
    }
    case CT_MenuBarItem:
        return {contents.width() + 16, metric::menuBar - 1};
    case CT_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            if (item->menuItemType == QStyleOptionMenuItem::Separator) {
                return {contents.width(), item->text.isEmpty() ? 9 : 24};
            }
            int width = 32 + 12;
            const auto parts = item->text.split(QLatin1Char('\t'));
            const QFontMetrics metrics(item->font);
            width += metrics.size(Qt::TextSingleLine | Qt::TextShowMnemonic, parts.value(0)).width();
            if (parts.size() > 1) {
                width += 28 + QFontMetrics(Theme::font(TextSize::small)).horizontalAdvance(parts.value(1));
            }
            if (item->menuItemType == QStyleOptionMenuItem::SubMenu) {
                width += 20;
            }
            return {std::max(width, 160), metric::row};
        }
        break;
    case CT_HeaderSection: {
        QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
        size.setHeight(metric::row);
        return size;
    }
    case CT_TabBarTab:
        return {contents.width() + 4, std::max(contents.height(), widget ? widget->minimumHeight() : 0)};
    case CT_ProgressBar:
        return {contents.width(), 14};
    default:
        break;
    }
    return QProxyStyle::sizeFromContents(type, option, contents, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    switch (element) {
    case SE_LineEditContents: {
        // Inside a spin box or combo the control itself brings the margin.
        const bool inner = widget && (qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) ||
                                      qobject_cast<const QComboBox*>(widget->parentWidget()));
        const int margin = inner ? 1 : 7;
        return option->rect.adjusted(margin, 0, -margin, 0);
    }
    case SE_ProgressBarGroove:
    case SE_ProgressBarContents:
        return option->rect;
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

} // namespace tiebreak::ui
