// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/judge_bench.h"

#include <QWidget>

#include <vector>

namespace tiebreak::ui {

/// Truth by verdict as counts: rows what is right, columns what the judge said. Arrows walk the cells, Enter
/// or a click chooses one; right ones stand on ok ground, wrong ones on bad.
class ConfusionGrid : public QWidget {
    Q_OBJECT

public:
    explicit ConfusionGrid(QWidget* parent = nullptr);

    void setCells(std::vector<workbench::BenchCell> cells);
    /// Row and column, -1 for none: 0 first, 1 tie, 2 second, 3 not read.
    [[nodiscard]] QPoint current() const { return current_; }
    void setCurrent(QPoint cell);
    [[nodiscard]] std::int64_t countAt(int row, int column) const;
    [[nodiscard]] QRect cellRect(int row, int column) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void chosen(int row, int column);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void tell();

    std::vector<workbench::BenchCell> cells_;
    QPoint current_{-1, -1};
};

} // namespace tiebreak::ui
