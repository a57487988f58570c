// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/error_info.h"
#include "ui/charts/chart_export.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/charts_data.h"
#include "ui/charts/loss_score_view.h"

#include <QList>
#include <QWidget>

#include <functional>

class QSplitter;
class QStackedWidget;

namespace tiebreak::ui {

class Button;
class ChartInspector;
class ChartPlot;
class Choice;
class EmptyState;
class LossScoreInspector;
class LossScorePlot;
class MessageBar;
class PlaceBar;
class Settings;
class TextLabel;
class ElidedLabel;

/// Charts as a person sees it: tabs, the chart with title and caption, its inspector. Fed with values; what
/// it wants read it asks for by signals.
class ChartsView : public QWidget {
    Q_OBJECT

public:
    /// `settings` may be null: then nothing is kept.
    explicit ChartsView(Settings* settings, QWidget* parent = nullptr);
    ~ChartsView() override;

    void setRuns(const QList<std::pair<domain::RunId, QString>>& runs, domain::RunId current);
    /// Which chart the person is on; `kindWanted` tells of changes by hand.
    [[nodiscard]] workbench::ChartKind kind() const { return kind_; }
    void setKind(workbench::ChartKind kind);

    void setData(const std::shared_ptr<const ChartsData>& charts);
    /// A chart of the present kind; `judgings` are those to choose from.
    void setChart(const std::shared_ptr<const workbench::Chart>& chart,
                  const std::vector<ChartsData::Judging>& judgings);
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

    [[nodiscard]] ChartPlot* chartPlot() const { return chartPlot_; }
    [[nodiscard]] ChartInspector* chartInspector() const { return chartInspector_; }
    /// What has the keyboard first; null where there is no chart.
    [[nodiscard]] QWidget* focusTarget() const;
    /// Puts the focus in the filter of candidates; false where the chart has none.
    bool focusFilter();

    [[nodiscard]] LossScorePlot* plot() const { return plot_; }
    [[nodiscard]] LossScoreInspector* inspector() const { return inspector_; }
    /// What stands in the chart's place; null while there is a chart.
    [[nodiscard]] EmptyState* emptyState() const;

signals:
    void kindWanted(tiebreak::workbench::ChartKind kind);
    void optionWanted(const QString& id);
    void filterWanted(const QString& words);
    void targetWanted(const tiebreak::workbench::ChartTarget& target);
    void runWanted(tiebreak::domain::RunId run);
    void judgingWanted(tiebreak::domain::JudgingId judging);
    void lossSetWanted(const QString& lossSet);
    void leftOutWanted(const std::vector<std::string>& names);
    void openItems(tiebreak::domain::CandidateRevisionId candidate, const QString& name);
    void runsPlaceWanted();
    void modelsPlaceWanted();
    void retryWanted();

private:
    QWidget* makeLossPane();
    QWidget* makeChartPane();
    void buildBar();
    void connectPlain();
    void fillJudgings(const std::vector<ChartsData::Judging>& judgings, domain::JudgingId current);
    void applyChartView(const ChartView& view);
    void placeChartCaption();
    void openChartItem(int item);
    [[nodiscard]] bool isLoss() const { return kind_ == workbench::ChartKind::loss; }
    [[nodiscard]] bool hasChart() const;
    [[nodiscard]] ChartPicture pictureAsShown() const;
    [[nodiscard]] std::string csv() const;
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
    std::shared_ptr<const workbench::Chart> chart_;
    workbench::ChartKind kind_ = workbench::ChartKind::loss;
    LossScoreView view_;
    ChartView chartView_;
    PlaceBar* bar_;
    Button* copy_;
    Button* save_;
    Choice* runs_;
    Choice* judgings_;
    Choice* lossSets_;
    QStackedWidget* stack_;
    QSplitter* splitter_;
    QSplitter* chartSplitter_;
    EmptyState* empty_ = nullptr;
    MessageBar* message_;
    QWidget* head_;
    ElidedLabel* title_;
    ElidedLabel* subtitle_;
    LossScorePlot* plot_;
    TextLabel* caption_;
    LossScoreInspector* inspector_;
    QWidget* chartHead_;
    ElidedLabel* chartTitle_;
    ElidedLabel* chartSubtitle_;
    ChartPlot* chartPlot_;
    TextLabel* chartCaption_;
    ChartInspector* chartInspector_;
};

} // namespace tiebreak::ui
