// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/place_bar.h"

#include "ui/theme/style.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QTabBar>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int narrow = 900; ///< below it the subtitle goes where there are tabs

} // namespace

PlaceBar::PlaceBar(const QString& title, QWidget* parent)
    : Pane(&Tokens::content, Qt::BottomEdge, parent) {
    setFixedHeight(metric::placeBar);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(metric::paneLeft, 0, metric::paneRight, 0);
    line->setSpacing(0);

    left_ = new QHBoxLayout;
    left_->setSpacing(8);
    title_ = new ElidedLabel(title, TextSize::title);
    title_->setObjectName(QStringLiteral("placeTitle"));
    subtitle_ = new ElidedLabel({}, TextSize::small, &Tokens::text3);
    subtitle_->hide();
    left_->addWidget(title_);
    left_->addWidget(subtitle_);
    line->addLayout(left_);

    tabSlot_ = new QHBoxLayout;
    tabSlot_->setContentsMargins(0, 0, 0, 0);
    line->addLayout(tabSlot_);
    line->addStretch(1);
    right_ = new QHBoxLayout;
    right_->setSpacing(8);
    line->addLayout(right_);
}

void PlaceBar::setTitle(const QString& title) {
    title_->setText(title);
    keepTitle();
}

void PlaceBar::setSubtitle(const QString& subtitle) {
    subtitle_->setText(subtitle);
    keepTitle();
}

/// Where it gets narrow the subtitle goes, then the tabs scroll; a title cut to a letter or two helps nobody.
void PlaceBar::keepTitle() {
    constexpr int shortTitle = 110;
    title_->setMinimumWidth(std::min(title_->sizeHint().width(), shortTitle));
    subtitle_->setVisible(!subtitle_->text().isEmpty() && (!tabs_ || width() >= narrow));
}

void PlaceBar::resizeEvent(QResizeEvent* event) {
    Pane::resizeEvent(event);
    keepTitle();
}

void PlaceBar::addControl(QWidget* control) {
    left_->addWidget(control);
}

QTabBar* PlaceBar::tabs() {
    if (!tabs_) {
        tabs_ = new QTabBar(this);
        tabs_->setDrawBase(false);
        tabs_->setExpanding(false);
        tabs_->setElideMode(Qt::ElideNone);
        tabs_->setMinimumHeight(metric::placeBar - 1);
        tabs_->setAccessibleName(tr("Views of %1").arg(title_->text()));
        tabSlot_->setContentsMargins(14, 0, 0, 0);
        tabSlot_->addWidget(tabs_);
    }
    return tabs_;
}

void PlaceBar::addAction(QWidget* action) {
    right_->addWidget(action);
}

} // namespace tiebreak::ui
