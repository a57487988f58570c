// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/compare/column_words.h"
#include "ui/widgets/pane.h"

namespace tiebreak::ui {

class ElidedLabel;
class RepeatStrip;
class SafeTextView;

/// The top edge of the judges' blocks: dragging it moves the edge of all columns.
class JudgeGrip : public QWidget {
    Q_OBJECT

public:
    explicit JudgeGrip(QWidget* parent = nullptr);

signals:
    void dragged(int globalY);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override { event->accept(); }
};

/// What the judge said of one answer: order shown, the score and comment of each repeat, and their spread.
class JudgeBlock : public Pane {
    Q_OBJECT

public:
    explicit JudgeBlock(QWidget* parent = nullptr);

    void setWords(const ColumnWords& words, const items::ScoreScale& scale);
    [[nodiscard]] SafeTextView* comments() const { return comments_; }

private:
    ElidedLabel* order_;
    SafeTextView* comments_;
    RepeatStrip* repeats_;
};

} // namespace tiebreak::ui
