// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notes/note_strip.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/button.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QTimer>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int restMs = 1200;
constexpr int mostLines = 5;

} // namespace

NoteStrip::NoteStrip(const QString& accessibleName, QWidget* parent)
    : Pane(&Tokens::raised, Qt::BottomEdge, parent)
    , field_(new QPlainTextEdit)
    , byline_(new TextLabel({}, TextSize::small, &Tokens::text3))
    , undo_(new Button(tr("Undo"), ButtonKind::flat))
    , rest_(new QTimer(this)) {
    setObjectName(QStringLiteral("noteStrip"));
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(metric::paneLeft, 6, metric::paneRight, 6);
    line->setSpacing(8);
    auto* title = new TextLabel(tr("Note"), TextSize::small, &Tokens::text3);
    title->setBuddy(field_);
    line->addWidget(title, 0, Qt::AlignTop);
    field_->setObjectName(QStringLiteral("noteField"));
    field_->setAccessibleName(accessibleName);
    field_->setPlaceholderText(tr("Your words on this; found again with Ctrl+K"));
    field_->setTabChangesFocus(true);
    field_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    field_->installEventFilter(this);
    line->addWidget(field_, 1);
    line->addWidget(byline_, 0, Qt::AlignTop);
    undo_->setInStrip(true);
    undo_->setToolTip(tr("Brings back the words before"));
    undo_->hide();
    line->addWidget(undo_, 0, Qt::AlignTop);
    rest_->setSingleShot(true);
    rest_->setInterval(restMs);

    connect(field_, &QPlainTextEdit::textChanged, this, [this] {
        fit();
        if (!filling_) {
            rest_->start();
        }
    });
    connect(rest_, &QTimer::timeout, this, &NoteStrip::settle);
    connect(undo_, &Button::clicked, this, [this] {
        settle();
        emit undoWanted();
    });
    fit();
}

QString NoteStrip::text() const {
    return field_->toPlainText().trimmed();
}

void NoteStrip::setNote(const QString& body, const QString& byline, bool undoable) {
    byline_->setText(byline);
    undo_->setVisible(undoable && !field_->isReadOnly());
    const bool typing = field_->hasFocus() && text() != told_;
    told_ = body;
    if (!typing && text() != body) {
        filling_ = true;
        field_->setPlainText(body);
        filling_ = false;
        rest_->stop();
    }
    setVisible(!body.isEmpty() || field_->hasFocus());
}

void NoteStrip::setWritable(bool writable) {
    field_->setReadOnly(!writable);
}

void NoteStrip::edit() {
    show();
    field_->setFocus(Qt::ShortcutFocusReason);
    field_->moveCursor(QTextCursor::End);
}

void NoteStrip::settle() {
    rest_->stop();
    if (!field_->isReadOnly() && text() != told_) {
        told_ = text();
        emit noteWanted(told_);
    }
}

void NoteStrip::finish() {
    settle();
    if (text().isEmpty()) {
        hide();
    }
    emit closed();
}

void NoteStrip::fit() {
    const int lines = std::clamp(field_->blockCount(), 1, mostLines);
    const int height = lines * field_->fontMetrics().lineSpacing() + 10;
    if (field_->height() != height) {
        field_->setFixedHeight(std::max(height, metric::control));
    }
}

bool NoteStrip::eventFilter(QObject* watched, QEvent* event) {
    if (watched == field_ && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool done = (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) &&
                          key->modifiers().testFlag(Qt::ControlModifier);
        if (key->key() == Qt::Key_Escape || done) {
            finish();
            return true;
        }
    }
    if (watched == field_ && event->type() == QEvent::FocusOut) {
        settle();
        if (text().isEmpty()) {
            hide();
        }
    }
    return Pane::eventFilter(watched, event);
}

} // namespace tiebreak::ui
