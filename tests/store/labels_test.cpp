// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "store/labels.h"
#include "store/responses.h"
#include "tests/store/temp_project.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace tiebreak::store {

namespace {

using Kind = LabelOutcome::Kind;
using ::testing::ElementsAre;

class Labels : public ::testing::Test {
protected:
    SmallProject small;
    std::vector<domain::ResponseId> answers;

    void SetUp() override {
        small.project.writer().run([&](Connection& c) {
            for (const CandidateRow& candidate : small.candidates) {
                answers.push_back(import_response(c, small.run, small.items[0].revision, candidate.revision,
                                                  1, 1, {"an answer", "", {}, {}, "f", 1}));
            }
        });
    }

    LabelRow label(LabelOutcome outcome, const std::string& annotator = "ada") const {
        LabelRow row;
        row.run = small.run;
        row.item = small.items[0].revision;
        row.annotator = annotator;
        row.responses = answers;
        row.outcome = outcome;
        return row;
    }
    std::string add(const LabelRow& row) {
        return small.project.writer().run([&](Connection& c) { return add_label(c, row); });
    }
    std::vector<LabelRow> counting() {
        return small.project.read([&](Connection& c) { return labels(c, small.run); });
    }
};

} // namespace

TEST_F(Labels, ComeBackAsTheyWereGiven) {
    LabelRow pair = label({Kind::winner, 2});
    pair.rationale = "names the source";
    pair.purpose = LabelPurpose::agreement;
    LabelRow ranked = label({Kind::ranked, 0});
    ranked.mode = LabelMode::rank;
    ranked.ranks = {2, 1};
    LabelRow scored = label({Kind::scored, 0});
    scored.mode = LabelMode::rubric;
    scored.responses = {answers[1]};
    scored.rubric = "helpful";
    scored.scores = {{"accuracy", 4}, {"tone", 2.5}};
    scored.packet = "p";
    scored.card = "3";
    std::vector<LabelRow> given{pair, ranked, scored};
    for (LabelRow& row : given) {
        row.uid = add(row);
    }
    auto stored = counting();
    ASSERT_EQ(stored.size(), 3U);
    for (std::size_t k = 0; k < given.size(); ++k) {
        EXPECT_GT(stored[k].created, 0);
        stored[k].created = 0;
        EXPECT_EQ(stored[k], given[k]) << k;
    }
}

TEST_F(Labels, ACorrectionAndAnUndoAddRowsAndTheNewestCounts) {
    const std::string first = add(label({Kind::winner, 1}));
    LabelRow undo = label({Kind::withdrawn, 0});
    undo.supersedes = first;
    const std::string undone = add(undo);
    EXPECT_TRUE(counting().empty());
    LabelRow again = label({Kind::winner, 2});
    again.supersedes = undone;
    add(again);
    const auto stored = counting();
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored[0].outcome, (LabelOutcome{Kind::winner, 2}));
    EXPECT_EQ(small.project.read([&](Connection& c) { return label_count(c, small.run); }), 1);
    EXPECT_EQ(small.project.read([&](Connection& c) { return label_history(c, small.run); }).size(), 3U);
}

TEST_F(Labels, TheSameLabelTwiceIsOne) {
    LabelRow row = label({Kind::tie, 0});
    row.uid = add(row);
    row.outcome = {Kind::bad, 0};
    add(row); // the same uid
    LabelRow from_packet = label({Kind::winner, 1});
    from_packet.packet = "packet";
    from_packet.card = "7";
    from_packet.created = 1234;
    add(from_packet);
    add(from_packet); // the same packet, card, annotator and time
    from_packet.annotator = "ben";
    add(from_packet);
    const auto stored = counting();
    ASSERT_EQ(stored.size(), 3U);
    EXPECT_EQ(std::ranges::count(stored, "ben", &LabelRow::annotator), 1);
    EXPECT_EQ(std::ranges::find(stored, row.uid, &LabelRow::uid)->outcome.kind, Kind::tie);
}

TEST_F(Labels, WhatCannotBeMeantIsRefusedWithHowToMendIt) {
    const auto refused = [&](const LabelRow& row) {
        try {
            add(row);
        } catch (const domain::Error& error) {
            return error.kind() == domain::ErrorKind::usage && !error.mend().empty();
        }
        return false;
    };
    EXPECT_TRUE(refused(label({Kind::winner, 3})));
    EXPECT_TRUE(refused(label({Kind::tie, 0}, "")));
    LabelRow ranked = label({Kind::ranked, 0});
    ranked.mode = LabelMode::rank;
    ranked.ranks = {1};
    EXPECT_TRUE(refused(ranked));
    LabelRow scored = label({Kind::scored, 0});
    scored.mode = LabelMode::rubric;
    EXPECT_TRUE(refused(scored));
    EXPECT_TRUE(counting().empty());
}

TEST_F(Labels, BreakTiesUnlessSwitchedOff) {
    const auto on = [&] { return small.project.read([](Connection& c) { return labels_break_ties(c); }); };
    EXPECT_TRUE(on());
    small.project.writer().run([](Connection& c) { set_labels_break_ties(c, false); });
    EXPECT_FALSE(on());
    small.project.writer().run([](Connection& c) { set_labels_break_ties(c, true); });
    EXPECT_TRUE(on());
}

/// A key, and 50 ms later kill -9: the label is there. Labels are not grouped with what else is written.
TEST_F(Labels, NoneIsLostByAKillFiftyMillisecondsAfterTheKey) {
    using Clock = std::chrono::steady_clock;
    const auto file = small.folder / "killed.tiebreak";
    small.project.copy_to(file);
    int before = 0;
    for (const int keys : {1, 7, 20}) {
        int keyed[2];
        ASSERT_EQ(::pipe(keyed), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            Project project(file, Project::Open::existing);
            for (;;) {
                // What else goes on: answers of a run, which are grouped.
                project.writer().post([](Connection& c) { set_project_value(c, "noise", "x"); });
                const char key = 'k';
                if (::write(keyed[1], &key, 1) != 1) {
                    ::_exit(1);
                }
                project.writer().commit(
                    [row = label({Kind::winner, 1})](Connection& c) { add_label(c, row); });
                std::this_thread::sleep_for(std::chrono::milliseconds(10)); // a fast hand
            }
        }
        ::close(keyed[1]);
        std::vector<Clock::time_point> pressed;
        char key = 0;
        while (static_cast<int>(pressed.size()) < keys && ::read(keyed[0], &key, 1) == 1) {
            pressed.push_back(Clock::now());
        }
        std::this_thread::sleep_until(pressed.back() + std::chrono::milliseconds(50)); // the promise itself
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        ::close(keyed[0]);
        Project project(file, Project::Open::existing);
        const auto there =
            static_cast<int>(project.read([&](Connection& c) { return label_count(c, small.run); }));
        EXPECT_GE(there - before, keys) << "labels after " << keys << " keys";
        EXPECT_EQ(project.integrity_problems(), "");
        before = there;
    }
}

} // namespace tiebreak::store
