// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/judging_editor.h"

#include "formats/eval_config.h"
#include "items/safe_text.h"
#include "judging/rubrics.h"
#include "judging/scorers.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/text_label.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

using domain::Protocol;
using Kind = domain::JudgeSpec::Kind;

struct ProtocolEntry {
    Protocol protocol;
    const char* name;
    const char* what;
};

constexpr ProtocolEntry protocols[] = {
    {Protocol::scorer, QT_TRANSLATE_NOOP("JudgingEditor", "Scorer"),
     QT_TRANSLATE_NOOP("JudgingEditor", "free and offline; the same answer always gets the same score")},
    {Protocol::joint, QT_TRANSLATE_NOOP("JudgingEditor", "Joint"),
     QT_TRANSLATE_NOOP("JudgingEditor", "all answers to an item in one prompt, shuffled, each with a score")},
    {Protocol::single, QT_TRANSLATE_NOOP("JudgingEditor", "Single"),
     QT_TRANSLATE_NOOP("JudgingEditor", "one answer a prompt, with a score")},
    {Protocol::pairwise, QT_TRANSLATE_NOOP("JudgingEditor", "Pairs against a baseline"),
     QT_TRANSLATE_NOOP("JudgingEditor", "each candidate against the baseline: who wins")},
    {Protocol::round_robin, QT_TRANSLATE_NOOP("JudgingEditor", "Round robin"),
     QT_TRANSLATE_NOOP("JudgingEditor", "every pair; ratings by Bradley–Terry")},
    {Protocol::rubric, QT_TRANSLATE_NOOP("JudgingEditor", "Rubric"),
     QT_TRANSLATE_NOOP("JudgingEditor",
                       "feedback and a score by your criteria, one or several with weights")},
    {Protocol::listwise, QT_TRANSLATE_NOOP("JudgingEditor", "Ranking"),
     QT_TRANSLATE_NOOP("JudgingEditor", "the answers to an item put in order")},
    {Protocol::tournament, QT_TRANSLATE_NOOP("JudgingEditor", "Tournament"),
     QT_TRANSLATE_NOOP("JudgingEditor", "groups choose who goes on")},
    {Protocol::multi_turn, QT_TRANSLATE_NOOP("JudgingEditor", "Conversation"),
     QT_TRANSLATE_NOOP("JudgingEditor", "every turn of a conversation scored, 1 to 10")},
};

QSpinBox* spin(const char* object, const QString& name, int low, int high, const QString& special = {}) {
    auto* box = new QSpinBox;
    box->setObjectName(QLatin1String(object));
    box->setAccessibleName(name);
    box->setRange(low, high);
    box->setSpecialValueText(special);
    box->setFocusPolicy(Qt::StrongFocus);
    return box;
}

QCheckBox* check(const char* object, const QString& text) {
    auto* box = new QCheckBox(text);
    box->setObjectName(QLatin1String(object));
    return box;
}

bool ranks(Protocol protocol) {
    return protocol == Protocol::listwise || protocol == Protocol::tournament;
}

/// Whether a ranking asks for the better of two at a time.
bool comparesTwo(Protocol protocol, domain::RankMethod method) {
    return protocol == Protocol::listwise &&
           (method == domain::RankMethod::pairs || method == domain::RankMethod::sorting ||
            method == domain::RankMethod::bubble);
}

bool asksPairs(Protocol protocol, bool relative) {
    return protocol == Protocol::pairwise || protocol == Protocol::round_robin ||
           (protocol == Protocol::rubric && relative);
}

} // namespace

JudgingEditor::JudgingEditor(QWidget* parent)
    : Pane(&Tokens::raised, Qt::TopEdge | Qt::BottomEdge | Qt::LeftEdge | Qt::RightEdge, parent)
    , form_(new QFormLayout)
    , name_(new QLineEdit)
    , protocol_(new Choice(tr("Protocol")))
    , what_(new TextLabel({}, TextSize::small, &Tokens::text3))
    , scorer_(new Choice(tr("Scorer")))
    , scorerOptions_(new QLineEdit)
    , judge_(new Choice(tr("Judge")))
    , panel_(new QWidget)
    , rubric_(new Choice(tr("Rubric")))
    , several_(check("judgingSeveral", tr("several criteria with weights")))
    , criteria_(new QWidget)
    , baseline_(new Choice(tr("Baseline")))
    , relative_(check("judgingRelative", tr("the better of two instead of a score")))
    , swap_(check("judgingSwap", tr("ask each pair in both orders (shows position bias)")))
    , logprobs_(
          check("judgingLogprobs", tr("preference by the labels' probabilities, where the judge tells them")))
    , method_(new Choice(tr("How the order is found")))
    , top_(spin("judgingTop", tr("The best so many are put in order"), 0, 1000, tr("all")))
    , window_(spin("judgingWindow", tr("Answers a prompt"), 2, 200))
    , step_(spin("judgingStep", tr("The window moves by"), 1, 200))
    , tournaments_(spin("judgingTournaments", tr("Tournaments"), 1, 100))
    , repeats_(spin("judgingRepeats", tr("Repeats"), 1, 99))
    , seed_(spin("judgingSeed", tr("Seed"), 1, 999999))
    , items_(spin("judgingItems", tr("Items"), 0, 1000000, tr("all")))
    , groupSize_(spin("judgingGroup", tr("Answers a prompt, at most"), 0, 100, tr("all"))) {
    setObjectName(QStringLiteral("judgingEditor"));
    build();
    showFields();
}

void JudgingEditor::build() {
    name_->setObjectName(QStringLiteral("judgingName"));
    name_->setAccessibleName(tr("Name of the judging"));
    protocol_->setObjectName(QStringLiteral("judgingProtocol"));
    scorer_->setObjectName(QStringLiteral("judgingScorer"));
    scorerOptions_->setObjectName(QStringLiteral("judgingScorerOptions"));
    scorerOptions_->setAccessibleName(tr("Options of the scorer, as JSON"));
    scorerOptions_->setPlaceholderText(tr("as JSON; empty: its defaults"));
    scorerOptions_->setMinimumWidth(260);
    judge_->setObjectName(QStringLiteral("judgingJudge"));
    rubric_->setObjectName(QStringLiteral("judgingRubric"));
    baseline_->setObjectName(QStringLiteral("judgingBaseline"));
    method_->setObjectName(QStringLiteral("judgingMethod"));
    for (const ProtocolEntry& entry : protocols) {
        protocol_->addItem(tr(entry.name), static_cast<int>(entry.protocol));
    }
    for (const judging::Scorer& scorer : judging::scorers()) {
        const QString name =
            QString::fromUtf8(scorer.name.data(), static_cast<qsizetype>(scorer.name.size()));
        scorer_->addItem(name, name);
        scorer_->setItemData(
            scorer_->count() - 1,
            QString::fromUtf8(scorer.description.data(), static_cast<qsizetype>(scorer.description.size())),
            Qt::ToolTipRole);
    }
    for (const auto& [method, text] :
         {std::pair{domain::RankMethod::listwise, tr("a window that slides over all")},
          std::pair{domain::RankMethod::pointwise, tr("scored one by one")},
          std::pair{domain::RankMethod::pairs, tr("every pair")},
          std::pair{domain::RankMethod::sorting, tr("sorting by pairs")},
          std::pair{domain::RankMethod::bubble, tr("bubbling up by pairs")}}) {
        method_->addItem(text, static_cast<int>(method));
    }
    swap_->setChecked(true);

    auto* top = new QHBoxLayout;
    auto* remove = Button::iconOnly(QStringLiteral("close"), tr("Remove this judging"));
    remove->setObjectName(QStringLiteral("removeJudging"));
    top->addWidget(protocol_);
    top->addWidget(what_, 1);
    top->addWidget(remove);
    what_->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 8, 8, 10);
    column->setSpacing(6);
    column->addLayout(top);
    form_->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    form_->setVerticalSpacing(6);
    form_->setHorizontalSpacing(12);
    column->addLayout(form_);
    (new QVBoxLayout(criteria_))->setContentsMargins(0, 0, 0, 0);
    panel_->setLayout(new FlowLayout(12, 4));
    name_->setMinimumWidth(260);
    row(scorer_, tr("Scorer"));
    row(scorerOptions_, tr("Options"));
    row(judge_, tr("Judge"));
    row(panel_, tr("Panel"));
    row(rubric_, tr("Rubric"));
    row(several_, {});
    row(criteria_, tr("Criteria"));
    row(relative_, {});
    row(baseline_, tr("Baseline"));
    row(swap_, {});
    row(logprobs_, {});
    row(method_, tr("Order by"));
    row(top_, tr("Best"));
    row(window_, tr("Window"));
    row(step_, tr("Moves by"));
    row(tournaments_, tr("Tournaments"));
    row(repeats_, tr("Repeats"));
    row(items_, tr("Items"));
    row(groupSize_, tr("Answers a prompt"));
    row(seed_, tr("Seed"));
    row(name_, tr("Name"));

    connect(remove, &QAbstractButton::clicked, this, &JudgingEditor::removeRequested);
    const auto tell = [this] {
        if (!showing_) {
            showFields();
            emit changed();
        }
    };
    for (Choice* choice : {protocol_, scorer_, rubric_, baseline_, method_}) {
        connect(choice, &QComboBox::currentIndexChanged, this, tell);
    }
    connect(judge_, &QComboBox::activated, this, [this, tell](int index) {
        if (judge_->itemData(index).toInt() < 0) {
            emit judgeWanted();
        }
        tell();
    });
    for (QCheckBox* box : {several_, relative_, swap_, logprobs_}) {
        connect(box, &QCheckBox::toggled, this, tell);
    }
    for (QSpinBox* box : {repeats_, seed_, items_, groupSize_, top_, window_, step_, tournaments_}) {
        connect(box, &QSpinBox::valueChanged, this, tell);
    }
    for (QLineEdit* edit : {name_, scorerOptions_}) {
        connect(edit, &QLineEdit::textEdited, this, tell);
    }
}

void JudgingEditor::row(QWidget* field, const QString& label) {
    auto* text = new TextLabel(label, TextSize::body, &Tokens::text3);
    text->setBuddy(field);
    text->setMinimumWidth(96);
    form_->addRow(text, field);
}

void JudgingEditor::setRowVisible(QWidget* field, bool visible) {
    field->setVisible(visible);
    if (QWidget* label = form_->labelForField(field)) {
        label->setVisible(visible);
    }
}

domain::Protocol JudgingEditor::protocol() const {
    return static_cast<Protocol>(protocol_->currentData().toInt());
}

void JudgingEditor::setOverview(const std::shared_ptr<const workbench::ProjectOverview>& overview) {
    overview_ = overview;
    const domain::JudgingSpec kept = spec();
    showing_ = true;
    fillJudges();
    fillRubrics();
    showing_ = false;
    setSpec(kept);
}

void JudgingEditor::setCandidates(const QStringList& names) {
    if (names == candidates_) {
        return;
    }
    candidates_ = names;
    fillBaselines();
}

/// Judges that were used or saved as such come first; any model that is asked by chat may judge as well.
void JudgingEditor::fillJudges() {
    judges_.clear();
    judge_->clear();
    qDeleteAll(panelJudges_);
    panelJudges_.clear();
    if (!overview_) {
        return;
    }
    const auto add = [this](const store::CandidateRow& row, const QString& detail) {
        const bool there = std::ranges::any_of(
            judges_, [&](const domain::Candidate& c) { return c.name == row.candidate.name; });
        if (there || row.candidate.api == domain::Api::recorded) {
            return;
        }
        judges_.push_back(row.candidate);
        const QString name = items::safeLine(row.candidate.name);
        judge_->addItem(name + detail, static_cast<int>(judges_.size()) - 1);
        auto* box = new QCheckBox(name);
        box->setObjectName(QStringLiteral("panel_%1").arg(name));
        panel_->layout()->addWidget(box);
        panelJudges_.append(box);
        connect(box, &QCheckBox::toggled, this, [this] {
            if (!showing_) {
                emit changed();
            }
        });
    };
    for (const store::CandidateRow& row : overview_->judges) {
        add(row, {});
    }
    for (const store::CandidateRow& row : overview_->candidates) {
        add(row, tr(" (a candidate)"));
    }
    if (!judges_.empty()) {
        judge_->insertSeparator(judge_->count());
    }
    judge_->addItem(tr("Add a judge model…"), -1);
}

void JudgingEditor::fillRubrics() {
    rubric_->clear();
    while (!criteriaRows_.isEmpty()) {
        delete criteriaRows_.takeLast().row;
    }
    QStringList names;
    for (const store::RubricRow& row : overview_ ? overview_->rubrics : std::vector<store::RubricRow>{}) {
        names << QString::fromStdString(row.rubric.name);
    }
    for (const domain::Rubric& rubric : judging::builtin_rubrics()) {
        const QString name = QString::fromStdString(rubric.name);
        if (!names.contains(name)) {
            names << name;
        }
    }
    for (const QString& name : names) {
        rubric_->addItem(items::safeLine(name.toStdString()), name);
        auto* holder = new QWidget;
        auto* line = new QHBoxLayout(holder);
        line->setContentsMargins(0, 0, 0, 0);
        Criterion made{new QCheckBox(items::safeLine(name.toStdString())), new QSpinBox, holder};
        made.use->setObjectName(QStringLiteral("criterion_%1").arg(name));
        made.weight->setRange(1, 100);
        made.weight->setAccessibleName(tr("Weight of %1").arg(name));
        made.weight->setEnabled(false);
        line->addWidget(made.use);
        line->addStretch();
        line->addWidget(new TextLabel(tr("weight"), TextSize::small, &Tokens::text3));
        line->addWidget(made.weight);
        criteria_->layout()->addWidget(holder);
        criteriaRows_.append(made);
        connect(made.use, &QCheckBox::toggled, this, [this, weight = made.weight](bool on) {
            weight->setEnabled(on);
            if (!showing_) {
                emit changed();
            }
        });
        connect(made.weight, &QSpinBox::valueChanged, this, [this] {
            if (!showing_) {
                emit changed();
            }
        });
    }
}

void JudgingEditor::fillBaselines() {
    const QString kept = baseline_->currentData().toString();
    const bool before = showing_;
    showing_ = true;
    baseline_->clear();
    for (const QString& name : candidates_) {
        baseline_->addItem(items::safeLine(name.toStdString()), name);
    }
    baseline_->addItem(tr("the reference answer"), QString::fromLatin1(domain::reference_baseline));
    baseline_->setCurrentIndex(std::max(0, baseline_->findData(kept)));
    showing_ = before;
}

void JudgingEditor::showFields() {
    const Protocol p = protocol();
    const bool scorer = p == Protocol::scorer;
    const bool relative = p == Protocol::rubric && relative_->isChecked();
    const bool pairs = asksPairs(p, relative_->isChecked());
    const bool scored = p == Protocol::joint || p == Protocol::single || p == Protocol::rubric || ranks(p);
    const auto method = static_cast<domain::RankMethod>(method_->currentData().toInt());
    const bool listwise = p == Protocol::listwise && method == domain::RankMethod::listwise;
    const bool several = p == Protocol::rubric && several_->isChecked();
    for (const ProtocolEntry& entry : protocols) {
        if (entry.protocol == p) {
            what_->setText(tr(entry.what));
        }
    }
    setRowVisible(scorer_, scorer);
    setRowVisible(scorerOptions_, scorer);
    setRowVisible(judge_, !scorer);
    setRowVisible(panel_, !scorer && judges_.size() > 1);
    for (std::size_t i = 0; i < judges_.size(); ++i) {
        panelJudges_[static_cast<int>(i)]->setVisible(static_cast<int>(i) != judge_->currentData().toInt());
    }
    setRowVisible(rubric_, scored && !several);
    setRowVisible(several_, p == Protocol::rubric);
    setRowVisible(criteria_, several);
    setRowVisible(relative_, p == Protocol::rubric);
    setRowVisible(baseline_, p == Protocol::pairwise || relative);
    setRowVisible(swap_, pairs || comparesTwo(p, method));
    setRowVisible(logprobs_, p == Protocol::pairwise);
    setRowVisible(method_, p == Protocol::listwise);
    setRowVisible(top_, p == Protocol::listwise &&
                            (method == domain::RankMethod::sorting || method == domain::RankMethod::bubble));
    setRowVisible(window_, listwise);
    setRowVisible(step_, listwise);
    setRowVisible(tournaments_, p == Protocol::tournament);
    step_->setMaximum(window_->value());
    setRowVisible(repeats_, !scorer);
    setRowVisible(items_, !scorer);
    setRowVisible(groupSize_, p == Protocol::joint);
    setRowVisible(seed_, !scorer);
    name_->setPlaceholderText(autoName());
}

QString JudgingEditor::autoName() const {
    if (protocol() == Protocol::scorer) {
        return scorer_->currentData().toString();
    }
    const int judge = judge_->currentData().toInt();
    const QString by = judge >= 0 && judge < static_cast<int>(judges_.size())
                           ? items::safeLine(judges_[static_cast<std::size_t>(judge)].name)
                           : QString();
    QString how = QString::fromStdString(domain::to_string(protocol()));
    if (protocol() == Protocol::listwise) { // several may stand side by side
        const auto method = static_cast<domain::RankMethod>(method_->currentData().toInt());
        how = tr("ranking, %1").arg(QString::fromStdString(domain::to_string(method)));
    }
    return by.isEmpty() ? how : tr("%1 by %2").arg(how, by);
}

void JudgingEditor::setSpec(const domain::JudgingSpec& spec) {
    showing_ = true;
    protocol_->setCurrentIndex(std::max(0, protocol_->findData(static_cast<int>(spec.protocol))));
    if (spec.judge.kind == Kind::scorer) {
        scorer_->setCurrentIndex(std::max(0, scorer_->findData(QString::fromStdString(spec.judge.scorer))));
        scorerOptions_->setText(QString::fromStdString(spec.judge.scorer_options));
    }
    for (std::size_t i = 0; i < judges_.size(); ++i) {
        if (spec.judge.kind == Kind::endpoint && judges_[i].name == spec.judge.model.name) {
            judge_->setCurrentIndex(judge_->findData(static_cast<int>(i)));
        }
        panelJudges_[static_cast<int>(i)]->setChecked(
            std::ranges::any_of(spec.panel, [&](const domain::JudgeSpec& judge) {
                return judge.kind == Kind::endpoint && judge.model.name == judges_[i].name;
            }));
    }
    const QString rubric =
        QString::fromStdString(spec.rubric.empty() ? formats::default_rubric(spec.protocol) : spec.rubric);
    if (!rubric.isEmpty()) {
        rubric_->setCurrentIndex(std::max(0, rubric_->findData(rubric)));
    }
    several_->setChecked(!spec.criteria.empty());
    for (int i = 0; i < criteriaRows_.size(); ++i) {
        const std::string name = rubric_->itemData(i).toString().toStdString();
        const auto found = std::ranges::find(spec.criteria, name, &domain::WeightedRubric::rubric);
        criteriaRows_[i].use->setChecked(found != spec.criteria.end());
        criteriaRows_[i].weight->setValue(
            found != spec.criteria.end() ? std::max(1, static_cast<int>(found->weight)) : 1);
    }
    if (!spec.baseline.empty()) {
        baseline_->setCurrentIndex(std::max(0, baseline_->findData(QString::fromStdString(spec.baseline))));
    }
    relative_->setChecked(spec.relative);
    swap_->setChecked(spec.swap);
    logprobs_->setChecked(spec.logprobs);
    method_->setCurrentIndex(std::max(0, method_->findData(static_cast<int>(spec.method))));
    top_->setValue(spec.top);
    window_->setValue(spec.window);
    step_->setMaximum(spec.window);
    step_->setValue(spec.step);
    tournaments_->setValue(spec.tournaments);
    repeats_->setValue(spec.repeats);
    seed_->setValue(static_cast<int>(std::min<std::uint64_t>(spec.seed, 999999)));
    items_->setValue(spec.items);
    groupSize_->setValue(spec.group_size);
    showing_ = false;
    showFields();
    const QString name = QString::fromStdString(spec.name);
    name_->setText(name == autoName() ? QString() : name);
}

domain::JudgingSpec JudgingEditor::spec() const {
    domain::JudgingSpec spec;
    const Protocol p = protocol();
    spec.protocol = p;
    spec.name = (name_->text().trimmed().isEmpty() ? autoName() : name_->text().trimmed()).toStdString();
    if (p == Protocol::scorer) {
        spec.judge.kind = Kind::scorer;
        spec.judge.scorer = scorer_->currentData().toString().toStdString();
        spec.judge.scorer_options = scorerOptions_->text().trimmed().toStdString();
        return spec;
    }
    spec.judge.kind = Kind::endpoint;
    const int judge = judge_->currentData().toInt();
    for (int i = 0; i < static_cast<int>(judges_.size()); ++i) {
        if (i == judge) {
            spec.judge.model = judges_[static_cast<std::size_t>(i)];
        } else if (panelJudges_[i]->isChecked()) {
            domain::JudgeSpec more;
            more.kind = Kind::endpoint;
            more.model = judges_[static_cast<std::size_t>(i)];
            spec.panel.push_back(std::move(more));
        }
    }
    if (p == Protocol::joint || p == Protocol::single || p == Protocol::rubric || ranks(p)) {
        if (p == Protocol::rubric && several_->isChecked()) {
            for (int i = 0; i < criteriaRows_.size(); ++i) {
                if (criteriaRows_[i].use->isChecked()) {
                    spec.criteria.push_back({rubric_->itemData(i).toString().toStdString(),
                                             {},
                                             static_cast<double>(criteriaRows_[i].weight->value())});
                }
            }
        } else {
            spec.rubric = rubric_->currentData().toString().toStdString();
        }
    }
    spec.relative = p == Protocol::rubric && relative_->isChecked();
    if (p == Protocol::pairwise || spec.relative) {
        spec.baseline = baseline_->currentData().toString().toStdString();
    }
    if (asksPairs(p, spec.relative)) {
        spec.swap = swap_->isChecked();
    }
    spec.logprobs = p == Protocol::pairwise && logprobs_->isChecked();
    if (p == Protocol::listwise) {
        spec.method = static_cast<domain::RankMethod>(method_->currentData().toInt());
        if (comparesTwo(p, spec.method)) {
            spec.swap = swap_->isChecked();
        }
        if (spec.method == domain::RankMethod::sorting || spec.method == domain::RankMethod::bubble) {
            spec.top = top_->value();
        } else if (spec.method == domain::RankMethod::listwise) {
            spec.window = window_->value();
            spec.step = step_->value();
        }
    }
    if (p == Protocol::tournament) {
        spec.tournaments = tournaments_->value();
    }
    spec.repeats = repeats_->value();
    spec.seed = static_cast<std::uint64_t>(seed_->value());
    spec.items = items_->value();
    spec.group_size = p == Protocol::joint ? groupSize_->value() : 0;
    return spec;
}

QString JudgingEditor::problem() const {
    if (protocol() == Protocol::scorer) {
        return {};
    }
    if (judge_->currentData().toInt() < 0 || judges_.empty()) {
        return tr("A judge model is missing: add one, or take a scorer.");
    }
    if (protocol() == Protocol::rubric && several_->isChecked() &&
        std::ranges::none_of(criteriaRows_, [](const Criterion& c) { return c.use->isChecked(); })) {
        return tr("No criterion is ticked.");
    }
    return {};
}

domain::JudgingSpec
JudgingEditor::suggestion(const std::shared_ptr<const workbench::ProjectOverview>& overview, bool byModel) {
    domain::JudgingSpec spec;
    if (byModel && overview && !overview->judges.empty()) {
        spec.protocol = Protocol::joint;
        spec.judge.kind = Kind::endpoint;
        spec.judge.model = overview->judges.front().candidate;
        spec.rubric = formats::default_rubric(Protocol::joint);
    } else {
        spec.protocol = byModel ? Protocol::joint : Protocol::scorer;
        spec.judge.kind = byModel ? Kind::endpoint : Kind::scorer;
        spec.judge.scorer = byModel ? "" : "reference-overlap";
    }
    return spec;
}

} // namespace tiebreak::ui
