// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/asking.h"

#include "client/url.h"
#include "domain/error.h"
#include "runs/call_key.h"
#include "runs/feeder.h"
#include "store/evalsets.h"
#include "store/responses.h"
#include "text/prompt_template.h"

#include <set>
#include <unordered_map>

namespace tiebreak::runs {

using domain::Error;
using domain::ErrorKind;

namespace {

/// The item's own system prompt stands before the candidate's: it is part of the question.
const std::string& system_of(const domain::Item& item, const domain::Candidate& candidate) {
    return item.system.empty() ? candidate.system : item.system;
}

} // namespace

Asking::Asking(store::Project& project, client::ModelClient& client, const store::RunRow& run,
               Tracker& tracker)
    : project_(project)
    , client_(client)
    , run_(run)
    , tracker_(tracker)
    , guard_(client) {}

client::ModelCall Asking::call_of(const Job& job) const {
    const domain::Item& item = items_[job.item].content;
    client::ModelCall call;
    call.model = models_[job.candidate];
    const std::string& system = system_of(item, *call.model);
    if (call.model->api == domain::Api::openai_completions) {
        call.prompt = text::render_prompt(call.model->prompt_template, item.instruction, item.input, system);
    } else {
        call.messages = text::as_messages(call.model->prompt_template, item.instruction, item.input, system);
    }
    return call;
}

std::string Asking::key_of(const Job& job) const {
    client::ModelCall call = call_of(job);
    return call_key(
        {candidates_[job.candidate].revision_uid, std::move(call.messages), std::move(call.prompt), 1, 1},
        call.model->parameters);
}

void Asking::plan(bool same_weights) {
    struct Found {
        Job job;
        domain::CallId call;
    };
    std::vector<Found> found; // answered for another run already
    std::vector<bool> has_stored;
    project_.read([&](store::Connection& c) {
        items_ = store::items(c, run_.eval_set);
        candidates_ = store::run_candidates(c, run_.id);
        has_stored.assign(candidates_.size(), false);
        std::set<std::pair<std::int64_t, std::int64_t>> answered;
        for (const store::ResponseRow& row : store::responses(c, run_.id)) {
            if (row.failure == domain::FailureKind::none) {
                answered.emplace(row.item.value, row.candidate.value);
            }
        }
        for (std::size_t i = 0; i < candidates_.size(); ++i) {
            models_.push_back(std::make_shared<domain::Candidate>(candidates_[i].candidate));
        }
        std::vector<std::int64_t> stored(candidates_.size(), 0);
        for (std::uint32_t item = 0; item < items_.size(); ++item) {
            for (std::uint32_t candidate = 0; candidate < candidates_.size(); ++candidate) {
                const Job job{item, candidate};
                if (answered.contains(
                        std::pair(items_[item].revision.value, candidates_[candidate].revision.value))) {
                    ++stored[candidate];
                    has_stored[candidate] = true;
                } else if (models_[candidate]->api != domain::Api::recorded) {
                    const auto known = store::find_call(c, key_of(job));
                    if (known && known->failure == domain::FailureKind::none) {
                        found.push_back({job, known->id});
                        ++stored[candidate];
                        has_stored[candidate] = true;
                    } else {
                        jobs_.push_back(job);
                    }
                }
            }
        }
        for (std::size_t i = 0; i < candidates_.size(); ++i) {
            const auto planned = models_[i]->api == domain::Api::recorded
                                     ? stored[i]
                                     : static_cast<std::int64_t>(items_.size());
            tracker_.expect(i, planned, stored[i]);
        }
    });
    if (jobs_.empty() && found.empty()) {
        return;
    }
    // Nothing is asked, and nothing of another run's taken over, before the weights are known to be the right
    // ones.
    std::vector<bool> concerned(candidates_.size(), false);
    for (const Job& job : jobs_) {
        concerned[job.candidate] = true;
    }
    for (const Found& f : found) {
        concerned[f.job.candidate] = true;
    }
    for (const store::StoredItem& item : items_) {
        if (!item.content.turns.empty()) {
            throw Error(ErrorKind::usage,
                        "item " + item.content.external_id +
                            " has several turns, and runs ask one turn only so far",
                        run_.eval_set_name, "leave such items out, or import recorded answers for them");
        }
    }
    guard_.check_before(candidates_, concerned, has_stored, same_weights);
    if (!found.empty()) {
        project_.writer().run([&](store::Connection& c) {
            for (const Found& f : found) {
                store::link_response(c, run_.id, items_[f.job.item].revision,
                                     candidates_[f.job.candidate].revision, 1, 1, f.call);
            }
        });
    }
}

void Asking::run(const std::stop_token& stop) {
    if (jobs_.empty()) {
        return;
    }
    const std::int64_t begun = store::now_ms();

    Feeder feeder(client_,
                  {[this](Feeder::Job index) { return call_of(jobs_[index]); },
                   [this, &feeder](Feeder::Job index, domain::Answer answer) {
                       const Job job = jobs_[index];
                       if (answer.failure == domain::FailureKind::cancelled) {
                           feeder.stored();
                           return;
                       }
                       auto kept = std::make_shared<const domain::Answer>(std::move(answer));
                       const std::optional<double> cost = cost_of(kept->usage, models_[job.candidate]->price);
                       project_.writer().post(
                           [this, job, kept, cost](store::Connection& c) {
                               const auto revision = candidates_[job.candidate].revision;
                               const auto call = store::save_call(c, key_of(job), revision, *kept, cost);
                               store::link_response(c, run_.id, items_[job.item].revision, revision, 1, 1,
                                                    call);
                           },
                           [this, job, kept, cost, &feeder](const std::exception_ptr& error) {
                               if (error) {
                                   feeder.fail(error);
                               } else {
                                   tracker_.answered(job.candidate, *kept, cost);
                               }
                               feeder.stored();
                           });
                   }});
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
        const domain::Endpoint& endpoint = models_[jobs_[i].candidate]->endpoint;
        feeder.add(i, client::parse_url(endpoint.base_url).origin.text(), endpoint.concurrency);
    }
    feeder.run(stop, [this] { tracker_.tell_if_due(); });

    const std::vector<WeightsGuard::Change> changes = guard_.changed_since(candidates_);
    if (changes.empty()) {
        return;
    }
    std::string names;
    project_.writer().run([&](store::Connection& c) {
        for (const WeightsGuard::Change& change : changes) {
            store::void_calls(c, candidates_[change.candidate].revision, begun, change.detail);
            names += (names.empty() ? "" : ", ") + candidates_[change.candidate].candidate.name;
        }
    });
    throw Error(ErrorKind::endpoint,
                "the server changed its weights while it was asked (" + changes.front().detail +
                    "); the answers of this session are void",
                "candidate " + names, "load the former model again and resume, or start a new run");
}

} // namespace tiebreak::runs
