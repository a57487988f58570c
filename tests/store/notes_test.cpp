// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "store/candidates.h"
#include "store/evalsets.h"
#include "store/judgings.h"
#include "store/notes.h"
#include "store/responses.h"
#include "store/runs.h"
#include "store/search_all.h"
#include "tests/store/temp_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::store {

namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Noted : testing::Test {
    TempFolder folder;
    Project project{folder / "notes.tiebreak", Project::Open::create};
    domain::RunId run;
    std::vector<StoredItem> items;

    Noted() {
        write([this](Connection& c) {
            const std::vector<domain::Item> content{item_of("1", "Name a colour", "red"),
                                                    item_of("2", "Name a bird", "wren")};
            const auto set = save_eval_set(c, "set", content, "set.jsonl");
            items = store::items(c, set);
            const CandidateRow candidate = save_candidate(c, Role::candidate, [] {
                domain::Candidate made;
                made.name = "small";
                return made;
            }());
            run = create_run(c, {"first run", set, std::string(64, 'a'), "{}", "", {candidate.revision}});
            const auto answer = import_response(c, run, items[0].revision, candidate.revision, 1, 1,
                                                {"A vermilion sunset, no less", "", {}, {}, "f", 1});
            JudgingRow judging;
            judging.run = run;
            judging.name = "ift";
            judging.settings = "{}";
            judging.settings_hash = std::string(64, '1');
            judging.judges = {{"recorded", "j", {}}};
            const auto id = create_judging(c, judging);
            UnitRow unit;
            unit.item = items[0].revision;
            unit.positions = {{1, answer, false}};
            add_reply(c, save_unit(c, id, unit), {{}, "The palette is exquisite", false});
        });
    }
    void write(const std::function<void(Connection&)>& work) { project.writer().run(work); }
    template <class Make>
    auto read(Make make) {
        return project.read(make);
    }
    NoteAbout about(std::size_t item) { return {run, items[item].revision}; }
    std::vector<std::string> found(const std::string& words) {
        return read([&](Connection& c) {
            std::vector<std::string> excerpts;
            for (const TextHit& hit : find_notes(c, words, 10)) {
                excerpts.push_back(hit.excerpt);
            }
            return excerpts;
        });
    }
};

} // namespace

TEST_F(Noted, ANoteIsChangedByASuccessorAndTakenBackByAnEmptyOne) {
    std::string first;
    std::string second;
    write([&](Connection& c) {
        first = add_note(c, about(0), "ann", "odd reference");
        second = add_note(c, about(0), "ann", "wrong reference", first);
    });
    const auto standing = [&] { return read([&](Connection& c) { return notes(c, about(0)); }); };
    EXPECT_THAT(standing(), ElementsAre(Field(&NoteRow::body, "wrong reference")));
    EXPECT_EQ(standing().front().supersedes, first); // what it was is still there
    EXPECT_EQ(read([&](Connection& c) { return note(c, first).body; }), "odd reference");
    EXPECT_THAT(found("reference"), SizeIs(1));
    EXPECT_THAT(found("odd"), IsEmpty());
    write([&](Connection& c) { add_note(c, about(0), "ann", "", second); });
    EXPECT_THAT(standing(), IsEmpty());
    EXPECT_THAT(found("wrong"), IsEmpty());
    // The word index is whole after all that.
    write([](Connection& c) { c.execute("INSERT INTO note_words(note_words) VALUES ('integrity-check')"); });
}

TEST_F(Noted, TwoThatReplaceTheSameBothStand) {
    write([&](Connection& c) {
        const std::string first = add_note(c, about(0), "ann", "alpha");
        add_note(c, about(0), "ann", "beta", first);
        add_note(c, about(0), "bob", "gamma", first); // from another copy of the file
    });
    EXPECT_THAT(read([&](Connection& c) { return notes(c, about(0)); }), SizeIs(2));
    EXPECT_THAT(found("beta"), SizeIs(1));
    EXPECT_THAT(found("gamma"), SizeIs(1));
}

TEST_F(Noted, WhatItIsAboutIsKeptApart) {
    write([&](Connection& c) {
        add_note(c, {run, {}}, "ann", "the run as a whole");
        add_note(c, {{}, items[1].revision}, "ann", "the bird, in any run");
        add_note(c, about(0), "ann", "the colour here");
    });
    EXPECT_THAT(read([&](Connection& c) {
                    return notes(c, {run, {}});
                }),
                ElementsAre(Field(&NoteRow::body, "the run as a whole")));
    EXPECT_THAT(read([&](Connection& c) { return noted_items(c, run); }), ElementsAre(items[0].revision));
    const auto bird = read([&](Connection& c) { return find_notes(c, "bird", 5); });
    ASSERT_THAT(bird, SizeIs(1));
    EXPECT_EQ(bird[0].run, run);
    EXPECT_EQ(bird[0].item, items[1].revision);
    EXPECT_THROW(write([](Connection& c) { add_note(c, {}, "ann", "nothing"); }), domain::Error);
    EXPECT_THROW(write([&](Connection& c) { add_note(c, about(0), "ann", "x", "no-such-uid"); }),
                 domain::Error);
}

TEST_F(Noted, AnswersAndJudgesWordsAreFoundApart) {
    const auto answers = read([](Connection& c) { return find_answers(c, "vermil", 5); });
    ASSERT_THAT(answers, SizeIs(1));
    EXPECT_EQ(answers[0].who, "small");
    EXPECT_EQ(answers[0].item, items[0].revision);
    EXPECT_THAT(answers[0].excerpt, HasSubstr("\x02vermilion\x03"));
    EXPECT_THAT(read([](Connection& c) { return find_judge_words(c, "vermil", 5); }), IsEmpty());
    const auto said = read([](Connection& c) { return find_judge_words(c, "exquisite palette", 5); });
    ASSERT_THAT(said, SizeIs(1));
    EXPECT_EQ(said[0].who, "ift");
    EXPECT_TRUE(said[0].judging.stored());
    // FTS5's own language is not let through.
    EXPECT_THAT(read([](Connection& c) { return find_answers(c, "\" OR * NEAR(", 5); }), IsEmpty());
    EXPECT_THAT(read([](Connection& c) { return find_answers(c, "", 5); }), IsEmpty());
}

} // namespace tiebreak::store
