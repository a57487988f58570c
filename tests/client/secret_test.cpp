// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/secret_source.h"

#include <gmock/gmock.h>

#include <array>
#include <concepts>
#include <ostream>

namespace tiebreak::client {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};

static_assert(!Printable<Secret>, "a secret must not print by accident");
static_assert(!std::copyable<Secret>);

TEST(Secret, MovesWithoutLeavingItsTextBehind) {
    Secret first("sk-canary-1234", "https://h:443");
    const Secret second = std::move(first);
    EXPECT_EQ(second.reveal(), "sk-canary-1234");
    EXPECT_EQ(second.bound_to(), "https://h:443");
    EXPECT_TRUE(first.reveal().empty()); // NOLINT(bugprone-use-after-move): that is what is tested
}

TEST(Redact, FindsEveryFormOfAKey) {
    const Secret key("sk/ca\"nary+42");
    EXPECT_EQ(redact("a sk/ca\"nary+42 b sk/ca\"nary+42", &key), "a [key] b [key]");
    EXPECT_EQ(redact(R"({"e":"sk\/ca\"nary+42"})", &key), R"({"e":"[key]"})");
    EXPECT_EQ(redact("?k=sk%2Fca%22nary%2B42", &key), "?k=[key]");
    EXPECT_EQ(redact("cut off: sk/ca\"na", &key), "cut off: [key]");
    EXPECT_EQ(redact("nothing here", &key), "nothing here");
    EXPECT_EQ(redact("no key at all", nullptr), "no key at all");
}

TEST(Redact, LeavesWordsAloneThatOnlyBeginLikeAKey) {
    const Secret key("sk-canary");
    EXPECT_EQ(redact("a task: ask", &key), "a task: ask");
    const std::array<std::string_view, 2> several{"alpha-key", "beta-key"};
    EXPECT_EQ(redact("alpha-key beta-key", several), "[key] [key]");
}

} // namespace tiebreak::client
