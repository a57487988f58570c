// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "domain/response.h"
#include "store/connection.h"
#include "store/judgings.h"
#include "store/runs.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tiebreak::workbench {

/// What went over the wire for one response, or one reply of a judge. Keys were redacted before anything was stored, and the request
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
    std::string candidate; ///< or the judge
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

/// What a judge was asked and said, of one judging by models. A question is rendered anew from what is stored; it
/// cannot be where an answer that it showed is gone.
class ReplyExchanges {
public:
    struct Reply {
        domain::ReplyId id;
        store::UnitRow unit; ///< what was shown, and by its number the judge who was asked
        domain::CallId call; ///< not stored: it came from a file, or nobody needed to be asked
        bool repair = false; ///< it was asked for its format again
    };

    /// Reads the judging's plan, once for all its replies. Throws domain::Error (usage) where no model judges.
    ReplyExchanges(store::Connection& connection, const store::RunRow& run, const store::JudgingRow& judging);
    ~ReplyExchanges();
    ReplyExchanges(const ReplyExchanges&) = delete;
    ReplyExchanges& operator=(const ReplyExchanges&) = delete;

    /// Oldest first.
    [[nodiscard]] const std::vector<Reply>& replies() const;
    [[nodiscard]] Exchange exchange(const Reply& reply) const;

private:
    struct Plan;
    std::unique_ptr<const Plan> plan_;
    store::Connection& connection_;
    std::vector<Reply> replies_;
};

/// One exchange as a line of JSON lines, with its newline: what was asked (`request` as an object), each try, what
/// came. `about` says of what: run, item, candidate or judging and judge, repeat, turn.
[[nodiscard]] std::string to_json_line(const Exchange& exchange,
                                       const std::vector<std::pair<std::string, std::string>>& names,
                                       const std::vector<std::pair<std::string, std::int64_t>>& numbers);

/// Which calls of a run are meant.
struct ExchangeFilter {
    std::string judging; ///< name: its judges' replies; empty: the candidates' answers
    std::string item;    ///< its id, or its number from 1; empty: all
    bool failed = false; ///< only what failed or, of a judge's, could not be read
};

/// Writes the exchanges of a run, one line each. Returns how many. Throws domain::Error (usage) for a judging or an
/// item that is not there.
std::int64_t export_exchanges(store::Connection& connection, domain::RunId run, const ExchangeFilter& filter,
                              const std::function<void(const std::string&)>& write);

} // namespace tiebreak::workbench
