// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/ranking_pane.h"

#include "items/figures.h"
#include "items/ranking_model.h"
#include "items/roles.h"
#include "ui/theme/style.h"
#include "ui/widgets/dot_whisker.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"

#include <QHeaderView>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int leftRoom = 500; ///< what all columns need

} // namespace

RankingPane::RankingPane(Settings* settings, QWidget* parent)
    : Pane(&Tokens::content, {}, parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    title_ = new SectionTitle(tr("Ranking"));
    column->addWidget(title_);
    model_ = new items::RankingModel(this);
    table_ = new TableView(tr("Ranking"), QStringLiteral("answer-ranking"), settings);
    table_->setModel(model_);
    table_->setColumnWidths({58, 0, 58, 136, 108, 50});
    whiskers_ = new DotWhiskerDelegate(table_);
    table_->setItemDelegateForColumn(items::RankingModel::whiskerColumn, whiskers_);
    column->addWidget(table_, 1);
    connect(table_, &TableView::rowOpened, this,
            [this](const QModelIndex& index) { emit candidateChosen(index.data(items::idRole).toString()); });
}

void RankingPane::setAnswer(const std::shared_ptr<const workbench::RunAnswer>& answer) {
    const QString selected = table_->currentIndex().data(items::idRole).toString();
    model_->setAnswer(answer);
    QVector<DotWhisker> dots;
    for (int row = 0; row < model_->rowCount(); ++row) {
        const QModelIndex cell = model_->index(row, items::RankingModel::whiskerColumn);
        if (cell.data(items::valueRole).isValid()) {
            const QVariant low = cell.data(items::lowRole);
            const QVariant high = cell.data(items::highRole);
            DotWhisker dot;
            dot.value = cell.data(items::valueRole).toDouble();
            dot.low = low.isValid() ? std::optional(low.toDouble()) : std::nullopt;
            dot.high = high.isValid() ? std::optional(high.toDouble()) : std::nullopt;
            dots << dot;
        }
    }
    const DotAxis axis = DotAxis::around(dots);
    whiskers_->setAxis(axis);
    table_->horizontalHeader()->viewport()->update();
    QString hint;
    if (answer && answer->judging >= 0) {
        const workbench::JudgingReport& judging =
            answer->report.judgings[static_cast<std::size_t>(answer->judging)];
        hint = tr("score by %1.").arg(items::shownLine(judging.name));
        if (model_->whiskersOverlap() && answer->outcome != workbench::Outcome::cannot_tell) {
            hint += tr(" Whiskers overlap; the paired difference above decides.");
        } else if (judging.imported_scores) {
            hint += tr(" Whiskers cover judge reruns only.");
        } else {
            hint += tr(" Whiskers cover which items were drawn.");
        }
    }
    title_->setHint(hint);
    updateGeometry();
    if (const int row = model_->rowOf(selected.toStdString()); row >= 0) {
        table_->setCurrentIndex(model_->index(row, items::RankingModel::candidateColumn));
    }
}

QSize RankingPane::sizeHint() const {
    return {leftRoom, metric::sectionTitle + metric::row * (model_->rowCount() + 1) + 2};
}

void RankingPane::resizeEvent(QResizeEvent* event) {
    Pane::resizeEvent(event);
    // The name needs the room first; what goes is in the tooltip.
    table_->setColumnHidden(items::RankingModel::itemsColumn, width() < leftRoom);
    table_->setColumnHidden(items::RankingModel::whiskerColumn, width() < leftRoom - 60);
}

} // namespace tiebreak::ui
