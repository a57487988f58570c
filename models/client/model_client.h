// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/command_loop.h"
#include "client/endpoint.h"
#include "client/http.h"
#include "client/retry.h"
#include "client/secret_source.h"
#include "domain/response.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tiebreak::client {

struct ClientOptions {
    RetryPolicy retry;
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds first_byte_timeout{0}; ///< zero: only the endpoint's own `timeout_s` limits it
    std::chrono::milliseconds stall_timeout{60'000};
    std::size_t max_body = std::size_t{64} << 20; ///< bytes
    std::uint64_t jitter_seed = 0;                ///< zero: from the system
};

/// Asks models. Each origin has a queue; at most `concurrency` of its transfers fly at once, and
/// `requests_per_minute` and `tokens_per_minute` start in a minute, by the smallest such limit among the
/// calls that wait or fly there; fewer where the server says that it is overrun (Throttle). A call waiting
/// for its retry holds no place. A candidate with replicas is asked wherever a place is free; one that cannot
/// be reached, or fails time after time, is left out for a while. A server that asks for a longer wait than
/// the policy's (a daily quota), or cannot be reached for too long, is not asked any more: what waits for it
/// fails at once with that reason. A command runs its program on a thread of its own. Thread-safe.
class ModelClient {
public:
    using Done = std::function<void(domain::Answer)>;

    /// `secrets` must outlive the client.
    explicit ModelClient(SecretSource& secrets, ClientOptions options = {});
    /// Everything that waits or flies ends as cancelled before this returns; a `done` that asks again
    /// meanwhile gets `cancelled` at once.
    ~ModelClient();
    ModelClient(const ModelClient&) = delete;
    ModelClient& operator=(const ModelClient&) = delete;

    /// Queues the call. `done` runs exactly once, on the network thread, and must neither block nor throw; it
    /// may ask again. A call that cannot be sent (bad address, no key, a key that may not go there) comes
    /// back as an answer with that failure, too. Queued calls hold their request text: feed long runs as
    /// answers arrive.
    void ask(const ModelCall& call, Done done);
    /// Ends every call of the group that waits or flies as cancelled. Calls asked later are not touched.
    void cancel(std::uint64_t group);
    void cancel_all();
    /// Servers that cannot be reached just now, while calls wait for them.
    struct Outage {
        std::string server; ///< its origin
        std::chrono::steady_clock::time_point since;
    };
    [[nodiscard]] std::vector<Outage> outages() const;
    /// Calls asked whose `done` has not been called.
    [[nodiscard]] std::size_t outstanding() const noexcept;
    /// Looks keys up anew from now on; each is looked up once otherwise.
    void forget_keys();

    [[nodiscard]] HttpLoop& loop() noexcept;
    [[nodiscard]] CommandLoop& commands() noexcept;
    /// The key an endpoint names, checked against its address. Null where it names none.
    /// @throws domain::Error (secret, usage)
    [[nodiscard]] std::shared_ptr<const Secret> key_for(const domain::Endpoint& endpoint);
    [[nodiscard]] const ClientOptions& options() const noexcept;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tiebreak::client
