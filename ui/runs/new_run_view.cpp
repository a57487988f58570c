// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/new_run_view.h"

#include "items/roles.h"
#include "items/safe_text.h"
#include "store/run_revisions.h"
#include "ui/runs/check_table.h"
#include "ui/runs/judging_editor.h"
#include "ui/runs/judgings_form.h"
#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QDate>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int trialItems = 5;
enum Which { allItems, firstItems, someItems };

QSpinBox* spin(const char* object, const QString& name, int low, int high) {
    auto* box = new QSpinBox;
    box->setObjectName(QLatin1String(object));
    box->setAccessibleName(name);
    box->setRange(low, high);
    box->setFocusPolicy(Qt::StrongFocus);
    return box;
}

QStandardItem* cell(const QString& text, items::Tone tone) {
    auto* item = new QStandardItem(text);
    item->setEditable(false);
    item->setData(static_cast<int>(tone), items::toneRole);
    return item;
}

} // namespace

NewRunView::NewRunView(items::ProjectSession& session, Settings* settings, QWidget* parent)
    : PlannedForm(session, tr("New run"), tr("Start run"), parent)
    , name_(new QLineEdit)
    , sets_(new Choice(tr("Eval set")))
    , which_(new Choice(tr("Which items")))
    , from_(spin("runFrom", tr("From item"), 1, 1))
    , to_(spin("runTo", tr("To item"), 1, 1))
    , itemsNote_(new TextLabel({}, TextSize::small, &Tokens::text3))
    , table_(new CheckTable(tr("Candidates"), QStringLiteral("new-run-candidates"), settings))
    , candidatesNote_(new TextLabel({}, TextSize::small, &Tokens::text3))
    , samples_(spin("runSamples", tr("Answers an item"), 1, 100))
    , judgings_(new JudgingsForm) {
    setObjectName(QStringLiteral("newRunView"));
    build(settings);
}

void NewRunView::build(Settings*) {
    name_->setObjectName(QStringLiteral("runName"));
    name_->setAccessibleName(tr("Name of the run"));
    name_->setMaxLength(200);
    sets_->setObjectName(QStringLiteral("runEvalSet"));
    which_->setObjectName(QStringLiteral("runWhich"));
    which_->addItem(tr("all items"), allItems);
    which_->addItem(tr("the first"), firstItems);
    which_->addItem(tr("from … to"), someItems);
    table_->setObjectName(QStringLiteral("runCandidates"));
    table_->setModel(&candidates_);

    auto* config = new Button(tr("Run an eval config…"), ButtonKind::flat);
    config->setObjectName(QStringLiteral("runConfig"));
    config->setIconName(QStringLiteral("file"));
    bar()->addAction(config);
    connect(config, &QAbstractButton::clicked, this, &NewRunView::configRequested);

    const auto title = [this](const QString& text) {
        column()->addSpacing(6);
        column()->addWidget(new TextLabel(text, TextSize::bodyBold));
    };
    auto* nameLabel = new TextLabel(tr("Name"), TextSize::bodyBold);
    nameLabel->setBuddy(name_);
    column()->addWidget(nameLabel);
    name_->setMaximumWidth(520);
    column()->addWidget(name_);
    title(tr("Eval set"));
    auto* setLine = new QHBoxLayout;
    setLine->setSpacing(8);
    setLine->addWidget(sets_);
    setLine->addWidget(which_);
    setLine->addWidget(from_);
    setLine->addWidget(to_);
    setLine->addWidget(itemsNote_, 1);
    column()->addLayout(setLine);
    title(tr("Candidates"));
    column()->addWidget(table_);
    auto* under = new QHBoxLayout;
    under->setSpacing(8);
    auto* more = new Button(tr("Connect a model…"));
    more->setIconName(QStringLiteral("plug"));
    more->setObjectName(QStringLiteral("runAddModel"));
    auto* samplesLabel = new TextLabel(tr("Answers an item"), TextSize::body, &Tokens::text3);
    samplesLabel->setBuddy(samples_);
    candidatesNote_->setWordWrap(true);
    under->addWidget(more);
    under->addWidget(candidatesNote_, 1);
    under->addWidget(samplesLabel);
    under->addWidget(samples_);
    column()->addLayout(under);
    title(tr("Judgings"));
    column()->addWidget(judgings_);

    connect(more, &QAbstractButton::clicked, this, &NewRunView::modelWanted);
    const auto tell = [this] {
        if (!showing_) {
            touched_ = true;
            formChanged();
        }
    };
    connect(name_, &QLineEdit::textEdited, this, tell);
    connect(sets_, &QComboBox::currentIndexChanged, this, [this, tell] {
        itemsChanged();
        tell();
    });
    connect(which_, &QComboBox::currentIndexChanged, this, [this, tell] {
        itemsChanged();
        tell();
    });
    for (QSpinBox* box : {from_, to_, samples_}) {
        connect(box, &QSpinBox::valueChanged, this, tell);
    }
    connect(table_, &CheckTable::tickedChanged, this, [this, tell] {
        candidatesChanged();
        tell();
    });
    connect(judgings_, &JudgingsForm::changed, this, tell);
    connect(judgings_, &JudgingsForm::judgeWanted, this, &NewRunView::judgeWanted);
    itemsChanged();
}

QWidget* NewRunView::firstField() const {
    return name_;
}

void NewRunView::setOverview(const std::shared_ptr<const workbench::ProjectOverview>& overview) {
    const std::vector<domain::CandidateRevisionId> kept = ticked();
    overview_ = overview;
    showing_ = true;
    fillSets();
    fillCandidates(kept);
    judgings_->setOverview(overview_);
    showing_ = false;
    candidatesChanged();
    if (isVisible()) {
        formChanged();
    }
    // Recorded candidates are offered once it is known that they have answers to bring.
    session().read(
        this, answeredTicket_, [](store::Connection& c) { return store::revisions_in_runs(c); },
        [this](const std::shared_ptr<const std::vector<domain::CandidateRevisionId>>& found) {
            if (*found == answered_) {
                return;
            }
            answered_ = *found;
            if (begun_ && !touched_) {
                begin();
                return;
            }
            showing_ = true;
            fillCandidates(ticked());
            showing_ = false;
            candidatesChanged();
        });
}

void NewRunView::begin() {
    showing_ = true;
    begun_ = true;
    touched_ = false;
    fillCandidates({}); // says who is offered
    std::vector<domain::CandidateRevisionId> all;
    for (const bool recorded :
         {false, true}) { // models to ask; imports are added by hand, or are all there is
        for (const store::CandidateRow& row : offered_) {
            if ((row.candidate.api == domain::Api::recorded) == recorded) {
                all.push_back(row.revision);
            }
        }
        if (!all.empty()) {
            break;
        }
    }
    fillCandidates(all);
    which_->setCurrentIndex(0);
    samples_->setValue(1);
    judgings_->setSpecs({JudgingEditor::suggestion(overview_, overview_ && !overview_->judges.empty())});
    name_->setText(suggestedName());
    showing_ = false;
    candidatesChanged();
    formChanged();
}

void NewRunView::beginFrom(const workbench::StoredRun& run) {
    showing_ = true;
    begun_ = true;
    touched_ = true;
    sets_->setCurrentIndex(std::max(0, sets_->findData(QVariant::fromValue<qint64>(run.eval_set.value))));
    fillCandidates(run.candidates);
    samples_->setValue(run.samples);
    judgings_->setSpecs(run.judgings);
    name_->setText(QString::fromStdString(run.name));
    showing_ = false;
    itemsChanged();
    candidatesChanged();
    formChanged();
}

QString NewRunView::suggestedName() const {
    const QString set = sets_->currentText().section(QStringLiteral("  "), 0, 0);
    return set.isEmpty()
               ? QString()
               : tr("%1, %2").arg(set, QLocale().toString(QDate::currentDate(), QStringLiteral("d MMM")));
}

void NewRunView::fillSets() {
    const qint64 kept = sets_->currentData().toLongLong();
    sets_->clear();
    for (const store::EvalSetRow& row : overview_ ? overview_->eval_sets : std::vector<store::EvalSetRow>{}) {
        if (row.items > 0) {
            sets_->addItem(items::safeLine(row.name), QVariant::fromValue<qint64>(row.newest.value));
            sets_->setItemData(sets_->count() - 1, row.items, Qt::UserRole + 1);
            sets_->setItemData(sets_->count() - 1, row.revisions, Qt::UserRole + 2);
        }
    }
    sets_->setCurrentIndex(std::max(0, sets_->findData(QVariant::fromValue(kept))));
    itemsChanged();
}

void NewRunView::itemsChanged() {
    const int count = sets_->currentData(Qt::UserRole + 1).toInt();
    const int which = which_->currentData().toInt();
    const bool before = showing_;
    showing_ = true;
    from_->setRange(1, std::max(1, count));
    to_->setRange(1, std::max(1, count));
    if (which == firstItems && (to_->value() == 1 || to_->value() == to_->maximum())) {
        to_->setValue(std::min(20, count));
    } else if (which == someItems && to_->value() == 1) {
        to_->setValue(count);
    }
    showing_ = before;
    from_->setVisible(which == someItems);
    to_->setVisible(which != allItems);
    itemsNote_->setText(
        count == 0 ? tr("no eval set with items yet")
                   : tr("of %1; the newest revision").arg(countedText(count, tr("item"), tr("items"))));
}

void NewRunView::fillCandidates(const std::vector<domain::CandidateRevisionId>& ticked) {
    offered_.clear();
    for (const store::CandidateRow& row :
         overview_ ? overview_->candidates : std::vector<store::CandidateRow>{}) {
        // A name in a table of scores has no answers to bring.
        if (row.candidate.api != domain::Api::recorded ||
            std::ranges::find(answered_, row.revision) != answered_.end()) {
            offered_.push_back(row);
        }
    }
    candidates_.clear();
    candidates_.setHorizontalHeaderLabels(
        {tr("Candidate"), tr("Reached by"), tr("Address or file"), tr("Test loss")});
    for (const store::CandidateRow& row : offered_) {
        const domain::Candidate& c = row.candidate;
        const bool recorded = c.api == domain::Api::recorded;
        QStandardItem* name = cell(items::safeLine(c.name), items::Tone::normal);
        name->setData(row.slot, items::slotRole);
        name->setData(QVariant::fromValue<qint64>(row.revision.value), items::idRole);
        name->setData(std::ranges::find(ticked, row.revision) != ticked.end() ? Qt::Checked : Qt::Unchecked,
                      Qt::CheckStateRole);
        QStandardItem* loss =
            cell(c.test_loss.value ? QString::number(*c.test_loss.value, 'f', 3) : QStringLiteral("–"),
                 items::Tone::secondary);
        loss->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        candidates_.appendRow(
            {name,
             cell(recorded ? tr("recorded answers") : QString::fromStdString(domain::to_string(c.api)),
                  items::Tone::secondary),
             cell(items::safeLine(recorded ? c.responses_path : c.endpoint.base_url), items::Tone::secondary),
             loss});
    }
    table_->setColumnWidths({240, 140, 0, 84});
    const int rows = std::clamp(candidates_.rowCount(), 1, 9);
    table_->setFixedHeight(metric::row * (rows + 1) + 4);
    if (candidates_.rowCount() > 0) {
        table_->setCurrentIndex(candidates_.index(0, 0));
    }
}

std::vector<domain::CandidateRevisionId> NewRunView::ticked() const {
    std::vector<domain::CandidateRevisionId> revisions;
    for (int row = 0; row < candidates_.rowCount(); ++row) {
        if (table_->isTicked(row)) {
            revisions.push_back({candidates_.item(row, 0)->data(items::idRole).toLongLong()});
        }
    }
    return revisions;
}

void NewRunView::candidatesChanged() {
    QStringList names;
    for (int row = 0; row < candidates_.rowCount(); ++row) {
        if (table_->isTicked(row)) {
            names << QString::fromStdString(offered_[static_cast<std::size_t>(row)].candidate.name);
        }
    }
    judgings_->setCandidates(names);
    candidatesNote_->setText(candidates_.rowCount() == 0
                                 ? tr("no model yet: connect one, or import answers")
                                 : tr("%1 of %2 chosen").arg(names.size()).arg(candidates_.rowCount()));
}

workbench::StoredRun NewRunView::run() const {
    workbench::StoredRun run;
    run.name = name_->text().trimmed().toStdString();
    run.eval_set = {sets_->currentData().toLongLong()};
    const int which = which_->currentData().toInt();
    if (which != allItems) {
        const int from = which == someItems ? from_->value() : 1;
        run.slice = {static_cast<std::size_t>(from - 1), static_cast<std::size_t>(to_->value())};
    }
    run.candidates = ticked();
    run.samples = samples_->value();
    run.judgings = judgings_->specs();
    run.max_cost = plan()->cap();
    return run;
}

QString NewRunView::problem() const {
    if (!overview_) {
        return tr("No project is open.");
    }
    if (sets_->count() == 0) {
        return tr("An eval set with items is missing: type, paste or import one.");
    }
    if (ticked().empty()) {
        return candidates_.rowCount() == 0 ? tr("A candidate is missing: connect a model, or import answers.")
                                           : tr("No candidate is ticked.");
    }
    if (name_->text().trimmed().isEmpty()) {
        return tr("The run has no name.");
    }
    if (which_->currentData().toInt() == someItems && from_->value() > to_->value()) {
        return tr("The first item stands behind the last.");
    }
    return judgings_->problem();
}

PlannedForm::Planner NewRunView::planner() const {
    return [project = session().project(), client = session().client(), wanted = run()] {
        return workbench::plan_stored_run(*project, *client, wanted);
    };
}

void NewRunView::start(bool trial) {
    workbench::StoredRun wanted = run();
    if (trial) {
        const std::size_t from = wanted.slice ? wanted.slice->first : 0;
        wanted.slice = {from, from + trialItems};
        wanted.name += tr(", trial").toStdString();
    }
    emit startRequested(wanted);
}

} // namespace tiebreak::ui
