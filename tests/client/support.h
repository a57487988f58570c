// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "domain/candidate.h"

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace tiebreak::client::test {

/// Keys from a table.
class TableSecrets : public SecretSource {
public:
    std::map<std::string, std::string> keys;
    std::string bound_to;
    int looked_up = 0;

    [[nodiscard]] std::optional<Secret> find(const std::string& name) override {
        ++looked_up;
        const auto found = keys.find(name);
        return found == keys.end() ? std::nullopt
                                   : std::optional<Secret>(std::in_place, found->second, bound_to);
    }
};

inline domain::Candidate candidate(const std::string& base_url, const std::string& model = "m1",
                                   domain::Api api = domain::Api::openai_chat) {
    domain::Candidate result;
    result.name = model;
    result.api = api;
    result.model = model;
    result.endpoint.base_url = base_url;
    result.endpoint.timeout_s = 20;
    return result;
}

inline ModelCall call_of(const domain::Candidate& model, const std::string& prompt, std::uint64_t group = 0) {
    ModelCall call;
    call.model = std::make_shared<const domain::Candidate>(model);
    call.messages = {{"user", prompt}};
    call.prompt = prompt;
    call.group = group;
    return call;
}

/// Gathers answers as they come; wait(n) returns once n are there.
class Gathered {
public:
    [[nodiscard]] ModelClient::Done slot(std::string name) {
        return [this, name = std::move(name)](domain::Answer answer) {
            const std::lock_guard lock(mutex_);
            answers_.emplace_back(name, std::move(answer));
            changed_.notify_all();
        };
    }

    /// Name and answer, in order of arrival.
    const std::vector<std::pair<std::string, domain::Answer>>& wait(std::size_t n) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return answers_.size() >= n; });
        return answers_;
    }

    [[nodiscard]] std::size_t count() {
        const std::lock_guard lock(mutex_);
        return answers_.size();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::pair<std::string, domain::Answer>> answers_;
};

inline domain::Answer ask_one(ModelClient& client, const ModelCall& call) {
    Gathered gathered;
    client.ask(call, gathered.slot(""));
    return gathered.wait(1).front().second;
}

/// Retries at once, so that tests of retries take no time.
inline ClientOptions quick() {
    ClientOptions options;
    options.retry.base = std::chrono::milliseconds(1);
    options.retry.ceiling = std::chrono::milliseconds(5);
    options.retry.longest_outage = std::chrono::milliseconds(200);
    options.jitter_seed = 7;
    return options;
}

inline ClientOptions without_retries() {
    ClientOptions options = quick();
    options.retry.max_attempts = 1;
    return options;
}

} // namespace tiebreak::client::test
