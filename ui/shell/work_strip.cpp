// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/work_strip.h"

#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/progress_strip.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QHBoxLayout>

namespace tiebreak::ui {

namespace {

QWidget* separator() {
    auto* line = new Hairline(Qt::Vertical);
    line->setFixedHeight(14);
    return line;
}

/// A part of the strip with the hairline before it.
QWidget* part(QWidget* content) {
    auto* holder = new QWidget;
    auto* line = new QHBoxLayout(holder);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(10);
    line->addWidget(separator());
    line->addWidget(content);
    return holder;
}

} // namespace

WorkStrip::WorkStrip(QWidget* parent)
    : Pane(&Tokens::window, Qt::TopEdge, parent) {
    setObjectName(QStringLiteral("workStrip"));
    setFixedHeight(metric::workStrip);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(4, 0, 8, 0);
    line->setSpacing(0);

    idle_ = new TextLabel(tr("Nothing is running"), TextSize::small, &Tokens::text2);
    idle_->setContentsMargins(10, 0, 0, 0);
    line->addWidget(idle_);

    busy_ = new QWidget;
    auto* work = new QHBoxLayout(busy_);
    work->setContentsMargins(0, 0, 0, 0);
    work->setSpacing(10);
    title_ = new Button({}, ButtonKind::flat);
    title_->setInStrip(true);
    title_->setInk(&Tokens::text);
    title_->setObjectName(QStringLiteral("workTitle"));
    connect(title_, &Button::clicked, this, &WorkStrip::workClicked);
    bar_ = new ProgressStrip(tr("Progress of the work"));
    count_ = new TextLabel({}, TextSize::small, &Tokens::text2);
    time_ = new TextLabel({}, TextSize::small, &Tokens::text2);
    money_ = new TextLabel({}, TextSize::small, &Tokens::text2);
    failures_ = new Button({}, ButtonKind::flat);
    failures_->setInStrip(true);
    failures_->setInk(&Tokens::warn);
    connect(failures_, &Button::clicked, this, &WorkStrip::failuresClicked);
    timeLine_ = part(time_);
    moneyLine_ = part(money_);
    failuresLine_ = part(failures_);
    work->addWidget(title_);
    work->addWidget(bar_);
    work->addWidget(count_);
    work->addWidget(timeLine_);
    work->addWidget(moneyLine_);
    work->addWidget(failuresLine_);
    work->addStretch(1);
    pause_ = new Button(tr("Pause"), ButtonKind::flat);
    pause_->setIconName(QStringLiteral("pause"));
    stop_ = new Button(tr("Stop"), ButtonKind::flat);
    stop_->setIconName(QStringLiteral("stop"));
    stop_->setToolTip(tr("Stops and keeps every answer that has arrived"));
    for (Button* button : {pause_, stop_}) {
        button->setInStrip(true);
        work->addWidget(button);
    }
    connect(pause_, &Button::clicked, this, &WorkStrip::pauseClicked);
    connect(stop_, &Button::clicked, this, &WorkStrip::stopClicked);
    line->addWidget(busy_, 1);

    line->addStretch(0);
    privacy_ = new ElidedLabel({}, TextSize::small, &Tokens::text3);
    line->addWidget(privacy_);
    setWork(std::nullopt);
}

void WorkStrip::setWork(const std::optional<WorkStatus>& work) {
    idle_->setVisible(!work);
    privacy_->setVisible(!work);
    busy_->setVisible(work.has_value());
    if (!work) {
        return;
    }
    title_->setText(QFontMetrics(title_->font())
                        .elidedText(work->title, Qt::ElideRight, 260)
                        .replace(QLatin1Char('&'), QLatin1String("&&")));
    title_->setAccessibleName(tr("Go to the running work, %1").arg(work->title));
    bar_->setProgress(work->done, work->total);
    count_->setText(QStringLiteral("%1 / %2").arg(countText(work->done), countText(work->total)));
    QString time = tr("%1 spent").arg(durationText(work->secondsSpent));
    if (work->paused) {
        time = tr("paused after %1").arg(durationText(work->secondsSpent));
    } else if (work->stopping) {
        time = tr("stopping, what has arrived is kept");
    } else if (work->secondsLeft) {
        time = tr("%1, %2").arg(time, aboutLeftText(*work->secondsLeft));
    }
    time_->setText(time);
    hasTime_ = true;
    hasMoney_ = !work->local || work->dollarsCap;
    money_->setText(work->dollarsCap
                        ? tr("%1 of %2 cap").arg(moneyText(work->dollarsSpent), moneyText(work->dollarsCap))
                        : tr("%1 spent").arg(moneyText(work->dollarsSpent)));
    failuresLine_->setVisible(work->failures > 0);
    failures_->setText(tr("%1 failed").arg(countText(work->failures)));
    pause_->setVisible(work->canPause);
    pause_->setText(work->paused ? tr("Go on") : tr("Pause"));
    pause_->setIconName(work->paused ? QStringLiteral("runs") : QStringLiteral("pause"));
    stop_->setVisible(work->canStop);
    stop_->setEnabled(!work->stopping);
    fit();
}

void WorkStrip::setPrivacy(const QString& text) {
    privacy_->setText(text);
}

void WorkStrip::resizeEvent(QResizeEvent* event) {
    Pane::resizeEvent(event);
    fit();
}

void WorkStrip::fit() {
    // On a narrow window the time goes first, then the bar gets short; money and failures stay.
    bar_->setFixedWidth(width() < 1100 ? 90 : 150);
    timeLine_->setVisible(hasTime_ && width() >= 900);
    moneyLine_->setVisible(hasMoney_);
}

} // namespace tiebreak::ui
