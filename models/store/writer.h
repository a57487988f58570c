// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>

namespace tiebreak::store {

/// The one thread that owns the only writing connection. Work is handed to it as jobs.
///
/// `post` groups: jobs that arrive within `group_time` or up to `group_size` of them share one transaction,
/// so an answer is durable (it survives kill -9) at most 200 ms after it was posted. `run` commits at once
/// and waits. Jobs run in the order they came. Each has its own savepoint: one that throws leaves no trace
/// and does not disturb its neighbours.
class Writer {
public:
    using Job = std::function<void(Connection&)>;
    /// Called on the writer's thread after the commit (null) or with why the job was not stored.
    using Done = std::function<void(std::exception_ptr)>;

    static constexpr std::chrono::milliseconds group_time{100};
    static constexpr std::size_t group_size = 200;

    Writer(std::unique_ptr<Connection> connection, std::filesystem::path file);
    ~Writer(); ///< commits what was posted, then closes
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void post(Job job, Done done = {});

    /// As `post`, but commits now, with everything posted before: for what a person just did. Does not wait.
    void commit(Job job, Done done = {}) { enqueue(std::move(job), std::move(done), true); }

    /// Commits now, with everything posted before, and returns what `work(Connection&)` returns. Throws what
    /// it throws, or a domain::Error where the commit failed.
    template <class F>
    auto run(F work) -> std::invoke_result_t<F, Connection&> {
        using Result = std::invoke_result_t<F, Connection&>;
        auto promise = std::make_shared<std::promise<Result>>();
        auto future = promise->get_future();
        if constexpr (std::is_void_v<Result>) {
            enqueue([work](Connection& c) mutable { work(c); },
                    [promise](std::exception_ptr error) {
                        error ? promise->set_exception(error) : promise->set_value();
                    },
                    true);
        } else {
            auto result = std::make_shared<std::optional<Result>>();
            enqueue([work, result](Connection& c) mutable { *result = work(c); },
                    [promise, result](std::exception_ptr error) {
                        error ? promise->set_exception(error) : promise->set_value(std::move(**result));
                    },
                    true);
        }
        return future.get();
    }

    /// Waits until everything posted so far is committed. Throws where the commit failed.
    void flush() {
        run([](Connection&) {});
    }

private:
    struct Entry {
        Job job;
        Done done;
        std::exception_ptr error;
    };

    void enqueue(Job job, Done done, bool at_once);
    void loop();
    void commit_group(std::deque<Entry>& group);

    std::unique_ptr<Connection> connection_;
    std::filesystem::path file_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Entry> queue_;
    std::chrono::steady_clock::time_point oldest_{};
    bool at_once_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace tiebreak::store
