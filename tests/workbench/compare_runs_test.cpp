// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs compared: what is shared, by which scores, and what is never subtracted.
#include "domain/random.h"
#include "tests/workbench/judged_project.h"
#include "workbench/compare_runs.h"
#include "workbench/run_frame.h"
#include "workbench/shared_items.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace tiebreak;
using namespace tiebreak::workbench;

namespace {

/// A project with an old and a new run over two revisions of one eval set: item 3 was changed, item 5 is new.
class TwoRuns {
public:
    store::TempFolder folder;
    store::Project project{folder / "two.tiebreak", store::Project::Open::create};
    domain::RunId old_run;
    domain::RunId new_run;

    explicit TwoRuns(const std::string& new_candidate = "new") {
        project.writer().run([&](Connection& c) {
            auto items = plain_items(5);
            items[0].category = "easy";
            old_run = make(c, items, "old run", "old");
            items[3].instruction = "Say something else";
            items.push_back(store::item_of("i5", "Say 5", "ref"));
            new_run = make(c, items, "new run", new_candidate);
        });
    }

    /// A judging of a run that gave its only candidate these scores, item by item.
    domain::JudgingId judge(domain::RunId run, const std::string& kind, const std::string& judge,
                            const std::vector<std::optional<double>>& scores, int version = 1,
                            int repeats = 1) {
        return project.writer().run([&](Connection& c) {
            const RunFrame frame = read_run_frame(c, run);
            store::JudgingRow row;
            row.run = run;
            row.name = judge;
            row.protocol = kind == "scorer" ? domain::Protocol::scorer : domain::Protocol::joint;
            row.settings = "{}";
            row.settings_hash = std::string(64, '2');
            row.repeats = repeats;
            domain::CandidateRevisionId model;
            if (kind == "endpoint") {
                domain::Candidate judge_model;
                judge_model.name = judge;
                judge_model.api = domain::Api::openai_chat;
                judge_model.endpoint.base_url = "http://127.0.0.1:1/v1";
                judge_model.model = judge;
                judge_model.price = domain::Price{2, 8};
                model = store::save_candidate(c, store::Role::judge, judge_model).revision;
            }
            row.judges = {{kind, judge, model}};
            const domain::JudgingId id = store::create_judging(c, row);
            const auto responses = store::responses(c, run);
            for (std::size_t i = 0; i < scores.size(); ++i) {
                for (const store::ResponseRow& response : responses) {
                    if (response.item == frame.items[i].revision && scores[i]) {
                        store::UnitRow unit;
                        unit.item = response.item;
                        unit.group = static_cast<int>(frame.candidate_of.at(response.candidate));
                        unit.positions = {{1, response.id, false}};
                        store::NewParse parse;
                        parse.parser_version = version;
                        parse.verdicts = {{response.id,
                                           {},
                                           "",
                                           *scores[i] + 10.0 * static_cast<double>(
                                                                   frame.candidate_of.at(response.candidate)),
                                           "",
                                           ""}};
                        store::add_parse(c, store::add_reply(c, store::save_unit(c, id, unit), {}), parse);
                    }
                }
            }
            return id;
        });
    }

    RunComparison compare(const CompareChoice& choice = {}) {
        return project.read([&](Connection& c) { return compare_runs(c, old_run, new_run, choice); });
    }

private:
    static domain::RunId make(Connection& c, const std::vector<domain::Item>& items, const std::string& name,
                              const std::string& candidate) {
        const auto set = store::save_eval_set(c, "set", items, "set.jsonl");
        domain::Candidate model = workbench::model(candidate);
        model.fingerprint = name;
        const auto revision = store::save_candidate(c, store::Role::candidate, model).revision;
        std::string hash(64, '0');
        hash.replace(0, name.size() * 2, [&] {
            std::string hex;
            for (const char ch : name) {
                hex += "0123456789abcdef"[(ch >> 4) & 15];
                hex += "0123456789abcdef"[ch & 15];
            }
            return hex;
        }());
        const domain::RunId run = store::create_run(c, {name, set, hash, "{}", "", {revision}});
        for (const store::StoredItem& item : store::items(c, set)) {
            store::import_response(c, run, item.revision, revision, 1, 1,
                                   {candidate + " says " + item.content.instruction, "", {}, {}, "f", 1});
        }
        return run;
    }
};

} // namespace

TEST(CompareRuns, OneScorerOnTheItemsBothHave) {
    TwoRuns runs;
    runs.judge(runs.old_run, "scorer", "exact", {10, 20, 30, 99, 50});
    runs.judge(runs.new_run, "scorer", "exact", {12, 25, 29, 0, 50, 99});
    const RunComparison c = runs.compare();
    EXPECT_EQ(c.shared, 4);
    EXPECT_EQ(c.changed, std::vector<std::string>{"i3"});
    EXPECT_EQ(c.only_a, 0);
    EXPECT_EQ(c.only_b, 1);
    EXPECT_EQ(c.difference.n, 4u);
    EXPECT_DOUBLE_EQ(*c.difference.difference, (2 + 5 - 1 + 0) / 4.0);
    EXPECT_EQ(c.outcome, Outcome::cannot_tell);
    EXPECT_GT(*c.more_items, 0);
    ASSERT_EQ(c.better.size(), 2u);
    EXPECT_EQ(c.better[0].label, "i1");
    EXPECT_EQ(c.worse.at(0).label, "i2");
    EXPECT_EQ(c.same, 1);
    EXPECT_EQ(c.categories.size(), 2u);
    EXPECT_TRUE(c.why_not.empty());
    EXPECT_FALSE(c.scored_in.stored());
}

TEST(CompareRuns, AnotherVersionOfAScorerIsAnotherScale) {
    TwoRuns runs;
    runs.judge(runs.old_run, "scorer", "exact", {10, 20, 30, 99, 50}, 1);
    runs.judge(runs.new_run, "scorer", "exact", {12, 25, 29, 0, 50, 99}, 2);
    const RunComparison c = runs.compare();
    EXPECT_FALSE(c.difference.difference);
    EXPECT_EQ(c.outcome, Outcome::cannot_tell);
    EXPECT_THAT(c.why_not, testing::HasSubstr("no scorer of one version"));
}

TEST(CompareRuns, TwoJudgingsAreNeverSubtractedButAJointOneIsOfferedWithItsPrice) {
    TwoRuns runs;
    runs.judge(runs.old_run, "endpoint", "gpt-judge", {10, 20, 30, 99, 50}, 1, 3);
    runs.judge(runs.new_run, "endpoint", "gpt-judge", {90, 90, 90, 90, 90, 90}, 1, 3);
    const RunComparison c = runs.compare();
    EXPECT_FALSE(c.difference.difference);
    EXPECT_EQ(c.outcome, Outcome::cannot_tell);
    EXPECT_THAT(c.why_not, testing::HasSubstr("judged apart"));
    ASSERT_TRUE(c.offer);
    EXPECT_EQ(c.offer->judging, "gpt-judge");
    EXPECT_EQ(c.offer->calls, 4 * 3);
    EXPECT_GT(c.offer->prompt_tokens, 12 * 300);
    EXPECT_NEAR(*c.offer->cost, static_cast<double>(c.offer->prompt_tokens) * 2e-6, 1e-12);
    EXPECT_EQ(gate(c, 5).outcome, GateOutcome::cannot_tell);
}

TEST(CompareRuns, JoinedRunsAskNobodyAndTellOnceJudged) {
    TwoRuns runs("old"); // both call their candidate the same
    runs.judge(runs.old_run, "endpoint", "gpt-judge", {10, 20, 30, 99, 50});
    const domain::RunId joined = join_runs(runs.project, runs.old_run, runs.new_run);
    EXPECT_EQ(join_runs(runs.project, runs.old_run, runs.new_run), joined);
    runs.project.read([&](Connection& c) {
        const RunFrame frame = read_run_frame(c, joined);
        ASSERT_EQ(frame.candidates.size(), 2u);
        EXPECT_EQ(frame.candidates[0].candidate.name, "old (old run)");
        EXPECT_EQ(frame.candidates[1].candidate.name, "old (new run)");
        EXPECT_EQ(frame.candidates[1].candidate.api, domain::Api::recorded);
        EXPECT_EQ(frame.items.size(), 4u);
        EXPECT_EQ(store::response_counts(c, joined).answered, 8);
        EXPECT_EQ(frame.run.baseline, "old (old run)");
    });
    EXPECT_FALSE(runs.compare().difference.difference); // not judged yet
    // The second candidate gets ten points more on every item.
    runs.judge(joined, "endpoint", "gpt-judge", {10, 20, 30, 40});
    const RunComparison c = runs.compare();
    EXPECT_EQ(c.scored_in, joined);
    EXPECT_DOUBLE_EQ(*c.difference.difference, 10);
    EXPECT_EQ(c.outcome, Outcome::better);
    EXPECT_FALSE(c.offer);
}

TEST(CompareRuns, ItemsThatCameInTwicePairByWhatWasAsked) {
    RunFrame a;
    RunFrame b;
    for (const char* text : {"x", "y", "y", "z"}) {
        a.items.push_back(
            {{}, {}, std::string("a") + std::to_string(a.items.size()), 0, store::item_of("", text, "r")});
    }
    for (const char* text : {"y", "w", "x", "y", "y"}) {
        b.items.push_back(
            {{}, {}, std::string("b") + std::to_string(b.items.size()), 0, store::item_of("q", text, "r")});
    }
    const SharedItems shared = shared_items(a, b);
    EXPECT_EQ(shared.items, (std::vector<std::pair<std::size_t, std::size_t>>{{1, 0}, {0, 2}, {2, 3}}));
    EXPECT_EQ(shared.only_a, 1u);
    EXPECT_EQ(shared.only_b, 2u);
    EXPECT_TRUE(shared.changed.empty());
}

TEST(Gate, ThreeAnswers) {
    RunComparison c;
    c.difference.n = 50;
    c.difference.difference = -2;
    c.difference.se = 1;
    c.difference.ci_low = -4;
    c.difference.ci_high = 0;
    c.difference.p = 0.05;
    EXPECT_EQ(gate(c, 5).outcome, GateOutcome::no_worse);
    EXPECT_EQ(gate(c, 4).outcome, GateOutcome::cannot_tell); // a bound on the margin tells nothing
    EXPECT_EQ(gate(c, 1).outcome, GateOutcome::cannot_tell);
    EXPECT_GT(*gate(c, 1).more_items, 0);
    c.difference.ci_high = -1.5;
    EXPECT_EQ(gate(c, 1).outcome, GateOutcome::worse);
    EXPECT_EQ(gate(c, 1.5).outcome, GateOutcome::cannot_tell);
    EXPECT_THAT(gate(c, 1).words, testing::HasSubstr("worse: the whole interval"));
    c.difference.ci_low.reset();
    c.difference.ci_high.reset();
    EXPECT_EQ(gate(c, 100).outcome, GateOutcome::cannot_tell);
}

TEST(Gate, AWorseRunIsCaughtAsOftenAsItShouldBe) {
    // A gate at margin 0 calls an equal run worse in one of forty cases, as its interval is two-sided.
    domain::Random random(5);
    int worse = 0;
    constexpr int trials = 4000;
    for (int trial = 0; trial < trials; ++trial) {
        std::vector<double> a;
        std::vector<double> b;
        for (int i = 0; i < 30; ++i) {
            a.push_back(random.normal());
            b.push_back(random.normal());
        }
        RunComparison c;
        c.difference = statistics::compare_paired(b, a);
        worse += gate(c, 0).outcome == GateOutcome::worse;
    }
    EXPECT_NEAR(worse / double{trials}, 0.025, 0.01);
}
