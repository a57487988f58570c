// SPDX-License-Identifier: GPL-3.0-or-later
// On a terminal: a question before money is spent, and one bar that is drawn over.
#include "tests/cli/live_desk.h"

#include <csignal>

namespace tiebreak::test {

namespace {

struct PricedDesk : LiveDesk {
    PricedDesk() {
        Json priced = config();
        priced["judgings"][0]["judge"]["price"] = {{"input", 1}, {"output", 2}};
        write("eval.json", priced);
    }
};

} // namespace

TEST(Terminal, AsksBeforeSpendingAndTakesNo) {
    PricedDesk desk;
    OnTerminal terminal(desk.call("p.tiebreak"));
    const std::string shown = terminal.read_until("start? [y/N] ");
    EXPECT_THAT(shown, HasSubstr("$1 in, $2 out a million tokens"));
    terminal.type("n\n");
    const Ended ended = terminal.wait();
    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.out, "");
    EXPECT_THAT(ended.err, HasSubstr("nothing was asked"));
    EXPECT_EQ(desk.calls(), 0);
}

TEST(Terminal, YesStartsAndDrawsABar) {
    PricedDesk desk;
    desk.endpoint.control({{"latency_ms", 5}});
    OnTerminal terminal(desk.call("p.tiebreak", {"--json"}));
    (void)terminal.read_until("start? [y/N] ");
    terminal.type("y\n");
    const Ended ended = terminal.wait();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(desk.calls(), LiveDesk::all_calls);
    EXPECT_THAT(ended.err, HasSubstr("[####################] 100 %"));
    EXPECT_THAT(ended.err, HasSubstr("\r\x1b[K"));
    EXPECT_EQ(ended.json()["run"]["status"], "finished");
}

TEST(Terminal, AsksNothingWhereNothingCosts) {
    LiveDesk desk;
    OnTerminal terminal(desk.call("p.tiebreak"));
    const Ended ended = terminal.wait();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.err, Not(HasSubstr("[y/N]")));
}

TEST(Terminal, CtrlCAtTheQuestionEndsIt) {
    PricedDesk desk;
    OnTerminal terminal(desk.call("p.tiebreak"));
    (void)terminal.read_until("[y/N] ");
    terminal.send(SIGINT);
    EXPECT_EQ(terminal.wait().code, 130);
    EXPECT_EQ(desk.calls(), 0);
}

} // namespace tiebreak::test
