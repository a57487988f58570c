// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/command_line.h"
#include "client/command_loop.h"
#include "client/weights.h"
#include "domain/error.h"
#include "tests/client/support.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

namespace tiebreak::client {

using domain::Answer;
using domain::FailureKind;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using test::ask_one;
using test::call_of;
using test::Gathered;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(CommandLine, IsSplitAsAShellWouldAndExpandsNothing) {
    EXPECT_THAT(split_command(R"(./a.sh  --x "two words" 'it''s' a\ b "q\"q" '\n' $HOME *)"),
                ElementsAre("./a.sh", "--x", "two words", "its", "a b", "q\"q", "\\n", "$HOME", "*"));
    EXPECT_THAT(split_command("a ''"), ElementsAre("a", ""));
    EXPECT_THROW((void)split_command("a 'b"), domain::Error);
    EXPECT_THROW((void)split_command("  "), domain::Error);
    EXPECT_EQ(find_program("no-such-program-of-ours"), "");
    EXPECT_EQ(find_program("/etc/passwd"), "") << "a file that may not be run";
    EXPECT_THAT(find_program("sh"), ::testing::EndsWith("/sh"));
}

class Command : public ::testing::Test {
protected:
    static domain::Candidate program(const std::string& command) {
        domain::Candidate model;
        model.name = "program";
        model.api = domain::Api::command;
        model.model = command;
        model.endpoint.timeout_s = 20;
        return model;
    }

    Answer run(const std::string& command, const std::string& prompt = "a prompt",
               ClientOptions options = test::quick()) {
        ModelClient client(secrets, options);
        return ask_one(client, call_of(program(command), prompt));
    }

    test::TableSecrets secrets;
};

TEST_F(Command, AnswersOnStandardOutputWhatItReadOnStandardInput) {
    const Answer answer = run("tr a-z A-Z", "name a river\nand another");
    EXPECT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
    EXPECT_EQ(answer.text, "NAME A RIVER\nAND ANOTHER");
    EXPECT_EQ(answer.attempts, 1);
    EXPECT_GT(answer.latency_ms.value_or(0), 0);
    EXPECT_EQ(answer.usage, domain::Usage{}) << "nobody counted tokens";
    EXPECT_EQ(run("echo done").text, "done")
        << "who reads no input is no error, and the last line break goes";
    EXPECT_EQ(run("printf 'a\\n\\n'").text, "a\n");
    EXPECT_EQ(run("printf '\\377b'").text, "\xEF\xBF\xBD"
                                           "b");
}

TEST_F(Command, LargePromptsAndAnswersPassBothWays) {
    const std::string large(std::size_t{3} << 20, 'x');
    EXPECT_EQ(run("cat", large).text, large);
}

TEST_F(Command, NoShellReadsThePromptOrTheArguments) {
    EXPECT_EQ(run("echo $HOME ; rm -rf nothing | `date`").text, "$HOME ; rm -rf nothing | `date`");
    EXPECT_EQ(run(R"(sh -c 'read line; echo "got $line"')", "$(date)").text, "got $(date)")
        << "a shell is there for who names it";
}

TEST_F(Command, IsToldTheParameters) {
    domain::Candidate model = program(R"(sh -c 'cat >/dev/null; echo "$TIEBREAK_PARAMETERS"')");
    model.parameters.temperature = 0.5;
    model.parameters.max_tokens = 8;
    ModelClient client(secrets);
    EXPECT_EQ(ask_one(client, call_of(model, "x")).text, R"({"max_tokens":8,"temperature":0.5})");
}

TEST_F(Command, FailuresSayWhatTheProgramSaid) {
    const Answer failed = run("sh -c 'echo half; echo the model is missing >&2; exit 3'");
    EXPECT_EQ(failed.failure, FailureKind::program);
    EXPECT_EQ(failed.text, "");
    EXPECT_EQ(failed.attempts, 1) << "it would only fail again";
    EXPECT_EQ(failed.failure_detail, "the program ended with exit code 3: the model is missing");
    EXPECT_THAT(run("sh -c 'kill -SEGV $$'").failure_detail, HasSubstr("signal 11"));
    EXPECT_THAT(run("./no-such-program").failure_detail, HasSubstr("cannot be started: No such file"));
    EXPECT_EQ(run("sh 'unclosed").failure, FailureKind::refused);
    ClientOptions small = test::quick();
    small.max_body = 1000;
    EXPECT_EQ(run("cat /dev/zero", "x", small).failure, FailureKind::too_large);
}

TEST_F(Command, ATimeOutEndsTheProgramWithAllItStarted) {
    const auto marker =
        std::filesystem::temp_directory_path() / ("tiebreak-command-" + std::to_string(::getpid()));
    std::filesystem::remove(marker);
    domain::Candidate model =
        program("sh -c 'sh -c \"echo $$ > " + marker.string() + "; exec sleep 60\" & wait'");
    model.endpoint.timeout_s = 0.4;
    ClientOptions options = test::quick();
    options.retry.max_attempts = 1;
    ModelClient client(secrets, options);
    const auto begun = steady_clock::now();
    const Answer answer = ask_one(client, call_of(model, "x"));
    EXPECT_EQ(answer.failure, FailureKind::timeout);
    EXPECT_LT(steady_clock::now() - begun, milliseconds(5000));
    pid_t child = 0;
    std::ifstream(marker) >> child;
    std::filesystem::remove(marker);
    ASSERT_GT(child, 0);
    // It was killed; whoever inherits it has reaped it, or is about to.
    const auto patience = steady_clock::now() + std::chrono::seconds(10);
    const auto alive = [child] {
        std::ifstream state("/proc/" + std::to_string(child) + "/stat");
        std::string pid;
        std::string name;
        char letter = 0;
        return static_cast<bool>(state >> pid >> name >> letter) && letter != 'Z';
    };
    while (alive() && steady_clock::now() < patience) {
        std::this_thread::yield();
    }
    EXPECT_FALSE(alive());
}

TEST_F(Command, ManyRunAtOnceWithinTheCapAndHoldUpNobody) {
    domain::Candidate model = program("sh -c 'sleep 0.2; cat'");
    model.endpoint.concurrency = 10;
    ModelClient client(secrets);
    Gathered gathered;
    const auto begun = steady_clock::now();
    for (int i = 0; i < 20; ++i) {
        client.ask(call_of(model, std::to_string(i)), gathered.slot(std::to_string(i)));
    }
    for (const auto& [prompt, answer] : gathered.wait(20)) {
        EXPECT_EQ(answer.text, prompt) << answer.failure_detail;
    }
    const auto took = steady_clock::now() - begun;
    EXPECT_GE(took, milliseconds(400)) << "ten at a time";
    EXPECT_LT(took, milliseconds(3500)) << "and not one after the other";
}

TEST_F(Command, CancelAndDestructionKillWhatRuns) {
    Gathered gathered;
    const auto begun = steady_clock::now();
    {
        ModelClient client(secrets);
        client.ask(call_of(program("sleep 60"), "x", 1), gathered.slot("cancelled"));
        client.cancel(1);
        gathered.wait(1);
        for (int i = 0; i < 20; ++i) {
            client.ask(call_of(program("sleep 60"), "x", 2), gathered.slot("destroyed"));
        }
    }
    EXPECT_EQ(gathered.count(), 21U);
    for (const auto& [name, answer] : gathered.wait(21)) {
        EXPECT_EQ(answer.failure, FailureKind::cancelled) << name;
    }
    EXPECT_LT(steady_clock::now() - begun, milliseconds(5000));
}

TEST_F(Command, IsKnownByTheFilesItNames) {
    const auto script =
        std::filesystem::temp_directory_path() / ("tiebreak-script-" + std::to_string(::getpid()));
    const auto write = [&](const char* text) { std::ofstream(script) << text; };
    ModelClient client(secrets);
    const auto weights = [&] { return fingerprint(client, program("sh " + script.string())); };
    write("cat");
    const Weights first = weights();
    EXPECT_EQ(first.knowledge, Weights::Knowledge::told) << first.detail;
    EXPECT_THAT(first.detail, HasSubstr(script.string()));
    EXPECT_EQ(weights().fingerprint, first.fingerprint);
    write("rev");
    EXPECT_NE(weights().fingerprint, first.fingerprint);
    EXPECT_NE(fingerprint(client, program("sh " + script.string() + " -v")).fingerprint,
              weights().fingerprint);
    std::filesystem::remove(script);
    const ConnectionReport missing = test_connection(client, program("./no-such-program"));
    EXPECT_FALSE(missing.reachable);
    EXPECT_THAT(missing.detail, HasSubstr("no-such-program"));
}

} // namespace tiebreak::client
