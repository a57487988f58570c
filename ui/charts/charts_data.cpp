// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charts_data.h"

#include "store/judgings.h"

namespace tiebreak::ui {

namespace {

std::vector<ChartsData::Judging> judgingsOf(store::Connection& connection, domain::RunId run) {
    std::vector<ChartsData::Judging> judgings;
    for (const store::JudgingRow& judging : store::judgings(connection, run)) {
        judgings.push_back({judging.id, judging.name});
    }
    return judgings;
}

} // namespace

ChartsData makeChartsData(store::Connection& connection, domain::RunId run,
                          const workbench::ChartChoice& choice) {
    ChartsData data;
    data.judgings = judgingsOf(connection, run);
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

PlainChartData makePlainChartData(store::Connection& connection, domain::RunId run, workbench::ChartKind kind,
                                  const workbench::ChartWish& wish) {
    return {std::make_shared<const workbench::Chart>(workbench::make_chart(connection, run, kind, wish)),
            judgingsOf(connection, run)};
}

} // namespace tiebreak::ui
