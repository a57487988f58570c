// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/candidates_model.h"
#include "items/project_session.h"
#include "ui/shell/place.h"

#include <QUndoStack>

#include <optional>

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class Choice;
class EmptyState;
class MessageBar;
class ModelForm;
class PlaceBar;
class Settings;
class TableView;

/// The candidates, or the judges: a table of all, and the one chosen in a form at the right. Removing one can
/// be undone; runs that used it keep it.
class ModelsPlace : public Place {
    Q_OBJECT

public:
    ModelsPlace(items::ProjectSession& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString placeId() const override { return place::models; }
    /// {"candidate": id} chooses one, {"connect": true} starts a new one; with "judge": true a judge.
    void activate(const QVariantMap& target) override;
    [[nodiscard]] QVariantMap location() const override;
    [[nodiscard]] QWidget* firstFocus() override;
    [[nodiscard]] QUndoStack* undoStack() override { return &undo_; }

signals:
    void importRequested();

private:
    void showCandidates();
    void choose(qint64 candidate);
    void connectNew();
    void setRole(store::Role role);
    void removeChosen();

    items::ProjectSession& session_;
    items::CandidatesModel model_;
    PlaceBar* bar_;
    Choice* roles_;
    MessageBar* message_;
    TableView* table_;
    Button* remove_;
    ModelForm* form_;
    EmptyState* nothing_;
    QStackedWidget* list_;
    store::Role role_ = store::Role::candidate;
    void showInForm(const store::CandidateRow& row);

    qint64 chosen_ = 0;
    std::optional<store::CandidateRow> shown_; ///< as it went into the form
    QUndoStack undo_;
    items::Ticket removeTicket_;
};

} // namespace tiebreak::ui
