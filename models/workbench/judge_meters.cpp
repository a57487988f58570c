// SPDX-License-Identifier: GPL-3.0-or-later
// How a judge leans: position, length and its own family.
#include "statistics/correlation.h"
#include "statistics/distributions.h"
#include "statistics/judge_habits.h"
#include "statistics/mean.h"
#include "workbench/bench_truth.h"
#include "workbench/judge_family.h"
#include "workbench/meter_parts.h"
#include "workbench/meters.h"
#include "workbench/report_parts.h"
#include "workbench/wording.h"

#include <algorithm>
#include <cmath>

namespace tiebreak::workbench {

Meter meter(const char* name, double band_low, double band_high, double scale_low, double scale_high) {
    Meter m;
    m.name = name;
    m.band_low = band_low;
    m.band_high = band_high;
    m.scale_low = scale_low;
    m.scale_high = scale_high;
    return m;
}

void judge_value(Meter& m, double neutral) {
    if (!m.value) {
        m.state = Meter::State::unknown;
    } else if (*m.value >= m.band_low && *m.value <= m.band_high) {
        m.state = Meter::State::fine;
    } else if (m.low && *m.low <= neutral && *m.high >= neutral) {
        m.state = Meter::State::unknown;
    } else {
        m.state = Meter::State::watch;
    }
    if (m.value) { // the strip always shows its value
        m.scale_low = std::min({m.scale_low, *m.value, m.low.value_or(*m.value)});
        m.scale_high = std::max({m.scale_high, *m.value, m.high.value_or(*m.value)});
    }
}

namespace {

constexpr double position_band = 0.02; // of the scale
constexpr double length_band = 0.2;
constexpr double family_band = 0.05;

/// First minus last place, each score held against its candidate's own mean, so that who happened to stand
/// there does not count; clustered by item, whose repeats are not independent.
Meter joint_position(const JudgeMeterInput& in, double scale) {
    const double band = position_band * scale;
    Meter m = meter("Position", -band, band, -4 * band, 4 * band);
    if (in.judging.protocol != domain::Protocol::joint && !(in.scores.ranked && !in.scores.shown.empty())) {
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

Meter score_length(const JudgeMeterInput& in) {
    Meter m = meter("Length", -length_band, length_band, -1, 1);
    std::vector<double> characters;
    std::vector<double> scores;
    for (std::size_t c = 0; c < in.frame.candidates.size(); ++c) {
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

/// A share of decided verdicts in per cent, which a judge without a lean has at fifty.
Meter share_meter(const char* name, double band, const statistics::Habit& habit, const char* words) {
    const auto percent = [](std::optional<double> share) {
        return share ? std::optional(100 * *share) : std::nullopt;
    };
    Meter m = meter(name, 50 - band, 50 + band, 0, 100);
    m.value = percent(habit.value);
    m.low = percent(habit.low);
    m.high = percent(habit.high);
    judge_value(m, 50);
    m.text = m.value ? std::string(words) + " " + number(m.value, 0) + " % of " +
                           thousands(static_cast<std::int64_t>(habit.n)) + " decided" +
                           (m.low ? " (" + interval(m.low, m.high, 0) + ")" : "")
                     : habit.reason;
    return m;
}

/// What the judge's own family is held against: the words of the run's other judges, where no person's are
/// there. Of several the first of another family.
struct Reference {
    PairWords words;
    std::string who;
};
Reference reference_of(store::Connection& connection, const JudgeMeterInput& in,
                       const ResponsePlaces& places) {
    BenchPeople counted;
    PeopleWords people = read_people(connection, in.frame, places, counted);
    if (!people.pairs.empty()) {
        return {std::move(people.pairs), "people"};
    }
    const std::vector<std::string> families = judge_families(in.judging);
    for (const store::JudgingRow& other : in.frame.judgings) {
        const std::vector<std::string> theirs = judge_families(other);
        const bool stranger = !theirs.empty() && std::ranges::none_of(theirs, [&](const std::string& family) {
            return std::ranges::find(families, family) != families.end();
        });
        if (stranger) {
            PairWords words = read_words(connection, in.frame, other).pairs;
            if (!words.empty()) {
                return {std::move(words), judge_names(other)};
            }
        }
    }
    return {};
}

Meter self_preference(store::Connection& connection, const JudgeMeterInput& in, const PairWords* words,
                      const ResponsePlaces& places) {
    Meter m = meter("Self-preference", -family_band, family_band, -0.5, 0.5);
    const bool known = !judge_families(in.judging).empty();
    std::vector<std::string> relatives;
    const std::vector<bool> own = own_family(in.frame, in.judging);
    for (std::size_t c = 0; c < own.size(); ++c) {
        if (own[c]) {
            relatives.push_back(in.frame.candidates[c].candidate.name);
        }
    }
    if (is_scorer(in.judging) || relatives.empty()) {
        m.state = is_scorer(in.judging) ? Meter::State::fine : Meter::State::unknown;
        m.text = is_scorer(in.judging) ? "a scorer has no family"
                 : known               ? "no candidate of the judge\u2019s family, by name"
                                       : "the judge\u2019s family is not known";
        return m;
    }
    const Reference reference = reference_of(connection, in, places);
    const PairWords own_words =
        words == nullptr ? read_words(connection, in.frame, in.judging).pairs : *words;
    const BenchFigure lift = family_lift(in.frame, in.judging, own_words, reference.words);
    m.value = lift.value;
    m.low = lift.low;
    m.high = lift.high;
    judge_value(m);
    if (!m.value) { // a relative is in it, and how far it is favoured nobody knows
        m.state = Meter::State::watch;
        m.text = list_of(relatives, 3) + ": by name of the judge\u2019s family";
        return m;
    }
    const auto points = [](std::optional<double> share) {
        return share ? std::optional(100 * *share) : std::nullopt;
    };
    m.text = list_of(relatives, 3) + ": " + signed_number(points(m.value), 1) + " wins in 100 beside " +
             reference.who + (m.low ? " (" + signed_interval(points(m.low), points(m.high), 1) + ")" : "");
    return m;
}

} // namespace

std::vector<Meter> judging_meters(store::Connection& connection, const JudgeMeterInput& in) {
    if (is_imported(in.judging)) {
        return {};
    }
    if (!compares_pairs(in.judging)) {
        const std::vector<bool> own = own_family(in.frame, in.judging);
        const bool relative = std::ranges::find(own, true) != own.end();
        const ResponsePlaces places = relative ? response_places(connection, in.frame) : ResponsePlaces{};
        return {joint_position(in, scale_width(connection, in.judging)), score_length(in),
                self_preference(connection, in, nullptr, places)};
    }
    const ResponsePlaces places = response_places(connection, in.frame);
    const JudgingWords words = read_words(connection, in.frame, in.judging);
    std::vector<statistics::JudgedPair> pairs;
    for (const auto& [key, word] : words.pairs) {
        const auto [item, a, b] = key;
        const ResponseFacts* one = in.responses.fact(a, item);
        const ResponseFacts* other = in.responses.fact(b, item);
        if (one != nullptr && other != nullptr) {
            pairs.push_back({static_cast<std::int64_t>(item), word.side,
                             static_cast<double>(one->characters) - static_cast<double>(other->characters),
                             0});
        }
    }
    return {share_meter("Position", 5, statistics::first_position_rate(words.showings),
                        "what stood in front won"),
            share_meter("Length", 10, statistics::prefers_longer(pairs), "the longer won"),
            self_preference(connection, in, &words.pairs, places)};
}

} // namespace tiebreak::workbench
