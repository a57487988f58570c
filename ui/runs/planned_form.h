// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"
#include "ui/runs/plan_panel.h"

#include <QTimer>
#include <QWidget>

#include <functional>

QT_BEGIN_NAMESPACE
class QDialog;
class QHBoxLayout;
class QVBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class PlaceBar;

/// A form at the left, and at the right what it would cost, made anew in the background whenever the form
/// changes. In a narrow window the plan opens as a dialog. Ctrl+Enter starts.
class PlannedForm : public QWidget {
    Q_OBJECT

public:
    PlannedForm(items::ProjectSession& session, const QString& title, const QString& startText,
                QWidget* parent = nullptr);
    ~PlannedForm() override;

    [[nodiscard]] PlanPanel* plan() const { return panel_; }
    /// Makes the plan anew, now.
    void replan();

signals:
    void backRequested();

protected:
    /// What the form holds is put here.
    [[nodiscard]] QVBoxLayout* column() const { return column_; }
    [[nodiscard]] PlaceBar* bar() const { return bar_; }
    [[nodiscard]] items::ProjectSession& session() const { return session_; }
    /// The form has changed: a plan is due soon.
    void formChanged();
    /// What is missing before a plan can be made; empty: nothing.
    [[nodiscard]] virtual QString problem() const = 0;
    /// Makes the plan off the window's thread.
    using Planner = std::function<workbench::RunPlan()>;
    [[nodiscard]] virtual Planner planner() const = 0;
    virtual void start(bool trial) = 0;

    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void placePanel();
    void openPlanDialog();
    void startOnce(bool trial);

    items::ProjectSession& session_;
    PlaceBar* bar_;
    QVBoxLayout* column_;
    QHBoxLayout* body_;
    PlanPanel* panel_;
    Button* open_;
    QDialog* dialog_ = nullptr;
    QTimer rest_;
    items::Ticket ticket_;
};

} // namespace tiebreak::ui
