// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrations.h"

#include "domain/error.h"
#include "domain/uuid.h"
#include "embedded/schema.h"

#include <SQLiteCpp/Backup.h>
#include <fmt/format.h>

namespace tiebreak::store {

using domain::Error;
using domain::ErrorKind;

namespace {

int pragma(Connection& connection, const char* name) {
    return connection.raw().execAndGet(std::string("PRAGMA ") + name).getInt();
}

void apply(Connection& connection, int from) {
    for (int version = from + 1; version <= current_schema(); ++version) {
        connection.execute(std::string(embedded::schema::file(fmt::format("{:03}.sql", version))));
    }
    connection.execute(
        fmt::format("PRAGMA application_id={}; PRAGMA user_version={};", application_id, current_schema()));
}

class ImmediateTransaction {
public:
    explicit ImmediateTransaction(Connection& connection)
        : connection_(connection) {
        connection_.execute("BEGIN IMMEDIATE");
    }
    ~ImmediateTransaction() {
        if (!done_) {
            try {
                connection_.execute("ROLLBACK");
            } catch (const SQLite::Exception&) { // NOLINT(bugprone-empty-catch): SQLite may have rolled back
                                                 // by itself
            }
        }
    }
    ImmediateTransaction(const ImmediateTransaction&) = delete;
    ImmediateTransaction& operator=(const ImmediateTransaction&) = delete;
    void commit() {
        connection_.execute("COMMIT");
        done_ = true;
    }

private:
    Connection& connection_;
    bool done_ = false;
};

} // namespace

int current_schema() {
    return static_cast<int>(embedded::schema::files().size());
}

bool is_blank(Connection& connection) {
    return pragma(connection, "application_id") == 0 && pragma(connection, "user_version") == 0 &&
           connection.raw().execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
}

void create_schema(Connection& connection) {
    ImmediateTransaction transaction(connection);
    if (pragma(connection, "application_id") == application_id) {
        return; // another program made it between our look and our lock
    }
    apply(connection, 0);
    connection.query("INSERT INTO project(key, value) VALUES ('uid', ?), ('created', ?)")
        .bind(domain::new_uuid())
        .bind(std::to_string(now_ms()))
        .run();
    transaction.commit();
}

void check_identity(Connection& connection, const std::filesystem::path& file) {
    const int id = pragma(connection, "application_id");
    const int version = pragma(connection, "user_version");
    if (id != application_id) {
        throw Error(ErrorKind::format, "this is another program's database, not a Tiebreak project",
                    file.string(), "choose a .tiebreak file");
    }
    if (version > current_schema()) {
        throw Error(
            ErrorKind::format,
            fmt::format("this project was written by a newer Tiebreak (schema {}, this program knows {})",
                        version, current_schema()),
            file.string(), "update Tiebreak; the file was not changed");
    }
    if (version < 1) {
        throw Error(ErrorKind::format, "this project has no schema: it was not written to the end",
                    file.string(), "delete it and start anew");
    }
}

void migrate(Connection& connection, const std::filesystem::path& file) {
    check_identity(connection, file);
    const int version = pragma(connection, "user_version");
    if (version == current_schema()) {
        return;
    }
    const std::filesystem::path backup_path = file.string() + fmt::format(".backup-{}", version);
    {
        SQLite::Database copy(backup_path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup backup(copy, connection.raw());
        backup.executeStep(-1);
    }
    ImmediateTransaction transaction(connection);
    apply(connection, version);
    transaction.commit();
}

} // namespace tiebreak::store
