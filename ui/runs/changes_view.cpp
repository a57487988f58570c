// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/changes_view.h"

#include "items/changes_model.h"
#include "items/figures.h"
#include "items/roles.h"
#include "ui/settings/settings.h"
#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

void choose(Choice* choice, const QStringList& names) {
    const QSignalBlocker quiet(choice);
    const QString before = choice->currentData().toString();
    choice->clear();
    for (const QString& name : names) {
        choice->addItem(items::shownLine(name.toStdString()), name);
    }
    choice->setCurrentIndex(std::max(0, choice->findData(before)));
    choice->setVisible(names.size() > 1);
}

QString factsOf(const workbench::RunComparison& c) {
    QStringList facts;
    if (c.difference.difference) {
        facts << ChangesView::tr(
                     "Judged by %1 (%2); paired, 95 % t interval over items; it leaves out judge reruns, "
                     "decoding and training seeds.")
                     .arg(items::shownLine(c.judging), items::shownLine(c.judge));
    }
    facts << ChangesView::tr("%1 items in both with the same words").arg(items::count(c.shared));
    if (!c.changed.empty()) {
        facts << ChangesView::tr("%1 changed between the runs and left out").arg(c.changed.size());
    }
    if (c.only_a + c.only_b > 0) {
        facts << ChangesView::tr("%1 in the old run only, %2 in the new one only")
                     .arg(items::count(c.only_a), items::count(c.only_b));
    }
    if (c.unscored > 0) {
        facts << ChangesView::tr("%1 without a score of both").arg(items::count(c.unscored));
    }
    if (c.more_items) {
        facts
            << ChangesView::tr("about %1 more items would tell them apart").arg(items::count(*c.more_items));
    }
    for (const std::string& warning : c.warnings) {
        facts << items::shownLine(warning);
    }
    return facts.join(QStringLiteral(" · "));
}

} // namespace

ChangesView::ChangesView(Settings* settings, QWidget* parent)
    : Pane(&Tokens::content, {}, parent)
    , runs_(new Choice(tr("Against")))
    , before_(new Choice(tr("Its candidate")))
    , after_(new Choice(tr("This run's candidate")))
    , stack_(new QStackedWidget)
    , sentence_(new TextLabel({}, TextSize::title))
    , facts_(new TextLabel({}, TextSize::small, &Tokens::text2))
    , join_(new Button(tr("Judge both jointly")))
    , betterModel_(new items::ChangesModel(items::ChangesModel::Side::better, this))
    , worseModel_(new items::ChangesModel(items::ChangesModel::Side::worse, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* strip = new Pane(&Tokens::content, Qt::BottomEdge);
    auto* choices = new QHBoxLayout(strip);
    choices->setContentsMargins(metric::paneLeft, 6, metric::paneRight, 6);
    choices->setSpacing(8);
    auto* against = new TextLabel(tr("Against"), TextSize::small, &Tokens::text3);
    against->setBuddy(runs_);
    choices->addWidget(against);
    choices->addWidget(runs_);
    choices->addWidget(before_);
    auto* arrow = new TextLabel(QStringLiteral("→"), TextSize::body, &Tokens::text3);
    choices->addWidget(arrow);
    choices->addWidget(after_);
    choices->addStretch(1);
    column->addWidget(strip);
    column->addWidget(stack_, 1);

    page_ = new QWidget;
    auto* lines = new QVBoxLayout(page_);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(0);
    auto* head = new QWidget;
    auto* headLines = new QVBoxLayout(head);
    headLines->setContentsMargins(metric::paneLeft, 12, metric::paneRight, 8);
    headLines->setSpacing(4);
    sentence_->setWordWrap(true);
    sentence_->setObjectName(QStringLiteral("changesSentence"));
    facts_->setWordWrap(true);
    headLines->addWidget(sentence_);
    headLines->addWidget(facts_);
    auto* joinLine = new QHBoxLayout;
    joinLine->addWidget(join_);
    joinLine->addStretch(1);
    headLines->addLayout(joinLine);
    lines->addWidget(head);
    auto* splitter = new QSplitter(Qt::Horizontal);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    const auto side = [&](const QString& name, const QString& state, items::ChangesModel* model,
                          SectionTitle*& title, TableView*& table) {
        auto* pane = new Pane(&Tokens::content);
        auto* inner = new QVBoxLayout(pane);
        inner->setContentsMargins(0, 0, 0, 0);
        inner->setSpacing(0);
        title = new SectionTitle(name);
        table = new TableView(name, state, settings);
        table->setSelectionMode(QAbstractItemView::SingleSelection);
        table->setModel(model);
        table->setColumnWidths({72, 52, 0, 96, 58, 58});
        inner->addWidget(title);
        inner->addWidget(table, 1);
        splitter->addWidget(pane);
        connect(table, &TableView::rowOpened, this, [this](const QModelIndex& row) {
            emit itemOpened(row.siblingAtColumn(0).data(items::idRole).toLongLong(),
                            comparison_ ? QString::fromStdString(comparison_->b.candidate) : QString());
        });
    };
    side(tr("Got worse"), QStringLiteral("changes-worse"), worseModel_, worseTitle_, worse_);
    side(tr("Got better"), QStringLiteral("changes-better"), betterModel_, betterTitle_, better_);
    lines->addWidget(splitter, 1);
    stack_->addWidget(page_);
    none_ = new EmptyState(QStringLiteral("compare"), tr("Choose a run to hold this one against"),
                           tr("Items that both runs asked are compared one by one, inside one judging."));
    stack_->addWidget(none_);
    failed_ = new EmptyState(QStringLiteral("error"), {}, {}, EmptyState::Kind::failed);
    stack_->addWidget(failed_);
    stack_->setCurrentWidget(none_);

    connect(runs_, &QComboBox::activated, this,
            [this] { emit otherWanted(runs_->currentData().toLongLong()); });
    connect(before_, &QComboBox::activated, this, &ChangesView::askCandidates);
    connect(after_, &QComboBox::activated, this, &ChangesView::askCandidates);
    connect(join_, &Button::clicked, this, &ChangesView::joinWanted);
    before_->hide();
    after_->hide();
}

void ChangesView::askCandidates() {
    emit candidatesWanted(before_->currentData().toString(), after_->currentData().toString());
}

void ChangesView::setRuns(const QList<Named>& runs, qint64 chosen) {
    const QSignalBlocker quiet(runs_);
    runs_->clear();
    runs_->addItem(tr("choose a run"), qint64(0));
    for (const Named& run : runs) {
        runs_->addItem(run.name, run.id);
    }
    runs_->setCurrentIndex(std::max(0, runs_->findData(chosen)));
    if (chosen == 0) {
        setComparison(nullptr);
    }
}

void ChangesView::setCandidates(const QStringList& before, const QStringList& after) {
    choose(before_, before);
    choose(after_, after);
}

void ChangesView::setComparison(std::shared_ptr<const workbench::RunComparison> comparison) {
    comparison_ = std::move(comparison);
    betterModel_->setComparison(comparison_);
    worseModel_->setComparison(comparison_);
    if (!comparison_) {
        stack_->setCurrentWidget(none_);
        return;
    }
    const workbench::RunComparison& c = *comparison_;
    sentence_->setText(items::comparisonSentence(c));
    facts_->setText(factsOf(c));
    for (auto [choice, name] : {std::pair(before_, c.a.candidate), std::pair(after_, c.b.candidate)}) {
        const QSignalBlocker quiet(choice);
        choice->setCurrentIndex(std::max(0, choice->findData(QString::fromStdString(name))));
    }
    join_->setVisible(c.offer.has_value());
    if (c.offer) {
        join_->setText(
            tr("Judge both jointly: %1").arg(countedText(c.offer->calls, tr("call"), tr("calls"))));
        join_->setToolTip(
            plainToolTip(tr("One new judging of both runs' stored answers to the items they share, about %1 "
                            "prompt tokens, cost %2.")
                             .arg(items::count(c.offer->prompt_tokens), moneyText(c.offer->cost))));
    }
    worseTitle_->setHint(items::count(static_cast<std::int64_t>(c.worse.size())));
    betterTitle_->setHint(items::count(static_cast<std::int64_t>(c.better.size())));
    stack_->setCurrentWidget(page_);
}

void ChangesView::showFailure(const QString& what, const QString& why) {
    failed_->setTexts(what, why);
    stack_->setCurrentWidget(failed_);
}

QString ChangesView::sentence() const {
    return sentence_->text();
}

} // namespace tiebreak::ui
