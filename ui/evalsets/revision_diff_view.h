// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/eval_set_model.h"
#include "items/project_session.h"
#include "ui/widgets/pane.h"
#include "workbench/eval_set_diff.h"

#include <QStandardItemModel>

namespace tiebreak::ui {

class Choice;
class SafeTextView;
class Settings;
class TableView;
class TextLabel;

/// What two revisions of an eval set do not have alike: items added, removed and changed at the left, the one
/// chosen at the right with its words compared.
class RevisionDiffView : public Pane {
    Q_OBJECT

public:
    RevisionDiffView(items::ProjectSession& session, Settings& settings, QWidget* parent = nullptr);

    /// The revisions to choose from, newest first, and what is not saved yet (null: nothing is). Shows the
    /// newest two.
    void open(const std::vector<store::EvalSetRevisionRow>& revisions,
              std::shared_ptr<const items::EvalRows> unsaved);
    [[nodiscard]] TableView* table() const { return table_; }

signals:
    void backRequested();

private:
    struct Versions {
        std::vector<store::StoredItem> before;
        std::vector<store::StoredItem> after;
        workbench::EvalSetDiff diff;
    };
    void compare();
    void showVersions(const std::shared_ptr<const Versions>& versions);
    void showChange(int row);

    items::ProjectSession& session_;
    Choice* before_;
    Choice* after_;
    TextLabel* summary_;
    QStandardItemModel changes_;
    TableView* table_;
    SafeTextView* words_;
    std::shared_ptr<const items::EvalRows> unsaved_;
    std::shared_ptr<const Versions> versions_;
    items::Ticket versionsTicket_;
    items::Ticket wordsTicket_;
};

} // namespace tiebreak::ui
