// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/notes.h"
#include "tests/workbench/judged_project.h"
#include "workbench/compare_view.h"
#include "workbench/export_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace tiebreak::workbench {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

unsigned marks_of(const CompareIndex& index, std::size_t row) {
    return index.rows.at(row).marks;
}

bool has(unsigned marks, ItemMark mark) {
    return (marks & static_cast<unsigned>(mark)) != 0;
}

CompareIndex index_of(JudgedProject& p, domain::JudgingId judging = {}) {
    return p.project.read([&](Connection& c) { return make_compare_index(c, p.run, judging); });
}

const std::string looping = "round and round and round and round and round and round and round and round";

/// Twelve items, three models, two repeats; each item has at most one thing to notice.
struct Marked : JudgedProject {
    domain::JudgingId ift;
    Marked() {
        std::vector<domain::Item> set = plain_items(12);
        set[0].external_id = "an id that is far too long for a list";
        set[0].instruction = "  Put into\nFrench:\t";
        set[0].input = "good day";
        set[1].category = "facts";
        make(set, {model("a"), model("b"), model("c")},
             {"b", [](std::size_t m, std::size_t i) {
                  if (m == 0 && i == 5) {
                      return std::optional<std::string>("");
                  }
                  if (m == 0 && i == 6) {
                      return std::optional<std::string>(looping);
                  }
                  if (m == 0 && i == 7) {
                      return std::optional<std::string>("yes<|im_end|>");
                  }
                  return std::optional<std::string>("answer " + std::to_string(m));
              }});
        ift = judging("ift", domain::Protocol::joint, "recorded", "j", 2);
        write([&](Connection& c) {
            for (std::size_t i = 0; i < 12; ++i) {
                const auto s = static_cast<double>(i);
                double a = 60 + s / 2;
                double b = 40 - s / 3;
                double a2 = a + 1;
                if (i == 2) { // best two equal
                    b = a2 = a;
                } else if (i == 3) { // reruns differ
                    a2 = a - 30;
                } else if (i == 4) { // far from what item and candidate lead to expect
                    b = 100;
                }
                joint(c, ift, i, 1, {{2, 20 + s / 4, "of c"}, {0, a, "of a"}, {1, b, "of b"}});
                if (i == 8) {
                    unread(c, ift, i, 2, {{0, {}, ""}, {1, {}, ""}, {2, {}, ""}},
                           store::ParseStatus::parse_failure, "missing_model");
                } else {
                    joint(c, ift, i, 2, {{0, a2, "again"}, {1, b, ""}, {2, 20 + s / 4, ""}});
                }
            }
        });
    }
};

} // namespace

TEST(Compare, EachMarkStandsWhereItBelongsAndNowhereElse) {
    Marked p;
    const CompareIndex index = index_of(p);
    ASSERT_EQ(index.rows.size(), 12U);
    const std::vector<std::pair<ItemMark, std::vector<std::size_t>>> expected{
        {ItemMark::tie, {2}},           {ItemMark::reruns_differ, {3}}, {ItemMark::outlier, {4}},
        {ItemMark::empty, {5}},         {ItemMark::loop, {6}},          {ItemMark::leaked_template, {7}},
        {ItemMark::parse_failure, {8}}, {ItemMark::failed, {}}};
    for (const auto& [mark, rows] : expected) {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < index.rows.size(); ++i) {
            if (has(marks_of(index, i), mark)) {
                found.push_back(i);
            }
        }
        EXPECT_EQ(found, rows) << "mark " << static_cast<int>(mark);
    }
}

TEST(Compare, AJudgingThatFailedWhollyIsNotTheOneShown) {
    JudgedProject p;
    p.make(plain_items(3), {model("a"), model("b")},
           {"a", [](std::size_t m, std::size_t) {
                return std::optional<std::string>("answer " + std::to_string(m));
            }});
    const auto failed = p.judging("failed", domain::Protocol::joint, "recorded", "j", 1);
    const auto overlap = p.judging("overlap", domain::Protocol::scorer, "scorer", "reference-overlap", 1);
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < 3; ++i) {
            p.unread(c, failed, i, 1, {{0, {}, ""}, {1, {}, ""}}, store::ParseStatus::parse_failure,
                     "not_json");
        }
    });
    EXPECT_EQ(index_of(p).judging, failed) << "neither has a score: the judge's own is shown";
    p.write([&](Connection& c) {
        for (std::size_t i = 0; i < 3; ++i) {
            p.joint(c, overlap, i, 1, {{0, 50, ""}, {1, 60, ""}});
        }
    });
    EXPECT_EQ(index_of(p).judging, overlap);
}

TEST(Compare, BaselineComesFirstAndScoresFollowTheCandidates) {
    Marked p;
    const CompareIndex index = index_of(p);
    ASSERT_EQ(index.candidates.size(), 3U);
    EXPECT_EQ(index.candidates[0].name, "b");
    EXPECT_EQ(index.candidates[1].name, "a");
    EXPECT_NEAR(*index.rows[0].scores[1], 60.5, 1e-12) << "mean of both repeats";
    EXPECT_NEAR(*index.rows[8].scores[1], 64, 1e-12) << "of the one that was read";
    EXPECT_NEAR(index.rows[0].range, 60.5 - 20, 1e-12);
    EXPECT_NEAR(index.rows[3].disagreement, 30 / std::sqrt(2.0), 1e-9);
    EXPECT_TRUE(index.scores_differ_by_repeat);
    EXPECT_THAT(index.categories, ElementsAre("facts"));
}

TEST(Compare, LabelsAndTitlesFitAList) {
    Marked p;
    const CompareIndex index = index_of(p);
    EXPECT_EQ(index.rows[0].label, "1") << "the id is too long";
    EXPECT_EQ(index.rows[1].label, "i1");
    EXPECT_EQ(index.rows[0].title, "Put into French: \u2014 good day");
}

TEST(Compare, DetailHasAnswerVerdictsAndPlaces) {
    Marked p;
    const CompareIndex index = index_of(p);
    const CompareDetail detail =
        p.project.read([&](Connection& c) { return make_compare_detail(c, index, p.items[8].revision); });
    ASSERT_EQ(detail.columns.size(), 3U);
    const CompareColumn& a = detail.columns[1];
    EXPECT_EQ(a.name, "a");
    EXPECT_TRUE(a.present);
    EXPECT_EQ(a.text, "answer 0");
    EXPECT_NEAR(*a.score, 64, 1e-12);
    ASSERT_EQ(a.verdicts.size(), 2U);
    EXPECT_EQ(a.verdicts[0].comment, "of a");
    EXPECT_EQ(a.verdicts[0].position, 2) << "shown as Model 2 of 3";
    EXPECT_EQ(a.verdicts[0].positions, 3);
    EXPECT_EQ(a.verdicts[0].status, "read");
    EXPECT_EQ(a.verdicts[1].status, "parse_failure");
    EXPECT_EQ(a.verdicts[1].reason, "missing_model");
    EXPECT_FALSE(a.verdicts[1].score);
    EXPECT_TRUE(has(detail.marks, ItemMark::parse_failure));
    EXPECT_EQ(detail.content.instruction, "Say 8");
    const CompareDetail empty =
        p.project.read([&](Connection& c) { return make_compare_detail(c, index, p.items[5].revision); });
    EXPECT_TRUE(empty.columns[1].present) << "a blank answer is an answer";
    EXPECT_THAT(empty.columns[1].degenerate, ElementsAre("empty"));
    EXPECT_THROW((void)p.project.read([&](Connection& c) { return make_compare_detail(c, index, {9999}); }),
                 domain::Error);
}

TEST(Compare, AFailedAnswerSaysWhy) {
    JudgedProject p;
    p.make(plain_items(1), {model("live"), model("other")},
           {"", [](std::size_t m, std::size_t) {
                return m == 1 ? std::optional<std::string>("x") : std::nullopt;
            }});
    p.write([&](Connection& c) {
        domain::Answer answer;
        answer.failure = domain::FailureKind::server;
        answer.http_status = 503;
        answer.failure_detail = "the server is overloaded";
        const auto call =
            store::save_call(c, std::string(64, 'e'), p.candidates[0].revision, answer, std::nullopt);
        store::link_response(c, p.run, p.items[0].revision, p.candidates[0].revision, 1, 1, call);
    });
    const CompareIndex index = index_of(p);
    EXPECT_FALSE(index.judging.stored());
    EXPECT_TRUE(has(marks_of(index, 0), ItemMark::failed));
    const CompareDetail detail =
        p.project.read([&](Connection& c) { return make_compare_detail(c, index, p.items[0].revision); });
    EXPECT_FALSE(detail.columns[0].present);
    EXPECT_EQ(detail.columns[0].failure, domain::FailureKind::server);
    EXPECT_THAT(detail.columns[0].failure_detail, HasSubstr("overloaded"));
}

TEST(Compare, AnotherJudgingHasItsOwnScores) {
    Marked p;
    const auto overlap = p.judging("overlap", domain::Protocol::scorer, "scorer", "exact");
    p.write([&](Connection& c) { p.scored(c, overlap, 0, 0, 7); });
    EXPECT_EQ(index_of(p).judging_name, "ift") << "no scorer where there is another";
    const CompareIndex index = index_of(p, overlap);
    EXPECT_EQ(index.judging_name, "overlap");
    EXPECT_NEAR(*index.rows[0].scores[1], 7, 1e-12);
    EXPECT_FALSE(index.rows[0].scores[0]);
    EXPECT_EQ(index.judgings.size(), 2U);
}

TEST(Export, EveryResponseAndEveryVerdict) {
    Marked p;
    std::vector<formats::ResponseLine> responses;
    std::vector<formats::VerdictLine> verdicts;
    p.project.read([&](Connection& c) {
        EXPECT_EQ(export_responses(c, p.run, [&](const auto& line) { responses.push_back(line); }), 36);
        EXPECT_EQ(export_verdicts(c, p.run, [&](const auto& line) { verdicts.push_back(line); }), 72);
    });
    ASSERT_EQ(responses.size(), 36U);
    EXPECT_EQ(responses[6].candidate, "a");
    EXPECT_EQ(responses[6].item, "i6");
    EXPECT_EQ(responses[6].instruction, "Say 6");
    EXPECT_EQ(*responses[6].response, looping);
    ASSERT_EQ(verdicts.size(), 72U);
    EXPECT_EQ(verdicts[0].candidate, "c") << "in the order shown";
    EXPECT_EQ(verdicts[0].position, 1);
    EXPECT_NEAR(*verdicts[0].score, 20, 1e-12);
    EXPECT_EQ(verdicts[0].comment, "of c");
    EXPECT_EQ(verdicts[0].origin, "j");
    EXPECT_EQ(*verdicts[0].raw, "raw");
    const auto unread = std::ranges::count(verdicts, "parse_failure", &formats::VerdictLine::status);
    EXPECT_EQ(unread, 3) << "one for each answer that stood in the unreadable prompt";
}

TEST(Export, AFailedCallIsALineWithItsReason) {
    JudgedProject p;
    p.make(plain_items(1), {model("live")}, {"", [](std::size_t, std::size_t) { return std::nullopt; }});
    p.write([&](Connection& c) {
        domain::Answer answer;
        answer.failure = domain::FailureKind::timeout;
        const auto call =
            store::save_call(c, std::string(64, 'e'), p.candidates[0].revision, answer, std::nullopt);
        store::link_response(c, p.run, p.items[0].revision, p.candidates[0].revision, 1, 1, call);
    });
    p.project.read([&](Connection& c) {
        return export_responses(c, p.run, [&](const formats::ResponseLine& line) {
            EXPECT_FALSE(line.response);
            EXPECT_EQ(line.error, "timeout");
        });
    });
}

TEST(CompareIndex, FlipsLeaksAndNotesAreMarkedFromWhatIsStored) {
    JudgedProject p;
    p.make(plain_items(4), {model("a"), model("b")});
    const domain::JudgingId j = p.judging("pairs", domain::Protocol::pairwise, "recorded", "j");
    p.write([&](Connection& c) {
        // Item 0: the judge holds to its word; item 1: it turns; item 2: a tie and a win are no flip.
        const std::vector<std::pair<std::string, std::string>> said{
            {"win", "win"}, {"win", "loss"}, {"tie", "win"}};
        for (std::size_t i = 0; i < said.size(); ++i) {
            for (int orientation = 0; orientation < 2; ++orientation) {
                store::UnitRow unit;
                unit.item = p.items[i].revision;
                unit.orientation = orientation;
                const std::size_t first = orientation == 0 ? 0 : 1;
                unit.positions = {{1, p.responses[first][i], false}, {2, p.responses[1 - first][i], false}};
                store::NewParse parse;
                parse.verdicts.push_back({p.responses[0][i],
                                          p.responses[1][i],
                                          "",
                                          {},
                                          orientation == 0 ? said[i].first : said[i].second,
                                          ""});
                store::add_parse(c, store::add_reply(c, store::save_unit(c, j, unit), {{}, "raw", false}),
                                 parse);
            }
        }
        store::add_note(c, {p.run, p.items[3].revision}, "ann", "look again");
        c.execute("INSERT INTO training_set(name, hash, rows, created) VALUES ('train', x'00', 1, 0)");
        c.query("INSERT INTO training_match VALUES (1, ?, 7, 'near', 0.9, 'x')")
            .bind(p.items[2].revision)
            .run();
    });
    const CompareIndex index = index_of(p);
    EXPECT_FALSE(has(marks_of(index, 0), ItemMark::flips));
    EXPECT_TRUE(has(marks_of(index, 1), ItemMark::flips));
    EXPECT_FALSE(has(marks_of(index, 2), ItemMark::flips));
    EXPECT_TRUE(has(marks_of(index, 2), ItemMark::leaked));
    EXPECT_TRUE(has(marks_of(index, 3), ItemMark::noted));
    EXPECT_FALSE(has(marks_of(index, 0), ItemMark::noted));
}

} // namespace tiebreak::workbench
