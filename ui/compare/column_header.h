// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/compare/column_words.h"

#include <QWidget>

namespace tiebreak::ui {

/// The top of a column: its key, the candidate's mark and name, the score with its difference, marks.
class ColumnHeader : public QWidget {
    Q_OBJECT

public:
    static constexpr int fixedHeight = 61;

    explicit ColumnHeader(QWidget* parent = nullptr);

    /// `key` 1 … 6. `comparedTo`: this is the column that the word diff compares with, and not the baseline.
    void setWords(const ColumnWords& words, int key, bool comparedTo);

    [[nodiscard]] QSize sizeHint() const override { return {200, fixedHeight}; }

signals:
    void pressed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    ColumnWords words_;
    int key_ = 1;
    bool comparedTo_ = false;
};

} // namespace tiebreak::ui
