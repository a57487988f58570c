// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace tiebreak::ui {

/// What lies over the window while files are dragged onto it.
class DropOverlay : public QWidget {
    Q_OBJECT

public:
    explicit DropOverlay(QWidget* window);

    /// Covers the window and says what letting go will do.
    void showOver(int files);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString text_;
};

} // namespace tiebreak::ui
