// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/meters.h"

#include "workbench/meter_parts.h"
#include "workbench/report_parts.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::workbench {

namespace {

constexpr double rerun_band = 0.01;   // of the scale
constexpr double failure_band = 2;    // percent
constexpr double identical_band = 25; // percent

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
    std::vector<Meter> meters = input.report.meters;
    for (const auto make : {reruns, parse_failures, unjudged, identical}) {
        meters.push_back(make(input));
    }
    return meters;
}

} // namespace tiebreak::workbench
