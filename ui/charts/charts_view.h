// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/error_info.h"
#include "ui/charts/charts_data.h"
#include "ui/charts/loss_score_view.h"

#include <QList>
#include <QWidget>

#include <functional>

class QSplitter;
class QStackedWidget;

namespace tiebreak::ui {

class Button;
class Choice;
class EmptyState;
class LossScoreInspector;
class LossScorePlot;
class MessageBar;
class PlaceBar;
class Settings;
class TextLabel;
class ElidedLabel;

/// Charts as a person sees it: bar, chart with title and caption, inspector. Fed with values; what it wants
/// read it asks for by signals.
class ChartsView : public QWidget {
    Q_OBJECT

public:
    /// `settings` may be null: then nothing is kept.
    explicit ChartsView(Settings* settings, QWidget* parent = nullptr);
    ~ChartsView() override;

    void setRuns(const QList<std::pair<domain::RunId, QString>>& runs, domain::RunId current);
    void setData(const std::shared_ptr<const ChartsData>& charts);
    void showNoRuns();
    void showFailure(const items::ErrorInfo& error);

    /// Makes a candidate of the present chart the current point.
    void setCurrentCandidate(const QString& name);
    [[nodiscard]] QString currentCandidate() const;

    /// Asks where to save: title, suggested file name, filter; empty where the person thought better of it.
    using SaveDialog = std::function<QString(const QString&, const QString&, const QString&)>;
    void setSaveDialog(SaveDialog dialog) { saveDialog_ = std::move(dialog); }

    /// Writes the chart as shown, by the file's ending: png, svg, pdf or csv. Says so, or what went wrong.
    void saveAs(const QString& fileName);
    /// Picture and words go to the clipboard.
    void copy();

    [[nodiscard]] LossScorePlot* plot() const { return plot_; }
    [[nodiscard]] LossScoreInspector* inspector() const { return inspector_; }
    /// What stands in the chart's place; null while there is a chart.
    [[nodiscard]] EmptyState* emptyState() const;

signals:
    void runWanted(tiebreak::domain::RunId run);
    void judgingWanted(tiebreak::domain::JudgingId judging);
    void lossSetWanted(const QString& lossSet);
    void leftOutWanted(const std::vector<std::string>& names);
    void openItems(tiebreak::domain::CandidateRevisionId candidate, const QString& name);
    void runsPlaceWanted();
    void modelsPlaceWanted();
    void retryWanted();

private:
    QWidget* makeChartPane();
    void connectChart();
    void showEmpty(EmptyState* state);
    void toggleLeftOut(domain::CandidateRevisionId candidate);
    void applyView(const LossScoreView& view);
    void placeCaption();
    void askSave(const QString& ending, const QString& filter);
    [[nodiscard]] QString nameOf(domain::CandidateRevisionId candidate) const;

    Settings* settings_;
    SaveDialog saveDialog_;
    std::shared_ptr<const ChartsData> data_;
    LossScoreView view_;
    PlaceBar* bar_;
    Button* copy_;
    Button* save_;
    Choice* runs_;
    Choice* judgings_;
    Choice* lossSets_;
    QStackedWidget* stack_;
    QSplitter* splitter_;
    EmptyState* empty_ = nullptr;
    MessageBar* message_;
    QWidget* head_;
    ElidedLabel* title_;
    ElidedLabel* subtitle_;
    LossScorePlot* plot_;
    TextLabel* caption_;
    LossScoreInspector* inspector_;
};

} // namespace tiebreak::ui
