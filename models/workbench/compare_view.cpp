// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/compare_view.h"

#include "domain/error.h"
#include "runs/reply_form.h"
#include "runs/settings.h"
#include "store/texts.h"
#include "workbench/item_marks.h"
#include "workbench/response_facts.h"
#include "workbench/run_frame.h"
#include "workbench/score_table.h"

#include <algorithm>
#include <map>
#include <set>

namespace tiebreak::workbench {

namespace {

/// Candidate indices of the frame, baseline first.
std::vector<std::size_t> baseline_first(const RunFrame& frame) {
    std::vector<std::size_t> order;
    const auto baseline = frame.baseline();
    if (baseline) {
        order.push_back(*baseline);
    }
    for (std::size_t c = 0; c < frame.candidates.size(); ++c) {
        if (c != baseline) {
            order.push_back(c);
        }
    }
    return order;
}

/// Imported scores have no items to compare, so that they are only shown where nothing else is.
std::vector<bool> has_items(const RunFrame& frame) {
    std::vector<bool> result;
    for (const store::JudgingRow& judging : frame.judgings) {
        result.push_back(!is_imported(judging));
    }
    return result;
}

bool has_scores(const ScoreTable& table, std::size_t candidates) {
    for (std::size_t c = 0; c < candidates; ++c) {
        if (table.estimate(c).mean) {
            return true;
        }
    }
    return false;
}

} // namespace

CompareIndex make_compare_index(store::Connection& connection, domain::RunId run, domain::JudgingId judging) {
    const RunFrame frame = read_run_frame(connection, run);
    const RunResponses responses = read_responses(connection, frame);
    std::vector<bool> worth_showing = has_items(frame);
    auto chosen = deciding_judging(frame, judging, worth_showing);
    const std::vector<std::size_t> order = baseline_first(frame);

    CompareIndex index;
    index.run = run;
    index.run_name = frame.run.name;
    for (const store::JudgingRow& row : frame.judgings) {
        index.judgings.push_back({row.id, row.name, domain::to_string(row.protocol)});
    }
    ScoreTable table(frame.candidates.size(), frame.items.size(), 1, false);
    std::vector<store::UnitState> states;
    double scale = 100;
    while (chosen) {
        table = read_scores(connection, frame, frame.judgings[*chosen]).table;
        if (judging.stored() || !worth_showing[*chosen] || has_scores(table, frame.candidates.size())) {
            break;
        }
        worth_showing[*chosen] = false; // all of it failed: another one tells more, unless there is none
        chosen = deciding_judging(frame, judging, worth_showing);
    }
    if (chosen) {
        const store::JudgingRow& row = frame.judgings[*chosen];
        index.judging = row.id;
        index.judging_name = row.name;
        states = store::unit_states(connection, row.id);
        scale = scale_width(connection, row);
    }
    for (const std::size_t c : order) {
        index.candidates.push_back({frame.candidates[c].revision, frame.candidates[c].candidate.name,
                                    frame.candidates[c].slot, table.estimate(c).mean});
    }
    const ItemMarks marks = mark_items(frame, table, responses, states, scale);
    const std::vector<unsigned> stored = stored_marks(connection, frame);
    const bool by_item = !table.imported();
    std::set<std::string> categories;
    index.rows.reserve(frame.items.size());
    for (std::size_t i = 0; i < frame.items.size(); ++i) {
        const store::StoredItem& item = frame.items[i];
        CompareRow row;
        row.item = item.revision;
        row.position = item.position;
        row.label = item_label(item);
        row.title = item_title(item);
        row.category = item.content.category;
        row.marks = marks.marks[i] | stored[i];
        row.disagreement = marks.disagreement[i];
        std::optional<double> lowest;
        std::optional<double> highest;
        for (const std::size_t c : order) {
            const auto score = by_item ? table.mean(c, i) : std::nullopt;
            row.scores.push_back(score);
            if (score) {
                lowest = std::min(lowest.value_or(*score), *score);
                highest = std::max(highest.value_or(*score), *score);
            }
        }
        row.range = lowest ? *highest - *lowest : 0;
        index.scores_differ_by_repeat = index.scores_differ_by_repeat || row.disagreement > 0;
        if (!row.category.empty()) {
            categories.insert(row.category);
        }
        index.rows.push_back(std::move(row));
    }
    index.categories.assign(categories.begin(), categories.end());
    return index;
}

namespace {

/// What verdicts say beyond their scores.
class VerdictWords {
public:
    VerdictWords(store::Connection& connection, const CompareIndex& index)
        : judging_(store::judging(connection, index.judging))
        , settings_(is_imported(judging_) ? runs::JudgingSettings{}
                                          : runs::settings_from_json(judging_.settings))
        , pairs_(compares_pairs(judging_)) {
        if (ranks_answers(judging_)) {
            pairs_ = runs::compares_two(*runs::ranking_method(judging_.protocol, settings_));
        }
    }

    [[nodiscard]] bool pairs() const { return pairs_; }

    /// Whether a verdict's number is a place in an order (or among those chosen), no score.
    [[nodiscard]] static bool is_place(const std::string& criterion) {
        return criterion == runs::place_criterion || criterion == runs::choice_criterion;
    }
    [[nodiscard]] static std::string place_words(const store::VerdictRow& verdict, int positions) {
        const auto place = static_cast<int>(verdict.score.value_or(0));
        if (verdict.criterion == runs::choice_criterion) {
            return (place > 0 ? "goes on, of " : "does not go on, of ") + std::to_string(positions);
        }
        return "place " + std::to_string(place) + " of " + std::to_string(positions);
    }

    /// The name of the other of a pair: of the run's candidates where `other` is one of them.
    [[nodiscard]] std::string opponent(const std::string& other) const {
        if (!other.empty() || !pairs_) {
            return other;
        }
        return settings_.baseline_run.empty() ? "the reference answer"
                                              : settings_.baseline + " of " + settings_.baseline_run;
    }

    /// What a unit is about.
    [[nodiscard]] std::vector<std::string> about(const store::UnitRow& unit,
                                                 const std::string& criterion) const {
        std::vector<std::string> parts;
        if (judging_.protocol == domain::Protocol::multi_turn) {
            parts.push_back("turn " + std::to_string(unit.turn));
        }
        if (!criterion.empty() && !is_place(criterion)) {
            parts.push_back(criterion);
        }
        const auto judge = static_cast<std::size_t>(unit.judge);
        if (judging_.judges.size() > 1 && judge < judging_.judges.size()) {
            parts.push_back(judging_.judges[judge].name);
        }
        return parts;
    }

private:
    store::JudgingRow judging_;
    runs::JudgingSettings settings_;
    bool pairs_;
};

/// A pair's outcome seen from one of the two.
std::string pair_words(const std::string& winner, bool first, const std::string& opponent) {
    if (winner == "tie") {
        return "tie with " + opponent;
    }
    return ((winner == "win") == first ? "better than " : "worse than ") + opponent;
}

void add_verdicts(store::Connection& connection, const CompareIndex& index, domain::ItemRevisionId item,
                  std::vector<CompareColumn>& columns,
                  const std::map<domain::ResponseId, std::size_t>& column_of) {
    std::map<domain::UnitId, store::UnitState> states;
    for (store::UnitState& state : store::unit_states(connection, index.judging, item)) {
        states.emplace(state.unit, std::move(state));
    }
    const VerdictWords words(connection, index);
    std::map<std::pair<domain::UnitId, domain::ResponseId>, store::VerdictRow> verdicts;
    for (store::VerdictRow& verdict : store::verdicts(connection, index.judging, item)) {
        if (words.pairs()) { // the verdict on the first of a pair is one on the other as well
            verdicts.emplace(std::pair(verdict.unit, domain::ResponseId{}), verdict);
        }
        verdicts.emplace(std::pair(verdict.unit, verdict.response), std::move(verdict));
    }
    const auto name_at = [&](const store::UnitRow& unit, int position) -> std::string {
        for (const store::UnitPosition& shown : unit.positions) {
            const auto column = column_of.find(shown.response);
            if (shown.position == position && column != column_of.end()) {
                return columns[column->second].name;
            }
        }
        return {};
    };
    for (const store::UnitRow& unit : store::units(connection, index.judging, item)) {
        const auto state = states.find(unit.id);
        if (state == states.end()) {
            continue; // planned, no reply yet
        }
        int positions = words.pairs() ? 2 : 0;
        for (const store::UnitPosition& shown : unit.positions) {
            positions = std::max(positions, shown.position);
        }
        for (const store::UnitPosition& shown : unit.positions) {
            const auto column = column_of.find(shown.response);
            if (column == column_of.end()) {
                continue;
            }
            CompareColumn::Verdict verdict;
            verdict.repeat = unit.repeat;
            verdict.position = shown.position;
            verdict.positions = positions;
            verdict.status = store::to_string(state->second.status);
            verdict.reason = state->second.reason;
            if (const auto found = verdicts.find({unit.id, shown.response}); found != verdicts.end()) {
                verdict.score = found->second.score;
                verdict.comment = found->second.comment;
            }
            std::vector<std::string> about =
                words.about(unit, verdicts.contains({unit.id, shown.response})
                                      ? verdicts.at({unit.id, shown.response}).criterion
                                      : std::string());
            if (const auto found = verdicts.find({unit.id, shown.response});
                found != verdicts.end() && VerdictWords::is_place(found->second.criterion)) {
                about.push_back(VerdictWords::place_words(found->second, positions));
                verdict.score.reset();
            }
            if (words.pairs()) {
                verdict.score.reset(); // a weight or a preference
                const std::string opponent = words.opponent(name_at(unit, 3 - shown.position));
                const bool first = (shown.position == 1) == (unit.orientation == 0);
                if (const auto said = verdicts.find({unit.id, domain::ResponseId{}});
                    said != verdicts.end()) {
                    verdict.comment = said->second.comment;
                    about.push_back(pair_words(said->second.winner, first, opponent));
                } else {
                    about.push_back("against " + opponent);
                }
            }
            for (const std::string& part : about) {
                verdict.words += (verdict.words.empty() ? "" : ", ") + part;
            }
            columns[column->second].verdicts.push_back(std::move(verdict));
        }
    }
    for (CompareColumn& column : columns) {
        std::ranges::stable_sort(column.verdicts, {}, &CompareColumn::Verdict::repeat);
    }
}

void fill_answer(store::Connection& connection, CompareColumn& column, const store::ResponseRow& row,
                 const domain::Item& item) {
    column.failure = row.failure;
    column.finish_reason = row.finish_reason;
    column.usage = row.usage;
    column.latency_ms = row.latency_ms;
    if (row.failure == domain::FailureKind::none && row.text.stored()) {
        column.present = true;
        column.text = store::text_body(connection, row.text);
        for (const judging::Degeneration kind :
             judging::find_degeneration(item, column.text, row.finish_reason)) {
            column.degenerate.emplace_back(judging::name_of(kind));
        }
    } else if (row.call.stored()) {
        const auto attempts = store::attempts(connection, row.call);
        column.failure_detail = attempts.empty() ? "" : attempts.back().detail;
    }
}

} // namespace

CompareDetail make_compare_detail(store::Connection& connection, const CompareIndex& index,
                                  domain::ItemRevisionId item) {
    const auto row = std::ranges::find(index.rows, item, &CompareRow::item);
    if (row == index.rows.end()) {
        throw domain::Error(domain::ErrorKind::usage, "the run has no such item",
                            index.run_name + ", item " + std::to_string(item.value));
    }
    CompareDetail detail;
    detail.item = item;
    detail.position = row->position;
    detail.label = row->label;
    detail.marks = row->marks;
    detail.content = store::item_content(connection, item);
    std::map<domain::CandidateRevisionId, std::size_t> column_of_candidate;
    for (std::size_t c = 0; c < index.candidates.size(); ++c) {
        CompareColumn column;
        column.candidate = index.candidates[c].revision;
        column.name = index.candidates[c].name;
        column.slot = index.candidates[c].slot;
        column.score = row->scores[c];
        column_of_candidate.emplace(column.candidate, c);
        detail.columns.push_back(std::move(column));
    }
    std::map<domain::ResponseId, std::size_t> column_of;
    std::vector<const store::ResponseRow*> first(detail.columns.size());
    const std::vector<store::ResponseRow> responses = store::responses(connection, index.run, item);
    for (const store::ResponseRow& response : responses) {
        const auto column = column_of_candidate.find(response.candidate);
        if (column == column_of_candidate.end()) {
            continue;
        }
        column_of.emplace(response.id, column->second);
        const store::ResponseRow*& shown = first[column->second];
        if (shown == nullptr ||
            std::pair(response.repeat, response.turn) < std::pair(shown->repeat, shown->turn)) {
            shown = &response;
        }
    }
    for (std::size_t c = 0; c < first.size(); ++c) {
        if (first[c] != nullptr) {
            fill_answer(connection, detail.columns[c], *first[c], detail.content);
        }
    }
    if (index.judging.stored()) {
        add_verdicts(connection, index, item, detail.columns, column_of);
    }
    return detail;
}

} // namespace tiebreak::workbench
