// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "client/weights.h"
#include "store/candidates.h"

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace tiebreak::runs {

/// Knows which weights stood behind each address when a run began, and finds out whether they still do. A
/// candidate is a set of weights, and people swap checkpoints behind one address.
class WeightsGuard {
public:
    explicit WeightsGuard(client::ModelClient& client)
        : client_(client) {}

    /// Asks the server of each endpoint candidate that is `concerned`. Throws domain::Error where
    /// - the server says other weights than the revision's (they were swapped since the run was made);
    /// - two candidates of different model names lead to the same weights (the server ignores the name);
    /// - the server cannot tell, answers are stored from before, and nobody confirmed that the weights are
    /// the same.
    /// One that loads its models by turns is `postponed`: looked at when the candidate's is loaded.
    void check_before(const std::vector<store::CandidateRow>& candidates, const std::vector<bool>& concerned,
                      const std::vector<bool>& has_stored_answers, bool same_weights);

    /// Whether the weights are still to be looked at, once when the model is loaded and once when it has been
    /// asked.
    [[nodiscard]] bool postponed(std::size_t candidate) const { return postponed_.contains(candidate); }
    /// The candidate's model is loaded now. Throws as check_before does.
    void entered(std::size_t candidate, const client::Weights& weights);
    /// It has been asked, and is loaded still.
    void left(std::size_t candidate, const client::Weights& weights);

    /// The candidates whose server says something else now than before; index and what it says.
    struct Change {
        std::size_t candidate;
        std::string detail;
    };
    [[nodiscard]] std::vector<Change> changed_since(const std::vector<store::CandidateRow>& candidates);

private:
    /// Throws where they are not the revision's, or another candidate's of another name.
    void take_told(std::size_t candidate, const client::Weights& weights);

    client::ModelClient& client_;
    std::vector<domain::Candidate> candidates_;
    std::set<std::size_t> postponed_;
    std::mutex mutex_;                          ///< guards what follows, which a change of models adds to
    std::map<std::size_t, std::string> before_; ///< fingerprints told, by index of candidate
    std::vector<Change> changes_;               ///< seen when a model was left
};

} // namespace tiebreak::runs
