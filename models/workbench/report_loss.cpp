// SPDX-License-Identifier: GPL-3.0-or-later
// Test loss against score (methods.md 1): no fit spans two loss sets or tokenizers.
#include "statistics/correlation.h"
#include "statistics/regression.h"
#include "workbench/report_parts.h"

#include <algorithm>

namespace tiebreak::workbench {

namespace {

std::string loss_set_name(const domain::TestLoss& loss) {
    if (loss.loss_set.empty() || loss.tokenizer.empty()) {
        return loss.loss_set + (loss.tokenizer.empty() ? "" : "tokenizer " + loss.tokenizer);
    }
    return loss.loss_set + ", " + loss.tokenizer;
}

void take(std::optional<double>& coefficient, std::optional<double>& p, const char* name,
          const statistics::Correlation& correlation, std::vector<std::string>& warnings) {
    coefficient = correlation.coefficient;
    p = correlation.p;
    if (!correlation.coefficient) {
        warnings.push_back(std::string(name) + ": " + correlation.reason);
    }
}

} // namespace

std::vector<LossGroup> loss_groups(const RunFrame& frame, const std::vector<bool>& scored) {
    std::vector<LossGroup> groups;
    for (std::size_t c = 0; c < frame.candidates.size(); ++c) {
        const domain::TestLoss& loss = frame.candidates[c].candidate.test_loss;
        if (!loss.value || !scored[c]) {
            continue;
        }
        const std::string name = loss_set_name(loss);
        auto group = std::ranges::find(groups, name, &LossGroup::name);
        if (group == groups.end()) {
            group = groups.insert(groups.end(), LossGroup{name, {}});
        }
        group->candidates.push_back(c);
    }
    std::ranges::stable_sort(groups, [](const LossGroup& a, const LossGroup& b) {
        return a.candidates.size() > b.candidates.size();
    });
    return groups;
}

LossScoreReport associate(const std::vector<std::string>& names, const std::vector<double>& loss,
                          const std::vector<double>& score) {
    LossScoreReport report;
    report.n = loss.size();
    take(report.pearson, report.pearson_p, "pearson", statistics::pearson(loss, score), report.warnings);
    take(report.spearman, report.spearman_p, "spearman", statistics::spearman(loss, score), report.warnings);
    take(report.kendall, report.kendall_p, "kendall", statistics::kendall(loss, score), report.warnings);
    if (const auto line = statistics::least_squares(loss, score)) {
        report.slope = line->slope;
        report.intercept = line->intercept;
    } else {
        report.warnings.emplace_back("slope: fewer than three points, or the loss does not vary");
    }
    if (const auto line = statistics::theil_sen(loss, score)) {
        report.theil_sen_slope = line->slope;
        report.theil_sen_intercept = line->intercept;
        report.outlier_threshold = line->threshold;
        for (std::size_t k = 0; k < names.size(); ++k) {
            report.residuals.push_back({names[k], line->residuals[k], line->outlier[k]});
        }
    } else {
        report.warnings.emplace_back("residuals: fewer than three points, or the loss does not vary");
    }
    return report;
}

LossScoreReport report_loss_score(const RunFrame& frame, const store::JudgingRow& judging,
                                  const std::vector<ScoreReport>& scores) {
    std::vector<std::optional<double>> mean(frame.candidates.size());
    for (const ScoreReport& score : scores) {
        mean[frame.candidate_of.at(score.candidate)] = score.mean;
    }
    std::vector<bool> scored;
    std::vector<std::string> no_loss;
    std::vector<std::string> no_score;
    for (std::size_t c = 0; c < mean.size(); ++c) {
        scored.push_back(mean[c].has_value());
        const domain::Candidate& candidate = frame.candidates[c].candidate;
        if (!candidate.test_loss.value) {
            no_loss.push_back(candidate.name);
        } else if (!mean[c]) {
            no_score.push_back(candidate.name);
        }
    }
    const std::vector<LossGroup> groups = loss_groups(frame, scored);
    std::vector<std::string> names;
    std::vector<double> loss;
    std::vector<double> score;
    if (!groups.empty()) {
        for (const std::size_t c : groups.front().candidates) {
            names.push_back(frame.candidates[c].candidate.name);
            loss.push_back(*frame.candidates[c].candidate.test_loss.value);
            score.push_back(*mean[c]);
        }
    }
    LossScoreReport report = associate(names, loss, score);
    report.judging = judging.name;
    report.judging_id = judging.id;
    report.loss_set = groups.empty() ? "" : groups.front().name;
    const auto warn = [&](const std::vector<std::string>& left_out, const std::string& why) {
        if (!left_out.empty()) {
            report.warnings.push_back(list_of(left_out) + ": " + why);
        }
    };
    warn(no_loss, "no test loss");
    warn(no_score, "no score");
    for (std::size_t g = 1; g < groups.size(); ++g) {
        std::vector<std::string> others;
        for (const std::size_t c : groups[g].candidates) {
            others.push_back(frame.candidates[c].candidate.name);
        }
        warn(others, "other loss set or tokenizer (" +
                         (groups[g].name.empty() ? "not named" : groups[g].name) + "): no fit spans two");
    }
    return report;
}

} // namespace tiebreak::workbench
