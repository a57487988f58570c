// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

namespace tiebreak::ui {

/// A bar 6 px high in the middle of `box`; `share` from 0 to 1. `done` colours it as finished.
void paintProgress(QPainter& painter, const QRect& box, double share, bool done, const Tokens& tokens);

/// A thin bar with a screen reader's text; the words stand beside it.
class ProgressStrip : public QWidget {
    Q_OBJECT

public:
    explicit ProgressStrip(const QString& accessibleName, QWidget* parent = nullptr);

    /// `total` 0 means that nothing is known yet.
    void setProgress(qint64 done, qint64 total);

    [[nodiscard]] QSize sizeHint() const override { return {150, 14}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    qint64 done_ = 0;
    qint64 total_ = 0;
};

} // namespace tiebreak::ui
