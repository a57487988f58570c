// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/weights_guard.h"

#include "domain/error.h"

namespace tiebreak::runs {

using client::Weights;
using domain::Error;
using domain::ErrorKind;

void WeightsGuard::check_before(const std::vector<store::CandidateRow>& candidates,
                                const std::vector<bool>& concerned,
                                const std::vector<bool>& has_stored_answers, bool same_weights) {
    for (const store::CandidateRow& row : candidates) {
        candidates_.push_back(row.candidate);
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const domain::Candidate& c = candidates[i].candidate;
        if (c.api == domain::Api::recorded || !concerned[i]) {
            continue;
        }
        const Weights weights = client::fingerprint(client_, c, client::Loading::leave);
        if (weights.by_turns) {
            postponed_.insert(i);
        }
        if (weights.knowledge == Weights::Knowledge::told) {
            take_told(i, weights);
        } else if (weights.knowledge == Weights::Knowledge::cannot_tell && has_stored_answers[i] &&
                   !same_weights) {
            throw Error(
                ErrorKind::usage,
                "answers are stored from before, and the server does not tell whether it still serves the "
                "same weights",
                "candidate " + c.name,
                "say --same-weights if it does (the window asks), or give the candidate another name");
        }
    }
}

void WeightsGuard::take_told(std::size_t index, const Weights& weights) {
    const domain::Candidate& c = candidates_[index];
    if (weights.fingerprint != c.fingerprint) {
        throw Error(ErrorKind::endpoint,
                    "the server now serves other weights than when this run began (" + weights.detail + ")",
                    "candidate " + c.name,
                    "load the former model again, or start a new run: this one keeps its answers");
    }
    const std::lock_guard lock(mutex_);
    for (const auto& [other, fingerprint] : before_) {
        const domain::Candidate& first = candidates_[other];
        if (fingerprint == weights.fingerprint && first.model != c.model) {
            throw Error(ErrorKind::endpoint,
                        "its server answers for \"" + c.model + "\" and for \"" + first.model +
                            "\" (candidate " + first.name +
                            ") with the same weights: it ignores the model name",
                        "candidate " + c.name,
                        "run the candidates one after the other, each with its own model loaded");
        }
    }
    before_.emplace(index, weights.fingerprint);
}

void WeightsGuard::entered(std::size_t candidate, const Weights& weights) {
    if (weights.knowledge == Weights::Knowledge::told) {
        take_told(candidate, weights);
    }
}

void WeightsGuard::left(std::size_t candidate, const Weights& weights) {
    const std::lock_guard lock(mutex_);
    const auto before = before_.find(candidate);
    if (before != before_.end() && weights.knowledge == Weights::Knowledge::told &&
        weights.fingerprint != before->second) {
        changes_.push_back({candidate, weights.detail});
    }
}

std::vector<WeightsGuard::Change>
WeightsGuard::changed_since(const std::vector<store::CandidateRow>& candidates) {
    std::map<std::size_t, std::string> before;
    std::vector<Change> changes;
    {
        const std::lock_guard lock(mutex_);
        before = before_;
        changes = changes_;
    }
    for (const auto& [index, fingerprint] : before) {
        if (postponed(index)) {
            continue; // looked at when it was left
        }
        const Weights now = client::fingerprint(client_, candidates[index].candidate, client::Loading::leave);
        // A server that is gone by now tells nothing about the answers it gave while it was there.
        if (now.knowledge == Weights::Knowledge::told && now.fingerprint != fingerprint) {
            changes.push_back({index, now.detail});
        }
    }
    return changes;
}

} // namespace tiebreak::runs
