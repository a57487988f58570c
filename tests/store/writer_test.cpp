// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "store/texts.h"
#include "store/writer.h"
#include "tests/store/temp_project.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

namespace tiebreak::store {

namespace {

std::int64_t text_count(Project& project) {
    return project.read([](Connection& c) {
        Query q = c.query("SELECT count(*) FROM text_body");
        q.step();
        return q.integer(0);
    });
}

} // namespace

TEST(Writer, RunsInOrderAndReturnsValues) {
    SmallProject small;
    std::vector<int> order;
    small.project.writer().post([&](Connection&) { order.push_back(1); });
    small.project.writer().post([&](Connection&) { order.push_back(2); });
    EXPECT_EQ(small.project.writer().run([&](Connection&) {
        order.push_back(3);
        return 42;
    }),
              42);
    EXPECT_EQ(order, (std::vector{1, 2, 3}));
}

TEST(Writer, AJobThatThrowsLeavesNoTraceAndItsNeighboursStay) {
    SmallProject small;
    std::promise<std::string> bad;
    small.project.writer().post([](Connection& c) { add_text(c, "before"); });
    small.project.writer().post(
        [](Connection& c) {
            add_text(c, "half");
            throw std::runtime_error("no");
        },
        [&](std::exception_ptr error) {
            try {
                std::rethrow_exception(error);
            } catch (const std::exception& e) {
                bad.set_value(e.what());
            }
        });
    small.project.writer().post([](Connection& c) { add_text(c, "after"); });
    small.project.writer().flush();
    EXPECT_EQ(bad.get_future().get(), "no");
    EXPECT_EQ(text_count(small.project), 2);
}

TEST(Writer, PostedWorkIsDurableWithinTheGroupTime) {
    SmallProject small;
    std::promise<std::chrono::steady_clock::time_point> done;
    const auto posted = std::chrono::steady_clock::now();
    small.project.writer().post(
        [](Connection& c) { add_text(c, "x"); },
        [&](std::exception_ptr) { done.set_value(std::chrono::steady_clock::now()); });
    const auto committed = done.get_future().get();
    EXPECT_EQ(text_count(small.project), 1) << "whoever was told may rely on it";
    EXPECT_GE(committed - posted, std::chrono::milliseconds(50)) << "grouped, not one transaction a row";
}

TEST(Writer, ManyThreadsMayPost) {
    SmallProject small;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 250; ++i) {
                    small.project.writer().post([](Connection& c) { add_text(c, "x"); });
                }
            });
        }
    }
    small.project.writer().flush();
    EXPECT_EQ(text_count(small.project), 1'000);
}

TEST(Writer, ClosingStoresWhatWasPosted) {
    const TempFolder folder;
    {
        Project project(folder / "p.tiebreak", Project::Open::create);
        for (int i = 0; i < 300; ++i) {
            project.writer().post([](Connection& c) { add_text(c, "x"); });
        }
    }
    Project project(folder / "p.tiebreak", Project::Open::existing);
    EXPECT_EQ(text_count(project), 300);
}

// A program that is killed loses nothing it was told is stored, and the file is sound.
TEST(Writer, KilledProgramKeepsWhatWasCommitted) {
    const TempFolder folder;
    { const Project project(folder / "p.tiebreak", Project::Open::create); }
    int told[2] = {};
    ASSERT_EQ(::pipe(told), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        Project project(folder / "p.tiebreak", Project::Open::existing);
        for (;;) {
            project.writer().run([](Connection& c) { add_text(c, std::string(2'000, 'x')); });
            if (::write(told[1], ".", 1) != 1) {
                ::_exit(1);
            }
        }
    }
    char dot = 0;
    std::int64_t heard = 0;
    while (heard < 50 && ::read(told[0], &dot, 1) == 1) {
        ++heard;
    }
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(told[1]);
    while (::read(told[0], &dot, 1) == 1) {
        ++heard;
    }
    ::close(told[0]);
    Project project(folder / "p.tiebreak", Project::Open::existing);
    EXPECT_GE(text_count(project), heard);
    EXPECT_EQ(project.integrity_problems(), "");
}

} // namespace tiebreak::store
