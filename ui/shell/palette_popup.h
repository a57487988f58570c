// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/locator.h"

#include <QPointer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLineEdit;
class QListView;
QT_END_NAMESPACE

namespace tiebreak::ui {

class PaletteDelegate;
class PaletteRows;
class TextLabel;

/// Ctrl+K: a card over the place that finds anything. 640 wide, at most 12 entries, grouped; Up and Down
/// choose, Enter opens, Alt+Enter opens beside, Escape or a click elsewhere closes and gives the focus back.
class PalettePopup : public QWidget {
    Q_OBJECT

public:
    /// `window` is what it lies over; it keeps its own place while the window is resized.
    PalettePopup(Locator& locator, QWidget* window);

    /// Opens, 48 px under `top`, with `typed` in the field.
    void open(int top, const QString& typed = {});

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void refresh();
    void arrange();
    void move(int step);
    void activate(bool beside);
    void rebuildHints();

    Locator& locator_;
    QLineEdit* field_;
    TextLabel* count_;
    QListView* list_;
    TextLabel* nothing_;
    QWidget* hints_;
    QHBoxLayout* hintLine_;
    PaletteRows* rows_;
    PaletteDelegate* delegate_;
    QPointer<QWidget> before_;
    int top_ = 0;
};

} // namespace tiebreak::ui
