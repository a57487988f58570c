// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "domain/candidate.h"
#include "domain/response.h"

#include <functional>
#include <string>

namespace tiebreak::client {

/// What became of loading or unloading a model.
struct Loaded {
    enum class How {
        done,
        not_offered, ///< the server loads by itself, or serves one model for good: nothing to do
        failed,      ///< `failure` and `detail` say why
    };
    How how = How::not_offered;
    domain::FailureKind failure = domain::FailureKind::none;
    std::string detail; ///< for people; keys redacted
};

/// Makes the server hold the candidate's model ready: Ollama (also behind its OpenAI-like address) by an
/// empty /api/generate, until half an hour after the last call or until it is unloaded; a llama.cpp that
/// serves several models by /models/load. So a sweep over many checkpoints on one server loads each once, and
/// time to load is no latency of its first answer. Asks the candidate's own endpoint. `done` runs on the
/// network thread, exactly once.
void load_model(ModelClient& client, const domain::Candidate& model, std::function<void(Loaded)> done);
/// Makes room for the next one.
void unload_model(ModelClient& client, const domain::Candidate& model, std::function<void(Loaded)> done);

/// The same, waiting. Never on the network thread.
[[nodiscard]] Loaded load_model(ModelClient& client, const domain::Candidate& model);
[[nodiscard]] Loaded unload_model(ModelClient& client, const domain::Candidate& model);

} // namespace tiebreak::client
