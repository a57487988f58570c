// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"
#include "store/connection.h"

#include <optional>
#include <string>
#include <vector>

namespace tiebreak::store {

struct RubricRow {
    domain::RubricId id;
    std::string uid;
    int number = 0; ///< of the newest revision
    domain::RubricRevisionId newest;
    domain::Rubric rubric;
};

[[nodiscard]] std::vector<RubricRow> rubrics(Connection& connection);
[[nodiscard]] std::optional<RubricRow> find_rubric(Connection& connection, const std::string& name);
[[nodiscard]] domain::Rubric rubric(Connection& connection, domain::RubricRevisionId revision);

struct RubricRevisionRow {
    domain::RubricRevisionId id;
    int number = 0;
    std::int64_t created = 0;
    int judgings = 0; ///< that used it
    domain::Rubric rubric;
};

/// Newest first.
[[nodiscard]] std::vector<RubricRevisionRow> rubric_revisions(Connection& connection, domain::RubricId id);

/// Renaming changes no revision. Throws domain::Error (usage) where another rubric has the name.
void rename_rubric(Connection& connection, domain::RubricId id, const std::string& name);

/// The newest revision of the rubric of that name; a new one where the content differs.
domain::RubricRevisionId save_rubric(Connection& connection, const domain::Rubric& rubric);

/// A prompt's template, once for each content.
domain::PromptRevisionId save_prompt(Connection& connection, const std::string& name,
                                     const std::string& body);
[[nodiscard]] std::string prompt_body(Connection& connection, domain::PromptRevisionId revision);

} // namespace tiebreak::store
