// SPDX-License-Identifier: GPL-3.0-or-later
// A project whose judge is the test endpoint: its verdicts follow from the "quality=N" of each answer, so every
// figure is known beforehand.
#pragma once

#include "domain/error.h"
#include "formats/eval_config.h"
#include "runs/execution.h"
#include "secrets/environment.h"
#include "tests/store/temp_project.h"
#include "tests/support/endpoint_process.h"
#include "workbench/answer.h"
#include "workbench/export_rows.h"
#include "workbench/report.h"
#include "workbench/run_setup.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

using nlohmann::json;

inline constexpr int items = 8;

/// 0 to 100, and not alike for two candidates on one item but for item 3 of a and b.
inline int quality(int candidate, int item) {
    if (item == 3 && candidate < 2) {
        return 60;
    }
    return (37 * candidate + 23 * item + 11) % 101;
}

struct ProtocolDesk {
    test::EndpointProcess endpoint{json{{"tells", "vllm"}, {"models", {"judge", "judge-b"}}}};
    store::TempFolder folder;
    store::Project project{folder / "p.tiebreak", store::Project::Open::create};
    secrets::Environment keys;
    client::ModelClient client{keys};
    domain::RunId run;
    std::vector<std::string> names{"a", "b", "c"};

    void write(const std::string& name, const std::string& text) {
        std::ofstream(folder / name, std::ios::binary) << text;
    }

    [[nodiscard]] json judge(const std::string& model = "judge") const {
        return {{"api", "openai-chat"}, {"base_url", endpoint.base_url()}, {"model", model}};
    }

    /// Answers that say their quality; `words` go behind it.
    void write_answers(const std::function<std::string(int candidate, int item)>& words = {}) {
        std::string set;
        for (int i = 0; i < items; ++i) {
            set += json{{"id", std::to_string(i)},
                        {"instruction", fmt::format("Question {}", i)},
                        {"reference", fmt::format("one two three four quality={}", 50)}}
                       .dump() +
                   "\n";
        }
        write("items.jsonl", set);
        for (std::size_t c = 0; c < names.size(); ++c) {
            std::string lines;
            for (int i = 0; i < items; ++i) {
                const auto candidate = static_cast<int>(c);
                lines +=
                    json{{"id", std::to_string(i)},
                         {"response", fmt::format("{} says quality={} {}", names[c], quality(candidate, i),
                                                  words ? words(candidate, i) : "")}}
                        .dump() +
                    "\n";
            }
            write(names[c] + ".jsonl", lines);
        }
    }

    json config(const std::vector<json>& judgings, const std::string& name = "run") {
        json candidates = json::array();
        for (const std::string& candidate : names) {
            candidates.push_back({{"name", candidate}, {"responses", candidate + ".jsonl"}});
        }
        return {{"name", name},
                {"eval_set", {{"path", "items.jsonl"}}},
                {"candidates", candidates},
                {"judgings", judgings}};
    }

    Report carry_out(const json& config) {
        const FileReader files = files_in(folder.path());
        run = set_up_run(project, client, formats::read_eval_config(config.dump(), "eval.json"), files).run;
        runs::ExecutionOptions options;
        options.recorded = recorded_reader(files);
        const runs::Progress done = runs::execute(project, client, run, options, {});
        EXPECT_EQ(done.phase, runs::Progress::Phase::finished) << done.message;
        EXPECT_EQ(done.done, done.total) << "the bar ends full";
        return report();
    }
    Report judge_with(const std::vector<json>& judgings) {
        write_answers();
        return carry_out(config(judgings));
    }

    Report report() {
        return project.read([&](store::Connection& c) { return make_report(c, run); });
    }
    int calls() { return endpoint.log()["calls"].get<int>(); }
};

inline const PairReport& pair_of(const JudgingReport& judging, const std::string& candidate,
                          const std::string& baseline) {
    for (const PairReport& pair : judging.pairs) {
        if (pair.candidate == candidate && pair.baseline == baseline) {
            return pair;
        }
    }
    ADD_FAILURE() << candidate << " against " << baseline << " is not there";
    static const PairReport none;
    return none;
}

struct Expected {
    std::int64_t wins = 0;
    std::int64_t ties = 0;
    std::int64_t losses = 0;
};

inline Expected expected(int a, int b) {
    Expected counts;
    for (int i = 0; i < items; ++i) {
        ++(quality(a, i) > quality(b, i)   ? counts.wins
           : quality(a, i) < quality(b, i) ? counts.losses
                                           : counts.ties);
    }
    return counts;
}

inline void expect_counts(const PairReport& pair, const Expected& counts) {
    EXPECT_EQ(pair.wins, counts.wins);
    EXPECT_EQ(pair.ties, counts.ties);
    EXPECT_EQ(pair.losses, counts.losses);
    EXPECT_EQ(pair.n, items);
}

/// Each view that a person may open on the run.
inline void open_every_view(ProtocolDesk& desk) {
    desk.project.read([&](store::Connection& c) {
        const Report report = make_report(c, desk.run);
        EXPECT_FALSE(to_text(report).empty());
        EXPECT_FALSE(to_html(report).empty());
        EXPECT_FALSE(to_json(report).empty());
        const RunAnswer answer = make_answer(c, desk.run);
        EXPECT_FALSE(headline(answer).empty());
        std::int64_t rows = export_verdicts(c, desk.run, [](const formats::VerdictLine& line) {
            EXPECT_FALSE(line.candidate.empty());
            EXPECT_FALSE(line.origin.empty());
        });
        EXPECT_GT(rows, 0);
    });
}

} // namespace tiebreak::workbench
