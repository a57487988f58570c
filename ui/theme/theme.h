// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QFont>
#include <QObject>

QT_BEGIN_NAMESPACE
class QApplication;
class QPalette;
class QWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// The few sizes text comes in; pixels, so that rows keep their height on every desktop.
enum class TextSize {
    tick,     ///< 11: axis ticks, key caps
    small,    ///< 12: headers, hints, chips, captions
    body,     ///< 13, line 18
    bodyBold, ///< 13 bold: the one thing a pane says
    reading,  ///< 15, line 24: answers in Label
    title,    ///< 15 bold: a place's title
    score,    ///< 20: a score or a price
    verdict,  ///< 22 bold: the verdict
    fixed,    ///< 12, fixed pitch: raw exchanges and prompts
};

/// What colours and fonts the window has now. One a process, made by `install`; follows the system's palette
/// unless the person chose light or dark.
class Theme : public QObject {
    Q_OBJECT

public:
    enum class Mode { system, light, dark };
    Q_ENUM(Mode)

    /// Puts style, palette and fonts on the application. Call once, after QApplication and before any widget.
    static Theme& install(QApplication& application);

    /// The installed theme. `install` must have been called.
    static Theme& instance();

    /// The theme a widget is drawn with; the same for all widgets of a process.
    static Theme& of(const QWidget* widget);

    [[nodiscard]] Mode mode() const { return mode_; }
    void setMode(Mode mode);

    [[nodiscard]] bool isDark() const { return dark_; }
    [[nodiscard]] const Tokens& tokens() const { return dark_ ? Tokens::darkTokens() : Tokens::light(); }

    /// True where the palette's text is lighter than its window: all that Qt 6.4 tells of a dark desktop.
    static bool isDarkPalette(const QPalette& palette);

    /// The palette that widgets get under `tokens`.
    static QPalette paletteOf(const Tokens& tokens);

    /// A font in one of the sizes, times the text scale.
    static QFont font(TextSize size);

    /// How much larger than designed all text is, in per cent: 100, 110, 120 or 135. Widgets that stand
    /// already follow.
    [[nodiscard]] static int textScale();
    void setTextScale(int percent);

signals:
    /// Colours changed; widgets that paint with tokens repaint by themselves, those that store colours must
    /// not.
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    explicit Theme(QApplication& application);

    void probeSystem();
    void apply();

    QApplication& application_;
    Mode mode_ = Mode::system;
    bool systemDark_ = false;
    bool dark_ = false;
    bool applying_ = false;
    bool probePending_ = false;
};

/// Tokens now in use, for paint code.
inline const Tokens& tokens() {
    return Theme::instance().tokens();
}

} // namespace tiebreak::ui
