// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/answer_view.h"

#include "items/figures.h"
#include "ui/runs/category_pane.h"
#include "ui/runs/meter_list.h"
#include "ui/runs/ranking_pane.h"
#include "ui/runs/reading_pane.h"
#include "ui/runs/verdict_block.h"
#include "ui/settings/settings.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/table_view.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int leftMinimum = 392;
constexpr int rightMinimum = 400;
const QString splitterState = QStringLiteral("splitter/answer");

/// The ranking as high as its rows, and below it at once what could mislead; where both do not fit, the lower
/// keeps two fifths and scrolls.
class LeftColumn : public Pane {
public:
    LeftColumn(QWidget* upper, QScrollArea* lower)
        : upper_(upper)
        , lower_(lower) {
        upper->setParent(this);
        lower->setParent(this);
    }

    void layOut() {
        const int wanted = lower_->isHidden() ? 0 : lower_->widget()->sizeHint().height();
        const int rows = upper_->sizeHint().height();
        const int below = std::clamp(height() - rows, std::min(wanted, height() * 2 / 5), wanted);
        const int above = std::min(rows, height() - below);
        upper_->setGeometry(0, 0, width(), above);
        lower_->setGeometry(0, above, width(), below);
    }

protected:
    void resizeEvent(QResizeEvent* event) override {
        Pane::resizeEvent(event);
        layOut();
    }

private:
    QWidget* upper_;
    QScrollArea* lower_;
};

} // namespace

AnswerView::AnswerView(Settings* settings, QWidget* parent)
    : QWidget(parent)
    , settings_(settings) {
    build(settings);
    connect(verdict_, &VerdictBlock::choiceChanged, this, &AnswerView::choiceChanged);
    connect(verdict_, &VerdictBlock::moreItemsRequested, this, &AnswerView::moreItemsRequested);
    connect(verdict_, &VerdictBlock::labelsRequested, this, &AnswerView::labelsRequested);
    connect(reading_, &ReadingPane::itemOpened, this, &AnswerView::itemOpened);
    connect(reading_, &ReadingPane::allItemsRequested, this, &AnswerView::allItemsRequested);
    connect(ranking_, &RankingPane::candidateChosen, this, &AnswerView::askAbout);
    setAnswer(nullptr);
}

AnswerView::~AnswerView() {
    if (settings_ && splitter_->property("moved").toBool()) {
        settings_->setState(splitterState, splitter_->saveState());
    }
}

void AnswerView::build(Settings* settings) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    stack_ = new QStackedWidget;
    outer->addWidget(stack_);
    blank_ = new Pane;
    stack_->addWidget(blank_);
    unjudged_ = new EmptyState(QStringLiteral("judges"), {}, {});
    read_ = unjudged_->addAction(tr("Read the answers"), QStringLiteral("compare"));
    connect(read_, &QPushButton::clicked, this, &AnswerView::allItemsRequested);
    Button* progress = unjudged_->addAction(tr("Show progress"), {}, true);
    connect(progress, &QPushButton::clicked, this, &AnswerView::progressRequested);
    stack_->addWidget(unjudged_);

    page_ = new Pane;
    stack_->addWidget(page_);
    auto* column = new QVBoxLayout(page_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* top = new QHBoxLayout;
    top->setSpacing(0);
    verdict_ = new VerdictBlock;
    categories_ = new CategoryPane(settings);
    top->addWidget(verdict_, 1);
    top->addWidget(categories_);
    column->addLayout(top);
    column->addWidget(new Hairline);

    splitter_ = new QSplitter(Qt::Horizontal);
    splitter_->setChildrenCollapsible(false);
    splitter_->setHandleWidth(1);
    ranking_ = new RankingPane(settings);
    meters_ = new MeterList;
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(meters_);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    meterArea_ = scroll;
    auto* left = new LeftColumn(ranking_, scroll);
    left->setMinimumWidth(leftMinimum);
    layOutLeft_ = [left] { left->layOut(); };
    reading_ = new ReadingPane(settings);
    reading_->setMinimumWidth(rightMinimum);
    splitter_->addWidget(left);
    splitter_->addWidget(reading_);
    splitter_->setStretchFactor(0, 47);
    splitter_->setStretchFactor(1, 53);
    splitter_->setSizes({470, 530});
    if (settings) {
        splitter_->restoreState(settings->state(splitterState).toByteArray());
    }
    connect(splitter_, &QSplitter::splitterMoved, this, [this] { splitter_->setProperty("moved", true); });
    column->addWidget(splitter_, 1);

    setTabOrder(verdict_->baselineChoice(), verdict_->candidateChoice());
    setTabOrder(verdict_->candidateChoice(), verdict_->judgingChoice());
    setTabOrder(verdict_->judgingChoice(), reading_->table());
    setTabOrder(reading_->table(), ranking_->table());
    setTabOrder(ranking_->table(), categories_->table());
}

void AnswerView::setAnswer(std::shared_ptr<const workbench::RunAnswer> answer) {
    answer_ = std::move(answer);
    if (!answer_) {
        stack_->setCurrentWidget(blank_);
        return;
    }
    if (answer_->judging < 0) {
        showUnjudged();
        return;
    }
    verdict_->setAnswer(answer_);
    categories_->setAnswer(answer_);
    ranking_->setAnswer(answer_);
    meters_->setMeters(answer_->meters);
    meterArea_->setVisible(!answer_->meters.empty());
    reading_->setAnswer(answer_);
    stack_->setCurrentWidget(page_);
    showCategories();
    layOutLeft_();
}

void AnswerView::setPeople(const workbench::PairLabels& people) {
    verdict_->setPeople(people);
}

void AnswerView::showUnjudged() {
    std::int64_t answers = 0;
    for (const workbench::CandidateReport& candidate : answer_->report.candidates) {
        answers += candidate.responses;
    }
    if (answers == 0) {
        unjudged_->setTexts(tr("No answers yet"),
                            tr("Nothing of this run has been answered, so there is nothing "
                               "to judge. Its progress says why."));
    } else if (answer_->report.judgings.empty()) {
        unjudged_->setTexts(
            tr("Not judged"),
            tr("%1 answers are stored, and the run's eval config names no judging. Add one to "
               "\"judgings\" and run it again: nothing is asked twice.")
                .arg(items::count(answers)));
    } else {
        unjudged_->setTexts(tr("Not judged yet"),
                            tr("%1 answers are stored. The judging has not scored any of them so far.")
                                .arg(items::count(answers)));
    }
    read_->setEnabled(answers > 0);
    stack_->setCurrentWidget(unjudged_);
}

void AnswerView::askAbout(const QString& candidate) {
    if (!answer_ || candidate.toStdString() == answer_->baseline ||
        candidate.toStdString() == answer_->candidate) {
        return;
    }
    emit choiceChanged(candidate, QString::fromStdString(answer_->baseline),
                       answer_->report.judgings[static_cast<std::size_t>(answer_->judging)].id.value);
}

qint64 AnswerView::currentItem() const {
    return reading_->currentItem();
}

QWidget* AnswerView::firstFocus() const {
    return stack_->currentWidget() == page_ ? static_cast<QWidget*>(reading_->table()) : read_;
}

void AnswerView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showCategories();
}

void AnswerView::showCategories() {
    const bool any = answer_ && !answer_->categories.empty();
    categories_->setVisible(any && window()->width() >= categoriesFrom);
}

} // namespace tiebreak::ui
