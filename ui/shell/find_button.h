// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace tiebreak::ui {

/// The find field at the menu bar's corner: looks like an input, opens the palette.
class FindButton : public QAbstractButton {
    Q_OBJECT

public:
    explicit FindButton(QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace tiebreak::ui
