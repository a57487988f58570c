// SPDX-License-Identifier: GPL-3.0-or-later
// Items that stand in training data: looked up in a file, marked in the table, counted beside it.
#include "items/safe_text.h"
#include "store/training.h"
#include "ui/evalsets/eval_inspector.h"
#include "ui/evalsets/eval_sets_place.h"
#include "ui/runs/file_dialogs.h"
#include "ui/settings/settings.h"
#include "ui/widgets/button.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/wording.h"
#include "workbench/import_training.h"

#include <QFileInfo>

#include <set>

namespace tiebreak::ui {

namespace {

struct Leaks {
    std::unordered_map<domain::ItemRevisionId, std::vector<store::TrainingMatchRow>> matches;
    std::vector<store::TrainingSetRow> sets;
};

} // namespace

/// The marks of the revision that is shown, read off the window's thread.
void EvalSetsPlace::readLeaks() {
    if (!shownModel_) {
        return;
    }
    const domain::EvalSetRevisionId revision = oldRevision_.stored() ? oldRevision_ : shownModel_->base();
    if (!revision.stored()) {
        inspector_->setLeaks({}, {});
        return;
    }
    session_.read(
        this, leakTicket_,
        [revision](store::Connection& c) {
            return Leaks{store::training_matches(c, revision), store::training_sets(c)};
        },
        [this, model = shownModel_](const std::shared_ptr<const Leaks>& leaks) {
            if (model != shownModel_) {
                return;
            }
            std::unordered_map<qint64, items::RowMark> marks = model->marks();
            std::erase_if(marks,
                          [](const auto& each) { return each.second.kind == items::RowMark::Kind::leaked; });
            int exact = 0;
            int near = 0;
            std::set<std::string> files;
            for (const items::EvalRowPtr& row : model->rows()) {
                const auto found = leaks->matches.find(row->revision);
                if (found == leaks->matches.end() || found->second.empty()) {
                    continue;
                }
                const store::TrainingMatchRow& match = found->second.front(); // the most alike
                ++(match.exact ? exact : near);
                files.insert(match.training_set_name);
                marks[row->key] = {items::RowMark::Kind::leaked,
                                   match.exact ? tr("exact, row %1").arg(match.row)
                                               : tr("near, row %1").arg(match.row),
                                   tr("%1, row %2: %3")
                                       .arg(items::safeLine(match.training_set_name))
                                       .arg(match.row)
                                       .arg(items::safeLine(match.excerpt))};
            }
            model->setMarks(std::move(marks));
            QStringList looked;
            for (const store::TrainingSetRow& set : leaks->sets) {
                looked << items::safeLine(set.name);
            }
            if (exact + near == 0) {
                inspector_->setLeaks(looked.isEmpty() ? QString() : tr("None of the items was found."),
                                     tr("Looked up in %1").arg(looked.join(QStringLiteral(", "))));
                return;
            }
            inspector_->setLeaks(tr("%1 of %2 items: %3 word for word, %4 nearly")
                                     .arg(exact + near)
                                     .arg(model->total())
                                     .arg(exact)
                                     .arg(near),
                                 tr("Looked up in %1. A score on these items says little about a model that "
                                    "was trained on them; reports tell scores with and without them.")
                                     .arg(looked.join(QStringLiteral(", "))));
        });
}

void EvalSetsPlace::showLeaks() {
    std::unordered_set<qint64> keys;
    for (const auto& [key, mark] : shownModel_->marks()) {
        if (mark.kind == items::RowMark::Kind::leaked) {
            keys.insert(key);
        }
    }
    shownModel_->setFound(keys);
    updateState();
}

void EvalSetsPlace::chooseTrainingData() {
    const QString file = dialogs_->openFile(this, tr("Look items up in training data"), {},
                                            tr("Training data (*.json *.jsonl *.txt);;All files (*)"));
    if (!file.isEmpty()) {
        lookUp(file);
    }
}

/// Looks the items of all eval sets, and all answers, up in a file of any size.
void EvalSetsPlace::lookUp(const QString& file) {
    lookUp_->setEnabled(false);
    message_->showMessage(
        MessageBar::Kind::info,
        tr("Looking through %1 …").arg(items::safeLine(QFileInfo(file).fileName().toStdString())),
        tr("Only where it matches is kept."));
    Button* stop = message_->addAction(tr("Stop"));
    connect(stop, &QAbstractButton::clicked, this, [this] {
        lookUpTicket_.cancel();
        lookUp_->setEnabled(true);
        message_->hide();
    });
    session_.background().run(
        this, lookUpTicket_,
        [project = session_.project(), path = file.toStdString()](const std::stop_token& stop_token) {
            return workbench::import_training(*project, {path, {}}, true, {}, stop_token);
        },
        [this](const std::shared_ptr<const workbench::TrainingFound>& found) {
            lookUp_->setEnabled(true);
            message_->showMessage(
                found->exact + found->near > 0 ? MessageBar::Kind::warn : MessageBar::Kind::ok,
                tr("%1 of %2 items stand in %3: %4 word for word, %5 nearly.")
                    .arg(countText(found->exact + found->near), countText(found->items),
                         items::safeLine(found->name))
                    .arg(countText(found->exact), countText(found->near)),
                found->copied > 0 ? tr("%1 answers copy a row of it.").arg(countText(found->copied))
                                  : QString());
            readLeaks();
        },
        [this](const items::ErrorInfo& error) {
            lookUp_->setEnabled(true);
            message_->showMessage(MessageBar::Kind::error, error.what, error.mend);
        });
}

} // namespace tiebreak::ui
