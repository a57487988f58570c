// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <mutex>
#include <stop_token>
#include <thread>

namespace tiebreak::cli {

class Output;

/// Ctrl+C, SIGTERM and a closed terminal. A thread of its own waits for them, so that nothing has to be safe
/// inside a signal handler. Make it before any other thread is started: they inherit the blocked signals.
///
/// While a Stoppable lives, the first signal asks its work to stop and the second ends the program; without
/// one every signal ends it at once with exit code 130. The project file is safe either way: what was
/// received longer than 200 ms ago is committed, and SQLite takes back what was not.
class Interrupt {
public:
    explicit Interrupt(Output& out);
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Work that ends early and in order where its token says so.
    class Stoppable {
    public:
        explicit Stoppable(Interrupt& interrupt);
        ~Stoppable();
        Stoppable(const Stoppable&) = delete;
        Stoppable& operator=(const Stoppable&) = delete;

        [[nodiscard]] std::stop_token token() const noexcept { return source_.get_token(); }
        void request_stop() noexcept { source_.request_stop(); } ///< for a reason of the work's own

    private:
        friend class Interrupt;
        Interrupt& interrupt_;
        std::stop_source source_;
    };

    /// Whether a signal came while something stoppable went on.
    [[nodiscard]] bool happened() const noexcept { return happened_; }

private:
    void wait();

    Output& out_;
    std::mutex mutex_;
    Stoppable* work_ = nullptr;
    std::atomic<bool> happened_ = false;
    std::atomic<bool> ending_ = false;
    std::thread thread_;
};

} // namespace tiebreak::cli
