// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/scorers.h"

#include "domain/error.h"
#include "judging/scorer_table.h"
#include "text/json.h"
#include "text/nearest.h"
#include "text/utf8.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace tiebreak::judging {

namespace {

using domain::Error;
using domain::ErrorKind;
using Json = nlohmann::json;
using Kind = ScorerOption::Kind;

constexpr ScorerOption ignore_case{"ignore_case", Kind::flag, "false", "case does not count"};

constexpr std::array exact_options{ignore_case};
constexpr std::array contains_options{ignore_case};
constexpr std::array regex_options{
    ScorerOption{"pattern", Kind::text, "", "a regular expression in RE2's syntax", true},
    ignore_case,
    ScorerOption{"full", Kind::flag, "false", "the whole answer must match, not a part of it"},
    ScorerOption{"equals_reference", Kind::flag, "false",
                 "what the last match's first group holds must be the item's reference"},
};
constexpr std::array<std::string_view, 2> decimals{"point", "comma"};
constexpr std::array numeric_options{
    ScorerOption{"tolerance", Kind::number, "0", "largest difference that is right"},
    ScorerOption{"relative_tolerance", Kind::number, "0", "the same, as a share of the reference"},
    ScorerOption{"decimal", Kind::choice, "\"point\"", "what stands before the decimals", false, decimals},
};
constexpr std::array json_options{
    ScorerOption{"fenced", Kind::flag, "true", "a code fence around it is passed over"},
};
constexpr std::array json_schema_options{
    ScorerOption{"schema", Kind::object, "",
                 "a JSON schema; left out: the item's own metadata field \"schema\""},
    ScorerOption{"fenced", Kind::flag, "true", "a code fence around the answer is passed over"},
};
constexpr std::array choice_options{
    ScorerOption{"choices", Kind::whole, "4", "how many letters there are, where the item lists no choices"},
    ScorerOption{"index_from", Kind::whole, "0", "what a reference that is a number counts from"},
    ScorerOption{"logprobs", Kind::flag, "false",
                 "by the likeliest letter, where the endpoint tells log-probabilities"},
};
constexpr std::array<std::string_view, 3> measures{"f", "precision", "recall"};
constexpr std::array rouge_options{
    ScorerOption{"measure", Kind::choice, "\"f\"", "F measure, precision or recall", false, measures},
};
constexpr std::array<std::string_view, 4> smoothings{"exp", "floor", "add-k", "none"};
constexpr std::array<std::string_view, 3> tokenizers{"13a", "char", "none"};
constexpr std::array bleu_options{
    ScorerOption{"smoothing", Kind::choice, "\"exp\"", "what stands in for orders without a match", false,
                 smoothings},
    ScorerOption{"smoothing_value", Kind::number, "", "floor: 0.1 unless told; add-k: 1"},
    ScorerOption{"tokenize", Kind::choice, "\"13a\"", "how words are told apart", false, tokenizers},
    ignore_case,
};
constexpr std::array chrf_options{
    ScorerOption{"order", Kind::whole, "6", "longest run of characters"},
    ScorerOption{"beta", Kind::number, "2", "how many times recall weighs as much as precision"},
    ignore_case,
};

constexpr std::array all_scorers{
    Scorer{"reference-overlap",
           1,
           "share of the reference's distinct words that the answer holds, 0 to 100",
           {},
           make_reference_overlap},
    Scorer{"exact", 1, "100 where the answer is the reference, but for white space around it, else 0",
           exact_options, make_exact},
    Scorer{"contains", 1, "100 where the answer holds the reference, else 0", contains_options,
           make_contains},
    Scorer{"regex", 1, "100 where the answer matches a regular expression, else 0", regex_options,
           make_regex},
    Scorer{"numeric", 1, "100 where the last number of the answer is that of the reference, else 0",
           numeric_options, make_numeric},
    Scorer{"json", 1, "100 where the answer is one JSON value, else 0", json_options, make_json},
    Scorer{"json-schema", 1, "100 where the answer is JSON that a schema accepts, else 0",
           json_schema_options, make_json_schema},
    Scorer{"choice-letter",
           1,
           "100 where the answer names the right choice's letter, else 0",
           choice_options,
           make_choice_letter,
           {},
           make_choice_by_logprobs},
    Scorer{"rouge-l", 1, "longest common subsequence of words with the reference, as F measure, 0 to 100",
           rouge_options, make_rouge_l},
    Scorer{"bleu",
           1,
           "BLEU of one answer against the reference, 0 to 100; over all of them as corpus_bleu",
           bleu_options,
           make_bleu,
           {"corpus_bleu", corpus_bleu_of}},
    Scorer{"chrf", 1, "chrF2: F measure of runs of characters shared with the reference, 0 to 100",
           chrf_options, make_chrf},
    Scorer{"ifeval",
           1,
           "100 where the answer follows all of the prompt's verifiable instructions, else 0",
           {},
           make_ifeval},
};

bool fits(const ScorerOption& option, const Json& value) {
    switch (option.kind) {
    case Kind::text:
        return value.is_string() && !value.get_ref<const std::string&>().empty();
    case Kind::number:
        return value.is_number() && value.get<double>() >= 0;
    case Kind::whole:
        return value.is_number_unsigned() && value.get<std::uint64_t>() <= 1000;
    case Kind::flag:
        return value.is_boolean();
    case Kind::choice:
        return value.is_string() &&
               std::ranges::find(option.choices, value.get_ref<const std::string&>()) != option.choices.end();
    case Kind::object:
        return value.is_object();
    }
    return false;
}

std::string what_fits(const ScorerOption& option) {
    switch (option.kind) {
    case Kind::text:
        return "a text";
    case Kind::number:
        return "a number from 0";
    case Kind::whole:
        return "a whole number from 0 to 1000";
    case Kind::flag:
        return "true or false";
    case Kind::choice:
        return fmt::format("one of {}", fmt::join(option.choices, ", "));
    case Kind::object:
        return "an object";
    }
    return {};
}

/// What was given, checked, with the fallbacks of the rest; `differs` is left with what is no fallback.
Json complete(const Scorer& scorer, const Json& given, const std::string& where, Json& differs) {
    std::vector<std::string> names;
    std::ranges::transform(scorer.options, std::back_inserter(names),
                           [](const ScorerOption& o) { return std::string(o.name); });
    for (const auto& [name, value] : given.items()) {
        if (std::ranges::find(names, name) == names.end()) {
            throw Error(
                ErrorKind::usage,
                fmt::format("the scorer {} has no option \"{}\"", scorer.name, text::for_display(name)),
                where, names.empty() ? "it takes none" : text::did_you_mean(name, names));
        }
    }
    Json all = Json::object();
    for (const ScorerOption& option : scorer.options) {
        const std::string name(option.name);
        const auto found = given.find(name);
        if (found == given.end() || found->is_null()) {
            if (option.required) {
                throw Error(ErrorKind::usage, fmt::format("the scorer {} needs \"{}\"", scorer.name, name),
                            where, fmt::format("add it: {}", option.description));
            }
            if (!option.fallback.empty()) {
                all[name] = text::parse_json(option.fallback);
            }
            continue;
        }
        if (!fits(option, *found)) {
            throw Error(
                ErrorKind::usage,
                fmt::format("\"{}\" of the scorer {} is not {}", name, scorer.name, what_fits(option)), where,
                std::string(option.description));
        }
        all[name] = *found;
        if (option.fallback.empty() || text::parse_json(option.fallback) != *found) {
            differs[name] = *found;
        }
    }
    return all;
}

} // namespace

HeuristicScore Scorer::score(const domain::Item& item, std::string_view response) const {
    return make_scorer(name).score(item, response);
}

std::span<const Scorer> scorers() {
    return all_scorers;
}

const Scorer* find_scorer(std::string_view name) {
    const auto* const found = std::ranges::find(all_scorers, name, &Scorer::name);
    return found == all_scorers.end() ? nullptr : found;
}

std::vector<std::string> scorer_names() {
    std::vector<std::string> names;
    std::ranges::transform(all_scorers, std::back_inserter(names),
                           [](const Scorer& s) { return std::string(s.name); });
    return names;
}

ReadyScorer make_scorer(std::string_view name, std::string_view options, const std::string& where) {
    const Scorer* const scorer = find_scorer(name);
    if (scorer == nullptr) {
        throw Error(ErrorKind::usage, fmt::format("there is no scorer \"{}\"", text::for_display(name)),
                    where, text::did_you_mean(name, scorer_names()));
    }
    const Json given = options.empty() ? Json::object() : text::parse_json(options, where);
    if (!given.is_object()) {
        throw Error(ErrorKind::usage, "a scorer's options are an object", where, R"(write {"pattern": "…"})");
    }
    Json differs = Json::object();
    const Json all = complete(*scorer, given, where, differs);
    ReadyScorer ready{scorer, differs.empty() ? std::string() : text::dump_json(differs), {}, {}};
    try {
        ready.score = scorer->make(all);
        if (scorer->by_logprobs != nullptr) {
            ready.by_logprobs = scorer->by_logprobs(all);
        }
    } catch (const Error& error) {
        throw Error(error.kind(), error.what_happened(), where.empty() ? error.where() : where, error.mend());
    }
    return ready;
}

} // namespace tiebreak::judging
