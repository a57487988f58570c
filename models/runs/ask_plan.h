// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/endpoint.h"
#include "store/evalsets.h"
#include "store/runs.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace tiebreak::runs {

/// One question to one candidate: a turn of one of its samples of an item.
struct AskJob {
    std::uint32_t item = 0;
    std::uint32_t candidate = 0;
    std::uint16_t sample = 1; ///< from 1; the `repeat` of its response and its key
    std::uint16_t turn = 1;   ///< from 1
    domain::FailureKind before = domain::FailureKind::none; ///< how it failed when it was asked before
};

/// What a run asks its candidates, and what of it is left. Who asks live, who writes a batch and who only
/// counts beforehand all read it here.
struct AskPlan {
    struct Found {
        AskJob job;
        domain::CallId call;
    };

    std::vector<store::StoredItem> items;
    std::vector<store::CandidateRow> candidates;
    /// What can be asked now: the first open turn of each sample. Later turns follow from the answers.
    std::vector<AskJob> jobs;
    std::vector<Found> found; ///< answered for another run already
    /// The candidate's answers to the turns before, by index into `jobs`; only where there are any.
    std::unordered_map<std::size_t, std::vector<std::string>> histories;
    std::vector<std::int64_t> planned; ///< turns, by candidate; of a recorded one: what is stored
    std::vector<std::int64_t> stored;  ///< answers there are, those of other runs among them, by candidate
    std::vector<bool> has_stored;      ///< whether answers from before are used, by candidate

    /// Turns of the item: 1 where it has no further ones.
    [[nodiscard]] int turns_of(const AskJob& job) const {
        return 1 + static_cast<int>(items[job.item].content.turns.size());
    }
    /// The question as it goes to the client; `history` holds the answers to the turns before.
    [[nodiscard]] client::ModelCall call(const AskJob& job, const std::vector<std::string>& history) const;
    [[nodiscard]] client::ModelCall call(std::size_t index) const;
    [[nodiscard]] std::string key(const AskJob& job, const client::ModelCall& call) const;

    /// By candidate and sample.
    std::vector<std::vector<std::shared_ptr<const domain::Candidate>>> models;
};

/// The candidate as sample number `sample` asks it: with the next seed where a seed is set.
[[nodiscard]] std::shared_ptr<const domain::Candidate> model_of(const domain::Candidate& candidate,
                                                                int sample);

/// One question as it goes to the client; `history` holds the model's own answers to the turns before.
[[nodiscard]] client::ModelCall question(std::shared_ptr<const domain::Candidate> model,
                                         const domain::Item& item, const std::vector<std::string>& history);

/// Whom a question goes to, and as which sample and turn.
struct Asked {
    const store::CandidateRow& candidate;
    int sample = 1;
    int turn = 1;
};
[[nodiscard]] std::string key_of(const Asked& asked, const client::ModelCall& call);

[[nodiscard]] AskPlan read_ask_plan(store::Connection& connection, const store::RunRow& run);

} // namespace tiebreak::runs
