// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "domain/judging.h"
#include "judging/ranking.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::runs {

/// One rubric of several, as stored.
struct StoredCriterion {
    std::string name;
    domain::RubricRevisionId rubric;
    double weight = 1;

    friend bool operator==(const StoredCriterion&, const StoredCriterion&) = default;
};

/// What a stored judging needs beyond its columns to go on after a restart, and to be counted.
struct JudgingSettings {
    std::string scorer;         ///< of a scorer
    std::string scorer_options; ///< JSON of what differs from its defaults
    std::string recorded_path;  ///< of recorded replies, as the config names it
    std::string baseline;       ///< a candidate's name, or "reference"
    std::string baseline_run;   ///< name of the past run whose answers of `baseline` are meant; else empty
    std::string baseline_run_uid;
    bool swap = true;
    bool merge_identical = true;
    bool relative = false;
    domain::RankMethod method = domain::RankMethod::listwise;
    int top = 0;
    int window = 20;
    int step = 10;
    int tournaments = 1;
    bool logprobs = false;
    bool repair = true;
    int group_size = 0;
    int context_tokens = 0;
    int items = 0;
    bool sample = false;
    std::string grammar; ///< of the replies, where a person's own prompt sets it; else empty
    std::vector<StoredCriterion> criteria; ///< empty: the judging's one rubric
};

/// What the spec says of itself; run uid, grammar and criteria are filled in by whoever looks them up.
[[nodiscard]] JudgingSettings settings_of(const domain::JudgingSpec& spec);

/// The JSON of the judging's `settings` column: compact, keys sorted, what stands at its default left out.
[[nodiscard]] std::string settings_json(const JudgingSettings& settings);
[[nodiscard]] std::string settings_json(const domain::JudgingSpec& spec);
[[nodiscard]] JudgingSettings settings_from_json(const std::string& json);

/// Whether a judging compares two answers at a time: pairwise, round-robin, a relative rubric, a conversation
/// with a baseline.
[[nodiscard]] bool judges_pairs(domain::Protocol protocol, const JudgingSettings& settings);

/// How the answers to an item are put in order; nothing for a protocol that does not.
[[nodiscard]] std::optional<judging::RankingMethod> ranking_method(domain::Protocol protocol,
                                                                   domain::RankMethod method);
[[nodiscard]] std::optional<judging::RankingMethod> ranking_method(domain::Protocol protocol,
                                                                   const JudgingSettings& settings);
/// Whether it asks for the better of two at a time.
[[nodiscard]] bool compares_two(judging::RankingMethod method);
/// Of one ranking: the judging's, with a seed of its own for the item (its place in the eval set) and
/// repeat.
[[nodiscard]] judging::RankingOptions ranking_options(const JudgingSettings& settings, std::uint64_t seed,
                                                      std::int64_t item, int repeat);

} // namespace tiebreak::runs
