// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/asking.h"

#include "domain/error.h"
#include "runs/call_key.h"
#include "store/responses.h"

#include <algorithm>
#include <utility>

namespace tiebreak::runs {

using domain::Error;
using domain::ErrorKind;
using domain::FailureKind;

Asking::Asking(store::Project& project, client::ModelClient& client, const store::RunRow& run,
               Tracker& tracker, Budget& budget, PatienceLimits patience)
    : project_(project)
    , client_(client)
    , run_(run)
    , tracker_(tracker)
    , budget_(budget)
    , patience_(patience)
    , guard_(std::make_shared<WeightsGuard>(client)) {}

void Asking::plan(const Selection& selection, bool same_weights) {
    plan_ = project_.read([&](store::Connection& c) { return read_ask_plan(c, run_); });
    for (std::size_t i = 0; i < plan_.candidates.size(); ++i) {
        tracker_.expect(i, plan_.planned[i], plan_.stored[i]);
    }
    done_.assign(plan_.jobs.size(), false);
    std::vector<bool> concerned(plan_.candidates.size(), false);
    for (std::size_t i = 0; i < plan_.jobs.size(); ++i) {
        const AskJob& job = plan_.jobs[i];
        done_[i] = job.before != FailureKind::none;
        if (selection.takes(plan_.candidates[job.candidate].candidate.name, job.before)) {
            chosen_.push_back(i);
            concerned[job.candidate] = true;
        }
    }
    for (const AskPlan::Found& found : plan_.found) {
        concerned[found.job.candidate] = true;
    }
    if (chosen_.empty() && plan_.found.empty()) {
        return;
    }
    // Nothing is asked, and nothing of another run's taken over, before the weights are known to be the right
    // ones. Where nothing is to be asked, what came in a batch stands for the revision that it was made for.
    if (!selection.nothing) {
        guard_->check_before(plan_.candidates, concerned, plan_.has_stored, same_weights);
    }
    if (!plan_.found.empty()) {
        project_.writer().run([&](store::Connection& c) {
            for (const AskPlan::Found& f : plan_.found) {
                store::link_response(c, run_.id, plan_.items[f.job.item].revision,
                                     plan_.candidates[f.job.candidate].revision, f.job.sample, f.job.turn,
                                     f.call);
            }
        });
    }
}

bool Asking::settled() const {
    return std::ranges::find(done_, false) == done_.end();
}

ModelTurns Asking::turns() const {
    std::vector<std::shared_ptr<const domain::Candidate>> asked(plan_.candidates.size());
    for (const std::size_t job : chosen_) {
        const std::size_t c = plan_.jobs[job].candidate;
        if (!asked[c]) {
            asked[c] = std::make_shared<const domain::Candidate>(plan_.candidates[c].candidate);
        }
    }
    return {
        client_,
        std::move(asked),
        {.wanted = [guard = guard_](std::size_t c) { return guard->postponed(c); },
         .entered = [guard = guard_](std::size_t c, const client::Weights& now) { guard->entered(c, now); },
         .left = [guard = guard_](std::size_t c, const client::Weights& now) { guard->left(c, now); }}};
}

client::ModelCall Asking::make(std::size_t job) {
    const std::lock_guard lock(mutex_);
    client::ModelCall call = plan_.call(job);
    flights_[job] = {plan_.key(plan_.jobs[job], call), budget_.estimate(call)};
    return call;
}

void Asking::answered(Feeder& feeder, std::size_t index, domain::Answer answer) {
    Flight flight;
    AskJob job;
    {
        const std::lock_guard lock(mutex_);
        flight = std::move(flights_.extract(index).mapped());
        job = plan_.jobs[index];
    }
    const domain::Candidate& model = plan_.candidates[job.candidate].candidate;
    if (answer.failure == FailureKind::cancelled) {
        budget_.give_back(flight.estimate);
        feeder.stored(index);
        return;
    }
    const Patience verdict = judge(patience_, answer, round_of(index));
    if (verdict == Patience::endpoint_gone) {
        budget_.give_back(flight.estimate);
        feeder.fail(std::make_exception_ptr(Error(
            ErrorKind::endpoint, "the server cannot be reached any more (" + answer.failure_detail + ")",
            "candidate " + model.name, "start it again and resume: what was answered is stored")));
        feeder.stored(index);
        return;
    }
    const std::optional<double> cost = cost_of(answer, model.price);
    budget_.settle(answer.attempts == 0 ? 0 : flight.estimate, cost, model, answer.usage.completion_tokens);
    store_answer(feeder, index, std::move(answer), std::move(flight.key),
                 {cost, verdict == Patience::once_more});
}

int Asking::round_of(std::size_t index) {
    const std::lock_guard lock(mutex_);
    const auto found = rounds_.find(index);
    return found == rounds_.end() ? 1 : found->second;
}

void Asking::store_answer(Feeder& feeder, std::size_t index, domain::Answer answer, std::string key,
                          const Outcome& outcome) {
    AskJob job;
    {
        const std::lock_guard lock(mutex_);
        job = plan_.jobs[index];
    }
    auto kept = std::make_shared<const domain::Answer>(std::move(answer));
    project_.writer().post(
        [this, job, kept, cost = outcome.cost, key = std::move(key)](store::Connection& c) {
            const auto revision = plan_.candidates[job.candidate].revision;
            const auto call = store::save_call(c, key, revision, *kept, cost);
            store::link_response(c, run_.id, plan_.items[job.item].revision, revision, job.sample, job.turn,
                                 call);
        },
        [this, index, kept, outcome, &feeder](const std::exception_ptr& error) {
            if (error) {
                feeder.fail(error);
            } else {
                committed(feeder, index, *kept, outcome);
            }
            feeder.stored(index);
        });
}

void Asking::committed(Feeder& feeder, std::size_t index, const domain::Answer& answer,
                       const Outcome& outcome) {
    const std::lock_guard lock(mutex_);
    AskJob& job = plan_.jobs[index];
    if (outcome.once_more) {
        tracker_.spent(outcome.cost);
        rounds_[index] = rounds_.emplace(index, 1).first->second + 1;
        done_[index] = true; // it stays failed should the run be stopped before it is asked again
        feeder.later(index);
        return;
    }
    tracker_.answered(job.candidate, answer, outcome.cost);
    const int turns = plan_.turns_of(job);
    done_[index] = true;
    if (answer.failure != FailureKind::none) {
        // The turns that would have followed cannot be asked without this answer.
        tracker_.gave_up(job.candidate, turns - job.turn);
    } else if (job.turn < turns) {
        plan_.histories[index].push_back(answer.text);
        ++job.turn;
        rounds_.erase(index);
        done_[index] = false;
        feeder.again(index);
    } else {
        plan_.histories.erase(index);
    }
}

void Asking::run(const std::stop_token& stop) {
    if (chosen_.empty()) {
        return;
    }
    const std::int64_t begun = store::now_ms();
    const ModelTurns turns = this->turns();
    const auto candidate_of = [this](std::optional<Feeder::Job> job) {
        return job ? std::optional<std::size_t>(plan_.jobs[*job].candidate) : std::nullopt;
    };
    Feeder feeder(
        client_,
        {.make = [this](Feeder::Job job) { return make(job); },
         .answered = [this, &feeder](Feeder::Job job,
                                     domain::Answer answer) { answered(feeder, job, std::move(answer)); },
         .admit =
             [this](Feeder::Job job, const client::ModelCall&) {
                 const std::lock_guard lock(mutex_);
                 return budget_.admit(flights_.at(job).estimate);
             },
         .next_model =
             [&](std::optional<Feeder::Job> done, std::optional<Feeder::Job> next, Feeder::Ready ready) {
                 turns.change(candidate_of(done), candidate_of(next), std::move(ready));
             }});
    for (const std::size_t job : chosen_) {
        feeder.add(job, turns.place(plan_.jobs[job].candidate));
    }
    std::exception_ptr failed;
    try {
        feeder.run(stop, [this] {
            tracker_.set_waiting(waiting_for(client_));
            tracker_.tell_if_due();
        });
    } catch (...) {
        failed = std::current_exception();
    }
    check_weights_after(begun);
    if (failed) {
        std::rethrow_exception(failed);
    }
}

void Asking::check_weights_after(std::int64_t begun) {
    const std::vector<WeightsGuard::Change> changes = guard_->changed_since(plan_.candidates);
    if (changes.empty()) {
        return;
    }
    std::string names;
    project_.writer().run([&](store::Connection& c) {
        for (const WeightsGuard::Change& change : changes) {
            store::void_calls(c, plan_.candidates[change.candidate].revision, begun, change.detail);
            names += (names.empty() ? "" : ", ") + plan_.candidates[change.candidate].candidate.name;
        }
    });
    throw Error(ErrorKind::endpoint,
                "the server changed its weights while it was asked (" + changes.front().detail +
                    "); the answers of this session are void",
                "candidate " + names, "load the former model again and resume, or start a new run");
}

} // namespace tiebreak::runs
