// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "embedded/schema.h"
#include "store/migrations.h"
#include "store/project.h"
#include "tests/store/temp_project.h"

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include <fstream>

namespace tiebreak::store {

namespace fs = std::filesystem;

TEST(Project, IsOneFileAfterClosing) {
    const TempFolder folder;
    {
        Project project(folder / "p.tiebreak", Project::Open::create);
        project.writer().run(
            [](Connection& c) { save_eval_set(c, "s", std::vector{item_of("1", "x")}, ""); });
        EXPECT_EQ(project.read([](Connection& c) { return eval_sets(c).size(); }), 1U);
    }
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder.path())) {
        names.push_back(entry.path().filename().string());
    }
    EXPECT_EQ(names, std::vector<std::string>{"p.tiebreak"}) << "the WAL is checkpointed away";
}

TEST(Project, OpensAgainWithWhatWasStored) {
    const TempFolder folder;
    {
        Project project(folder / "p.tiebreak", Project::Open::any);
        project.writer().run(
            [](Connection& c) { save_eval_set(c, "s", std::vector{item_of("1", "x")}, ""); });
    }
    Project again(folder / "p.tiebreak", Project::Open::existing);
    EXPECT_EQ(again.read([](Connection& c) { return eval_sets(c).at(0).name; }), "s");
    EXPECT_EQ(again.integrity_problems(), "");
}

TEST(Project, NamesWithPercentAndQuestionMarkAreFileNames) {
    const TempFolder folder;
    { const Project project(folder / "50% ?#.tiebreak", Project::Open::create); }
    EXPECT_TRUE(fs::exists(folder / "50% ?#.tiebreak"));
}

TEST(Project, ReadersSeeNoWriting) {
    SmallProject small;
    EXPECT_THROW(small.project.read([](Connection& c) { c.execute("DELETE FROM item"); }), domain::Error);
}

TEST(Project, SnapshotSeesOneState) {
    SmallProject small;
    small.project.read([&](Connection& c) {
        const std::size_t before = runs(c).size();
        small.project.writer().run([&](Connection& w) {
            create_run(w, {"second", small.eval_set, std::string(64, 'b'), "{}", "", {}});
        });
        EXPECT_EQ(runs(c).size(), before);
    });
    EXPECT_EQ(small.project.read([](Connection& c) { return runs(c).size(); }), 2U);
}

TEST(Project, CopyIsAProjectOfItsOwn) {
    SmallProject small;
    small.project.copy_to(small.folder / "copy.tiebreak");
    Project copy(small.folder / "copy.tiebreak", Project::Open::existing);
    EXPECT_EQ(copy.read([](Connection& c) { return runs(c).at(0).name; }), "first");
    EXPECT_THROW(small.project.copy_to(small.folder / "copy.tiebreak"), domain::Error);
}

TEST(Project, AFileOfTheFirstSchemaIsMigratedWithABackupBesideIt) {
    const TempFolder folder;
    {
        SQLite::Database old((folder / "p.tiebreak").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        old.exec(std::string(embedded::schema::file("001.sql")));
        old.exec("PRAGMA application_id=" + std::to_string(application_id) +
                 "; PRAGMA user_version=1;"
                 "INSERT INTO run(uid, name, config_hash, config, baseline, status, created) VALUES ('r', "
                 "'kept', x'00', '{}', '', 'finished', 1);"
                 "INSERT INTO item(uid) VALUES ('i');"
                 "INSERT INTO item_revision(item_id, hash, external_id, instruction, input, reference, "
                 "category, system, turns, metadata)"
                 " VALUES (1, x'01', '', 'q', '', '', '', '', '[]', '');"
                 "INSERT INTO label(uid, run_id, item_revision_id, annotator, responses, outcome, rationale, "
                 "created)"
                 " VALUES ('l', 1, 1, 'me', '[1,2]', '1', '', 5);");
    }
    Project project(folder / "p.tiebreak", Project::Open::existing);
    EXPECT_EQ(project.read([](Connection& c) { return runs(c).at(0).name; }), "kept");
    EXPECT_EQ(project.read([](Connection& c) {
        return c.raw().execAndGet("SELECT mode || ' ' || purpose || ' ' || packet FROM label").getString();
    }),
              "pair tie-break ");
    EXPECT_EQ(project.integrity_problems(), "");
    SQLite::Database backup((folder / "p.tiebreak.backup-1").string(), SQLite::OPEN_READONLY);
    EXPECT_EQ(backup.execAndGet("PRAGMA user_version").getInt(), 1);
    EXPECT_EQ(backup.execAndGet("SELECT name FROM run").getString(), "kept");
}

TEST(Project, AFileOfTheSecondSchemaGetsWhatLaterWorkNeeds) {
    // With and without the parts that builds between the two versions had written already.
    for (const char* early :
         {"", "CREATE INDEX label_by_superseded ON label(supersedes) WHERE supersedes IS NOT NULL;"}) {
        const TempFolder folder;
        {
            SQLite::Database old((folder / "p.tiebreak").string(),
                                 SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            old.exec(std::string(embedded::schema::file("001.sql")));
            old.exec(std::string(embedded::schema::file("002.sql")));
            old.exec(early);
            old.exec(
                "PRAGMA application_id=" + std::to_string(application_id) +
                "; PRAGMA user_version=2;"
                "INSERT INTO run(uid, name, config_hash, config, baseline, status, created) VALUES ('r', "
                "'kept', x'00', '{}', '', 'finished', 1);");
        }
        Project project(folder / "p.tiebreak", Project::Open::existing);
        EXPECT_EQ(project.read([](Connection& c) { return runs(c).at(0).name; }), "kept");
        EXPECT_EQ(project.read([](Connection& c) {
            return c.raw().execAndGet("SELECT count(*) FROM training_copy").getInt();
        }),
                  0);
        EXPECT_EQ(project.integrity_problems(), "");
    }
}

TEST(Project, AFileWhoseMakerDiedBeforeTheSchemaIsFinishedNow) {
    const TempFolder folder;
    {
        SQLite::Database raw((folder / "p.tiebreak").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        raw.exec("PRAGMA journal_mode=WAL; CREATE TABLE t(x); DROP TABLE t;");
    }
    Project project(folder / "p.tiebreak", Project::Open::any);
    EXPECT_TRUE(project.read([](Connection& c) { return runs(c).empty(); }));
}

} // namespace tiebreak::store
