// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "store/writer.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace tiebreak::store {

/// An open project file: one writer, and as many readers as are asked for. Thread-safe.
class Project {
public:
    enum class Open {
        existing, ///< an error where the file is not there
        create,   ///< an error where it is there
        any,      ///< opens it or makes it
    };

    /// Opens `file`, migrating it where it is older. A file that may not be written to opens read only (see
    /// read_only()). Throws domain::Error that says what is wrong with a missing, empty, foreign, newer,
    /// damaged or locked file.
    Project(std::filesystem::path file, Open how);
    ~Project();
    Project(const Project&) = delete;
    Project& operator=(const Project&) = delete;

    [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }
    [[nodiscard]] bool read_only() const noexcept { return writer_ == nullptr; }

    /// Throws domain::Error (file) where the project is read only.
    [[nodiscard]] Writer& writer();

    /// A reading connection for one thread, returned to the pool when the lease goes. Sees what was committed
    /// when a statement begins; wrap several statements in `Snapshot` to see one state.
    class Reader {
    public:
        Reader(Project& project, std::unique_ptr<Connection> connection)
            : project_(&project)
            , connection_(std::move(connection)) {}
        Reader(Reader&&) = default;
        Reader& operator=(Reader&&) = delete;
        Reader(const Reader&) = delete;
        Reader& operator=(const Reader&) = delete;
        ~Reader();
        Connection& operator*() const { return *connection_; }
        Connection* operator->() const { return connection_.get(); }

    private:
        Project* project_;
        std::unique_ptr<Connection> connection_;
    };
    [[nodiscard]] Reader reader();

    /// Reads through a pooled connection inside one snapshot; SQLite's errors become domain errors that name
    /// the file.
    template <class F>
    auto read(F work) -> std::invoke_result_t<F, Connection&>;

    /// Empty where the file is sound, else what SQLite's integrity_check found. Reads the whole file: call it
    /// off the window's thread.
    [[nodiscard]] std::string integrity_problems();

    /// A consistent copy by SQLite's backup API. Throws where `target` exists.
    void copy_to(const std::filesystem::path& target);

private:
    friend class Reader;
    std::unique_ptr<Connection> open_reader() const;

    std::filesystem::path file_;
    Connection::Mode read_mode_ = Connection::Mode::read;
    std::unique_ptr<Writer> writer_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

/// One read transaction: every statement inside sees the same state.
class Snapshot {
public:
    explicit Snapshot(Connection& connection)
        : connection_(connection) {
        connection_.query("BEGIN").run();
    }
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Connection& connection_;
};

} // namespace tiebreak::store

#include "store/sqlite_error.h"

template <class F>
auto tiebreak::store::Project::read(F work) -> std::invoke_result_t<F, Connection&> {
    return explained(file_, [&]() -> std::invoke_result_t<F, Connection&> {
        const Reader lease = reader();
        const Snapshot snapshot(*lease);
        return work(*lease);
    });
}
