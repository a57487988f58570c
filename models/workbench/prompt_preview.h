// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"
#include "domain/item.h"
#include "domain/response.h"

#include <string>
#include <vector>

namespace tiebreak::workbench {

/// The exact text that leaves for a model, for one item, and what looks wrong about it.
struct PromptPreview {
    std::vector<domain::Message> messages; ///< chat APIs
    std::string prompt;                    ///< completions
    std::vector<std::string> warnings;     ///< doubled BOS, a template within a template, …
};

/// Throws domain::Error where the template cannot be used.
[[nodiscard]] PromptPreview preview_prompt(const domain::Candidate& model, const domain::Item& item);

} // namespace tiebreak::workbench
