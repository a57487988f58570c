// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/export_rows.h"

#include "runs/settings.h"
#include "store/passes.h"
#include "store/responses.h"
#include "store/texts.h"
#include "workbench/run_frame.h"

#include <unordered_map>

namespace tiebreak::workbench {

namespace {

/// An id that joins: the one of the item's file, else the project's own.
std::string item_id(const RunFrame& frame, domain::ItemRevisionId item) {
    const auto found = frame.item_of.find(item);
    if (found == frame.item_of.end()) {
        return "";
    }
    const store::StoredItem& stored = frame.items[found->second];
    return stored.content.external_id.empty() ? stored.uid : stored.content.external_id;
}

std::string candidate_name(const RunFrame& frame, domain::CandidateRevisionId candidate) {
    const auto found = frame.candidate_of.find(candidate);
    return found == frame.candidate_of.end() ? "" : frame.candidates[found->second].candidate.name;
}

/// Who stood against whom in each unit of pairs, for rows whose reply was not read.
std::unordered_map<domain::UnitId, domain::ResponseId> others_of(store::Connection& connection,
                                                                 const store::JudgingRow& judging) {
    std::unordered_map<domain::UnitId, domain::ResponseId> others;
    for (const store::UnitRow& unit : store::units(connection, judging.id)) {
        for (const store::UnitPosition& position : unit.positions) {
            if ((position.position == 1) != (unit.orientation == 0)) {
                others.try_emplace(unit.id, position.response);
            }
        }
    }
    return others;
}

/// Whether it ranks by comparisons of two.
bool compares_two(const store::JudgingRow& judging) {
    if (!ranks_answers(judging)) {
        return false;
    }
    const auto method =
        runs::ranking_method(judging.protocol, runs::settings_from_json(judging.settings));
    return runs::compares_two(*method);
}

/// The names that verdicts of pairs speak of.
class PairNames {
public:
    PairNames(store::Connection& connection, const RunFrame& frame, const store::JudgingRow& judging)
        : frame_(frame)
        , pairs_(compares_pairs(judging) || compares_two(judging)) {
        if (!pairs_) {
            return;
        }
        const runs::JudgingSettings settings = runs::settings_from_json(judging.settings);
        elsewhere_ = settings.baseline; // "reference", or a past run's candidate
        for (const store::ResponseRow& row : store::responses(connection, frame.run.id)) {
            candidate_of_.emplace(row.id, row.candidate);
        }
        others_ = others_of(connection, judging);
    }

    /// A pair has one row, from the point of view of its first.
    [[nodiscard]] bool skips(const store::JudgedRow& row) const {
        return pairs_ && (row.position == 1) != (row.orientation == 0);
    }
    [[nodiscard]] std::string opponent_of(const store::JudgedRow& row) const {
        if (!pairs_) {
            return "";
        }
        if (row.opponent_here) {
            return candidate_name(frame_, row.opponent);
        }
        const auto other = others_.find(row.unit);
        const auto candidate =
            other == others_.end() ? candidate_of_.end() : candidate_of_.find(other->second);
        return candidate == candidate_of_.end() ? elsewhere_ : candidate_name(frame_, candidate->second);
    }

private:
    const RunFrame& frame_;
    bool pairs_;
    std::string elsewhere_;
    std::unordered_map<domain::ResponseId, domain::CandidateRevisionId> candidate_of_;
    std::unordered_map<domain::UnitId, domain::ResponseId> others_;
};

std::int64_t export_judged(store::Connection& connection, const RunFrame& frame,
                           const store::JudgingRow& judging,
                           const std::function<void(const formats::VerdictLine&)>& each) {
    std::int64_t rows = 0;
    // The replies of a joint prompt stand in a row for each of its candidates; read each once.
    domain::UnitId unit;
    std::optional<std::string> raw;
    const PairNames names(connection, frame, judging);
    store::each_judged(connection, judging.id, [&](const store::JudgedRow& row) {
        if (row.status == store::ParseStatus::not_judged || names.skips(row)) {
            return;
        }
        if (row.unit != unit) {
            unit = row.unit;
            raw = row.reply.stored() ? std::optional(store::text_body(connection, row.reply)) : std::nullopt;
        }
        const auto judge = static_cast<std::size_t>(row.judge);
        formats::VerdictLine line;
        line.run = frame.run.name;
        line.judging = judging.name;
        line.item = item_id(frame, row.item);
        line.candidate = candidate_name(frame, row.candidate);
        line.opponent = names.opponent_of(row);
        line.repeat = row.repeat;
        line.position = row.position;
        line.score = row.score;
        line.winner = row.winner == "win"    ? line.candidate
                      : row.winner == "loss" ? line.opponent
                                             : row.winner;
        line.status = store::to_string(row.status);
        line.comment = row.comment;
        line.raw = raw;
        line.origin = judge < judging.judges.size() ? judging.judges[judge].name : "";
        each(line);
        ++rows;
    });
    return rows;
}

std::int64_t export_imported(store::Connection& connection, const RunFrame& frame,
                             const store::JudgingRow& judging,
                             const std::function<void(const formats::VerdictLine&)>& each) {
    std::int64_t rows = 0;
    for (const store::ImportedScoreRow& row : store::imported_scores(connection, judging.id)) {
        formats::VerdictLine line;
        line.run = frame.run.name;
        line.judging = judging.name;
        line.candidate = candidate_name(frame, row.candidate);
        line.repeat = row.run_index;
        line.score = row.score;
        line.status = "read";
        line.origin = judge_names(judging);
        each(line);
        ++rows;
    }
    return rows;
}

} // namespace

std::int64_t export_responses(store::Connection& connection, domain::RunId run,
                              const std::function<void(const formats::ResponseLine&)>& each) {
    const RunFrame frame = read_run_frame(connection, run);
    std::int64_t rows = 0;
    store::each_response(connection, run, [&](const store::FullResponse& row) {
        formats::ResponseLine line;
        line.run = frame.run.name;
        line.item = item_id(frame, row.item);
        if (const auto item = frame.item_of.find(row.item); item != frame.item_of.end()) {
            line.instruction = frame.items[item->second].content.instruction;
        }
        line.candidate = candidate_name(frame, row.candidate);
        line.repeat = row.repeat;
        line.response = row.text;
        line.error = domain::to_string(row.failure);
        line.finish_reason = row.finish_reason;
        line.latency_ms = row.latency_ms;
        line.ttft_ms = row.ttft_ms;
        line.prompt_tokens = row.usage.prompt_tokens;
        line.completion_tokens = row.usage.completion_tokens;
        line.cost = row.cost;
        each(line);
        ++rows;
    });
    return rows;
}

std::int64_t export_verdicts(store::Connection& connection, domain::RunId run,
                             const std::function<void(const formats::VerdictLine&)>& each) {
    const RunFrame frame = read_run_frame(connection, run);
    std::int64_t rows = 0;
    for (const store::JudgingRow& judging : frame.judgings) {
        rows += is_imported(judging) ? export_imported(connection, frame, judging, each)
                                     : export_judged(connection, frame, judging, each);
    }
    return rows;
}

} // namespace tiebreak::workbench
