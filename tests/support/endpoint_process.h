// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <sys/types.h>

#include <string>

namespace tiebreak::test {

/// test-endpoint as a process of its own, for as long as the object lives. Every function throws
/// std::runtime_error where the process does not answer.
class EndpointProcess {
public:
    /// Starts it and waits until it listens. `settings` as for control(); port 0 takes a free one.
    explicit EndpointProcess(const nlohmann::json& settings = nlohmann::json::object(), int port = 0);
    ~EndpointProcess();
    EndpointProcess(const EndpointProcess&) = delete;
    EndpointProcess& operator=(const EndpointProcess&) = delete;

    [[nodiscard]] int port() const noexcept { return port_; }
    [[nodiscard]] std::string origin() const;   ///< http://127.0.0.1:PORT
    [[nodiscard]] std::string base_url() const; ///< origin() and /v1

    /// Changes how it behaves from the next request on (tests/support/endpoint/settings.h); "reset_log"
    /// clears the log.
    void control(const nlohmann::json& changes);
    /// What it saw (tests/support/endpoint/journal.h).
    [[nodiscard]] nlohmann::json log() const;
    /// Kills it at once, as a crash would.
    void kill();

private:
    void start(const std::string& settings, int port);
    void stop(int signal) noexcept;

    pid_t pid_ = -1;
    int input_ = -1; ///< the process ends when this closes
    int port_ = 0;
};

} // namespace tiebreak::test
