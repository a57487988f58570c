// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/model_turns.h"

#include "client/model_loading.h"
#include "client/url.h"
#include "domain/error.h"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

namespace tiebreak::runs {

using client::Loaded;
using domain::Error;
using domain::ErrorKind;
using domain::FailureKind;

namespace {

/// Servers that load one model at a time where several are asked for.
bool loads_by_turns(const domain::Candidate& model) {
    return model.api == domain::Api::ollama || model.fingerprint.starts_with("ollama:") ||
           model.fingerprint.starts_with("llama.cpp:");
}

std::string origin_of(const domain::Candidate& model) {
    // A command has no address: its limits are its own.
    return model.endpoint.base_url.empty() ? domain::to_string(model.api) + " " + model.model
                                           : client::parse_url(model.endpoint.base_url).origin.text();
}

/// Failures of the way to the server, not of its loading.
bool may_pass(FailureKind kind) {
    return kind == FailureKind::connect || kind == FailureKind::timeout || kind == FailureKind::reset ||
           kind == FailureKind::rate_limit || kind == FailureKind::cancelled;
}

} // namespace

struct ModelTurns::Shared {
    client::ModelClient& client;
    std::vector<std::shared_ptr<const domain::Candidate>> models;
    Checks checks;

    /// All that are asked under the same name at the same server.
    [[nodiscard]] std::vector<std::size_t> alike(std::size_t model) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < models.size(); ++i) {
            if (models[i] && models[i]->model == models[model]->model &&
                origin_of(*models[i]) == origin_of(*models[model])) {
                found.push_back(i);
            }
        }
        return found;
    }

    /// Whether the server has another model to serve in this run.
    [[nodiscard]] bool shares_its_server(std::size_t model) const {
        return std::ranges::any_of(models, [&](const auto& other) {
            return other && other->model != models[model]->model && loads_by_turns(*other) &&
                   origin_of(*other) == origin_of(*models[model]);
        });
    }
};

/// One change, step by step on the network thread.
class ModelTurns::Change : public std::enable_shared_from_this<Change> {
public:
    Change(std::shared_ptr<const Shared> shared, std::optional<std::size_t> done,
           std::optional<std::size_t> next, Feeder::Ready ready)
        : shared_(std::move(shared))
        , ready_(std::move(ready)) {
        if (done) {
            add_checks(*done, false);
            if (shared_->shares_its_server(*done)) {
                add_loads(*done, false);
            }
        }
        if (next) {
            add_loads(*next, true);
            add_checks(*next, true);
        }
    }

    void go_on() {
        if (steps_.empty()) {
            return ready_({});
        }
        const std::function<void()> step = std::move(steps_.front());
        steps_.pop_front();
        step();
    }

private:
    void add_loads(std::size_t model, bool load) {
        std::set<std::string> served;
        for (const std::size_t i : shared_->alike(model)) {
            std::vector<domain::Endpoint> servers{shared_->models[i]->endpoint};
            servers.insert(servers.end(), shared_->models[i]->replicas.begin(),
                           shared_->models[i]->replicas.end());
            for (const domain::Endpoint& server : servers) {
                if (served.insert(server.base_url).second) {
                    domain::Candidate there = *shared_->models[i];
                    there.endpoint = server;
                    steps_.emplace_back([this, there = std::move(there), load] { load_at(there, load); });
                }
            }
        }
    }

    void load_at(const domain::Candidate& there, bool load) {
        const auto done = [self = shared_from_this(), name = there.name, load](const Loaded& loaded) {
            if (load && loaded.how == Loaded::How::failed && !may_pass(loaded.failure)) {
                return self->give_up(std::make_exception_ptr(
                    Error(ErrorKind::endpoint, "the server could not load the model (" + loaded.detail + ")",
                          "candidate " + name,
                          "mend it there and resume: what was "
                          "answered is stored")));
            }
            self->go_on();
        };
        load ? client::load_model(shared_->client, there, done)
             : client::unload_model(shared_->client, there, done);
    }

    void add_checks(std::size_t model, bool entered) {
        for (const std::size_t i : shared_->alike(model)) {
            if (shared_->checks.wanted && shared_->checks.wanted(i)) {
                steps_.emplace_back([this, i, entered] { check(i, entered); });
            }
        }
    }

    void check(std::size_t model, bool entered) {
        client::read_weights(
            shared_->client, *shared_->models[model],
            [self = shared_from_this(), model, entered](const client::Weights& weights) {
                try {
                    const Checks& checks = self->shared_->checks;
                    entered ? checks.entered(model, weights) : checks.left(model, weights);
                } catch (...) {
                    return self->give_up(std::current_exception());
                }
                self->go_on();
            },
            entered ? client::Loading::load : client::Loading::leave);
    }

    void give_up(std::exception_ptr why) {
        steps_.clear();
        ready_(std::move(why));
    }

    std::shared_ptr<const Shared> shared_;
    Feeder::Ready ready_;
    std::deque<std::function<void()>> steps_; ///< run only while whoever calls go_on() holds this object
};

ModelTurns::ModelTurns(client::ModelClient& client,
                       std::vector<std::shared_ptr<const domain::Candidate>> models, Checks checks)
    : shared_(std::make_shared<const Shared>(client, std::move(models), std::move(checks))) {}

Feeder::Place ModelTurns::place(std::size_t index) const {
    const domain::Candidate& model = *shared_->models[index];
    int places = model.endpoint.concurrency;
    for (const domain::Endpoint& replica : model.replicas) {
        places += replica.concurrency; // work goes to whichever is free
    }
    return {origin_of(model), places, loads_by_turns(model) ? model.model : std::string()};
}

void ModelTurns::change(std::optional<std::size_t> done, std::optional<std::size_t> next,
                        Feeder::Ready ready) const {
    const auto change = std::make_shared<Change>(shared_, done, next, std::move(ready));
    shared_->client.loop().post([change] { change->go_on(); });
}

} // namespace tiebreak::runs
