// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "judging/rubrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace tiebreak::judging {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string why(std::string_view json) {
    try {
        (void)read_rubric(json);
    } catch (const domain::Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

TEST(Rubrics, BuiltInOnesCoverEveryScaleAndReadBack) {
    std::set<std::string> scales;
    for (const domain::Rubric& rubric : builtin_rubrics()) {
        scales.insert(rubric.yes_no ? "yes/no"
                                    : std::to_string(static_cast<int>(rubric.scale_min)) + "-" +
                                          std::to_string(static_cast<int>(rubric.scale_max)));
        EXPECT_EQ(read_rubric(rubric_json(rubric)), rubric) << rubric.name;
    }
    EXPECT_THAT(scales, testing::IsSupersetOf({"yes/no", "1-5", "1-10", "0-100"}));
}

TEST(Rubrics, PrometheusFormHasTheScaleThatIsDescribed) {
    const auto rubric = read_rubric(R"({"criteria": "Is it kind?", "score2_description": "b",
        "score1_description": "a", "score3_description": "c", "score5_description": "e",
        "score4_description": "d"})",
                                    "kindness");
    EXPECT_EQ(rubric.name, "kindness");
    EXPECT_EQ(rubric.scale_min, 1);
    EXPECT_EQ(rubric.scale_max, 5);
    EXPECT_THAT(rubric.descriptions, ElementsAre("a", "b", "c", "d", "e"));
    EXPECT_EQ(read_rubric(rubric_json(rubric)), rubric) << "written in our form, it is the same rubric";
}

TEST(Rubrics, WhatIsMissingIsNamed) {
    EXPECT_THAT(why("[]"), HasSubstr("not a JSON object"));
    EXPECT_THAT(why(R"({"criteria": "c", "scale": [1, 5]})"), HasSubstr("\"name\" is missing"));
    EXPECT_THAT(why(R"({"name": "n", "criteria": " ", "scale": [1, 5]})"), HasSubstr("\"criteria\""));
    EXPECT_THAT(why(R"({"name": "n", "criteria": "c", "scale": [5, 1]})"), HasSubstr("lowest first"));
    EXPECT_THAT(why(R"({"name": "n", "criteria": "c", "scale": "yes/no", "descriptions": ["a"]})"),
                HasSubstr("two descriptions"));
    EXPECT_THAT(
        why(R"({"name": "n", "criteria": "c", "score1_description": "a", "score3_description": "b"})"),
        HasSubstr("\"score2_description\" is missing"));
    EXPECT_THAT(why(R"({"name": "n", "criteria": "c", "score1_description": "a"})"),
                HasSubstr("only one score"));
    EXPECT_THAT(why(R"({"name": "n", "criteria": "c", "score1_description": "a", "scale": [1, 5]})"),
                HasSubstr("no field \"scale\""));
    EXPECT_THAT(why(R"({"name": "n", "criteria": "c", "colour": 1})"), HasSubstr("colour"));
}

} // namespace tiebreak::judging
