// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
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
