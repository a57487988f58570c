// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"
#include "workbench/compare_view.h"

#include <memory>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class SafeTextView;
class TextLabel;

/// What was asked: the item's label, category and marks in words, then instruction, input and reference.
/// As high as its text, at most the height given; beyond, the text scrolls.
class QuestionBlock : public Pane {
    Q_OBJECT

public:
    explicit QuestionBlock(QWidget* parent = nullptr);

    /// Null `detail` empties it. `hidden`: the list's filter leaves this item out.
    void showItem(const workbench::CompareIndex* index,
                  const std::shared_ptr<const workbench::CompareDetail>& detail, bool blind, bool hidden);
    void setMostHeight(int pixels);
    [[nodiscard]] SafeTextView* fields() const { return fields_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitHeight();

    TextLabel* label_;
    QHBoxLayout* badges_;
    SafeTextView* fields_;
    int mostHeight_ = 300;
};

} // namespace tiebreak::ui
