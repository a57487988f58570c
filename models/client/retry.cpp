// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/retry.h"

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

std::optional<milliseconds> asked_wait(const TransferResult& result) {
    if (const auto ms = number(result.header("retry-after-ms"))) {
        return wait_of(*ms);
    }
    const std::string* text = result.header("retry-after");
    if (text == nullptr) {
        return std::nullopt;
    }
    if (const auto seconds = number(text)) {
        return wait_of(*seconds * 1000.0);
    }
    const std::time_t until = curl_getdate(text->c_str(), nullptr);
    if (until < 0) {
        return std::nullopt;
    }
    const std::string* date = result.header("date");
    const std::time_t stated = date != nullptr ? curl_getdate(date->c_str(), nullptr) : -1;
    return wait_of(std::difftime(until, stated < 0 ? std::time(nullptr) : stated) * 1000.0);
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
