// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/planned_form.h"

#include "ui/widgets/button.h"
#include "ui/widgets/place_bar.h"

#include <QAction>
#include <QDialog>
#include <QScrollArea>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int panelWidth = 340;
constexpr int narrowUnder = 1180; ///< of the window

} // namespace

PlannedForm::PlannedForm(items::ProjectSession& session, const QString& title, const QString& startText,
                         QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , bar_(new PlaceBar(title))
    , column_(new QVBoxLayout)
    , body_(new QHBoxLayout)
    , panel_(new PlanPanel(startText))
    , open_(new Button(tr("Plan and price…"), ButtonKind::main)) {
    auto* back = new Button(tr("Back"), ButtonKind::flat);
    back->setIconName(QStringLiteral("arrow-left"));
    back->setObjectName(QStringLiteral("formBack"));
    open_->setObjectName(QStringLiteral("openPlan"));
    bar_->addAction(back);
    bar_->addAction(open_);
    auto* inner = new Pane(&Tokens::content);
    auto* innerColumn = new QVBoxLayout(inner);
    innerColumn->setContentsMargins(16, 12, 16, 16);
    innerColumn->setSpacing(6);
    innerColumn->addLayout(column_);
    innerColumn->addStretch();
    column_->setSpacing(6);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inner);
    body_->setContentsMargins(0, 0, 0, 0);
    body_->setSpacing(0);
    body_->addWidget(scroll, 1);
    panel_->setFixedWidth(panelWidth);
    body_->addWidget(panel_);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(bar_);
    all->addLayout(body_, 1);

    rest_.setSingleShot(true);
    rest_.setInterval(250);
    connect(&rest_, &QTimer::timeout, this, &PlannedForm::replan);
    connect(back, &QAbstractButton::clicked, this, &PlannedForm::backRequested);
    connect(open_, &QAbstractButton::clicked, this, &PlannedForm::openPlanDialog);
    connect(panel_, &PlanPanel::startRequested, this, [this] { startOnce(false); });
    connect(panel_, &PlanPanel::trialRequested, this, [this] { startOnce(true); });
    connect(&session_, &items::ProjectSession::progressChanged, this, [this] {
        if (isVisible() && !session_.isRunning() && panel_->plan() == nullptr) {
            formChanged(); // it was waiting for the end of the run
        }
    });
    auto* go = new QAction(this);
    go->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)});
    go->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(go, &QAction::triggered, this, [this] {
        if (open_->isVisible()) {
            openPlanDialog(); // nobody pays for what they have not seen
        } else {
            panel_->startButton()->click();
        }
    });
    addAction(go);
}

PlannedForm::~PlannedForm() = default;

void PlannedForm::formChanged() {
    ticket_.cancel(); // a plan on its way is of what was chosen before
    panel_->setPending();
    rest_.start();
}

void PlannedForm::replan() {
    rest_.stop();
    if (const QString missing = problem(); !missing.isEmpty()) {
        ticket_.cancel();
        panel_->setProblem(missing);
        return;
    }
    if (session_.isRunning()) {
        ticket_.cancel();
        panel_->setProblem(tr("A run is under way."), tr("This one can be planned and started at its end."));
        return;
    }
    if (session_.isReadOnly()) {
        panel_->setProblem(tr("The project is open read only."),
                           tr("Save a copy to a folder you may write to."));
        return;
    }
    panel_->setPending();
    session_.background().run(
        this, ticket_, [make = planner()](const std::stop_token&) { return make(); },
        [this](const std::shared_ptr<const workbench::RunPlan>& plan) { panel_->setPlan(plan); },
        [this](const items::ErrorInfo& error) {
            const QString where = error.where.isEmpty() ? QString() : error.where + QStringLiteral(": ");
            panel_->setProblem(where + error.what, error.mend);
        });
}

void PlannedForm::startOnce(bool trial) {
    if (rest_.isActive() || session_.isRunning()) {
        return; // the plan in sight is not of what would be started
    }
    if (dialog_ != nullptr) {
        dialog_->close();
    }
    start(trial);
}

void PlannedForm::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placePanel();
}

void PlannedForm::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    placePanel();
    replan();
}

void PlannedForm::placePanel() {
    const bool narrow = window()->width() < narrowUnder;
    open_->setVisible(narrow);
    if (dialog_ == nullptr) {
        panel_->setVisible(!narrow);
    } else if (!narrow) {
        dialog_->close();
    }
}

void PlannedForm::openPlanDialog() {
    if (dialog_ != nullptr) {
        return;
    }
    dialog_ = new QDialog(this);
    dialog_->setObjectName(QStringLiteral("planDialog"));
    dialog_->setWindowTitle(tr("Before paying"));
    dialog_->setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(dialog_);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel_);
    panel_->show();
    dialog_->resize(panelWidth + 20, std::min(640, window()->height() - 60));
    connect(dialog_, &QDialog::finished, this, [this] {
        body_->addWidget(panel_); // back before the dialog takes it along
        dialog_ = nullptr;
        placePanel();
    });
    dialog_->open();
    panel_->startButton()->setFocus();
}

} // namespace tiebreak::ui
