// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "store/project.h"
#include "workbench/report.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

struct LossScorePoint {
    domain::CandidateRevisionId candidate;
    std::string name;
    int slot = 0;
    std::map<std::string, std::string> tags;
    double loss = 0;               ///< nats a token
    std::optional<double> loss_se; ///< bar: ± 1.96 SE
    double score = 0;
    std::optional<double> ci_low; ///< of the score
    std::optional<double> ci_high;
    std::int64_t n = 0;  ///< items, or judge runs for imported scores
    double residual = 0; ///< from the Theil–Sen line
    bool outlier = false;
    bool excluded = false; ///< shown, but in no fit and no figure; its residual is from the others' line
};

/// Test loss against judged score for every candidate of a run that has both, within one loss set and
/// tokenizer.
struct LossScoreChart {
    domain::RunId run;
    std::string run_name;
    domain::JudgingId judging;
    std::string judging_name;
    std::string protocol;
    bool imported_scores = false;            ///< the score's bars cover judge runs, not items
    std::vector<LossScorePoint> points;      ///< by loss
    LossScoreReport association;             ///< all points
    std::optional<double> outlier_threshold; ///< |residual| beyond it
    struct Line {
        double slope = 0;
        double intercept = 0;
    };
    std::optional<Line> theil_sen;
    std::optional<Line> least_squares;
    std::vector<double> band_x;
    std::vector<double> band_low; ///< 95 % bootstrap band of the Theil–Sen line
    std::vector<double> band_high;
    int band_draws = 0;
    std::vector<std::string> left_out;  ///< "NAME: no test loss", …
    std::vector<std::string> loss_sets; ///< those to choose from; the first is shown unless told
    std::string loss_set;
    std::string caption; ///< n, method, what the bars cover and leave out
    bool any_loss_se = false;
    std::vector<std::string> tag_names; ///< to colour by
};

struct ChartChoice {
    domain::JudgingId judging; ///< not stored: the first that is not a heuristic scorer, else the first
    std::string loss_set;      ///< empty: the one with most points
    std::vector<std::string> exclude; ///< names left out of the fit and of the figures
};

[[nodiscard]] LossScoreChart make_loss_score_chart(store::Connection& connection, domain::RunId run,
                                                   const ChartChoice& choice = {});

/// Columns name, test_loss, test_loss_se, score, ci_low, ci_high, n, residual, outlier and the tags.
[[nodiscard]] std::string to_csv(const LossScoreChart& chart);

} // namespace tiebreak::workbench
