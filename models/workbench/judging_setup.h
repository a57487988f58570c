// SPDX-License-Identifier: GPL-3.0-or-later
// How a judging that was asked for becomes one that is stored.
#pragma once

#include "client/model_client.h"
#include "domain/item.h"
#include "domain/judging.h"
#include "judging/own_prompt.h"
#include "store/judgings.h"
#include "store/project.h"
#include "workbench/run_setup.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// A judging with its files read and its judges' weights asked for, checked as far as it can be before it is
/// stored.
struct ReadyJudging {
    domain::JudgingSpec spec; ///< models with names and fingerprints; rubric where one was left out
    std::map<std::string, domain::Rubric>
        rubrics; ///< read from files or written in the config, by name there
    std::optional<judging::OwnPrompt> own_prompt;
};

/// What a judging needs to be made ready. `items`, those to be judged: a prompt of one's own is tried on one.
struct JudgingNeeds {
    store::Project& project;
    client::ModelClient& client;
    const FileReader& files; ///< for rubric and prompt files; may be empty where none is named
    std::span<const domain::Item> items;
    bool ask_servers = true; ///< for judges' weights; false: they are taken as stored, for a plan
};

/// Throws domain::Error (usage, format, file, endpoint) that says what is wrong or missing and how to mend
/// it: a judge that cannot judge that way, a rubric that is not there or does not describe its scores, a
/// prompt that does not show what a judge needs, a server that does not answer.
[[nodiscard]] ReadyJudging ready_judging(const domain::JudgingSpec& spec, const JudgingNeeds& needs);

/// Stores it; a judging of the same settings that the run has already is that one.
domain::JudgingId store_judging(store::Connection& connection, domain::RunId run, const ReadyJudging& ready);

/// Asks the server of a model for its weights. Throws domain::Error (endpoint) where it does not answer.
void read_fingerprint(client::ModelClient& client, domain::Candidate& model);

} // namespace tiebreak::workbench
