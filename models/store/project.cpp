// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/project.h"

#include "domain/error.h"
#include "store/migrations.h"
#include "store/sqlite_error.h"

#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>
#include <unistd.h>

#include <fstream>

namespace tiebreak::store {

using domain::Error;
using domain::ErrorKind;
namespace fs = std::filesystem;

namespace {

/// What can be said about a file before SQLite touches it: SQLite would take an empty or missing one for a
/// new database.
void look_before_opening(const fs::path& file) {
    if (fs::is_directory(file)) {
        throw Error(ErrorKind::file, "this is a folder", file.string(), "name a .tiebreak file");
    }
    if (fs::file_size(file) == 0) {
        throw Error(ErrorKind::format, "the file is empty, so it is not a Tiebreak project", file.string(),
                    "delete it, or choose another name");
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw Error(ErrorKind::file, "the file cannot be read", file.string(), "check its permissions");
    }
    char head[16] = {};
    in.read(head, sizeof head);
    if (std::string(head, sizeof head) != std::string("SQLite format 3\0", 16)) {
        throw Error(ErrorKind::format, "this is not a Tiebreak project", file.string(),
                    "choose a .tiebreak file, or import this one as data");
    }
}

bool may_write(const fs::path& file) {
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    return ::access(file.c_str(), W_OK) == 0 && ::access(folder.c_str(), W_OK) == 0;
}

void prepare_for_writing(Connection& connection) {
    connection.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=1000;");
}

} // namespace

Project::Project(fs::path file, Open how)
    : file_(std::move(file)) {
    std::error_code ignored;
    const bool there = fs::exists(file_, ignored);
    if (!there && how == Open::existing) {
        throw Error(ErrorKind::file, "no such file", file_.string(), "check the path");
    }
    if (there && how == Open::create) {
        throw Error(ErrorKind::file, "the file is already there", file_.string(),
                    "choose another name, or open it");
    }
    explained(file_, [&] {
        if (!there) {
            auto connection = std::make_unique<Connection>(file_, Connection::Mode::write);
            prepare_for_writing(*connection);
            create_schema(*connection);
            writer_ = std::make_unique<Writer>(std::move(connection), file_);
            return;
        }
        look_before_opening(file_);
        if (may_write(file_)) {
            auto connection = std::make_unique<Connection>(file_, Connection::Mode::write);
            if (is_blank(*connection)) { // killed between making the file and its schema
                prepare_for_writing(*connection);
                create_schema(*connection);
            }
            check_identity(*connection,
                           file_); // before anything is written to a file that may be another program's
            prepare_for_writing(*connection);
            migrate(*connection, file_);
            writer_ = std::make_unique<Writer>(std::move(connection), file_);
            return;
        }
        // mode=ro alone fails where the folder is read only, since WAL wants its -shm; with a -wal beside it,
        // immutable would miss rows.
        const bool has_wal = fs::exists(file_.string() + "-wal", ignored);
        read_mode_ = has_wal ? Connection::Mode::read : Connection::Mode::read_immutable;
        check_identity(*reader(), file_);
    });
}

Project::~Project() {
    idle_.clear(); // readers first: the last connection to close checkpoints the WAL away
}

Writer& Project::writer() {
    if (!writer_) {
        throw Error(ErrorKind::file, "this project is open read only", file_.string(),
                    "save a copy to a folder you may write to");
    }
    return *writer_;
}

std::unique_ptr<Connection> Project::open_reader() const {
    return std::make_unique<Connection>(file_, read_mode_);
}

Project::Reader Project::reader() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return {*this, std::move(connection)};
        }
    }
    return {*this, open_reader()};
}

Project::Reader::~Reader() {
    if (connection_) {
        const std::lock_guard lock(project_->mutex_);
        project_->idle_.push_back(std::move(connection_));
    }
}

std::string Project::integrity_problems() {
    return read([](Connection& connection) {
        std::string problems;
        Query query = connection.query("PRAGMA integrity_check(20)");
        while (query.step()) {
            if (query.text(0) != "ok") {
                problems += query.text(0) + "\n";
            }
        }
        return problems;
    });
}

void Project::copy_to(const fs::path& target) {
    if (fs::exists(target)) {
        throw Error(ErrorKind::file, "the file is already there", target.string(), "choose another name");
    }
    explained(target, [&] {
        const Reader source = reader();
        SQLite::Database copy(target.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup backup(copy, source->raw());
        backup.executeStep(-1);
    });
}

Snapshot::~Snapshot() {
    // Nothing was written: ending a read transaction cannot lose anything, whichever way it ends.
    sqlite3_exec(connection_.raw().getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

} // namespace tiebreak::store
