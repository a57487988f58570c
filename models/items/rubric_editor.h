// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"
#include "items/project_session.h"
#include "store/rubrics.h"

#include <QTimer>
#include <QUndoStack>

#include <vector>

namespace tiebreak::items {

/// One rubric that a person edits. Like an eval set: every change can be undone, what is not saved is kept in
/// the project, saving makes a revision.
class RubricEditor : public QObject {
    Q_OBJECT

public:
    /// Typing in one part is one step to undo.
    enum class Part { name, criteria, scale, description };

    RubricEditor(ProjectSession& session, const store::RubricRow& row, QObject* parent = nullptr);
    ~RubricEditor() override;

    [[nodiscard]] domain::RubricId id() const { return id_; }
    [[nodiscard]] const domain::Rubric& rubric() const { return rubric_; }
    [[nodiscard]] const std::vector<store::RubricRevisionRow>& revisions() const { return revisions_; }
    [[nodiscard]] QUndoStack& undoStack() { return undo_; }
    [[nodiscard]] bool isModified() const { return rubric_ != stored_; }

    void load(); ///< revisions and draft; `changed` follows
    /// `index`: which description.
    void change(Part part, const domain::Rubric& now, int index = 0);
    /// Throws nothing: what stands in the way is told by problem().
    void save();
    void flushDraft();
    /// Another revision was saved elsewhere: shown unless a person is at work on this one.
    void follow(const store::RubricRow& row);

    /// Why it cannot be saved, in words; empty: it can.
    [[nodiscard]] QString problem() const;
    /// What is odd about it though it can be saved.
    [[nodiscard]] QString warning() const;

signals:
    void changed(); ///< another rubric now, by an edit, undo or redo
    void saved(int number);
    void failed(const tiebreak::items::ErrorInfo& error);

private:
    class Step;
    void set(const domain::Rubric& rubric);

    ProjectSession& session_;
    domain::RubricId id_;
    domain::Rubric rubric_;
    domain::Rubric stored_;
    std::vector<store::RubricRevisionRow> revisions_;
    QUndoStack undo_;
    bool draftDue_ = false; ///< what is there now is not written yet
    QTimer draftTimer_;
    Ticket loadTicket_;
    Ticket saveTicket_;
};

/// The scales that are offered, by their index; own ones come behind. Descriptions: how many scores of each
/// are described.
struct RubricScale {
    const char* name;
    double low;
    double high;
    bool yesNo;
    int described;
};
[[nodiscard]] const std::vector<RubricScale>& rubricScales();
/// −1 where it is none of them.
[[nodiscard]] int scaleOf(const domain::Rubric& rubric);
/// "1–5", "yes / no".
[[nodiscard]] QString scaleText(const domain::Rubric& rubric);
/// The score that description `index` of `count` is about: they divide the scale evenly.
[[nodiscard]] QString describedScore(const domain::Rubric& rubric, int index, int count);

} // namespace tiebreak::items
