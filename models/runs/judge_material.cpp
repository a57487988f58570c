// SPDX-License-Identifier: GPL-3.0-or-later
// What a judging judges, read from the store.
#include "domain/error.h"
#include "judging/prompts.h"
#include "runs/judge_plan.h"
#include "store/responses.h"
#include "store/texts.h"
#include "text/digest.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace tiebreak::runs {

using domain::Error;
using domain::ErrorKind;
using domain::Protocol;

namespace {

/// The first sample's answers of a run to each turn: by item and candidate revision.
class Answers {
public:
    Answers(store::Connection& connection, domain::RunId run, int turns)
        : by_turn_(static_cast<std::size_t>(turns)) {
        for (const store::ResponseRow& row : store::responses(connection, run)) {
            if (row.failure == domain::FailureKind::none && row.repeat == 1 && row.turn >= 1 &&
                row.turn <= turns) {
                by_turn_[static_cast<std::size_t>(row.turn - 1)].emplace(
                    std::pair(row.item.value, row.candidate.value), JudgeMaterial::Cell{row.id, row.text});
            }
        }
    }

    [[nodiscard]] JudgeMaterial::Cell find(int turn, domain::ItemRevisionId item,
                                           domain::CandidateRevisionId candidate) const {
        const auto& answers = by_turn_[static_cast<std::size_t>(turn - 1)];
        const auto found = answers.find(std::pair(item.value, candidate.value));
        return found == answers.end() ? JudgeMaterial::Cell{} : found->second;
    }

private:
    std::vector<std::map<std::pair<std::int64_t, std::int64_t>, JudgeMaterial::Cell>> by_turn_;
};

/// One column of one turn, of all items.
struct Column {
    const Answers* answers = nullptr; ///< null: the reference answer
    domain::CandidateRevisionId candidate;
    bool to_come = false; ///< what is missing is taken for there
};

class Reader {
public:
    Reader(store::Connection& connection, JudgeMaterial& material)
        : connection_(connection)
        , material_(material) {}

    void add_turn(int turn, const std::vector<Column>& columns) {
        std::vector<judging::ItemResponses> digests;
        JudgeMaterial::Cells cells;
        for (std::size_t i = 0; i < material_.items.size(); ++i) {
            judging::ItemResponses& row = digests.emplace_back();
            row.uid = material_.items[i].uid;
            row.asked = turn <= 1 + static_cast<int>(material_.items[i].content.turns.size());
            auto& line = cells.emplace_back();
            for (std::size_t c = 0; c < columns.size(); ++c) {
                line.push_back({});
                row.responses.push_back(read(turn, i, c, columns[c], line.back()));
            }
        }
        if (turn == 1) {
            material_.digests = std::move(digests);
            material_.responses = std::move(cells);
        } else {
            material_.later_digests.push_back(std::move(digests));
            material_.later_responses.push_back(std::move(cells));
        }
    }

private:
    judging::CandidateResponse read(int turn, std::size_t i, std::size_t c, const Column& column,
                                    JudgeMaterial::Cell& cell) {
        judging::CandidateResponse response{c, false, {}};
        const store::StoredItem& item = material_.items[i];
        std::string text;
        if (column.answers == nullptr) {
            text = judging::reference_of(item.content, turn);
            response.present = !text::is_blank(text);
        } else {
            cell = column.answers->find(turn, item.revision, column.candidate);
            response.present = cell.response.stored();
            text = response.present ? store::text_body(connection_, cell.text) : std::string();
        }
        // An answer to a later turn goes with those before it: one that lacks them was never asked.
        const judging::CandidateResponse* before = turn > 1 ? &previous(turn, i, c) : nullptr;
        response.present = response.present && (before == nullptr || before->present);
        if (response.present) {
            response.bytes = text.size();
            response.text =
                text::sha256_hex(before == nullptr ? text : before->text + text::sha256_hex(text));
        } else if (column.to_come) {
            response.present = true;
            response.text = fmt::format("to come {}", c); // none alike: none merged
        }
        return response;
    }

    [[nodiscard]] const judging::CandidateResponse& previous(int turn, std::size_t i, std::size_t c) const {
        const auto& digests =
            turn == 2 ? material_.digests : material_.later_digests[static_cast<std::size_t>(turn - 3)];
        return digests[i].responses[c];
    }

    store::Connection& connection_;
    JudgeMaterial& material_;
};

/// The past run of a baseline.
store::RunRow baseline_run(store::Connection& connection, const JudgingSettings& settings,
                           const std::string& judging) {
    for (const store::RunRow& row : store::runs(connection)) {
        if (row.uid == settings.baseline_run_uid) {
            return row;
        }
    }
    throw Error(ErrorKind::usage, "the past run \"" + settings.baseline_run + "\" is not there any more",
                "judging " + judging, "judge against another baseline");
}

domain::CandidateRevisionId candidate_named(store::Connection& connection, domain::RunId run,
                                            const std::string& name, const std::string& judging) {
    for (const store::CandidateRow& row : store::run_candidates(connection, run)) {
        if (row.candidate.name == name) {
            return row.revision;
        }
    }
    throw Error(ErrorKind::usage, "the run has no candidate \"" + name + "\" to be the baseline",
                "judging " + judging, "judge against another baseline");
}

int turns_of(const std::vector<store::StoredItem>& items) {
    std::size_t most = 0;
    for (const store::StoredItem& item : items) {
        most = std::max(most, item.content.turns.size());
    }
    return 1 + static_cast<int>(most);
}

JudgeMaterial start(store::Connection& connection, const store::RunRow& run) {
    JudgeMaterial material;
    material.items = store::items(connection, run.eval_set);
    material.candidates = store::run_candidates(connection, run.id);
    for (std::size_t i = 0; i < material.items.size(); ++i) {
        material.item_index.emplace(material.items[i].revision, i);
    }
    return material;
}

std::vector<Column> candidate_columns(const JudgeMaterial& material, const Answers& answers, Assume assume) {
    std::vector<Column> columns;
    for (const store::CandidateRow& row : material.candidates) {
        columns.push_back(
            {&answers, row.revision,
             assume == Assume::responses_to_come && row.candidate.api != domain::Api::recorded});
    }
    return columns;
}

void take_trial(JudgeMaterial& material, const JudgingSettings& settings, std::uint64_t seed) {
    std::vector<bool> wanted(material.items.size(), false);
    for (const std::size_t i :
         judging::trial_items(material.items.size(), static_cast<std::size_t>(std::max(0, settings.items)),
                              settings.sample, seed)) {
        wanted[i] = true;
    }
    const auto keep = [&](std::vector<judging::ItemResponses>& digests) {
        for (std::size_t i = 0; i < digests.size(); ++i) {
            digests[i].asked = digests[i].asked && wanted[i];
        }
    };
    keep(material.digests);
    std::ranges::for_each(material.later_digests, keep);
}

} // namespace

judging::ItemResponses JudgeMaterial::texts_of(store::Connection& connection, std::size_t item,
                                               int turn) const {
    judging::ItemResponses real =
        turn <= 1 ? digests[item] : later_digests.at(static_cast<std::size_t>(turn - 2))[item];
    const auto text_in = [&](int in_turn, std::size_t column) {
        if (baseline_is_reference && baseline == column) {
            return judging::reference_of(items[item].content, in_turn);
        }
        const domain::TextId text = cells(in_turn)[item][column].text;
        return text.stored() ? store::text_body(connection, text) : std::string();
    };
    for (std::size_t c = 0; c < real.responses.size(); ++c) {
        if (real.responses[c].present) {
            real.responses[c].text = text_in(turn, c);
            for (int before = 1; before < turn; ++before) {
                real.responses[c].earlier.push_back(text_in(before, c));
            }
        }
    }
    return real;
}

JudgeMaterial read_material(store::Connection& connection, const store::RunRow& run, Assume assume) {
    JudgeMaterial material = start(connection, run);
    const Answers answers(connection, run.id, 1);
    Reader(connection, material).add_turn(1, candidate_columns(material, answers, assume));
    return material;
}

JudgeMaterial read_material(store::Connection& connection, const store::RunRow& run,
                            const store::JudgingRow& judging, const JudgingSettings& settings,
                            Assume assume) {
    JudgeMaterial material = start(connection, run);
    const int turns = judging.protocol == Protocol::multi_turn ? turns_of(material.items) : 1;
    const Answers answers(connection, run.id, turns);
    std::vector<Column> columns = candidate_columns(material, answers, assume);
    std::optional<Answers> past;
    if (settings.baseline == domain::reference_baseline && settings.baseline_run.empty()) {
        material.baseline_is_reference = true;
        material.baseline_name = "the reference answer";
        columns.push_back({});
    } else if (!settings.baseline_run.empty()) {
        const store::RunRow other = baseline_run(connection, settings, judging.name);
        past.emplace(connection, other.id, turns);
        material.baseline_name = settings.baseline + " of " + settings.baseline_run;
        columns.push_back(
            {&*past, candidate_named(connection, other.id, settings.baseline, judging.name), false});
    }
    if (columns.size() > material.candidates.size()) {
        material.baseline = material.candidates.size();
    } else if (!settings.baseline.empty()) {
        const auto found = std::ranges::find_if(material.candidates, [&](const store::CandidateRow& row) {
            return row.candidate.name == settings.baseline;
        });
        if (found == material.candidates.end()) {
            (void)candidate_named(connection, run.id, settings.baseline, judging.name); // throws
        }
        material.baseline = static_cast<std::size_t>(found - material.candidates.begin());
        material.baseline_name = settings.baseline;
    }
    Reader reader(connection, material);
    for (int turn = 1; turn <= turns; ++turn) {
        reader.add_turn(turn, columns);
    }
    take_trial(material, settings, judging.seed);
    return material;
}

} // namespace tiebreak::runs
