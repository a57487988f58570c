// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"
#include "workbench/overview.h"

#include <QStringList>
#include <QWidget>

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class JudgingEditor;

/// Judgings one under the other, with buttons to add another by a model or a scorer.
class JudgingsForm : public QWidget {
    Q_OBJECT

public:
    explicit JudgingsForm(QWidget* parent = nullptr);

    void setOverview(const std::shared_ptr<const workbench::ProjectOverview>& overview);
    void setCandidates(const QStringList& names);
    void setSpecs(const std::vector<domain::JudgingSpec>& specs);
    /// With names that differ: "joint by judge 2" where two would be called the same.
    [[nodiscard]] std::vector<domain::JudgingSpec> specs() const;
    [[nodiscard]] QString problem() const;
    [[nodiscard]] JudgingEditor* editor(int index) const { return editors_.value(index); }
    [[nodiscard]] int count() const { return static_cast<int>(editors_.size()); }

signals:
    void changed();
    void judgeWanted();

private:
    JudgingEditor* add(const domain::JudgingSpec& spec);

    std::shared_ptr<const workbench::ProjectOverview> overview_;
    QStringList candidates_;
    QVBoxLayout* column_;
    QList<JudgingEditor*> editors_;
};

} // namespace tiebreak::ui
