// SPDX-License-Identifier: GPL-3.0-or-later
// Files and disks that are not as they should be: a clear error each, and nothing damaged.
#include "domain/error.h"
#include "store/migrations.h"
#include "tests/store/temp_project.h"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

namespace tiebreak::store {

namespace fs = std::filesystem;
using testing::HasSubstr;

namespace {

std::string bytes_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

/// The message of the error that opening gives; the file must be as it was afterwards.
std::string error_of_opening(const fs::path& path) {
    const std::string before = fs::is_regular_file(path) ? bytes_of(path) : std::string();
    std::string message = "(opened)";
    try {
        const Project project(path, Project::Open::existing);
    } catch (const domain::Error& error) {
        message = error.what();
        EXPECT_THAT(message, HasSubstr(path.string()));
        EXPECT_FALSE(error.mend().empty()) << message;
    }
    if (fs::is_regular_file(path)) {
        EXPECT_EQ(bytes_of(path), before) << "opening must not change a file it refuses";
    }
    return message;
}

void make_project(const fs::path& path) {
    Project project(path, Project::Open::create);
    project.writer().run([](Connection& c) { save_eval_set(c, "s", std::vector{item_of("1", "x")}, ""); });
}

/// Runs `work` in a child process and returns its exit code; what it prints comes with a failure.
template <class F>
int in_child(F work) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        int code = 99;
        try {
            code = work();
        } catch (const std::exception& error) {
            std::fprintf(stderr, "%s\n", error.what());
        }
        ::_exit(code);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

TEST(Faults, Missing) {
    const TempFolder folder;
    EXPECT_THAT(error_of_opening(folder / "no.tiebreak"), HasSubstr("no such file"));
    EXPECT_FALSE(fs::exists(folder / "no.tiebreak"));
}

TEST(Faults, Empty) {
    const TempFolder folder;
    write(folder / "e.tiebreak", "");
    EXPECT_THAT(error_of_opening(folder / "e.tiebreak"), HasSubstr("empty"));
}

TEST(Faults, AFolder) {
    const TempFolder folder;
    EXPECT_THAT(error_of_opening(folder.path()), HasSubstr("folder"));
}

TEST(Faults, NotADatabase) {
    const TempFolder folder;
    write(folder / "t.tiebreak", "{\"instruction\": \"I am JSON\"}");
    EXPECT_THAT(error_of_opening(folder / "t.tiebreak"), HasSubstr("not a Tiebreak project"));
}

TEST(Faults, AnotherProgramsDatabase) {
    const TempFolder folder;
    {
        SQLite::Database other((folder / "o.tiebreak").string(),
                               SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        other.exec("CREATE TABLE bookmarks(url TEXT)");
    }
    EXPECT_THAT(error_of_opening(folder / "o.tiebreak"), HasSubstr("another program's"));
}

TEST(Faults, NewerVersion) {
    const TempFolder folder;
    make_project(folder / "n.tiebreak");
    {
        SQLite::Database newer((folder / "n.tiebreak").string(), SQLite::OPEN_READWRITE);
        newer.exec("PRAGMA user_version=" + std::to_string(current_schema() + 1));
    }
    {
        SQLite::Database settle((folder / "n.tiebreak").string(), SQLite::OPEN_READWRITE);
        settle.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    EXPECT_THAT(error_of_opening(folder / "n.tiebreak"), HasSubstr("newer Tiebreak"));
}

TEST(Faults, CutAndOverwritten) {
    const TempFolder folder;
    make_project(folder / "whole.tiebreak");
    const std::string whole = bytes_of(folder / "whole.tiebreak");
    write(folder / "cut.tiebreak", whole.substr(0, 5'000));
    std::string mangled = whole;
    for (std::size_t i = 4'096; i < mangled.size(); i += 1) {
        mangled[i] = '\x5a';
    }
    write(folder / "mangled.tiebreak", mangled);
    for (const char* name : {"cut.tiebreak", "mangled.tiebreak"}) {
        std::string message;
        try {
            Project project(folder / name, Project::Open::existing);
            message = project.read([](Connection& c) { return eval_sets(c).empty() ? "empty" : "read"; });
        } catch (const domain::Error& error) {
            message = error.what();
        }
        EXPECT_THAT(message, HasSubstr("damaged")) << name;
    }
}

TEST(Faults, ReadOnlyFolder) {
    TempFolder folder;
    make_project(folder / "r.tiebreak");
    const std::string before = bytes_of(folder / "r.tiebreak");
    fs::permissions(folder / "r.tiebreak",
                    fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
    fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec | fs::perms::group_read |
                                       fs::perms::group_exec | fs::perms::others_read |
                                       fs::perms::others_exec);
    const int code = in_child([&] {
        if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) {
            return 77; // root may write anywhere, so it must become somebody else first
        }
        Project project(folder / "r.tiebreak", Project::Open::existing);
        if (!project.read_only() || project.read([](Connection& c) { return eval_sets(c).size(); }) != 1) {
            return 1;
        }
        try {
            (void)project.writer();
        } catch (const domain::Error& error) {
            return std::string(error.what()).find("read only") == std::string::npos ? 2 : 0;
        }
        return 3;
    });
    fs::permissions(folder.path(), fs::perms::owner_all);
    EXPECT_EQ(code, 0);
    EXPECT_EQ(bytes_of(folder / "r.tiebreak"), before);
}

TEST(Faults, LockedByAnotherProgram) {
    SmallProject small;
    SQLite::Database other(small.project.file().string(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    std::string message = "(stored)";
    try {
        small.project.writer().run([](Connection& c) {
            c.execute("SELECT 1");
            save_eval_set(c, "more", std::vector{item_of("1", "x")}, "");
        });
    } catch (const domain::Error& error) {
        EXPECT_EQ(error.kind(), domain::ErrorKind::busy);
        message = error.what();
    }
    EXPECT_THAT(message, HasSubstr("another program has locked"));
    other.exec("ROLLBACK");
    small.project.writer().run(
        [](Connection& c) { save_eval_set(c, "more", std::vector{item_of("1", "x")}, ""); });
    EXPECT_EQ(small.project.read([](Connection& c) { return eval_sets(c).size(); }), 2U)
        << "and goes on once it is free";
}

// The kernel refuses to let any file grow past the limit, as a full disk would.
TEST(Faults, FullDisk) {
    const TempFolder folder;
    const fs::path path = folder / "f.tiebreak";
    make_project(path);
    const int code = in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        Project project(path, Project::Open::existing);
        const rlimit limit{2'000'000, 2'000'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        for (int i = 0; i < 200; ++i) {
            try {
                project.writer().run([&](Connection& c) {
                    save_eval_set(c, "set " + std::to_string(i),
                                  std::vector{item_of("1", std::string(100'000, 'x'))}, "");
                });
            } catch (const domain::Error& error) {
                const std::string message = error.what();
                const bool clear =
                    message.find("disk") != std::string::npos && message.find("kept") != std::string::npos;
                const std::size_t stored = project.read([](Connection& c) { return eval_sets(c).size(); });
                return clear && i > 0 && stored == static_cast<std::size_t>(i) + 1 ? 0 : 1;
            }
        }
        return 2;
    });
    EXPECT_EQ(code, 0);
    Project project(path, Project::Open::existing);
    EXPECT_EQ(project.integrity_problems(), "");
    EXPECT_GT(project.read([](Connection& c) { return eval_sets(c).size(); }), 1U);
}

} // namespace tiebreak::store
