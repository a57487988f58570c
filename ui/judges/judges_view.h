// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/error_info.h"
#include "workbench/judge_bench.h"

#include <QWidget>

#include <memory>

QT_BEGIN_NAMESPACE
class QSplitter;
class QStackedWidget;
class QVBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::items {
class BenchExampleModel;
class JudgeBenchModel;
} // namespace tiebreak::items

namespace tiebreak::ui {

class Button;
class Choice;
class ConfusionGrid;
class EmptyState;
class PlaceBar;
class SectionTitle;
class Settings;
class TableView;
class TextLabel;

/// How good the judges are: the league table, and for the selected one its confusion, the comparisons behind
/// each cell, and every figure with its interval and n. Fed with values; wishes come as signals.
class JudgesView : public QWidget {
    Q_OBJECT

public:
    explicit JudgesView(Settings* settings, QWidget* parent = nullptr);

    struct Named {
        qint64 id = 0;
        QString name;
    };
    /// Runs to look at (0: all), and judgings that may be held to be right (0: people's labels).
    void setChoices(const QList<Named>& runs, qint64 run, const QList<Named>& truths, qint64 truth);
    void setBench(std::shared_ptr<const workbench::JudgeBench> bench);
    void showFailure(const items::ErrorInfo& error);
    void showNothing();
    void setWritable(bool writable);

    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] TableView* examples() const { return examples_; }
    [[nodiscard]] ConfusionGrid* confusion() const { return confusion_; }
    [[nodiscard]] QString figuresText() const;

signals:
    void runWanted(qint64 run);
    void truthWanted(qint64 judging);
    void trialWanted();
    void labelWanted();
    void runsWanted();
    void retryWanted();
    void itemWanted(tiebreak::domain::RunId run, tiebreak::domain::JudgingId judging,
                    tiebreak::domain::ItemRevisionId item);

private:
    QWidget* makeDetails(Settings* settings);
    void showJudge(int row);
    void showExamples(int truth, int verdict);
    void fillFigures(const workbench::BenchRow& judge);

    std::shared_ptr<const workbench::JudgeBench> bench_;
    int shown_ = -1;
    PlaceBar* bar_;
    Choice* runs_;
    Choice* truths_;
    Button* trial_;
    QStackedWidget* stack_;
    QSplitter* splitter_;
    EmptyState* nothing_;
    EmptyState* failed_;
    SectionTitle* title_;
    TextLabel* people_;
    TableView* table_;
    items::JudgeBenchModel* model_;
    SectionTitle* judgeTitle_;
    ConfusionGrid* confusion_;
    TextLabel* noTruth_;
    TextLabel* figures_;
    SectionTitle* examplesTitle_;
    TableView* examples_;
    items::BenchExampleModel* exampleModel_;
};

} // namespace tiebreak::ui
