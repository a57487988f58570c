// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_score_view.h"

#include <QWidget>

namespace tiebreak::ui {

/// What each mark of a chart means, one line each, with how many points have it where that is more than one.
class LegendList : public QWidget {
    Q_OBJECT

public:
    explicit LegendList(QWidget* parent = nullptr);

    void setEntries(std::vector<LegendEntry> entries, bool withCounts);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int shown() const;

    std::vector<LegendEntry> entries_;
    bool withCounts_ = false;
};

} // namespace tiebreak::ui
