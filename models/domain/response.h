// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::domain {

struct Message {
    std::string role; ///< "system", "user" or "assistant"
    std::string content;

    friend bool operator==(const Message&, const Message&) = default;
};

/// Token counts as the server told them; absent where it did not.
struct Usage {
    std::optional<std::int64_t> prompt_tokens;     ///< all of the prompt, cached tokens included
    std::optional<std::int64_t> completion_tokens; ///< all that was generated, reasoning included
    std::optional<std::int64_t> cached_tokens;     ///< of the prompt's, those read from the server's cache
    std::optional<std::int64_t> reasoning_tokens;  ///< of the completion's, those of its reasoning

    friend bool operator==(const Usage&, const Usage&) = default;
};

/// Why a call brought no answer. The name is what tables and badges show.
enum class FailureKind {
    none,
    connect,         ///< no connection: refused, no such host, TLS
    timeout,         ///< connected, but no complete answer in time
    reset,           ///< the connection broke in the middle
    http_client,     ///< 4xx other than 429: asking again would not help
    rate_limit,      ///< 429
    server,          ///< 5xx
    bad_body,        ///< 2xx, but the body is not what the API promises (HTML, cut JSON, no choices)
    too_large,       ///< the body passed the cap
    redirect,        ///< a 3xx: never followed, since it would carry the prompt to another host
    program,         ///< a command could not be started, or ended with an error
    refused,         ///< we would not send it (scheme, key and host do not fit)
    secret,          ///< the key named is not to be had
    weights_changed, ///< the server serves other weights than when the run began
    cancelled,
};

/// "timeout", "503 busy" and the like are made of this name and the HTTP status.
std::string to_string(FailureKind kind);
std::optional<FailureKind> failure_from_string(const std::string& name);

/// One try at a call, as it went over the wire.
struct Attempt {
    std::int64_t started_unix_ms = 0; ///< when it was handed to the network, UTC
    FailureKind failure = FailureKind::none;
    int http_status = 0;              ///< 0 where no status line arrived
    std::optional<double> latency_ms; ///< as Answer's
    Usage usage;                      ///< a reply that cannot be used may still have been paid for
    std::string detail;               ///< for people; keys redacted
    std::string envelope;             ///< the beginning of the body; empty for the last try: that is Answer's

    friend bool operator==(const Attempt&, const Attempt&) = default;
};

/// One token of an answer as its model weighed it. Natural logarithms; a token may be a part of a character.
struct TokenLogprob {
    struct Alternative {
        std::string token;
        double logprob = 0;

        friend bool operator==(const Alternative&, const Alternative&) = default;
    };
    std::string token;
    double logprob = 0;
    std::vector<Alternative>
        top; ///< likeliest first, the token itself mostly among them; as many as asked for

    friend bool operator==(const TokenLogprob&, const TokenLogprob&) = default;
};

/// An answer or its absence. `text` may be empty and still be an answer; `failure` says which.
struct Answer {
    std::string text;
    std::string finish_reason;        ///< "stop", "length", … as the server said; empty where unknown
    std::string model_returned;       ///< model id in the reply
    std::string fingerprint_returned; ///< system_fingerprint or the like in the reply
    Usage usage;
    std::optional<double> latency_ms; ///< first byte sent to last byte received, never time in a queue
    std::optional<double> ttft_ms;    ///< first byte sent to first token received; absent where not streamed
    std::vector<TokenLogprob>
        logprobs; ///< of the answer's tokens in order; empty where not asked for or told
    FailureKind failure = FailureKind::none;
    int http_status = 0;
    std::string failure_detail; ///< for people; keys redacted
    std::string envelope;       ///< the raw reply without the answer's text, keys redacted; where there is no
                                ///< answer, the beginning of the body
    int attempts = 1;           ///< 0 where nothing was sent
    std::vector<Attempt> attempt_log; ///< every try in order, the last included; empty where nothing was sent
};

} // namespace tiebreak::domain
