// SPDX-License-Identifier: GPL-3.0-or-later
// What went over the wire, shown again: the request as it was, every try, and never a key.
#include "domain/error.h"
#include "store/responses.h"
#include "tests/runs/live_project.h"
#include "workbench/exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::workbench {

using runs::LiveProject;
using testing::HasSubstr;

TEST(Exchange, TheRequestIsTheOneThatWasSent) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 1, .items = 2, .repeats = 1});
    endpoint.control({{"script", {"503", "ok"}}});
    ASSERT_EQ(live.execute().phase, runs::Progress::Phase::finished);
    live.project.read([&](store::Connection& c) {
        int tries = 0;
        for (const store::ResponseRow& row : store::responses(c, live.run)) {
            const Exchange exchange = response_exchange(c, row.id);
            EXPECT_TRUE(exchange.request_as_sent) << exchange.request;
            EXPECT_EQ(exchange.url, endpoint.base_url() + "/chat/completions");
            EXPECT_THAT(exchange.request, HasSubstr("Question number"));
            ASSERT_TRUE(exchange.answer);
            EXPECT_EQ(exchange.key.size(), 64U);
            tries += static_cast<int>(exchange.tries.size());
        }
        EXPECT_EQ(tries, 2) << "the 503 and the try after it; a first success is told by its columns";
        EXPECT_THROW((void)response_exchange(c, domain::ResponseId{999}), domain::Error);
    });
}

TEST(Exchange, AJudgesQuestionsAreShownAsTheyWereSentAndSoIsTheRequestForTheFormat) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 2,
                                .items = 3,
                                .repeats = 1,
                                .repair = true,
                                .mark = " [[judge:truncated*1]]"});
    ASSERT_EQ(live.execute().phase, runs::Progress::Phase::finished);
    live.project.read([&](store::Connection& c) {
        const store::RunRow run = store::run(c, live.run);
        const ReplyExchanges exchanges(c, run, store::judging(c, live.judging));
        ASSERT_EQ(exchanges.replies().size(), 4U) << "three items, and one asked for its format";
        int repairs = 0;
        for (const ReplyExchanges::Reply& reply : exchanges.replies()) {
            const Exchange exchange = exchanges.exchange(reply);
            EXPECT_TRUE(exchange.request_as_sent) << exchange.request << exchange.request_error;
            EXPECT_EQ(exchange.candidate, "judge");
            EXPECT_EQ(exchange.url, endpoint.base_url() + "/chat/completions");
            ASSERT_TRUE(exchange.answer);
            repairs += reply.repair ? 1 : 0;
        }
        EXPECT_EQ(repairs, 1);

        std::vector<nlohmann::json> lines;
        const auto keep = [&](const std::string& line) { lines.push_back(nlohmann::json::parse(line)); };
        EXPECT_EQ(export_exchanges(c, live.run, {.judging = "ift", .item = "item-0", .failed = false}, keep), 2);
        EXPECT_EQ(lines.at(0)["judge"], "judge");
        EXPECT_EQ(lines.at(0)["request"]["messages"].size(), 2U);
        lines.clear();
        EXPECT_EQ(export_exchanges(c, live.run, {.judging = "ift", .item = "", .failed = true}, keep), 1);
        EXPECT_EQ(lines.at(0)["status"], "parse_failure");
        lines.clear();
        EXPECT_EQ(export_exchanges(c, live.run, {.judging = "", .item = "item-1", .failed = false}, keep), 2);
        EXPECT_EQ(lines.at(1)["candidate"], "step-02");
        EXPECT_THAT(lines.at(1)["request"].dump(), HasSubstr("Question number 1"));
        EXPECT_THROW((void)export_exchanges(c, live.run, {.judging = "if", .item = "", .failed = false}, keep),
                     domain::Error);
        EXPECT_THROW((void)export_exchanges(c, live.run, {.judging = "", .item = "item-9", .failed = false}, keep),
                     domain::Error);
    });
}

} // namespace tiebreak::workbench
