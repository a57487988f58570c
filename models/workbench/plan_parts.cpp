// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/plan_parts.h"

#include "client/url.h"
#include "runs/judge_questions.h"
#include "store/responses.h"
#include "text/token_estimate.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tiebreak::workbench::plan_parts {

using Range = RunPlan::Range;
using Part = RunPlan::Part;

namespace {

/// Prompts of a judging that stand for all.
constexpr std::size_t most_rendered = 400;
/// Characters a token, about, in answers whose server told no count.
constexpr double characters_a_token = 4;
/// What a judge's reply takes: a score and a comment for each answer shown. Assumed until one is stored.
constexpr Range reply_an_answer{15, 120};
/// The estimate of a prompt is off by so much where nothing was measured.
constexpr Range unmeasured{0.8, 1.25};

/// Mean ± two standard errors; of one alone, half to twice.
Range around(const store::SeenFigure& seen) {
    if (seen.n < 2) {
        return {seen.mean / 2, seen.mean * 2};
    }
    const double reach = 2 * seen.sd / std::sqrt(static_cast<double>(seen.n));
    return {std::max(0.0, seen.mean - reach), seen.mean + reach};
}

Range times(const Range& range, double factor) {
    return {range.low * factor, range.high * factor};
}

std::string plural(std::int64_t n, const char* what) {
    return fmt::format("{} {}{}", thousands(n), what, n == 1 ? "" : "s");
}

std::string how_judged(const store::JudgingRow& judging) {
    const std::string judge = judge_names(judging);
    const std::string kind = judging.judges.empty() ? "" : judging.judges.front().kind;
    const std::string done = judging.status == store::WorkStatus::finished ? ", done" : "";
    if (kind == "recorded") {
        return fmt::format("{}, recorded replies of {}{}", domain::to_string(judging.protocol), judge, done);
    }
    if (kind == "imported") {
        return "scores imported from " + judge;
    }
    if (kind == "endpoint") {
        const std::string how =
            judging.protocol == domain::Protocol::listwise
                ? "ranking, " + domain::to_string(runs::settings_from_json(judging.settings).method) + ","
                : domain::to_string(judging.protocol);
        return fmt::format("{} by {}, {} repeat{}", how, judge, judging.repeats,
                           judging.repeats == 1 ? "" : "s");
    }
    return kind + " " + judge + done;
}

/// Tokens of one unit's prompt: what is there as it stands, what is to come by its expected length.
Range unit_tokens(store::Connection& connection, const runs::JudgeQuestions& questions,
                  const judging::Unit& unit, const std::vector<Length>& lengths) {
    double known = 0;
    for (const domain::Message& message : questions.messages(connection, unit)) {
        known += text::estimated_tokens(message.content) + text::tokens_a_message;
    }
    Range tokens{known, known};
    for (const judging::Shown& shown : unit.positions) {
        const std::size_t candidate = shown.responses.front();
        if (!questions.material.responses[unit.item][candidate].text.stored() && candidate < lengths.size() &&
            lengths[candidate].range) {
            tokens.low += lengths[candidate].range->low;
            tokens.high += lengths[candidate].range->high;
        }
    }
    return tokens;
}

void estimate_prompts(store::Connection& connection, Part& part, const runs::JudgeQuestions& questions,
                      const store::JudgingRow& judging, const std::vector<Length>& lengths) {
    const auto calls = static_cast<double>(part.calls);
    const auto least = static_cast<double>(part.calls_least);
    const store::SeenFigure seen = store::judging_prompt_tokens(connection, judging.id);
    if (seen.n > 0) {
        part.prompt_measured = true;
        part.prompt_tokens = {around(seen).low * least, around(seen).high * calls};
        return;
    }
    const std::vector<judging::Unit>& units = questions.remaining.units;
    const std::size_t step = std::max<std::size_t>(1, units.size() / most_rendered);
    Range sum;
    double rendered = 0;
    for (std::size_t i = 0; i < units.size(); i += step) {
        const Range tokens = unit_tokens(connection, questions, units[i], lengths);
        sum.low += tokens.low;
        sum.high += tokens.high;
        ++rendered;
    }
    if (rendered > 0) {
        part.prompt_tokens = {sum.low / rendered * least * unmeasured.low,
                              sum.high / rendered * calls * unmeasured.high};
    }
}

Length reply_length(const store::CallFigures& figures, const domain::Candidate& judge,
                    const runs::JudgeQuestions& questions) {
    if (figures.completion_tokens.n > 0) {
        return {around(figures.completion_tokens), plural(figures.completion_tokens.n, "answer") + " of it"};
    }
    double answers = 0;
    for (const judging::Unit& unit : questions.remaining.units) {
        answers += static_cast<double>(unit.positions.size());
    }
    const auto units = static_cast<double>(std::max<std::size_t>(1, questions.remaining.units.size()));
    Range assumed = times(reply_an_answer, std::max(1.0, answers / units));
    if (judge.parameters.max_tokens) {
        const auto most = static_cast<double>(*judge.parameters.max_tokens);
        assumed = {std::min(assumed.low, most), std::min(assumed.high, most)};
    }
    return {assumed, "assumed: a score and a short comment for each answer"};
}

} // namespace

Length answer_length(store::Connection& connection, const store::CandidateRow& row, domain::RunId run) {
    const std::optional<std::int64_t> most = row.candidate.parameters.max_tokens;
    const auto capped = [&](Range range) {
        if (most) {
            range = {std::min(range.low, static_cast<double>(*most)),
                     std::min(range.high, static_cast<double>(*most))};
        }
        return range;
    };
    const store::CallFigures figures = store::call_figures(connection, row.revision, row.candidate.model);
    if (figures.completion_tokens.n > 0) {
        return {capped(around(figures.completion_tokens)),
                plural(figures.completion_tokens.n, "answer") + " of it"};
    }
    const store::SeenFigure seen = store::answer_characters(connection, run);
    if (seen.n > 0) { // of other models: half to twice as long
        const double tokens = seen.mean / characters_a_token;
        return {capped({tokens / 2, tokens * 2}), plural(seen.n, "answer") + " of the run's candidates"};
    }
    if (most) {
        return {Range{1, static_cast<double>(*most)}, fmt::format("max_tokens {}", *most)};
    }
    return {std::nullopt, "no max_tokens, and no answer is stored to go by"};
}

double tokens_of(const client::ModelCall& call) {
    double tokens = text::estimated_tokens(call.prompt);
    for (const domain::Message& message : call.messages) {
        tokens += text::estimated_tokens(message.content) + text::tokens_a_message;
    }
    return tokens;
}

bool leaves(const std::string& address) {
    return address.find("://") != std::string::npos && !client::parse_url(address).origin.loopback();
}

void set_endpoint(Part& part, const domain::Candidate& model) {
    part.price = model.price;
    part.max_tokens = model.parameters.max_tokens;
    if (model.endpoint.base_url.empty()) { // a program on this machine
        part.address = "program " + model.model;
        return;
    }
    part.address = client::parse_url(model.endpoint.base_url).origin.text();
    part.leaves = leaves(part.address);
    for (const domain::Endpoint& replica : model.replicas) {
        part.replicas.push_back(client::parse_url(replica.base_url).origin.text());
        part.leaves = part.leaves || leaves(part.replicas.back());
    }
}

void finish(Part& part, const Length& length, const store::CallFigures& figures,
            const domain::Candidate& model) {
    const domain::Endpoint& endpoint = model.endpoint;
    int places = endpoint.concurrency;
    for (const domain::Endpoint& replica : model.replicas) {
        places += replica.concurrency;
    }
    const auto calls = static_cast<double>(part.calls);
    part.length_basis = length.basis;
    if (length.range) {
        part.completion_tokens =
            Range{length.range->low * static_cast<double>(part.calls_least), length.range->high * calls};
    }
    constexpr double tokens_per_price = 1e6;
    if (part.calls == 0 || (!part.price && !part.leaves)) {
        part.cost = Range{}; // a server on this machine costs nothing
    } else if (!part.price) {
        part.cost_unknown = "no price is given";
    } else if (!part.completion_tokens) {
        part.cost_unknown = length.basis;
    } else {
        const auto dollars = [&](double prompt, double completion) {
            return (prompt * part.price->input + completion * part.price->output) / tokens_per_price;
        };
        part.cost = Range{dollars(part.prompt_tokens.low, part.completion_tokens->low),
                          dollars(part.prompt_tokens.high, part.completion_tokens->high)};
    }
    constexpr double ms = 1000;
    constexpr double minute = 60;
    if (figures.latency_ms.n == 0 && part.calls > 0) {
        part.seconds_unknown = "no call of it is stored, so its latency is not known";
        return;
    }
    double seconds = calls * figures.latency_ms.mean / ms / std::max(1, places);
    if (endpoint.requests_per_minute) {
        seconds = std::max(seconds, calls * minute / *endpoint.requests_per_minute);
    }
    if (endpoint.tokens_per_minute) {
        const double tokens =
            part.prompt_tokens.high + (part.completion_tokens ? part.completion_tokens->high : 0);
        seconds = std::max(seconds, tokens * minute / *endpoint.tokens_per_minute);
    }
    part.seconds = seconds;
}

Part judged_part(store::Connection& connection, const RunFrame& frame, const store::JudgingRow& judging,
                 const std::vector<Length>& lengths) {
    Part part;
    part.name = judging.name;
    part.how = how_judged(judging);
    if (judging.judges.empty() || judging.judges.front().kind != "endpoint") {
        part.cost = Range{};
        part.seconds = 0;
        return part;
    }
    const store::CandidateRow judge = store::candidate_revision(connection, judging.judges.front().model);
    set_endpoint(part, judge.candidate);
    for (std::size_t j = 1; j < judging.judges.size();
         ++j) { // each of a panel makes an equal share of the calls
        const domain::Candidate other =
            store::candidate_revision(connection, judging.judges[j].model).candidate;
        const auto n = static_cast<double>(j);
        if (part.price && other.price) {
            part.price = domain::Price{(part.price->input * n + other.price->input) / (n + 1),
                                       (part.price->output * n + other.price->output) / (n + 1)};
        } else {
            part.price.reset();
        }
        Part alone;
        set_endpoint(alone, other);
        part.leaves = part.leaves || alone.leaves;
    }
    const store::CallFigures figures = store::call_figures(connection, judge.revision, judge.candidate.model);
    if (judging.status == store::WorkStatus::finished) {
        part.stored = static_cast<std::int64_t>(store::unit_states(connection, judging.id).size());
        finish(part, {}, figures, judge.candidate);
        return part;
    }
    const runs::JudgeQuestions questions =
        runs::read_judge_questions(connection, frame.run, judging, runs::Assume::responses_to_come);
    const auto known = static_cast<std::int64_t>(questions.answered_before(connection).size());
    const auto settled = static_cast<std::int64_t>(questions.settled_without_a_call().size());
    part.calls = static_cast<std::int64_t>(questions.remaining.units.size()) - known - settled;
    part.calls_least = part.calls;
    if (questions.rankings) { // what is asked later is of the same kind as what can be asked now
        const runs::Rankings::Calls calls = questions.rankings->to_come();
        part.calls = calls.most - known;
        // Replies that this judge gave before may answer what is asked later as well.
        part.calls_least = store::has_calls(connection, judge.revision)
                               ? static_cast<std::int64_t>(questions.remaining.units.size()) - known
                               : calls.least;
    }
    part.stored = questions.remaining.read + questions.remaining.parse_failures + known;
    estimate_prompts(connection, part, questions, judging, lengths);
    finish(part, reply_length(figures, judge.candidate, questions), figures, judge.candidate);
    return part;
}

} // namespace tiebreak::workbench::plan_parts
