// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "domain/candidate.h"
#include "domain/response.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::client {

/// What a server says about the weights it serves.
struct Weights {
    enum class Knowledge {
        told, ///< `fingerprint` is set: it changes when the weights, the chat template or an adapter change
        cannot_tell, ///< the server answers, but nothing it says is tied to the weights
        not_loaded,  ///< it would have to load the model first, and was not asked to (Loading::leave)
        unreachable, ///< no usable reply: `failure` and `http_status` say which kind
    };
    Knowledge knowledge = Knowledge::cannot_tell;
    std::string fingerprint; ///< "llama.cpp:…", "vllm:…", "ollama:…", "snapshot:…", "program:…"
    bool by_turns = false;   ///< the server loads several models one after the other: what it tells is of now
    std::string server;      ///< "llama.cpp", "vLLM", "Ollama" or empty
    std::string detail;      ///< for people: what it is, or why it cannot be told
    domain::FailureKind failure = domain::FailureKind::none;
    int http_status = 0;
};

/// Whether a server of many models, which tells nothing of one that it does not hold, is made to load it.
enum class Loading { load, leave };

/// Asks the server which weights it serves: llama.cpp's /props, /v1/models and /lora-adapters; vLLM's
/// /v1/models (id, root, parent); Ollama's /api/tags (digest). What changes with every start (created, slots,
/// context size, build) is left out. A hosted listing that names only ids does not tell, except where the id
/// itself is a dated snapshot (gpt-4o-2024-08-06) on an https host, which providers promise not to change.
/// Servers that name a path tell the path, not the file's bytes: a file overwritten in place with one of the
/// same shape goes unseen. A command is known by its words and the contents of the files among them. Where a
/// candidate has replicas all are asked: those that answer must agree, else the failure is weights_changed.
/// A llama.cpp that serves several models loads the one asked for, which may cost another its place.
/// `done` runs on the network thread, exactly once.
void read_weights(ModelClient& client, const domain::Candidate& model, std::function<void(Weights)> done,
                  Loading loading = Loading::load);
/// The same, waiting. Never on the network thread.
[[nodiscard]] Weights fingerprint(ModelClient& client, const domain::Candidate& model,
                                  Loading loading = Loading::load);

/// What "Test connection" shows.
struct ConnectionReport {
    bool reachable = false; ///< it answers, and lets us in
    domain::FailureKind failure = domain::FailureKind::none;
    int http_status = 0;
    std::string detail;
    std::optional<double> latency_ms;
    std::vector<std::string> models; ///< ids the server lists, in its order
    bool model_listed = false;       ///< the candidate's own id is among them
    Weights weights;
};

/// Loads nothing. `done` runs on the network thread, exactly once.
void read_connection(ModelClient& client, const domain::Candidate& model,
                     std::function<void(ConnectionReport)> done);
/// The same, waiting. Never on the network thread.
[[nodiscard]] ConnectionReport test_connection(ModelClient& client, const domain::Candidate& model);

/// Ids of the models the server lists at {base}/models, in its order. @throws domain::Error (endpoint,
/// secret, usage)
[[nodiscard]] std::vector<std::string> list_models(ModelClient& client, const domain::Candidate& model);

} // namespace tiebreak::client
