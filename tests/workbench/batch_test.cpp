// SPDX-License-Identifier: GPL-3.0-or-later
// A run that goes out as a batch and comes back shuffled, in parts and with holes ends as a live one would.
#include "domain/error.h"
#include "domain/random.h"
#include "store/batches.h"
#include "store/responses.h"
#include "tests/runs/live_project.h"
#include "workbench/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

namespace tiebreak::workbench {

using nlohmann::json;
using runs::LiveProject;
using runs::Progress;

namespace {

std::vector<std::string> lines_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::vector<std::string> lines;
    std::string line;
    while (std::getline(in, line)) {
        lines.push_back(line);
    }
    return lines;
}

/// What a batch service does: asks the endpoint and writes down what it says, a few requests left out.
std::vector<std::string> serve(LiveProject& live, const std::vector<std::string>& requests,
                               bool with_holes = false) {
    std::vector<std::string> results;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const json request = json::parse(requests[i]);
        json result{{"id", "r" + std::to_string(i)}, {"custom_id", request["custom_id"]}, {"error", nullptr}};
        if (with_holes && i % 20 == 7) {
            result["response"] = nullptr;
            result["error"] = {{"code", "batch_expired"}, {"message", "the time ran out"}};
        } else if (with_holes && i % 20 == 11) {
            result["response"] = {{"status_code", 500}, {"body", {{"error", {{"message", "busy"}}}}}};
        } else {
            client::Transfer transfer;
            transfer.url = client::parse_url(live.endpoint.origin() + request["url"].get<std::string>());
            transfer.headers = {{"Content-Type", "application/json"}};
            transfer.body = request["body"].dump();
            const client::TransferResult reply = live.client.loop().perform(transfer);
            result["response"] = {{"status_code", reply.status}, {"body", json::parse(reply.body)}};
        }
        results.push_back(result.dump());
    }
    domain::Random random(5, "shuffle");
    for (std::size_t i = results.size(); i > 1; --i) {
        std::swap(results[i - 1], results[random.below(i)]);
    }
    return results;
}

std::filesystem::path write(const LiveProject& live, const std::string& name,
                            const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
    const std::filesystem::path path = live.folder / name;
    std::ofstream out(path);
    for (std::size_t i = from; i < to; ++i) {
        out << lines[i] << '\n';
    }
    return path;
}

std::multiset<std::tuple<std::int64_t, std::int64_t, int, int, double>> verdicts_of(LiveProject& live) {
    std::multiset<std::tuple<std::int64_t, std::int64_t, int, int, double>> rows;
    for (const store::VerdictRow& v : live.verdicts()) {
        rows.emplace(v.item.value, v.candidate.value, v.repeat, v.position, v.score.value_or(-1));
    }
    return rows;
}

BatchExport export_to(LiveProject& live, const std::string& folder, const std::string& judging = {}) {
    return export_batch(live.project, {live.run, judging, live.folder / folder, {}});
}

} // namespace

TEST(BatchRun, GoesOutComesBackInPartsAndEndsAsALiveOne) {
    test::EndpointProcess endpoint;
    const LiveProject::Shape shape{.candidates = 2, .items = 40, .repeats = 1};
    LiveProject undisturbed(endpoint, shape);
    ASSERT_EQ(undisturbed.execute().phase, Progress::Phase::finished);
    const auto expected = verdicts_of(undisturbed);

    LiveProject live(endpoint, shape);
    const BatchExport out = export_to(live, "out");
    ASSERT_EQ(out.files.size(), 2U) << "one model a file, as services want it";
    EXPECT_EQ(out.requests, 80);
    EXPECT_THROW((void)export_to(live, "out"), domain::Error) << "nothing is overwritten";
    std::vector<std::string> requests = lines_of(out.files[0].path);
    for (const std::string& line : lines_of(out.files[1].path)) {
        requests.push_back(line);
    }
    ASSERT_EQ(requests.size(), 80U);
    const std::vector<std::string> results = serve(live, requests, true);
    endpoint.control({{"reset_log", true}});

    const BatchImport first = import_batch(live.project, live.client, {write(live, "part1", results, 0, 50)});
    EXPECT_EQ(first.lines, 50);
    EXPECT_EQ(live.project.read([&](store::Connection& c) { return store::run(c, live.run).status; }),
              store::WorkStatus::stopped);
    const BatchImport second =
        import_batch(live.project, live.client, {write(live, "part2", results, 40, 80)}); // ten of them twice
    EXPECT_EQ(first.answered + second.answered, 72);
    EXPECT_GE(first.failed.at("expired") + second.failed.at("expired"), 4) << "some of them told twice";
    EXPECT_GT(second.known, 0);
    EXPECT_EQ(endpoint.log()["calls"].get<int>(), 0) << "bringing results in asks nobody";
    EXPECT_EQ(live.project.read([&](store::Connection& c) { return store::responses(c, live.run).size(); }),
              72U);

    const Progress done = live.execute(); // the rest is asked live
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    EXPECT_EQ(endpoint.log()["by_model"]["step-01"].get<int>() +
                  endpoint.log()["by_model"]["step-02"].get<int>(),
              8)
        << "only what failed or expired";
    EXPECT_EQ(verdicts_of(live), expected);
    EXPECT_EQ(live.project.integrity_problems(), "");
}

TEST(BatchRun, AJudgingGoesOutAndItsRepliesAreReadByTheSameParser) {
    test::EndpointProcess endpoint;
    const LiveProject::Shape shape{.candidates = 3, .items = 30, .repeats = 2};
    LiveProject undisturbed(endpoint, shape);
    ASSERT_EQ(undisturbed.execute().phase, Progress::Phase::finished);
    const auto expected = verdicts_of(undisturbed);

    LiveProject live(endpoint, shape);
    EXPECT_THROW((void)export_to(live, "early", "ift"), domain::Error) << "answers come first";
    EXPECT_THROW((void)export_to(live, "early", "ifd"), domain::Error) << "no such judging";
    int part = 0;
    for (const std::string judging : {"", "ift"}) {
        std::vector<std::string> requests;
        for (const BatchExport::File& file : export_to(live, "out" + judging, judging).files) {
            for (const std::string& line : lines_of(file.path)) {
                requests.push_back(line);
            }
        }
        EXPECT_EQ(requests.size(), judging.empty() ? 90U : 60U);
        const std::vector<std::string> results = serve(live, requests);
        endpoint.control({{"reset_log", true}});
        const BatchImport in =
            import_batch(live.project, live.client,
                         {write(live, "results" + std::to_string(++part), results, 0, results.size())});
        EXPECT_TRUE(in.notes.empty()) << in.notes.front();
        EXPECT_TRUE(in.failed.empty());
        EXPECT_EQ(endpoint.log()["calls"].get<int>(), 0) << "bringing results in asks nobody";
    }
    EXPECT_EQ(verdicts_of(live), expected);
    live.project.read([&](store::Connection& c) {
        EXPECT_EQ(store::run(c, live.run).status, store::WorkStatus::finished);
        const auto rows = store::batches(c, live.run);
        ASSERT_EQ(rows.size(), 4U) << "three candidates and the judge";
        for (const store::BatchRow& row : rows) {
            EXPECT_EQ(row.open, 0);
        }
    });
}

TEST(BatchRun, APanelLeavesAsOneBatchForEachJudge) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 2, .items = 10, .repeats = 1});
    endpoint.control({{"models", {"judge", "judge-b", "step-01", "step-02"}}});
    ASSERT_EQ(live.execute().phase, Progress::Phase::finished);
    const domain::Candidate second = live.model("judge-b", domain::Api::openai_chat);
    live.project.writer().run([&](store::Connection& c) {
        store::JudgingRow row = store::judging(c, live.judging);
        row.name = "panel";
        row.settings_hash = std::string(64, '9');
        row.judges.push_back(
            {"endpoint", "judge-b", store::save_candidate(c, store::Role::judge, second).revision});
        live.judging = store::create_judging(c, row);
    });
    const BatchExport out = export_to(live, "panel", "panel");
    ASSERT_EQ(out.files.size(), 1U) << "the first judge was asked the very same for the other judging";
    EXPECT_EQ(out.files[0].model, "judge-b");
    EXPECT_EQ(out.stored, 10);

    live.project.writer().run([&](store::Connection& c) {
        store::JudgingRow row = store::judging(c, live.judging);
        row.name = "another panel";
        row.seed = 12;
        row.settings_hash = std::string(64, '8');
        live.judging = store::create_judging(c, row);
    });
    std::vector<std::string> requests;
    const BatchExport both = export_to(live, "another", "another panel");
    EXPECT_EQ(both.files.size(), 2U);
    for (const BatchExport::File& file : both.files) {
        EXPECT_EQ(file.requests, 10);
        for (const std::string& line : lines_of(file.path)) {
            EXPECT_EQ(json::parse(line)["body"]["model"], file.model) << "a file goes to one model";
            requests.push_back(line);
        }
    }
    const std::vector<std::string> results = serve(live, requests);
    endpoint.control({{"reset_log", true}});
    (void)import_batch(live.project, live.client, {write(live, "results", results, 0, results.size())});
    EXPECT_EQ(endpoint.log()["calls"].get<int>(), 0);
    const auto states = live.states();
    EXPECT_EQ(states.size(), 20U);
    EXPECT_TRUE(std::ranges::all_of(states, [](const store::UnitState& state) {
        return state.status == store::ParseStatus::read;
    }));
}

TEST(BatchRun, StrangersAndBrokenLinesAreCountedNotStored) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 1, .items = 5, .repeats = 1});
    const BatchExport out = export_to(live, "out");
    std::vector<std::string> results = serve(live, lines_of(out.files.at(0).path));
    results.push_back(
        R"({"custom_id":"somebody else's","response":{"status_code":200,"body":{}},"error":null})");
    results.push_back("{\"custom_id\": cut");
    const BatchImport in =
        import_batch(live.project, live.client, {write(live, "r", results, 0, results.size())});
    EXPECT_EQ(in.answered, 5);
    EXPECT_EQ(in.strangers, 1);
    ASSERT_EQ(in.bad.size(), 1U);
    EXPECT_EQ(in.bad[0].line, 7);
    EXPECT_THROW((void)import_batch(live.project, live.client, {live.folder / "live.tiebreak"}),
                 domain::Error);
}

} // namespace tiebreak::workbench
