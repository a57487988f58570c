// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/label_view.h"

#include "items/figures.h"
#include "items/label_session.h"
#include "ui/label/card_view.h"
#include "ui/label/people_view.h"
#include "ui/label/score_keys.h"
#include "ui/settings/settings.h"
#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int pauseEvery = 20;
const QString blindState = QStringLiteral("label/blind");
const QString referenceState = QStringLiteral("label/reference");

enum Mode { tieBreaks, randomOnly, rankAll, rubric };
enum Tab { cardsTab, peopleTab };

} // namespace

LabelView::LabelView(items::LabelSession& labels, Settings* settings, QWidget* parent)
    : QWidget(parent)
    , labels_(labels)
    , settings_(settings)
    , bar_(new PlaceBar(tr("Label")))
    , tabStack_(new QStackedWidget)
    , strip_(new LabelStrip)
    , message_(new MessageBar)
    , stack_(new QStackedWidget)
    , people_(new PeopleView(settings)) {
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    buildBar();
    all->addWidget(bar_);
    all->addWidget(tabStack_, 1);
    buildCards();
    tabStack_->addWidget(people_);
    buildActions();

    connect(&labels_, &items::LabelSession::opened, this, &LabelView::showDesk);
    connect(&labels_, &items::LabelSession::cardChanged, this, &LabelView::showCard);
    connect(&labels_, &items::LabelSession::progressChanged, this, &LabelView::showProgress);
    connect(&labels_, &items::LabelSession::labelled, this, &LabelView::offerPause);
    connect(card_, &CardView::verdict, this,
            [this](const workbench::LabelVerdict& verdict, const QString& reason) {
                labels_.give(verdict, reason);
            });
    connect(card_, &CardView::skipWanted, this, [this] { labels_.skip(); });
    connect(tabs_, &QTabBar::currentChanged, this, [this](int tab) {
        tabStack_->setCurrentIndex(tab);
        if (tab == peopleTab) {
            emit figuresWanted();
        }
    });
    if (settings_) {
        blind_->setChecked(settings_->state(blindState, false).toBool());
        card_->setReferenceShown(settings_->state(referenceState, true).toBool());
        connect(card_, &CardView::referenceShownChanged, this,
                [this](bool shown) { settings_->setState(referenceState, shown); });
    }
    showLoading();
}

void LabelView::buildBar() {
    runs_ = new Choice(tr("Run"));
    runs_->setObjectName(QStringLiteral("labelRun"));
    runs_->setMaximumWidth(190);
    modes_ = new Choice(tr("Way of asking"));
    modes_->setObjectName(QStringLiteral("labelMode"));
    modes_->addItem(tr("Pairs, tie-breaks first"), tieBreaks);
    modes_->addItem(tr("Pairs drawn at random"), randomOnly);
    modes_->addItem(tr("Rank all answers"), rankAll);
    modes_->addItem(tr("Score by rubric"), rubric);
    blind_ = new Button(tr("Blind"));
    blind_->setObjectName(QStringLiteral("labelBlind"));
    blind_->setIconName(QStringLiteral("eye"));
    blind_->setCheckable(true);
    blind_->setToolTip(tr("On: names stay hidden after the verdict, too. Before it they are never shown."));
    annotators_ = new Choice(tr("Annotator"));
    annotators_->setObjectName(QStringLiteral("annotator"));
    annotators_->setEditable(true);
    annotators_->setInsertPolicy(QComboBox::NoInsert);
    annotators_->setMaximumWidth(130);
    annotators_->setToolTip(tr("Who labels: choose, or type another name and press Enter"));
    annotators_->lineEdit()->setAccessibleName(tr("Annotator"));
    packets_ = new Button(tr("Packet"));
    packets_->setObjectName(QStringLiteral("packets"));
    packets_->setIconName(QStringLiteral("upload"));
    packets_->setToolTip(tr("Labels of colleagues: a packet to hand out, what came back, and files"));
    packetMenu_ = new QMenu(packets_);
    packetMenu_->addAction(tr("Packet for a colleague…"), this, &LabelView::packetWanted);
    packetMenu_->addAction(tr("Take in labels…"), this, &LabelView::importWanted);
    packetMenu_->addSeparator();
    packetMenu_->addAction(tr("Export labels…"), this, &LabelView::exportWanted);
    packets_->setMenu(packetMenu_);
    bar_->addControl(runs_);
    bar_->addControl(modes_);
    tabs_ = bar_->tabs();
    tabs_->addTab(tr("Cards"));
    tabs_->addTab(tr("Figures"));
    bar_->addAction(blind_);
    bar_->addAction(annotators_);
    bar_->addAction(packets_);

    connect(runs_, &QComboBox::activated, this,
            [this] { emit runWanted(runs_->currentData().toLongLong()); });
    connect(modes_, &QComboBox::activated, this, [this] { emit choiceChanged(); });
    connect(blind_, &QPushButton::toggled, this, [this](bool on) {
        if (settings_) {
            settings_->setState(blindState, on);
        }
        showProgress();
    });
    connect(annotators_, &QComboBox::activated, this,
            [this] { emit annotatorWanted(annotators_->currentText().trimmed()); });
    connect(annotators_->lineEdit(), &QLineEdit::returnPressed, this, [this] {
        if (!annotators_->currentText().trimmed().isEmpty()) {
            emit annotatorWanted(annotators_->currentText().trimmed());
            card_->setFocus(Qt::OtherFocusReason);
        }
    });
}

void LabelView::buildCards() {
    auto* page = new Pane(&Tokens::window);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(strip_);
    message_->hide();
    message_->setClosable(true);
    column->addWidget(message_);
    column->addWidget(stack_, 1);
    tabStack_->addWidget(page);

    cardPage_ = new Pane(&Tokens::window);
    auto* centre = new QVBoxLayout(cardPage_);
    centre->setContentsMargins(24, 22, 24, 8);
    centre->setSpacing(8);
    card_ = new CardView;
    auto* line = new QHBoxLayout;
    line->addStretch(0);
    line->addWidget(card_, 1);
    line->addStretch(0);
    centre->addLayout(line, 1);
    auto* foot = new QWidget;
    foot->setMaximumWidth(1040);
    auto* below = new QHBoxLayout(foot);
    below->setContentsMargins(4, 0, 4, 0);
    below->setSpacing(10);
    back_ = new Button(tr("Previous card"), ButtonKind::flat);
    back_->setObjectName(QStringLiteral("previousCard"));
    back_->setIconName(QStringLiteral("undo"));
    back_->setKeyCap(tr("Ctrl Z"));
    back_->setKeyCapAlways(true);
    back_->setEnabled(false);
    back_->setFocusPolicy(Qt::TabFocus);
    bothModels_ = new Button(tr("Two models only"), ButtonKind::flat);
    bothModels_->setObjectName(QStringLiteral("pairOnly"));
    bothModels_->setIconName(QStringLiteral("close"));
    bothModels_->setToolTip(tr("Cards of two models only are dealt; press to have cards of all"));
    bothModels_->hide();
    revealed_ = new ElidedLabel({}, TextSize::small, &Tokens::text2);
    revealed_->setObjectName(QStringLiteral("revealed"));
    line_ = new TextLabel({}, TextSize::small, &Tokens::text3);
    line_->setObjectName(QStringLiteral("cardLine"));
    below->addWidget(back_);
    below->addWidget(bothModels_);
    below->addWidget(revealed_, 1);
    below->addWidget(line_);
    auto* under = new QHBoxLayout;
    under->addWidget(foot, 1);
    centre->addLayout(under);
    stack_->addWidget(cardPage_);

    nothing_ =
        new EmptyState(QStringLiteral("label"), tr("Nothing to label yet"),
                       tr("Cards are dealt from a run in which two candidates answered the same items."));
    connect(nothing_->addAction(tr("Go to Runs"), QStringLiteral("runs")), &Button::clicked, this,
            &LabelView::runsWanted);
    finished_ = new EmptyState(QStringLiteral("done"), tr("No tie is left"), {});
    connect(finished_->addAction(tr("See what people said"), QStringLiteral("person")), &Button::clicked,
            this, &LabelView::showPeople);
    connect(finished_->addAction(tr("Pairs drawn at random"), QStringLiteral("label"), true),
            &Button::clicked, this, [this] {
                modes_->setCurrentIndex(randomOnly);
                emit choiceChanged();
            });
    noRubric_ =
        new EmptyState(QStringLiteral("rubrics"), tr("This project has no rubric to score by"),
                       tr("Write one, or judge by one, and its scale stands beside each answer here."));
    connect(noRubric_->addAction(tr("Go to Rubrics"), QStringLiteral("rubrics")), &Button::clicked, this,
            &LabelView::rubricsWanted);
    failed_ = new EmptyState(QStringLiteral("error"), {}, {}, EmptyState::Kind::failed);
    connect(failed_->addAction(tr("Try again"), QStringLiteral("refresh")), &Button::clicked, this,
            &LabelView::retryWanted);
    pause_ =
        new EmptyState(QStringLiteral("pause"), tr("A pause"),
                       tr("The next card waits, and nothing is lost meanwhile. Any verdict that was given "
                          "is stored."));
    connect(pause_->addAction(tr("Go on"), QStringLiteral("arrow-right")), &Button::clicked, this,
            [this] { showCard(); });
    loading_ = new Pane(&Tokens::window);
    auto* wait = new QVBoxLayout(loading_);
    auto* words = new TextLabel(tr("Laying out cards"), TextSize::body, &Tokens::text3);
    words->setAlignment(Qt::AlignCenter);
    wait->addWidget(words);
    for (QWidget* other :
         {static_cast<QWidget*>(nothing_), static_cast<QWidget*>(finished_), static_cast<QWidget*>(noRubric_),
          static_cast<QWidget*>(failed_), static_cast<QWidget*>(pause_), loading_}) {
        stack_->addWidget(other);
    }

    connect(back_, &Button::clicked, this, [this] { labels_.goBack(); });
    connect(bothModels_, &Button::clicked, this, [this] {
        setPair(std::nullopt);
        emit choiceChanged();
    });
    connect(strip_->judgings(), &QComboBox::activated, this,
            [this] { emit judgingWanted(strip_->judgings()->currentData().toLongLong()); });
    connect(labels_.undoStack(), &QUndoStack::canUndoChanged, back_, &Button::setEnabled);
}

workbench::LabelChoice LabelView::choice() const {
    workbench::LabelChoice choice;
    const int mode = modes_->currentData().toInt();
    choice.mode = mode == rankAll  ? store::LabelMode::rank
                  : mode == rubric ? store::LabelMode::rubric
                                   : store::LabelMode::pair;
    choice.random_only = mode == randomOnly;
    choice.pair = pair_;
    return choice;
}

void LabelView::setPair(std::optional<std::pair<std::size_t, std::size_t>> pair) {
    pair_ = pair;
    bothModels_->setVisible(pair_.has_value());
}

bool LabelView::revealsNames() const {
    return !blind_->isChecked();
}

void LabelView::setRuns(const QList<Named>& runs, qint64 current) {
    const QSignalBlocker quiet(runs_);
    runs_->clear();
    for (const Named& run : runs) {
        runs_->addItem(run.name, run.id);
    }
    runs_->setCurrentIndex(std::max(0, runs_->findData(current)));
    runs_->setVisible(!runs.isEmpty());
}

void LabelView::setAnnotators(const QStringList& names, const QString& current) {
    if (annotators_->lineEdit()->hasFocus() && annotators_->lineEdit()->isModified()) {
        return; // a name is being typed
    }
    const QSignalBlocker quiet(annotators_);
    annotators_->clear();
    QStringList all = names;
    if (!all.contains(current)) {
        all.prepend(current);
    }
    annotators_->addItems(all);
    annotators_->setCurrentIndex(static_cast<int>(all.indexOf(current)));
    annotators_->lineEdit()->setCursorPosition(0);
}

void LabelView::setWritable(bool writable) {
    writable_ = writable;
    card_->setWritable(writable);
    people_->setWritable(writable);
    for (QAction* action : packetMenu_->actions()) {
        action->setEnabled(writable || action == packetMenu_->actions().last());
    }
}

void LabelView::showDesk() {
    const auto desk = labels_.desk();
    const QSignalBlocker quiet(strip_->judgings());
    strip_->judgings()->clear();
    for (const auto& judging : desk->judgings) {
        strip_->judgings()->addItem(tr("ties of %1").arg(items::shownLine(judging.name)),
                                    qint64(judging.id.value));
    }
    strip_->judgings()->setCurrentIndex(
        std::max(0, strip_->judgings()->findData(qint64(desk->verdicts.judging.value))));
    strip_->judgings()->setVisible(desk->judgings.size() > 1);
    QStringList names;
    for (const std::string& name : desk->annotators) {
        names << QString::fromStdString(name);
    }
    setAnnotators(names, QString::fromStdString(labels_.choice().annotator));
    card_->setRubric(labels_.rubric());
    pauseAt_ = pauseEvery;
    message_->hide();
    if (tabs_->currentIndex() == peopleTab) {
        emit figuresWanted();
    }
}

void LabelView::showCard() {
    const auto dealt = labels_.card();
    const QWidget* focused = focusWidget();
    const bool inside = focused && cardPage_->isAncestorOf(focused);
    const bool wasEmpty = stack_->currentWidget() != cardPage_;
    card_->showCard(dealt, labels_.reason());
    if (dealt) {
        stack_->setCurrentWidget(cardPage_);
        if (inside || (wasEmpty && isVisible() && tabStack_->currentIndex() == cardsTab)) {
            card_->setFocus(Qt::OtherFocusReason);
        }
        if (QSpinBox* field = card_->scores()->field(); field && field->isVisible() && card_->hasFocus()) {
            field->setFocus(Qt::OtherFocusReason); // digits are typed there
        }
    } else if (!labels_.desk()) {
        showLoading();
    } else if (labels_.choice().mode == store::LabelMode::rubric && !labels_.rubric()) {
        stack_->setCurrentWidget(noRubric_);
    } else if (labels_.isFinished()) {
        const bool random = labels_.choice().random_only;
        const auto& verdicts = labels_.desk()->verdicts;
        finished_->setTexts(
            random ? tr("Every pair was drawn") : tr("No tie is left"),
            verdicts.rows.empty()
                ? tr("The answers of this run leave nothing to compare: they are the same, or "
                     "missing.")
                : tr("What is doubtful in this judging has been looked at. Everything that "
                     "was said is stored."));
        stack_->setCurrentWidget(finished_);
    } else {
        showLoading();
    }
    showProgress();
}

void LabelView::showProgress() {
    LabelStrip::State state;
    state.progress = labels_.progress();
    state.counts = labels_.counts();
    state.history = labels_.history();
    state.judged = labels_.desk() && labels_.desk()->verdicts.judging.stored();
    state.randomOnly = labels_.choice().random_only;
    strip_->showState(state);
    const QString before = labels_.revealed();
    revealed_->setText(before.isEmpty() ? QString() : revealsNames() ? before : tr("Names stay hidden."));
    const std::int64_t left = pauseAt_ - labels_.givenInARow();
    line_->setText(
        tr("Card %1. %2%3")
            .arg(items::count(labels_.given() + 1),
                 before.isEmpty() && revealsNames() ? tr("Names appear after the verdict. ") : QString(),
                 left == 1 ? tr("A pause is offered after this card.")
                           : tr("A pause is offered in %1 cards.").arg(left)));
}

void LabelView::offerPause() {
    if (labels_.givenInARow() < pauseAt_) {
        if (message_->isVisible() && message_->property("pause").toBool()) {
            message_->hide(); // the hand went on
        }
        return;
    }
    pauseAt_ += pauseEvery;
    message_->showMessage(MessageBar::Kind::info, tr("%1 cards in a row.").arg(labels_.givenInARow()),
                          tr("A pause of a few minutes keeps judgements sound. The next card waits; going on "
                             "is fine, too."));
    message_->setProperty("pause", true);
    connect(message_->addAction(tr("Pause")), &Button::clicked, this, [this] {
        message_->hide();
        stack_->setCurrentWidget(pause_);
    });
}

void LabelView::showNothing() {
    stack_->setCurrentWidget(nothing_);
    strip_->hide();
}

void LabelView::showLoading() {
    strip_->show();
    stack_->setCurrentWidget(loading_);
}

void LabelView::showFailure(const items::ErrorInfo& error) {
    failed_->setTexts(error.what, QStringList{error.where, error.mend}.join(QLatin1Char('\n')).trimmed());
    stack_->setCurrentWidget(failed_);
}

void LabelView::showMessage(const items::ErrorInfo& error) {
    message_->setProperty("pause", false);
    message_->showMessage(MessageBar::Kind::error, error.what,
                          QStringList{error.where, error.mend}.join(QStringLiteral(" ")).trimmed());
}

void LabelView::showNotice(const QString& what, const QString& more) {
    message_->setProperty("pause", false);
    message_->showMessage(MessageBar::Kind::ok, what, more);
}

void LabelView::showFigures(const std::shared_ptr<const workbench::LabelFigures>& figures) {
    people_->showFigures(figures, labels_.desk() ? labels_.desk()->verdicts.judging : domain::JudgingId{});
}

bool LabelView::showsFigures() const {
    return tabs_->currentIndex() == peopleTab;
}

void LabelView::showCards() {
    tabs_->setCurrentIndex(cardsTab);
}

void LabelView::showPeople() {
    tabs_->setCurrentIndex(peopleTab);
}

QString LabelView::revealedText() const {
    return revealed_->text();
}

QString LabelView::cardLine() const {
    return line_->text();
}

} // namespace tiebreak::ui
