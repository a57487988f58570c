// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/error_info.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace tiebreak::items {

/// What a view last asked for. Asking again with the same ticket makes the earlier answer late: its work is
/// told to stop, and its result is dropped. Owned by the view, on the window's thread.
class Ticket {
public:
    /// Makes whatever is under way for this ticket late.
    void cancel() {
        stop_.request_stop();
        ++*generation_;
    }

private:
    friend class Background;
    std::shared_ptr<std::uint64_t> generation_ = std::make_shared<std::uint64_t>(0);
    std::stop_source stop_;
};

/// Work off the window's thread: a pool, and results that come back as values on the thread of `context`.
class Background {
public:
    explicit Background(int threads = 2) { pool_.setMaxThreadCount(threads); }
    ~Background() { pool_.waitForDone(); }

    /// Runs `work(stop_token)` on the pool. Its result reaches `done(std::shared_ptr<const T>)`, or what it
    /// threw `failed(ErrorInfo)`, on the window's thread, unless `context` is gone or the ticket was used
    /// again meanwhile.
    template <class Work, class Done, class Failed>
    void run(QObject* context, Ticket& ticket, Work work, Done done, Failed failed) {
        using T = std::invoke_result_t<Work, std::stop_token>;
        ticket.cancel();
        ticket.stop_ = std::stop_source();
        const std::uint64_t generation = *ticket.generation_;
        // The shared counter is read and written on the window's thread only.
        const auto deliver = [guard = QPointer<QObject>(context), latest = ticket.generation_,
                              generation](auto&& call) {
            if (guard && *latest == generation) {
                call();
            }
        };
        QObject* carrier = carrier_.get();
        ++pending_;
        pool_.start([=, this, stop = ticket.stop_.get_token(), work = std::move(work), done = std::move(done),
                     failed = std::move(failed)]() mutable {
            try {
                auto result = std::make_shared<const T>(work(stop));
                QMetaObject::invokeMethod(
                    carrier,
                    [=, this] {
                        --pending_;
                        deliver([&] { done(result); });
                    },
                    Qt::QueuedConnection);
            } catch (...) {
                const ErrorInfo error = ErrorInfo::from(std::current_exception());
                QMetaObject::invokeMethod(
                    carrier,
                    [=, this] {
                        --pending_;
                        deliver([&] { failed(error); });
                    },
                    Qt::QueuedConnection);
            }
        });
    }

    /// Nothing is under way and no result waits for the window's thread.
    [[nodiscard]] bool idle() const { return pending_ == 0; }

private:
    std::unique_ptr<QObject> carrier_ =
        std::make_unique<QObject>(); // results queue here, so a context may die first
    int pending_ = 0;                ///< on the window's thread only
    QThreadPool pool_;
};

} // namespace tiebreak::items
