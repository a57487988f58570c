// SPDX-License-Identifier: GPL-3.0-or-later
// A run beside a bare libcurl loop that sends the same requests to the same endpoint, taken in turns.
//   runs_bench [wall | rate | faults | memory | file]…   (all unless told)
#include "client/endpoint.h"
#include "client/weights.h"
#include "runs/ask_plan.h"
#include "runs/execution.h"
#include "secrets/environment.h"
#include "tests/bench/bare_curl.h"
#include "tests/store/temp_project.h"
#include "tests/support/endpoint_process.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <set>
#include <string>

namespace tiebreak::bench {

namespace {

using Clock = std::chrono::steady_clock;

struct Taken {
    double wall_s = 0;
    double cpu_s = 0; ///< of this process, all threads
};

double cpu_now() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    constexpr double micro = 1e-6;
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * micro;
}

template <class F>
Taken take(F work) {
    const auto begin = Clock::now();
    const double cpu = cpu_now();
    work();
    return {std::chrono::duration<double>(Clock::now() - begin).count(), cpu_now() - cpu};
}

/// A project with one candidate and so many items; nothing judged.
class Bench {
public:
    Bench(test::EndpointProcess& endpoint, int items, int concurrency)
        : project(folder / "bench.tiebreak", store::Project::Open::create) {
        domain::Candidate model;
        model.name = "step-01";
        model.api = domain::Api::openai_chat;
        model.endpoint.base_url = endpoint.base_url();
        model.endpoint.concurrency = concurrency;
        model.model = "step-01";
        model.fingerprint = client::fingerprint(client, model).fingerprint;
        project.writer().run([&](store::Connection& c) {
            std::vector<domain::Item> set(static_cast<std::size_t>(items));
            for (int i = 0; i < items; ++i) {
                set[static_cast<std::size_t>(i)].instruction =
                    fmt::format("Question number {}: name what follows from it, in a sentence or two.", i);
            }
            const auto eval_set = store::save_eval_set(c, "questions", set, "");
            const auto revision = store::save_candidate(c, store::Role::candidate, model).revision;
            run = store::create_run(c, {"bench", eval_set, std::string(64, 'c'), "{}", "", {revision}});
        });
    }

    std::vector<std::string> bodies() {
        const auto plan =
            project.read([&](store::Connection& c) { return runs::read_ask_plan(c, store::run(c, run)); });
        std::vector<std::string> all;
        for (std::size_t i = 0; i < plan.jobs.size(); ++i) {
            all.push_back(client::render_request(plan.call(i)).body);
        }
        return all;
    }

    void execute(double timeout_s = 0) {
        if (timeout_s > 0) {
            project.writer().run([&](store::Connection& c) {
                for (store::CandidateRow& row : store::run_candidates(c, run)) {
                    row.candidate.endpoint.timeout_s = timeout_s;
                    store::save_candidate(c, store::Role::candidate, row.candidate);
                }
            });
        }
        runs::ExecutionOptions options;
        options.patience = runs::patient();
        const runs::Progress done = runs::execute(project, client, run, options, {});
        if (done.phase != runs::Progress::Phase::finished || done.failed > 0) {
            throw std::runtime_error("the run did not finish: " + done.message);
        }
    }

    /// Seconds since the first request was sent, by the stored times of the answers.
    double since_first_request() {
        const double now = static_cast<double>(store::now_ms());
        return project.read([&](store::Connection& c) {
            store::Query q = c.query("SELECT min(finished - latency_ms) FROM call");
            q.step();
            return (now - q.real(0)) / 1000;
        });
    }

    store::TempFolder folder;
    secrets::Environment keys;
    store::Project project;
    client::ModelClient client{keys};
    domain::RunId run;
};

/// Every request of the floor must have been answered, or it is none.
void floor(const test::EndpointProcess& endpoint, const std::vector<std::string>& bodies, int at_once) {
    const int bad =
        bare_curl(endpoint.base_url() + "/chat/completions", bodies, static_cast<std::size_t>(at_once));
    if (bad > 0) {
        throw std::runtime_error(fmt::format("{} of libcurl's requests failed", bad));
    }
}

void wall() {
    constexpr int calls = 20'000;
    constexpr int at_once = 128;
    constexpr double latency_s = 0.05;
    constexpr int rounds = 5;
    const double ideal = static_cast<double>(calls) / at_once * latency_s;
    test::EndpointProcess endpoint(nlohmann::json{{"latency_ms", latency_s * 1000}, {"models", {"step-01"}}});
    Taken best{1e9, 1e9};
    Taken best_curl{1e9, 1e9};
    double asked = 1e9;
    for (int round = 0; round < rounds; ++round) {
        Bench bench(endpoint, calls, at_once);
        const std::vector<std::string> bodies = bench.bodies();
        const Taken bare = take([&] { floor(endpoint, bodies, at_once); });
        const Taken ours = take([&] { bench.execute(); });
        asked = std::min(asked, bench.since_first_request());
        best = {std::min(best.wall_s, ours.wall_s), std::min(best.cpu_s, ours.cpu_s)};
        best_curl = {std::min(best_curl.wall_s, bare.wall_s), std::min(best_curl.cpu_s, bare.cpu_s)};
        fmt::print("  round {}: run {:.2f} s, {:.3f} ms CPU a call · libcurl {:.2f} s, {:.3f} ms\n",
                   round + 1, ours.wall_s, ours.cpu_s * 1000 / calls, bare.wall_s, bare.cpu_s * 1000 / calls);
        std::fflush(stdout);
    }
    fmt::print("wall: {} calls of 50 ms, {} at once: run {:.3f} s = {:.3f} of ideal ({:.3f} s), first "
               "request to last "
               "commit {:.3f} of ideal, libcurl {:.3f} of "
               "ideal; CPU a call {:.3f} ms = {:.1f} times libcurl's {:.3f} ms\n",
               calls, at_once, best.wall_s, best.wall_s / ideal, ideal, asked / ideal,
               best_curl.wall_s / ideal, best.cpu_s * 1000 / calls, best.cpu_s / best_curl.cpu_s,
               best_curl.cpu_s * 1000 / calls);
}

void rate() {
    constexpr int calls = 20'000;
    constexpr int at_once = 128;
    constexpr int rounds = 5;
    test::EndpointProcess endpoint(nlohmann::json{{"latency_ms", 0}, {"models", {"step-01"}}});
    double ours = 0;
    double bare = 0;
    for (int round = 0; round < rounds; ++round) {
        Bench bench(endpoint, calls, at_once);
        const std::vector<std::string> bodies = bench.bodies();
        bare = std::max(bare, calls / take([&] { floor(endpoint, bodies, at_once); }).wall_s);
        ours = std::max(ours, calls / take([&] { bench.execute(); }).wall_s);
    }
    fmt::print("rate: at 0 ms {:.0f} calls a second, each stored; libcurl alone {:.0f}: {:.0f} %\n", ours,
               bare, 100 * ours / bare);
}

/// Faults of every kind: the wall beyond what the server asked to wait, against the wall without any.
/// The longest series of bad luck is about as long for many calls as for few.
void faults(int calls) {
    constexpr int at_once = 64;
    constexpr double latency_s = 0.05;
    const double ideal = static_cast<double>(calls) / at_once * latency_s;
    test::EndpointProcess endpoint(nlohmann::json{{"latency_ms", latency_s * 1000}, {"models", {"step-01"}}});
    Bench bench(endpoint, calls, at_once);
    endpoint.control(
        {{"rates",
          {{"429", 0.10}, {"500", 0.05}, {"reset", 0.03}, {"not-json", 0.03}, {"cut", 0.03}, {"hang", 0.01}}},
         {"retry_after", "1"},
         {"reset_log", true}});
    const Taken ours = take([&] { bench.execute(/*timeout_s=*/2); });
    const auto log = endpoint.log();
    const double waited = log["longest_wait_s"].get<double>();
    fmt::print(
        "faults: {} calls of 50 ms, {} at once, a quarter of them failing: run {:.2f} s; the server asked "
        "one "
        "call to wait {:.0f} s in all; beyond that {:.2f} times ideal ({:.2f} s); {} tries, {} too early, {} "
        "answers repeated; of each fault: {}\n",
        calls, at_once, ours.wall_s, waited, (ours.wall_s - waited) / ideal, ideal, log["calls"].get<int>(),
        log["early"].get<int>(), log["repeated"].get<int>(), log["by_fault"].dump());
}

/// Peak memory of a process of its own that makes 100,000 calls.
void memory() {
    constexpr int calls = 100'000;
    test::EndpointProcess endpoint(nlohmann::json{{"latency_ms", 0}, {"models", {"step-01"}}});
    std::filesystem::path file;
    domain::RunId run;
    Bench bench(endpoint, calls, 128);
    const pid_t child = ::fork();
    if (child == 0) {
        const std::string path = bench.project.file().string();
        const std::string id = std::to_string(bench.run.value);
        ::execl("/proc/self/exe", "runs_bench", "--child", path.c_str(), id.c_str(), nullptr);
        ::_exit(1);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    fmt::print("memory: {} calls with at most {:.0f} MB resident{}\n", calls,
               static_cast<double>(usage.ru_maxrss) / 1024, status == 0 ? "" : " (the run FAILED)");
}

int child(const std::string& file, std::int64_t run) {
    secrets::Environment keys;
    client::ModelClient client(keys);
    store::Project project(file, store::Project::Open::existing);
    const runs::Progress done = runs::execute(project, client, domain::RunId{run}, {}, {});
    return done.phase == runs::Progress::Phase::finished && done.failed == 0 ? 0 : 1;
}

/// The file against the text in it, the word index apart.
void file() {
    constexpr int calls = 20'000;
    for (const int words : {12, 150}) {
        test::EndpointProcess endpoint(
            nlohmann::json{{"latency_ms", 0}, {"models", {"step-01"}}, {"answer_words", words}});
        Bench bench(endpoint, calls, 128);
        bench.execute();
        bench.project.read([&](store::Connection& c) {
            double text = 0;
            {
                store::Query q =
                    c.query("SELECT (SELECT sum(length(CAST(body AS BLOB))) FROM text_body) + "
                            "(SELECT sum(length(CAST(instruction AS BLOB))) FROM item_revision)");
                q.step();
                text = q.real(0);
            }
            double pages = 0;
            double index = 0;
            store::Query q = c.query("SELECT name, sum(pgsize) FROM dbstat GROUP BY name");
            while (q.step()) {
                (q.text(0).find("_words") != std::string::npos ? index : pages) += q.real(1);
            }
            constexpr double mb = 1e6;
            fmt::print(
                "file: answers of {} words: text {:.1f} MB, file {:.1f} MB = {:.2f} times, word index {:.1f} "
                "MB apart\n",
                words, text / mb, pages / mb, pages / text, index / mb);
        });
    }
}

} // namespace

} // namespace tiebreak::bench

int main(int argc, char** argv) {
    using namespace tiebreak;
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    if (arguments.size() == 3 && arguments[0] == "--child") {
        return bench::child(arguments[1], std::stoll(arguments[2]));
    }
    const auto wanted = [&](const char* name) {
        return arguments.empty() || std::ranges::find(arguments, name) != arguments.end();
    };
    if (wanted("wall")) {
        bench::wall();
    }
    if (wanted("rate")) {
        bench::rate();
    }
    if (wanted("faults")) {
        for (const int calls : {5'000, 20'000}) {
            bench::faults(calls);
        }
    }
    if (wanted("memory")) {
        bench::memory();
    }
    if (wanted("file")) {
        bench::file();
    }
    return 0;
}
