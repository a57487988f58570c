// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "judging/unit.h"
#include "runs/settings.h"
#include "store/evalsets.h"
#include "store/judgings.h"
#include "store/project.h"
#include "store/runs.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace tiebreak::runs {

/// What a judging judges, read once: items in order, candidates, and which response stands where. Answers'
/// texts stay in the store; where plans need to tell equal ones, a digest stands in for them.
struct JudgeMaterial {
    /// The stored response; not stored where absent, and for the reference answer as baseline.
    struct Cell {
        domain::ResponseId response;
        domain::TextId text;
    };
    using Cells = std::vector<std::vector<Cell>>; ///< by item and column

    std::vector<store::StoredItem> items;
    std::vector<store::CandidateRow> candidates;
    /// By item: text = SHA-256 of the answer (in later turns, of all up to it); blank where the answer is
    /// blank. A baseline that is none of the candidates is one column more, the last.
    std::vector<judging::ItemResponses> digests;
    Cells responses;
    /// The same for the turns after the first, of a conversation's judging: later[0] is turn 2.
    std::vector<std::vector<judging::ItemResponses>> later_digests;
    std::vector<Cells> later_responses;
    std::optional<std::size_t> baseline; ///< column of the baseline
    std::string baseline_name;           ///< for people
    bool baseline_is_reference = false;
    std::unordered_map<domain::ItemRevisionId, std::size_t> item_index;

    [[nodiscard]] std::size_t columns() const {
        return digests.empty() ? candidates.size() : digests.front().responses.size();
    }
    [[nodiscard]] const Cells& cells(int turn) const {
        return turn <= 1 ? responses : later_responses.at(static_cast<std::size_t>(turn - 2));
    }
    /// The name of a column, for people.
    [[nodiscard]] std::string name_of(std::size_t column) const;

    /// The same item with the answers' real texts, for rendering or scoring. One that was only assumed has
    /// none.
    [[nodiscard]] judging::ItemResponses texts_of(store::Connection& connection, std::size_t item,
                                                  int turn = 1) const;
};

/// Whether answers that are not there yet are taken for there: planned before they are asked for, a judging
/// would otherwise seem to cost nothing.
enum class Assume { nothing, responses_to_come };

/// For a judging of its candidates alone, on all items.
[[nodiscard]] JudgeMaterial read_material(store::Connection& connection, const store::RunRow& run,
                                          Assume assume = Assume::nothing);
/// With what the judging asks for beyond: a baseline from elsewhere, further turns, a trial's items.
/// Throws domain::Error (usage) where the past run or its candidate is not there any more.
[[nodiscard]] JudgeMaterial read_material(store::Connection& connection, const store::RunRow& run,
                                          const store::JudgingRow& judging, const JudgingSettings& settings,
                                          Assume assume = Assume::nothing);

/// All units of a judging over its material. `prompt_bytes`: of the prompt without item and answers, for
/// prompts that may outgrow the judge.
[[nodiscard]] judging::Plan plan_judging(const store::JudgingRow& judging, const JudgingSettings& settings,
                                         const JudgeMaterial& material, std::size_t prompt_bytes = 0);

/// The unit as the store keeps it: positions by response id; the reference answer has none, so its position
/// is left out.
[[nodiscard]] store::UnitRow stored_form(const judging::Unit& unit, const JudgeMaterial& material);

/// The units of a plan that are not judged yet. One with a reading (readable or not) is done; one that failed
/// is not.
struct Remaining {
    std::vector<judging::Unit> units;
    std::vector<judging::Unit> repairs; ///< read by nobody, and not yet asked for the format again
    std::int64_t total = 0;
    std::int64_t read = 0;
    std::int64_t parse_failures = 0;
};
[[nodiscard]] Remaining subtract_stored(store::Connection& connection, domain::JudgingId judging,
                                        std::vector<judging::Unit> planned, const JudgeMaterial& material);

/// "step-4000: 3 responses absent" for each candidate that has any.
[[nodiscard]] std::vector<std::string> absence_notes(const std::vector<judging::Absent>& absent,
                                                     const JudgeMaterial& material);
/// What a person should know of how the judging was cut: linked groups, a trial, a rubric without references.
[[nodiscard]] std::vector<std::string> plan_notes(const judging::Plan& plan, const store::JudgingRow& judging,
                                                  const JudgingSettings& settings,
                                                  const JudgeMaterial& material);

} // namespace tiebreak::runs
