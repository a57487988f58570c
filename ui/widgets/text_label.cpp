// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/text_label.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace tiebreak::ui {

TextLabel::TextLabel(const QString& text, TextSize size, QColor Tokens::*ink, QWidget* parent)
    : QLabel(parent)
    , ink_(ink) {
    setTextFormat(Qt::PlainText);
    setText(text);
    setFont(Theme::font(size));
    // A pane that stands on Base would make its labels use another role than the one coloured here.
    setForegroundRole(QPalette::WindowText);
    recolour();
    connect(&Theme::instance(), &Theme::changed, this, &TextLabel::recolour);
}

void TextLabel::setInk(QColor Tokens::*ink) {
    ink_ = ink;
    recolour();
}

void TextLabel::recolour() {
    QPalette p = palette();
    p.setColor(QPalette::Active, QPalette::WindowText, tokens().*ink_);
    p.setColor(QPalette::Inactive, QPalette::WindowText, tokens().*ink_);
    setPalette(p);
}

ElidedLabel::ElidedLabel(const QString& text, TextSize size, QColor Tokens::*ink, QWidget* parent)
    : QWidget(parent)
    , ink_(ink) {
    setFont(Theme::font(size));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setText(text);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ElidedLabel::setText(const QString& text) {
    text_ = text;
    text_.replace(QLatin1Char('\n'), QLatin1Char(' '));
    setAccessibleName(text_);
    updateGeometry();
    update();
}

void ElidedLabel::setInk(QColor Tokens::*ink) {
    ink_ = ink;
    update();
}

void ElidedLabel::setElideMode(Qt::TextElideMode mode) {
    mode_ = mode;
    update();
}

QSize ElidedLabel::sizeHint() const {
    return {fontMetrics().horizontalAdvance(text_) + 1, fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const {
    return {std::min(sizeHint().width(), fontMetrics().averageCharWidth() * 4), fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(isEnabled() ? tokens().*ink_ : palette().color(QPalette::Disabled, QPalette::WindowText));
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     fontMetrics().elidedText(text_, mode_, width()));
}

bool ElidedLabel::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (fontMetrics().horizontalAdvance(text_) > width()) {
            QToolTip::showText(help->globalPos(), plainToolTip(text_), this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

QString plainToolTip(const QString& text) {
    constexpr int longest = 600;
    const QString cut = text.size() > longest ? text.left(longest) + QStringLiteral("…") : text;
    // Only rich text wraps in Qt's tooltips; escaped, it is still plain text to the eye.
    return QStringLiteral("<p style='white-space:pre-wrap; margin:0'>%1</p>").arg(cut.toHtmlEscaped());
}

} // namespace tiebreak::ui
