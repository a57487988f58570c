// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QPushButton>

QT_BEGIN_NAMESPACE
class QAction;
class QKeySequence;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// Main: filled, at most one a screen. Raised: a border. Flat: in strips, no frame until hovered.
enum class ButtonKind { raised, main, flat };

/// A button as everywhere in the window: an icon, a word, and the key that does the same. 26 high, 22 in
/// strips. Checkable buttons show "on" by accent ground and frame. An icon alone needs a tooltip, which
/// becomes its accessible name.
class Button : public QPushButton {
    Q_OBJECT

public:
    explicit Button(const QString& text, ButtonKind kind = ButtonKind::raised, QWidget* parent = nullptr);

    /// A square button that shows only an icon; `name` is tooltip and accessible name.
    static Button* iconOnly(const QString& icon, const QString& name, ButtonKind kind = ButtonKind::flat,
                            QWidget* parent = nullptr);

    void setKind(ButtonKind kind);
    [[nodiscard]] ButtonKind kind() const { return kind_; }

    /// A name from the icon set; empty for none.
    void setIconName(const QString& name);

    /// Shows the key at the right. Does not make a shortcut: see `setKey`.
    void setKeyCap(const QString& text);

    /// Shows the key even where the person turned keys off: on Label's answer buttons.
    void setKeyCapAlways(bool always);

    /// Shows the key and makes it work within the window.
    void setKey(const QKeySequence& keys);

    /// 22 high, 12 px text: inside strips and section titles.
    void setInStrip(bool inStrip);

    /// Another text colour while raised or flat, such as `warn` for failures; null for the usual one.
    void setInk(QColor Tokens::*ink);

    /// Shows and does what an action does: text, key, enabled, checked.
    void followAction(QAction* action);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QColor ink() const;
    [[nodiscard]] bool showsKeyCap() const;

    ButtonKind kind_;
    QString iconName_;
    QString keyCap_;
    bool keyCapAlways_ = false;
    bool inStrip_ = false;
    QColor Tokens::*ink_ = nullptr;
};

} // namespace tiebreak::ui
