// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/call_key.h"

#include "text/digest.h"
#include "text/value_json.h"

namespace tiebreak::runs {

namespace {

constexpr std::int64_t key_version = 1;

} // namespace

std::string call_key(const Question& question, const domain::Parameters& parameters) {
    text::Sha256 hash;
    hash.update_field("version", key_version).update_field("revision", question.revision_uid);
    for (const domain::Message& message : question.messages) {
        hash.update_field("role", message.role).update_field("content", message.content);
    }
    hash.update_field("prompt", question.prompt)
        .update_field("parameters", text::parameters_to_json(parameters));
    hash.update_field("turn", question.turn).update_field("repeat", question.repeat);
    return hash.finish_hex();
}

std::optional<double> cost_of(const domain::Usage& usage, const std::optional<domain::Price>& price) {
    if (!price || !usage.prompt_tokens || !usage.completion_tokens) {
        return std::nullopt;
    }
    constexpr double tokens_per_price = 1e6;
    return (static_cast<double>(*usage.prompt_tokens) * price->input +
            static_cast<double>(*usage.completion_tokens) * price->output) /
           tokens_per_price;
}

std::optional<double> cost_of(const domain::Answer& answer, const std::optional<domain::Price>& price) {
    std::optional<double> cost = cost_of(answer.usage, price);
    if (answer.failure == domain::FailureKind::none && !cost) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i + 1 < answer.attempt_log.size(); ++i) { // the last is the answer's own
        if (const auto lost = cost_of(answer.attempt_log[i].usage, price)) {
            cost = cost.value_or(0) + *lost;
        }
    }
    return cost;
}

} // namespace tiebreak::runs
