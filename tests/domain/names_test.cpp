// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/candidate.h"
#include "domain/error.h"
#include "domain/item.h"
#include "domain/judging.h"
#include "domain/response.h"
#include "domain/uuid.h"

#include <gtest/gtest.h>

namespace tiebreak::domain {

TEST(Names, EveryEnumeratorHasANameThatLeadsBack) {
    for (const Api api : {Api::recorded, Api::openai_chat, Api::openai_completions, Api::anthropic,
                          Api::ollama, Api::command}) {
        EXPECT_EQ(api_from_string(to_string(api)), api);
    }
    for (int i = 0; i <= static_cast<int>(Protocol::multi_turn); ++i) {
        EXPECT_EQ(protocol_from_string(to_string(static_cast<Protocol>(i))), static_cast<Protocol>(i));
    }
    for (int i = 0; i <= static_cast<int>(FailureKind::cancelled); ++i) {
        EXPECT_EQ(failure_from_string(to_string(static_cast<FailureKind>(i))), static_cast<FailureKind>(i));
    }
    EXPECT_FALSE(api_from_string("openai"));
}

TEST(Candidate, IsAskedByATextWhereItsTemplateIsApplied) {
    const auto by_prompt = [](Api api, const char* prompt_template) {
        Candidate candidate;
        candidate.api = api;
        candidate.prompt_template = prompt_template;
        return asks_with_prompt(candidate);
    };
    EXPECT_TRUE(by_prompt(Api::openai_completions, ""));
    EXPECT_TRUE(by_prompt(Api::command, ""));
    EXPECT_TRUE(by_prompt(Api::ollama, "alpaca"));
    EXPECT_FALSE(by_prompt(Api::ollama, ""));
    EXPECT_FALSE(by_prompt(Api::openai_chat, "alpaca"));
    EXPECT_FALSE(by_prompt(Api::anthropic, ""));
}

TEST(JoinKey, IgnoresOuterBlanksOnly) {
    EXPECT_EQ(join_key(" a b\n", "\tc "), join_key("a b", "c"));
    EXPECT_NE(join_key("a", "b"), join_key("a b", ""));
    EXPECT_NE(join_key("a  b", ""), join_key("a b", ""));
}

TEST(Error, SaysWhatWhereAndHowToMend) {
    const Error error(ErrorKind::file, "no such file", "x.json", "check the path");
    EXPECT_STREQ(error.what(), "x.json: no such file — check the path");
    EXPECT_STREQ(Error(ErrorKind::file, "gone").what(), "gone");
}

TEST(Uuid, IsVersionFourAndNew) {
    const std::string uuid = new_uuid();
    ASSERT_EQ(uuid.size(), 36U);
    EXPECT_EQ(uuid[14], '4');
    EXPECT_NE(uuid, new_uuid());
}

} // namespace tiebreak::domain
