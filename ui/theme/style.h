// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QProxyStyle>

namespace tiebreak::ui {

/// Sizes that the design fixes, in device-independent pixels.
namespace metric {
inline constexpr int control = 26; ///< height of buttons, inputs, combos
inline constexpr int controlInStrip = 22;
inline constexpr int row = 26; ///< table rows and headers
inline constexpr int placeRow = 28;
inline constexpr int menuBar = 30;
inline constexpr int placeBar = 42;
inline constexpr int sectionTitle = 34;
inline constexpr int workStrip = 30;
inline constexpr int paletteRow = 30;
inline constexpr int icon = 16;
inline constexpr int paneLeft = 16;
inline constexpr int paneRight = 12;
inline constexpr int cell = 8; ///< left and right of the text in a cell
inline constexpr int selectionBar = 3;
inline constexpr int focusRing = 2;
inline constexpr qreal chipRadius = 3;
inline constexpr qreal controlRadius = 4;
inline constexpr qreal cardRadius = 8;
} // namespace metric

/// A dynamic property on a button: "main" (filled), "flat" (no frame till hovered). Absent: raised.
inline constexpr const char* buttonKindProperty = "buttonKind";

/// Fills and frames a rounded rectangle on whole pixels; an invalid `frame` draws none.
void drawRounded(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& frame, qreal radius);

/// The 2 px accent ring inside `rect`, for panes, columns, rows and cells.
void drawInnerFocus(QPainter& painter, const QRect& rect, const Tokens& tokens);

/// Fusion with the window's own colours, frames and heights. Colours come from the theme at paint time.
class Style : public QProxyStyle {
    Q_OBJECT

public:
    Style();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl sub,
                         const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                           const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override;
    QIcon standardIcon(StandardPixmap pixmap, const QStyleOption* option,
                       const QWidget* widget) const override;
    using QProxyStyle::polish;
    void polish(QWidget* widget) override;

private:
    void drawButton(const QStyleOption& option, QPainter& painter, const QWidget* widget) const;
    void drawToolButtonPanel(const QStyleOption& option, QPainter& painter) const;
    void drawCheckMark(const QStyleOption& option, QPainter& painter, bool round) const;
    void drawMenuItem(const QStyleOptionMenuItem& option, QPainter& painter, const QWidget* widget) const;
    void drawMenuBarItem(const QStyleOptionMenuItem& option, QPainter& painter) const;
    void drawHeaderSection(const QStyleOptionHeader& option, QPainter& painter) const;
    void drawHeaderLabel(const QStyleOptionHeader& option, QPainter& painter, const QWidget* widget) const;
    void drawTab(const QStyleOptionTab& option, QPainter& painter) const;
    void drawProgress(const QStyleOptionProgressBar& option, QPainter& painter) const;
    void drawScrollBar(const QStyleOptionSlider& option, QPainter& painter, const QWidget* widget) const;
    void drawComboBox(const QStyleOptionComboBox& option, QPainter& painter, const QWidget* widget) const;
    void drawSpinBox(const QStyleOptionSpinBox& option, QPainter& painter, const QWidget* widget) const;
    void drawItemRow(const QStyleOptionViewItem& option, QPainter& painter, const QWidget* widget) const;
};

} // namespace tiebreak::ui
