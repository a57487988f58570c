// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/candidates.h"
#include "store/connection.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::store {

/// planned: nothing done yet · running · stopped: by a person or an error, may go on · finished
enum class WorkStatus { planned, running, stopped, finished };
[[nodiscard]] std::string to_string(WorkStatus status);
[[nodiscard]] WorkStatus work_status_from_string(const std::string& name);

struct RunRow {
    domain::RunId id;
    std::string uid;
    std::string name;
    domain::EvalSetRevisionId eval_set; ///< not stored (0): scores imported without items
    std::string eval_set_name;
    int items = 0;
    std::string config_hash; ///< 64 hexadecimal digits
    std::string config;      ///< canonical JSON
    std::string baseline;    ///< candidate name; empty: the first
    WorkStatus status = WorkStatus::planned;
    std::int64_t created = 0;
    std::optional<std::int64_t> started;
    std::optional<std::int64_t> finished;
    std::optional<double> max_cost; ///< US dollars; the run pauses there; absent: no cap
};

struct NewRun {
    std::string name;
    domain::EvalSetRevisionId eval_set;
    std::string config_hash;
    std::string config;
    std::string baseline;
    std::vector<domain::CandidateRevisionId> candidates;
    std::vector<int> samples = {}; ///< answers an item, by candidate; one where the list ends before
};

domain::RunId create_run(Connection& connection, const NewRun& run);

/// Not deleted, newest first.
[[nodiscard]] std::vector<RunRow> runs(Connection& connection);
/// Throws domain::Error (usage) where there is none.
[[nodiscard]] RunRow run(Connection& connection, domain::RunId id);
/// By name, uid, a prefix of the uid (8 characters or more) or row id; the newest where names repeat.
[[nodiscard]] std::optional<RunRow> find_run(Connection& connection, const std::string& name_or_id);
/// The newest run of this config (64 hexadecimal digits).
[[nodiscard]] std::optional<RunRow> find_run_by_config(Connection& connection,
                                                       const std::string& config_hash);

/// What a run's calls, its judgings' included, have cost so far. A call that serves several runs counts for
/// the first: it was paid once.
struct RunSpend {
    double cost = 0;          ///< US dollars, of the calls whose cost is known
    std::int64_t unknown = 0; ///< answered calls without a known cost
};
[[nodiscard]] RunSpend run_spend(Connection& connection, domain::RunId id);

/// In the order of the config, each with the samples that this run asks of it.
[[nodiscard]] std::vector<CandidateRow> run_candidates(Connection& connection, domain::RunId id);
/// Puts another revision in a candidate's place: the weights behind its address changed before anything was
/// asked of it.
void replace_run_candidate(Connection& connection, domain::RunId id, int position,
                           domain::CandidateRevisionId revision);

void set_run_status(Connection& connection, domain::RunId id,
                    WorkStatus status); ///< sets started and finished too
/// The spending cap, US dollars; nothing takes it away.
void set_run_max_cost(Connection& connection, domain::RunId id, std::optional<double> max_cost);
void set_run_baseline(Connection& connection, domain::RunId id, const std::string& candidate);
void rename_run(Connection& connection, domain::RunId id, const std::string& name);
void delete_run(Connection& connection, domain::RunId id); ///< a tombstone; restore_run takes it back
void restore_run(Connection& connection, domain::RunId id);

} // namespace tiebreak::store
