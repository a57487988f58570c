// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/plan.h"

#include "runs/ask_plan.h"
#include "store/call_figures.h"
#include "store/responses.h"
#include "text/token_estimate.h"
#include "workbench/plan_parts.h"
#include "workbench/run_frame.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tiebreak::workbench {

using plan_parts::Length;
using Range = RunPlan::Range;
using Part = RunPlan::Part;

namespace {

/// Stored calls that a candidate's prompt estimate is measured by.
constexpr int most_measured = 64;

/// How far the rule of thumb is off, where nothing was measured; and what measuring leaves.
constexpr Range unmeasured{0.8, 1.25};
constexpr Range measured{0.97, 1.03};

/// Ratio of the server's counts to our estimate over stored answers of the run; nothing where there is none.
std::optional<double> measure(const runs::AskPlan& plan, std::size_t candidate,
                              const std::vector<store::ResponseRow>& responses) {
    std::map<std::int64_t, std::uint32_t> item_of;
    for (std::uint32_t i = 0; i < plan.items.size(); ++i) {
        item_of.emplace(plan.items[i].revision.value, i);
    }
    double told = 0;
    double estimated = 0;
    int n = 0;
    for (const store::ResponseRow& row : responses) {
        const auto item = item_of.find(row.item.value);
        if (row.candidate == plan.candidates[candidate].revision && row.turn == 1 &&
            row.repeat <= plan.candidates[candidate].candidate.samples && row.call.stored() &&
            row.usage.prompt_tokens && item != item_of.end() && n < most_measured) {
            const runs::AskJob job{item->second, static_cast<std::uint32_t>(candidate),
                                   static_cast<std::uint16_t>(row.repeat), 1};
            told += static_cast<double>(*row.usage.prompt_tokens);
            estimated += plan_parts::tokens_of(plan.call(job, {}));
            ++n;
        }
    }
    return estimated > 0 ? std::optional(told / estimated) : std::nullopt;
}

/// The tokens of a job's prompts, from its open turn to the last: answers between them count as expected.
Range prompt_tokens_of(const runs::AskPlan& plan, std::size_t index, const Length& length) {
    const runs::AskJob& job = plan.jobs[index];
    const domain::Item& item = plan.items[job.item].content;
    const double first = plan_parts::tokens_of(plan.call(index));
    Range sum{first, first};
    Range grown = sum;
    for (std::size_t turn = job.turn; turn <= item.turns.size(); ++turn) {
        const double next = text::estimated_tokens(item.turns[turn - 1]) + 2 * text::tokens_a_message;
        grown.low += length.range ? length.range->low + next : next;
        grown.high += length.range ? length.range->high + next : next;
        sum.low += grown.low;
        sum.high += grown.high;
    }
    return sum;
}

struct Asked {
    std::vector<Part> parts;
    std::vector<Length> lengths; ///< of an answer, by candidate: judges read them
};

Asked asked_parts(store::Connection& connection, const RunFrame& frame, const runs::AskPlan& plan) {
    const std::vector<store::ResponseRow> responses = store::responses(connection, frame.run.id);
    Asked asked;
    for (std::size_t c = 0; c < plan.candidates.size(); ++c) {
        const store::CandidateRow& row = plan.candidates[c];
        Part& part = asked.parts.emplace_back();
        part.name = row.candidate.name;
        part.stored = plan.stored[c];
        asked.lengths.push_back(plan_parts::answer_length(connection, row, frame.run.id));
        if (row.candidate.api == domain::Api::recorded) {
            part.how = frame.items.empty() ? "imported scores" : "recorded answers";
            continue;
        }
        part.how = domain::to_string(row.candidate.api);
        if (row.candidate.samples > 1) {
            part.how += fmt::format(", {} samples an item", row.candidate.samples);
        }
        plan_parts::set_endpoint(part, row.candidate);
        Range prompt;
        for (std::size_t i = 0; i < plan.jobs.size(); ++i) {
            if (plan.jobs[i].candidate == c) {
                const Range tokens = prompt_tokens_of(plan, i, asked.lengths[c]);
                prompt.low += tokens.low;
                prompt.high += tokens.high;
                part.calls += plan.turns_of(plan.jobs[i]) - plan.jobs[i].turn + 1;
                part.failed += plan.jobs[i].before != domain::FailureKind::none ? 1 : 0;
            }
        }
        const auto ratio = measure(plan, c, responses);
        const Range spread = ratio ? measured : unmeasured;
        part.prompt_measured = ratio.has_value();
        part.prompt_tokens = {prompt.low * ratio.value_or(1) * spread.low,
                              prompt.high * ratio.value_or(1) * spread.high};
        part.calls_least = part.calls;
        plan_parts::finish(part, asked.lengths[c],
                           store::call_figures(connection, row.revision, row.candidate.model), row.candidate);
    }
    return asked;
}

void add_up(RunPlan& plan) {
    plan.completion_tokens = Range{};
    plan.cost = Range{};
    for (const auto* parts : {&plan.candidates, &plan.judgings}) {
        for (const Part& part : *parts) {
            plan.calls += part.calls;
            plan.calls_least += part.calls_least;
            plan.stored += part.stored;
            if (part.calls == 0) {
                continue;
            }
            plan.prompt_tokens.low += part.prompt_tokens.low;
            plan.prompt_tokens.high += part.prompt_tokens.high;
            if (!part.completion_tokens) {
                plan.completion_tokens.reset();
            } else if (plan.completion_tokens) {
                plan.completion_tokens->low += part.completion_tokens->low;
                plan.completion_tokens->high += part.completion_tokens->high;
            }
            if (!part.cost) {
                plan.cost.reset();
                if (plan.cost_unknown.empty()) {
                    plan.cost_unknown = part.name + ": " + part.cost_unknown;
                }
            } else if (plan.cost) {
                plan.cost->low += part.cost->low;
                plan.cost->high += part.cost->high;
            }
            std::vector<std::string> addresses = part.replicas;
            addresses.insert(addresses.begin(), part.address);
            for (const std::string& address : addresses) {
                auto host = std::ranges::find(plan.hosts, address, &RunPlan::Host::address);
                if (host == plan.hosts.end()) {
                    host = plan.hosts.insert(host, {address, plan_parts::leaves(address), 0, {}});
                }
                host->calls += part.calls;
                host->parts.push_back(part.name);
            }
        }
    }
}

/// Candidates at one address share its places and go on beside those elsewhere; judgings follow one by one.
void add_time(RunPlan& plan) {
    std::map<std::string, double> by_address;
    for (const Part& part : plan.candidates) {
        if (part.calls > 0) {
            by_address[part.address] += part.seconds.value_or(0);
        }
    }
    double total = 0;
    for (const auto& [address, seconds] : by_address) {
        total = std::max(total, seconds);
    }
    plan.seconds = total;
    for (const Part& part : plan.judgings) {
        *plan.seconds += part.calls > 0 ? part.seconds.value_or(0) : 0;
    }
    for (const auto* parts : {&plan.candidates, &plan.judgings}) {
        for (const Part& part : *parts) {
            if (part.calls > 0 && !part.seconds) {
                plan.seconds.reset();
                plan.seconds_unknown = part.name + ": " + part.seconds_unknown;
                return;
            }
        }
    }
}

void add_warnings(RunPlan& plan, const runs::AskPlan& asked) {
    for (const auto* parts : {&plan.candidates, &plan.judgings}) {
        for (const Part& part : *parts) {
            if (part.calls == 0) {
                continue;
            }
            if (part.leaves && part.address.starts_with("http:")) {
                plan.warnings.push_back(
                    fmt::format("{}: prompts go unencrypted to {}", part.name, part.address));
            }
            if (part.failed > 0) {
                plan.warnings.push_back(
                    fmt::format("{}: {} of these calls failed before", part.name, thousands(part.failed)));
            }
            if (!part.max_tokens && part.price && part.price->output > 0) {
                plan.warnings.push_back(part.name + ": without max_tokens an answer may be of any length");
            }
        }
    }
    for (const store::CandidateRow& row : asked.candidates) {
        if (row.candidate.samples > 1 && row.candidate.parameters.temperature == 0.0) {
            plan.warnings.push_back(fmt::format("{}: {} samples at temperature 0 will be much alike",
                                                row.candidate.name, row.candidate.samples));
        }
    }
    if (plan.max_cost && plan.cost && plan.calls > 0) {
        const double left = *plan.max_cost - plan.spent;
        if (plan.cost->low > left) {
            plan.warnings.push_back(
                fmt::format("the cap of ${:.2f} will be reached before all is done: the run pauses there",
                            *plan.max_cost));
        } else if (plan.cost->high > left) {
            plan.warnings.push_back(
                fmt::format("the cap of ${:.2f} may be reached before all is done: the run pauses there",
                            *plan.max_cost));
        }
    }
}

} // namespace

bool RunPlan::Part::may_cost() const {
    return calls > 0 && (price ? price->input > 0 || price->output > 0 : leaves);
}

bool RunPlan::may_cost() const {
    return std::ranges::any_of(candidates, &Part::may_cost) || std::ranges::any_of(judgings, &Part::may_cost);
}

bool RunPlan::costs_or_leaves() const {
    return may_cost() || std::ranges::any_of(hosts, &Host::leaves);
}

std::string RunPlan::unpriced() const {
    for (const auto* parts : {&candidates, &judgings}) {
        for (const Part& part : *parts) {
            if (part.calls > 0 && part.leaves && !part.price) {
                return part.name;
            }
        }
    }
    return {};
}

RunPlan plan_run(store::Connection& connection, domain::RunId run) {
    const RunFrame frame = read_run_frame(connection, run);
    RunPlan plan;
    plan.run = run;
    plan.name = frame.run.name;
    plan.eval_set = frame.run.eval_set_name;
    plan.items = static_cast<std::int64_t>(frame.items.size());
    plan.max_cost = frame.run.max_cost;
    plan.spent = store::run_spend(connection, run).cost;
    const runs::AskPlan asked = runs::read_ask_plan(connection, frame.run);
    Asked parts = asked_parts(connection, frame, asked);
    plan.candidates = std::move(parts.parts);
    for (const store::JudgingRow& judging : frame.judgings) {
        plan.judgings.push_back(plan_parts::judged_part(connection, frame, judging, parts.lengths));
    }
    add_up(plan);
    add_time(plan);
    add_warnings(plan, asked);
    plan.finished = plan.calls == 0 && frame.run.status == store::WorkStatus::finished &&
                    std::ranges::all_of(frame.judgings, [](const store::JudgingRow& judging) {
                        return judging.status == store::WorkStatus::finished;
                    });
    return plan;
}

} // namespace tiebreak::workbench
