// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/writer.h"

#include "store/sqlite_error.h"

#include <sqlite3.h>

#include <utility>

namespace tiebreak::store {

namespace {

/// Rolls back whatever is open; SQLite may have done so by itself (a full disk does).
void roll_back(Connection& connection) noexcept {
    if (sqlite3_get_autocommit(connection.raw().getHandle()) == 0) {
        sqlite3_exec(connection.raw().getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

/// Begins to write. Another program may hold the file for longer than a statement waits: answers that are
/// paid for are not given up for that.
void begin(Connection& connection) {
    constexpr int most_tries = 12; // of the connection's own time-out each
    for (int attempt = 1;; ++attempt) {
        try {
            connection.execute("BEGIN IMMEDIATE");
            return;
        } catch (const SQLite::Exception& error) {
            if (error.getErrorCode() != SQLITE_BUSY || attempt == most_tries) {
                throw;
            }
        }
    }
}

bool transaction_is_open(Connection& connection) {
    return sqlite3_get_autocommit(connection.raw().getHandle()) == 0;
}

} // namespace

Writer::Writer(std::unique_ptr<Connection> connection, std::filesystem::path file)
    : connection_(std::move(connection))
    , file_(std::move(file))
    , thread_([this] { loop(); }) {}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
    try {
        connection_->execute("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
    } catch (const SQLite::Exception&) { // NOLINT(bugprone-empty-catch): a reader is still there, or the disk
                                         // is full; the WAL keeps it
    }
}

void Writer::post(Job job, Done done) {
    enqueue(std::move(job), std::move(done), false);
}

void Writer::enqueue(Job job, Done done, bool at_once) {
    {
        const std::lock_guard lock(mutex_);
        if (queue_.empty()) {
            oldest_ = std::chrono::steady_clock::now();
        }
        queue_.push_back({std::move(job), std::move(done), nullptr});
        at_once_ = at_once_ || at_once;
    }
    wake_.notify_one();
}

void Writer::loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return !queue_.empty() || stopping_; });
        if (queue_.empty()) {
            return;
        }
        wake_.wait_until(lock, oldest_ + group_time,
                         [this] { return at_once_ || stopping_ || queue_.size() >= group_size; });
        std::deque<Entry> group;
        group.swap(queue_);
        at_once_ = false;
        lock.unlock();
        commit_group(group);
        group.clear(); // what the jobs captured is released outside the lock
        lock.lock();
    }
}

void Writer::commit_group(std::deque<Entry>& group) {
    std::exception_ptr group_error;
    try {
        begin(*connection_);
        for (Entry& entry : group) {
            connection_->query("SAVEPOINT job").run();
            try {
                entry.job(*connection_);
                connection_->query("RELEASE job").run();
            } catch (...) {
                if (!transaction_is_open(*connection_)) {
                    throw; // the disk is full or broken: SQLite has taken the whole group back
                }
                entry.error = std::current_exception();
                connection_->query("ROLLBACK TO job").run();
                connection_->query("RELEASE job").run();
            }
        }
        connection_->execute("COMMIT");
    } catch (...) {
        group_error = std::current_exception();
        roll_back(*connection_);
    }
    for (Entry& entry : group) {
        if (!entry.done) {
            continue;
        }
        std::exception_ptr error = group_error ? group_error : entry.error;
        if (error) {
            try {
                std::rethrow_exception(error);
            } catch (const SQLite::Exception& sqlite) {
                error = std::make_exception_ptr(explain(sqlite, file_));
            } catch (...) {
                error = std::current_exception();
            }
        }
        entry.done(error);
    }
}

} // namespace tiebreak::store
