// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::domain {

/// How a model is reached.
enum class Api { recorded, openai_chat, openai_completions, anthropic, ollama, command };

/// The names of interface.md: "recorded", "openai-chat", …
std::string to_string(Api api);
std::optional<Api> api_from_string(const std::string& name);

/// US dollars a million tokens; absent means unknown, which is not free.
struct Price {
    double input = 0;
    double output = 0;

    friend bool operator==(const Price&, const Price&) = default;
};

/// Sampling parameters. An absent value is not sent: the server's default holds, and is shown as "server's
/// default".
struct Parameters {
    std::optional<double> temperature;
    std::optional<double> top_p;
    std::optional<std::int64_t> top_k;
    std::optional<std::int64_t> max_tokens;
    std::optional<double> frequency_penalty;
    std::optional<double> presence_penalty;
    std::optional<double> repeat_penalty;
    std::optional<std::int64_t> seed;
    bool logprobs = false; ///< the log-probability of each token of the answer, where the API offers them
    std::optional<std::int64_t>
        top_logprobs; ///< and of so many alternatives at each place; implies `logprobs`
    std::vector<std::string> stop;
    std::string extra; ///< further request fields as a JSON object, sent as they are; empty where none

    friend bool operator==(const Parameters&, const Parameters&) = default;
};

/// Where a model is and how hard it may be used. None of this changes an answer, so none of it is in a call's
/// key.
struct Endpoint {
    std::string base_url; ///< such as http://127.0.0.1:8080/v1, no trailing slash
    std::string key;      ///< the *name* of a key, "env:NAME" or "keyring:NAME"; never the key itself
    int concurrency = 8;  ///< transfers at once, counted per origin
    std::optional<int> requests_per_minute;
    std::optional<int> tokens_per_minute;
    double timeout_s = 120;
    bool allow_plain_http_key = false; ///< a key may go over http to a host that is not loopback
    bool stream =
        true; ///< answers come token by token where the server can, which tells the time to the first

    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// Mean cross-entropy on a fixed held-out text, nats a token.
struct TestLoss {
    std::optional<double> value;
    std::optional<double> se;
    std::string loss_set;
    std::string tokenizer;

    friend bool operator==(const TestLoss&, const TestLoss&) = default;
};

/// One set of weights with the way it is asked. A changed model, template, system prompt, parameters or
/// fingerprint makes a new revision; a changed address, limit, key name or price does not.
struct Candidate {
    std::string name;
    Api api = Api::recorded;
    Endpoint endpoint;              ///< unused where api is recorded
    std::vector<Endpoint> replicas; ///< further servers of the same weights; work goes to whichever is free
    std::string model; ///< the id the server knows it by; of a command, the program and its arguments
    std::string prompt_template; ///< "raw", "alpaca", "chatml" or Mustache text; empty: the API's default
    std::string system;
    Parameters parameters;
    TestLoss test_loss;
    std::map<std::string, std::string> tags;
    std::optional<Price> price;
    std::string parent;         ///< name of the checkpoint it was trained from
    std::string fingerprint;    ///< of the weights, as the server tells it; empty where it cannot
    std::string responses_path; ///< of recorded responses, as the config names it
    int samples = 1;            ///< answers asked for an item; of the run, not of the revision

    friend bool operator==(const Candidate&, const Candidate&) = default;
};

/// Whether it is asked with one finished text (ModelCall::prompt, the template applied here) rather than with
/// messages: completions, a command, and Ollama where a template is named (its server then applies none).
bool asks_with_prompt(const Candidate& candidate);

/// The parameters that are set but cannot be said in that API, by their names in a config: refused rather
/// than left out in silence. Empty where all can be sent.
std::vector<std::string> unsupported_parameters(Api api, const Parameters& parameters);

} // namespace tiebreak::domain
