// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/judge_family.h"

#include "statistics/mean.h"

#include <algorithm>
#include <cctype>

namespace tiebreak::workbench {

std::string model_family(const std::string& model) {
    const std::size_t slash = model.find_last_of('/');
    std::string name;
    for (std::size_t i = slash == std::string::npos ? 0 : slash + 1; i < model.size(); ++i) {
        const auto c = static_cast<unsigned char>(model[i]);
        if (std::isalpha(c) == 0) {
            break;
        }
        name += static_cast<char>(std::tolower(c));
    }
    return name;
}

std::vector<std::string> judge_families(const store::JudgingRow& judging) {
    std::vector<std::string> families;
    for (const store::JudgeRow& judge : judging.judges) {
        const std::string family = judge.kind == "endpoint" ? model_family(judge.name) : std::string{};
        if (!family.empty() && std::ranges::find(families, family) == families.end()) {
            families.push_back(family);
        }
    }
    return families;
}

std::vector<bool> own_family(const RunFrame& frame, const store::JudgingRow& judging) {
    const std::vector<std::string> families = judge_families(judging);
    std::vector<bool> own;
    for (const store::CandidateRow& row : frame.candidates) {
        own.push_back(std::ranges::find(families, model_family(row.candidate.model)) != families.end());
    }
    return own;
}

BenchFigure family_lift(const RunFrame& frame, const store::JudgingRow& judging, const PairWords& words,
                        const PairWords& truth) {
    const auto absent = [](const char* reason) { return BenchFigure{{}, {}, {}, 0, reason}; };
    if (is_scorer(judging)) {
        return absent("a scorer has no family");
    }
    if (judge_families(judging).empty()) {
        return absent("the judge\u2019s family is not known");
    }
    const std::vector<bool> own = own_family(frame, judging);
    if (std::ranges::find(own, true) == own.end()) {
        return absent("no candidate of the judge\u2019s family, by name");
    }
    std::vector<double> lifts;
    std::vector<std::int64_t> items;
    for (const auto& [key, right] : truth) {
        const auto [item, a, b] = key;
        const auto said = words.find(key);
        if (said != words.end() && own[a] != own[b]) {
            const int turn = own[a] ? 1 : -1;
            lifts.push_back(turn * (said->second.side - right.side) / 2.0);
            items.push_back(static_cast<std::int64_t>(item));
        }
    }
    if (lifts.empty()) {
        return absent("nobody else judged an answer of the judge\u2019s family beside another");
    }
    const statistics::MeanEstimate mean = statistics::clustered_mean_estimate(lifts, items);
    return {mean.mean, mean.ci_low, mean.ci_high, static_cast<std::int64_t>(mean.n), ""};
}

} // namespace tiebreak::workbench
