// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/judgings.h"
#include "store/responses.h"
#include "tests/store/temp_project.h"

#include <gtest/gtest.h>

namespace tiebreak::store {

namespace {

struct JudgedProject : SmallProject {
    domain::JudgingId judging;
    domain::UnitId unit;
    std::vector<domain::ResponseId> shown;

    JudgedProject() {
        project.writer().run([&](Connection& c) {
            for (const CandidateRow& candidate : candidates) {
                shown.push_back(import_response(c, run, items[0].revision, candidate.revision, 1, 1,
                                                {"text", "", {}, {}, "f", 1}));
            }
            JudgingRow row;
            row.run = run;
            row.name = "ift";
            row.protocol = domain::Protocol::joint;
            row.seed = ~std::uint64_t{0};
            row.repeats = 2;
            row.settings = "{}";
            row.settings_hash = std::string(64, '1');
            row.judges = {{"recorded", "j.jsonl", {}}};
            judging = create_judging(c, row);
            unit = save_unit(
                c, judging,
                {{}, items[0].revision, 1, 1, 0, 0, 0, {{1, shown[1], false}, {2, shown[0], false}}});
        });
    }

    domain::ParseId read(Connection& c, domain::ReplyId reply, int version, double first, double second) {
        return add_parse(c, reply,
                         {version,
                          ParseStatus::read,
                          "",
                          {{shown[0], {}, "", first, "", "c0"}, {shown[1], {}, "", second, "", "c1"}}});
    }
};

} // namespace

TEST(Judgings, KeepEveryField) {
    JudgedProject p;
    p.project.read([&](Connection& c) {
        const JudgingRow row = judging(c, p.judging);
        EXPECT_EQ(row.seed, ~std::uint64_t{0});
        EXPECT_EQ(row.protocol, domain::Protocol::joint);
        EXPECT_EQ(row.judges.at(0).kind, "recorded");
        const auto stored = units(c, p.judging);
        ASSERT_EQ(stored.size(), 1U);
        EXPECT_EQ(stored[0].positions.at(0).response, p.shown[1]);
    });
}

TEST(Judgings, AUnitIsStoredOnceWithItsFirstOrder) {
    JudgedProject p;
    p.project.writer().run([&](Connection& c) {
        EXPECT_EQ(save_unit(c, p.judging, {{}, p.items[0].revision, 1, 1, 0, 0, 0, {{1, p.shown[0], false}}}),
                  p.unit);
        EXPECT_EQ(units(c, p.judging).at(0).positions.size(), 2U);
    });
}

TEST(Judgings, NewestReadableCountsUnlessPinned) {
    JudgedProject p;
    p.project.writer().run([&](Connection& c) {
        const auto reply = add_reply(c, p.unit, {{}, "raw", false});
        add_parse(c, reply, {1, ParseStatus::parse_failure, "model missing", {}});
        EXPECT_EQ(unit_states(c, p.judging).at(0).status, ParseStatus::parse_failure);
        EXPECT_TRUE(verdicts(c, p.judging).empty());
        const auto better = p.read(c, reply, 2, 10, 20);
        EXPECT_EQ(unit_states(c, p.judging).at(0).status, ParseStatus::read);
        p.read(c, reply, 3, 30, 40);
        add_parse(c, reply, {4, ParseStatus::parse_failure, "worse parser", {}});
        auto rows = verdicts(c, p.judging);
        ASSERT_EQ(rows.size(), 2U);
        EXPECT_EQ(rows[0].position, 1);
        EXPECT_EQ(rows[0].candidate, p.candidates[1].revision) << "position 1 showed the second candidate";
        EXPECT_DOUBLE_EQ(*rows[0].score, 40);
        pin_parse(c, better, true);
        EXPECT_DOUBLE_EQ(*verdicts(c, p.judging, p.items[0].revision).at(0).score, 20);
        EXPECT_TRUE(verdicts(c, p.judging, p.items[1].revision).empty());
        EXPECT_EQ(replies(c, p.judging).at(0).last_version, 4);
        EXPECT_EQ(replies(c, p.judging).at(0).text, "raw");
    });
}

TEST(Judgings, SpendIsUnknownWhereOneCostIs) {
    JudgedProject p;
    p.project.writer().run([&](Connection& c) {
        EXPECT_DOUBLE_EQ(*judging_spend(c, p.judging).cost, 0.0);
        domain::Answer answer;
        answer.usage = {100, 10, std::nullopt, std::nullopt};
        const auto call = save_call(c, std::string(64, '1'), p.candidates[0].revision, answer, 0.5);
        add_reply(c, p.unit, {call, std::nullopt, false});
        EXPECT_DOUBLE_EQ(*judging_spend(c, p.judging).cost, 0.5);
        const auto other = save_call(c, std::string(64, '2'), p.candidates[0].revision, answer, std::nullopt);
        add_reply(c, p.unit, {other, std::nullopt, true});
        EXPECT_FALSE(judging_spend(c, p.judging).cost);
        EXPECT_EQ(judging_spend(c, p.judging).prompt_tokens, 200);
    });
}

TEST(Judgings, ImportedScores) {
    JudgedProject p;
    p.project.writer().run([&](Connection& c) {
        add_imported_score(c, p.judging, {p.candidates[0].revision, 1, 42.5});
        EXPECT_ANY_THROW(add_imported_score(c, p.judging, {p.candidates[0].revision, 1, 1}));
        EXPECT_DOUBLE_EQ(imported_scores(c, p.judging).at(0).score, 42.5);
    });
}

} // namespace tiebreak::store
