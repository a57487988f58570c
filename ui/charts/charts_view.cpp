// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charts_view.h"

#include "ui/charts/chart_inspector.h"
#include "ui/charts/chart_plot.h"
#include "ui/charts/loss_score_inspector.h"
#include "ui/charts/loss_score_plot.h"
#include "ui/charts/loss_score_text.h"
#include "ui/settings/settings.h"
#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/text_label.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int inspectorWidth = 300;
constexpr int inspectorLeast = 260;
const QString splitterState = QStringLiteral("splitter/charts");
const QString chartSplitterState = QStringLiteral("splitter/charts-plain");
const QString kindState = QStringLiteral("charts/kind");
const QString showState = QStringLiteral("charts/show");

struct ShowName {
    const char* name;
    bool LossScoreView::*member;
};
constexpr ShowName showNames[] = {
    {"theilSen", &LossScoreView::theilSen},         {"leastSquares", &LossScoreView::leastSquares},
    {"scoreBars", &LossScoreView::scoreBars},       {"lossBars", &LossScoreView::lossBars},
    {"outlierNames", &LossScoreView::outlierNames}, {"allNames", &LossScoreView::allNames}};

} // namespace

ChartsView::ChartsView(Settings* settings, QWidget* parent)
    : QWidget(parent)
    , settings_(settings)
    , bar_(new PlaceBar(tr("Charts")))
    , copy_(new Button(tr("Copy")))
    , save_(new Button(tr("Save as")))
    , runs_(new Choice(tr("Run")))
    , judgings_(new Choice(tr("Judging")))
    , lossSets_(new Choice(tr("Loss set and tokenizer")))
    , stack_(new QStackedWidget)
    , splitter_(new QSplitter(Qt::Horizontal))
    , chartSplitter_(new QSplitter(Qt::Horizontal))
    , message_(new MessageBar)
    , inspector_(new LossScoreInspector)
    , chartInspector_(new ChartInspector) {
    saveDialog_ = [this](const QString& title, const QString& suggested, const QString& filter) {
        return QFileDialog::getSaveFileName(this, title, suggested, filter);
    };
    buildBar();
    splitter_->addWidget(makeLossPane());
    splitter_->addWidget(inspector_);
    chartSplitter_->addWidget(makeChartPane());
    chartSplitter_->addWidget(chartInspector_);
    inspector_->setMinimumWidth(inspectorLeast);
    chartInspector_->setMinimumWidth(inspectorLeast);
    for (QSplitter* splitter : {splitter_, chartSplitter_}) {
        splitter->setChildrenCollapsible(false);
        splitter->setHandleWidth(1);
        splitter->setStretchFactor(0, 1);
        splitter->setStretchFactor(1, 0);
        splitter->setSizes({1000, inspectorWidth});
        stack_->addWidget(splitter);
    }

    message_->hide();
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(bar_);
    auto* strip = new Pane(&Tokens::content, Qt::BottomEdge);
    auto* choices = new QHBoxLayout(strip);
    choices->setContentsMargins(metric::paneLeft, 5, metric::paneRight, 6);
    choices->setSpacing(8);
    for (Choice* choice : {runs_, judgings_, lossSets_}) {
        choices->addWidget(choice);
    }
    choices->addStretch(1);
    all->addWidget(strip);
    all->addWidget(message_);
    all->addWidget(stack_, 1);

    if (settings_) {
        splitter_->restoreState(settings_->state(splitterState).toByteArray());
        chartSplitter_->restoreState(settings_->state(chartSplitterState).toByteArray());
        connect(chartSplitter_, &QSplitter::splitterMoved, this,
                [this] { settings_->setState(chartSplitterState, chartSplitter_->saveState()); });
        const std::string kept = settings_->state(kindState).toString().toStdString();
        for (const workbench::ChartKindInfo& info : workbench::chart_kinds()) {
            if (kept == info.name) {
                setKind(info.kind);
            }
        }
        const QVariantMap shown = settings_->state(showState).toMap();
        for (const ShowName& show : showNames) {
            view_.*show.member = shown.value(QLatin1String(show.name), view_.*show.member).toBool();
        }
        connect(splitter_, &QSplitter::splitterMoved, this,
                [this] { settings_->setState(splitterState, splitter_->saveState()); });
    }
    connectChart();
    connectPlain();
    showNoRuns();
}

ChartsView::~ChartsView() = default;

void ChartsView::buildBar() {
    // In the order of the kinds.
    for (const QString& tab : {tr("Loss and score"), tr("Checkpoints"), tr("Wins"), tr("Position"),
                               tr("Judge noise"), tr("Cost"), tr("Degeneration"), tr("Scores")}) {
        bar_->tabs()->addTab(tab);
    }
    bar_->tabs()->setObjectName(QStringLiteral("chartTabs"));
    copy_->setIconName(QStringLiteral("copy"));
    copy_->setKeyCap(tr("Ctrl C"));
    copy_->setToolTip(tr("Copies the chart as a picture, with its caption as text"));
    auto* menu = new QMenu(save_);
    menu->addAction(tr("PNG picture…"), this, [this] { askSave("png", tr("PNG picture (*.png)")); });
    menu->addAction(tr("SVG drawing…"), this, [this] { askSave("svg", tr("SVG drawing (*.svg)")); });
    menu->addAction(tr("PDF page…"), this, [this] { askSave("pdf", tr("PDF page (*.pdf)")); });
    menu->addSeparator();
    menu->addAction(tr("CSV of the values…"), this, [this] { askSave("csv", tr("CSV table (*.csv)")); });
    save_->setMenu(menu);
    save_->setObjectName(QStringLiteral("chartSaveAs"));
    bar_->addAction(copy_);
    bar_->addAction(save_);
}

QWidget* ChartsView::makeLossPane() {
    auto* pane = new Pane(&Tokens::content);
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    head_ = new QWidget;
    auto* head = new QHBoxLayout(head_);
    head->setContentsMargins(metric::paneLeft, 8, metric::paneRight, 2);
    head->setSpacing(8);
    title_ = new ElidedLabel({}, TextSize::bodyBold);
    subtitle_ = new ElidedLabel({}, TextSize::small, &Tokens::text3);
    head->addWidget(title_);
    head->addWidget(subtitle_, 1);
    column->addWidget(head_);
    plot_ = new LossScorePlot;
    column->addWidget(plot_, 1);
    caption_ = new TextLabel({}, TextSize::small, &Tokens::text2);
    caption_->setWordWrap(true);
    caption_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    caption_->setObjectName(QStringLiteral("chartCaption"));
    column->addWidget(caption_);
    return pane;
}

void ChartsView::connectChart() {
    connect(bar_->tabs(), &QTabBar::currentChanged, this, [this](int tab) {
        kind_ = workbench::chart_kinds()[static_cast<std::size_t>(tab)].kind;
        if (settings_) {
            settings_->setState(kindState, QString::fromLatin1(workbench::info_of(kind_).name));
        }
        emit kindWanted(kind_);
    });
    connect(copy_, &Button::clicked, this, &ChartsView::copy);
    connect(plot_, &LossScorePlot::copyRequested, this, &ChartsView::copy);
    connect(plot_, &LossScorePlot::axesMoved, this, &ChartsView::placeCaption);
    connect(plot_, &LossScorePlot::currentChanged, inspector_, &LossScoreInspector::setCurrent);
    connect(inspector_, &LossScoreInspector::currentWanted, plot_, &LossScorePlot::setCurrentCandidate);
    const auto open = [this](domain::CandidateRevisionId id) { emit openItems(id, nameOf(id)); };
    connect(plot_, &LossScorePlot::openItems, this, open);
    connect(inspector_, &LossScoreInspector::openItems, this, open);
    connect(plot_, &LossScorePlot::leaveOutToggled, this, &ChartsView::toggleLeftOut);
    connect(inspector_, &LossScoreInspector::leaveOutToggled, this, &ChartsView::toggleLeftOut);
    connect(inspector_, &LossScoreInspector::allWantedBack, this, [this] { emit leftOutWanted({}); });
    connect(inspector_, &LossScoreInspector::viewWanted, this, &ChartsView::applyView);
    connect(runs_, &QComboBox::activated, this,
            [this] { emit runWanted({runs_->currentData().toLongLong()}); });
    connect(judgings_, &QComboBox::activated, this,
            [this] { emit judgingWanted({judgings_->currentData().toLongLong()}); });
    connect(lossSets_, &QComboBox::activated, this,
            [this] { emit lossSetWanted(lossSets_->currentData().toString()); });
}

void ChartsView::setRuns(const QList<std::pair<domain::RunId, QString>>& runs, domain::RunId current) {
    const QSignalBlocker quiet(runs_);
    runs_->clear();
    for (const auto& [id, name] : runs) {
        runs_->addItem(name, qlonglong(id.value));
    }
    runs_->setCurrentIndex(runs_->findData(qlonglong(current.value)));
    runs_->setVisible(!runs.isEmpty());
}

void ChartsView::setData(const std::shared_ptr<const ChartsData>& charts) {
    data_ = charts;
    message_->hide();
    const workbench::LossScoreChart& chart = *charts->chart;
    fillJudgings(charts->judgings, chart.judging);
    {
        const QSignalBlocker quiet(lossSets_);
        lossSets_->clear();
        for (const std::string& name : chart.loss_sets) {
            lossSets_->addItem(shownName(name), QString::fromStdString(name));
        }
        lossSets_->setCurrentIndex(lossSets_->findData(QString::fromStdString(chart.loss_set)));
        lossSets_->setVisible(chart.loss_sets.size() > 1);
    }
    if (const auto problem = problemOf(chart)) {
        auto* state = new EmptyState(QStringLiteral("charts"), problem->what, problem->why);
        if (problem->kind == ChartProblem::Kind::notJudged) {
            connect(state->addAction(tr("Go to Runs"), QStringLiteral("runs")), &Button::clicked, this,
                    &ChartsView::runsPlaceWanted);
        } else {
            connect(state->addAction(tr("Go to Models"), QStringLiteral("models")), &Button::clicked, this,
                    &ChartsView::modelsPlaceWanted);
        }
        showEmpty(state);
        return;
    }
    const auto& tags = chart.tag_names;
    const bool newRun = !view_.chart || view_.chart->run != chart.run;
    if (newRun || std::ranges::find(tags, view_.colourBy) == tags.end()) {
        view_.colourBy = newRun ? defaultColour(chart) : std::string();
    }
    view_.chart = charts->chart;
    title_->setText(chartTitle(chart));
    caption_->setText(chartCaption(chart));
    QStringList leftOut;
    for (const std::string& reason : chart.left_out) {
        leftOut << shownName(reason);
    }
    caption_->setToolTip(plainToolTip(leftOut.join(QLatin1Char('\n'))));
    showEmpty(nullptr);
    applyView(view_);
}

void ChartsView::applyView(const LossScoreView& view) {
    view_ = view;
    if (settings_) {
        QVariantMap shown;
        for (const ShowName& show : showNames) {
            shown.insert(QLatin1String(show.name), view.*show.member);
        }
        settings_->setState(showState, shown);
    }
    plot_->setView(view_);
    inspector_->setView(view_, data_->all);
}

void ChartsView::placeCaption() {
    // Title and caption stand in line with the axes, wherever the numbers at the axis let those begin.
    const int left = plot_->axisRect()->left();
    const int right = std::max(metric::paneRight, plot_->width() - plot_->axisRect()->right());
    caption_->setContentsMargins(left, 6, right, 16);
    head_->layout()->setContentsMargins(left, 8, metric::paneRight, 2);
    const int unnamed = plot_->figure().layer().namesWithoutPlace();
    QString text = view_.chart ? chartSubtitle(*view_.chart) : QString();
    if (unnamed > 0) {
        text += tr("; %1 names do not fit, the cursor tells them").arg(unnamed);
    }
    if (subtitle_->text() != text) {
        subtitle_->setText(text);
    }
}

void ChartsView::showEmpty(EmptyState* state) {
    EmptyState* before = empty_;
    empty_ = state;
    if (state) {
        stack_->addWidget(state);
        stack_->setCurrentWidget(state);
    } else {
        stack_->setCurrentWidget(isLoss() ? splitter_ : chartSplitter_);
    }
    if (before) {
        stack_->removeWidget(before);
        before->deleteLater();
    }
    copy_->setEnabled(!state);
    save_->setEnabled(!state);
}

void ChartsView::showNoRuns() {
    data_.reset();
    chart_.reset();
    judgings_->hide();
    lossSets_->hide();
    runs_->setVisible(runs_->count() > 0);
    auto* state =
        new EmptyState(QStringLiteral("charts"), tr("Nothing to chart yet"),
                       tr("Test loss stands here against score, once a run was scored or scores were "
                          "imported, and the candidates' test losses are known."));
    connect(state->addAction(tr("Go to Runs"), QStringLiteral("runs")), &Button::clicked, this,
            &ChartsView::runsPlaceWanted);
    showEmpty(state);
}

void ChartsView::showFailure(const items::ErrorInfo& error) {
    auto* state = new EmptyState(QStringLiteral("error"), error.what,
                                 QStringList{error.where, error.mend}.join(QLatin1Char('\n')).trimmed(),
                                 EmptyState::Kind::failed);
    connect(state->addAction(tr("Try again"), QStringLiteral("refresh")), &Button::clicked, this,
            &ChartsView::retryWanted);
    showEmpty(state);
}

EmptyState* ChartsView::emptyState() const {
    return empty_;
}

QString ChartsView::nameOf(domain::CandidateRevisionId candidate) const {
    if (data_) {
        for (const auto& p : data_->chart->points) {
            if (p.candidate == candidate) {
                return QString::fromStdString(p.name);
            }
        }
    }
    return {};
}

void ChartsView::setCurrentCandidate(const QString& name) {
    if (!isLoss() && chart_) {
        for (std::size_t i = 0; i < chart_->items.size(); ++i) {
            if (QString::fromStdString(chart_->items[i].target.candidate) == name) {
                chartPlot_->setCurrent(static_cast<int>(i));
                return;
            }
        }
        return;
    }
    if (data_) {
        for (const auto& p : data_->chart->points) {
            if (QString::fromStdString(p.name) == name) {
                plot_->setCurrentCandidate(p.candidate);
                return;
            }
        }
    }
}

QString ChartsView::currentCandidate() const {
    if (!isLoss()) {
        const int at = chartPlot_->current();
        return !empty_ && chart_ && at >= 0
                   ? QString::fromStdString(chart_->items[static_cast<std::size_t>(at)].target.candidate)
                   : QString();
    }
    const auto& points = plot_->figure().points();
    const int current = plot_->currentPoint();
    return empty_ || current < 0 ? QString() : nameOf(points[static_cast<std::size_t>(current)].candidate);
}

void ChartsView::toggleLeftOut(domain::CandidateRevisionId candidate) {
    if (!data_) {
        return;
    }
    std::vector<std::string> names;
    for (const auto& p : data_->chart->points) {
        if (p.excluded != (p.candidate == candidate)) {
            names.push_back(p.name);
        }
    }
    emit leftOutWanted(names);
}

} // namespace tiebreak::ui
