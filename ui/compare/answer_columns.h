// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/background.h"
#include "ui/compare/answer_column.h"

#include <QWidget>

#include <set>
#include <vector>

QT_BEGIN_NAMESPACE
class QTimer;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// How answers are shown; the same for all columns.
struct ReadingMode {
    bool wordDiff = true;
    bool raw = false;
    bool blind = false;
    bool scrollTogether = true;

    friend bool operator==(const ReadingMode&, const ReadingMode&) = default;
};

/// The answers of one item side by side: two to six columns by width, the first one stays and the rest turn.
/// Texts and diffs are made ready in the background; a new item appears all at once, when they are.
class AnswerColumns : public QWidget {
    Q_OBJECT

public:
    static constexpr int most = 6;

    explicit AnswerColumns(items::Background& background, QWidget* parent = nullptr);
    ~AnswerColumns() override;

    void setContent(std::shared_ptr<const workbench::CompareIndex> index,
                    std::shared_ptr<const workbench::CompareDetail> detail);
    void setMode(const ReadingMode& mode);
    [[nodiscard]] const ReadingMode& mode() const { return mode_; }

    /// Which candidate the word diff compares with; 0, the baseline, at first. Reading blind, the first
    /// column takes its place.
    void setDiffAgainst(int candidate);
    [[nodiscard]] int diffAgainst() const { return diffAgainst_; }

    void turnPage(int by);
    [[nodiscard]] int page() const { return page_; }
    [[nodiscard]] int pages() const;
    /// "Columns 1–4 of 8", "Columns 1, 5–7 of 8"; empty where all are shown.
    [[nodiscard]] QString pageText() const;

    /// Columns shown, and the candidates in them, from the left.
    [[nodiscard]] int shownColumns() const;
    [[nodiscard]] std::vector<int> shownCandidates() const;
    /// All candidates in the order their columns have for this item.
    [[nodiscard]] const std::vector<int>& order() const { return order_; }

    /// Words marked in all answers; and the next marked one from the current column on, or the one before.
    void markWords(const QString& words);
    bool goToMark(bool backwards);

    /// Puts the focus into a shown column, from 0.
    void focusColumn(int at);
    /// Turns to the page with a candidate and makes its column the current one.
    void showCandidate(int candidate);
    /// The column that keys and menus are about.
    [[nodiscard]] int currentColumn() const { return current_; }
    [[nodiscard]] int currentCandidate() const;
    [[nodiscard]] AnswerColumn* column(int at) const { return columns_[static_cast<std::size_t>(at)]; }

    /// The judge's share of a column's height, 0 … 1; kept by whoever keeps state.
    void setJudgeShare(double share);
    [[nodiscard]] double judgeShare() const { return judgeShare_; }

    /// The narrowest a column may be: 45 characters of running text and its margins.
    static int narrowest();

signals:
    void pageChanged();
    void currentChanged();
    void judgeShareChanged();
    void shown(); ///< the item's texts are there
    void menuWanted(const QPoint& global);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override { event->accept(); }

private:
    [[nodiscard]] int columnsThatFit() const;
    void reorder();
    void fit();
    void prepare();
    void showAnswers(const std::vector<PreparedAnswer>& answers);
    void showWaiting();
    void setCurrent(int at);
    void mark();
    void placeJudges();
    void scrolled(int column);
    [[nodiscard]] int diffSource() const;

    items::Background& background_;
    items::Ticket ticket_;
    std::shared_ptr<const workbench::CompareIndex> index_;
    std::shared_ptr<const workbench::CompareDetail> detail_;
    items::ScoreScale scale_;
    ReadingMode mode_;
    std::uint64_t blindSeed_;
    std::vector<int> order_;
    std::vector<int> visible_;
    std::set<int> whole_; ///< candidates whose long answer is shown to its end, for this item
    std::vector<AnswerColumn*> columns_;
    std::vector<QWidget*> lines_;
    int diffAgainst_ = 0;
    int page_ = 0;
    int current_ = 0;
    double judgeShare_ = 0.31;
    bool following_ = false;
    QTimer* waiting_;
};

} // namespace tiebreak::ui
