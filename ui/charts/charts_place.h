// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"
#include "ui/shell/place.h"
#include "workbench/chart.h"
#include "workbench/charts.h"

#include <map>

namespace tiebreak::ui {

class ChartsView;
class Settings;

/// Charts in the window: reads what the view wants from the open project.
/// Targets it knows: {"run": id}, {"judging": id}, {"candidate": name} whose point is then current,
/// {"chart": "checkpoints"} by the names of workbench::chart_kinds.
class ChartsPlace : public Place {
    Q_OBJECT

public:
    ChartsPlace(items::ProjectSession& session, Settings* settings, QWidget* parent = nullptr);

    [[nodiscard]] QString placeId() const override { return QString::fromLatin1(place::charts); }
    void activate(const QVariantMap& target) override;
    [[nodiscard]] QVariantMap location() const override;
    [[nodiscard]] QWidget* firstFocus() override;
    bool focusFilter() override;
    [[nodiscard]] QList<KeyEntry> keys() const override;

    [[nodiscard]] ChartsView* view() const { return view_; }

private:
    void updateRuns();
    void chooseRun(domain::RunId run, domain::JudgingId judging = {});
    void read();
    void readLoss();
    void readPlain();
    void openTarget(const workbench::ChartTarget& target);

    items::ProjectSession& session_;
    ChartsView* view_;
    items::Ticket ticket_;
    domain::RunId run_;
    domain::JudgingId shownJudging_;
    workbench::ChartChoice choice_;
    std::string filter_;                                  ///< of candidates
    std::map<workbench::ChartKind, std::string> options_; ///< as chosen, a kind each
    QString wantedCandidate_;                             ///< to be made current once the chart is there
};

} // namespace tiebreak::ui
