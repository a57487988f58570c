// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/judgings_form.h"

#include "ui/runs/judging_editor.h"
#include "ui/widgets/button.h"

#include <QVBoxLayout>

#include <set>

namespace tiebreak::ui {

JudgingsForm::JudgingsForm(QWidget* parent)
    : QWidget(parent)
    , column_(new QVBoxLayout) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    column_->setSpacing(8);
    layout->addLayout(column_);
    auto* buttons = new QHBoxLayout;
    auto* model = new Button(tr("Judge by a model"));
    model->setIconName(QStringLiteral("plus"));
    model->setObjectName(QStringLiteral("addJudging"));
    auto* scorer = new Button(tr("Score without a model"));
    scorer->setIconName(QStringLiteral("plus"));
    scorer->setObjectName(QStringLiteral("addScorer"));
    buttons->addWidget(model);
    buttons->addWidget(scorer);
    buttons->addStretch();
    layout->addLayout(buttons);
    connect(model, &QAbstractButton::clicked, this, [this] {
        add(JudgingEditor::suggestion(overview_, true));
        emit changed();
    });
    connect(scorer, &QAbstractButton::clicked, this, [this] {
        add(JudgingEditor::suggestion(overview_, false));
        emit changed();
    });
}

JudgingEditor* JudgingsForm::add(const domain::JudgingSpec& spec) {
    auto* editor = new JudgingEditor;
    editor->setOverview(overview_);
    editor->setCandidates(candidates_);
    editor->setSpec(spec);
    column_->addWidget(editor);
    editors_.append(editor);
    connect(editor, &JudgingEditor::changed, this, &JudgingsForm::changed);
    connect(editor, &JudgingEditor::judgeWanted, this, &JudgingsForm::judgeWanted);
    connect(editor, &JudgingEditor::removeRequested, this, [this, editor] {
        editors_.removeOne(editor);
        editor->hide();
        editor->deleteLater();
        emit changed();
    });
    return editor;
}

void JudgingsForm::setOverview(const std::shared_ptr<const workbench::ProjectOverview>& overview) {
    overview_ = overview;
    for (JudgingEditor* editor : editors_) {
        editor->setOverview(overview);
    }
}

void JudgingsForm::setCandidates(const QStringList& names) {
    candidates_ = names;
    for (JudgingEditor* editor : editors_) {
        editor->setCandidates(names);
    }
}

void JudgingsForm::setSpecs(const std::vector<domain::JudgingSpec>& specs) {
    qDeleteAll(editors_);
    editors_.clear();
    for (const domain::JudgingSpec& spec : specs) {
        add(spec);
    }
}

std::vector<domain::JudgingSpec> JudgingsForm::specs() const {
    std::vector<domain::JudgingSpec> specs;
    std::set<std::string> names;
    for (const JudgingEditor* editor : editors_) {
        domain::JudgingSpec spec = editor->spec();
        const std::string base = spec.name;
        for (int number = 2; !names.insert(spec.name).second; ++number) {
            spec.name = base + " " + std::to_string(number);
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

QString JudgingsForm::problem() const {
    for (const JudgingEditor* editor : editors_) {
        if (const QString problem = editor->problem(); !problem.isEmpty()) {
            return problem;
        }
    }
    return {};
}

} // namespace tiebreak::ui
