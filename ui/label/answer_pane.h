// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/safe_text.h"
#include "ui/widgets/pane.h"

#include <memory>

namespace tiebreak::ui {

class AnswerKey;
class SafeTextView;

/// One answer of a card: its number, its text, and its own key under it, so that the hand and the eye agree.
class AnswerPane : public Pane {
    Q_OBJECT

public:
    explicit AnswerPane(int number, QWidget* parent = nullptr);

    void showAnswer(const std::shared_ptr<const items::SafeText>& text);
    /// As high as its text, within limits: where answers stand one above another. 0: takes what it gets.
    void fit(bool stacked);
    void setDivided(bool divided); ///< a hairline at the left (beside another) or top (below another)
    void setKeyShown(bool shown);

    [[nodiscard]] SafeTextView* text() const { return text_; }
    [[nodiscard]] AnswerKey* key() const { return key_; }

private:
    SafeTextView* text_;
    AnswerKey* key_;
    bool stacked_ = false;
    bool divided_ = false;
};

} // namespace tiebreak::ui
