// SPDX-License-Identifier: GPL-3.0-or-later
// Scorers that measure how much of the reference an answer shares.
#include "judging/overlap_metrics.h"
#include "judging/scorer_table.h"
#include "text/utf8.h"

#include <nlohmann/json.hpp>

namespace tiebreak::judging {

namespace {

/// Scores an answer against a reference that is there; the comment says what the score stands on.
template <class Measure>
ScoreFunction against_reference(Measure measure, bool ignore_case = false) {
    return [=](const domain::Item& item, std::string_view response) -> HeuristicScore {
        if (text::is_blank(item.reference)) {
            return no_reference();
        }
        const std::string reference =
            text::nfc(ignore_case ? text::casefold(item.reference) : item.reference);
        const std::string said = text::nfc(ignore_case ? text::casefold(response) : std::string(response));
        return measure(said, reference);
    };
}

BleuSmoothing smoothing_named(const std::string& name) {
    return name == "floor"   ? BleuSmoothing::floor
           : name == "add-k" ? BleuSmoothing::add_k
           : name == "none"  ? BleuSmoothing::none
                             : BleuSmoothing::exponential;
}

BleuTokens tokens_named(const std::string& name) {
    return name == "char"   ? BleuTokens::characters
           : name == "none" ? BleuTokens::blanks
                            : BleuTokens::mteval_13a;
}

} // namespace

ScoreFunction make_rouge_l(const nlohmann::json& options) {
    const auto measure = options.at("measure").get<std::string>();
    return against_reference(
        [measure](const std::string& said, const std::string& reference) -> HeuristicScore {
            const Overlap overlap = rouge_l(said, reference);
            return {100 * (measure == "recall"      ? overlap.recall
                           : measure == "precision" ? overlap.precision
                                                    : overlap.f),
                    {}};
        });
}

ScoreFunction make_bleu(const nlohmann::json& options) {
    const BleuSmoothing smoothing = smoothing_named(options.at("smoothing").get<std::string>());
    const double value = options.value("smoothing_value", smoothing == BleuSmoothing::floor ? 0.1 : 1.0);
    const BleuTokens tokens = tokens_named(options.at("tokenize").get<std::string>());
    return against_reference(
        [=](const std::string& said, const std::string& reference) -> HeuristicScore {
            const BleuCounts counts = bleu_counts(said, reference, tokens);
            return {bleu(counts, smoothing, true, value), {}, to_text(counts)};
        },
        options.at("ignore_case").get<bool>());
}

std::optional<double> corpus_bleu_of(std::span<const std::string> comments) {
    BleuCounts sum;
    bool any = false;
    for (const std::string& comment : comments) {
        if (const auto counts = bleu_counts_from_text(comment)) {
            sum += *counts;
            any = true;
        }
    }
    return any ? std::optional(bleu(sum, BleuSmoothing::exponential, false)) : std::nullopt;
}

ScoreFunction make_chrf(const nlohmann::json& options) {
    ChrfOptions how;
    how.order = std::max(1, options.at("order").get<int>());
    how.beta = options.at("beta").get<double>();
    return against_reference(
        [how](const std::string& said, const std::string& reference) -> HeuristicScore {
            return {chrf(said, reference, how), {}};
        },
        options.at("ignore_case").get<bool>());
}

} // namespace tiebreak::judging
