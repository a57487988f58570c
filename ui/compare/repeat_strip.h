// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/compare_order.h"

#include <QVector>
#include <QWidget>

namespace tiebreak::ui {

/// "5 reruns ——●●— 36–40": the scores of a judge's repeats as dots on the whole scale.
class RepeatStrip : public QWidget {
    Q_OBJECT

public:
    explicit RepeatStrip(QWidget* parent = nullptr);

    void setRepeats(const QString& words, const QVector<double>& scores, const QString& range, int slot,
                    const items::ScoreScale& scale);

    [[nodiscard]] QSize sizeHint() const override { return {200, 26}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString words_;
    QVector<double> scores_;
    QString range_;
    int slot_ = -1;
    items::ScoreScale scale_;
};

} // namespace tiebreak::ui
