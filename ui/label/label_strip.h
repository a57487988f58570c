// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"
#include "workbench/label_queue.h"

#include <optional>
#include <vector>

namespace tiebreak::ui {

class CertaintyLine;
class Choice;
class ElidedLabel;

/// How far labelling is: how many more cards, what was labelled, and how sure the order is so far.
class LabelStrip : public Pane {
    Q_OBJECT

public:
    explicit LabelStrip(QWidget* parent = nullptr);

    struct State {
        std::optional<workbench::LabelProgress> progress; ///< absent: being counted
        workbench::LabelQueue::Counts counts;
        std::vector<double> history;
        bool judged = true; ///< the run has a judging whose ties are broken
        bool randomOnly = false;
    };
    void showState(const State& state);

    /// Whose ties: shown where there is a choice.
    [[nodiscard]] Choice* judgings() const { return judgings_; }
    [[nodiscard]] QString headline() const;
    [[nodiscard]] QString detail() const;

private:
    ElidedLabel* headline_;
    ElidedLabel* detail_;
    Choice* judgings_;
    CertaintyLine* line_;
};

/// What the strip says in its first line.
[[nodiscard]] QString labelHeadline(const LabelStrip::State& state);

} // namespace tiebreak::ui
