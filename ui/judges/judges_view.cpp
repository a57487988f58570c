// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/judges/judges_view.h"

#include "items/figures.h"
#include "items/judge_bench_model.h"
#include "ui/judges/confusion_grid.h"
#include "ui/settings/settings.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

const QString splitterState = QStringLiteral("splitter/judges");

/// "Cohen's κ	0.573 (0.41 … 0.70), n = 112", or why there is none.
QString line(const QString& name, const workbench::BenchFigure& figure, const QString& value) {
    if (!figure.value) {
        return name + QLatin1Char('\t') +
               (figure.reason.empty() ? QStringLiteral("–")
                                      : QStringLiteral("–, ") + items::shownLine(figure.reason));
    }
    return name + QLatin1Char('\t') + value +
           (figure.n > 0 ? JudgesView::tr(", n = %1").arg(items::count(figure.n)) : QString());
}

} // namespace

JudgesView::JudgesView(Settings* settings, QWidget* parent)
    : QWidget(parent)
    , bar_(new PlaceBar(tr("Judges")))
    , runs_(new Choice(tr("Judgings of")))
    , truths_(new Choice(tr("Held to be right")))
    , trial_(new Button(tr("Try judges"), ButtonKind::main))
    , stack_(new QStackedWidget)
    , splitter_(new QSplitter(Qt::Vertical))
    , title_(
          new SectionTitle(tr("League table"), tr("best agreement first; the cursor tells intervals and n")))
    , people_(new TextLabel({}, TextSize::small, &Tokens::text2))
    , table_(new TableView(tr("Judges"), QStringLiteral("judges"), settings))
    , model_(new items::JudgeBenchModel(this))
    , exampleModel_(new items::BenchExampleModel(this)) {
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    bar_->addControl(runs_);
    bar_->addControl(truths_);
    trial_->setToolTip(tr("Has several judges judge twenty items before a long judging"));
    bar_->addAction(trial_);
    all->addWidget(bar_);
    all->addWidget(stack_, 1);

    auto* top = new Pane(&Tokens::content);
    auto* column = new QVBoxLayout(top);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(title_);
    people_->setWordWrap(true);
    people_->setContentsMargins(metric::paneLeft, 0, metric::paneRight, 6);
    column->addWidget(people_);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setModel(model_);
    table_->setColumnWidths({150, 150, 140, 52, 52, 104, 64, 76, 64, 74, 70, 78, 84, 78, 78});
    column->addWidget(table_, 1);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(top);
    splitter_->addWidget(makeDetails(settings));
    splitter_->setStretchFactor(0, 45);
    splitter_->setStretchFactor(1, 55);
    stack_->addWidget(splitter_);

    nothing_ = new EmptyState(
        QStringLiteral("judges"), tr("No judge has judged yet"),
        tr("Judges are held against people's labels and against each other here, once a run was "
           "judged. Label some items to see who agrees with you."));
    connect(nothing_->addAction(tr("Go to Runs"), QStringLiteral("runs")), &Button::clicked, this,
            &JudgesView::runsWanted);
    stack_->addWidget(nothing_);
    failed_ = new EmptyState(QStringLiteral("error"), {}, {}, EmptyState::Kind::failed);
    connect(failed_->addAction(tr("Try again"), QStringLiteral("refresh")), &Button::clicked, this,
            &JudgesView::retryWanted);
    stack_->addWidget(failed_);

    connect(trial_, &Button::clicked, this, &JudgesView::trialWanted);
    connect(runs_, &QComboBox::activated, this,
            [this] { emit runWanted(runs_->currentData().toLongLong()); });
    connect(truths_, &QComboBox::activated, this,
            [this] { emit truthWanted(truths_->currentData().toLongLong()); });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) { showJudge(row.row()); });
    if (settings) {
        splitter_->restoreState(settings->state(splitterState).toByteArray());
        connect(splitter_, &QSplitter::splitterMoved, this,
                [this, settings] { settings->setState(splitterState, splitter_->saveState()); });
    }
    showNothing();
}

QWidget* JudgesView::makeDetails(Settings* settings) {
    auto* details = new Pane(&Tokens::content, Qt::TopEdge);
    auto* line = new QHBoxLayout(details);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(0);

    auto* left = new Pane(&Tokens::content, Qt::RightEdge);
    left->setFixedWidth(440);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    judgeTitle_ = new SectionTitle({}, {});
    column->addWidget(judgeTitle_);
    confusion_ = new ConfusionGrid;
    auto* grid = new QHBoxLayout;
    grid->setContentsMargins(metric::paneLeft, 0, metric::paneRight, 8);
    grid->addWidget(confusion_);
    grid->addStretch(1);
    column->addLayout(grid);
    noTruth_ = new TextLabel(tr("Nothing to hold it against: no label yet on what it judged."),
                             TextSize::small, &Tokens::text3);
    noTruth_->setWordWrap(true);
    noTruth_->setContentsMargins(metric::paneLeft, 0, metric::paneRight, 8);
    column->addWidget(noTruth_);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inner = new Pane(&Tokens::content);
    auto* lines = new QVBoxLayout(inner);
    lines->setContentsMargins(metric::paneLeft, 0, metric::paneRight, 12);
    figures_ = new TextLabel({}, TextSize::body, &Tokens::text2);
    figures_->setObjectName(QStringLiteral("judgeFigures"));
    figures_->setWordWrap(true);
    figures_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    lines->addWidget(figures_);
    lines->addStretch(1);
    scroll->setWidget(inner);
    column->addWidget(scroll, 1);
    line->addWidget(left);

    auto* right = new Pane(&Tokens::content);
    auto* examples = new QVBoxLayout(right);
    examples->setContentsMargins(0, 0, 0, 0);
    examples->setSpacing(0);
    examplesTitle_ = new SectionTitle(tr("Where it was wrong"));
    examples->addWidget(examplesTitle_);
    examples_ =
        new TableView(tr("Comparisons behind the figure"), QStringLiteral("judge-examples"), settings);
    examples_->setSelectionMode(QAbstractItemView::SingleSelection);
    examples_->setModel(exampleModel_);
    examples_->setColumnWidths({60, 0, 150, 150, 110, 120});
    examples->addWidget(examples_, 1);
    line->addWidget(right, 1);

    connect(confusion_, &ConfusionGrid::chosen, this, &JudgesView::showExamples);
    connect(examples_, &TableView::rowOpened, this, [this](const QModelIndex& row) {
        const workbench::BenchExample& example = exampleModel_->at(row.row());
        emit itemWanted(example.run, shown_ < 0 ? domain::JudgingId{} : model_->at(shown_).judging,
                        example.item);
    });
    return details;
}

void JudgesView::setChoices(const QList<Named>& runs, qint64 run, const QList<Named>& truths, qint64 truth) {
    const QSignalBlocker quietRuns(runs_);
    const QSignalBlocker quietTruths(truths_);
    runs_->clear();
    runs_->addItem(tr("all runs"), qint64(0));
    for (const Named& each : runs) {
        runs_->addItem(each.name, each.id);
    }
    runs_->setCurrentIndex(std::max(0, runs_->findData(run)));
    truths_->clear();
    truths_->addItem(tr("against people's labels"), qint64(0));
    for (const Named& each : truths) {
        truths_->addItem(tr("against %1").arg(each.name), each.id);
    }
    truths_->setCurrentIndex(std::max(0, truths_->findData(truth)));
    runs_->setVisible(!runs.isEmpty());
    truths_->setVisible(!truths.isEmpty());
}

void JudgesView::setWritable(bool writable) {
    trial_->setEnabled(writable);
}

void JudgesView::setBench(std::shared_ptr<const workbench::JudgeBench> bench) {
    const qint64 before = shown_ >= 0 ? model_->at(shown_).judging.value : 0;
    bench_ = std::move(bench);
    shown_ = -1;
    model_->setBench(bench_);
    if (!bench_ || bench_->judges.empty()) {
        showNothing();
        return;
    }
    const workbench::BenchPeople& people = bench_->people;
    QStringList words{tr("Held against %1.").arg(items::shownLine(bench_->truth))};
    if (people.labels > 0) {
        words << tr("%1 labels of %2 on %3 pairs of answers; people among themselves: Fleiss κ %4, α %5.")
                     .arg(items::count(people.labels),
                          people.annotators == 1 ? tr("one person") : tr("%1 people").arg(people.annotators),
                          items::count(people.comparisons), items::benchNumber(people.fleiss, 2, true),
                          items::benchNumber(people.alpha, 2, true));
    }
    if (people.cannot_judge + people.split > 0) {
        words << tr("In no figure: %1 that nobody could judge, %2 without a majority.")
                     .arg(items::count(people.cannot_judge), items::count(people.split));
    }
    for (const std::string& warning : bench_->warnings) {
        const QString line = items::shownLine(warning);
        words << line.left(1).toUpper() + line.mid(1) + QLatin1Char('.');
    }
    people_->setText(words.join(QLatin1Char(' ')));
    stack_->setCurrentWidget(splitter_);
    int row = 0;
    for (int r = 0; r < model_->rowCount(); ++r) {
        row = model_->at(r).judging.value == before ? r : row;
    }
    table_->setCurrentIndex(model_->index(row, 0));
    showJudge(row);
}

void JudgesView::showJudge(int row) {
    if (!bench_ || row < 0 || row >= model_->rowCount()) {
        return;
    }
    shown_ = row;
    const workbench::BenchRow& judge = model_->at(row);
    judgeTitle_->setTitle(items::shownLine(judge.judge));
    judgeTitle_->setHint(tr("%1, %2, %3 replies")
                             .arg(items::shownLine(judge.name), items::shownLine(judge.protocol),
                                  items::count(judge.replies)));
    confusion_->setCells(judge.confusion);
    confusion_->setVisible(!judge.confusion.empty());
    noTruth_->setVisible(judge.confusion.empty());
    fillFigures(judge);
    showExamples(-1, -1);
}

void JudgesView::fillFigures(const workbench::BenchRow& judge) {
    const auto rate = [](const workbench::BenchFigure& figure) {
        return items::benchRate(figure, true) + tr(" %");
    };
    const auto number = [](const workbench::BenchFigure& figure, int decimals) {
        return items::benchNumber(figure, decimals, true);
    };
    QStringList lines{
        line(tr("Agrees"), judge.accuracy, rate(judge.accuracy)),
        line(tr("Agrees where neither says tie"), judge.decided_accuracy, rate(judge.decided_accuracy)),
        line(tr("Cohen's κ"), judge.kappa, number(judge.kappa, 3)),
        line(tr("Krippendorff's α"), judge.alpha, number(judge.alpha, 3)),
        line(tr("Pearson"), judge.pearson, number(judge.pearson, 3)),
        line(tr("Spearman"), judge.spearman, number(judge.spearman, 3)),
        line(tr("Kendall τ-b"), judge.kendall, number(judge.kendall, 3)),
        line(tr("Same on swap"), judge.swap_consistency, rate(judge.swap_consistency)),
        line(tr("Prefers what stands first"), judge.first_position_rate, rate(judge.first_position_rate)),
        line(tr("Prefers the longer"), judge.prefers_longer, rate(judge.prefers_longer)),
        line(tr("Prefers lists"), judge.prefers_lists, rate(judge.prefers_lists)),
        line(tr("Score and length, r"), judge.length_correlation, number(judge.length_correlation, 3)),
        line(tr("Own family's lift"), judge.own_family_lift, number(judge.own_family_lift, 2)),
        line(tr("SD of a mean over reruns"), judge.rerun_sd, number(judge.rerun_sd, 3)),
        line(tr("SD of whole-run shifts"), judge.run_shift_sd, number(judge.run_shift_sd, 3)),
        line(tr("Replies not read"), judge.parse_failure_rate, rate(judge.parse_failure_rate)),
        line(tr("Most frequent score"), judge.clumping,
             judge.most_frequent_score
                 ? tr("%1, %2").arg(items::figure(judge.most_frequent_score, 0), rate(judge.clumping))
                 : rate(judge.clumping))};
    if (judge.unread > 0) {
        lines
            << tr("Not read though labelled\t%1, in no figure of agreement").arg(items::count(judge.unread));
    }
    figures_->setText(lines.join(QLatin1Char('\n')).replace(QLatin1Char('\t'), QStringLiteral(":  ")));
}

QString JudgesView::figuresText() const {
    return figures_->text();
}

void JudgesView::showExamples(int truth, int verdict) {
    std::vector<workbench::BenchExample> examples;
    std::int64_t all = 0;
    if (shown_ >= 0) {
        for (const workbench::BenchCell& cell : model_->at(shown_).confusion) {
            const bool asked = truth < 0 ? cell.truth != cell.verdict
                                         : static_cast<int>(cell.truth) == truth &&
                                               static_cast<int>(cell.verdict) == verdict;
            if (asked) {
                examples.insert(examples.end(), cell.examples.begin(), cell.examples.end());
                all += cell.n;
            }
        }
    }
    examplesTitle_->setTitle(truth < 0 ? tr("Where it was wrong") : tr("Behind this cell"));
    const auto shown = static_cast<std::int64_t>(examples.size());
    examplesTitle_->setHint(shown < all ? tr("%1 of %2").arg(items::count(shown), items::count(all))
                                        : items::count(all));
    exampleModel_->setExamples(std::move(examples));
}

void JudgesView::showFailure(const items::ErrorInfo& error) {
    failed_->setTexts(error.what, QStringList{error.where, error.mend}.join(QLatin1Char('\n')).trimmed());
    stack_->setCurrentWidget(failed_);
}

void JudgesView::showNothing() {
    bench_.reset();
    shown_ = -1;
    model_->setBench(nullptr);
    exampleModel_->setExamples({});
    stack_->setCurrentWidget(nothing_);
}

} // namespace tiebreak::ui
