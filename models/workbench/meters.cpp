// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/meters.h"

#include "statistics/correlation.h"
#include "statistics/distributions.h"
#include "statistics/mean.h"
#include "workbench/report_parts.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace tiebreak::workbench {

namespace {

constexpr double position_band = 0.02; // of the scale
constexpr double rerun_band = 0.01;    // of the scale
constexpr double length_band = 0.2;
constexpr double failure_band = 2;    // percent
constexpr double identical_band = 25; // percent

Meter meter(const char* name, double band_low, double band_high, double scale_low, double scale_high) {
    Meter m;
    m.name = name;
    m.band_low = band_low;
    m.band_high = band_high;
    m.scale_low = scale_low;
    m.scale_high = scale_high;
    return m;
}

void judge_value(Meter& m) {
    if (!m.value) {
        m.state = Meter::State::unknown;
    } else if (*m.value >= m.band_low && *m.value <= m.band_high) {
        m.state = Meter::State::fine;
    } else if (m.low && *m.low <= 0 && *m.high >= 0) {
        m.state = Meter::State::unknown;
    } else {
        m.state = Meter::State::watch;
    }
    if (m.value) { // the strip always shows its value
        m.scale_low = std::min({m.scale_low, *m.value, m.low.value_or(*m.value)});
        m.scale_high = std::max({m.scale_high, *m.value, m.high.value_or(*m.value)});
    }
}

/// First minus last place, each score held against its candidate's own mean, so that who happened to stand
/// there does not count; clustered by item, whose repeats are not independent.
Meter position(const MeterInput& in) {
    const double band = position_band * in.scale;
    Meter m = meter("Position", -band, band, -4 * band, 4 * band);
    if (in.judging.protocol != domain::Protocol::joint && !compares_pairs(in.judging)) {
        m.text = "one answer a prompt: there is no order";
        m.state = Meter::State::fine;
        return m;
    }
    std::vector<double> candidate_mean;
    for (std::size_t c = 0; c < in.scores.table.candidates(); ++c) {
        candidate_mean.push_back(in.scores.table.estimate(c).mean.value_or(0));
    }
    std::vector<double> gaps;
    std::vector<std::int64_t> items;
    const ShownScore* first = nullptr;
    for (const ShownScore& shown : in.scores.shown) {
        if (shown.position == 1) {
            first = &shown;
        }
        if (shown.positions > 1 && shown.position == shown.positions && first != nullptr &&
            first->unit == shown.unit) {
            gaps.push_back(first->score - candidate_mean[first->candidate] -
                           (shown.score - candidate_mean[shown.candidate]));
            items.push_back(static_cast<std::int64_t>(shown.item));
        }
    }
    const statistics::MeanEstimate estimate = statistics::clustered_mean_estimate(gaps, items);
    m.value = estimate.mean;
    m.low = estimate.ci_low;
    m.high = estimate.ci_high;
    judge_value(m);
    if (!m.low) {
        m.state = Meter::State::unknown;
    }
    m.text = m.value ? "first minus last " + signed_number(m.value, 1) +
                           (m.low ? " (" + signed_interval(m.low, m.high, 1) + ")" : "")
                     : "no prompt with two answers was read";
    return m;
}

Meter length(const MeterInput& in) {
    Meter m = meter("Length", -length_band, length_band, -1, 1);
    std::vector<double> characters;
    std::vector<double> scores;
    for (std::size_t c = 0; c < in.frame.candidates.size() && !in.scores.table.imported(); ++c) {
        for (std::size_t i = 0; i < in.frame.items.size(); ++i) {
            const ResponseFacts* facts = in.responses.fact(c, i);
            const auto score = in.scores.table.mean(c, i);
            if (facts != nullptr && score) {
                characters.push_back(facts->characters);
                scores.push_back(*score);
            }
        }
    }
    const statistics::Correlation r = statistics::pearson(characters, scores);
    if (!r.coefficient) {
        m.text = characters.empty() ? "no answer's text to measure" : r.reason;
        return m;
    }
    m.value = r.coefficient;
    if (r.n > 3 && std::abs(*r.coefficient) < 1) { // Fisher's z
        const double z = std::atanh(*r.coefficient);
        const double half = statistics::normal_quantile(0.975) / std::sqrt(static_cast<double>(r.n) - 3.0);
        m.low = std::tanh(z - half);
        m.high = std::tanh(z + half);
    }
    judge_value(m);
    m.text = "r with score " + number(m.value, 2) + ", n = " + thousands(static_cast<std::int64_t>(r.n));
    return m;
}

/// The letters a model id begins with, behind any "owner/": "gpt", "claude", "llama".
std::string family(const std::string& model) {
    const std::size_t slash = model.find_last_of('/');
    std::string name;
    for (const char c : model.substr(slash == std::string::npos ? 0 : slash + 1)) {
        if (std::isalpha(static_cast<unsigned char>(c)) == 0) {
            break;
        }
        name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return name;
}

Meter self_preference(const MeterInput& in) {
    Meter m = meter("Self-preference", -0.5, 0.5, -1, 1);
    if (is_scorer(in.judging)) {
        m.text = "a scorer has no family";
        m.state = Meter::State::fine;
        return m;
    }
    const std::string judge = in.judging.judges.empty() ? "" : family(in.judging.judges.front().name);
    std::vector<std::string> relatives;
    for (const store::CandidateRow& row : in.frame.candidates) {
        const std::string own = family(row.candidate.model);
        if (!judge.empty() && own == judge) {
            relatives.push_back(row.candidate.name);
        }
    }
    const bool live = !in.judging.judges.empty() && in.judging.judges.front().kind == "endpoint";
    if (live && !relatives.empty()) {
        m.text = list_of(relatives, 3) + ": by name of the judge's family";
        m.state = Meter::State::watch;
    } else {
        m.text = live ? "no candidate of the judge\u2019s family, by name"
                      : "the judge\u2019s family is not known";
    }
    return m;
}

Meter reruns(const MeterInput& in) {
    const double band = rerun_band * in.scale;
    Meter m = meter("Judge reruns", 0, band, 0, 3 * band);
    if (is_scorer(in.judging)) {
        m.value = 0;
        m.text = "a scorer gives the same score each time";
    } else if (in.report.noise.per_candidate_sd) {
        m.value = in.report.noise.per_candidate_sd;
        m.text = "SD " + number(m.value, 2) + " each";
        if (in.report.noise.run_shift_sd) {
            m.text += "; whole-run shift " + number(in.report.noise.run_shift_sd, 2);
        }
    } else {
        m.text = "judged once: a second run may differ";
    }
    judge_value(m);
    return m;
}

Meter parse_failures(const MeterInput& in) {
    Meter m = meter("Parse failures", 0, failure_band, 0, 10);
    if (is_scorer(in.judging) || in.report.imported_scores || in.report.calls == 0) {
        m.text = is_scorer(in.judging)       ? "a scorer writes no replies"
                 : in.report.imported_scores ? "the table does not tell"
                                             : "no reply yet";
        m.state = is_scorer(in.judging) ? Meter::State::fine : Meter::State::unknown;
        return m;
    }
    m.value = 100.0 * static_cast<double>(in.report.parse_failures) / static_cast<double>(in.report.calls);
    judge_value(m);
    std::vector<std::string> reasons;
    for (const auto& [reason, n] : in.report.parse_failure_reasons) {
        reasons.push_back(thousands(n) + " " + parse_reason(reason));
    }
    m.text = thousands(in.report.parse_failures) + " of " + thousands(in.report.calls) +
             (reasons.empty() ? "" : ": " + list_of(reasons, 3));
    return m;
}

Meter unjudged(const MeterInput& in) {
    Meter m = meter("Unjudged items", 0, failure_band, 0, 10);
    const std::size_t items = in.frame.items.size();
    if (items == 0 || in.scores.table.imported()) {
        m.text = "the table does not tell";
        return m;
    }
    const std::size_t both = in.scores.table.pairs(in.candidate, in.baseline).rows.size();
    m.value = 100.0 * static_cast<double>(items - both) / static_cast<double>(items);
    judge_value(m);
    m.text = thousands(static_cast<std::int64_t>(items - both)) + " of " +
             thousands(static_cast<std::int64_t>(items)) + " lack a score of one or both";
    return m;
}

Meter identical(const MeterInput& in) {
    Meter m = meter("Identical answers", 0, identical_band, 0, 100);
    std::int64_t both = 0;
    std::int64_t same = 0;
    for (std::size_t i = 0; i < in.frame.items.size(); ++i) {
        const ResponseFacts* a = in.responses.fact(in.candidate, i);
        const ResponseFacts* b = in.responses.fact(in.baseline, i);
        both += a != nullptr && b != nullptr ? 1 : 0;
        same += a != nullptr && b != nullptr && a->fingerprint == b->fingerprint ? 1 : 0;
    }
    if (both == 0) {
        m.text = "no item that both answered";
        return m;
    }
    m.value = 100.0 * static_cast<double>(same) / static_cast<double>(both);
    judge_value(m);
    m.text = thousands(same) + " of " + thousands(both) + " the same text from both";
    return m;
}

} // namespace

std::vector<Meter> make_meters(const MeterInput& input) {
    return {position(input),       length(input),   self_preference(input), reruns(input),
            parse_failures(input), unjudged(input), identical(input)};
}

} // namespace tiebreak::workbench
