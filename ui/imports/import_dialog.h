// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"
#include "workbench/import.h"

#include <QDialog>
#include <QStandardItemModel>
#include <QVariantMap>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QLineEdit;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class Choice;
class MessageBar;
class TableView;
class TextLabel;

/// Shows what files would bring before anything is kept: what they were taken for, the first rows, how
/// columns are mapped, what is left out and why. Nothing is stored until the button is pressed, and then all
/// of it or none.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    ImportDialog(items::ProjectSession& session, QStringList paths, QWidget* parent = nullptr);

signals:
    /// Stored; where to look at it.
    void imported(const QString& placeId, const QVariantMap& target);

private:
    enum class What { evalSet, responses, scores };

    [[nodiscard]] What what() const;
    [[nodiscard]] workbench::ImportEvalSet evalSet() const;
    [[nodiscard]] workbench::ImportResponses responses() const;
    [[nodiscard]] workbench::ImportScores scores() const;
    void guess();
    void preview();
    void showPreview(const workbench::ImportPreview& preview);
    void showError(const items::ErrorInfo& error);
    void store();

    items::ProjectSession& session_;
    QStringList paths_;
    Choice* what_;
    Choice* sets_;
    QLineEdit* name_;
    QCheckBox* byOrder_;
    TextLabel* setsLabel_;
    TextLabel* summary_;
    TextLabel* mapping_;
    QStandardItemModel rows_;
    TableView* table_;
    TextLabel* notes_;
    MessageBar* message_;
    Button* store_;
    items::Ticket previewTicket_;
    items::Ticket storeTicket_;
};

} // namespace tiebreak::ui
