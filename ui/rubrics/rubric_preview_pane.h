// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"
#include "items/project_session.h"
#include "items/safe_text.h"
#include "ui/widgets/pane.h"

#include <QTimer>

namespace tiebreak::ui {

class Button;
class Choice;
class SafeTextView;
class TextLabel;

/// The prompt that a judge would get with a rubric, for a real item, as it is typed.
class RubricPreviewPane : public Pane {
    Q_OBJECT

public:
    explicit RubricPreviewPane(items::ProjectSession& session, QWidget* parent = nullptr);

    void setRubric(const domain::Rubric& rubric);
    [[nodiscard]] domain::Protocol protocol() const;

private:
    void render();

    items::ProjectSession& session_;
    domain::Rubric rubric_;
    Choice* protocol_;
    Button* before_;
    Button* after_;
    TextLabel* which_;
    SafeTextView* text_;
    int number_ = 1;
    int items_ = 1;
    QTimer rest_;
    items::Ticket ticket_;
};

} // namespace tiebreak::ui
