// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/key_cap.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontMetrics>
#include <QKeySequence>
#include <QPainter>

namespace tiebreak::ui {

QString keyCapText(const QKeySequence& keys) {
    QString text = keys.toString(QKeySequence::NativeText);
    if (text == QLatin1String("Return")) {
        return QStringLiteral("Enter");
    }
    text.replace(QLatin1String("Return"), QLatin1String("Enter"));
    // "Ctrl++" keeps its plus.
    const bool plus = text.endsWith(QLatin1String("++"));
    if (plus) {
        text.chop(1);
    }
    text.replace(QLatin1Char('+'), QLatin1Char(' '));
    return plus ? text + QLatin1Char('+') : text;
}

namespace {

bool shownOnControls = true;

} // namespace

bool keyCapsShown() {
    return shownOnControls;
}

void setKeyCapsShown(bool shown) {
    if (shown != shownOnControls) {
        shownOnControls = shown;
        const QWidgetList widgets = QApplication::allWidgets();
        for (QWidget* widget : widgets) {
            widget->updateGeometry();
            widget->update();
        }
    }
}

QSize keyCapSize(const QString& text) {
    const QFontMetrics metrics(Theme::font(TextSize::tick));
    return {std::max(18, metrics.horizontalAdvance(text) + 11), 17};
}

void paintKeyCap(QPainter& painter, const QRect& box, const QString& text, const Tokens& t,
                 KeyCapGround ground) {
    QColor fill = t.content;
    QColor frame = t.border;
    QColor ink = t.text2;
    if (ground == KeyCapGround::main) {
        fill = QColor();
        frame = blend(t.accent, t.onAccent, 0.6);
        ink = t.onAccent;
    } else if (ground == KeyCapGround::accent) {
        frame = t.accent;
        ink = t.accent;
    }
    drawRounded(painter, box, fill, frame, metric::chipRadius);
    painter.save();
    painter.setFont(Theme::font(TextSize::tick));
    painter.setPen(ink);
    painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine, text);
    painter.restore();
}

KeyCap::KeyCap(const QString& text, QWidget* parent)
    : QWidget(parent)
    , text_(text) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Key %1").arg(text));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void KeyCap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintKeyCap(painter, rect(), text_, tokens());
}

} // namespace tiebreak::ui
