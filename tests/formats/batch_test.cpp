// SPDX-License-Identifier: GPL-3.0-or-later
// Request files split at the services' limits, and results of both forms read back.
#include "domain/error.h"
#include "formats/batch.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>
#include <vector>

namespace tiebreak::formats {

using testing::HasSubstr;
using Kind = BatchResult::Kind;

namespace {

struct Written {
    std::vector<std::size_t> requests; ///< by file
    std::vector<std::size_t> bytes;
    std::string first; ///< file
};

Written write(BatchService service, std::size_t count, const std::string& body) {
    BatchFileForm form(service);
    Written written;
    std::string file;
    const auto close = [&] {
        written.requests.push_back(form.requests());
        file += form.finish();
        written.bytes.push_back(file.size());
        if (written.first.empty()) {
            written.first = file;
        }
        file.clear();
    };
    for (std::size_t i = 0; i < count; ++i) {
        const BatchRequest request{fmt::format("id-{}", i), "/v1/chat/completions", body};
        if (!form.fits(request)) {
            close();
        }
        file += form.add(request);
    }
    close();
    return written;
}

} // namespace

TEST(Batch, FilesAreSplitByCount) {
    EXPECT_EQ(write(BatchService::openai, 120'000, "{}").requests,
              (std::vector<std::size_t>{50'000, 50'000, 20'000}));
    EXPECT_EQ(write(BatchService::anthropic, 120'000, "{}").requests,
              (std::vector<std::size_t>{100'000, 20'000}));
}

TEST(Batch, FilesAreSplitBySize) {
    const std::string body = "{\"x\":\"" + std::string(59'999'000, 'a') + "\"}";
    for (const BatchService service : {BatchService::openai, BatchService::anthropic}) {
        const Written written = write(service, 5, body);
        EXPECT_GT(written.bytes.size(), 1U);
        for (const std::size_t bytes : written.bytes) {
            EXPECT_LE(bytes, batch_limits(service).bytes);
        }
    }
    BatchFileForm form(BatchService::openai);
    EXPECT_THROW((void)form.fits({"id", "/v1", std::string(200'000'000, 'a')}), domain::Error);
}

TEST(Batch, BothFormsAreTheServices) {
    const Written lines = write(BatchService::openai, 3, R"({"model":"m"})");
    std::istringstream in(lines.first);
    std::string line;
    int n = 0;
    while (std::getline(in, line)) {
        const auto request = nlohmann::json::parse(line);
        EXPECT_EQ(request.at("custom_id"), fmt::format("id-{}", n++));
        EXPECT_EQ(request.at("method"), "POST");
        EXPECT_EQ(request.at("url"), "/v1/chat/completions");
        EXPECT_EQ(request.at("body").at("model"), "m");
    }
    EXPECT_EQ(n, 3);
    const auto list = nlohmann::json::parse(write(BatchService::anthropic, 3, R"({"model":"m"})").first);
    ASSERT_EQ(list.at("requests").size(), 3U);
    EXPECT_EQ(list["requests"][2].at("custom_id"), "id-2");
    EXPECT_EQ(list["requests"][2].at("params").at("model"), "m");
}

TEST(Batch, OpenAiResultsAreRead) {
    const BatchResult good = read_batch_result(
        R"({"id":"b","custom_id":"a","response":{"status_code":200,"request_id":"r","body":{"x":1}},"error":null})");
    EXPECT_EQ(good.kind, Kind::answered);
    EXPECT_EQ(good.status, 200);
    EXPECT_EQ(good.body, R"({"x":1})");
    const BatchResult refused = read_batch_result(
        R"({"custom_id":"a","response":{"status_code":400,"body":{"error":{"message":"no"}}},"error":null})");
    EXPECT_EQ(refused.kind, Kind::errored);
    EXPECT_EQ(refused.status, 400);
    const BatchResult late = read_batch_result(
        R"({"custom_id":"a","response":null,"error":{"code":"batch_expired","message":"too late"}})");
    EXPECT_EQ(late.kind, Kind::expired);
    EXPECT_EQ(late.detail, "too late");
    EXPECT_EQ(
        read_batch_result(R"({"custom_id":"a","response":null,"error":{"code":"x","message":"y"}})").kind,
        Kind::errored);
    // vLLM writes the error as null and no status where all is well? It writes both; without, it is an error.
    EXPECT_EQ(read_batch_result(R"({"custom_id":"a","response":{"body":{}},"error":null})").kind,
              Kind::errored);
}

TEST(Batch, AnthropicResultsAreRead) {
    const BatchResult good =
        read_batch_result(R"({"custom_id":"a","result":{"type":"succeeded","message":{"content":[]}}})");
    EXPECT_EQ(good.kind, Kind::answered);
    EXPECT_EQ(good.status, 200);
    const BatchResult bad = read_batch_result(
        R"({"custom_id":"a","result":{"type":"errored","error":{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens"}}}})");
    EXPECT_EQ(bad.kind, Kind::errored);
    EXPECT_EQ(bad.status, 400);
    EXPECT_EQ(bad.detail, "max_tokens");
    EXPECT_EQ(read_batch_result(R"({"custom_id":"a","result":{"type":"expired"}})").kind, Kind::expired);
    EXPECT_EQ(read_batch_result(R"({"custom_id":"a","result":{"type":"canceled"}})").kind, Kind::canceled);
}

TEST(Batch, WhatIsNoResultSaysWhy) {
    for (const char* line : {"", "[]", "{\"custom_id\":1}", "{\"custom_id\":\"a\"}", "{\"custom_id\":\"a\"",
                             R"({"custom_id":"a","result":{"type":"odd"}})",
                             R"({"custom_id":"a","result":{"type":"succeeded"}})"}) {
        EXPECT_THROW((void)read_batch_result(line), domain::Error) << line;
    }
    EXPECT_FALSE(detect_batch_results("instruction,response\n"));
    EXPECT_FALSE(detect_batch_results(R"({"instruction":"a"})"));
    EXPECT_EQ(detect_batch_results("\n"
                                   R"({"custom_id":"a","result":{}})"),
              BatchService::anthropic);
    EXPECT_EQ(detect_batch_results(R"({"custom_id":"a","response":{}})"), BatchService::openai);
}

} // namespace tiebreak::formats
