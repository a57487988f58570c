// SPDX-License-Identifier: GPL-3.0-or-later
// Rankings from an eval config to their report: what is asked follows from the replies before.
#include "runs/judge_questions.h"
#include "runs/reread.h"
#include "tests/workbench/protocol_desk.h"
#include "workbench/compare_view.h"
#include "workbench/exchange.h"
#include "workbench/plan.h"
#include "workbench/score_table.h"

#include <algorithm>
#include <map>
#include <set>
#include <thread>

namespace tiebreak::workbench {

namespace {

using testing::Contains;
using testing::HasSubstr;

/// Calls of methods.md 6 for n answers to one item.
std::size_t table_calls(const std::string& method, std::size_t n) {
    if (method == "pointwise") {
        return n;
    }
    if (method == "pairs") {
        return n * (n - 1);
    }
    if (method == "listwise") {
        return n <= 20 ? 1 : (n - 20 + 9) / 10 + 1;
    }
    std::size_t comparisons = 0; // bubble, all passes
    for (std::size_t pass = 1; pass < n; ++pass) {
        comparisons += n - pass;
    }
    return 2 * comparisons;
}

/// A desk with so many candidates, each a quality of its own on every item.
struct RankingDesk : ProtocolDesk {
    explicit RankingDesk(std::size_t candidates, int of_items = 1)
        : n(candidates)
        , item_count(of_items) {
        names.clear();
        for (std::size_t c = 0; c < n; ++c) {
            names.push_back(fmt::format("m{:03}", c));
        }
        std::string set;
        for (int i = 0; i < item_count; ++i) {
            set +=
                json{{"id", std::to_string(i)}, {"instruction", fmt::format("Question {}", i)}}.dump() + "\n";
        }
        write("items.jsonl", set);
        for (std::size_t c = 0; c < n; ++c) {
            std::string lines;
            for (int i = 0; i < item_count; ++i) {
                lines += json{{"id", std::to_string(i)},
                              {"response", fmt::format("{} says quality={}", names[c], worth(c, i))}}
                             .dump() +
                         "\n";
            }
            write(names[c] + ".jsonl", lines);
        }
    }

    /// All different for up to 101 candidates.
    [[nodiscard]] int worth(std::size_t c, int i) const {
        return (static_cast<int>(c) * 37 + i * 23 + 11) % 101;
    }
    [[nodiscard]] int true_rank(std::size_t c, int i) const {
        int rank = 1;
        for (std::size_t other = 0; other < n; ++other) {
            rank += worth(other, i) > worth(c, i) ? 1 : 0;
        }
        return rank;
    }

    Report rank(const std::string& protocol, const std::string& method, const json& more = json::object()) {
        json judging{{"name", protocol + " " + method}, {"protocol", protocol}, {"judge", judge()}};
        if (!method.empty()) {
            judging["method"] = method;
        }
        judging.update(more);
        return carry_out(config({judging}));
    }

    std::size_t n;
    int item_count;
};

const RankReport& rank_of(const JudgingReport& judging, const std::string& name) {
    return *std::ranges::find(judging.ranks, name, &RankReport::candidate);
}

/// Each candidate's rank on every item, where the ranking is meant to be exact.
void expect_true_ranks(RankingDesk& desk, const JudgingReport& judging) {
    for (std::size_t c = 0; c < desk.n; ++c) {
        double sum = 0;
        for (int i = 0; i < desk.item_count; ++i) {
            sum += desk.true_rank(c, i);
        }
        const RankReport& rank = rank_of(judging, desk.names[c]);
        ASSERT_TRUE(rank.mean) << desk.names[c];
        EXPECT_DOUBLE_EQ(*rank.mean, sum / desk.item_count) << desk.names[c];
        EXPECT_EQ(rank.n, desk.item_count);
    }
}

} // namespace

TEST(Rankings, CallsAreThoseOfTheTableAndTheTrueOrderComesOut) {
    for (const char* method : {"listwise", "pointwise", "pairs", "bubble", "sorting"}) {
        RankingDesk desk(6, 4);
        const Report report = desk.rank("listwise", method);
        const JudgingReport& judging = report.judgings.at(0);
        if (method != std::string("sorting")) {
            EXPECT_EQ(judging.calls, 4 * static_cast<std::int64_t>(table_calls(method, 6))) << method;
        } else {
            EXPECT_EQ(judging.calls, 2 * judging.rankings->comparisons);
        }
        EXPECT_EQ(desk.calls(), judging.calls) << method;
        expect_true_ranks(desk, judging);
        ASSERT_TRUE(judging.rankings) << method;
        EXPECT_EQ(judging.rankings->rankings, 4);
        EXPECT_EQ(judging.rankings->unfinished, 0);
        EXPECT_EQ(judging.rankings->contradicted, 0);
        // Points are the share of the others an answer stands before.
        for (const ScoreReport& score : judging.scores) {
            EXPECT_NEAR(*score.mean, 100 * (6 - *rank_of(judging, score.name).mean) / 5, 1e-9);
        }
        EXPECT_THAT(to_text(report), HasSubstr("Mean rank"));
        EXPECT_THAT(to_text(report), HasSubstr("4 of 4 rankings are whole"));
        open_every_view(desk);
    }
}

TEST(Rankings, ManyAnswersSlideThroughWindowsAndPlayTournaments) {
    for (const std::size_t n : {21U, 30U, 31U, 100U}) {
        RankingDesk desk(n);
        const Report report = desk.rank("listwise", "listwise");
        const JudgingReport& judging = report.judgings.at(0);
        EXPECT_EQ(judging.calls, static_cast<std::int64_t>(table_calls("listwise", n))) << n;
        for (std::size_t c = 0; c < n; ++c) {
            if (desk.true_rank(c, 0) <= 10) { // a window carries its best ten to the front
                EXPECT_EQ(*rank_of(judging, desk.names[c]).mean, desk.true_rank(c, 0)) << n;
            }
        }
    }
    RankingDesk desk(100);
    const Report report = desk.rank("tournament", "", {{"tournaments", 3}});
    const JudgingReport& judging = report.judgings.at(0);
    EXPECT_EQ(judging.calls, 39) << "13 calls a tournament";
    EXPECT_EQ(desk.calls(), 39);
    for (std::size_t c = 0; c < desk.n; ++c) {
        if (desk.true_rank(c, 0) == 1) {
            EXPECT_LE(*rank_of(judging, desk.names[c]).mean, 1.5) << "the best goes through every stage";
        }
    }
    EXPECT_THAT(report.judgings[0].warnings, Contains(HasSubstr("judged once")));
}

TEST(Rankings, ThePlanTellsTheCallsBeforeAndARangeWhereVerdictsDecide) {
    for (const auto& [method, low, high] :
         {std::tuple{"listwise", 3 * 1, 3 * 1}, {"pairs", 3 * 30, 3 * 30}, {"sorting", 3 * 24, 3 * 34}}) {
        RankingDesk desk(6, 3);
        const FileReader files = files_in(desk.folder.path());
        const json config = desk.config(
            {{{"name", "r"}, {"protocol", "listwise"}, {"method", method}, {"judge", desk.judge()}}});
        desk.run = set_up_run(desk.project, desk.client,
                              formats::read_eval_config(config.dump(), "eval.json"), files)
                       .run;
        const RunPlan plan = desk.project.read([&](store::Connection& c) { return plan_run(c, desk.run); });
        EXPECT_EQ(plan.calls_least, low) << method;
        EXPECT_EQ(plan.calls, high) << method;
        const Report report = desk.carry_out(config);
        EXPECT_GE(report.judgings.at(0).calls, low);
        EXPECT_LE(report.judgings.at(0).calls, high);
        const RunPlan after = desk.project.read([&](store::Connection& c) { return plan_run(c, desk.run); });
        EXPECT_EQ(after.calls, 0);
        EXPECT_TRUE(after.finished);
    }
}

TEST(Rankings, StoppedAnywhereOneGoesOnAndAsksNothingTwice) {
    RankingDesk whole(7, 2);
    const Report undisturbed = whole.rank("listwise", "sorting", {{"seed", 5}});

    RankingDesk desk(7, 2);
    const FileReader files = files_in(desk.folder.path());
    const json config = desk.config({{{"name", "listwise sorting"},
                                      {"protocol", "listwise"},
                                      {"method", "sorting"},
                                      {"seed", 5},
                                      {"judge", desk.judge()}}});
    desk.run =
        set_up_run(desk.project, desk.client, formats::read_eval_config(config.dump(), "eval.json"), files)
            .run;
    int lives = 0;
    runs::Progress done;
    do { // each life ends after a few replies more
        std::stop_source stop;
        runs::ExecutionOptions options;
        const int limit = desk.calls() + 5;
        options.on_progress = [&](const runs::Progress&) {
            if (desk.calls() >= limit) {
                stop.request_stop();
            }
        };
        done = runs::execute(desk.project, desk.client, desk.run, options, stop.get_token());
        ++lives;
    } while (done.phase != runs::Progress::Phase::finished && lives < 200);
    const Report report = desk.report();
    EXPECT_EQ(report.judgings.at(0).calls, undisturbed.judgings.at(0).calls);
    EXPECT_GT(lives, 8);
    EXPECT_EQ(report.judgings.at(0).rankings->comparisons * 2, report.judgings.at(0).calls);
    expect_true_ranks(desk, report.judgings.at(0));
}

TEST(Rankings, AJudgeOfPositionsIsSeenThroughAndOneThatGarblesIsCounted) {
    {
        RankingDesk desk(5, 3);
        desk.endpoint.control({{"judge_every", {{"first", 1}}}});
        const Report report = desk.rank("listwise", "sorting");
        const JudgingReport& judging = report.judgings.at(0);
        EXPECT_EQ(judging.rankings->inconsistent, judging.rankings->comparisons) << "both orders disagree";
        EXPECT_THAT(to_text(report), HasSubstr("differ between the two orders"));
    }
    {
        RankingDesk desk(5, 3);
        desk.endpoint.control({{"judge_every", {{"prose", 1}}}});
        const Report report = desk.rank("listwise", "bubble");
        const JudgingReport& judging = report.judgings.at(0);
        EXPECT_EQ(judging.judged, 0);
        EXPECT_EQ(judging.parse_failures, judging.calls);
        EXPECT_EQ(judging.calls, 3 * 20 * 2) << "each asked once for its format again, then it goes on";
        EXPECT_EQ(judging.rankings->unranked, 15);
        for (const RankReport& rank : judging.ranks) {
            EXPECT_FALSE(rank.mean) << "nothing was said, so nothing is guessed";
        }
        EXPECT_THAT(judging.warnings, Contains(HasSubstr("have no rank")));
    }
    {
        RankingDesk desk(5, 3);
        desk.endpoint.control({{"judge_every", {{"partial", 1}}}});
        const Report report = desk.rank("listwise", "listwise");
        const JudgingReport& judging = report.judgings.at(0);
        EXPECT_EQ(judging.rankings->completed, 3);
        expect_true_ranks(desk, judging); // the one left out is the worst
    }
}

TEST(Rankings, AnAnswerThatComesLaterChangesNothingThatWasAsked) {
    RankingDesk desk(4, 2);
    // The last candidate has an answer to the first item only.
    desk.write(desk.names[3] + ".jsonl",
               json{{"id", "0"}, {"response", fmt::format("late quality={}", desk.worth(3, 0))}}.dump() +
                   "\n");
    const Report report = desk.rank("listwise", "listwise", {{"repeats", 2}});
    const JudgingReport& judging = report.judgings.at(0);
    EXPECT_EQ(judging.calls, 4);
    EXPECT_EQ(rank_of(judging, desk.names[3]).n, 1);
    EXPECT_EQ(rank_of(judging, desk.names[0]).n, 2);
    const store::JudgingRow row =
        desk.project.read([&](store::Connection& c) { return store::judging(c, judging.id); });
    EXPECT_THAT(row.notes, Contains(HasSubstr(desk.names[3] + ": 1 of 2 responses were absent")));
    // Every ranking's line-up is stored: three answers for the second item, whatever arrives later.
    std::map<std::int64_t, std::set<std::size_t>> line_ups;
    desk.project.read([&](store::Connection& c) {
        for (const store::UnitRow& unit : store::units(c, judging.id)) {
            if (unit.group == runs::line_up_group) {
                line_ups[unit.item.value].insert(unit.positions.size());
            }
        }
    });
    ASSERT_EQ(line_ups.size(), 2U);
    EXPECT_EQ(line_ups.begin()->second, std::set<std::size_t>{4});
    EXPECT_EQ(std::next(line_ups.begin())->second, std::set<std::size_t>{3});
}

TEST(Rankings, IdenticalAnswersShareAPlaceAndAloneNobodyIsAsked) {
    RankingDesk desk(3, 2);
    const auto same = [&](const std::string& text) {
        std::string lines;
        for (int i = 0; i < 2; ++i) {
            lines += json{{"id", std::to_string(i)}, {"response", text}}.dump() + "\n";
        }
        return lines;
    };
    desk.write(desk.names[0] + ".jsonl", same("alike quality=50"));
    desk.write(desk.names[1] + ".jsonl", same("alike quality=50"));
    desk.write(desk.names[2] + ".jsonl", same("better quality=90"));
    const Report report = desk.rank("listwise", "listwise");
    EXPECT_EQ(*rank_of(report.judgings.at(0), desk.names[2]).mean, 1);
    EXPECT_EQ(*rank_of(report.judgings.at(0), desk.names[0]).mean, 2.5);
    EXPECT_EQ(*rank_of(report.judgings.at(0), desk.names[1]).mean, 2.5);
    desk.write(desk.names[2] + ".jsonl", same("alike quality=50"));
    const int before = desk.calls();
    const Report alone = desk.carry_out(desk.config(
        {{{"name", "alone"}, {"protocol", "listwise"}, {"method", "bubble"}, {"judge", desk.judge()}}},
        "two"));
    EXPECT_EQ(desk.calls(), before);
    EXPECT_EQ(*rank_of(alone.judgings.at(0), desk.names[1]).mean, 2);
    EXPECT_EQ(alone.judgings.at(0).rankings->rankings, 2);
}

TEST(Rankings, APanelRanksAndRepliesAreReadAgain) {
    RankingDesk desk(5, 2);
    const Report before =
        desk.carry_out(desk.config({{{"name", "panel"},
                                     {"protocol", "listwise"},
                                     {"judges", {desk.judge("judge"), desk.judge("judge-b")}}},
                                    {{"name", "cup"}, {"protocol", "tournament"}, {"judge", desk.judge()}}}));
    EXPECT_EQ(before.judgings.at(0).calls, 4);
    EXPECT_EQ(before.judgings.at(0).panel.size(), 2U);
    EXPECT_EQ(before.judgings.at(0).panel[1].scores.size(), 5U);
    const int calls = desk.calls();
    desk.project.writer().run([](store::Connection& c) {
        c.execute("DELETE FROM verdict");
        c.execute("UPDATE parse SET status = 'parse_failure', reason = 'old', parser_version = 0");
    });
    for (const JudgingReport& judging : before.judgings) {
        const runs::Reread read = runs::reread_replies(desk.project, judging.id);
        EXPECT_EQ(read.read_now, read.replies);
    }
    EXPECT_EQ(desk.calls(), calls);
    EXPECT_EQ(to_json(desk.report()), to_json(before));
    // Each question can be shown again, to the letter.
    desk.project.read([&](store::Connection& c) {
        for (const JudgingReport& judging : before.judgings) {
            const ReplyExchanges exchanges(c, store::run(c, desk.run), store::judging(c, judging.id));
            EXPECT_EQ(static_cast<std::int64_t>(exchanges.replies().size()), judging.calls);
            for (const auto& reply : exchanges.replies()) {
                EXPECT_TRUE(exchanges.exchange(reply).request_as_sent);
            }
        }
    });
    // The comparison of one item says places, not scores.
    desk.project.read([&](store::Connection& c) {
        const CompareIndex index = make_compare_index(c, desk.run, before.judgings.at(0).id);
        const CompareDetail detail = make_compare_detail(c, index, index.rows.at(0).item);
        EXPECT_THAT(detail.columns.at(0).verdicts.at(0).words, HasSubstr("of 5"));
        EXPECT_FALSE(detail.columns.at(0).verdicts.at(0).score);
    });
}

TEST(Rankings, ReplacedRepliesThatChangeWhatFollowedAreNamedNotGuessed) {
    RankingDesk desk(5, 1);
    const Report before = desk.rank("listwise", "bubble");
    ASSERT_EQ(before.judgings.at(0).rankings->unfinished, 0);
    // The first comparison is read anew and says the contrary, in both orders.
    desk.project.writer().run([](store::Connection& c) {
        c.execute(
            "UPDATE verdict SET winner = CASE winner WHEN 'win' THEN 'loss' ELSE 'win' END WHERE parse_id "
            "IN (SELECT p.id FROM parse p JOIN reply y ON y.id = p.reply_id JOIN unit u ON u.id = y.unit_id "
            "WHERE u.group_no = 0)");
    });
    const Report after = desk.report();
    EXPECT_EQ(after.judgings.at(0).rankings->astray, 1);
    EXPECT_FALSE(after.judgings.at(0).ranks.at(0).mean);
    EXPECT_THAT(after.judgings.at(0).warnings, Contains(HasSubstr("cannot go on")));
    const int calls = desk.calls();
    (void)runs::execute(desk.project, desk.client, desk.run, {}, {});
    EXPECT_EQ(desk.calls(), calls) << "and nobody is asked";
}

} // namespace tiebreak::workbench
