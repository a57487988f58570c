// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <optional>

namespace tiebreak::ui {

/// The price that is expected as a stretch, and the cap as a line, on one scale from nothing.
class CostScale : public QWidget {
    Q_OBJECT

public:
    explicit CostScale(QWidget* parent = nullptr);

    /// US dollars. `spent` lies before the stretch.
    void setCost(double spent, double low, double high, std::optional<double> cap);

    [[nodiscard]] QSize sizeHint() const override { return {300, 40}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 40}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double spent_ = 0;
    double low_ = 0;
    double high_ = 0;
    std::optional<double> cap_;
};

} // namespace tiebreak::ui
