// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_bar.h"

#include "domain/error.h"
#include "ui/theme/icon_set.h"
#include "ui/widgets/button.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

struct Look {
    QColor Tokens::*ground;
    QColor Tokens::*ink;
    const char* icon;
    const char* word;
};

Look lookOf(MessageBar::Kind kind) {
    switch (kind) {
    case MessageBar::Kind::ok:
        return {&Tokens::okGround, &Tokens::ok, "done", QT_TRANSLATE_NOOP("MessageBar", "Done")};
    case MessageBar::Kind::warn:
        return {&Tokens::warnGround, &Tokens::warn, "warning", QT_TRANSLATE_NOOP("MessageBar", "Warning")};
    case MessageBar::Kind::error:
        return {&Tokens::badGround, &Tokens::bad, "error", QT_TRANSLATE_NOOP("MessageBar", "Error")};
    case MessageBar::Kind::info:
        break;
    }
    return {&Tokens::accentGround, &Tokens::accent, "info", QT_TRANSLATE_NOOP("MessageBar", "Notice")};
}

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(40, 7, 8, 8);
    line->setSpacing(8);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(1);
    what_ = new TextLabel({});
    mend_ = new TextLabel({}, TextSize::small, &Tokens::text2);
    for (TextLabel* label : {what_, mend_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        texts->addWidget(label);
    }
    line->addLayout(texts, 1);
    actions_ = new QHBoxLayout;
    actions_->setSpacing(8);
    line->addLayout(actions_);
    close_ = Button::iconOnly(QStringLiteral("close"), tr("Close this message"));
    connect(close_, &Button::clicked, this, &MessageBar::dismiss);
    line->addWidget(close_);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void MessageBar::showMessage(Kind kind, const QString& what, const QString& mend) {
    kind_ = kind;
    while (QLayoutItem* item = actions_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    what_->setText(what);
    mend_->setText(mend);
    mend_->setVisible(!mend.isEmpty());
    setAccessibleName(QStringLiteral("%1: %2").arg(tr(lookOf(kind).word), message()));
    show();
    update();
}

void MessageBar::showError(const domain::Error& error) {
    QString what = QString::fromStdString(error.what_happened());
    if (!error.where().empty()) {
        what = QStringLiteral("%1 (%2)").arg(what, QString::fromStdString(error.where()));
    }
    showMessage(Kind::error, what, QString::fromStdString(error.mend()));
}

Button* MessageBar::addAction(const QString& text) {
    auto* button = new Button(text);
    actions_->addWidget(button);
    return button;
}

void MessageBar::setClosable(bool closable) {
    close_->setVisible(closable);
}

QString MessageBar::message() const {
    if (isHidden()) {
        return {};
    }
    return mend_->text().isEmpty() ? what_->text() : what_->text() + QLatin1Char(' ') + mend_->text();
}

void MessageBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Look look = lookOf(kind_);
    painter.fillRect(rect(), tokens().*look.ground);
    painter.fillRect(0, height() - 1, width(), 1, tokens().border);
    const int middle =
        mend_->isHidden() ? height() / 2 : what_->geometry().top() + what_->fontMetrics().height() / 2;
    icons::paint(painter, QRect(16, middle - 8, 16, 16), QString::fromLatin1(look.icon), tokens().*look.ink);
}

void MessageBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !close_->isHidden()) {
        dismiss();
        return;
    }
    QWidget::keyPressEvent(event);
}

void MessageBar::dismiss() {
    hide();
    emit closed();
}

} // namespace tiebreak::ui
