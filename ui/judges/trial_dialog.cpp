// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/judges/trial_dialog.h"

#include "items/safe_text.h"
#include "judging/scorers.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QListWidget>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace tiebreak::ui {

namespace {

constexpr int trialItems = 20;
constexpr int trialRepeats = 2;
constexpr std::uint64_t trialSeed = 20;
constexpr int scorerRole = Qt::UserRole + 1;

QSpinBox* number(const QString& name, int low, int high, int value) {
    auto* box = new QSpinBox;
    box->setRange(low, high);
    box->setValue(value);
    box->setAccessibleName(name);
    return box;
}

} // namespace

TrialDialog::TrialDialog(const workbench::ProjectOverview& overview, domain::RunId run, QWidget* parent)
    : QDialog(parent)
    , runRows_(overview.runs)
    , runs_(new Choice(tr("Run")))
    , protocol_(new Choice(tr("Asked how")))
    , items_(number(tr("Items"), 2, 1000, trialItems))
    , repeats_(number(tr("Times each"), 1, 10, trialRepeats))
    , judges_(new QListWidget)
    , plan_(new TextLabel({}, TextSize::small, &Tokens::text2))
    , start_(new Button(tr("Start the trial"), ButtonKind::main)) {
    setObjectName(QStringLiteral("trialDialog"));
    setWindowTitle(tr("Try judges"));
    setMinimumWidth(460);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metric::paneLeft, 12, metric::paneLeft, 12);
    column->setSpacing(8);
    auto* why = new TextLabel(
        tr("Each judge judges the same few items, so that you see who can be read, who keeps to "
           "his word on a second look, and who agrees with people, before a long judging."),
        TextSize::body, &Tokens::text2);
    why->setWordWrap(true);
    column->addWidget(why);

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(12);
    for (const workbench::RunOverview& each : runRows_) {
        if (each.answered > 0) {
            runs_->addItem(items::safeLine(each.row.name), qint64(each.row.id.value));
        }
    }
    runs_->setCurrentIndex(std::max(0, runs_->findData(qint64(run.value))));
    form->addRow(tr("Run"), runs_);
    protocol_->addItem(tr("all answers at once"), static_cast<int>(domain::Protocol::joint));
    protocol_->addItem(tr("one answer at a time"), static_cast<int>(domain::Protocol::single));
    protocol_->addItem(tr("two against each other, both orders"),
                       static_cast<int>(domain::Protocol::round_robin));
    form->addRow(tr("Asked how"), protocol_);
    form->addRow(tr("Items, drawn by chance"), items_);
    form->addRow(tr("Times each"), repeats_);
    column->addLayout(form);

    judges_->setAccessibleName(tr("Judges to try"));
    std::set<std::string> seen;
    for (auto row = overview.judges.rbegin(); row != overview.judges.rend();
         ++row) { // the newest revision of each
        if (seen.insert(row->candidate.name).second) {
            models_.push_back(*row);
            auto* item =
                new QListWidgetItem(QStringLiteral("%1  %2").arg(items::safeLine(row->candidate.name),
                                                                 items::safeLine(row->candidate.model)),
                                    judges_);
            item->setData(Qt::UserRole, static_cast<int>(models_.size()) - 1);
            item->setCheckState(Qt::Checked);
        }
    }
    for (const std::string& scorer : judging::scorer_names()) {
        auto* item = new QListWidgetItem(tr("%1  (a scorer, free)").arg(items::safeLine(scorer)), judges_);
        item->setData(Qt::UserRole, -1);
        item->setData(scorerRole, QString::fromStdString(scorer));
        item->setCheckState(Qt::Unchecked);
    }
    judges_->setFixedHeight(std::clamp(judges_->count(), 3, 9) * metric::row + 6);
    column->addWidget(judges_);
    plan_->setWordWrap(true);
    column->addWidget(plan_);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto* cancel = new Button(tr("Cancel"));
    buttons->addWidget(cancel);
    buttons->addWidget(start_);
    column->addLayout(buttons);

    connect(cancel, &Button::clicked, this, &QDialog::reject);
    connect(start_, &Button::clicked, this, &TrialDialog::start);
    connect(judges_, &QListWidget::itemChanged, this, &TrialDialog::tell);
    connect(runs_, &QComboBox::currentIndexChanged, this, &TrialDialog::tell);
    connect(protocol_, &QComboBox::currentIndexChanged, this, &TrialDialog::tell);
    connect(items_, &QSpinBox::valueChanged, this, &TrialDialog::tell);
    connect(repeats_, &QSpinBox::valueChanged, this, &TrialDialog::tell);
    tell();
}

domain::RunId TrialDialog::run() const {
    return domain::RunId{runs_->currentData().toLongLong()};
}

qint64 TrialDialog::candidatesOf(domain::RunId run) const {
    const auto row = std::ranges::find_if(runRows_, [&](const auto& each) { return each.row.id == run; });
    return row == runRows_.end() || row->row.items <= 0 ? 0 : row->planned / row->row.items;
}

std::vector<domain::JudgingSpec> TrialDialog::specs() const {
    std::vector<domain::JudgingSpec> specs;
    if (!run().stored()) {
        return specs;
    }
    for (int i = 0; i < judges_->count(); ++i) {
        const QListWidgetItem* item = judges_->item(i);
        if (item->checkState() != Qt::Checked) {
            continue;
        }
        domain::JudgingSpec spec;
        spec.items = items_->value();
        spec.sample = true;
        spec.seed = trialSeed;
        const int model = item->data(Qt::UserRole).toInt();
        if (model < 0) {
            spec.protocol = domain::Protocol::scorer;
            spec.judge.kind = domain::JudgeSpec::Kind::scorer;
            spec.judge.scorer = item->data(scorerRole).toString().toStdString();
            spec.name = "trial " + spec.judge.scorer;
        } else {
            spec.protocol = static_cast<domain::Protocol>(protocol_->currentData().toInt());
            spec.judge.kind = domain::JudgeSpec::Kind::endpoint;
            spec.judge.model = models_[static_cast<std::size_t>(model)].candidate;
            spec.repeats = repeats_->value();
            spec.name = "trial " + spec.judge.model.name;
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

qint64 TrialDialog::calls() const {
    qint64 calls = 0;
    const qint64 candidates = candidatesOf(run());
    for (const domain::JudgingSpec& spec : specs()) {
        const qint64 once = spec.protocol == domain::Protocol::joint    ? 1
                            : spec.protocol == domain::Protocol::single ? candidates
                            : spec.protocol == domain::Protocol::scorer ? 0
                                                                        : candidates * (candidates - 1);
        calls += once * spec.items * spec.repeats;
    }
    return calls;
}

void TrialDialog::tell() {
    const std::vector<domain::JudgingSpec> chosen = specs();
    start_->setEnabled(!chosen.empty());
    if (runs_->count() == 0) {
        plan_->setText(tr("No run has answers to judge yet."));
    } else if (chosen.empty()) {
        plan_->setText(tr("Choose at least one judge."));
    } else {
        QStringList unpriced;
        for (const domain::JudgingSpec& spec : chosen) {
            if (spec.judge.kind == domain::JudgeSpec::Kind::endpoint && !spec.judge.model.price) {
                unpriced << items::safeLine(spec.judge.model.name);
            }
        }
        const QString price =
            calls() == 0 ? tr("No model is asked.")
            : unpriced.isEmpty()
                ? tr("The price of each is counted as it comes and stands in the league table.")
                : tr("The price is unknown for %1.").arg(unpriced.join(QStringLiteral(", ")));
        plan_->setText(
            tr("%1 to judge models, at most. %2").arg(countedText(calls(), tr("call"), tr("calls")), price));
    }
}

void TrialDialog::start() {
    emit trialWanted(run(), specs());
    accept();
}

} // namespace tiebreak::ui
