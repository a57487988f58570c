// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"
#include "ui/widgets/pane.h"
#include "workbench/overview.h"

#include <QStringList>

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Choice;
class FlowLayout;
class TextLabel;

/// One judging as a form: protocol, judge or scorer, rubric and what else the protocol needs; what it does
/// not need is not shown.
class JudgingEditor : public Pane {
    Q_OBJECT

public:
    explicit JudgingEditor(QWidget* parent = nullptr);

    /// What there is to choose from.
    void setOverview(const std::shared_ptr<const workbench::ProjectOverview>& overview);
    /// The names a baseline may be.
    void setCandidates(const QStringList& names);

    void setSpec(const domain::JudgingSpec& spec);
    /// The name is made of protocol and judge unless one was typed.
    [[nodiscard]] domain::JudgingSpec spec() const;
    /// What is missing, in words; empty: nothing.
    [[nodiscard]] QString problem() const;

    /// A sensible beginning: a judge model where the project knows one, else the free overlap with
    /// references.
    [[nodiscard]] static domain::JudgingSpec
    suggestion(const std::shared_ptr<const workbench::ProjectOverview>& overview, bool byModel);

signals:
    void changed();
    void removeRequested();
    /// No judge is known: make one.
    void judgeWanted();

private:
    struct Criterion {
        QCheckBox* use;
        QSpinBox* weight;
        QWidget* row;
    };

    void build();
    void fillJudges();
    void fillRubrics();
    void fillBaselines();
    void showFields();
    [[nodiscard]] domain::Protocol protocol() const;
    [[nodiscard]] QString autoName() const;
    void row(QWidget* field, const QString& label);
    void setRowVisible(QWidget* field, bool visible);

    std::shared_ptr<const workbench::ProjectOverview> overview_;
    std::vector<domain::Candidate> judges_;
    QStringList candidates_;
    QFormLayout* form_;
    QLineEdit* name_;
    Choice* protocol_;
    TextLabel* what_;
    Choice* scorer_;
    QLineEdit* scorerOptions_;
    Choice* judge_;
    QWidget* panel_;
    QList<QCheckBox*> panelJudges_;
    Choice* rubric_;
    QCheckBox* several_;
    QWidget* criteria_;
    QList<Criterion> criteriaRows_;
    Choice* baseline_;
    QCheckBox* relative_;
    QCheckBox* swap_;
    QCheckBox* logprobs_;
    Choice* method_;
    QSpinBox* top_;
    QSpinBox* window_;
    QSpinBox* step_;
    QSpinBox* tournaments_;
    QSpinBox* repeats_;
    QSpinBox* seed_;
    QSpinBox* items_;
    QSpinBox* groupSize_;
    bool showing_ = false;
};

} // namespace tiebreak::ui
