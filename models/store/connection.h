// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tiebreak::store {

/// A prepared statement borrowed from its connection; reset when this goes out of scope. Columns count from
/// 0. One statement text may be borrowed once at a time on a connection.
class Query {
public:
    explicit Query(SQLite::Statement& statement)
        : statement_(&statement) {}
    Query(Query&& other) noexcept
        : statement_(other.statement_)
        , next_(other.next_) {
        other.statement_ = nullptr;
    }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    Query& operator=(Query&&) = delete;
    ~Query();

    Query& bind(std::int64_t value);
    Query& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
    Query& bind(bool value) { return bind(static_cast<std::int64_t>(value)); }
    Query& bind(double value);
    Query& bind(const std::string& value);
    Query& bind(const char* value) { return bind(std::string(value)); }
    Query& bind_blob(const std::string& bytes);
    Query& bind_null();
    template <class Tag>
    Query& bind(domain::Id<Tag> id) {
        return id.stored() ? bind(id.value) : bind_null();
    }
    template <class T>
    Query& bind(const std::optional<T>& value) {
        return value ? bind(*value) : bind_null();
    }

    bool step(); ///< true: a row is there
    void run();  ///< for statements without rows

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::string blob(int column) const;
    [[nodiscard]] std::optional<double> optional_real(int column) const;
    [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;
    template <class IdType>
    [[nodiscard]] IdType id(int column) const {
        return is_null(column) ? IdType{} : IdType{integer(column)};
    }

private:
    SQLite::Statement* statement_;
    int next_ = 1;
};

/// One SQLite connection with its prepared statements kept. Used by one thread at a time.
class Connection {
public:
    enum class Mode { write, read, read_immutable };

    Connection(const std::filesystem::path& path, Mode mode);

    [[nodiscard]] Query query(std::string_view sql);
    void execute(const std::string& sql); ///< one or more statements without results, not kept
    [[nodiscard]] std::int64_t last_id() const;
    [[nodiscard]] int changes() const; ///< rows the last statement changed
    /// Makes a statement that is running on another thread fail soon with ErrorKind::busy ("interrupted").
    void interrupt() noexcept;
    [[nodiscard]] SQLite::Database& raw() noexcept { return database_; }

private:
    SQLite::Database database_;
    std::unordered_map<std::string, std::unique_ptr<SQLite::Statement>> statements_;
};

/// Milliseconds since 1970, UTC: the time of every column of the schema.
[[nodiscard]] std::int64_t now_ms();

} // namespace tiebreak::store
