// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/judgings_view.h"

#include "items/figures.h"
#include "items/judgings_model.h"
#include "items/pairs_model.h"
#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/widgets/dot_whisker.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>

namespace tiebreak::ui {

namespace {

constexpr int leftWidth = 440;

/// A warning's triangle beside its words.
QWidget* warningRow(const QString& text) {
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(metric::paneLeft, 3, metric::paneRight, 3);
    line->setSpacing(8);
    auto* icon = new QLabel;
    icon->setTextFormat(Qt::PlainText);
    icon->setPixmap(icons::get(QStringLiteral("warning"), &Tokens::warn).pixmap(14, 14));
    line->addWidget(icon, 0, Qt::AlignTop);
    auto* words = new TextLabel(text, TextSize::body, &Tokens::text2);
    words->setWordWrap(true);
    line->addWidget(words, 1);
    return row;
}

} // namespace

JudgingsView::JudgingsView(Settings* settings, QWidget* parent)
    : Pane(&Tokens::content, {}, parent) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    stack_ = new QStackedWidget;
    outer->addWidget(stack_);
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(
        new SectionTitle(tr("Judgings"), tr("replies; what failed or could not be read is in no mean")));
    model_ = new items::JudgingsModel(this);
    table_ = new TableView(tr("Judgings"), QStringLiteral("run-judgings"), settings);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setModel(model_);
    table_->setColumnWidths({150, 106, 130, 62, 60, 66, 0, 60, 80, 64, 84});
    column->addWidget(table_);
    pairsPane_ = buildPairs(settings);
    column->addWidget(pairsPane_, 1);
    details_ = buildDetails(settings);
    column->addWidget(details_, 1);
    stack_->addWidget(page);
    stack_->addWidget(
        new EmptyState(QStringLiteral("judges"), tr("No judging"),
                       tr("The run's eval config names none. Add one to \"judgings\" and run it "
                          "again: no answer is asked for twice.")));
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &JudgingsView::showDetails);
}

QWidget* JudgingsView::buildDetails(Settings* settings) {
    auto* details = new Pane(&Tokens::content, Qt::TopEdge);
    auto* line = new QHBoxLayout(details);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(0);

    auto* left = new QWidget;
    left->setFixedWidth(leftWidth);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(0);
    noiseTitle_ = new SectionTitle(tr("Noise"));
    column->addWidget(noiseTitle_);
    noise_ = new QGridLayout;
    noise_->setContentsMargins(metric::paneLeft, 0, metric::paneRight, 8);
    noise_->setVerticalSpacing(4);
    noise_->setColumnStretch(0, 1);
    const std::array figures{
        std::pair(tr("One candidate’s mean, rerun to rerun"), tr("SD over runs, pooled over candidates")),
        std::pair(tr("The same without whole-run shifts"), tr("SD within a run")),
        std::pair(tr("What neither candidate nor run explains"), tr("two-way residual SD")),
        std::pair(tr("A whole run’s shift"), tr("SD of the runs’ means over candidates"))};
    int row = 0;
    for (const auto& [name, explanation] : figures) {
        auto* label = new TextLabel(name, TextSize::body, &Tokens::text2);
        label->setToolTip(plainToolTip(explanation));
        auto* value = new TextLabel({}, TextSize::body);
        value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        noise_->addWidget(label, row, 0);
        noise_->addWidget(value, row, 1);
        noiseValues_.push_back(value);
        ++row;
    }
    column->addLayout(noise_);
    positionTitle_ = new SectionTitle(tr("Score by position"), tr("in the judge’s prompt, all candidates"));
    column->addWidget(positionTitle_);
    positionModel_ = new items::PositionModel(this);
    positions_ = new TableView(tr("Score by position"), QStringLiteral("run-positions"), settings);
    positions_->setModel(positionModel_);
    positions_->setColumnWidths({86, 70, 0, 74});
    positionDots_ = new DotWhiskerDelegate(positions_);
    positions_->setItemDelegateForColumn(items::PositionModel::whiskerColumn, positionDots_);
    column->addWidget(positions_, 1);
    column->addStretch(0);
    line->addWidget(left);
    line->addWidget(new Hairline(Qt::Vertical));

    auto* right = new QWidget;
    auto* rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 4, 0, 0);
    rightColumn->setSpacing(0);
    warningTitle_ = new SectionTitle(tr("To be warned of"));
    rightColumn->addWidget(warningTitle_);
    auto* list = new Pane;
    auto* listColumn = new QVBoxLayout(list);
    listColumn->setContentsMargins(0, 0, 0, 8);
    listColumn->setSpacing(0);
    warnings_ = new QVBoxLayout;
    warnings_->setSpacing(0);
    listColumn->addLayout(warnings_);
    listColumn->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Warnings"));
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(list);
    rightColumn->addWidget(scroll, 1);
    line->addWidget(right, 1);
    return details;
}

void JudgingsView::setReport(const std::shared_ptr<const workbench::Report>& report) {
    const int before = table_->currentIndex().row();
    report_ = report;
    model_->setReport(report);
    const int rows = model_->rowCount();
    stack_->setCurrentIndex(report && rows == 0 ? 1 : 0);
    table_->setFixedHeight(metric::row * (std::clamp(rows, 1, 8) + 1) + 2);
    if (rows > 0) {
        table_->setCurrentIndex(model_->index(std::clamp(before, 0, rows - 1), 0));
    }
    showDetails();
}

void JudgingsView::showDetails() {
    const QModelIndex current = table_->currentIndex();
    details_->setVisible(current.isValid());
    pairsPane_->setVisible(current.isValid());
    if (!current.isValid()) {
        return;
    }
    const workbench::JudgingReport& judging = model_->at(current.row());
    showPairs(judging);
    showNoise(judging);
    positionModel_->setPositions(judging.positions);
    QVector<DotWhisker> dots;
    for (const workbench::PositionReport& position : judging.positions) {
        if (position.mean) {
            dots << DotWhisker{.value = *position.mean};
        }
    }
    positionDots_->setAxis(DotAxis::around(dots));
    positionTitle_->setVisible(!judging.positions.empty());
    positions_->setVisible(!judging.positions.empty());
    positions_->setMaximumHeight(metric::row * (positionModel_->rowCount() + 1) + 2);
    showWarnings(judging.warnings);
}

QWidget* JudgingsView::buildPairs(Settings* settings) {
    auto* pane = new Pane(&Tokens::content, Qt::TopEdge);
    auto* line = new QHBoxLayout(pane);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(0);
    auto* left = new Pane(&Tokens::content, Qt::RightEdge);
    left->setFixedWidth(leftWidth);
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    ratingsTitle_ = new SectionTitle(tr("Ratings"), tr("Bradley–Terry; whiskers 95 %"));
    ratings_ = new TableView(tr("Ratings"), QStringLiteral("judging-ratings"), settings);
    ratingsModel_ = new items::RatingsModel(this);
    ratings_->setModel(ratingsModel_);
    ratingDots_ = new DotWhiskerDelegate(this);
    ratings_->setItemDelegateForColumn(items::RatingsModel::whiskerColumn, ratingDots_);
    ratings_->setColumnWidths({44, 120, 60, 0, 96});
    leftColumn->addWidget(ratingsTitle_);
    leftColumn->addWidget(ratings_, 1);
    line->addWidget(left);
    auto* right = new Pane(&Tokens::content);
    auto* rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(0);
    pairsTitle_ = new SectionTitle(tr("Wins"), tr("ties count half; whiskers 95 % over items"));
    pairs_ = new TableView(tr("Wins"), QStringLiteral("judging-pairs"), settings);
    pairsModel_ = new items::PairsModel(this);
    pairs_->setModel(pairsModel_);
    pairDots_ = new DotWhiskerDelegate(this);
    pairs_->setItemDelegateForColumn(items::PairsModel::whiskerColumn, pairDots_);
    pairs_->setColumnWidths({130, 110, 60, 0, 96, 48, 48, 54, 66, 78, 56});
    rightColumn->addWidget(pairsTitle_);
    rightColumn->addWidget(pairs_, 1);
    line->addWidget(right, 1);
    return pane;
}

void JudgingsView::showPairs(const workbench::JudgingReport& judging) {
    pairsModel_->setPairs(judging.pairs, *report_);
    ratingsModel_->setRatings(judging.ratings, *report_);
    QVector<DotWhisker> rates;
    for (const workbench::PairReport& pair : judging.pairs) {
        if (pair.win_rate) {
            rates << DotWhisker{.value = *pair.win_rate,
                                .low = pair.bootstrap_low ? pair.bootstrap_low : pair.ci_low,
                                .high = pair.bootstrap_high ? pair.bootstrap_high : pair.ci_high};
        }
    }
    DotAxis axis = DotAxis::around(rates);
    axis.zero = 50; // even
    pairDots_->setAxis(axis);
    QVector<DotWhisker> ratings;
    for (const workbench::RatingReport& rating : judging.ratings) {
        if (rating.rating) {
            ratings << DotWhisker{.value = *rating.rating, .low = rating.ci_low, .high = rating.ci_high};
        }
    }
    ratingDots_->setAxis(DotAxis::around(ratings));
    ratings_->parentWidget()->setVisible(!judging.ratings.empty());
    pairsPane_->setVisible(!judging.pairs.empty() || !judging.ratings.empty());
}

void JudgingsView::showNoise(const workbench::JudgingReport& judging) {
    const statistics::JudgeNoise& n = judging.noise;
    const std::array values{n.per_candidate_sd, n.within_run_sd, n.residual_sd, n.run_shift_sd};
    bool any = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
        noiseValues_[i]->setText(items::figure(values[i], 2));
        any = any || values[i];
    }
    noiseTitle_->setHint(any ? tr("SD in points; %1 candidates, %2 judge runs").arg(n.candidates).arg(n.runs)
                             : tr("not known: nothing was judged twice"));
}

void JudgingsView::showWarnings(const std::vector<std::string>& warnings) {
    while (QLayoutItem* item = warnings_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const std::string& warning : warnings) {
        QString text = items::shown(warning);
        warnings_->addWidget(warningRow(text.left(1).toUpper() + text.mid(1)));
    }
    warningTitle_->setHint(warnings.empty() ? tr("nothing") : QString());
}

} // namespace tiebreak::ui
