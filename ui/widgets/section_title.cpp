// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/section_title.h"

#include "ui/theme/style.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>

namespace tiebreak::ui {

SectionTitle::SectionTitle(const QString& title, const QString& hint, QWidget* parent)
    : QWidget(parent) {
    setFixedHeight(metric::sectionTitle);
    line_ = new QHBoxLayout(this);
    line_->setContentsMargins(metric::paneLeft, 0, metric::paneRight, 0);
    line_->setSpacing(8);
    title_ = new TextLabel(title, TextSize::bodyBold);
    hint_ = new ElidedLabel(hint, TextSize::small, &Tokens::text3);
    line_->addWidget(title_);
    line_->addWidget(hint_, 1);
}

void SectionTitle::setTitle(const QString& title) {
    title_->setText(title);
}

void SectionTitle::setHint(const QString& hint) {
    hint_->setText(hint);
}

void SectionTitle::addAction(QWidget* action) {
    line_->addWidget(action);
}

} // namespace tiebreak::ui
