// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/reply_form.h"

#include "store/rubrics.h"
#include "store/runs.h"
#include "text/utf8.h"

#include <algorithm>
#include <cmath>

namespace tiebreak::runs {

namespace {

int positions_of(const store::UnitRow& unit) {
    int highest = 0;
    for (const store::UnitPosition& position : unit.positions) {
        highest = std::max(highest, position.position);
    }
    return highest;
}

judging::Grammar grammar_of(const store::JudgingRow& judging, const JudgingSettings& settings) {
    if (const auto own = judging::grammar_from_string(settings.grammar)) {
        return *own;
    }
    if (judging.protocol == domain::Protocol::scorer) {
        return judging::Grammar::scores; // it writes no replies
    }
    domain::JudgingSpec spec;
    spec.protocol = judging.protocol;
    spec.relative = settings.relative;
    spec.baseline = settings.baseline;
    spec.logprobs = settings.logprobs;
    spec.method = settings.method;
    return judging::grammar_of(spec);
}

} // namespace

ReplyForm reply_form(store::Connection& connection, const store::JudgingRow& judging,
                     const JudgingSettings& settings, std::size_t columns) {
    ReplyForm form;
    form.columns = std::max<std::size_t>(1, columns);
    form.grammar = grammar_of(judging, settings);
    for (const StoredCriterion& criterion : settings.criteria) {
        form.rubrics.push_back(store::rubric(connection, criterion.rubric));
        form.criteria.push_back(criterion.name);
    }
    if (form.rubrics.empty()) {
        form.rubrics.push_back(judging.rubric.stored() ? store::rubric(connection, judging.rubric)
                                                       : domain::Rubric{});
    }
    return form;
}

ReplyForm reply_form(store::Connection& connection, const store::JudgingRow& judging) {
    const JudgingSettings settings = settings_from_json(judging.settings);
    const bool elsewhere = !settings.baseline_run.empty() || settings.baseline == domain::reference_baseline;
    const std::size_t candidates = store::run_candidates(connection, judging.run).size();
    return reply_form(connection, judging, settings, candidates + (elsewhere ? 1 : 0));
}

std::optional<double> preference_for_a(std::span<const domain::TokenLogprob> tokens) {
    const auto letter = [](std::string_view token) {
        const std::string_view trimmed = text::trim(token);
        return trimmed == "A" ? 'A' : trimmed == "B" ? 'B' : '\0';
    };
    for (const domain::TokenLogprob& token : tokens) {
        if (letter(token.token) == '\0') {
            continue;
        }
        double a = 0;
        double b = 0;
        bool itself = false;
        const auto add = [&](const std::string& text, double logprob) {
            if (const char found = letter(text); found != '\0') {
                (found == 'A' ? a : b) += std::exp(logprob);
            }
        };
        for (const domain::TokenLogprob::Alternative& other : token.top) {
            add(other.token, other.logprob);
            itself = itself || other.token == token.token;
        }
        if (!itself) {
            add(token.token, token.logprob);
        }
        return a + b > 0 ? std::optional(a / (a + b)) : std::nullopt;
    }
    return std::nullopt;
}

store::NewParse read_answer(const ReplyForm& form, const domain::Answer& answer, const store::UnitRow& unit,
                            std::string* message) {
    if (form.grammar != judging::Grammar::label) {
        return read_reply(form, answer.text, unit, message);
    }
    store::NewParse parse = read_reply(form, answer.text, unit, message);
    if (parse.status != store::ParseStatus::read) {
        return parse;
    }
    const std::optional<double> a = preference_for_a(answer.logprobs);
    if (!a) {
        parse.status = store::ParseStatus::parse_failure;
        parse.reason = judging::reason::no_logprobs;
        parse.verdicts.clear();
        if (message != nullptr) {
            message->clear(); // asking for the format again would bring none either
        }
        return parse;
    }
    const double first = unit.orientation == 0 ? *a : 1 - *a;
    parse.verdicts = pair_verdicts(unit, *a == 0.5 ? 0 : *a > 0.5 ? 1 : 2, first, "");
    return parse;
}

std::vector<store::NewVerdict> pair_verdicts(const store::UnitRow& unit, int preferred,
                                             std::optional<double> score, const std::string& comment) {
    const int first = unit.orientation == 0 ? 1 : 2;
    const std::string winner = preferred == 0 ? "tie" : preferred == first ? "win" : "loss";
    std::vector<store::NewVerdict> verdicts;
    for (const store::UnitPosition& one : unit.positions) {
        if (one.position != first) {
            continue;
        }
        bool alone = true;
        for (const store::UnitPosition& other : unit.positions) {
            if (other.position != first) {
                verdicts.push_back({one.response, other.response, "", score, winner, comment});
                alone = false;
            }
        }
        if (alone) { // against the reference answer, which is no response
            verdicts.push_back({one.response, {}, "", score, winner, comment});
        }
    }
    return verdicts;
}

store::NewParse read_reply(const ReplyForm& form, const std::string& reply, const store::UnitRow& unit,
                           std::string* message) {
    const std::size_t criterion = static_cast<std::size_t>(unit.group) / form.columns;
    const bool several = form.rubrics.size() > 1 && criterion < form.rubrics.size();
    const domain::Rubric& rubric = form.rubrics[several ? criterion : 0];
    const judging::ParsedReply parsed = judging::parse_reply(
        form.grammar, reply, {positions_of(unit), rubric.scale_min, rubric.scale_max, rubric.yes_no});
    store::NewParse parse;
    parse.parser_version = parsed.parser_version;
    if (!parsed.read()) {
        parse.status = store::ParseStatus::parse_failure;
        parse.reason = parsed.reason;
        if (message != nullptr) {
            *message = parsed.message;
        }
        return parse;
    }
    if (parsed.winner) {
        const std::optional<double> weight = parsed.weight != 1 ? std::optional(parsed.weight) : std::nullopt;
        parse.verdicts = pair_verdicts(unit, *parsed.winner, weight, parsed.comment);
        return parse;
    }
    std::string about = several ? form.criteria[criterion] : std::string();
    if (form.grammar == judging::Grammar::order || form.grammar == judging::Grammar::choice) {
        about = form.grammar == judging::Grammar::order ? place_criterion : choice_criterion;
        parse.reason = parsed.completed ? completed_order : "";
    }
    for (const store::UnitPosition& position : unit.positions) {
        const judging::PositionScore& score =
            parsed.scores.at(static_cast<std::size_t>(position.position - 1));
        parse.verdicts.push_back({position.response, {}, about, score.score, "", score.comment});
    }
    return parse;
}

} // namespace tiebreak::runs
