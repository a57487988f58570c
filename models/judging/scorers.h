// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/item.h"
#include "domain/response.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::judging {

/// A figure beside the score, such as "prompt_loose". One answer may hold several of one name (an instruction
/// each): their mean over all answers is what is reported.
struct FurtherFigure {
    std::string name;
    double value = 0;    ///< 0 to 100
    std::string comment; ///< what it is about
};

/// A scorer's verdict on one response; without a value it was not judged, and `reason` says why.
struct HeuristicScore {
    std::optional<double> value; ///< 0 to 100
    std::string reason;
    std::string comment = {}; ///< what the score stands on, for people; may be empty
    std::vector<FurtherFigure> further = {};
};

/// How a scorer may be told what to do: `"judge": {"scorer": "regex", "pattern": "…"}`.
struct ScorerOption {
    enum class Kind { text, number, whole, flag, choice, object };
    std::string_view name;
    Kind kind = Kind::text;
    std::string_view fallback; ///< JSON of the value where it is left out; empty: there is none
    std::string_view description;
    bool required = false;
    std::span<const std::string_view> choices = {};
};

using ScoreFunction = std::function<HeuristicScore(const domain::Item& item, std::string_view response)>;
/// The same by what the endpoint told of each token of the response.
using LogprobScoreFunction =
    std::function<HeuristicScore(const domain::Item& item, std::span<const domain::TokenLogprob> tokens)>;

/// A figure over all of a candidate's answers that is no mean of theirs, from the comments of their scores.
struct CorpusFigure {
    std::string_view name;
    std::optional<double> (*over)(std::span<const std::string> comments);
};

/// A scorer that needs no judge: the same text always gets the same score.
struct Scorer {
    std::string_view name;
    int version;                  ///< scores of different versions are not compared
    std::string_view description; ///< one sentence for people
    std::span<const ScorerOption> options;
    /// From options that are checked and complete but for optional ones without a fallback.
    ScoreFunction (*make)(const nlohmann::json& options);
    CorpusFigure corpus = {};
    /// Where it can score by log-probabilities and the options ask for that; an empty function where not.
    LogprobScoreFunction (*by_logprobs)(const nlohmann::json& options) = nullptr;

    /// With all options at their fallbacks; throws domain::Error (usage) where one is required.
    [[nodiscard]] HeuristicScore score(const domain::Item& item, std::string_view response) const;
};

/// All of them: reference-overlap, exact, contains, regex, numeric, json, json-schema, choice-letter,
/// rouge-l, bleu, chrf, ifeval. docs/methods.md says what each gives.
[[nodiscard]] std::span<const Scorer> scorers();

/// The scorer of that name, or nullptr.
[[nodiscard]] const Scorer* find_scorer(std::string_view name);

[[nodiscard]] std::vector<std::string> scorer_names();

/// A scorer with its options read.
struct ReadyScorer {
    const Scorer* scorer = nullptr;
    std::string options; ///< canonical JSON of what differs from the fallbacks; empty where nothing does
    ScoreFunction score;
    LogprobScoreFunction by_logprobs; ///< to be used instead, where it is there
};

/// Reads and checks options, an object in JSON or empty. Throws domain::Error (usage) at `where`: no such
/// scorer or option (with the nearest known name), a value of the wrong kind, a pattern or schema that is
/// none.
[[nodiscard]] ReadyScorer make_scorer(std::string_view name, std::string_view options = {},
                                      const std::string& where = {});

} // namespace tiebreak::judging
