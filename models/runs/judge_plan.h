// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "judging/unit.h"
#include "store/evalsets.h"
#include "store/judgings.h"
#include "store/project.h"
#include "store/runs.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace tiebreak::runs {

/// What a judging judges, read once: items in order, candidates, and which response stands where. Answers'
/// texts stay in the store; where plans need to tell equal ones, a digest stands in for them.
struct JudgeMaterial {
    std::vector<store::StoredItem> items;
    std::vector<store::CandidateRow> candidates;
    std::vector<judging::ItemResponses>
        digests; ///< text = SHA-256 of the answer; blank where the answer is blank
    /// responses[item][candidate]: the stored response; not stored where absent
    struct Cell {
        domain::ResponseId response;
        domain::TextId text;
    };
    std::vector<std::vector<Cell>> responses;
    std::unordered_map<domain::ItemRevisionId, std::size_t> item_index;

    /// The same item with the answers' real texts, for rendering or scoring. One that was only assumed has
    /// none.
    [[nodiscard]] judging::ItemResponses texts_of(store::Connection& connection, std::size_t item) const;
};

/// Whether answers that are not there yet are taken for there: planned before they are asked for, a judging
/// would otherwise seem to cost nothing.
enum class Assume { nothing, responses_to_come };

[[nodiscard]] JudgeMaterial read_material(store::Connection& connection, const store::RunRow& run,
                                          Assume assume = Assume::nothing);

/// The unit as the store keeps it: positions by response id.
[[nodiscard]] store::UnitRow stored_form(const judging::Unit& unit, const JudgeMaterial& material);

/// The units of a plan that are not judged yet. One with a reading (readable or not) is done; one that failed
/// is not.
struct Remaining {
    std::vector<judging::Unit> units;
    std::int64_t total = 0;
    std::int64_t read = 0;
    std::int64_t parse_failures = 0;
};
[[nodiscard]] Remaining subtract_stored(store::Connection& connection, domain::JudgingId judging,
                                        std::vector<judging::Unit> planned, const JudgeMaterial& material);

/// "step-4000: 3 responses absent" for each candidate that has any.
[[nodiscard]] std::vector<std::string> absence_notes(const std::vector<judging::Absent>& absent,
                                                     const JudgeMaterial& material);

} // namespace tiebreak::runs
