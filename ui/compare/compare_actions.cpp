// SPDX-License-Identifier: GPL-3.0-or-later
// Keys, toggles and the context menu of Compare.
#include "text/utf8.h"
#include "ui/compare/compare_copy.h"
#include "ui/compare/compare_view.h"
#include "ui/compare/safe_text_view.h"
#include "ui/notes/note_strip.h"
#include "ui/widgets/button.h"
#include "ui/widgets/key_cap.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QTextEdit>

namespace tiebreak::ui {

QAction* CompareView::addKey(const QString& text, const QKeySequence& key, const std::function<void()>& act) {
    auto* action = new QAction(text, this);
    if (!key.isEmpty()) {
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    }
    connect(action, &QAction::triggered, this, act);
    addAction(action);
    return action;
}

QAction* CompareView::addToggle(const QString& text, const QKeySequence& key, bool ReadingMode::*part,
                                const QString& tip) {
    auto* action = new QAction(text, this);
    action->setCheckable(true);
    action->setChecked(mode().*part);
    action->setToolTip(tip);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    connect(action, &QAction::toggled, this, [this, part](bool on) {
        if (mode().*part != on) {
            ReadingMode changed = mode();
            changed.*part = on;
            setMode(changed);
        }
    });
    auto* button = new Button(text);
    button->followAction(action);
    button->setAccessibleDescription(tip);
    toggles_ << button;
    toggleActions_ << action;
    toggleParts_ << part;
    return action;
}

void CompareView::buildActions() {
    addToggle(tr("Word diff"), QKeySequence(Qt::Key_D), &ReadingMode::wordDiff,
              tr("Marks the words that differ from the baseline, or from the column chosen in its menu"));
    addToggle(tr("Raw"), QKeySequence(Qt::Key_R), &ReadingMode::raw,
              tr("Shows answers as received, with blanks and control characters made visible"));
    addToggle(tr("Blind"), QKeySequence(Qt::Key_B), &ReadingMode::blind,
              tr("Hides names, scores and comments, and shuffles the columns of each item"));
    addToggle(tr("Scroll together"), QKeySequence(Qt::Key_S), &ReadingMode::scrollTogether,
              tr("Scrolls all answers in proportion"));

    addKey(tr("Next item"), QKeySequence(Qt::Key_N), [this] { items_->step(1); });
    addKey(tr("Previous item"), QKeySequence(Qt::Key_P), [this] { items_->step(-1); });
    addKey(tr("Note"), QKeySequence(Qt::Key_M), [this] {
        if (detail_) {
            note_->edit();
        }
    });
    for (int i = 0; i < AnswerColumns::most; ++i) {
        addKey(tr("Column %1").arg(i + 1), QKeySequence(Qt::Key_1 + i),
               [this, i] { columns_->focusColumn(i); });
    }
    addKey(tr("Next found word"), QKeySequence(Qt::Key_F3), [this] { columns_->goToMark(false); });
    addKey(tr("Found word before"), QKeySequence(Qt::SHIFT | Qt::Key_F3),
           [this] { columns_->goToMark(true); });
    addKey(tr("Columns before"), QKeySequence(Qt::Key_Left), [this] { columns_->turnPage(-1); });
    addKey(tr("Columns after"), QKeySequence(Qt::Key_Right), [this] { columns_->turnPage(1); });
    const auto moveJudge = [this](double by) {
        columns_->setJudgeShare(columns_->judgeShare() + by);
        keepState();
    };
    addKey(tr("More room for the judge"), QKeySequence(Qt::CTRL | Qt::Key_Up), [=] { moveJudge(0.05); });
    addKey(tr("Less room for the judge"), QKeySequence(Qt::CTRL | Qt::Key_Down), [=] { moveJudge(-0.05); });

    const auto copy = [](const QString& text) { QApplication::clipboard()->setText(text); };
    copyAnswer_ = addKey(tr("Copy answer"), {}, [=, this] { copy(answerText()); });
    copyMarkdown_ = addKey(tr("Copy item as Markdown"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
                           [=, this] { copy(itemMarkdown()); });
    copyCsv_ = addKey(tr("Copy row as CSV"), {}, [=, this] { copy(rowCsv()); });
    makeBaseline_ = addKey(tr("Make this the baseline"), {}, [this] {
        const int candidate = columns_->currentCandidate();
        if (index_ && candidate > 0 && !mode().blind && writable_) {
            emit baselineWanted(
                QString::fromStdString(index_->candidates[static_cast<std::size_t>(candidate)].name));
        }
    });
    diffAgainst_ = addKey(tr("Diff against this"), QKeySequence(Qt::SHIFT | Qt::Key_D), [this] {
        const int candidate = columns_->currentCandidate();
        if (candidate >= 0 && !mode().blind) {
            columns_->setDiffAgainst(candidate);
            toggleActions_.front()->setChecked(true);
        }
    });
}

void CompareView::openMenu(const QPoint& at) {
    const int candidate = columns_->currentCandidate();
    if (candidate < 0 || !detail_) {
        return;
    }
    QMenu menu(this);
    const SafeTextView* answer = columns_->column(columns_->currentColumn())->answer();
    if (answer->textCursor().hasSelection()) {
        menu.addAction(tr("Copy selection"), QKeySequence::Copy, this,
                       [answer] { QApplication::clipboard()->setText(answer->selectedPlainText()); });
    }
    copyAnswer_->setEnabled(detail_->columns[static_cast<std::size_t>(candidate)].present);
    menu.addActions({copyAnswer_, copyMarkdown_, copyCsv_});
    if (!mode().blind) {
        menu.addSeparator();
        makeBaseline_->setEnabled(candidate > 0 && writable_);
        makeBaseline_->setText(writable_ ? tr("Make this the baseline")
                                         : tr("Make this the baseline (the file is read-only)"));
        diffAgainst_->setEnabled(candidate != columns_->diffAgainst() || !mode().wordDiff);
        menu.addActions({diffAgainst_, makeBaseline_});
    }
    menu.exec(at);
    for (QAction* action : {copyAnswer_, makeBaseline_, diffAgainst_}) {
        action->setEnabled(true);
    }
}

QVector<ColumnWords> CompareView::allWords() const {
    QVector<ColumnWords> all;
    if (!index_ || !detail_) {
        return all;
    }
    const items::ScoreScale scale = items::scoreScale(*index_);
    const std::vector<int> order = columns_->order();
    for (std::size_t at = 0; at < order.size(); ++at) {
        all << columnWords(*index_, *detail_, order[at], static_cast<int>(at), mode().blind, scale);
    }
    return all;
}

QString CompareView::answerText() const {
    const int candidate = columns_->currentCandidate();
    return detail_ && candidate >= 0 ? QString::fromStdString(text::repair_utf8(
                                           detail_->columns[static_cast<std::size_t>(candidate)].text))
                                     : QString();
}

QString CompareView::itemMarkdown() const {
    return detail_ ? itemAsMarkdown(*detail_, allWords()) : QString();
}

QString CompareView::rowCsv() const {
    return detail_ ? rowAsCsv(*detail_, allWords()) : QString();
}

} // namespace tiebreak::ui
