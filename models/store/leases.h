// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <optional>
#include <string>

namespace tiebreak::store {

/// Who may work on a run. One program at a time: two would ask, and pay for, the same calls.
struct LeaseHolder {
    std::string process; ///< UUID of a program's start
    std::string host;
    std::int64_t pid = 0;
    std::int64_t heartbeat = 0;
};

/// A lease without a heartbeat for this long is up for anybody (its host may be gone); one whose process is
/// dead on this host at once.
constexpr std::int64_t lease_stale_ms = 30'000;

[[nodiscard]] LeaseHolder this_process(); ///< the same uuid for the life of the program

/// Takes the lease, or says who holds it. Taking one's own again is a heartbeat.
[[nodiscard]] std::optional<LeaseHolder> acquire_lease(Connection& connection, domain::RunId run,
                                                       const LeaseHolder& holder);
/// False where somebody else has taken it meanwhile.
[[nodiscard]] bool renew_lease(Connection& connection, domain::RunId run, const LeaseHolder& holder);
void release_lease(Connection& connection, domain::RunId run, const LeaseHolder& holder);
/// Who works on the run now; nobody where the lease is stale or the process is gone.
[[nodiscard]] std::optional<LeaseHolder> lease_holder(Connection& connection, domain::RunId run);

} // namespace tiebreak::store
