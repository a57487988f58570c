// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/focus_ring.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QHash>
#include <QPalette>
#include <QTimer>
#include <QWidget>

#include <algorithm>

namespace tiebreak::ui {

namespace {

Theme* installed = nullptr;

} // namespace

Theme& Theme::install(QApplication& application) {
    Q_ASSERT(!installed);
    auto* theme = new Theme(application);
    installed = theme;
    // Without a class name this also drops the fonts that platform themes give to menus, views and headers,
    // which would break the row heights.
    QApplication::setFont(font(TextSize::body));
    QApplication::setFont(font(TextSize::small), "QHeaderView");
    QApplication::setFont(font(TextSize::small), "QTipLabel");
    QApplication::setStyle(new Style);
    theme->systemDark_ = isDarkPalette(QApplication::palette());
    theme->apply();
    new FocusRing(theme);
    application.installEventFilter(theme);
    return *theme;
}

Theme& Theme::instance() {
    Q_ASSERT(installed);
    return *installed;
}

Theme& Theme::of(const QWidget*) {
    return instance();
}

Theme::Theme(QApplication& application)
    : QObject(&application)
    , application_(application) {}

void Theme::setMode(Mode mode) {
    if (mode == mode_) {
        return;
    }
    mode_ = mode;
    if (mode == Mode::system) {
        probeSystem();
    }
    apply();
}

bool Theme::isDarkPalette(const QPalette& palette) {
    return palette.color(QPalette::WindowText).lightnessF() > palette.color(QPalette::Window).lightnessF();
}

QPalette Theme::paletteOf(const Tokens& t) {
    QPalette p;
    const auto set = [&p](QPalette::ColorRole role, const QColor& colour) { p.setColor(role, colour); };
    set(QPalette::Window, t.window);
    set(QPalette::WindowText, t.text);
    set(QPalette::Base, t.content);
    set(QPalette::AlternateBase, t.raised);
    set(QPalette::Text, t.text);
    set(QPalette::PlaceholderText, t.text3);
    set(QPalette::Button, t.raised);
    set(QPalette::ButtonText, t.text);
    set(QPalette::BrightText, t.onAccent);
    set(QPalette::Highlight, t.selection);
    set(QPalette::HighlightedText, t.text);
    set(QPalette::ToolTipBase, t.content);
    set(QPalette::ToolTipText, t.text);
    set(QPalette::Link, t.accent);
    set(QPalette::LinkVisited, t.accent);
    set(QPalette::Light, t.raised);
    set(QPalette::Midlight, t.rowLine);
    set(QPalette::Mid, t.border);
    set(QPalette::Dark, t.strong);
    set(QPalette::Shadow, t.strong);
    const QColor faded = blend(t.content, t.text3, 0.6);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        p.setColor(QPalette::Disabled, role, faded);
    }
    return p;
}

namespace {

int textPercent = 100;

int pixels(TextSize size) {
    switch (size) {
    case TextSize::tick:
        return 11;
    case TextSize::small:
    case TextSize::fixed:
        return 12;
    case TextSize::body:
    case TextSize::bodyBold:
        return 13;
    case TextSize::reading:
    case TextSize::title:
        return 15;
    case TextSize::score:
        return 20;
    case TextSize::verdict:
        return 22;
    }
    return 13;
}

int scaled(int size) {
    return (size * textPercent + 50) / 100;
}

} // namespace

int Theme::textScale() {
    return textPercent;
}

void Theme::setTextScale(int percent) {
    percent = std::clamp(percent, 100, 135);
    if (percent == textPercent) {
        return;
    }
    // Widgets keep the fonts they were given, so each size in use is taken to what it becomes.
    QHash<int, int> becomes;
    for (const TextSize size : {TextSize::tick, TextSize::small, TextSize::body, TextSize::reading,
                                TextSize::score, TextSize::verdict}) {
        becomes.insert(scaled(pixels(size)), pixels(size));
    }
    textPercent = percent;
    QApplication::setFont(font(TextSize::body));
    QApplication::setFont(font(TextSize::small), "QHeaderView");
    QApplication::setFont(font(TextSize::small), "QTipLabel");
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget* widget : widgets) {
        const auto size = becomes.constFind(widget->font().pixelSize());
        if (widget->testAttribute(Qt::WA_SetFont) && size != becomes.constEnd()) {
            QFont larger = widget->font();
            larger.setPixelSize(scaled(*size));
            widget->setFont(larger);
        }
        widget->updateGeometry();
    }
    emit changed();
}

QFont Theme::font(TextSize size) {
    QFont f = size == TextSize::fixed ? QFontDatabase::systemFont(QFontDatabase::FixedFont)
                                      : QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    f.setWeight(QFont::Normal);
    f.setPixelSize(scaled(pixels(size)));
    f.setBold(size == TextSize::bodyBold || size == TextSize::title || size == TextSize::verdict);
    return f;
}

bool Theme::eventFilter(QObject*, QEvent* event) {
    const bool palette =
        event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::ThemeChange;
    if (palette && mode_ == Mode::system && !applying_ && !probePending_) {
        // Every window gets the event; one look at the system answers them all.
        probePending_ = true;
        QTimer::singleShot(0, this, [this] {
            probePending_ = false;
            if (mode_ == Mode::system) {
                probeSystem();
                if (dark_ != systemDark_) {
                    apply();
                }
            }
        });
    }
    return false;
}

void Theme::probeSystem() {
    // Our own palette hides the system's: take it off, look, put it back.
    applying_ = true;
    const QPalette own = QApplication::palette();
    QApplication::setPalette(QPalette());
    systemDark_ = isDarkPalette(QApplication::palette());
    QApplication::setPalette(own);
    applying_ = false;
}

void Theme::apply() {
    dark_ = mode_ == Mode::dark || (mode_ == Mode::system && systemDark_);
    applying_ = true;
    QPalette palette = paletteOf(tokens());
    QApplication::setPalette(palette);
    // Marked text in an input must be plain to see; a row's selection is paler on purpose.
    palette.setColor(QPalette::Highlight, tokens().accent);
    palette.setColor(QPalette::HighlightedText, tokens().onAccent);
    for (const char* name : {"QLineEdit", "QTextEdit", "QPlainTextEdit", "QLabel"}) {
        QApplication::setPalette(palette, name);
    }
    applying_ = false;
    emit changed();
}

} // namespace tiebreak::ui
