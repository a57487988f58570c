// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of Label. They work where the cards are, not in the bar above, where words are typed.
#include "items/label_session.h"
#include "ui/label/card_view.h"
#include "ui/label/label_view.h"
#include "ui/widgets/button.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>

namespace tiebreak::ui {

QAction* LabelView::addKey(const QString& text, const QKeySequence& key, const std::function<void()>& act) {
    auto* action = new QAction(text, this);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, act);
    cardPage_->addAction(action);
    return action;
}

void LabelView::buildActions() {
    for (int digit = 1; digit <= 9; ++digit) {
        addKey(digit == 1   ? tr("First is better; first place or score")
               : digit == 2 ? tr("Second is better; next place or score")
                            : tr("Answer or score %1").arg(digit),
               QKeySequence(Qt::Key_0 + digit), [this, digit] { card_->pick(digit); });
    }
    addKey(tr("Tie"), QKeySequence(Qt::Key_0), [this] { card_->tie(); });
    addKey(tr("All bad"), QKeySequence(Qt::Key_X), [this] { card_->allBad(); });
    addKey(tr("Cannot judge"), QKeySequence(Qt::Key_Question), [this] { card_->cannotJudge(); });
    addKey(tr("Skip"), QKeySequence(Qt::Key_Space), [this] { labels_.skip(); });
    addKey(tr("Reason"), QKeySequence(Qt::Key_R), [this] { card_->editReason(); });
    addKey(tr("Show or hide the reference"), QKeySequence(Qt::Key_F),
           [this] { card_->setReferenceShown(!card_->isReferenceShown()); });
    addKey(tr("Level with the last place"), QKeySequence(Qt::Key_Equal), [this] { card_->levelWithLast(); });
    addKey(tr("Take the last place back"), QKeySequence(Qt::Key_Backspace),
           [this] { card_->takeBackPlace(); });
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        addKey(tr("Done ranking"), QKeySequence(key), [this] { card_->finishRanking(); });
    }
    auto* copy = addKey(tr("Copy the card as text"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
                        [this] { QApplication::clipboard()->setText(card_->plainText()); });
    card_->addAction(copy);
    card_->setContextMenuPolicy(Qt::ActionsContextMenu);
}

} // namespace tiebreak::ui
