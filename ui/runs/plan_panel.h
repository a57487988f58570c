// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/error_info.h"
#include "ui/widgets/pane.h"
#include "workbench/plan.h"

#include <QList>

#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QDoubleSpinBox;
class QGridLayout;
class QVBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class CostScale;
class MessageBar;
class TextLabel;

/// What a run would do, cost and take, before anything is paid: what leaves this computer, calls, tokens,
/// time, the price against the cap, warnings; and the two buttons, always in sight.
class PlanPanel : public Pane {
    Q_OBJECT

public:
    /// What the main button is called: "Start run", "Start judging".
    explicit PlanPanel(const QString& startText, QWidget* parent = nullptr);

    void setPlan(const std::shared_ptr<const workbench::RunPlan>& plan);
    /// Another plan is being made; the old one is not to be trusted.
    void setPending();
    /// Why there is no plan; nothing can be started.
    void setProblem(const QString& what, const QString& mend = {});

    [[nodiscard]] const workbench::RunPlan* plan() const { return plan_.get(); }
    [[nodiscard]] std::optional<double> cap() const;
    void setCap(std::optional<double> dollars);
    [[nodiscard]] Button* startButton() const { return start_; }
    /// So many items first: a second button.
    void offerTrial(int items);

signals:
    void startRequested();
    void trialRequested();
    void capChanged();

private:
    void clearRows();
    void addRow(const QString& label, const QString& value, const QString& basis = {});
    void addRule();
    void fill();
    void showCost();

    std::shared_ptr<const workbench::RunPlan> plan_;
    int trialItems_ = 5;
    QVBoxLayout* rows_;
    TextLabel* subtitle_;
    MessageBar* problem_;
    QWidget* body_;
    TextLabel* cost_;
    TextLabel* costNote_;
    CostScale* scale_;
    QWidget* money_;
    QDoubleSpinBox* cap_;
    QVBoxLayout* warnings_;
    Button* trial_;
    Button* start_;
    bool usable_ = false;
};

} // namespace tiebreak::ui
