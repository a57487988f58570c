// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "judging/degeneration.h"
#include "store/responses.h"
#include "workbench/run_frame.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// What the views need to know of an answer's text without keeping it.
struct ResponseFacts {
    bool read = false;             ///< there is a text; nothing below holds where there is none
    unsigned degenerate = 0;       ///< bit 1 << kind of judging::Degeneration
    std::uint32_t characters = 0;  ///< code points
    std::uint64_t fingerprint = 0; ///< equal for equal texts

    [[nodiscard]] bool is(judging::Degeneration kind) const noexcept {
        return read && (degenerate >> static_cast<unsigned>(kind) & 1U) != 0;
    }
};

/// All responses of a run with their facts.
struct RunResponses {
    std::vector<store::ResponseRow> rows; ///< in order of id
    std::vector<ResponseFacts> facts;     ///< beside rows
    /// Index into rows of candidate c's answer to item i (its first sample, first turn) at c · items + i.
    std::vector<std::optional<std::size_t>> first;
    std::size_t items = 0;

    [[nodiscard]] const store::ResponseRow* row(std::size_t candidate, std::size_t item) const;
    [[nodiscard]] const ResponseFacts* fact(std::size_t candidate, std::size_t item) const; ///< null: no text
};

/// Reads every text once, in one pass.
[[nodiscard]] RunResponses read_responses(store::Connection& connection, const RunFrame& frame);

/// The names of what is wrong with an answer, as the report has them.
[[nodiscard]] std::vector<std::string> degeneration_names(unsigned degenerate);

} // namespace tiebreak::workbench
