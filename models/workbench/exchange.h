// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "domain/response.h"
#include "store/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// What went over the wire for one response. Keys were redacted before anything was stored, and the request
/// never held one.
struct Exchange {
    struct Try {
        int number = 0;
        std::int64_t started = 0; ///< ms since 1970, UTC; when it was handed to the network
        int http_status = 0;      ///< 0 where no status line arrived
        std::string failure;      ///< empty: it brought the answer
        std::string detail;       ///< for people
        std::string envelope;     ///< the raw reply without the answer's text, or the beginning of the body
        std::optional<double> latency_ms;
    };

    bool imported = false; ///< it came from a file: nothing went over the wire, the rest is empty
    std::string candidate;
    std::string key;      ///< of the call, 64 hexadecimal digits
    std::string key_name; ///< of the secret that went along, "env:NAME"; empty: none
    std::string url;
    std::string request;          ///< JSON, indented, rendered anew from what is stored
    bool request_as_sent = false; ///< its key is the stored one: it is what was sent, but for the address
    std::string request_error;    ///< why it cannot be rendered any more; empty where it can
    std::vector<Try> tries; ///< failed ones and those before a late success; none where the first succeeded
    std::optional<std::string> answer; ///< absent where it failed
    domain::FailureKind failure = domain::FailureKind::none;
    std::string finish_reason;
    std::string model_returned;
    domain::Usage usage;
    std::optional<double> latency_ms;
    std::optional<double> ttft_ms;
    std::optional<double> cost; ///< US dollars
    std::int64_t finished = 0;  ///< ms since 1970, UTC
};

/// Throws domain::Error (usage) where there is no such response.
[[nodiscard]] Exchange response_exchange(store::Connection& connection, domain::ResponseId response);

} // namespace tiebreak::workbench
