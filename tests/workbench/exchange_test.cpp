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

} // namespace tiebreak::workbench
