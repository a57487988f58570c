// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/weights.h"
#include "domain/candidate.h"
#include "items/project_session.h"
#include "store/candidates.h"
#include "ui/widgets/pane.h"

#include <QTimer>

QT_BEGIN_NAMESPACE
class QComboBox;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class Choice;
class MessageBar;
class SafeTextView;
class SectionTitle;
class TextLabel;

/// One model: how it is reached, what it is told, what is known of its training. "Test connection" asks the
/// server for its models and weights, which costs nothing; nothing is contacted before that button is
/// pressed.
class ModelForm : public Pane {
    Q_OBJECT

public:
    explicit ModelForm(items::ProjectSession& session, QWidget* parent = nullptr);

    /// A new model with the usual address of a local llama.cpp server.
    void startNew(store::Role role);
    /// `id` not stored: a new one that begins as `model`.
    void setModel(const domain::Candidate& model, store::Role role, domain::CandidateId id = {});
    /// What the fields say. Throws domain::Error for an address that cannot be used or a literal key.
    [[nodiscard]] domain::Candidate model() const;
    [[nodiscard]] store::Role role() const { return role_; }
    [[nodiscard]] QWidget* firstField() const;

signals:
    void saved(qint64 candidate);

private:
    void build();
    void test();
    void showReport(const client::ConnectionReport& report);
    void save();
    void showPreview();
    void previewSoon() { previewRest_.start(); }
    void showError(const items::ErrorInfo& error);
    void updateFor(bool recorded);
    [[nodiscard]] domain::Api api() const;
    /// The same without what only saving checks: for the preview.
    [[nodiscard]] domain::Candidate draft() const;

    items::ProjectSession& session_;
    domain::Candidate base_; ///< what the form does not show goes on as it is
    store::Role role_ = store::Role::candidate;
    domain::CandidateId id_;
    SectionTitle* title_;
    QLineEdit* name_;
    Choice* api_;
    QLineEdit* url_;
    QComboBox* model_;
    QLineEdit* key_;
    Choice* template_;
    QPlainTextEdit* ownTemplate_;
    QPlainTextEdit* system_;
    QLineEdit* temperature_;
    QLineEdit* topP_;
    QLineEdit* maxTokens_;
    QLineEdit* seed_;
    QLineEdit* stop_;
    QSpinBox* concurrency_;
    QLineEdit* perMinute_;
    QLineEdit* timeout_;
    QLineEdit* priceIn_;
    QLineEdit* priceOut_;
    QLineEdit* loss_;
    QLineEdit* lossSe_;
    QLineEdit* lossSet_;
    QLineEdit* tokenizer_;
    QLineEdit* parent_;
    QLineEdit* tags_;
    SafeTextView* preview_;
    TextLabel* warnings_;
    TextLabel* result_;
    MessageBar* message_;
    Button* test_;
    Button* save_;
    bool saving_ = false;
    QFormLayout* form_ = nullptr;
    QList<QWidget*> askedRows_;    ///< of models that are asked, not of recorded answers
    QList<QWidget*> trainingRows_; ///< of candidates, not of judges
    QTimer previewRest_;
    items::Ticket testTicket_;
    items::Ticket saveTicket_;
    items::Ticket previewTicket_;
};

} // namespace tiebreak::ui
