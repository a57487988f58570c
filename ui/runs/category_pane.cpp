// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/category_pane.h"

#include "items/category_model.h"
#include "ui/widgets/dot_whisker.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"
#include "workbench/wording.h"

#include <QHeaderView>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int rowHeight = 20;
constexpr int paneWidth = 448;

} // namespace

CategoryPane::CategoryPane(Settings* settings, QWidget* parent)
    : Pane(&Tokens::content, {}, parent) {
    setFixedWidth(paneWidth);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 6, 0, 8);
    column->setSpacing(0);
    title_ = new SectionTitle(tr("By category"));
    column->addWidget(title_);
    model_ = new items::CategoryModel(this);
    table_ = new TableView(tr("Difference by category"), QStringLiteral("answer-categories"), settings);
    table_->setModel(model_);
    table_->setRowHeight(rowHeight);
    table_->horizontalHeader()->hide();
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->setColumnWidths({112, 38, 0, 58, 112});
    whiskers_ = new DotWhiskerDelegate(table_);
    whiskers_->setAsDifference(true);
    table_->setItemDelegateForColumn(items::CategoryModel::whiskerColumn, whiskers_);
    column->addWidget(table_, 1);
}

void CategoryPane::setAnswer(const std::shared_ptr<const workbench::RunAnswer>& answer) {
    model_->setAnswer(answer);
    QVector<DotWhisker> dots(1); // the axis holds zero
    const std::size_t looks = answer ? answer->categories.size() : 0;
    for (std::size_t i = 0; i < looks; ++i) {
        const statistics::PairedComparison& d = answer->categories[i].difference;
        if (d.difference) {
            dots << DotWhisker{.value = *d.difference, .low = d.ci_low, .high = d.ci_high};
        }
    }
    DotAxis axis = DotAxis::around(dots);
    axis.zero = 0;
    whiskers_->setAxis(axis);
    title_->setHint(
        tr("paired difference; %1 looks, uncorrected")
            .arg(QString::fromStdString(workbench::count_word(static_cast<std::int64_t>(looks)))));
    table_->viewport()->update();
}

} // namespace tiebreak::ui
