// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"
#include "runs/progress.h"

#include <chrono>
#include <mutex>
#include <string>

namespace tiebreak::cli {

/// A run's progress on standard error: on a terminal one bar, drawn at most ten times a second; elsewhere a
/// line where a phase begins, where a server goes away or comes back, and every ten seconds or tenth of the
/// work (whichever is later).
class ProgressLine {
public:
    explicit ProgressLine(Output& out)
        : out_(out) {}

    /// Takes what a run tells; any thread.
    void show(const runs::Progress& progress);
    /// The last state stays on a terminal.
    void finish(const runs::Progress& progress);

private:
    void tell_line(const runs::Progress& progress);

    Output& out_;
    std::mutex mutex_;
    std::chrono::steady_clock::time_point shown_{};
    runs::Progress::Phase phase_ = runs::Progress::Phase::preparing;
    std::int64_t tenth_ = 0;
    bool waiting_ = false; ///< for a server that is away, as last told
};

/// "[########------------]  45 %  asking  450 of 1,000 · 3 failed · $0.0132 · 1 min 20 s left", at most
/// `columns` wide.
[[nodiscard]] std::string progress_bar(const runs::Progress& progress, int columns);

} // namespace tiebreak::cli
