// SPDX-License-Identifier: GPL-3.0-or-later
// The client beside a bare libcurl loop, against the same endpoint in the same run, interleaved, best of so
// many rounds: rate and CPU a call at 0 ms, and how far recorded latency is from the server's own clock at 50
// ms.
#include "client/model_client.h"
#include "tests/client/support.h"
#include "tests/support/endpoint_process.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <vector>

namespace {

using tiebreak::client::ModelClient;
using tiebreak::client::test::call_of;
using tiebreak::client::test::Gathered;
using tiebreak::test::EndpointProcess;

double cpu_s() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

struct Cost {
    double wall_s = 1e9;
    double cpu_ms = 1e9; ///< a call
};

template <class Work>
void measure(Cost& best, int calls, Work work) {
    const double cpu = cpu_s();
    const auto begun = std::chrono::steady_clock::now();
    work();
    best.wall_s = std::min(best.wall_s,
                           std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    best.cpu_ms = std::min(best.cpu_ms, (cpu_s() - cpu) * 1000.0 / calls);
}

std::size_t swallow(char*, std::size_t size, std::size_t count, void*) {
    return size * count;
}

void bare(const std::string& url, int calls, int at_once) {
    const std::string body = R"({"messages":[{"content":"prompt 1","role":"user"}],"model":"m1"})";
    CURLM* multi = curl_multi_init();
    curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
    int started = 0;
    const auto begin = [&](CURL* easy) {
        curl_multi_add_handle(multi, easy);
        ++started;
    };
    std::vector<CURL*> all;
    for (int i = 0; i < std::min(at_once, calls); ++i) {
        CURL* easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.c_str());
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &swallow);
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
        all.push_back(easy);
        begin(easy);
    }
    for (int done = 0; done < calls;) {
        int running = 0;
        curl_multi_perform(multi, &running);
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
            CURL* easy = message->easy_handle;
            curl_multi_remove_handle(multi, easy);
            ++done;
            if (started < calls) {
                begin(easy);
            }
        }
        if (done < calls) {
            curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
        }
    }
    for (CURL* easy : all) {
        curl_easy_cleanup(easy);
    }
    curl_slist_free_all(headers);
    curl_multi_cleanup(multi);
}

std::vector<double> ours(ModelClient& client, const tiebreak::domain::Candidate& model, int calls) {
    Gathered gathered;
    for (int i = 0; i < calls; ++i) {
        client.ask(call_of(model, "prompt " + std::to_string(i)), gathered.slot({}));
    }
    std::vector<double> latencies;
    for (const auto& [name, answer] : gathered.wait(static_cast<std::size_t>(calls))) {
        if (answer.failure != tiebreak::domain::FailureKind::none) {
            fmt::print("a call failed: {}\n", answer.failure_detail);
            std::exit(1);
        }
        latencies.push_back(answer.latency_ms.value_or(-1));
    }
    return latencies;
}

double quantile(std::vector<double> values, double q) {
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

} // namespace

int main(int argc, char** argv) {
    const int calls = argc > 1 ? std::atoi(argv[1]) : 5000;
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    EndpointProcess endpoint;
    tiebreak::client::test::TableSecrets secrets;
    ModelClient client(secrets);
    tiebreak::domain::Candidate model = tiebreak::client::test::candidate(endpoint.base_url());
    const std::string url = endpoint.base_url() + "/chat/completions";

    model.endpoint.concurrency = 64;
    Cost floor;
    Cost whole;
    Cost streamed;
    for (int round = 0; round < rounds; ++round) {
        measure(floor, calls, [&] { bare(url, calls, 64); });
        model.endpoint.stream = false;
        measure(whole, calls, [&] { ours(client, model, calls); });
        model.endpoint.stream = true;
        measure(streamed, calls, [&] { ours(client, model, calls); });
    }
    fmt::print("0 ms, 64 at once, {} calls, best of {}\n", calls, rounds);
    for (const auto& [name, cost] :
         {std::pair("bare libcurl", floor), {"client, whole", whole}, {"client, streamed", streamed}}) {
        fmt::print("  {:<18} {:>8.0f} calls/s  {:.4f} ms CPU a call  ({:.1f} times)\n", name,
                   calls / cost.wall_s, cost.cpu_ms, cost.cpu_ms / floor.cpu_ms);
    }

    endpoint.control({{"latency_ms", 50}, {"log_calls", true}});
    fmt::print("50 ms, recorded latency less the server's own clock, ms (best of {})\n", rounds);
    for (const int at_once : {4, 32, 128}) {
        for (const bool stream : {false, true}) {
            model.endpoint.concurrency = at_once;
            model.endpoint.stream = stream;
            double p50 = 1e9;
            double p95 = 1e9;
            double wall = 1e9;
            const int some = at_once * 8;
            for (int round = 0; round < rounds; ++round) {
                endpoint.control({{"reset_log", true}});
                Cost cost;
                std::vector<double> recorded;
                measure(cost, some, [&] { recorded = ours(client, model, some); });
                const nlohmann::json log = endpoint.log(); // named: its list is walked
                std::vector<double> served;
                for (const auto& call : log["list"]) {
                    served.push_back(call["duration_ms"]);
                }
                p50 = std::min(p50, std::abs(quantile(recorded, 0.5) - quantile(served, 0.5)));
                p95 = std::min(p95, std::abs(quantile(recorded, 0.95) - quantile(served, 0.95)));
                wall = std::min(wall, cost.wall_s);
            }
            fmt::print("  {:>3} at once, {:<8} p50 {:.2f}  p95 {:.2f}  wall {:.2f} times ideal\n", at_once,
                       stream ? "streamed" : "whole", p50, p95, wall / (8 * 0.05));
        }
    }
    return 0;
}
