// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/reading_pane.h"

#include "items/figures.h"
#include "items/reading_list_model.h"
#include "items/roles.h"
#include "ui/runs/glyph_word_delegate.h"
#include "ui/widgets/button.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"

#include <QStackedWidget>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

/// Under this width the item's words need the category's room.
constexpr int narrow = 520;

} // namespace

ReadingPane::ReadingPane(Settings* settings, QWidget* parent)
    : Pane(&Tokens::content, {}, parent) {
    using Model = items::ReadingListModel;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    title_ = new SectionTitle(tr("Most worth reading"));
    auto* all = new Button(tr("All items"), ButtonKind::flat);
    all->setInStrip(true);
    connect(all, &QPushButton::clicked, this, &ReadingPane::allItemsRequested);
    title_->addAction(all);
    column->addWidget(title_);

    model_ = new Model(this);
    table_ = new TableView(tr("Most worth reading"), QStringLiteral("answer-reading"), settings);
    table_->setModel(model_);
    table_->setColumnWidths({126, 0, 98, 62, 58, 60});
    table_->setItemDelegateForColumn(Model::whyColumn, new GlyphWordDelegate(table_));
    table_->setItemDelegateForColumn(Model::candidateScoreColumn, new ScoreChipDelegate(table_));
    table_->setItemDelegateForColumn(Model::baselineScoreColumn, new ScoreChipDelegate(table_));
    empty_ = new EmptyState(QStringLiteral("compare"), {}, {});
    Button* read = empty_->addAction(tr("Read all answers"), {}, true);
    connect(read, &QPushButton::clicked, this, &ReadingPane::allItemsRequested);
    stack_ = new QStackedWidget;
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    column->addWidget(stack_, 1);

    connect(table_, &TableView::rowOpened, this,
            [this](const QModelIndex& index) { emit itemOpened(index.data(items::idRole).toLongLong()); });
}

void ReadingPane::setAnswer(const std::shared_ptr<const workbench::RunAnswer>& answer) {
    const qint64 selected = currentItem();
    model_->setAnswer(answer);
    const int listed = model_->rowCount();
    if (!answer) {
        return;
    }
    title_->setHint(listed == 0
                        ? QString()
                        : tr("%1 of %2").arg(items::count(listed), items::count(answer->report.run.items)));
    stack_->setCurrentWidget(listed > 0 ? static_cast<QWidget*>(table_) : empty_);
    if (listed == 0) {
        if (answer->over_judge_runs) {
            empty_->setTexts(
                tr("No items to read"),
                tr("The scores came as a table. Import the answers too, to see where they differ."));
        } else if (answer->difference.n == 0) {
            empty_->setTexts(
                tr("Nothing to set side by side"),
                tr("No item has a score for both. Judge the same items, or choose another baseline."));
        } else {
            empty_->setTexts(tr("Nothing stands out"), tr("Both scored the same on every item they share."));
        }
        return;
    }
    const int row = std::max(0, model_->rowOf(domain::ItemRevisionId{selected}));
    table_->setCurrentIndex(model_->index(row, items::ReadingListModel::itemColumn));
}

qint64 ReadingPane::currentItem() const {
    return table_->currentIndex().data(items::idRole).toLongLong();
}

void ReadingPane::resizeEvent(QResizeEvent* event) {
    Pane::resizeEvent(event);
    table_->setColumnHidden(items::ReadingListModel::categoryColumn, width() < narrow);
}

} // namespace tiebreak::ui
