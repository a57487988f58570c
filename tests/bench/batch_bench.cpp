// SPDX-License-Identifier: GPL-3.0-or-later
// 120,000 calls out as request files and back as results: shuffled, in two parts, with 1 % errors and
// expiries. Each step runs in a process of its own, whose peak memory is told. Ends with 1 where a count is
// wrong.
#include "domain/random.h"
#include "secrets/environment.h"
#include "store/evalsets.h"
#include "store/responses.h"
#include "tests/store/temp_project.h"
#include "workbench/batch.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <functional>

namespace tiebreak::bench {

namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int items = 40'000;
constexpr int candidates = 3;
constexpr int calls = items * candidates;

int wrong = 0;

void expect(bool holds, const std::string& what) {
    if (!holds) {
        ++wrong;
        fmt::print("WRONG: {}\n", what);
    }
}

domain::Candidate model(int i, domain::Api api) {
    domain::Candidate candidate;
    candidate.name = fmt::format("step-{}", i + 1);
    candidate.api = api;
    candidate.endpoint.base_url = "http://127.0.0.1:9/v1"; // nobody is asked
    candidate.model = candidate.name;
    candidate.parameters.max_tokens = 256;
    return candidate;
}

domain::RunId make_project(const std::filesystem::path& file, domain::Api api) {
    store::Project project(file, store::Project::Open::create);
    return project.writer().run([&](store::Connection& c) {
        std::vector<domain::Item> set(items);
        for (int i = 0; i < items; ++i) {
            set[static_cast<std::size_t>(i)].instruction =
                fmt::format("Question number {}: say in a sentence or two what follows from it.", i);
        }
        const auto eval_set = store::save_eval_set(c, "questions", set, "");
        std::vector<domain::CandidateRevisionId> revisions;
        for (int i = 0; i < candidates; ++i) {
            revisions.push_back(store::save_candidate(c, store::Role::candidate, model(i, api)).revision);
        }
        return store::create_run(c, {"bench", eval_set, std::string(64, 'c'), "{}", "", revisions});
    });
}

/// Runs the step in a process of its own and tells time and peak memory.
void apart(const std::string& name, const std::function<int()>& step) {
    std::fflush(stdout);
    const auto begin = Clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        const int code = step();
        std::fflush(stdout);
        ::_exit(code);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    constexpr double kib_a_mib = 1024;
    fmt::print("  {}: {:.1f} s, {:.1f} s of CPU, at most {:.0f} MB resident\n", name,
               std::chrono::duration<double>(Clock::now() - begin).count(),
               static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec),
               static_cast<double>(usage.ru_maxrss) / kib_a_mib);
    expect(status == 0, name + " ended with an error");
}

json answer_body(domain::Api api, const std::string& id) {
    const std::string text = "The answer of " + id + ": it follows that the one thing leads to the other.";
    if (api == domain::Api::anthropic) {
        return {{"id", "msg"},
                {"type", "message"},
                {"role", "assistant"},
                {"model", "m"},
                {"content", {{{"type", "text"}, {"text", text}}}},
                {"stop_reason", "end_turn"},
                {"usage", {{"input_tokens", 20}, {"output_tokens", 18}}}};
    }
    return {{"id", "c"},
            {"object", "chat.completion"},
            {"model", "m"},
            {"choices",
             {{{"index", 0},
               {"message", {{"role", "assistant"}, {"content", text}}},
               {"finish_reason", "stop"}}}},
            {"usage", {{"prompt_tokens", 20}, {"completion_tokens", 18}, {"total_tokens", 38}}}};
}

std::string result_of(domain::Api api, const std::string& id, int n) {
    const bool expired = n % 200 == 7;
    const bool failed = n % 200 == 107;
    json line{{"custom_id", id}};
    if (api == domain::Api::anthropic) {
        line["result"] = expired  ? json{{"type", "expired"}}
                         : failed ? json{{"type", "errored"},
                                         {"error", {{"type", "error"}, {"error", {{"type", "api_error"}}}}}}
                                  : json{{"type", "succeeded"}, {"message", answer_body(api, id)}};
    } else {
        line["id"] = "r";
        line["error"] = nullptr;
        line["response"] = nullptr;
        if (expired) {
            line["error"] = {{"code", "batch_expired"}, {"message", "too late"}};
        } else {
            line["response"] = {
                {"status_code", failed ? 500 : 200},
                {"body", failed ? json{{"error", {{"message", "busy"}}}} : answer_body(api, id)}};
        }
    }
    return line.dump();
}

/// What the service gives back for the files in `folder`: two files.
int serve(const std::filesystem::path& folder, domain::Api api) {
    std::vector<std::string> ids;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(entry.path());
        if (api == domain::Api::anthropic) {
            const json all = json::parse(in);
            for (const json& request : all.at("requests")) {
                ids.push_back(request.at("custom_id"));
            }
        } else {
            std::string line;
            while (std::getline(in, line)) {
                ids.push_back(json::parse(line).at("custom_id"));
            }
        }
    }
    domain::Random random(3, "shuffle");
    for (std::size_t i = ids.size(); i > 1; --i) {
        std::swap(ids[i - 1], ids[random.below(i)]);
    }
    std::ofstream parts[2] = {std::ofstream(folder / "part-1"), std::ofstream(folder / "part-2")};
    for (std::size_t i = 0; i < ids.size(); ++i) {
        parts[i < ids.size() / 2 ? 0 : 1] << result_of(api, ids[i], static_cast<int>(i)) << '\n';
    }
    return ids.size() == calls ? 0 : 1;
}

void round(domain::Api api) {
    fmt::print("{} calls by {}\n", calls, domain::to_string(api));
    const store::TempFolder folder;
    const std::filesystem::path file = folder / "bench.tiebreak";
    const domain::RunId run = make_project(file, api);
    apart("out", [&] {
        store::Project project(file, store::Project::Open::existing);
        const workbench::BatchExport out = workbench::export_batch(project, {run, "", folder / "out", {}});
        expect(out.requests == calls, fmt::format("{} requests", out.requests));
        return out.files.size() == candidates ? 0 : 1;
    });
    apart("the service", [&] { return serve(folder / "out", api); });
    for (const char* part : {"part-1", "part-2"}) {
        apart(std::string("in, ") + part, [&] {
            secrets::Environment keys;
            client::ModelClient client(keys);
            store::Project project(file, store::Project::Open::existing);
            const workbench::BatchImport in =
                workbench::import_batch(project, client, {folder / "out" / part});
            expect(in.answered + 600 == calls / 2, fmt::format("{} answered", in.answered));
            for (const std::string& note : in.notes) {
                fmt::print("note: {}\n", note);
            }
            return wrong;
        });
    }
    store::Project project(file, store::Project::Open::existing);
    const store::ResponseCounts counts =
        project.read([&](store::Connection& c) { return store::response_counts(c, run); });
    expect(counts.answered == calls - 1'200, fmt::format("{} answers are there", counts.answered));
    expect(project.integrity_problems().empty(), "the file is not sound");
}

} // namespace

} // namespace tiebreak::bench

int main() {
    using namespace tiebreak;
    bench::round(domain::Api::openai_chat);
    bench::round(domain::Api::anthropic);
    return bench::wrong == 0 ? 0 : 1;
}
