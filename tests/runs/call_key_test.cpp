// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/call_key.h"

#include <gtest/gtest.h>

#include <set>

namespace tiebreak::runs {

TEST(CallKey, EveryPartThatCanChangeAnAnswerChangesTheKey) {
    const Question base{"uid", {{"user", "hello"}}, {}, 1, 1};
    domain::Parameters parameters;
    std::set<std::string> keys{call_key(base, parameters)};
    Question q = base;
    q.revision_uid = "other";
    keys.insert(call_key(q, parameters));
    q = base;
    q.messages = {{"system", "hello"}};
    keys.insert(call_key(q, parameters));
    q = base;
    q.messages = {{"user", "hel"}, {"user", "lo"}};
    keys.insert(call_key(q, parameters));
    q = base;
    q.turn = 2;
    keys.insert(call_key(q, parameters));
    q = base;
    q.repeat = 2;
    keys.insert(call_key(q, parameters));
    q = base;
    q.messages.clear();
    q.prompt = "hello";
    keys.insert(call_key(q, parameters));
    parameters.temperature = 0.0;
    keys.insert(call_key(base, parameters));
    EXPECT_EQ(keys.size(), 8U);
    EXPECT_EQ(call_key(base, {}), call_key(base, {})) << "and nothing else does";
}

TEST(Cost, IsKnownOnlyWhereAllPartsAre) {
    EXPECT_DOUBLE_EQ(*cost_of({1'000'000, 500'000, {}, {}}, domain::Price{0.15, 0.60}), 0.45);
    EXPECT_FALSE(cost_of({1, {}, {}, {}}, domain::Price{1, 1}));
    EXPECT_FALSE(cost_of({1, 1, {}, {}}, std::nullopt));
}

} // namespace tiebreak::runs
