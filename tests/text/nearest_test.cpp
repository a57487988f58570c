// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/nearest.h"

#include <gtest/gtest.h>

#include <vector>

namespace tiebreak::text {

TEST(Nearest, CountsEdits) {
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
    EXPECT_EQ(edit_distance("form", "from"), 1U); // a swap
    EXPECT_EQ(edit_distance("", "abc"), 3U);
    EXPECT_EQ(edit_distance("Round-Robin", "round_robin"), 0U);
}

TEST(Nearest, FindsWhatWasMeantOrNothing) {
    const std::vector<std::string> known{"temperature", "top_p", "top_k", "max_tokens", "seed"};
    EXPECT_EQ(nearest("temprature", known), "temperature");
    EXPECT_EQ(nearest("max-token", known), "max_tokens");
    EXPECT_EQ(nearest("temp", known), "temperature");
    EXPECT_EQ(nearest("quantisation", known), std::nullopt);
    EXPECT_EQ(nearest("xy", std::vector<std::string>{"ab"}), std::nullopt);
    EXPECT_EQ(did_you_mean("sead", known), "did you mean \"seed\"?");
    EXPECT_EQ(did_you_mean("zzzzzz", std::vector<std::string>{"one", "two"}), "known: one, two");
    EXPECT_EQ(did_you_mean("x", {}), "");
}

TEST(Nearest, SurvivesHugeAndBrokenNames) {
    const std::vector<std::string> known{"seed"};
    EXPECT_EQ(nearest(std::string(1'000'000, 'x'), known), std::nullopt);
    EXPECT_EQ(nearest("se\xff"
                      "ed",
                      known),
              "seed");
}

} // namespace tiebreak::text
