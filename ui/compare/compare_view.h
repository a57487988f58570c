// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/background.h"
#include "ui/compare/answer_columns.h"
#include "ui/compare/item_pane.h"

#include <QWidget>

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QAction;
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class Choice;
class EmptyState;
class NoteStrip;
class PlaceBar;
class QuestionBlock;
class Settings;
class TextLabel;

/// A run to choose in Compare's bar.
struct RunChoice {
    domain::RunId id;
    QString name;
};

/// Compare without a project behind it: shows the values it is given and says what it wants next.
class CompareView : public QWidget {
    Q_OBJECT

public:
    /// `settings` may be null: then nothing is kept.
    CompareView(items::Background& background, Settings* settings, QWidget* parent = nullptr);
    ~CompareView() override;

    void setRuns(const QVector<RunChoice>& runs, domain::RunId current);
    /// Null: nothing to show yet. Selection, filter, order and page stay where the run is the same.
    void setIndex(std::shared_ptr<const workbench::CompareIndex> index);
    void setDetail(std::shared_ptr<const workbench::CompareDetail> detail);
    void setMatches(const QString& words, std::shared_ptr<const items::ItemSet> matches);
    /// In place of everything below the bar, with "Try again".
    void showFailure(const items::ErrorInfo& error);
    /// Why there is nothing to compare, with a way on.
    void showNothing(const QString& what, const QString& why);
    void showLoading();
    /// False: the baseline cannot be changed (a project opened for reading).
    void setWritable(bool writable);

    void selectItem(domain::ItemRevisionId item) { items_->selectItem(item); }
    void focusFilter();

    [[nodiscard]] ItemPane* items() const { return items_; }
    [[nodiscard]] AnswerColumns* columns() const { return columns_; }
    [[nodiscard]] NoteStrip* note() const { return note_; }
    [[nodiscard]] QuestionBlock* question() const { return question_; }
    [[nodiscard]] const ReadingMode& mode() const { return columns_->mode(); }
    [[nodiscard]] std::shared_ptr<const workbench::CompareDetail> detail() const { return detail_; }

    /// What the context menu copies, for the current column and item.
    [[nodiscard]] QString answerText() const;
    [[nodiscard]] QString itemMarkdown() const;
    [[nodiscard]] QString rowCsv() const;

signals:
    void runWanted(tiebreak::domain::RunId run);
    void judgingWanted(tiebreak::domain::JudgingId judging);
    void itemWanted(tiebreak::domain::ItemRevisionId item);
    void searchWanted(const QString& words);
    void baselineWanted(const QString& candidate);
    void retryWanted();
    void runsWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildBar();
    void buildBody();
    void buildActions();
    QAction* addKey(const QString& text, const QKeySequence& key, const std::function<void()>& act);
    QAction* addToggle(const QString& text, const QKeySequence& key, bool ReadingMode::*part,
                       const QString& tip);
    void setMode(const ReadingMode& mode);
    void showQuestion();
    void updatePager();
    void updateCandidates();
    void updateQuestionHeight();
    void openMenu(const QPoint& at);
    void restoreState();
    void keepState();
    [[nodiscard]] QVector<ColumnWords> allWords() const;

    Settings* settings_;
    std::shared_ptr<const workbench::CompareIndex> index_;
    std::shared_ptr<const workbench::CompareDetail> detail_;
    bool writable_ = true;

    PlaceBar* bar_;
    Choice* runs_;
    Choice* judgings_;
    QVector<Button*> toggles_;
    QVector<QAction*> toggleActions_;
    QVector<bool ReadingMode::*> toggleParts_;
    TextLabel* pageText_;
    Button* pageBack_;
    Button* pageOn_;
    QStackedWidget* stack_;
    QSplitter* splitter_;
    ItemPane* items_;
    QWidget* right_;
    QuestionBlock* question_;
    NoteStrip* note_;
    AnswerColumns* columns_;
    EmptyState* nothing_;
    EmptyState* failed_;
    QWidget* loading_;
    QAction* copyAnswer_;
    QAction* copyMarkdown_;
    QAction* copyCsv_;
    QAction* makeBaseline_;
    QAction* diffAgainst_;
};

} // namespace tiebreak::ui
