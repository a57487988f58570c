// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/duplicate_rows.h"
#include "items/eval_set_editor.h"
#include "items/pasted_rows.h"
#include "items/project_session.h"
#include "ui/shell/place.h"

#include <QHash>
#include <QTimer>

#include <memory>

QT_BEGIN_NAMESPACE
class QAction;
class QLineEdit;
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class Choice;
class EmptyState;
class EvalInspector;
class EvalTable;
class FileDialogs;
class FilterField;
class MessageBar;
class PlaceBar;
class RevisionDiffView;
class Settings;
class TextLabel;

/// The items people are asked about: typed, pasted or imported, changed and saved as revisions. What is not
/// saved is kept as a draft in the project. Old revisions open read only.
///
/// Targets: {"set": id} or {"revision": id} shows one, with "category" where wanted; {"new": true} begins
/// one.
class EvalSetsPlace : public Place {
    Q_OBJECT

public:
    /// `dialogs` null: the system's.
    EvalSetsPlace(items::ProjectSession& session, Settings& settings, QWidget* parent = nullptr,
                  std::unique_ptr<FileDialogs> dialogs = {});
    ~EvalSetsPlace() override;

    [[nodiscard]] QString placeId() const override { return place::evalSets; }
    void activate(const QVariantMap& target) override;
    [[nodiscard]] QVariantMap location() const override;
    bool focusFilter() override;
    [[nodiscard]] QWidget* firstFocus() override;
    [[nodiscard]] QUndoStack* undoStack() override;

    /// The eval set that is shown; null before one is loaded.
    [[nodiscard]] items::EvalSetEditor* editor() const { return editor_; }
    void newSet(const QString& name = {});
    void save();

signals:
    void importRequested();

private:
    void buildBar();
    void buildTable();
    void connectParts();
    QAction* addTableAction(const QString& text, const QKeySequence& keys, void (EvalSetsPlace::*slot)());

    void showSets();
    void openSet(domain::EvalSetId set);
    void openRevision(domain::EvalSetRevisionId revision);
    void showModel(items::EvalSetModel& model);
    void showOldRevision(domain::EvalSetRevisionId revision);
    void showNewest();
    void restoreOldRevision();
    [[nodiscard]] items::EvalSetModel* shownModel() const { return shownModel_; }
    [[nodiscard]] bool canEdit() const;

    void paste(const QString& text);
    void takePasted(const items::PastedRows& pasted);
    void removeRows();
    void duplicateRows();
    void insertRow();
    void setCategoryOfRows();
    void moveRows(int by);
    void findDuplicates();
    void showDuplicates(const std::vector<items::DuplicateRow>& found);
    void removeDuplicates();
    void startRename();
    void finishRename();
    void showDiff();
    void readLeaks();
    void showLeaks();
    void chooseTrainingData();
    void lookUp(const QString& file);
    void filter(const QString& words);
    void clearFilters();
    void recount();
    void updateState();

    items::ProjectSession& session_;
    Settings& settings_;
    PlaceBar* bar_;
    Choice* sets_;
    QLineEdit* name_;
    Button* undo_;
    Button* redo_;
    Button* saveButton_;
    Button* duplicates_;
    Button* lookUp_;
    std::unique_ptr<FileDialogs> dialogs_;
    Button* rename_;
    FilterField* filter_;
    TextLabel* count_;
    MessageBar* message_;
    EvalTable* table_;
    EvalInspector* inspector_;
    RevisionDiffView* diff_;
    QStackedWidget* stack_;
    QStackedWidget* body_;
    QStackedWidget* whole_;
    EmptyState* nothing_;
    EmptyState* filtered_;
    QAction* saveAction_;
    QHash<qint64, items::EvalSetEditor*> editors_;
    items::EvalSetEditor* editor_ = nullptr;
    items::EvalSetModel oldModel_; ///< an old revision, read only
    domain::EvalSetRevisionId oldRevision_;
    items::EvalSetModel* shownModel_ = nullptr;
    std::vector<items::DuplicateRow> found_;
    QString wantedCategory_; ///< of a target, until its set is loaded
    bool focusNewRow_ = false;
    QTimer recountTimer_;
    items::Ticket findTicket_;
    items::Ticket filterTicket_;
    items::Ticket countTicket_;
    items::Ticket oldTicket_;
    items::Ticket pasteTicket_;
    items::Ticket newTicket_;
    items::Ticket leakTicket_;
    items::Ticket lookUpTicket_;
};

} // namespace tiebreak::ui
