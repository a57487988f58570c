// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"

#include "domain/error.h"

#include <sqlite3.h>

#include <chrono>

namespace tiebreak::store {

Query::~Query() {
    if (statement_ != nullptr) {
        statement_->tryReset(); // the error of a failed step was thrown by the step
        statement_->clearBindings();
    }
}

Query& Query::bind(std::int64_t value) {
    statement_->bind(next_++, value);
    return *this;
}

Query& Query::bind(double value) {
    statement_->bind(next_++, value);
    return *this;
}

Query& Query::bind(const std::string& value) {
    statement_->bind(next_++, value);
    return *this;
}

Query& Query::bind_blob(const std::string& bytes) {
    statement_->bind(next_++, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
    return *this;
}

Query& Query::bind_null() {
    statement_->bind(next_++);
    return *this;
}

bool Query::step() {
    return statement_->executeStep();
}

void Query::run() {
    while (statement_->executeStep()) {
    }
}

bool Query::is_null(int column) const {
    return statement_->isColumnNull(column);
}
std::int64_t Query::integer(int column) const {
    return statement_->getColumn(column).getInt64();
}
double Query::real(int column) const {
    return statement_->getColumn(column).getDouble();
}
std::string Query::text(int column) const {
    return statement_->getColumn(column).getString();
}

std::string Query::blob(int column) const {
    const SQLite::Column value = statement_->getColumn(column);
    return {static_cast<const char*>(value.getBlob()), static_cast<std::size_t>(value.getBytes())};
}

std::optional<double> Query::optional_real(int column) const {
    return is_null(column) ? std::nullopt : std::optional(real(column));
}

std::optional<std::int64_t> Query::optional_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
}

namespace {

constexpr int busy_timeout_ms = 8'000;

std::string uri(const std::filesystem::path& path, bool immutable) {
    std::string text = "file:";
    for (const char c : path.string()) {
        if (c == '?' || c == '#' || c == '%') {
            constexpr const char* hex = "0123456789ABCDEF";
            text += '%';
            text += hex[static_cast<unsigned char>(c) >> 4];
            text += hex[static_cast<unsigned char>(c) & 15];
        } else {
            text += c;
        }
    }
    return immutable ? text + "?immutable=1" : text;
}

int flags(Connection::Mode mode) {
    return SQLite::OPEN_URI | (mode == Connection::Mode::write ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                                                               : SQLite::OPEN_READONLY);
}

} // namespace

Connection::Connection(const std::filesystem::path& path, Mode mode)
    : database_(uri(path, mode == Mode::read_immutable), flags(mode), busy_timeout_ms) {
    sqlite3_extended_result_codes(database_.getHandle(), 1);
    database_.exec("PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA "
                   "temp_store=MEMORY;");
    if (mode != Mode::write) {
        database_.exec("PRAGMA query_only=ON;");
    }
}

Query Connection::query(std::string_view sql) {
    auto [entry, is_new] = statements_.try_emplace(std::string(sql));
    if (is_new) {
        try {
            entry->second = std::make_unique<SQLite::Statement>(database_, entry->first);
        } catch (...) {
            statements_.erase(entry);
            throw;
        }
    }
    return Query(*entry->second);
}

void Connection::execute(const std::string& sql) {
    database_.exec(sql);
}
std::int64_t Connection::last_id() const {
    return database_.getLastInsertRowid();
}
int Connection::changes() const {
    return database_.getChanges();
}
void Connection::interrupt() noexcept {
    sqlite3_interrupt(database_.getHandle());
}

std::int64_t now_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace tiebreak::store
