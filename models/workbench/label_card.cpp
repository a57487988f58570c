// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/label_card.h"

#include "domain/uuid.h"
#include "store/evalsets.h"
#include "store/responses.h"
#include "store/rubrics.h"
#include "store/texts.h"
#include "workbench/report_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace tiebreak::workbench {

using Kind = store::LabelOutcome::Kind;

LabelCardText read_card_text(store::Connection& connection, const LabelDesk& desk, const LabelCard& card) {
    LabelCardText text;
    const domain::ItemRevisionId item = desk.items.at(card.item);
    text.item = store::item_content(connection, item);
    std::map<std::size_t, std::map<int, domain::TextId>> turns; // of each candidate's first sample
    for (const store::ResponseRow& row : store::responses(connection, desk.run, item)) {
        const auto place = desk.answers.place.find(row.id);
        if (place != desk.answers.place.end() && row.repeat == 1 && row.text.stored()) {
            turns[place->second.first].emplace(row.turn, row.text);
        }
    }
    for (const std::size_t candidate : card.candidates) {
        std::vector<std::string>& answer = text.answers.emplace_back();
        for (const auto& [turn, body] : turns[candidate]) {
            answer.push_back(store::text_body(connection, body));
        }
    }
    return text;
}

std::vector<domain::ResponseId> card_responses(const LabelDesk& desk, const LabelCard& card) {
    std::vector<domain::ResponseId> responses;
    for (const std::size_t candidate : card.candidates) {
        responses.push_back(desk.answers.at(candidate, card.item));
    }
    return responses;
}

store::LabelRow label_row_of(const LabelDesk& desk, const LabelCard& card, const LabelVerdict& verdict,
                             const std::string& annotator, const std::string& rationale,
                             const std::string& rubric) {
    store::LabelRow row;
    row.uid = domain::new_uuid();
    row.run = desk.run;
    row.item = desk.items.at(card.item);
    row.annotator = annotator;
    row.responses = card_responses(desk, card);
    row.mode = card.mode;
    row.outcome = verdict.outcome;
    row.ranks = verdict.ranks;
    row.scores = verdict.scores;
    row.rubric = verdict.outcome.kind == Kind::scored ? rubric : std::string();
    row.rationale = rationale;
    row.purpose = card.purpose;
    row.judging = desk.verdicts.judging;
    return row;
}

store::LabelRow withdrawal_of(const store::LabelRow& label) {
    store::LabelRow row = label;
    row.supersedes = label.uid;
    row.uid = domain::new_uuid();
    row.outcome = {Kind::withdrawn, 0};
    row.ranks.clear();
    row.scores.clear();
    row.rubric.clear();
    row.rationale.clear();
    row.packet.clear();
    row.card.clear();
    row.created = 0;
    return row;
}

namespace {

std::string said(const std::vector<std::string>& names, const LabelVerdict& verdict) {
    switch (verdict.outcome.kind) {
    case Kind::winner: {
        std::vector<std::string> others = names;
        const auto best = static_cast<std::size_t>(verdict.outcome.winner - 1);
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(best));
        return fmt::format("You took {} over {}.", names.at(best), list_of(others));
    }
    case Kind::tie:
        return fmt::format("You called {} level.", list_of(names));
    case Kind::bad:
        return fmt::format("You found neither {} good.", list_of(names));
    case Kind::cannot:
        return fmt::format("You could not judge {}.", list_of(names));
    case Kind::ranked: {
        std::vector<std::size_t> order(names.size());
        for (std::size_t k = 0; k < order.size(); ++k) {
            order[k] = k;
        }
        std::ranges::stable_sort(order, {}, [&](std::size_t k) { return verdict.ranks.at(k); });
        std::string text = "Your order: ";
        for (std::size_t k = 0; k < order.size(); ++k) {
            const bool level = k > 0 && verdict.ranks[order[k]] == verdict.ranks[order[k - 1]];
            text += (k == 0 ? "" : level ? " = " : " > ") + names[order[k]];
        }
        return text + ".";
    }
    case Kind::scored:
        return fmt::format("You gave {} {:g}.", names.front(),
                           verdict.scores.empty() ? 0.0 : verdict.scores.front().score);
    case Kind::withdrawn:
        break;
    }
    return {};
}

} // namespace

std::string revealed(const LabelDesk& desk, const LabelCard& card, const LabelVerdict& verdict) {
    std::vector<std::string> names;
    for (const std::size_t candidate : card.candidates) {
        names.push_back(desk.candidates.at(candidate));
    }
    std::string text = said(names, verdict);
    if (card.candidates.size() != 2) {
        return text;
    }
    const auto [a, b] = std::minmax(card.candidates[0], card.candidates[1]);
    const auto found = desk.verdicts.find(card.item, a, b);
    if (!found || desk.verdicts.rows[*found].doubt == Doubt::unjudged) {
        return text;
    }
    const PairVerdict& row = desk.verdicts.rows[*found];
    if (!row.decided()) {
        return text + fmt::format(" The judge: {}.", words_of(row.doubt));
    }
    text += fmt::format(" The judge took {}", desk.candidates.at(row.side > 0 ? a : b));
    return text + (row.gap != 0 ? fmt::format(", by {:g}.", std::round(std::abs(row.gap) * 10) / 10) : ".");
}

std::optional<domain::Rubric> label_rubric(store::Connection& connection, const std::string& name) {
    const auto found = store::find_rubric(connection, name);
    return found ? std::optional(found->rubric) : std::nullopt;
}

} // namespace tiebreak::workbench
