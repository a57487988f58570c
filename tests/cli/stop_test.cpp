// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that are killed or stopped in the middle go on to the table they would have had.
#include "tests/cli/live_desk.h"

#include <csignal>

namespace tiebreak::test {

TEST(Stop, KilledAndResumedGivesTheSameReport) {
    LiveDesk desk;
    ASSERT_EQ(run(desk.call("undisturbed.tiebreak")).code, 0);
    const Json expected = desk.report("undisturbed.tiebreak");
    desk.endpoint.control({{"latency_ms", 25}});
    for (const int after : {30, 140}) { // while asking, while judging
        desk.endpoint.control({{"reset_log", true}});
        const std::string file = "killed-" + std::to_string(after) + ".tiebreak";
        Running process(desk.call(file, {"--yes"}));
        desk.wait_for_calls(after);
        process.send(SIGKILL);
        EXPECT_EQ(process.wait().signal, SIGKILL);
        const Ended resumed = run(desk.call(file, {"--resume", "--json"}));
        ASSERT_EQ(resumed.code, 0) << resumed.err;
        EXPECT_EQ(comparable(resumed.json()), expected) << "killed after " << after;
        // What flew and what had arrived within 200 ms: 4 places, 25 ms each.
        EXPECT_LE(desk.calls(), LiveDesk::all_calls + 6 + 4 * 200 / 25);
    }
}

TEST(Stop, CtrlCStoresWhatArrivedAndResumes) {
    LiveDesk desk;
    ASSERT_EQ(run(desk.call("undisturbed.tiebreak")).code, 0);
    desk.endpoint.control({{"latency_ms", 25}, {"reset_log", true}});
    for (const int signal : {SIGINT, SIGTERM}) {
        const std::string file = "stopped-" + std::to_string(signal) + ".tiebreak";
        desk.endpoint.control({{"reset_log", true}});
        Running process(desk.call(file));
        desk.wait_for_calls(30);
        process.send(signal);
        const Ended stopped = process.wait();
        EXPECT_EQ(stopped.code, 130) << stopped.err;
        EXPECT_EQ(stopped.out, "") << "no report of half a run";
        EXPECT_THAT(stopped.err, HasSubstr("nothing is lost"));
        EXPECT_THAT(stopped.err, HasSubstr("--resume"));
        EXPECT_EQ(run({"list", desk.path(file), "runs", "--json"}).json()[0]["status"], "stopped");
        const Ended resumed = run(desk.call(file, {"--resume", "--json"}));
        EXPECT_EQ(resumed.code, 0) << resumed.err;
        EXPECT_EQ(comparable(resumed.json()), desk.report("undisturbed.tiebreak"));
    }
}

TEST(Stop, ASecondProgramIsKeptOut) {
    LiveDesk desk;
    desk.endpoint.control({{"latency_ms", 50}});
    Running process(desk.call("p.tiebreak"));
    desk.wait_for_calls(10);
    const Ended second = run(desk.call("p.tiebreak"));
    EXPECT_EQ(second.code, 2);
    EXPECT_THAT(second.err, HasSubstr("another Tiebreak"));
    EXPECT_EQ(process.wait().code, 0);
    EXPECT_EQ(desk.calls(), LiveDesk::all_calls);
}

TEST(Stop, TwoCommandsShareOneProject) {
    LiveDesk desk;
    ASSERT_EQ(run(desk.call("alone.tiebreak")).code, 0);
    const Json expected = desk.report("alone.tiebreak");
    desk.endpoint.control({{"latency_ms", 10}});
    ASSERT_EQ(run({"import", desk.path("p.tiebreak"), "eval-set", desk.path("items.jsonl")}).code, 0);
    Json other = desk.config();
    other["name"] = "another";
    other["judgings"][0]["seed"] = 8;
    desk.write("other.json", other);
    Running first(desk.call("p.tiebreak"));
    Running second({"run", desk.path("other.json"), "-o", desk.path("p.tiebreak")});
    const Ended ended = first.wait();
    EXPECT_EQ(ended.code, 0) << ended.err;
    const Ended also = second.wait();
    EXPECT_EQ(also.code, 0) << also.err;
    const Json report =
        comparable(run({"report", desk.path("p.tiebreak"), "--run", "live", "--json"}).json());
    EXPECT_EQ(report["judgings"], expected["judgings"]);
    EXPECT_EQ(run({"report", desk.path("p.tiebreak"), "--run", "another", "--json"})
                  .json()["judgings"][0]["judged"],
              80);
}

TEST(Stop, ResumeRefusesChangedFiles) {
    LiveDesk desk;
    desk.endpoint.control({{"latency_ms", 25}});
    Running process(desk.call("p.tiebreak"));
    desk.wait_for_calls(10);
    process.send(SIGINT);
    ASSERT_EQ(process.wait().code, 130);
    desk.write("items.jsonl",
               desk.read("items.jsonl") + "{\"id\": \"new\", \"instruction\": \"One more\"}\n");
    const Ended resumed = run(desk.call("p.tiebreak", {"--resume"}));
    EXPECT_EQ(resumed.code, 2);
    EXPECT_THAT(resumed.err, HasSubstr("changed since"));
}

} // namespace tiebreak::test
