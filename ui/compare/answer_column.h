// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/compare/column_words.h"
#include "ui/widgets/pane.h"

#include <memory>

namespace tiebreak::ui {

class Button;
class ColumnHeader;
class ElidedLabel;
class JudgeBlock;
class JudgeGrip;
class SafeTextView;
class TextLabel;

/// An answer made ready away from the window's thread.
struct PreparedAnswer {
    std::shared_ptr<const items::SafeText> text;
    QString markdown;
    bool asMarkdown = false;
};

/// One candidate's column: header, answer, judge, footer.
class AnswerColumn : public Pane {
    Q_OBJECT

public:
    explicit AnswerColumn(QWidget* parent = nullptr);

    /// `key` 1 … 6; `judged`: there is a judging to tell of.
    void showColumn(const ColumnWords& words, const PreparedAnswer& answer, int key, bool comparedTo,
                    bool judged, const items::ScoreScale& scale);
    void setJudgeHeight(int pixels);

    /// Drawn around the column: nothing, a line on top, or the focus ring.
    enum class Marking { none, current, focused };
    void setMarking(Marking marking);

    [[nodiscard]] const ColumnWords& words() const { return words_; }
    [[nodiscard]] SafeTextView* answer() const { return answer_; }

signals:
    void focusWanted();
    void allWanted(); ///< the rest of a long answer
    void gripDragged(int globalY);
    void menuWanted(const QPoint& global);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    class Ring;

    ColumnWords words_;
    ColumnHeader* header_;
    SafeTextView* answer_;
    Pane* rest_;
    TextLabel* restWords_;
    JudgeGrip* grip_;
    JudgeBlock* judge_;
    ElidedLabel* footer_;
    Ring* ring_;
};

} // namespace tiebreak::ui
