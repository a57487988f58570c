// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"
#include "items/rubric_editor.h"
#include "ui/shell/place.h"

#include <QHash>
#include <QStandardItemModel>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class MessageBar;
class PlaceBar;
class RubricForm;
class RubricPreviewPane;
class Settings;
class TableView;
class TextLabel;

/// How answers are judged: the project's rubrics and the built-in ones, one in a form beside the prompt that
/// comes of it.
///
/// Targets: {"rubric": name} shows one, {"new": true} begins one.
class RubricsPlace : public Place {
    Q_OBJECT

public:
    RubricsPlace(items::ProjectSession& session, Settings& settings, QWidget* parent = nullptr);
    ~RubricsPlace() override;

    [[nodiscard]] QString placeId() const override { return place::rubrics; }
    void activate(const QVariantMap& target) override;
    [[nodiscard]] QVariantMap location() const override;
    [[nodiscard]] QWidget* firstFocus() override;
    [[nodiscard]] QUndoStack* undoStack() override;

    [[nodiscard]] items::RubricEditor* editor() const { return editor_; }
    void save();

signals:
    /// Judge five items with this rubric before a long judging.
    void tryRequested(const QString& rubric);
    void importRequested();

private:
    void build(Settings& settings);
    void fillList();
    void choose(const QString& name);
    void showChosen();
    void addRubric(domain::Rubric rubric);
    void updateState();
    void fillRevisions();

    items::ProjectSession& session_;
    PlaceBar* bar_;
    Button* undo_;
    Button* redo_;
    Button* duplicate_;
    Button* try_;
    Button* save_;
    MessageBar* message_;
    QStandardItemModel rows_;
    TableView* list_;
    QStandardItemModel revisions_;
    TableView* revisionTable_;
    RubricForm* form_;
    RubricPreviewPane* preview_;
    TextLabel* note_;
    QAction* saveAction_;
    QHash<qint64, items::RubricEditor*> editors_;
    items::RubricEditor* editor_ = nullptr; ///< null: a built-in rubric is shown
    QString chosen_;
    bool showing_ = false;
    items::Ticket addTicket_;
};

} // namespace tiebreak::ui
