// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/leases.h"

#include "domain/uuid.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>

namespace tiebreak::store {

namespace {

std::string host_name() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

bool is_alive(const LeaseHolder& holder) {
    if (now_ms() - holder.heartbeat > lease_stale_ms) {
        return false;
    }
    const bool here = holder.host == host_name();
    return !here || ::kill(static_cast<pid_t>(holder.pid), 0) == 0 || errno == EPERM;
}

} // namespace

LeaseHolder this_process() {
    static const std::string uuid = domain::new_uuid();
    return {uuid, host_name(), ::getpid(), now_ms()};
}

std::optional<LeaseHolder> lease_holder(Connection& connection, domain::RunId run) {
    Query q = connection.query("SELECT process, host, pid, heartbeat FROM lease WHERE run_id = ?");
    q.bind(run);
    if (!q.step()) {
        return std::nullopt;
    }
    const LeaseHolder holder{q.text(0), q.text(1), q.integer(2), q.integer(3)};
    return is_alive(holder) ? std::optional(holder) : std::nullopt;
}

std::optional<LeaseHolder> acquire_lease(Connection& connection, domain::RunId run,
                                         const LeaseHolder& holder) {
    if (const std::optional<LeaseHolder> other = lease_holder(connection, run);
        other && other->process != holder.process) {
        return other;
    }
    connection
        .query("INSERT OR REPLACE INTO lease(run_id, process, host, pid, heartbeat) VALUES (?, ?, ?, ?, ?)")
        .bind(run)
        .bind(holder.process)
        .bind(holder.host)
        .bind(holder.pid)
        .bind(now_ms())
        .run();
    return std::nullopt;
}

bool renew_lease(Connection& connection, domain::RunId run, const LeaseHolder& holder) {
    connection.query("UPDATE lease SET heartbeat = ? WHERE run_id = ? AND process = ?")
        .bind(now_ms())
        .bind(run)
        .bind(holder.process)
        .run();
    return connection.changes() == 1;
}

void release_lease(Connection& connection, domain::RunId run, const LeaseHolder& holder) {
    connection.query("DELETE FROM lease WHERE run_id = ? AND process = ?")
        .bind(run)
        .bind(holder.process)
        .run();
}

} // namespace tiebreak::store
