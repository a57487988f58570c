// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "runs/execution.h"
#include "store/project.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace tiebreak::items {

/// One run carried on behind the window. It tells where it stands into a slot that the window empties on its
/// own timer, so that a run of thousands of calls costs the window's thread no more than twenty glances a
/// second.
class RunWorker {
public:
    /// What to do on the worker's own thread: returns the run's last progress.
    using Work = std::function<runs::Progress(const runs::Tracker::Tell& tell, const std::stop_token& stop)>;

    explicit RunWorker(Work work);
    ~RunWorker(); ///< stops it and waits: calls in flight are given up at once, what arrived is stored

    RunWorker(const RunWorker&) = delete;
    RunWorker& operator=(const RunWorker&) = delete;

    void requestStop() { thread_.request_stop(); }

    struct News {
        std::shared_ptr<const runs::Progress> progress; ///< null: nothing new
        bool ended = false;
    };
    [[nodiscard]] News take();

private:
    std::mutex mutex_;
    std::shared_ptr<const runs::Progress> news_;
    bool ended_ = false;
    std::jthread thread_; // last: it uses the rest
};

} // namespace tiebreak::items
