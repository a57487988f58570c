// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::runs {

/// Where a run stands. A value: made by the run, handed to whoever watches at most twenty times a second.
struct Progress {
    enum class Phase { preparing, asking, judging, finishing, finished, stopped, failed };

    struct Candidate {
        std::string name;
        int slot = 0;
        bool imported = false;
        std::int64_t done = 0;   ///< answers, found stored ones too
        std::int64_t failed = 0; ///< finally
        std::int64_t total = 0;
        std::int64_t in_flight = 0;
        std::map<std::string, std::int64_t> failures; ///< by kind, such as "timeout", "503 server error"
        std::optional<double> latency_p50_ms;
        std::optional<double> tokens_per_second; ///< of one request, median
    };
    struct Judging {
        std::string name;
        std::int64_t done = 0; ///< replies that were read
        std::int64_t parse_failures = 0;
        std::int64_t failed = 0;
        std::int64_t total = 0;
    };

    domain::RunId run;
    std::string run_name;
    Phase phase = Phase::preparing;
    std::int64_t done = 0; ///< of this session's work, answers and judge's replies alike
    std::int64_t failed = 0;
    std::int64_t total = 0;
    double spent_s = 0;
    std::optional<double> left_s;   ///< absent until there is something to go by
    std::optional<double> cost;     ///< US dollars this session; absent where no price is known
    double run_cost = 0;            ///< US dollars this run has cost, earlier sessions included
    std::optional<double> max_cost; ///< the run's cap: it pauses before it would be passed
    bool paused_by_cap = false;     ///< phase stopped, since the next call would have passed the cap
    std::vector<Candidate> candidates;
    std::vector<Judging> judgings;
    std::string waiting; ///< for whom, and for how long already, where a server cannot be reached; else empty
    std::string message; ///< why it stopped or failed, with how to mend it
};

} // namespace tiebreak::runs
