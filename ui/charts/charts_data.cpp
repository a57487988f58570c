// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charts_data.h"

#include "store/judgings.h"

namespace tiebreak::ui {

ChartsData makeChartsData(store::Connection& connection, domain::RunId run,
                          const workbench::ChartChoice& choice) {
    ChartsData data;
    for (const store::JudgingRow& judging : store::judgings(connection, run)) {
        data.judgings.push_back({judging.id, judging.name});
    }
    data.chart = std::make_shared<const workbench::LossScoreChart>(
        workbench::make_loss_score_chart(connection, run, choice));
    if (choice.exclude.empty()) {
        data.all = data.chart->association;
    } else {
        workbench::ChartChoice whole = choice;
        whole.exclude.clear();
        data.all = workbench::make_loss_score_chart(connection, run, whole).association;
    }
    return data;
}

} // namespace tiebreak::ui
