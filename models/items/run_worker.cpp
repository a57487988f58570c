// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/run_worker.h"

namespace tiebreak::items {

RunWorker::RunWorker(Work work)
    : thread_([this, work = std::move(work)](const std::stop_token& stop) {
        const runs::Progress last = work(
            [this](const runs::Progress& progress) {
                auto copy = std::make_shared<const runs::Progress>(progress);
                const std::lock_guard lock(mutex_);
                news_ = std::move(copy);
            },
            stop);
        const std::lock_guard lock(mutex_);
        news_ = std::make_shared<const runs::Progress>(last);
        ended_ = true;
    }) {}

RunWorker::~RunWorker() = default; // std::jthread asks to stop and joins

RunWorker::News RunWorker::take() {
    const std::lock_guard lock(mutex_);
    return {std::exchange(news_, nullptr), ended_};
}

} // namespace tiebreak::items
