// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_view.h"

#include "items/safe_text.h"
#include "text/utf8.h"
#include "ui/compare/compare_copy.h"
#include "ui/compare/question_block.h"
#include "ui/notes/note_strip.h"
#include "ui/settings/settings.h"
#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/text_label.h"

#include <QAbstractItemView>
#include <QAction>
#include <QListView>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int listWidth = 252;
constexpr int listLeast = 220;
constexpr int listMost = 400;

} // namespace

CompareView::CompareView(items::Background& background, Settings* settings, QWidget* parent)
    : QWidget(parent)
    , settings_(settings)
    , bar_(new PlaceBar(tr("Compare")))
    , items_(new ItemPane)
    , question_(new QuestionBlock)
    , note_(new NoteStrip(tr("Note on this item in this run")))
    , columns_(new AnswerColumns(background)) {
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addWidget(bar_);
    buildBody();
    page->addWidget(stack_, 1);
    buildActions();
    buildBar();
    restoreState();

    connect(items_, &ItemPane::itemWanted, this, &CompareView::itemWanted);
    connect(items_, &ItemPane::searchWanted, this, &CompareView::searchWanted);
    connect(items_, &ItemPane::searchWanted, columns_, &AnswerColumns::markWords);
    connect(items_, &ItemPane::sortChanged, this, &CompareView::keepState);
    connect(items_, &ItemPane::listedChanged, this, &CompareView::showQuestion);
    connect(columns_, &AnswerColumns::pageChanged, this, &CompareView::updatePager);
    connect(columns_, &AnswerColumns::pageChanged, this, &CompareView::updateCandidates);
    connect(columns_, &AnswerColumns::currentChanged, this, &CompareView::updateCandidates);
    connect(columns_, &AnswerColumns::judgeShareChanged, this, &CompareView::keepState);
    connect(columns_, &AnswerColumns::menuWanted, this, &CompareView::openMenu);
    connect(splitter_, &QSplitter::splitterMoved, this, &CompareView::keepState);
    showLoading();
}

CompareView::~CompareView() = default;

void CompareView::buildBody() {
    stack_ = new QStackedWidget;
    splitter_ = new QSplitter(Qt::Horizontal);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    items_->setMinimumWidth(listLeast);
    items_->setMaximumWidth(listMost);
    splitter_->addWidget(items_);
    right_ = new Pane;
    auto* column = new QVBoxLayout(right_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(question_);
    column->addWidget(note_);
    column->addWidget(columns_, 1);
    splitter_->addWidget(right_);
    splitter_->setStretchFactor(0, 0);
    splitter_->setStretchFactor(1, 1);
    splitter_->setSizes({listWidth, 1000});
    stack_->addWidget(splitter_);

    nothing_ = new EmptyState(QStringLiteral("compare"), tr("Nothing to compare yet"), {});
    connect(nothing_->addAction(tr("Go to Runs"), QStringLiteral("runs")), &QPushButton::clicked, this,
            &CompareView::runsWanted);
    stack_->addWidget(nothing_);
    failed_ = new EmptyState(QStringLiteral("error"), tr("The answers could not be read"), {},
                             EmptyState::Kind::failed);
    connect(failed_->addAction(tr("Try again"), QStringLiteral("refresh")), &QPushButton::clicked, this,
            &CompareView::retryWanted);
    stack_->addWidget(failed_);
    loading_ = new Pane;
    stack_->addWidget(loading_);
}

void CompareView::buildBar() {
    runs_ = new Choice(tr("Run"));
    runs_->setObjectName(QStringLiteral("compareRun"));
    judgings_ = new Choice(tr("Judging"));
    judgings_->setObjectName(QStringLiteral("compareJudging"));
    judgings_->hide();
    runs_->view()->installEventFilter(this);
    judgings_->view()->installEventFilter(this);
    bar_->addControl(runs_);
    bar_->addControl(judgings_);
    connect(runs_, &QComboBox::activated, this,
            [this](int at) { emit runWanted({runs_->itemData(at).toLongLong()}); });
    connect(judgings_, &QComboBox::activated, this,
            [this](int at) { emit judgingWanted({judgings_->itemData(at).toLongLong()}); });
    for (Button* button : toggles_) {
        bar_->addAction(button);
    }
    pageText_ = new TextLabel({}, TextSize::small, &Tokens::text2);
    pageText_->setContentsMargins(6, 0, 0, 0);
    bar_->addAction(pageText_);
    pageBack_ = Button::iconOnly(QStringLiteral("chevron-left"), tr("Columns before (Left)"));
    pageOn_ = Button::iconOnly(QStringLiteral("chevron-right"), tr("Columns after (Right)"));
    pageBack_->setObjectName(QStringLiteral("comparePageBack"));
    pageOn_->setObjectName(QStringLiteral("comparePageOn"));
    bar_->addAction(pageBack_);
    bar_->addAction(pageOn_);
    connect(pageBack_, &QPushButton::clicked, this, [this] { columns_->turnPage(-1); });
    connect(pageOn_, &QPushButton::clicked, this, [this] { columns_->turnPage(1); });
    updatePager();
}

void CompareView::setRuns(const QVector<RunChoice>& runs, domain::RunId current) {
    const QSignalBlocker quiet(runs_);
    runs_->clear();
    for (const RunChoice& run : runs) {
        runs_->addItem(run.name, static_cast<qint64>(run.id.value));
    }
    runs_->setCurrentIndex(runs_->findData(static_cast<qint64>(current.value)));
    runs_->setVisible(!runs.isEmpty());
}

void CompareView::setIndex(std::shared_ptr<const workbench::CompareIndex> index) {
    const bool otherRun = !index || !index_ || index->run != index_->run;
    index_ = std::move(index);
    if (otherRun) {
        detail_.reset();
    }
    const QSignalBlocker quiet(judgings_);
    judgings_->clear();
    if (index_) {
        runs_->setCurrentIndex(runs_->findData(static_cast<qint64>(index_->run.value)));
        for (const auto& judging : index_->judgings) {
            judgings_->addItem(items::safeLine(judging.name), static_cast<qint64>(judging.id.value));
        }
        judgings_->setCurrentIndex(judgings_->findData(static_cast<qint64>(index_->judging.value)));
    }
    judgings_->setVisible(judgings_->count() > 1);
    if (!index_) {
        showLoading();
        items_->setIndex(nullptr);
        columns_->setContent(nullptr, nullptr);
        return;
    }
    if (index_->candidates.empty()) {
        showNothing(tr("No candidate"),
                    tr("This run has no candidates, so there is nothing to lay side by side."));
        return;
    }
    if (index_->rows.empty()) {
        showNothing(tr("No items"), tr("This run's eval set is empty, so there is no answer to read."));
        return;
    }
    stack_->setCurrentWidget(splitter_);
    // A detail made for another order of candidates must not be read with this index.
    const bool fits = detail_ && detail_->columns.size() == index_->candidates.size();
    columns_->setContent(index_, fits ? detail_ : nullptr);
    const domain::ItemRevisionId before = items_->currentItem();
    items_->setIndex(index_);
    updateCandidates();
    showQuestion();
    if (before.stored() && before == items_->currentItem()) {
        emit itemWanted(before); // its scores may be others now
    }
}

void CompareView::setDetail(std::shared_ptr<const workbench::CompareDetail> detail) {
    if (!index_ || !detail || detail->columns.size() != index_->candidates.size()) {
        return;
    }
    detail_ = std::move(detail);
    columns_->setContent(index_, detail_);
    showQuestion();
}

void CompareView::setMatches(const QString& words, std::shared_ptr<const items::ItemSet> matches) {
    items_->setMatches(words, std::move(matches));
}

void CompareView::showFailure(const items::ErrorInfo& error) {
    failed_->setTexts(tr("The answers could not be read"),
                      QStringList{error.what, error.where, error.mend}
                          .filter(QRegularExpression(QStringLiteral(".")))
                          .join(QLatin1Char('\n')));
    stack_->setCurrentWidget(failed_);
}

void CompareView::showNothing(const QString& what, const QString& why) {
    nothing_->setTexts(what, why);
    stack_->setCurrentWidget(nothing_);
}

void CompareView::showLoading() {
    stack_->setCurrentWidget(loading_);
}

void CompareView::setWritable(bool writable) {
    writable_ = writable;
}

void CompareView::focusFilter() {
    items_->filterField()->setFocus(Qt::ShortcutFocusReason);
    items_->filterField()->selectAll();
}

void CompareView::showQuestion() {
    const bool hidden = detail_ && items_->model()->total() > 0 && items_->model()->rowOf(detail_->item) < 0;
    question_->showItem(index_.get(), detail_, mode().blind, hidden);
    updateQuestionHeight();
}

void CompareView::updateQuestionHeight() {
    question_->setMostHeight(right_->height() / 3);
}

void CompareView::updatePager() {
    const QString text = columns_->pageText();
    pageText_->setText(text);
    for (QWidget* each : std::initializer_list<QWidget*>{pageText_, pageBack_, pageOn_}) {
        each->setVisible(!text.isEmpty());
    }
    pageBack_->setEnabled(columns_->page() > 0);
    pageOn_->setEnabled(columns_->page() + 1 < columns_->pages());
}

void CompareView::updateCandidates() {
    items_->setCandidates(columns_->shownCandidates(), mode().blind ? -1 : columns_->currentCandidate());
}

void CompareView::setMode(const ReadingMode& mode) {
    columns_->setMode(mode);
    items_->setBlind(mode.blind);
    updateCandidates();
    showQuestion();
    keepState();
}

void CompareView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    updateQuestionHeight();
}

bool CompareView::eventFilter(QObject* watched, QEvent* event) {
    // In an open list of runs letters look up an entry; they are no keys of the place.
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void CompareView::restoreState() {
    if (!settings_) {
        return;
    }
    ReadingMode kept;
    kept.wordDiff = settings_->state(QStringLiteral("compare/wordDiff"), true).toBool();
    kept.raw = settings_->state(QStringLiteral("compare/raw"), false).toBool();
    kept.scrollTogether = settings_->state(QStringLiteral("compare/scrollTogether"), true).toBool();
    columns_->setMode(kept);
    columns_->setJudgeShare(settings_->state(QStringLiteral("compare/judgeShare"), 0.31).toDouble());
    const int sort = settings_->state(QStringLiteral("compare/sort"), 0).toInt();
    if (sort >= 0 && sort <= static_cast<int>(items::CompareSort::disagreement)) {
        items_->setSort(static_cast<items::CompareSort>(sort), -1);
    }
    const int width = settings_->state(QStringLiteral("compare/listWidth"), listWidth).toInt();
    splitter_->setSizes({std::clamp(width, listLeast, listMost), 1000});
    for (qsizetype i = 0; i < toggleActions_.size(); ++i) {
        toggleActions_[i]->setChecked(kept.*toggleParts_[i]);
    }
}

void CompareView::keepState() {
    if (!settings_) {
        return;
    }
    settings_->setState(QStringLiteral("compare/wordDiff"), mode().wordDiff);
    settings_->setState(QStringLiteral("compare/raw"), mode().raw);
    settings_->setState(QStringLiteral("compare/scrollTogether"), mode().scrollTogether);
    settings_->setState(QStringLiteral("compare/judgeShare"), columns_->judgeShare());
    settings_->setState(QStringLiteral("compare/sort"), static_cast<int>(items_->sort()));
    if (items_->isVisible()) {
        settings_->setState(QStringLiteral("compare/listWidth"), items_->width());
    }
}

} // namespace tiebreak::ui
