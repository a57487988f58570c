// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "client/weights.h"
#include "runs/feeder.h"

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::runs {

/// Takes a server through the models that it is asked for, one after the other: the former is unloaded, the
/// next loaded before it is asked anything. So each is loaded once, and the time to load is no latency of its
/// first answer. For Ollama and for a llama.cpp that serves several models; other servers have one model, or
/// load by themselves.
class ModelTurns {
public:
    /// What is to be known of a model's weights, on the network thread. `entered`: it is loaded and about to
    /// be asked; may throw. `left`: it has been asked, and is loaded still. Both only where `wanted` says so.
    struct Checks {
        std::function<bool(std::size_t model)> wanted;
        std::function<void(std::size_t model, const client::Weights&)> entered;
        std::function<void(std::size_t model, const client::Weights&)> left;
    };

    /// `models`: those that are asked, by the numbers that places and changes are told of; null: left out.
    ModelTurns(client::ModelClient& client, std::vector<std::shared_ptr<const domain::Candidate>> models,
               Checks checks);

    /// Where the jobs of a model go, with all places that its replicas have.
    [[nodiscard]] Feeder::Place place(std::size_t model) const;
    /// For Feeder::Work::next_model. A server that cannot be reached just now is no reason to leave its jobs:
    /// they wait for it, and it loads by itself. One that says it cannot load the model is.
    void change(std::optional<std::size_t> done, std::optional<std::size_t> next, Feeder::Ready ready) const;

private:
    struct Shared;
    class Change;
    std::shared_ptr<const Shared> shared_; ///< a change may outlive the run that was stopped meanwhile
};

} // namespace tiebreak::runs
