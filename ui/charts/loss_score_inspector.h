// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_score_view.h"
#include "ui/widgets/pane.h"

#include <optional>

class QCheckBox;
class QStandardItemModel;

namespace tiebreak::ui {

class AssociationTable;
class Button;
class Choice;
class LegendList;
class SectionTitle;
class TableView;

/// What stands right of the chart: how loss and score go together, the outliers tied to their points, what
/// the marks mean, and what to show. Knows no project; changes are told, and come back with the next setView.
class LossScoreInspector : public Pane {
    Q_OBJECT

public:
    explicit LossScoreInspector(QWidget* parent = nullptr);

    /// `all`: the figures with no point left out.
    void setView(const LossScoreView& view, const workbench::LossScoreReport& all);
    void setCurrent(domain::CandidateRevisionId candidate);

    [[nodiscard]] AssociationTable* association() const { return association_; }
    [[nodiscard]] TableView* outliers() const { return outliers_; }
    [[nodiscard]] Choice* colourBy() const { return colourBy_; }

signals:
    void currentWanted(tiebreak::domain::CandidateRevisionId candidate);
    void openItems(tiebreak::domain::CandidateRevisionId candidate);
    void leaveOutToggled(tiebreak::domain::CandidateRevisionId candidate);
    void allWantedBack();
    void viewWanted(const tiebreak::ui::LossScoreView& view);

private:
    QCheckBox* addShow(const QString& text, bool LossScoreView::*member);
    void fillOutliers();
    void updateLeaveOut();

    LossScoreView view_;
    domain::CandidateRevisionId current_;
    bool filling_ = false;
    AssociationTable* association_;
    SectionTitle* outliersTitle_;
    QWidget* noOutliers_;
    TableView* outliers_;
    QStandardItemModel* model_;
    Button* leaveOut_;
    Button* takeBack_;
    Choice* colourBy_;
    LegendList* legend_;
    QWidget* shows_;
    std::vector<std::pair<QCheckBox*, bool LossScoreView::*>> checks_;
    QCheckBox* lossBars_;
};

} // namespace tiebreak::ui
