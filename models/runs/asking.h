// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "runs/tracker.h"
#include "runs/weights_guard.h"
#include "store/evalsets.h"
#include "store/project.h"
#include "store/runs.h"

#include <stop_token>
#include <vector>

namespace tiebreak::runs {

/// The first half of a run: every candidate asked every item, less what is stored. Answers of recorded
/// candidates were imported with the run.
class Asking {
public:
    Asking(store::Project& project, client::ModelClient& client, const store::RunRow& run, Tracker& tracker);

    /// Subtracts what is stored from what is planned: links answers that other runs have paid for, and leaves
    /// the rest to run(). Throws domain::Error (see WeightsGuard::check_before) before anything is asked.
    void plan(bool same_weights);
    [[nodiscard]] std::size_t calls_left() const { return jobs_.size(); }
    /// Asks and stores. Where a server says afterwards that its weights changed meanwhile, the answers of
    /// this session are voided and a domain::Error says so.
    void run(const std::stop_token& stop);

private:
    struct Job {
        std::uint32_t item;
        std::uint32_t candidate;
    };

    [[nodiscard]] client::ModelCall call_of(const Job& job) const;
    [[nodiscard]] std::string key_of(const Job& job) const;

    store::Project& project_;
    client::ModelClient& client_;
    const store::RunRow& run_;
    Tracker& tracker_;
    WeightsGuard guard_;
    std::vector<store::StoredItem> items_;
    std::vector<store::CandidateRow> candidates_;
    std::vector<std::shared_ptr<const domain::Candidate>> models_;
    std::vector<Job> jobs_;
};

} // namespace tiebreak::runs
