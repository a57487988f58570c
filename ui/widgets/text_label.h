// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QLabel>

namespace tiebreak::ui {

/// A label of plain text in one of the design's sizes and colours. Never interprets markup: what it shows may
/// come from a model. Follows the theme.
class TextLabel : public QLabel {
    Q_OBJECT

public:
    explicit TextLabel(const QString& text, TextSize size = TextSize::body,
                       QColor Tokens::*ink = &Tokens::text, QWidget* parent = nullptr);

    void setInk(QColor Tokens::*ink);
    void setTextSize(TextSize size) { setFont(Theme::font(size)); }

private:
    void recolour();

    QColor Tokens::*ink_;
};

/// One line that ends in an ellipsis where it does not fit; the whole text is then its tooltip.
class ElidedLabel : public QWidget {
    Q_OBJECT

public:
    explicit ElidedLabel(const QString& text = {}, TextSize size = TextSize::body,
                         QColor Tokens::*ink = &Tokens::text, QWidget* parent = nullptr);

    [[nodiscard]] QString text() const { return text_; }
    void setText(const QString& text);
    void setInk(QColor Tokens::*ink);
    void setElideMode(Qt::TextElideMode mode);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QString text_;
    QColor Tokens::*ink_;
    Qt::TextElideMode mode_ = Qt::ElideRight;
};

/// A text as it may stand in a tooltip: escaped, so that Qt does not take it for markup, and cut at 600
/// characters.
QString plainToolTip(const QString& text);

} // namespace tiebreak::ui
