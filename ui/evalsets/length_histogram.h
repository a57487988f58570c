// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <array>

namespace tiebreak::ui {

/// Words of instruction and input, in bins; the last one is open. Counts stand over the bars.
class LengthHistogram : public QWidget {
    Q_OBJECT

public:
    static constexpr int bins = 10;

    explicit LengthHistogram(QWidget* parent = nullptr);
    /// `words` of each item. The width of a bin is chosen so that nine in ten items fall before the open end.
    void setLengths(std::vector<int> words);

    [[nodiscard]] QSize sizeHint() const override { return {258, 110}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::array<int, bins> counts_{};
    int binWidth_ = 1;
};

} // namespace tiebreak::ui
