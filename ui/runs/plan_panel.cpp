// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/plan_panel.h"

#include "items/safe_text.h"
#include "ui/runs/cost_scale.h"
#include "ui/theme/icon_set.h"
#include "ui/widgets/button.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <cmath>

namespace tiebreak::ui {

namespace {

using workbench::RunPlan;

/// A glyph before a line of words.
class NoteLine : public QWidget {
public:
    NoteLine(const QString& icon, const QString& text, QColor Tokens::*ink)
        : icon_(icon)
        , ink_(ink) {
        auto* line = new QHBoxLayout(this);
        line->setContentsMargins(40, 8, 12, 8);
        auto* label = new TextLabel(text, TextSize::small, ink);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        line->addWidget(label);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        icons::paint(painter, QRect(16, 9, 16, 16), icon_, tokens().*ink_);
        painter.fillRect(0, 0, width(), 1, tokens().border);
    }

private:
    QString icon_;
    QColor Tokens::*ink_;
};

/// "1,190,000 … 1,240,000", rounded as an estimate is.
QString rangeText(const RunPlan::Range& range) {
    const auto rounded = [](double value) {
        const double step = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(1.0, value))) - 2));
        return countText(static_cast<qint64>(std::round(value / step) * step));
    };
    const QString low = rounded(range.low);
    const QString high = rounded(range.high);
    return low == high ? low : QStringLiteral("%1 … %2").arg(low, high);
}

QString costText(const RunPlan::Range& range) {
    const QString low = moneyText(range.low);
    const QString high = moneyText(range.high);
    return low == high ? low : QStringLiteral("%1 … %2").arg(low, high);
}

} // namespace

PlanPanel::PlanPanel(const QString& startText, QWidget* parent)
    : Pane(&Tokens::raised, Qt::LeftEdge, parent)
    , rows_(new QVBoxLayout)
    , subtitle_(new TextLabel({}, TextSize::small, &Tokens::text3))
    , problem_(new MessageBar)
    , body_(new QWidget)
    , cost_(new TextLabel({}, TextSize::score))
    , costNote_(new TextLabel({}, TextSize::small, &Tokens::text3))
    , scale_(new CostScale)
    , money_(new QWidget)
    , cap_(new QDoubleSpinBox)
    , warnings_(new QVBoxLayout)
    , trial_(new Button(tr("Try %1 items").arg(trialItems_)))
    , start_(new Button(startText, ButtonKind::main)) {
    setObjectName(QStringLiteral("planPanel"));
    auto* title = new QHBoxLayout;
    title->setContentsMargins(16, 11, 12, 10);
    title->setSpacing(8);
    title->addWidget(new TextLabel(tr("Before paying"), TextSize::title));
    title->addWidget(subtitle_, 1);
    problem_->setObjectName(QStringLiteral("planProblem"));
    problem_->setClosable(false);

    cost_->setObjectName(QStringLiteral("planCost"));
    cap_->setObjectName(QStringLiteral("planCap"));
    cap_->setAccessibleName(tr("Stop at, US dollars"));
    cap_->setPrefix(QStringLiteral("$"));
    cap_->setRange(0, 100000);
    cap_->setDecimals(2);
    cap_->setSingleStep(0.5);
    cap_->setSpecialValueText(tr("no cap"));
    cap_->setFocusPolicy(Qt::StrongFocus);
    auto* money = new QVBoxLayout(money_);
    money->setContentsMargins(16, 10, 12, 10);
    money->setSpacing(6);
    auto* costLine = new QHBoxLayout;
    costLine->addWidget(new TextLabel(tr("Cost"), TextSize::body, &Tokens::text3));
    costLine->addStretch();
    costLine->addWidget(cost_);
    money->addLayout(costLine);
    money->addWidget(scale_);
    auto* capLine = new QHBoxLayout;
    auto* capLabel = new TextLabel(tr("Stop at"), TextSize::body, &Tokens::text3);
    capLabel->setBuddy(cap_);
    capLine->addWidget(capLabel);
    capLine->addStretch();
    capLine->addWidget(cap_);
    money->addLayout(capLine);
    costNote_->setWordWrap(true);
    money->addWidget(costNote_);

    auto* inner = new QVBoxLayout(body_);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    rows_->setSpacing(0);
    inner->addWidget(new Hairline);
    inner->addLayout(rows_);
    inner->addWidget(new Hairline);
    inner->addWidget(money_);
    warnings_->setSpacing(0);
    inner->addLayout(warnings_);
    inner->addStretch();
    auto* ground = new Pane(&Tokens::raised);
    auto* groundColumn = new QVBoxLayout(ground);
    groundColumn->setContentsMargins(0, 0, 0, 0);
    groundColumn->addWidget(body_);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(ground);

    trial_->setObjectName(QStringLiteral("planTrial"));
    start_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    start_->setObjectName(QStringLiteral("planStart"));
    start_->setKeyCap(tr("Ctrl ⏎"));
    auto* buttons = new Pane(&Tokens::raised, Qt::TopEdge);
    auto* buttonLine = new QHBoxLayout(buttons);
    buttonLine->setContentsMargins(16, 12, 12, 12);
    buttonLine->setSpacing(8);
    buttonLine->addWidget(trial_);
    buttonLine->addWidget(start_, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(title);
    column->addWidget(problem_);
    column->addWidget(scroll, 1);
    column->addWidget(buttons);
    connect(start_, &QAbstractButton::clicked, this, &PlanPanel::startRequested);
    connect(trial_, &QAbstractButton::clicked, this, &PlanPanel::trialRequested);
    connect(cap_, &QDoubleSpinBox::valueChanged, this, [this] {
        showCost();
        emit capChanged();
    });
    body_->hide();
    start_->setEnabled(false);
    trial_->setEnabled(false);
}

std::optional<double> PlanPanel::cap() const {
    return cap_->value() > 0 ? std::optional(cap_->value()) : std::nullopt;
}

void PlanPanel::setCap(std::optional<double> dollars) {
    cap_->setValue(dollars.value_or(0));
}

void PlanPanel::offerTrial(int items) {
    trialItems_ = items;
    trial_->setText(tr("Try %1 items").arg(items));
}

void PlanPanel::setPending() {
    start_->setEnabled(false);
    trial_->setEnabled(false);
    subtitle_->setText(tr("counting …"));
    body_->setEnabled(false);
}

void PlanPanel::setProblem(const QString& what, const QString& mend) {
    plan_.reset();
    body_->hide();
    subtitle_->clear();
    start_->setEnabled(false);
    trial_->setEnabled(false);
    problem_->showMessage(MessageBar::Kind::info, what, mend);
    problem_->setClosable(false);
}

void PlanPanel::setPlan(const std::shared_ptr<const workbench::RunPlan>& plan) {
    plan_ = plan;
    problem_->hide();
    body_->setEnabled(true);
    body_->show();
    fill();
    const bool nothing = plan_->finished && plan_->calls == 0;
    start_->setEnabled(!nothing);
    trial_->setEnabled(!nothing && plan_->items > trialItems_);
    if (nothing) {
        problem_->showMessage(MessageBar::Kind::ok, tr("All of this is done already."),
                              tr("Change something, or open the run."));
        problem_->setClosable(false);
    }
}

void PlanPanel::clearRows() {
    const auto empty = [](QLayout* layout) {
        while (QLayoutItem* item = layout->takeAt(0)) {
            delete item->widget();
            delete item;
        }
    };
    empty(rows_);
    empty(warnings_);
}

void PlanPanel::addRow(const QString& label, const QString& value, const QString& basis) {
    auto* holder = new QWidget;
    auto* grid = new QGridLayout(holder);
    grid->setContentsMargins(16, 3, 12, 3);
    grid->setVerticalSpacing(1);
    grid->addWidget(new TextLabel(label, TextSize::body, &Tokens::text3), 0, 0, Qt::AlignTop);
    auto* text = new TextLabel(value);
    text->setAlignment(Qt::AlignRight);
    text->setWordWrap(true);
    grid->addWidget(text, 0, 1);
    if (!basis.isEmpty()) {
        auto* small = new TextLabel(basis, TextSize::small, &Tokens::text3);
        small->setWordWrap(true);
        grid->addWidget(small, 1, 0, 1, 2);
    }
    grid->setColumnStretch(1, 1);
    rows_->addWidget(holder);
}

void PlanPanel::addRule() {
    auto* space = new QWidget;
    space->setFixedHeight(6);
    rows_->addWidget(space);
    rows_->addWidget(new Hairline);
    auto* after = new QWidget;
    after->setFixedHeight(6);
    rows_->addWidget(after);
}

void PlanPanel::fill() {
    clearRows();
    const RunPlan& plan = *plan_;
    subtitle_->setText(items::safeLine(plan.name));
    auto* space = new QWidget;
    space->setFixedHeight(6);
    rows_->addWidget(space);
    addRow(tr("Items"), countText(plan.items));
    for (const RunPlan::Part& part : plan.candidates) {
        const QString calls = part.calls > 0    ? countedText(part.calls, tr("call"), tr("calls"))
                              : part.stored > 0 ? tr("%1 there").arg(countText(part.stored))
                                                : tr("nothing to ask");
        addRow(items::safeLine(part.name), calls,
               part.calls > 0 && part.stored > 0
                   ? tr("%1; %2 are there already").arg(items::safeLine(part.how), countText(part.stored))
                   : items::safeLine(part.how));
    }
    for (const RunPlan::Part& part : plan.judgings) {
        addRow(items::safeLine(part.name),
               part.calls > part.calls_least
                   ? tr("%1 to %2 calls").arg(countText(part.calls_least), countText(part.calls))
               : part.calls > 0       ? countedText(part.calls, tr("call"), tr("calls"))
               : part.address.empty() ? tr("free")
                                      : tr("nothing to ask"),
               items::safeLine(part.how));
    }
    bool leaves = false;
    for (const RunPlan::Host& host : plan.hosts) {
        leaves = leaves || host.leaves;
    }
    addRow(tr("Leaves this computer"), leaves ? tr("items and answers") : tr("nothing"));
    for (const RunPlan::Host& host : plan.hosts) {
        addRow(host.leaves ? tr("to") : tr("stays here"), items::safeLine(host.address),
               countedText(host.calls, tr("call"), tr("calls")));
    }
    addRule();
    addRow(tr("Calls"),
           plan.calls_least < plan.calls
               ? tr("%1 to %2").arg(countText(plan.calls_least), countText(plan.calls))
               : countText(plan.calls),
           plan.stored > 0
               ? tr("%1 answers are there already and are not asked for again").arg(countText(plan.stored))
               : QString());
    if (plan.calls > 0) {
        bool measured = false;
        std::string basis;
        for (const auto* parts : {&plan.candidates, &plan.judgings}) {
            for (const RunPlan::Part& part : *parts) {
                measured = measured || part.prompt_measured;
                basis = basis.empty() ? part.length_basis : basis;
            }
        }
        addRow(tr("Tokens in"), rangeText(plan.prompt_tokens),
               measured ? tr("from the real prompts, by the server's own counts of calls like these")
                        : tr("estimated from the real prompts"));
        addRow(tr("Tokens out"), plan.completion_tokens ? rangeText(*plan.completion_tokens) : tr("unknown"),
               items::safeLine(basis));
        addRow(tr("Time"), plan.seconds ? tr("about %1").arg(durationText(*plan.seconds)) : tr("unknown"),
               plan.seconds ? QString() : items::safeLine(plan.seconds_unknown));
    }
    auto* end = new QWidget;
    end->setFixedHeight(6);
    rows_->addWidget(end);
    for (const std::string& warning : plan.warnings) {
        warnings_->addWidget(
            new NoteLine(QStringLiteral("warning"), items::safeLine(warning), &Tokens::warn));
    }
    if (const std::string unpriced = plan.unpriced(); !unpriced.empty()) {
        warnings_->addWidget(
            new NoteLine(QStringLiteral("warning"),
                         tr("%1 has no price: what it costs is unknown, and a cap cannot hold it.")
                             .arg(items::safeLine(unpriced)),
                         &Tokens::warn));
    }
    showCost();
}

void PlanPanel::showCost() {
    if (!plan_) {
        return;
    }
    const RunPlan& plan = *plan_;
    const bool free = plan.cost && plan.cost->high <= 0;
    cost_->setText(plan.cost ? (free ? tr("nothing") : costText(*plan.cost)) : tr("unknown"));
    scale_->setVisible(plan.cost && !free);
    if (plan.cost) {
        scale_->setCost(plan.spent, plan.cost->low, plan.cost->high, cap());
    }
    QStringList notes;
    if (!plan.cost) {
        notes << items::safeLine(plan.cost_unknown);
    }
    if (plan.spent > 0) {
        notes << tr("%1 was spent by this run before.").arg(moneyText(plan.spent));
    }
    if (cap() && plan.cost && plan.spent + plan.cost->high > *cap()) {
        notes << (plan.spent + plan.cost->low > *cap()
                      ? tr("The cap will stop it before its end; what is done by "
                           "then is kept.")
                      : tr("The cap may stop it before its end; what is done by "
                           "then is kept."));
    } else if (plan.may_cost()) {
        notes << tr("The cap counts tries and repairs. What is done by then is kept.");
    }
    costNote_->setText(notes.join(QLatin1Char(' ')));
    costNote_->setVisible(!notes.isEmpty());
}

} // namespace tiebreak::ui
