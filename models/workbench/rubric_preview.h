// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"
#include "domain/response.h"
#include "store/connection.h"

#include <string>
#include <vector>

namespace tiebreak::workbench {

/// What a judge would be sent: a rubric before a real item of the project, with real answers where there are.
struct RubricPreview {
    std::vector<domain::Message> messages;
    std::string item;    ///< its instruction
    int item_number = 0; ///< from 1, among `items`
    int items = 0;       ///< there are to choose from
    std::string source;  ///< "small-gpts, 60 items", or that no item is there yet
    int answers = 0;     ///< in the prompt
    bool real = false;   ///< the answers are stored ones; else the reference stands in
    std::size_t characters = 0;
};

/// The prompt of `protocol` (joint, single, rubric and what else asks a model) with `rubric`, for item
/// `number` (from 1; beyond the end: the last). Items and answers are those of the newest run that has both;
/// else of the newest eval set with its reference answers; else a sentence that says what would stand there.
/// Throws domain::Error where the prompt cannot be made.
[[nodiscard]] RubricPreview preview_rubric(store::Connection& connection, const domain::Rubric& rubric,
                                           domain::Protocol protocol, int number);

} // namespace tiebreak::workbench
