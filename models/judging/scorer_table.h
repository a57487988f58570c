// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of this room: the functions behind the table of scorers. Each takes options that are checked.
#pragma once

#include "judging/scorers.h"

namespace tiebreak::judging {

[[nodiscard]] ScoreFunction make_reference_overlap(const nlohmann::json& options);
[[nodiscard]] ScoreFunction make_exact(const nlohmann::json& options);
[[nodiscard]] ScoreFunction make_contains(const nlohmann::json& options);
[[nodiscard]] ScoreFunction make_regex(const nlohmann::json& options);
[[nodiscard]] ScoreFunction make_numeric(const nlohmann::json& options);
[[nodiscard]] ScoreFunction make_json(const nlohmann::json& options);
[[nodiscard]] ScoreFunction make_json_schema(const nlohmann::json& options);
[[nodiscard]] ScoreFunction make_choice_letter(const nlohmann::json& options);
[[nodiscard]] LogprobScoreFunction make_choice_by_logprobs(const nlohmann::json& options);
[[nodiscard]] ScoreFunction make_rouge_l(const nlohmann::json& options);
[[nodiscard]] ScoreFunction make_bleu(const nlohmann::json& options);
[[nodiscard]] ScoreFunction make_chrf(const nlohmann::json& options);
[[nodiscard]] ScoreFunction make_ifeval(const nlohmann::json& options);

[[nodiscard]] std::optional<double> corpus_bleu_of(std::span<const std::string> comments);

/// The field of an item's metadata, or a null value where it has none or the metadata is no object.
[[nodiscard]] nlohmann::json metadata_field(const domain::Item& item, const char* name);

/// Without the code fence that models put around JSON: "```json\n…\n```".
[[nodiscard]] std::string_view without_fence(std::string_view text);

[[nodiscard]] inline HeuristicScore not_judged(std::string reason) {
    return {std::nullopt, std::move(reason)};
}
[[nodiscard]] inline HeuristicScore no_reference() {
    return not_judged("the item has no reference");
}
[[nodiscard]] inline HeuristicScore passed(bool yes, std::string comment = {}) {
    return {yes ? 100.0 : 0.0, {}, std::move(comment)};
}

} // namespace tiebreak::judging
