// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"

#include <optional>

namespace tiebreak::ui {

class Button;
class ElidedLabel;
class ProgressStrip;
class TextLabel;

/// What runs in the background, as the bottom strip tells it.
struct WorkStatus {
    QString title; ///< "Judging: dropout ablation"
    qint64 done = 0;
    qint64 total = 0;
    double secondsSpent = 0;
    std::optional<double> secondsLeft;
    std::optional<double> dollarsSpent; ///< absent: no price is known
    std::optional<double> dollarsCap;
    bool local = false; ///< nothing is paid: money is left out unless there is a cap
    int failures = 0;
    bool canPause = false;
    bool paused = false;
    bool canStop = true;
    bool stopping = false;
};

/// The quiet strip at the bottom: running work, or that nothing runs and whether anything leaves this
/// computer.
class WorkStrip : public Pane {
    Q_OBJECT

public:
    explicit WorkStrip(QWidget* parent = nullptr);

    void setWork(const std::optional<WorkStatus>& work);

    /// The line at the right while nothing runs: "No key stored · nothing leaves this computer".
    void setPrivacy(const QString& text);

signals:
    void workClicked();
    void failuresClicked();
    void pauseClicked();
    void stopClicked();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();

    TextLabel* idle_;
    QWidget* busy_;
    Button* title_;
    ProgressStrip* bar_;
    TextLabel* count_;
    QWidget* timeLine_;
    TextLabel* time_;
    QWidget* moneyLine_;
    TextLabel* money_;
    QWidget* failuresLine_;
    Button* failures_;
    Button* pause_;
    Button* stop_;
    ElidedLabel* privacy_;
    bool hasTime_ = false;
    bool hasMoney_ = false;
};

} // namespace tiebreak::ui
