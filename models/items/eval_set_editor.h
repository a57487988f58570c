// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/eval_set_model.h"
#include "items/project_session.h"
#include "store/evalsets.h"

#include <QTimer>

#include <vector>

namespace tiebreak::items {

/// One eval set that a person edits: its newest revision with what was made of it, kept as a draft in the
/// project within half a second of each edit, until it is saved as a revision or undone.
class EvalSetEditor : public QObject {
    Q_OBJECT

public:
    EvalSetEditor(ProjectSession& session, domain::EvalSetId set, QObject* parent = nullptr);
    ~EvalSetEditor() override;

    [[nodiscard]] domain::EvalSetId set() const { return set_; }
    [[nodiscard]] EvalSetModel& model() { return model_; }
    [[nodiscard]] bool isLoaded() const { return loaded_; }
    [[nodiscard]] QString name() const { return name_; }
    /// Newest first.
    [[nodiscard]] const std::vector<store::EvalSetRevisionRow>& revisions() const { return revisions_; }
    /// A draft was found when it was loaded.
    [[nodiscard]] bool hadDraft() const { return hadDraft_; }

    /// Reads the newest revision and the draft. `loaded` follows.
    void load();
    /// Saves what is there as a revision. `saved` follows; nothing happens where nothing differs.
    void save(const QString& note);
    /// Can be undone with the rest.
    void rename(const QString& name);
    /// Back to the newest revision: one step, which undo takes back.
    void discardEdits();
    /// Hands a draft that is due to the project's writer; never waits.
    void flushDraft();

    /// "2 added, 1 changed" against the newest revision; empty where nothing differs.
    [[nodiscard]] QString changeSummary() const;

signals:
    void loaded();
    void saved(qint64 revision);
    void renamed();
    void failed(const tiebreak::items::ErrorInfo& error);

private:
    void writeName(const QString& name);

    ProjectSession& session_;
    domain::EvalSetId set_;
    EvalSetModel model_;
    QString name_;
    std::vector<store::EvalSetRevisionRow> revisions_;
    EvalRows stored_; ///< of the newest revision
    bool loaded_ = false;
    bool hadDraft_ = false;
    bool draftDue_ = false; ///< what is there now is not written yet
    QTimer draftTimer_;
    Ticket loadTicket_;
    Ticket saveTicket_;
    Ticket nameTicket_;
};

} // namespace tiebreak::items
