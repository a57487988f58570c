// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/response.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tiebreak::client {

/// A program to run once.
struct CommandRun {
    std::vector<std::string> arguments; ///< the program first
    std::string input;                  ///< on its standard input, which is closed behind it
    std::vector<std::pair<std::string, std::string>> environment; ///< on top of our own
    std::chrono::milliseconds timeout{120'000};                   ///< zero: none
    std::size_t max_output = std::size_t{64} << 20;               ///< bytes
};

struct CommandResult {
    enum class End { exited, signalled, not_started, timeout, too_large, cancelled };
    End end = End::cancelled;
    int code = 0;       ///< exit code, signal or errno
    std::string output; ///< what it wrote on standard output
    std::string errors; ///< the last of what it wrote on standard error
    std::int64_t started_unix_ms = 0;
    std::optional<double> latency_ms; ///< from its start to its end
};

/// One thread that runs programs without waiting for any of them: each in a process group of its own, which
/// is killed as a whole when its time is over or it is cancelled. No shell has a part in it.
class CommandLoop {
public:
    using Id = std::uint64_t;
    using Done = std::function<void(CommandResult)>;

    CommandLoop();
    /// Kills what runs; each callback has run when this returns.
    ~CommandLoop();
    CommandLoop(const CommandLoop&) = delete;
    CommandLoop& operator=(const CommandLoop&) = delete;

    /// From any thread. `done` runs exactly once, on this loop's thread, and must neither block nor throw.
    Id submit(CommandRun run, Done done);
    /// From any thread. One that has ended already is left alone.
    void cancel(Id id);
    /// From any thread: runs `task` on this loop's thread.
    void post(std::function<void()> task);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// What a program's end says, as an answer with `attempts` = 1 and no attempt log: its output without the
/// last line break, or `program` where it ended with anything but 0.
[[nodiscard]] domain::Answer read_command(const CommandResult& result);

} // namespace tiebreak::client
