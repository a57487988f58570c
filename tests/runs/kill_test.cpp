// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 in the middle of a run, then going on: the same verdicts as undisturbed, and no answer asked again
// that had arrived more than 200 ms before.
#include "domain/random.h"
#include "store/responses.h"
#include "tests/runs/live_project.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <set>
#include <thread>

namespace tiebreak::runs {

namespace {

/// What a report rests on: item, candidate, opponent, repeat, position, score, winner.
using Sum =
    std::multiset<std::tuple<std::int64_t, std::int64_t, std::int64_t, int, int, double, std::string>>;

Sum sum_of(LiveProject& live) {
    Sum sum;
    for (const store::VerdictRow& v : live.verdicts()) {
        sum.emplace(v.item.value, v.candidate.value, v.opponent_candidate.value, v.repeat, v.position,
                    v.score.value_or(-1), v.winner);
    }
    return sum;
}

} // namespace

namespace {

/// A second judging beside the first, by the same judge with another seed.
void add_second_judging(LiveProject& live) {
    live.project.writer().run([&](store::Connection& c) {
        store::JudgingRow row = store::judging(c, live.judging);
        row.name = "again";
        row.seed = 11;
        row.repeats = 1;
        row.settings_hash = std::string(64, '4');
        store::create_judging(c, row);
    });
}

/// Of both judgings.
auto sums_of(LiveProject& live) {
    std::vector<Sum> sums;
    const auto judgings =
        live.project.read([&](store::Connection& c) { return store::judgings(c, live.run); });
    for (const store::JudgingRow& judging : judgings) {
        live.judging = judging.id;
        sums.push_back(sum_of(live));
    }
    return sums;
}

/// Six, and thirty where TIEBREAK_KILLS=30 asks for the long form.
int kills() {
    const char* wanted = std::getenv("TIEBREAK_KILLS");
    return wanted != nullptr ? std::atoi(wanted) : 6;
}

/// Kills a run of that shape at drawn moments, goes on, and holds what comes of it to the undisturbed.
void kill_and_go_on(test::EndpointProcess& endpoint, const LiveProject::Shape& shape, bool second,
                    int times) {
    const auto begin = [&](LiveProject& live) {
        if (second) {
            add_second_judging(live);
        }
    };
    endpoint.control({{"reset_log", true}});
    LiveProject undisturbed(endpoint, shape);
    begin(undisturbed);
    ASSERT_EQ(undisturbed.execute().phase, Progress::Phase::finished);
    const auto expected = sums_of(undisturbed);
    ASSERT_EQ(expected.size(), second ? 2U : 1U);
    const int all_calls = endpoint.log()["calls"].get<int>();
    constexpr int latency_ms = 25;

    endpoint.control({{"latency_ms", latency_ms}});
    domain::Random random(2026, "moments to kill at");
    for (int kill = 0; kill < times; ++kill) {
        const auto after_calls =
            static_cast<int>(random.below(static_cast<std::uint64_t>(all_calls - 1))) + 1;
        endpoint.control({{"reset_log", true}});
        LiveProject live(endpoint, shape);
        begin(live);
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
        EXPECT_EQ(sums_of(live), expected) << "killed after " << after_calls;
        EXPECT_EQ(live.project.integrity_problems(), "");
        // At most what flew (16 places, half as many again queued) and 200 ms of answers.
        EXPECT_LE(endpoint.log()["calls"].get<int>(), all_calls + 28 + 16 * 200 / latency_ms);
    }
}

} // namespace

TEST(Kill, AtAnyMomentItResumesToTheSameTables) {
    test::EndpointProcess endpoint;
    kill_and_go_on(endpoint, {.candidates = 3, .items = 30, .repeats = 2}, true, kills());
}

TEST(Kill, ARankingGoesOnWhereItsRepliesStand) {
    test::EndpointProcess endpoint;
    kill_and_go_on(endpoint,
                   {.candidates = 5,
                    .items = 6,
                    .repeats = 1,
                    .protocol = domain::Protocol::listwise,
                    .method = domain::RankMethod::sorting},
                   false, kills() / 2);
}

} // namespace tiebreak::runs
