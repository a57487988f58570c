// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"
#include "workbench/answer.h"
#include "workbench/answer_labels.h"

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class CategoryPane;
class EmptyState;
class MeterList;
class RankingPane;
class ReadingPane;
class Settings;
class VerdictBlock;

/// A finished run's answer: the verdict and how sure it is, the ranking, what could mislead, and the items
/// most worth reading. Shows one value; asks for another by signals.
class AnswerView : public QWidget {
    Q_OBJECT

public:
    /// Windows narrower than this do without the categories.
    static constexpr int categoriesFrom = 1180;

    /// `settings` may be null: then nothing is kept.
    explicit AnswerView(Settings* settings, QWidget* parent = nullptr);
    ~AnswerView() override;

    /// Null empties the view (while another run's answer is read).
    void setAnswer(std::shared_ptr<const workbench::RunAnswer> answer);
    /// What people say of the two that are compared.
    void setPeople(const workbench::PairLabels& people);
    [[nodiscard]] const workbench::RunAnswer* answer() const { return answer_.get(); }

    /// The item selected in the reading list; 0: none.
    [[nodiscard]] qint64 currentItem() const;
    /// What the keyboard should reach first: the reading list where there is one.
    [[nodiscard]] QWidget* firstFocus() const;

signals:
    void choiceChanged(const QString& candidate, const QString& baseline, qint64 judging);
    void itemOpened(qint64 item);
    void allItemsRequested();
    void progressRequested();
    void moreItemsRequested(const QString& category);
    void labelsRequested(const QString& candidate, const QString& baseline, qint64 judging);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build(Settings* settings);
    void showUnjudged();
    void showCategories();
    void askAbout(const QString& candidate);

    std::shared_ptr<const workbench::RunAnswer> answer_;
    Settings* settings_;
    QStackedWidget* stack_;
    QWidget* page_;
    QWidget* blank_;
    EmptyState* unjudged_;
    Button* read_;
    VerdictBlock* verdict_;
    CategoryPane* categories_;
    QSplitter* splitter_;
    RankingPane* ranking_;
    MeterList* meters_;
    QWidget* meterArea_;
    std::function<void()> layOutLeft_;
    ReadingPane* reading_;
};

} // namespace tiebreak::ui
