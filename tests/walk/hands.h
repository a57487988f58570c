// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QString>
#include <QStringList>
#include <QWidget>

namespace tiebreak::walk {

/// A person's hands on the window: real mouse and keyboard events of the X server (by xdotool), so that what
/// is tested is what a person meets: focus, grabs, shortcuts, popups. Widgets are found by object name and
/// must be visible. The window goes on handling events while a hand moves. What cannot be done ends the test.
class Hands {
public:
    enum class With {
        mouse,
        keyboard, ///< alone: what is pressed or filled in is gone to by Tab
    };

    /// `pictures`: the folder that picture() writes to; empty: it writes none.
    Hands(With with, QString pictures);

    [[nodiscard]] With with() const { return with_; }

    void press(QWidget* widget); ///< a button, a tick: a click, or Space
    /// A button that opens a menu, and the menu's entry (1: the first). All in one go: the menu has an event
    /// loop of its own, and whoever waits outside waits for its end.
    void pressForMenu(QWidget* button, int entry);
    void fill(QWidget* field, const QString& text); ///< replaces what stands in it
    void take(QWidget* widget);                     ///< gives it the keyboard
    /// The entry of a combo box, chosen from its list.
    void choose(QWidget* box, const QString& entry);

    void clickAt(QWidget* widget, QPoint at);
    void key(const QString& keys); ///< as xdotool names them: "ctrl+k", "Return", "F2"
    void keys(const QStringList& all);
    void type(const QString& text);

    /// The visible widget of that name in any window; null where there is none.
    [[nodiscard]] static QWidget* find(const QString& name);
    template <class W>
    [[nodiscard]] static W* find(const QString& name) {
        return qobject_cast<W*>(find(name));
    }

    /// Keeps a picture NAME.png of the screen's window `widget` stands in, where pictures are wanted.
    void picture(const QString& name, QWidget* widget) const;

private:
    void xdotool(const QStringList& arguments);
    void tabTo(QWidget* widget);

    With with_;
    QString pictures_;
};

} // namespace tiebreak::walk
