// SPDX-License-Identifier: GPL-3.0-or-later
// Endpoints that fail now and then, or go away for a while; disks that are full. Nothing is lost, and every
// answer is the right one.
#include "store/responses.h"
#include "store/texts.h"
#include "tests/runs/live_project.h"
#include "tests/support/endpoint_answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>
#include <thread>

namespace tiebreak::runs {

using testing::HasSubstr;

namespace {

/// Every answer stands under the candidate and item that it names.
void expect_right_answers(LiveProject& live, std::size_t count) {
    live.project.read([&](store::Connection& c) {
        std::map<std::int64_t, std::string> names;
        for (const store::CandidateRow& row : store::run_candidates(c, live.run)) {
            names[row.revision.value] = row.candidate.model;
        }
        std::map<std::int64_t, std::string> questions;
        for (const store::StoredItem& item : store::items(c, store::run(c, live.run).eval_set)) {
            questions[item.revision.value] = item.content.instruction;
        }
        const auto rows = store::responses(c, live.run);
        EXPECT_EQ(rows.size(), count);
        for (const store::ResponseRow& row : rows) {
            ASSERT_EQ(row.failure, domain::FailureKind::none);
            ASSERT_EQ(store::text_body(c, row.text),
                      test::answer_text(names.at(row.candidate.value), questions.at(row.item.value)));
        }
    });
}

/// A run in a process of its own, as a person's is. Returns its exit status.
int run_apart(LiveProject& live, const std::function<void()>& before,
              const std::function<void(pid_t)>& meanwhile) {
    const pid_t child = ::fork();
    if (child == 0) {
        before();
        secrets::Environment keys;
        client::ModelClient client(keys);
        store::Project project(live.project.file(), store::Project::Open::existing);
        const Progress end = execute(project, client, live.run, {}, {});
        ::_exit(end.phase == Progress::Phase::finished ? 0 : 3);
    }
    meanwhile(child);
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

} // namespace

TEST(Endurance, EveryAnswerArrivesThroughAllFaults) {
    constexpr int items = 300;
    test::EndpointProcess endpoint(nlohmann::json{{"latency_ms", 20}});
    LiveProject live(endpoint, {.candidates = 2, .items = items, .repeats = 1});
    live.project.writer().run([&](store::Connection& c) {
        for (store::CandidateRow& row : store::run_candidates(c, live.run)) {
            row.candidate.endpoint.timeout_s = 0.5; // a call that hangs is given up
            store::save_candidate(c, store::Role::candidate, row.candidate);
        }
    });
    endpoint.control(
        {{"rates",
          {{"429", 0.10}, {"500", 0.05}, {"reset", 0.03}, {"not-json", 0.03}, {"cut", 0.03}, {"hang", 0.01}}},
         {"retry_after", "1"},
         {"reset_log", true}});
    client::ModelClient client(live.keys); // as a person's: its own policy of retries
    ExecutionOptions options;
    options.patience = patient();
    options.selection.candidates = {"step-01", "step-02"};
    const Progress done = execute(live.project, client, live.run, options, {});
    EXPECT_EQ(done.candidates.at(0).failed + done.candidates.at(1).failed, 0);
    expect_right_answers(live, 2 * items);
    // By the server's own count: each fault cost one try and no more, no answer was asked for twice, and
    // nobody came again before they were asked to. The wall against ideal is measured by runs_bench faults.
    const nlohmann::json log = endpoint.log();
    std::uint64_t tries = 0;
    for (const auto& [fault, n] : log["by_fault"].items()) {
        tries += n.get<std::uint64_t>();
    }
    EXPECT_EQ(log["distinct"], 3 * items) << "of two candidates and the judge";
    EXPECT_EQ(log["repeated"], 0);
    EXPECT_EQ(log["calls"], tries);
    EXPECT_EQ(log["by_fault"][""], 3 * items);
    EXPECT_EQ(log["early"], 0) << "tries before the second that the server asked for was over";
    std::int64_t stored_tries = 0;
    live.project.read([&](store::Connection& c) {
        store::Query q =
            c.query("SELECT (SELECT count(*) FROM attempt) + (SELECT count(*) FROM call WHERE id NOT IN "
                    "(SELECT call_id FROM attempt))");
        ASSERT_TRUE(q.step());
        stored_tries = q.integer(0);
    });
    EXPECT_EQ(static_cast<std::uint64_t>(stored_tries), tries) << "each try stands in the file";
    for (const char* fault : {"429", "500", "reset", "not-json", "cut", "hang"}) {
        EXPECT_GT(log["by_fault"].value(fault, 0), 0) << fault;
    }
}

TEST(Endurance, AJudgeThatFailsForAWhileIsAskedAgainAfterTheOthers) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 2, .items = 4, .repeats = 1, .mark = " [[judge:500*3]]"});
    ExecutionOptions options;
    const Progress once = live.execute(options); // its client tries three times
    EXPECT_EQ(once.judgings.at(0).failed, 1);
    EXPECT_EQ(once.judgings.at(0).done, 3);

    LiveProject patiently(endpoint,
                          {.candidates = 2, .items = 4, .repeats = 1, .mark = " [[judge:500*3]] again"});
    options.patience = patient();
    const Progress done = patiently.execute(options);
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    EXPECT_EQ(done.judgings.at(0).failed, 0);
    EXPECT_EQ(done.judgings.at(0).done, 4);
    EXPECT_EQ(done.done, done.total);
    EXPECT_EQ(patiently.verdicts().size(), 8U);
    EXPECT_EQ(endpoint.log()["by_fault"].value("500", 0), 6);
}

TEST(Endurance, AJudgeThatGoesAwayStopsTheRunAndNothingHasFailed) {
    auto endpoint = std::make_unique<test::EndpointProcess>(nlohmann::json{{"latency_ms", 60}});
    LiveProject live(*endpoint, {.candidates = 1, .items = 120, .repeats = 1});
    ExecutionOptions options;
    options.patience = patient();
    bool away = false;
    options.on_progress = [&](const Progress& progress) {
        if (progress.phase == Progress::Phase::judging && progress.judgings.at(0).done > 5 &&
            !std::exchange(away, true)) {
            endpoint->kill();
        }
    };
    const Progress stopped = live.execute(options);
    EXPECT_EQ(stopped.phase, Progress::Phase::failed);
    EXPECT_THAT(stopped.message, HasSubstr("judge's server cannot be reached"));
    EXPECT_EQ(stopped.failed, 0);
    EXPECT_GT(stopped.judgings.at(0).done, 0);
    EXPECT_LT(stopped.judgings.at(0).done, 120);
}

namespace {

/// A person's client but for the pauses between tries.
client::ClientOptions waiting_for(std::chrono::milliseconds outage) {
    client::ClientOptions options;
    options.retry.base = std::chrono::milliseconds(5);
    options.retry.ceiling = std::chrono::milliseconds(100);
    options.retry.longest_outage = outage;
    return options;
}

nlohmann::json served() {
    return {{"tells", "vllm"}, {"models", {"judge", "step-01"}}};
}

} // namespace

TEST(Endurance, AnEndpointThatGoesAwayIsWaitedFor) {
    auto endpoint = std::make_unique<test::EndpointProcess>(nlohmann::json{{"latency_ms", 50}});
    const int port = endpoint->port();
    LiveProject live(*endpoint, {.candidates = 1, .items = 120, .repeats = 1});
    bool away = false;
    bool back = false;
    ExecutionOptions options;
    options.patience = patient();
    options.on_progress = [&](const Progress& progress) {
        if (progress.phase == Progress::Phase::asking && progress.done > 20 && !std::exchange(away, true)) {
            endpoint->kill();
        }
        if (away && !progress.waiting.empty() && !std::exchange(back, true)) { // once the person is told
            EXPECT_THAT(progress.waiting,
                        HasSubstr("127.0.0.1:" + std::to_string(port) + " cannot be reached"));
            endpoint = std::make_unique<test::EndpointProcess>(served(), port);
        }
    };
    client::ModelClient client(live.keys, waiting_for(std::chrono::seconds(60)));
    const Progress done = execute(live.project, client, live.run, options, {});
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    EXPECT_EQ(done.failed, 0);
    EXPECT_TRUE(back);
    EXPECT_EQ(done.waiting, "");
    expect_right_answers(live, 120);
}

TEST(Endurance, AnEndpointThatStaysAwayStopsTheRunAndItGoesOnLater) {
    auto endpoint = std::make_unique<test::EndpointProcess>(nlohmann::json{{"latency_ms", 50}});
    const int port = endpoint->port();
    LiveProject live(*endpoint, {.candidates = 1, .items = 80, .repeats = 1});
    ExecutionOptions options;
    options.patience = patient();
    bool away = false;
    options.on_progress = [&](const Progress& progress) {
        if (progress.phase == Progress::Phase::asking && progress.done > 20 && !std::exchange(away, true)) {
            endpoint->kill();
        }
    };
    client::ModelClient client(live.keys, waiting_for(std::chrono::milliseconds(300)));
    const Progress stopped = execute(live.project, client, live.run, options, {});
    EXPECT_EQ(stopped.phase, Progress::Phase::failed);
    EXPECT_THAT(stopped.message, HasSubstr("cannot be reached"));
    EXPECT_EQ(stopped.failed, 0) << "what was not asked has not failed";
    endpoint = std::make_unique<test::EndpointProcess>(served(), port);
    client::ModelClient another(live.keys, waiting_for(std::chrono::seconds(60)));
    const Progress done = execute(live.project, another, live.run, options, {});
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    expect_right_answers(live, 80);
}

TEST(Endurance, AFullDiskStopsTheRunAndNothingIsLost) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 2, .items = 150, .repeats = 1});
    const auto size = [&] {
        std::uintmax_t bytes = std::filesystem::file_size(live.project.file());
        const std::filesystem::path wal = live.project.file().string() + "-wal";
        return std::filesystem::exists(wal) ? std::max(bytes, std::filesystem::file_size(wal)) : bytes;
    };
    const auto room = static_cast<rlim_t>(size() + 60'000);
    const int status = run_apart(
        live,
        [&] {
            std::signal(SIGXFSZ, SIG_IGN); // a write beyond fails, as on a full disk
            const rlimit limit{room, room};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        },
        [](pid_t) {});
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 3) << "the run says that it did not finish";
    const auto stored =
        live.project.read([&](store::Connection& c) { return store::responses(c, live.run).size(); });
    EXPECT_LT(stored, 300U) << "the disk was not full";
    EXPECT_EQ(live.project.integrity_problems(), "");
    const Progress done = live.execute();
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    expect_right_answers(live, 300);
}

} // namespace tiebreak::runs
