// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 in the middle of a run, then going on: the same verdicts as undisturbed, and no answer asked again
// that had arrived more than 200 ms before.
#include "store/responses.h"
#include "tests/runs/live_project.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>
#include <thread>

namespace tiebreak::runs {

namespace {

/// What a report rests on: item, candidate, repeat, position, score.
std::multiset<std::tuple<std::int64_t, std::int64_t, int, int, double>> sum_of(LiveProject& live) {
    std::multiset<std::tuple<std::int64_t, std::int64_t, int, int, double>> sum;
    for (const store::VerdictRow& v : live.verdicts()) {
        sum.emplace(v.item.value, v.candidate.value, v.repeat, v.position, v.score.value_or(-1));
    }
    return sum;
}

} // namespace

TEST(Kill, ResumesToTheSameTable) {
    test::EndpointProcess endpoint;
    const LiveProject::Shape shape{.candidates = 3, .items = 80, .repeats = 2};
    LiveProject undisturbed(endpoint, shape);
    ASSERT_EQ(undisturbed.execute().phase, Progress::Phase::finished);
    const auto expected = sum_of(undisturbed);
    constexpr int all_calls = 3 * 80 + 80 * 2;

    endpoint.control({{"latency_ms", 25}});
    for (const int after_calls : {60, 150, 300}) {
        endpoint.control({{"reset_log", true}});
        LiveProject live(endpoint, shape);
        const pid_t child = ::fork();
        if (child == 0) {
            // A process of its own opens the file anew, as a real one would.
            secrets::Environment keys;
            client::ModelClient client(keys);
            store::Project project(live.project.file(), store::Project::Open::existing);
            (void)execute(project, client, live.run, {}, {});
            ::_exit(0);
        }
        while (endpoint.log()["calls"].get<int>() < after_calls) {
            std::this_thread::yield();
        }
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        const Progress done = live.execute();
        ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
        EXPECT_EQ(sum_of(live), expected) << "killed after " << after_calls;
        EXPECT_EQ(live.project.integrity_problems(), "");
        // At most what flew (16 places, half as many again queued) and 200 ms of answers (16 places, 25 ms
        // each).
        EXPECT_LE(endpoint.log()["calls"].get<int>(), all_calls + 28 + 16 * 200 / 25);
    }
}

} // namespace tiebreak::runs
