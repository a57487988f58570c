// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/exchange_pane.h"

#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/text_label.h"

#include <QKeyEvent>
#include <QResizeEvent>
#include <QTextBlock>
#include <QTextCursor>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

ExchangePane::ExchangePane(QWidget* parent)
    : Pane(&Tokens::raised, Qt::TopEdge | Qt::BottomEdge, parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 1, 0, 10);
    column->setSpacing(0);
    title_ = new SectionTitle(tr("Raw exchange"));
    previous_ = Button::iconOnly(QStringLiteral("chevron-up"), tr("Failure before (↑)"), ButtonKind::raised);
    next_ = Button::iconOnly(QStringLiteral("chevron-down"), tr("Failure after (↓)"), ButtonKind::raised);
    others_ = new TextLabel({}, TextSize::small, &Tokens::text3);
    for (Button* button : {previous_, next_}) {
        button->setInStrip(true);
        title_->addAction(button);
    }
    title_->addAction(others_);
    column->addWidget(title_);

    body_ = new QPlainTextEdit;
    body_->setAccessibleName(tr("Raw exchange"));
    body_->setReadOnly(true);
    body_->setFrameShape(QFrame::NoFrame);
    body_->setFont(Theme::font(TextSize::fixed));
    body_->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    // One reply may be a single line of many thousand characters.
    body_->setWordWrapMode(QTextOption::WrapAnywhere);
    body_->setUndoRedoEnabled(false);
    body_->setTabChangesFocus(true);
    body_->document()->setDocumentMargin(0);
    body_->viewport()->setAutoFillBackground(false);
    body_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    body_->installEventFilter(this);
    auto* inset = new QVBoxLayout;
    inset->setContentsMargins(metric::paneLeft, 0, metric::paneRight, 0);
    inset->setSpacing(8);
    inset->addWidget(body_, 1);
    remedy_ = new TextLabel({});
    remedy_->setWordWrap(true);
    auto* remedies = new QHBoxLayout;
    remedies->setSpacing(8);
    calm_ = new Button({});
    calm_->setObjectName(QStringLiteral("calmModel"));
    model_ = new Button(tr("Open the model"));
    model_->setObjectName(QStringLiteral("openFailedModel"));
    retry_ = new Button({});
    retry_->setObjectName(QStringLiteral("retryCandidate"));
    retry_->setIconName(QStringLiteral("refresh"));
    remedies->addWidget(remedy_, 1);
    for (Button* button : {calm_, model_, retry_}) {
        button->setInStrip(true);
        remedies->addWidget(button);
    }
    inset->addLayout(remedies);
    column->addLayout(inset, 1);

    connect(previous_, &QPushButton::clicked, this, [this] { emit stepRequested(-1); });
    connect(next_, &QPushButton::clicked, this, [this] { emit stepRequested(1); });
    connect(calm_, &QPushButton::clicked, this, [this] {
        if (const auto calmer = items::calmerConcurrency(exchange_)) {
            emit calmRequested(*calmer);
        }
    });
    connect(model_, &QPushButton::clicked, this, &ExchangePane::modelRequested);
    connect(retry_, &QPushButton::clicked, this, &ExchangePane::retryRequested);
    connect(&Theme::instance(), &Theme::changed, this, &ExchangePane::fill);
}

void ExchangePane::setExchange(const items::Exchange& exchange, int place, int total) {
    exchange_ = exchange;
    QStringList hint{exchange.candidate, tr("item %1").arg(exchange.about.itemLabel)};
    if (exchange.about.repeat > 1) {
        hint << tr("sample %1").arg(exchange.about.repeat);
    }
    if (exchange.tries > 0) {
        hint << tr("try %1 of %1").arg(exchange.tries) << exchange.lastTime;
    }
    title_->setHint(hint.join(QStringLiteral(", ")));
    previous_->setEnabled(place > 0);
    next_->setEnabled(place + 1 < total);
    others_->setText(tr("failure %1 of %2").arg(place + 1).arg(total));
    remedy_->setText(items::remedy(exchange.about.kind));
    const auto calmer = items::calmerConcurrency(exchange);
    calm_->setVisible(calmer.has_value());
    calm_->setText(calmer ? tr("At most %1 at once").arg(*calmer) : QString());
    calm_->setToolTip(tr("It is allowed %1 at once now").arg(exchange.concurrency));
    model_->setVisible(exchange.concurrency > 0);
    retry_->setVisible(exchange.concurrency > 0);
    retry_->setText(tr("Retry its %1 failed").arg(total));
    fill();
}

void ExchangePane::setCanAct(bool can) {
    for (Button* button : {calm_, retry_}) {
        button->setEnabled(can);
    }
}

void ExchangePane::fill() {
    const Tokens& t = tokens();
    body_->clear();
    QTextCursor cursor(body_->document());
    for (const items::ExchangePart& part : exchange_.parts) {
        QTextCharFormat format;
        switch (part.part) {
        case items::ExchangePart::Part::hint:
            format.setForeground(t.text3);
            break;
        case items::ExchangePart::Part::failure:
            format.setForeground(t.bad);
            break;
        case items::ExchangePart::Part::request:
        case items::ExchangePart::Part::reply:
            format.setForeground(t.text);
            break;
        }
        cursor.insertText(part.text, format);
    }
    body_->moveCursor(QTextCursor::Start);
    fitHeight();
}

void ExchangePane::fitHeight() {
    // A plain text document measures its height in lines.
    const int lines = std::max(3, static_cast<int>(body_->document()->size().height()));
    body_->setMaximumHeight(lines * body_->fontMetrics().lineSpacing() + 6);
    setMaximumHeight(layout()->sizeHint().height() - body_->sizeHint().height() + body_->maximumHeight() + 4);
}

void ExchangePane::resizeEvent(QResizeEvent* event) {
    Pane::resizeEvent(event);
    if (event->oldSize().width() != width()) {
        fitHeight();
    }
}

bool ExchangePane::eventFilter(QObject* watched, QEvent* event) {
    if (watched == body_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->modifiers() == Qt::NoModifier && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            (key->key() == Qt::Key_Up ? previous_ : next_)->click();
            return true;
        }
    }
    return Pane::eventFilter(watched, event);
}

} // namespace tiebreak::ui
