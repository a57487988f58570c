// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::test::endpoint {

/// How the endpoint behaves. Every member has a field of the same name in POST /control, which changes what
/// it names and leaves the rest. Fault names are listed in faults.h.
struct Settings {
    std::string model; ///< the one model served, whatever is asked for; empty: each as asked
    std::vector<std::string> models{"judge"}; ///< ids listed where `model` is empty
    /// How it describes itself: llamacpp, router (a llama.cpp that serves several models), vllm, ollama,
    /// anthropic, nothing.
    std::string tells = "llamacpp";
    int holds = 0;      ///< models it holds in memory; one more costs the oldest its place; 0: all
    double load_ms = 0; ///< how long it takes to load one that it is told to load
    std::map<std::string, std::string> cannot_load; ///< model -> what it says when it is to load it
    double latency_ms = 0;                          ///< before each answer of a model
    double latency_spread_ms = 0;                   ///< and up to so much more, uniformly
    double token_ms = 0;                            ///< between two pieces of a streamed answer
    std::string key; ///< demanded as a bearer token (Anthropic: x-api-key) where not empty; a wrong one is
                     ///< echoed with the 401
    std::string retry_after = "0"; ///< header of a 429 or 503; empty: none
    std::string retry_after_ms;    ///< likewise
    std::string redirect_to = "http://127.0.0.1:9/v1/chat/completions";
    std::map<std::string, std::string> headers; ///< sent with every answer of a model and every refusal
    int quota = -1;                             ///< calls answered before each gets a 429; -1: no quota
    int quota_wait_s = 43200;                   ///< what its Retry-After says
    int busy_above = 0;    ///< calls at once beyond this many get a 429; 0: no such limit
    std::string no_stream; ///< "ignored": whole replies all the same; "options": a 400 for stream_options;
                           ///< "refused": a 400 for stream
    std::size_t huge_bytes = std::size_t{1} << 20;
    double trickle_ms = 1; ///< between two bytes
    int answer_words = 12;
    std::map<std::string, int> quality; ///< model -> about how good its answers are
    bool log_calls = false;             ///< GET /log lists every call

    unsigned long long seed = 1;         ///< of `rates` and `judge_rates`
    std::deque<std::string> script;      ///< faults of the next calls in order, "ok" for none
    std::map<std::string, int> every;    ///< fault -> every n-th call of a model that is no judge
    std::map<std::string, double> rates; ///< fault -> share of those calls
    std::map<std::string, int> judge_every;
    std::map<std::string, double> judge_rates;

    /// Throws std::invalid_argument for an unknown field and nlohmann's exceptions for a wrong type.
    void merge(const nlohmann::json& changes);
};

} // namespace tiebreak::test::endpoint
