// SPDX-License-Identifier: GPL-3.0-or-later
// A comparison and a gate in words and as JSON.
#include "statistics/paired.h"
#include "statistics/sample_size.h"
#include "workbench/compare_runs.h"
#include "workbench/json_values.h"
#include "workbench/wording.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tiebreak::workbench {

namespace {

using Json = nlohmann::ordered_json;

Json side_json(const RunComparison::Side& side) {
    return {{"run", side.run_name},
            {"id", side.run.value},
            {"candidate", side.candidate},
            {"eval_set", side.eval_set},
            {"items", side.items}};
}

Json changes_json(const std::vector<ItemChange>& changes) {
    Json list = Json::array();
    for (const ItemChange& change : changes) {
        list.push_back({{"item", change.label},
                        {"title", change.title},
                        {"category", change.category},
                        {"a", change.a},
                        {"b", change.b},
                        {"change", change.change()}});
    }
    return list;
}

Json without_leaks_json(const RunComparison& comparison) {
    const statistics::PairedComparison& d = comparison.without_leaks;
    if (comparison.leaked == 0) {
        return nullptr;
    }
    return {{"n", d.n},
            {"difference", or_null(d.difference)},
            {"se", or_null(d.se)},
            {"ci_low", or_null(d.ci_low)},
            {"ci_high", or_null(d.ci_high)},
            {"p", or_null(d.p)}};
}

Json comparison_json(const RunComparison& comparison) {
    const statistics::PairedComparison& d = comparison.difference;
    Json categories = Json::array();
    for (const CategoryDifference& category : comparison.categories) {
        categories.push_back({{"category", category.category},
                              {"n", category.difference.n},
                              {"difference", or_null(category.difference.difference)},
                              {"ci_low", or_null(category.difference.ci_low)},
                              {"ci_high", or_null(category.difference.ci_high)},
                              {"more_items", or_null(category.more_items)}});
    }
    Json offer = nullptr;
    if (comparison.offer) {
        offer = {{"judging", comparison.offer->judging},
                 {"calls", comparison.offer->calls},
                 {"prompt_tokens", comparison.offer->prompt_tokens},
                 {"cost", or_null(comparison.offer->cost)}};
    }
    return {{"a", side_json(comparison.a)},
            {"b", side_json(comparison.b)},
            {"outcome", to_string(comparison.outcome)},
            {"judging", comparison.judging.empty() ? Json(nullptr) : Json(comparison.judging)},
            {"judge", comparison.judge.empty() ? Json(nullptr) : Json(comparison.judge)},
            {"shared", comparison.shared},
            {"changed", comparison.changed},
            {"only_a", comparison.only_a},
            {"only_b", comparison.only_b},
            {"unscored", comparison.unscored},
            {"n", d.n},
            {"difference", or_null(d.difference)},
            {"se", or_null(d.se)},
            {"ci_low", or_null(d.ci_low)},
            {"ci_high", or_null(d.ci_high)},
            {"t", or_null(d.t)},
            {"p", or_null(d.p)},
            {"correlation", or_null(d.correlation)},
            {"wins", d.wins},
            {"ties", d.ties},
            {"losses", d.losses},
            {"sign_p", d.n == 0 ? Json(nullptr) : Json(d.sign_p)},
            {"more_items", or_null(comparison.more_items)},
            {"categories", categories},
            {"better", changes_json(comparison.better)},
            {"worse", changes_json(comparison.worse)},
            {"same", comparison.same},
            {"leaked_items", comparison.leaked},
            {"without_leaks", without_leaks_json(comparison)},
            {"why_not", comparison.why_not.empty() ? Json(nullptr) : Json(comparison.why_not)},
            {"offer", offer},
            {"warnings", comparison.warnings}};
}

std::string dumped(const Json& document, int indent) {
    return document.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::string old_side(const RunComparison& comparison) {
    const bool one_run = comparison.a.run == comparison.b.run;
    return comparison.a.candidate + (one_run ? "" : " (run " + comparison.a.run_name + ")");
}

} // namespace

const char* to_string(Outcome outcome) {
    switch (outcome) {
    case Outcome::better:
        return "better";
    case Outcome::worse:
        return "worse";
    case Outcome::cannot_tell:
        break;
    }
    return "cannot tell";
}

const char* to_string(GateOutcome outcome) {
    switch (outcome) {
    case GateOutcome::no_worse:
        return "no worse";
    case GateOutcome::worse:
        return "worse";
    case GateOutcome::cannot_tell:
        break;
    }
    return "cannot tell";
}

std::string headline(const RunComparison& comparison) {
    const statistics::PairedComparison& d = comparison.difference;
    if (!d.difference) {
        return comparison.b.candidate + ": cannot tell from " + old_side(comparison) + ": " +
               comparison.why_not;
    }
    const std::string figures =
        fmt::format("{} points{}, {} items", signed_number(d.difference, 1),
                    d.ci_low ? ", 95 % " + signed_interval(d.ci_low, d.ci_high, 1) : std::string{},
                    thousands(static_cast<std::int64_t>(d.n)));
    switch (comparison.outcome) {
    case Outcome::better:
        return comparison.b.candidate + " is better than " + old_side(comparison) + ": " + figures;
    case Outcome::worse:
        return comparison.b.candidate + " is worse than " + old_side(comparison) + ": " + figures;
    case Outcome::cannot_tell:
        break;
    }
    return comparison.b.candidate + ": cannot tell from " + old_side(comparison) + ": " + figures;
}

GateResult gate(RunComparison comparison, double margin) {
    GateResult result;
    result.margin = margin;
    const statistics::PairedComparison& d = comparison.difference;
    const std::string limit = fmt::format("\u2212{:g}", margin);
    if (!comparison.why_not.empty() || !d.ci_low) {
        result.words =
            "cannot tell: " + (comparison.why_not.empty() ? "there is no interval" : comparison.why_not);
    } else if (*d.ci_high < -margin) {
        result.outcome = GateOutcome::worse;
        result.words = fmt::format("worse: the whole interval {} lies below {}",
                                   signed_interval(d.ci_low, d.ci_high, 2), limit);
    } else if (*d.ci_low > -margin) {
        result.outcome = GateOutcome::no_worse;
        result.words = fmt::format("no worse: the whole interval {} lies above {}",
                                   signed_interval(d.ci_low, d.ci_high, 2), limit);
    } else {
        // The distance from the margin is what has to be told from 0.
        statistics::PairedComparison from_margin = d;
        *from_margin.difference += margin;
        from_margin.p = 1;
        result.more_items = statistics::more_items_needed(from_margin);
        result.words = fmt::format("cannot tell: {} lies inside the interval {}", limit,
                                   signed_interval(d.ci_low, d.ci_high, 2));
        if (result.more_items) {
            result.words +=
                fmt::format("; about {} more items like these would tell", thousands(*result.more_items));
        }
    }
    result.comparison = std::move(comparison);
    return result;
}

std::string to_json(const RunComparison& comparison, int indent) {
    return dumped(comparison_json(comparison), indent);
}

std::string to_json(const std::vector<RunComparison>& comparisons, int indent) {
    std::vector<double> p;
    for (const RunComparison& comparison : comparisons) {
        if (comparison.difference.p) {
            p.push_back(*comparison.difference.p);
        }
    }
    const std::vector<double> adjusted = statistics::holm(p);
    Json list = Json::array();
    std::size_t next = 0;
    for (const RunComparison& comparison : comparisons) {
        Json one = comparison_json(comparison);
        one["holm_p"] = comparison.difference.p ? Json(adjusted[next++]) : Json(nullptr);
        list.push_back(std::move(one));
    }
    return dumped(Json{{"comparisons", list}}, indent);
}

std::string to_json(const GateResult& result, int indent) {
    return dumped({{"outcome", to_string(result.outcome)},
                   {"margin", result.margin},
                   {"words", result.words},
                   {"more_items", or_null(result.more_items)},
                   {"comparison", comparison_json(result.comparison)}},
                  indent);
}

} // namespace tiebreak::workbench
