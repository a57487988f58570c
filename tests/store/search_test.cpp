// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/responses.h"
#include "store/search.h"
#include "tests/store/temp_project.h"

#include <gtest/gtest.h>

namespace tiebreak::store {

TEST(Search, WordsAreQuotedAndTheLastIsAPrefix) {
    EXPECT_EQ(match_expression("two wor"), "\"two\" \"wor\"*");
    EXPECT_EQ(match_expression("a OR \"b* NEAR("), "\"a\" \"OR\" \"b\" \"NEAR\"");
    EXPECT_EQ(match_expression(" - "), "");
}

TEST(Search, FindsItemsAndAnswers) {
    SmallProject small;
    small.project.writer().run([&](Connection& c) {
        import_response(c, small.run, small.items[1].revision, small.candidates[0].revision, 1, 1,
                        {"a Zebra crossing", "", {}, {}, "f", 1});
        EXPECT_EQ(items_with_words(c, small.eval_set, "ALPH").size(), 1U);
        EXPECT_TRUE(items_with_words(c, small.eval_set, "zebra").empty());
        EXPECT_EQ(run_items_with_words(c, small.run, "zebra"), std::vector{small.items[1].revision});
        EXPECT_EQ(run_items_with_words(c, small.run, "say").size(), 2U);
        EXPECT_EQ(find_items(c, "beta", 5).at(0).eval_set, "letters");
        EXPECT_TRUE(find_items(c, "\"", 5).empty());
        EXPECT_TRUE(run_items_with_words(c, small.run, "?").empty());
    });
}

} // namespace tiebreak::store
