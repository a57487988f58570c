// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/retry.h"

#include "client/reply_json.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <string>

namespace tiebreak::client {

namespace {

using std::chrono::milliseconds;

std::optional<double> number(const std::string* text) {
    double value = 0;
    if (text == nullptr) {
        return std::nullopt;
    }
    const char* const end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, value);
    return error == std::errc{} && stop == end && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

milliseconds wait_of(double ms) {
    return milliseconds(std::llround(std::ceil(std::clamp(ms, 0.0, 1e12))));
}

/// From the reply's own clock where it tells it.
milliseconds since_reply(const TransferResult& result, std::time_t until) {
    const std::string* date = result.header("date");
    const std::time_t stated = date != nullptr ? curl_getdate(date->c_str(), nullptr) : -1;
    return wait_of(std::difftime(until, stated < 0 ? std::time(nullptr) : stated) * 1000.0);
}

/// "2026-01-02T03:04:05Z" (RFC 3339), in UTC.
std::optional<std::time_t> read_instant(const std::string& text) {
    std::tm parts{};
    const char* const rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
    if (rest == nullptr) {
        return std::nullopt;
    }
    std::string_view zone(rest);
    if (zone.starts_with('.')) {
        zone.remove_prefix(std::min(zone.find_first_not_of("0123456789", 1), zone.size()));
    }
    return zone == "Z" || zone == "+00:00" ? std::optional(timegm(&parts)) : std::nullopt;
}

/// The longest wait among the limits that are used up. Where the reply shows none so: nothing if
/// `only_used_up`, else the shortest wait that it names.
std::optional<milliseconds> reset_wait(const TransferResult& result, bool only_used_up) {
    std::optional<milliseconds> longest_used_up;
    std::optional<milliseconds> shortest;
    const auto look = [&](const std::string& remaining, const std::string& reset) {
        const std::string* text = result.header(reset);
        if (text == nullptr) {
            return;
        }
        std::optional<milliseconds> wait = read_span(*text);
        if (const auto until = wait ? std::nullopt : read_instant(*text)) {
            wait = since_reply(result, *until);
        }
        if (!wait) {
            return;
        }
        shortest = std::min(shortest.value_or(*wait), *wait);
        if (const auto left = number(result.header(remaining)); left && *left <= 0) {
            longest_used_up = std::max(longest_used_up.value_or(*wait), *wait);
        }
    };
    for (const std::string what : {"requests", "tokens"}) {
        look("x-ratelimit-remaining-" + what, "x-ratelimit-reset-" + what);
    }
    for (const std::string what : {"requests", "tokens", "input-tokens", "output-tokens"}) {
        look("anthropic-ratelimit-" + what + "-remaining", "anthropic-ratelimit-" + what + "-reset");
    }
    return longest_used_up || only_used_up ? longest_used_up : shortest;
}

} // namespace

bool may_pass(domain::FailureKind kind, const TransferResult& result) {
    switch (kind) {
    case domain::FailureKind::connect:
        return result.error != TransferError::tls; // a certificate does not mend itself
    case domain::FailureKind::server:
        return result.status != 501 && result.status != 505;
    case domain::FailureKind::timeout:
    case domain::FailureKind::reset:
    case domain::FailureKind::rate_limit:
    case domain::FailureKind::bad_body:
        return true;
    default:
        return false;
    }
}

bool is_busy(const TransferResult& result) {
    return result.status == 429 || result.status == 503 || result.status == 529;
}

std::optional<milliseconds> read_span(std::string_view text) {
    double ms = 0;
    if (text.empty()) {
        return std::nullopt;
    }
    while (!text.empty()) {
        double value = 0;
        const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || !std::isfinite(value) || value < 0) {
            return std::nullopt;
        }
        text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
        const std::size_t unit_end = std::min(text.find_first_of("0123456789."), text.size());
        const std::string_view unit = text.substr(0, unit_end);
        text.remove_prefix(unit_end);
        const double scale = unit == "ms"                  ? 1
                             : unit == "s" || unit.empty() ? 1e3
                             : unit == "m"                 ? 6e4
                             : unit == "h"                 ? 3.6e6
                             : unit == "d"                 ? 8.64e7
                                                           : -1;
        if (scale < 0) {
            return std::nullopt;
        }
        ms += value * scale;
    }
    return wait_of(ms);
}

std::optional<milliseconds> asked_wait(const TransferResult& result) {
    if (const auto ms = number(result.header("retry-after-ms"))) {
        return wait_of(*ms);
    }
    const std::string* text = result.header("retry-after");
    if (text == nullptr) {
        return result.status == 429 ? reset_wait(result, false) : std::nullopt;
    }
    if (const auto seconds = number(text)) {
        return wait_of(*seconds * 1000.0);
    }
    const std::time_t until = curl_getdate(text->c_str(), nullptr);
    return until < 0 ? std::nullopt : std::optional(since_reply(result, until));
}

std::optional<milliseconds> used_up_for(const TransferResult& result) {
    return reset_wait(result, true);
}

bool names_spent_quota(const std::string& body) {
    const auto reply = read_json(body);
    if (!reply || !reply->is_object()) {
        return false;
    }
    for (const char* at : {"/error/code", "/error/type"}) {
        const nlohmann::json::json_pointer pointer(at);
        if (reply->contains(pointer)) {
            const nlohmann::json& name = reply->at(pointer);
            if (name == "insufficient_quota" || name == "billing_hard_limit_reached" ||
                name == "billing_error") {
                return true;
            }
        }
    }
    return false;
}

milliseconds backoff(const RetryPolicy& policy, int attempt, std::optional<milliseconds> asked,
                     domain::Random& random) {
    const auto up_to = [&random](double ms) { return wait_of(random.unit() * ms); };
    const auto base = static_cast<double>(policy.base.count());
    if (asked) {
        return *asked + up_to(base / 4);
    }
    return up_to(
        std::min(static_cast<double>(policy.ceiling.count()), std::ldexp(base, std::max(attempt, 1) - 1)));
}

} // namespace tiebreak::client
