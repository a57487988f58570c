// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

namespace tiebreak::ui {

inline constexpr int scoreChipHeight = 18;

/// At least 38 wide; as wide as the text asks.
int scoreChipWidth(const QString& score);

/// A candidate's shape and its score: 18 high, 1 px border, shape 9 px, number in text colour, right-aligned.
void paintScoreChip(QPainter& painter, const QRect& box, int slot, const QString& score,
                    const Tokens& tokens);

class ScoreChip : public QWidget {
    Q_OBJECT

public:
    /// `candidate` is the name said by a screen reader.
    ScoreChip(int slot, const QString& score, const QString& candidate, QWidget* parent = nullptr);

    void setScore(const QString& score);

    [[nodiscard]] QSize sizeHint() const override { return {scoreChipWidth(score_), scoreChipHeight}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int slot_;
    QString score_;
    QString candidate_;
};

} // namespace tiebreak::ui
