// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

#include <span>

namespace tiebreak::ui {

/// Why an item deserves a look.
enum class MarkKind { tie, flips, rerunsDiffer, outlier, leaked, empty, loop, failed, unread, markup, note };

std::span<const MarkKind> allMarks();

/// "tie", "flips on swap", "reruns differ", "outlier", "leaked", "empty answer", "loop",
/// "failed", "verdict not read", "template leaked", "has a note".
QString markWord(MarkKind kind);

/// The name of its glyph in the icon set; glyphs are drawn, since few fonts have them all.
QString markIcon(MarkKind kind);

inline constexpr int markSide = 17;

/// 17 px square with one glyph; warn colours, except a tie and what failed.
void paintMark(QPainter& painter, const QRect& box, MarkKind kind, const Tokens& tokens);

/// A mark standing by itself; the word is its tooltip and accessible name.
class Mark : public QWidget {
    Q_OBJECT

public:
    explicit Mark(MarkKind kind, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {markSide, markSide}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    MarkKind kind_;
};

/// The legend that closes a list with marks: each with its word, wrapped to the width.
class MarkLegend : public QWidget {
    Q_OBJECT

public:
    explicit MarkLegend(std::span<const MarkKind> kinds, QWidget* parent = nullptr);

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override { return {228, heightForWidth(228)}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVector<MarkKind> kinds_;
};

} // namespace tiebreak::ui
