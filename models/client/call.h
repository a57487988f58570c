// SPDX-License-Identifier: GPL-3.0-or-later
// One call on its way through ModelClient: private to it.
#pragma once

#include "client/command_loop.h"
#include "client/endpoint.h"
#include "client/http.h"
#include "client/stream_reader.h"
#include "client/throttle.h"
#include "domain/response.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::client {

/// A server, or a program, that may answer the call.
struct Target {
    std::string lane; ///< the server's origin, or the program
    domain::Endpoint limits;
    Transfer transfer; ///< sent as it is with each try; unused for a program
};

struct Call {
    std::uint64_t id = 0;
    std::shared_ptr<const domain::Candidate> model;
    std::uint64_t group = 0;
    std::function<void(domain::Answer)> done;
    std::function<void(const LiveText&)> live;
    std::vector<Target> targets; ///< at least one
    std::optional<CommandRun> command;
    Streaming streaming = Streaming::off; ///< as the targets' requests say

    std::vector<domain::Attempt> log;
    int counted = 0;                     ///< tries that failed, but for busy servers and outages
    int turned_away = 0;                 ///< by a busy server
    bool waiting = false;                ///< for a place
    bool stopped = false;                ///< no further try, even if the one that flies lands first
    std::optional<std::uint64_t> flight; ///< of the HTTP or the command loop
    std::size_t at = 0;                  ///< which target was asked last
    Throttle::Epoch epoch = 0;
    double tokens_taken = 0;
    std::shared_ptr<StreamReader> reader;
    std::optional<HttpLoop::Id> retry_timer;
};

/// The call with everything it needs to be sent.
/// @throws domain::Error (usage) where it cannot be asked as it stands
[[nodiscard]] std::shared_ptr<Call> prepared(const ModelCall& call);

/// So much of streaming the server has now shown not to bear, by its refusal; nothing where it refused for
/// another reason.
[[nodiscard]] std::optional<Streaming> streams_less(const Call& call, const domain::Answer& answer);

[[nodiscard]] domain::Attempt attempt_of(const domain::Answer& answer, std::int64_t started_unix_ms);
[[nodiscard]] domain::Answer unsent(domain::FailureKind kind, std::string detail);

} // namespace tiebreak::client
