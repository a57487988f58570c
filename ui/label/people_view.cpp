// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/people_view.h"

#include "items/figures.h"
#include "items/roles.h"
#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int mostRows = 12; ///< of a table before it scrolls by itself

} // namespace

PeopleView::PeopleView(Settings* settings, QWidget* parent)
    : Pane(&Tokens::content, {}, parent)
    , summary_(new TextLabel({}, TextSize::body, &Tokens::text2))
    , breakTies_(new Button(tr("Labels settle ties"))) {
    setObjectName(QStringLiteral("peopleFigures"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inner = new Pane(&Tokens::content);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 0, 0, 16);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(metric::paneLeft, 12, metric::paneRight, 4);
    head->setSpacing(16);
    summary_->setObjectName(QStringLiteral("labelSummary"));
    summary_->setWordWrap(true);
    head->addWidget(summary_, 1);
    breakTies_->setObjectName(QStringLiteral("breakTies"));
    breakTies_->setCheckable(true);
    breakTies_->setToolTip(
        tr("Off: every figure of this project is as if nobody had labelled. A judge's mean "
           "score is never touched either way."));
    connect(breakTies_, &QPushButton::clicked, this, &PeopleView::breakTiesWanted);
    head->addWidget(breakTies_, 0, Qt::AlignTop);
    column->addLayout(head);
    parts_ << addPart(column, tr("What people prefer"), QStringLiteral("label-win-rates"),
                      {0, 90, 120, 64, 64, 64, 64, 74, 64}, settings)
           << addPart(column, tr("With and without labels"), QStringLiteral("label-settled"),
                      {0, 100, 100, 84, 84, 74, 74}, settings)
           << addPart(column, tr("Agreement with judges"), QStringLiteral("label-agreement"),
                      {0, 90, 74, 74, 90, 130}, settings)
           << addPart(column, tr("Who labelled"), QStringLiteral("label-annotators"),
                      {0, 74, 104, 100, 120, 100, 64, 64}, settings)
           << addPart(column, tr("Where they differ"), QStringLiteral("label-differ"), {80, 260, 0, 130},
                      settings);
    connect(parts_.last().table, &TableView::rowOpened, this,
            [this](const QModelIndex& row) { emit itemWanted(row.data(items::idRole).toLongLong()); });
    column->addStretch(1);
    scroll->setWidget(inner);
    all->addWidget(scroll);
}

PeopleView::Part PeopleView::addPart(QVBoxLayout* column, const QString& title, const QString& state,
                                     const QList<int>& widths, Settings* settings) {
    Part part{new SectionTitle(title), new TableView(title, state, settings),
              new items::LabelFiguresModel(this), widths};
    part.table->setModel(part.model);
    part.table->setSelectionMode(QAbstractItemView::SingleSelection);
    column->addWidget(part.title);
    column->addWidget(part.table);
    return part;
}

void PeopleView::fill(const Part& part, items::LabelFiguresModel::Table table, const QString& hint) {
    const int rows = static_cast<int>(table.rows.size());
    const bool first = part.model->columnCount() == 0;
    part.model->setTable(std::move(table));
    if (first) { // which columns there are is known from the first table on
        part.table->setColumnWidths(part.widths);
    }
    part.title->setHint(hint);
    part.title->setVisible(rows > 0);
    part.table->setVisible(rows > 0);
    part.table->setFixedHeight(metric::row * (1 + std::min(rows, mostRows)) + 2);
}

void PeopleView::showFigures(const std::shared_ptr<const workbench::LabelFigures>& figures,
                             domain::JudgingId deciding) {
    using Model = items::LabelFiguresModel;
    breakTies_->setChecked(figures->break_ties);
    if (figures->count == 0) {
        summary_->setText(tr("Nobody labelled this run yet. What people prefer, how far they agree with each "
                             "judge and what the ties come to stands here from the first label on."));
        for (const Part& part : parts_) {
            fill(part, {}, {});
        }
        return;
    }
    summary_->setText(
        tr("%1 labels: %2 tie-breaks, %3 drawn at random, %4 shown again. %5 could not be judged: in no "
           "figure, but counted here. People are held against judges on cards drawn at random only, since "
           "tie-breaks are the hard ones.%6")
            .arg(items::count(figures->count), items::count(figures->tie_breaks),
                 items::count(figures->agreement), items::count(figures->again),
                 items::count(figures->cannot),
                 figures->break_ties ? QString()
                                     : tr(" Labels are switched off: no tie is settled by them.")));
    const auto judge = std::ranges::find(figures->judges, deciding, &workbench::JudgeAgreement::judging);
    fill(parts_[0], Model::winRates(*figures), tr("a tie is half a win"));
    if (judge != figures->judges.end()) {
        fill(parts_[1], Model::settled(*judge),
             tr("points of 100 over all pairs, %1; %2 of %3 doubtful verdicts settled for one side")
                 .arg(items::shownLine(judge->name), items::count(judge->ties_broken),
                      items::count(judge->doubtful)));
    } else {
        fill(parts_[1], {}, {});
    }
    fill(parts_[2], Model::agreement(*figures), tr("on cards drawn at random"));
    fill(parts_[3], Model::annotators(*figures),
         figures->annotators.size() < 2 || !figures->alpha.value
             ? QString()
             : tr("Krippendorff's α over all %1").arg(items::figure(figures->alpha.value, 2)));
    fill(parts_[4], Model::disagreements(*figures), tr("Enter opens the item in Compare"));
}

void PeopleView::setWritable(bool writable) {
    breakTies_->setEnabled(writable);
}

QString PeopleView::summary() const {
    return summary_->text();
}

} // namespace tiebreak::ui
