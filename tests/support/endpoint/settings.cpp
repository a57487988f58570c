// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/endpoint/settings.h"

#include <functional>
#include <stdexcept>

namespace tiebreak::test::endpoint {

void Settings::merge(const nlohmann::json& changes) {
    Settings changed = *this; // a bad field changes nothing
    const auto into = [](auto& member) {
        return [&member](const nlohmann::json& value) { value.get_to(member); };
    };
    const std::map<std::string, std::function<void(const nlohmann::json&)>> fields{
        {"model", into(changed.model)},
        {"models", into(changed.models)},
        {"tells", into(changed.tells)},
        {"holds", into(changed.holds)},
        {"load_ms", into(changed.load_ms)},
        {"cannot_load", into(changed.cannot_load)},
        {"latency_ms", into(changed.latency_ms)},
        {"latency_spread_ms", into(changed.latency_spread_ms)},
        {"token_ms", into(changed.token_ms)},
        {"headers", into(changed.headers)},
        {"quota", into(changed.quota)},
        {"quota_wait_s", into(changed.quota_wait_s)},
        {"busy_above", into(changed.busy_above)},
        {"no_stream", into(changed.no_stream)},
        {"key", into(changed.key)},
        {"retry_after", into(changed.retry_after)},
        {"retry_after_ms", into(changed.retry_after_ms)},
        {"redirect_to", into(changed.redirect_to)},
        {"huge_bytes", into(changed.huge_bytes)},
        {"trickle_ms", into(changed.trickle_ms)},
        {"answer_words", into(changed.answer_words)},
        {"quality", into(changed.quality)},
        {"log_calls", into(changed.log_calls)},
        {"seed", into(changed.seed)},
        {"script", into(changed.script)},
        {"every", into(changed.every)},
        {"rates", into(changed.rates)},
        {"judge_every", into(changed.judge_every)},
        {"judge_rates", into(changed.judge_rates)},
    };
    for (const auto& [name, value] : changes.items()) {
        const auto found = fields.find(name);
        if (found == fields.end()) {
            throw std::invalid_argument("no setting \"" + name + "\"");
        }
        found->second(value);
    }
    *this = std::move(changed);
}

} // namespace tiebreak::test::endpoint
