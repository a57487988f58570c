// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts_fixture.h"

#include "statistics/correlation.h"
#include "statistics/regression.h"
#include "text/csv.h"

#include <QFile>
#include <QString>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <stdexcept>

namespace tiebreak::test {

namespace {

std::string bytesOf(const QString& name) {
    QFile file(QStringLiteral(TIEBREAK_SOURCE_DIR "/tests/data/") + name);
    if (!file.open(QIODevice::ReadOnly)) {
        throw std::runtime_error("missing " + file.fileName().toStdString());
    }
    return file.readAll().toStdString();
}

std::string setUpOf(const std::string& model) {
    const auto has = [&](const char* part) { return model.find(part) != std::string::npos; };
    return has("OpenAI")                   ? "OpenAI weights"
           : has("JAX")                    ? "JAX"
           : has("8xa100") || has("Cloud") ? "PyTorch, 8 GPUs"
                                           : "PyTorch, one GPU";
}

void fit(workbench::LossScoreChart& chart, double from, double to) {
    std::vector<double> x;
    std::vector<double> y;
    for (const auto& p : chart.points) {
        x.push_back(p.loss);
        y.push_back(p.score);
    }
    const auto line = statistics::theil_sen(x, y);
    const auto squares = statistics::least_squares(x, y);
    chart.theil_sen = workbench::LossScoreChart::Line{line->slope, line->intercept};
    chart.least_squares = workbench::LossScoreChart::Line{squares->slope, squares->intercept};
    chart.outlier_threshold = line->threshold;
    for (std::size_t i = 0; i < chart.points.size(); ++i) {
        chart.points[i].residual = line->residuals[i];
        chart.points[i].outlier = line->outlier[i];
    }
    for (int i = 0; i <= 60; ++i) {
        chart.band_x.push_back(from + (to - from) * i / 60);
    }
    const auto band = statistics::theil_sen_band(x, y, chart.band_x);
    chart.band_low = band->lower;
    chart.band_high = band->upper;
    chart.band_draws = band->draws;
    auto& a = chart.association;
    a.n = x.size();
    const auto pearson = statistics::pearson(x, y);
    const auto spearman = statistics::spearman(x, y);
    const auto kendall = statistics::kendall(x, y);
    a.pearson = pearson.coefficient;
    a.pearson_p = pearson.p;
    a.spearman = spearman.coefficient;
    a.spearman_p = spearman.p;
    a.kendall = kendall.coefficient;
    a.kendall_p = kendall.p;
}

} // namespace

std::shared_ptr<workbench::LossScoreChart> publishedChart() {
    auto chart = std::make_shared<workbench::LossScoreChart>();
    chart->run = {1};
    chart->run_name = "published table";
    chart->judging = {1};
    chart->judging_name = "IFT";
    chart->protocol = "joint";
    chart->tag_names = {"set-up"};
    chart->imported_scores = true;
    chart->loss_set = "held-out text";
    chart->loss_sets = {"held-out text"};
    chart->caption =
        "n = 24 models, the same loss set and tokenizer. Bars: 95 % t interval over five judge reruns of the "
        "same answers. They leave out which items were drawn (wider by far), decoding and training seeds. "
        "The "
        "table gives no SE of the loss, so there are no horizontal bars. Line: Theil–Sen; band: 2,000 "
        "bootstrap draws of models.";
    const std::string runsBytes = bytesOf(QStringLiteral("ift_judge_runs.csv"));
    std::map<std::string, double> reach;
    for (const text::CsvRow& row : text::read_csv_table(runsBytes).rows) {
        double mean = 0;
        for (std::size_t k = 1; k <= 5; ++k) {
            mean += std::stod(row.cells[k]) / 5;
        }
        double squares = 0;
        for (std::size_t k = 1; k <= 5; ++k) {
            squares += std::pow(std::stod(row.cells[k]) - mean, 2);
        }
        reach[row.cells[0]] = 2.776445 * std::sqrt(squares / 4 / 5);
    }
    const std::string bytes = bytesOf(QStringLiteral("ift_newest.csv"));
    int slot = 0;
    for (const text::CsvRow& row : text::read_csv_table(bytes).rows) {
        workbench::LossScorePoint p;
        p.name = row.cells[0];
        p.candidate = {slot + 1};
        p.slot = slot++;
        p.loss = std::stod(row.cells[1]);
        p.score = std::stod(row.cells[3]);
        const auto r = reach.find(p.name);
        if (r != reach.end()) {
            p.ci_low = p.score - r->second;
            p.ci_high = p.score + r->second;
        }
        p.n = 5;
        p.tags["set-up"] = setUpOf(p.name);
        chart->points.push_back(p);
    }
    fit(*chart, 3.15, 4.25);
    return chart;
}

std::shared_ptr<workbench::LossScoreChart> manyPoints(int count) {
    auto chart = std::make_shared<workbench::LossScoreChart>();
    chart->run = {2};
    chart->run_name = "sweep";
    chart->protocol = "single";
    chart->judging_name = "graded";
    chart->caption = "made up";
    chart->any_loss_se = true;
    std::mt19937 random(7);
    const auto uniform = [&] { return static_cast<double>(random()) / 4294967296.0; };
    for (int i = 0; i < count; ++i) {
        workbench::LossScorePoint p;
        p.candidate = {i + 1};
        p.name = "sweep " + std::to_string(i);
        p.slot = i % 8;
        p.loss = 2.5 + 2 * uniform();
        p.loss_se = 0.01;
        p.score = 80 - 12 * p.loss + 24 * (uniform() - 0.5) * uniform();
        p.ci_low = p.score - 1.5;
        p.ci_high = p.score + 1.5;
        p.n = 110;
        chart->points.push_back(p);
    }
    fit(*chart, 2.5, 4.5);
    return chart;
}

} // namespace tiebreak::test
