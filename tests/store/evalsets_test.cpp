// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/evalsets.h"
#include "store/rubrics.h"
#include "tests/store/temp_project.h"

#include <gtest/gtest.h>

namespace tiebreak::store {

TEST(EvalSets, SameContentMakesNoRevisionAndEditingMakesOne) {
    SmallProject small;
    small.project.writer().run([&](Connection& c) {
        std::vector<domain::Item> set{item_of("a", "Say alpha", "alpha"), item_of("b", "Say beta", "beta")};
        EXPECT_EQ(save_eval_set(c, "letters", set, ""), small.eval_set);
        set[1].reference = "Beta";
        const auto second = save_eval_set(c, "letters", set, "edited");
        EXPECT_NE(second, small.eval_set);
        const auto before = items(c, small.eval_set);
        const auto after = items(c, second);
        EXPECT_EQ(before[0].revision, after[0].revision) << "an unchanged item is stored once";
        EXPECT_NE(before[1].revision, after[1].revision);
        EXPECT_EQ(before[1].uid, after[1].uid) << "an edited item is the same item";
        EXPECT_EQ(before[1].content.reference, "beta") << "an old revision shows its own text";
        EXPECT_EQ(eval_set_revisions(c, eval_sets(c).at(0).id).size(), 2U);
    });
}

TEST(EvalSets, ItemsWithoutIdsGoOnByTheirText) {
    SmallProject small;
    small.project.writer().run([&](Connection& c) {
        std::vector<domain::Item> set{item_of("", " x "), item_of("", "x"), item_of("", "y")};
        const auto first = items(c, save_eval_set(c, "s", set, ""));
        EXPECT_NE(first[0].uid, first[1].uid) << "two rows of the same text are two items";
        std::swap(set[0], set[2]);
        set[0].category = "new";
        const auto second = items(c, save_eval_set(c, "s", set, ""));
        EXPECT_EQ(second[0].uid, first[2].uid);
    });
}

TEST(EvalSets, KeepsEveryField) {
    SmallProject small;
    small.project.writer().run([&](Connection& c) {
        domain::Item item{"id \xF0\x9F\x98\x80", "in\nstruction", "input", "ref", "cat", "sys",
                          {"second", "third"},   "{\"k\": 1}"};
        EXPECT_EQ(items(c, save_eval_set(c, "full", std::vector{item}, "")).at(0).content, item);
    });
}

TEST(Rubrics, RevisionsAndPrompts) {
    SmallProject small;
    small.project.writer().run([](Connection& c) {
        domain::Rubric rubric{"ift", "be right", 0, 100, {"bad", "good"}};
        const auto first = save_rubric(c, rubric);
        EXPECT_EQ(save_rubric(c, rubric), first);
        rubric.criteria = "be short";
        const auto second = save_rubric(c, rubric);
        EXPECT_NE(first, second);
        EXPECT_EQ(store::rubric(c, first).criteria, "be right");
        EXPECT_EQ(store::rubric(c, second), rubric);
        EXPECT_EQ(rubrics(c).size(), 1U);
        EXPECT_EQ(save_prompt(c, "joint", "text"), save_prompt(c, "joint", "text"));
        EXPECT_EQ(prompt_body(c, save_prompt(c, "joint", "text")), "text");
    });
}

} // namespace tiebreak::store
