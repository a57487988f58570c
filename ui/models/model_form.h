// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/weights.h"
#include "domain/candidate.h"
#include "items/project_session.h"
#include "ui/widgets/pane.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QLineEdit;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class Choice;
class MessageBar;
class TextLabel;

/// One model: how it is reached, what it is told, what is known of its training. "Test connection" asks the
/// server for its models and weights, which costs nothing; nothing is contacted before that button is
/// pressed.
class ModelForm : public Pane {
    Q_OBJECT

public:
    explicit ModelForm(items::ProjectSession& session, QWidget* parent = nullptr);

    /// A new model with the usual address of a local llama.cpp server.
    void startNew();
    void setModel(const domain::Candidate& model);
    /// What the fields say. Throws domain::Error for an address that cannot be used or a literal key.
    [[nodiscard]] domain::Candidate model() const;
    [[nodiscard]] QWidget* firstField() const;

signals:
    void saved(qint64 candidate);

private:
    void test();
    void showReport(const client::ConnectionReport& report);
    void save();
    void showPreview();
    void showError(const items::ErrorInfo& error);
    void updateFor(bool recorded);

    items::ProjectSession& session_;
    domain::Candidate base_; ///< what the form does not show goes on as it is
    QLineEdit* name_;
    Choice* api_;
    QLineEdit* url_;
    QComboBox* model_;
    QLineEdit* key_;
    Choice* template_;
    QLineEdit* system_;
    QLineEdit* temperature_;
    QLineEdit* maxTokens_;
    QLineEdit* loss_;
    QLineEdit* lossSe_;
    QLineEdit* lossSet_;
    QLineEdit* tokenizer_;
    QLineEdit* tags_;
    TextLabel* preview_;
    TextLabel* result_;
    MessageBar* message_;
    Button* test_;
    Button* save_;
    items::Ticket testTicket_;
    items::Ticket saveTicket_;
};

} // namespace tiebreak::ui
