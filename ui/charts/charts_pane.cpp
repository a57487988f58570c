// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Charts that shows any chart but loss against score.
#include "ui/charts/chart_inspector.h"
#include "ui/charts/chart_plot.h"
#include "ui/charts/charts_view.h"
#include "ui/charts/loss_score_plot.h"
#include "ui/settings/settings.h"
#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

const QString plainState = QStringLiteral("charts/plain");

} // namespace

QWidget* ChartsView::makeChartPane() {
    auto* pane = new Pane(&Tokens::content);
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    chartHead_ = new QWidget;
    auto* head = new QHBoxLayout(chartHead_);
    head->setContentsMargins(metric::paneLeft, 8, metric::paneRight, 2);
    head->setSpacing(8);
    chartTitle_ = new ElidedLabel({}, TextSize::bodyBold);
    chartSubtitle_ = new ElidedLabel({}, TextSize::small, &Tokens::text3);
    head->addWidget(chartTitle_);
    head->addWidget(chartSubtitle_, 1);
    column->addWidget(chartHead_);
    chartPlot_ = new ChartPlot;
    column->addWidget(chartPlot_, 1);
    chartCaption_ = new TextLabel({}, TextSize::small, &Tokens::text2);
    chartCaption_->setWordWrap(true);
    chartCaption_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    chartCaption_->setObjectName(QStringLiteral("plainChartCaption"));
    column->addWidget(chartCaption_);
    return pane;
}

void ChartsView::connectPlain() {
    if (settings_) {
        const QVariantMap kept = settings_->state(plainState).toMap();
        chartView_.bars = kept.value(QStringLiteral("bars"), true).toBool();
        chartView_.names = kept.value(QStringLiteral("names"), true).toBool();
    }
    connect(chartPlot_, &ChartPlot::copyRequested, this, &ChartsView::copy);
    connect(chartPlot_, &ChartPlot::axesMoved, this, &ChartsView::placeChartCaption);
    connect(chartPlot_, &ChartPlot::currentChanged, chartInspector_, &ChartInspector::setCurrent);
    connect(chartPlot_, &ChartPlot::openItem, this, &ChartsView::openChartItem);
    connect(chartInspector_, &ChartInspector::currentWanted, chartPlot_, &ChartPlot::setCurrent);
    connect(chartInspector_, &ChartInspector::openItem, this, &ChartsView::openChartItem);
    connect(chartInspector_, &ChartInspector::viewWanted, this, &ChartsView::applyChartView);
    connect(chartInspector_, &ChartInspector::optionWanted, this, &ChartsView::optionWanted);
    connect(chartInspector_, &ChartInspector::filterWanted, this, &ChartsView::filterWanted);
}

void ChartsView::setKind(workbench::ChartKind kind) {
    kind_ = kind;
    const auto kinds = workbench::chart_kinds();
    const QSignalBlocker quiet(bar_->tabs());
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (kinds[i].kind == kind) {
            bar_->tabs()->setCurrentIndex(static_cast<int>(i));
        }
    }
}

void ChartsView::fillJudgings(const std::vector<ChartsData::Judging>& judgings, domain::JudgingId current) {
    // What is chosen below the run: only where there is a choice.
    const QSignalBlocker quiet(judgings_);
    judgings_->clear();
    for (const ChartsData::Judging& judging : judgings) {
        judgings_->addItem(shownName(judging.name), qlonglong(judging.id.value));
    }
    judgings_->setCurrentIndex(judgings_->findData(qlonglong(current.value)));
    judgings_->setVisible(judgings.size() > 1);
}

void ChartsView::setChart(const std::shared_ptr<const workbench::Chart>& chart,
                          const std::vector<ChartsData::Judging>& judgings) {
    message_->hide();
    lossSets_->hide();
    fillJudgings(judgings, chart->judging);
    using Kind = workbench::Chart::Gap::Kind;
    if (chart->gap.kind != Kind::none) {
        chart_.reset();
        const bool filtered = chart->gap.kind == Kind::filtered;
        auto* state =
            new EmptyState(filtered ? QStringLiteral("filter") : QStringLiteral("charts"),
                           shownName(chart->gap.what), shownName(chart->gap.why),
                           filtered ? EmptyState::Kind::filteredAway : EmptyState::Kind::nothingYet);
        if (filtered) {
            connect(state->addAction(tr("Clear the filter"), {}, true), &Button::clicked, this, [this] {
                chartInspector_->filter()->clear();
                emit filterWanted({});
            });
        } else {
            connect(state->addAction(tr("Go to Runs"), QStringLiteral("runs")), &Button::clicked, this,
                    &ChartsView::runsPlaceWanted);
        }
        showEmpty(state);
        return;
    }
    const bool newRun = !chartView_.chart || chartView_.chart->run != chart->run;
    if (newRun || std::ranges::find(chart->tag_names, chartView_.colourBy) == chart->tag_names.end()) {
        chartView_.colourBy.clear();
    }
    chart_ = chart;
    chartView_.chart = chart;
    chartTitle_->setText(chartTitle(*chart));
    chartSubtitle_->setText(chartSubtitle(*chart));
    chartCaption_->setText(chartCaption(*chart));
    QStringList leftOut;
    for (const std::string& reason : chart->left_out) {
        leftOut << shownName(reason);
    }
    chartCaption_->setToolTip(plainToolTip(leftOut.join(QLatin1Char('\n'))));
    showEmpty(nullptr);
    chartPlot_->setView(chartView_);
    chartInspector_->setView(chartView_);
}

void ChartsView::applyChartView(const ChartView& view) {
    chartView_ = view;
    if (settings_) {
        settings_->setState(plainState, QVariantMap{{QStringLiteral("bars"), view.bars},
                                                    {QStringLiteral("names"), view.names}});
    }
    chartPlot_->setView(chartView_);
    chartInspector_->setView(chartView_);
}

void ChartsView::placeChartCaption() {
    // Title and caption stand in line with the axes, but long names at the axis push neither to the middle.
    const int left = std::min(chartPlot_->axisRect()->left(), 90);
    const int right = std::max(metric::paneRight, chartPlot_->width() - chartPlot_->axisRect()->right());
    chartCaption_->setContentsMargins(left, 6, right, 16);
    chartHead_->layout()->setContentsMargins(left, 8, metric::paneRight, 2);
}

void ChartsView::openChartItem(int item) {
    if (chart_ && item >= 0 && item < static_cast<int>(chart_->items.size())) {
        emit targetWanted(chart_->items[static_cast<std::size_t>(item)].target);
    }
}

bool ChartsView::hasChart() const {
    return !empty_ && (isLoss() ? data_ != nullptr : chart_ != nullptr);
}

ChartPicture ChartsView::pictureAsShown() const {
    return isLoss() ? ChartPicture(plot_->viewAsShown()) : ChartPicture(chartPlot_->viewAsShown());
}

std::string ChartsView::csv() const {
    return isLoss() ? workbench::to_csv(*data_->chart) : workbench::to_csv(*chart_);
}

QWidget* ChartsView::focusTarget() const {
    return empty_ ? nullptr : isLoss() ? static_cast<QWidget*>(plot_) : chartPlot_;
}

bool ChartsView::focusFilter() {
    if (isLoss() || empty_) {
        return false;
    }
    chartInspector_->filter()->setFocus(Qt::ShortcutFocusReason);
    chartInspector_->filter()->selectAll();
    return true;
}

} // namespace tiebreak::ui
