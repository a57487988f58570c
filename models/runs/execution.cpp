// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/execution.h"

#include "domain/error.h"
#include "runs/asking.h"
#include "store/leases.h"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace tiebreak::runs {

using domain::Error;
using domain::ErrorKind;

namespace {

/// Holds the run for this program while it lives, with a heartbeat on a thread of its own.
class Lease {
public:
    Lease(store::Project& project, domain::RunId run)
        : project_(project)
        , run_(run) {
        const auto other =
            project_.writer().run([&](store::Connection& c) { return store::acquire_lease(c, run_, me_); });
        if (other) {
            throw Error(ErrorKind::busy,
                        fmt::format("another Tiebreak (process {} on {}) is working on this run", other->pid,
                                    other->host),
                        project.file().string(), "watch it there, or close it and resume here");
        }
        beat_ = std::jthread([this](const std::stop_token& stop) { beat(stop); });
    }
    ~Lease() {
        beat_ = {};
        project_.writer().post(
            [run = run_, me = me_](store::Connection& c) { store::release_lease(c, run, me); });
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

private:
    void beat(const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        while (!wake.wait_for(lock, stop, std::chrono::milliseconds(store::lease_stale_ms / 4),
                              [&] { return stop.stop_requested(); })) {
            project_.writer().post(
                [run = run_, me = me_](store::Connection& c) { (void)store::renew_lease(c, run, me); });
        }
    }

    store::Project& project_;
    domain::RunId run_;
    store::LeaseHolder me_ = store::this_process();
    std::jthread beat_;
};

void carry_on_judging(const JudgeContext& context, const ExecutionOptions& options,
                      const std::stop_token& stop) {
    const std::string& kind = context.judging.judges.at(0).kind;
    if (kind == "imported" || context.judging.status == store::WorkStatus::finished) {
        return;
    }
    if (kind == "recorded" && !options.recorded && options.selection.nothing) {
        return; // its replies are taken over when the run goes on
    }
    context.project.writer().run([&](store::Connection& c) {
        store::set_judging_status(c, context.judging.id, store::WorkStatus::running);
    });
    if (kind == "scorer") {
        judge_by_scorer(context, stop);
    } else if (kind == "recorded") {
        if (!options.recorded) {
            throw Error(ErrorKind::file, "the replies of a recorded judge are needed to go on",
                        "judging " + context.judging.name,
                        "run the eval config again with tiebreak-cli run --resume");
        }
        judge_by_record(context, options.recorded);
    } else {
        judge_by_model(context, stop);
    }
    const Progress::Judging now = context.tracker.now().judgings[context.index];
    const bool whole = !stop.stop_requested() && now.failed == 0 &&
                       ((!context.selection.nothing && !context.budget.exhausted()) ||
                        now.done + now.parse_failures >= now.total);
    context.project.writer().run([&](store::Connection& c) {
        store::set_judging_status(c, context.judging.id,
                                  whole ? store::WorkStatus::finished : store::WorkStatus::stopped);
    });
}

/// A finished judging counts with what it holds, so that a resumed run's bar does not begin at zero.
void count_finished(const JudgeContext& context) {
    std::int64_t read = 0;
    std::int64_t parse_failures = 0;
    context.project.read([&](store::Connection& c) {
        for (const store::UnitState& state : store::unit_states(c, context.judging.id)) {
            ++(state.status == store::ParseStatus::parse_failure ? parse_failures : read);
        }
    });
    context.tracker.expect_judging(context.index, read + parse_failures, {{}, read, parse_failures, 0, 0});
}

/// Does what can be done; false where something was left out for another time.
bool work(store::Project& project, client::ModelClient& client, const store::RunRow& run, Tracker& tracker,
          Budget& budget, const ExecutionOptions& options, const std::stop_token& stop) {
    const std::vector<store::JudgingRow> judgings =
        project.read([&](store::Connection& c) { return store::judgings(c, run.id); });
    for (const store::JudgingRow& judging : judgings) {
        tracker.add_judging(judging.name);
    }
    if (!run.eval_set.stored()) {
        return true;
    }
    Asking asking(project, client, run, tracker, budget, options.patience);
    asking.plan(options.selection, options.same_weights);
    if (asking.calls_left() > 0) {
        tracker.set_phase(Progress::Phase::asking);
        asking.run(stop);
    }
    if (stop.stop_requested() || budget.exhausted() || !asking.settled()) {
        return false;
    }
    tracker.set_phase(Progress::Phase::judging);
    for (std::size_t i = 0; i < judgings.size() && !stop.stop_requested() && !budget.exhausted(); ++i) {
        const JudgeContext context{project,           client,          run, judgings[i], i, tracker, budget,
                                   options.selection, options.patience};
        if (judgings[i].status == store::WorkStatus::finished) {
            count_finished(context);
        } else {
            carry_on_judging(context, options, stop);
        }
    }
    if (stop.stop_requested() || budget.exhausted()) {
        return false;
    }
    const Progress now = tracker.now();
    return !options.selection.nothing || now.done + now.failed >= now.total;
}

} // namespace

PatienceLimits patient() {
    return {.stop_when_gone = true, .rounds = 2};
}

Progress execute(store::Project& project, client::ModelClient& client, domain::RunId id,
                 const ExecutionOptions& options, const std::stop_token& stop) {
    Progress start;
    start.run = id;
    std::string failure;
    std::string pause;
    Progress::Phase end = Progress::Phase::finished;
    std::optional<Tracker> tracker;
    try {
        const store::RunRow run = project.read([&](store::Connection& connection) {
            const store::RunRow row = store::run(connection, id);
            for (const store::CandidateRow& candidate : store::run_candidates(connection, id)) {
                Progress::Candidate& c = start.candidates.emplace_back();
                c.name = candidate.candidate.name;
                c.slot = candidate.slot;
                c.imported = candidate.candidate.api == domain::Api::recorded;
            }
            start.max_cost = row.max_cost;
            start.run_cost = store::run_spend(connection, id).cost;
            return row;
        });
        start.run_name = run.name;
        tracker.emplace(start, options.on_progress);
        tracker->tell_now();
        const Lease lease(project, id);
        project.writer().run(
            [&](store::Connection& c) { store::set_run_status(c, id, store::WorkStatus::running); });
        const auto end_as = [&](store::WorkStatus status) {
            project.writer().run([&](store::Connection& c) { store::set_run_status(c, id, status); });
        };
        Budget budget(run.max_cost, start.run_cost);
        bool whole = false;
        try {
            whole = work(project, client, run, *tracker, budget, options, stop);
        } catch (...) {
            try {
                end_as(store::WorkStatus::stopped);
            } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): the first error is the one to
                                              // tell; a full disk refuses this too
            }
            throw;
        }
        end_as(whole ? store::WorkStatus::finished : store::WorkStatus::stopped);
        if (!whole) {
            end = Progress::Phase::stopped;
        }
        if (budget.exhausted()) {
            tracker->set_paused_by_cap();
            pause = fmt::format("paused: the next call would pass the cap of ${:g}, and ${:.4f} is spent; "
                                "raise the cap and go on",
                                *run.max_cost, budget.spent());
        }
    } catch (const std::exception& error) {
        failure = error.what();
    }
    if (!tracker) {
        tracker.emplace(start, options.on_progress);
    }
    tracker->set_phase(failure.empty() ? end : Progress::Phase::failed, failure.empty() ? pause : failure);
    return tracker->now();
}

} // namespace tiebreak::runs
