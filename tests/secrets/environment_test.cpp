// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tiebreak::secrets {

TEST(Environment, FindsOnlySetVariablesUnderTheirPrefix) {
    ASSERT_EQ(setenv("TIEBREAK_TEST_KEY", " sk-canary \n", 1), 0);
    ASSERT_EQ(setenv("TIEBREAK_TEST_BLANK", " \n", 1), 0);
    Environment environment;
    const auto key = environment.find("env:TIEBREAK_TEST_KEY");
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(key->reveal(), "sk-canary");
    EXPECT_EQ(key->bound_to(), "");
    EXPECT_FALSE(environment.find("env:TIEBREAK_TEST_BLANK").has_value());
    EXPECT_FALSE(environment.find("env:TIEBREAK_TEST_UNSET").has_value());
    EXPECT_FALSE(environment.find("TIEBREAK_TEST_KEY").has_value());
    EXPECT_FALSE(environment.find("keyring:TIEBREAK_TEST_KEY").has_value());
}

} // namespace tiebreak::secrets
