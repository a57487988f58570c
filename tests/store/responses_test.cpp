// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/responses.h"
#include "store/texts.h"
#include "tests/store/temp_project.h"

#include <gtest/gtest.h>

namespace tiebreak::store {

namespace {

const std::string key(64, '7');

domain::Answer answered(const std::string& text) {
    domain::Answer answer;
    answer.text = text;
    answer.finish_reason = "stop";
    answer.usage = {10, 5, 2, std::nullopt};
    answer.latency_ms = 50.5;
    return answer;
}

domain::Answer failed() {
    domain::Answer answer;
    answer.failure = domain::FailureKind::server;
    answer.http_status = 503;
    answer.failure_detail = "Loading model";
    answer.attempts = 3;
    return answer;
}

} // namespace

TEST(Calls, AnAnswerIsNeverReplacedAndAFailureIs) {
    SmallProject small;
    small.project.writer().run([&](Connection& c) {
        const auto revision = small.candidates[0].revision;
        const auto first = save_call(c, key, revision, failed(), std::nullopt);
        EXPECT_EQ(find_call(c, key)->failure, domain::FailureKind::server);
        EXPECT_EQ(save_call(c, key, revision, answered("yes"), 0.25), first);
        EXPECT_EQ(text_body(c, find_call(c, key)->text), "yes");
        save_call(c, key, revision, answered("other"), 0.25);
        EXPECT_EQ(text_body(c, find_call(c, key)->text), "yes");
        ASSERT_EQ(attempts(c, first).size(), 1U) << "the failure is still told";
        EXPECT_EQ(attempts(c, first)[0].http_status, 503);
    });
}

TEST(Responses, CallsAndImportsReadAlike) {
    SmallProject small;
    small.project.writer().run([&](Connection& c) {
        const auto call = save_call(c, key, small.candidates[0].revision, answered("asked"), 0.5);
        const auto id =
            link_response(c, small.run, small.items[0].revision, small.candidates[0].revision, 1, 1, call);
        EXPECT_EQ(
            link_response(c, small.run, small.items[0].revision, small.candidates[0].revision, 1, 1, call),
            id);
        import_response(
            c, small.run, small.items[0].revision, small.candidates[1].revision, 1, 1,
            {"imported", "length", {1, 2, std::nullopt, std::nullopt}, std::nullopt, "two.jsonl", 7});
    });
    small.project.read([&](Connection& c) {
        const auto rows = responses(c, small.run);
        ASSERT_EQ(rows.size(), 2U);
        EXPECT_EQ(text_body(c, rows[0].text), "asked");
        EXPECT_EQ(rows[0].usage.prompt_tokens, 10);
        EXPECT_EQ(rows[0].usage.cached_tokens, 2);
        EXPECT_DOUBLE_EQ(*rows[0].latency_ms, 50.5);
        EXPECT_DOUBLE_EQ(*rows[0].cost, 0.5);
        EXPECT_EQ(text_body(c, rows[1].text), "imported");
        EXPECT_EQ(rows[1].finish_reason, "length");
        EXPECT_FALSE(rows[1].call.stored());
        EXPECT_FALSE(rows[1].cost);
    });
}

TEST(Responses, AnswersOfOtherWeightsAreVoidedAndTold) {
    SmallProject small;
    small.project.writer().run([&](Connection& c) {
        const auto call = save_call(c, key, small.candidates[0].revision, answered("asked"), std::nullopt);
        EXPECT_EQ(void_calls(c, small.candidates[0].revision, now_ms() + 1'000, "swapped"), 0);
        EXPECT_EQ(void_calls(c, small.candidates[0].revision, 0, "swapped"), 1);
        EXPECT_EQ(find_call(c, key)->failure, domain::FailureKind::weights_changed);
        EXPECT_EQ(attempts(c, call).back().detail, "swapped");
        save_call(c, key, small.candidates[0].revision, answered("again"), std::nullopt);
        EXPECT_EQ(text_body(c, find_call(c, key)->text), "again");
    });
}

TEST(Runs, FoundByNameUidPrefixAndConfig) {
    SmallProject small;
    small.project.writer().run([&](Connection& c) {
        const RunRow row = run(c, small.run);
        EXPECT_EQ(find_run(c, "first")->id, small.run);
        EXPECT_EQ(find_run(c, row.uid)->id, small.run);
        EXPECT_EQ(find_run(c, row.uid.substr(0, 8))->id, small.run);
        EXPECT_FALSE(find_run(c, row.uid.substr(0, 3)));
        EXPECT_EQ(find_run_by_config(c, std::string(64, 'a'))->id, small.run);
        EXPECT_FALSE(find_run_by_config(c, std::string(64, 'b')));
        EXPECT_EQ(row.items, 2);
        set_run_status(c, small.run, WorkStatus::running);
        set_run_status(c, small.run, WorkStatus::finished);
        EXPECT_TRUE(run(c, small.run).finished);
        delete_run(c, small.run);
        EXPECT_TRUE(runs(c).empty());
        restore_run(c, small.run);
        EXPECT_EQ(runs(c).size(), 1U);
    });
}

} // namespace tiebreak::store
