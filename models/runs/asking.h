// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "runs/ask_plan.h"
#include "runs/budget.h"
#include "runs/feeder.h"
#include "runs/model_turns.h"
#include "runs/patience.h"
#include "runs/selection.h"
#include "runs/tracker.h"
#include "runs/weights_guard.h"
#include "store/project.h"
#include "store/runs.h"

#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace tiebreak::runs {

/// The first half of a run: every candidate asked every item, less what is stored. Answers of recorded
/// candidates were imported with the run.
class Asking {
public:
    Asking(store::Project& project, client::ModelClient& client, const store::RunRow& run, Tracker& tracker,
           Budget& budget, PatienceLimits patience);

    /// Subtracts what is stored from what is planned: links answers that other runs have paid for, and leaves
    /// what of the rest is selected to run(). Throws domain::Error (see WeightsGuard::check_before) before
    /// anything is asked.
    void plan(const Selection& selection, bool same_weights);
    [[nodiscard]] std::size_t calls_left() const { return chosen_.size(); }
    /// Asks and stores. Where a server says afterwards that its weights changed meanwhile, the answers of
    /// this session are voided and a domain::Error says so.
    void run(const std::stop_token& stop);
    /// Whether every answer is there or has failed when it was asked: what is still open may be judged
    /// without only then.
    [[nodiscard]] bool settled() const;

private:
    /// What is known of a call between its making and its answer.
    struct Flight {
        std::string key;
        double estimate = 0;
    };
    /// What comes after an answer is stored.
    struct Outcome {
        std::optional<double> cost;
        bool once_more = false; ///< it failed, and is asked again after the others
    };

    [[nodiscard]] ModelTurns turns() const;
    [[nodiscard]] client::ModelCall make(std::size_t job);
    [[nodiscard]] int round_of(std::size_t job);
    void answered(Feeder& feeder, std::size_t job, domain::Answer answer);
    void store_answer(Feeder& feeder, std::size_t index, domain::Answer answer, std::string key,
                      const Outcome& outcome);
    void committed(Feeder& feeder, std::size_t job, const domain::Answer& answer, const Outcome& outcome);
    void check_weights_after(std::int64_t begun);

    store::Project& project_;
    client::ModelClient& client_;
    const store::RunRow& run_;
    Tracker& tracker_;
    Budget& budget_;
    PatienceLimits patience_;
    std::shared_ptr<WeightsGuard> guard_; ///< shared with changes of models under way
    AskPlan plan_;
    std::vector<std::size_t> chosen_; ///< indices into the plan's jobs
    std::mutex mutex_;                ///< guards the plan's histories and turns, and what follows
    std::unordered_map<std::size_t, Flight> flights_;
    std::vector<bool> done_;                      ///< answered or failed, by job
    std::unordered_map<std::size_t, int> rounds_; ///< by job, where it is asked more than once
};

} // namespace tiebreak::runs
