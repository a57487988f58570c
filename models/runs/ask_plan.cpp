// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/ask_plan.h"

#include "runs/call_key.h"
#include "store/responses.h"
#include "store/texts.h"
#include "text/prompt_template.h"

#include <map>
#include <tuple>

namespace tiebreak::runs {

namespace {

/// The item's own system prompt stands before the candidate's: it is part of the question.
const std::string& system_of(const domain::Item& item, const domain::Candidate& candidate) {
    return item.system.empty() ? candidate.system : item.system;
}

std::vector<std::shared_ptr<const domain::Candidate>> models_of(const domain::Candidate& candidate) {
    std::vector<std::shared_ptr<const domain::Candidate>> models;
    for (int sample = 0; sample < candidate.samples; ++sample) {
        if (sample > 0 && !candidate.parameters.seed) {
            models.push_back(models.front());
            continue;
        }
        models.push_back(model_of(candidate, sample + 1));
    }
    return models;
}

/// What is stored of a run's answers: by item, candidate, sample and turn.
struct Stored {
    domain::TextId text;
    domain::FailureKind failure = domain::FailureKind::none;
};
using StoredAnswers = std::map<std::tuple<std::int64_t, std::int64_t, int, int>, Stored>;

StoredAnswers read_stored(store::Connection& connection, domain::RunId run) {
    StoredAnswers stored;
    for (const store::ResponseRow& row : store::responses(connection, run)) {
        stored[{row.item.value, row.candidate.value, row.repeat, row.turn}] = {row.text, row.failure};
    }
    return stored;
}

/// Goes through the turns of one sample: passes over what is answered, finds what other runs have paid for,
/// and leaves the first turn that is open to be asked.
void plan_sample(store::Connection& connection, AskPlan& plan, AskJob job, const StoredAnswers& stored,
                 bool may_be_known) {
    const std::size_t c = job.candidate;
    std::vector<std::string> history;
    const int turns = plan.turns_of(job);
    for (int turn = 1; turn <= turns; ++turn) {
        job.turn = static_cast<std::uint16_t>(turn);
        const auto here = stored.find(
            {plan.items[job.item].revision.value, plan.candidates[c].revision.value, job.sample, turn});
        domain::TextId text;
        if (here != stored.end() && here->second.failure == domain::FailureKind::none) {
            text = here->second.text;
        } else if (may_be_known) {
            const auto known = store::find_call(connection, plan.key(job, plan.call(job, history)));
            if (known && known->failure == domain::FailureKind::none) {
                plan.found.push_back({job, known->id});
                text = known->text;
            }
        }
        if (!text.stored()) {
            if (here != stored.end()) {
                job.before = here->second.failure;
            }
            if (!history.empty()) {
                plan.histories.emplace(plan.jobs.size(), std::move(history));
            }
            plan.jobs.push_back(job);
            return;
        }
        ++plan.stored[c];
        plan.has_stored[c] = true;
        if (turn < turns) {
            history.push_back(store::text_body(connection, text));
        }
    }
}

} // namespace

std::shared_ptr<const domain::Candidate> model_of(const domain::Candidate& candidate, int sample) {
    auto model = std::make_shared<domain::Candidate>(candidate);
    if (model->parameters.seed) {
        *model->parameters.seed += sample - 1; // the same seed would give the same answer
    }
    return model;
}

client::ModelCall question(std::shared_ptr<const domain::Candidate> model, const domain::Item& item,
                           const std::vector<std::string>& history) {
    client::ModelCall call;
    call.model = std::move(model);
    const std::string& form = call.model->prompt_template;
    const std::string& system = system_of(item, *call.model);
    if (domain::asks_with_prompt(*call.model)) {
        call.prompt = text::render_prompt(form, item.instruction, item.input, system);
        for (std::size_t turn = 0; turn < history.size(); ++turn) {
            call.prompt =
                text::continue_prompt(form, std::move(call.prompt), history[turn], item.turns.at(turn));
        }
        return call;
    }
    call.messages = text::as_messages(form, item.instruction, item.input, system);
    for (std::size_t turn = 0; turn < history.size(); ++turn) {
        call.messages.push_back({"assistant", history[turn]});
        call.messages.push_back({"user", text::as_messages(form, item.turns.at(turn), {}).back().content});
    }
    return call;
}

std::string key_of(const Asked& asked, const client::ModelCall& call) {
    return call_key({asked.candidate.revision_uid, call.messages, call.prompt, asked.turn, asked.sample},
                    asked.candidate.candidate.parameters);
}

client::ModelCall AskPlan::call(const AskJob& job, const std::vector<std::string>& history) const {
    return question(models[job.candidate][job.sample - 1U], items[job.item].content, history);
}

client::ModelCall AskPlan::call(std::size_t index) const {
    static const std::vector<std::string> none;
    const auto history = histories.find(index);
    return call(jobs[index], history == histories.end() ? none : history->second);
}

std::string AskPlan::key(const AskJob& job, const client::ModelCall& call) const {
    return key_of(Asked{candidates[job.candidate], job.sample, job.turn}, call);
}

AskPlan read_ask_plan(store::Connection& connection, const store::RunRow& run) {
    AskPlan plan;
    plan.items = store::items(connection, run.eval_set);
    plan.candidates = store::run_candidates(connection, run.id);
    const std::size_t n = plan.candidates.size();
    plan.planned.assign(n, 0);
    plan.stored.assign(n, 0);
    plan.has_stored.assign(n, false);
    const StoredAnswers stored = read_stored(connection, run.id);
    std::vector<bool> may_be_known(n);
    for (std::size_t c = 0; c < n; ++c) {
        plan.models.push_back(models_of(plan.candidates[c].candidate));
        may_be_known[c] = store::has_calls(connection, plan.candidates[c].revision);
    }
    for (std::uint32_t item = 0; item < plan.items.size(); ++item) {
        for (std::uint32_t c = 0; c < n; ++c) {
            const domain::Candidate& model = plan.candidates[c].candidate;
            if (model.api == domain::Api::recorded) {
                continue;
            }
            for (int sample = 1; sample <= model.samples; ++sample) {
                const AskJob job{item, c, static_cast<std::uint16_t>(sample), 1};
                plan.planned[c] += plan.turns_of(job);
                plan_sample(connection, plan, job, stored, may_be_known[c]);
            }
        }
    }
    for (const auto& [place, answer] : stored) {
        for (std::size_t c = 0; c < n; ++c) {
            if (plan.candidates[c].candidate.api == domain::Api::recorded &&
                answer.failure == domain::FailureKind::none &&
                plan.candidates[c].revision.value == std::get<1>(place)) {
                ++plan.planned[c];
                ++plan.stored[c];
            }
        }
    }
    return plan;
}

} // namespace tiebreak::runs
