// SPDX-License-Identifier: GPL-3.0-or-later
// A desk whose candidates and judge stand behind the test endpoint.
#pragma once

#include "tests/cli/desk.h"
#include "tests/support/endpoint_process.h"

#include <thread>

namespace tiebreak::test {

struct LiveDesk : Desk {
    static constexpr int candidates = 3;
    static constexpr int items = 40;
    static constexpr int repeats = 2;
    static constexpr int all_calls = candidates * items + items * repeats;

    LiveDesk() {
        Json served = Json::array({"judge"});
        for (int i = 1; i <= candidates; ++i) {
            served.push_back("step-" + std::to_string(i));
        }
        endpoint.control({{"tells", "vllm"}, {"models", served}});
        std::string lines;
        for (int i = 1; i <= items; ++i) {
            lines += Json{{"id", "item-" + std::to_string(i)},
                          {"instruction", "Question number " + std::to_string(i)},
                          {"reference", "reference"}}
                         .dump() +
                     "\n";
        }
        write("items.jsonl", lines);
        write("eval.json", config());
    }

    [[nodiscard]] Json model(const std::string& name) const {
        return {
            {"api", "openai-chat"}, {"base_url", endpoint.base_url()}, {"model", name}, {"concurrency", 4}};
    }

    [[nodiscard]] Json config() const {
        Json listed = Json::array();
        for (int i = 1; i <= candidates; ++i) {
            listed.push_back(model("step-" + std::to_string(i)));
            listed.back()["name"] = listed.back()["model"];
        }
        return {{"name", "live"},
                {"eval_set", {{"path", "items.jsonl"}}},
                {"candidates", listed},
                {"judgings",
                 {{{"name", "ift"},
                   {"protocol", "joint"},
                   {"judge", model("judge")},
                   {"repeats", repeats},
                   {"seed", 7}}}}};
    }

    [[nodiscard]] std::vector<std::string> call(const std::string& file,
                                                const std::vector<std::string>& more = {}) const {
        std::vector<std::string> arguments{"run", path("eval.json"), "-o", path(file)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }

    [[nodiscard]] Json report(const std::string& file) const {
        return comparable(test::run({"report", path(file), "--json"}).json());
    }

    [[nodiscard]] int calls() const { return endpoint.log()["calls"].get<int>(); }
    void wait_for_calls(int n) const {
        while (calls() < n) {
            std::this_thread::yield();
        }
    }

    EndpointProcess endpoint;
};

} // namespace tiebreak::test
