// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/focus_ring.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QPalette>
#include <QTimer>

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

QFont Theme::font(TextSize size) {
    QFont f = size == TextSize::fixed ? QFontDatabase::systemFont(QFontDatabase::FixedFont)
                                      : QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    f.setWeight(QFont::Normal);
    switch (size) {
    case TextSize::tick:
        f.setPixelSize(11);
        break;
    case TextSize::small:
    case TextSize::fixed:
        f.setPixelSize(12);
        break;
    case TextSize::body:
        f.setPixelSize(13);
        break;
    case TextSize::bodyBold:
        f.setPixelSize(13);
        f.setBold(true);
        break;
    case TextSize::reading:
        f.setPixelSize(15);
        break;
    case TextSize::title:
        f.setPixelSize(15);
        f.setBold(true);
        break;
    case TextSize::score:
        f.setPixelSize(20);
        break;
    case TextSize::verdict:
        f.setPixelSize(22);
        f.setBold(true);
        break;
    }
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
