// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/work_plan.h"

#include "app/cli/columns.h"
#include "client/url.h"
#include "store/judgings.h"
#include "store/responses.h"
#include "workbench/run_frame.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tiebreak::cli {

namespace {

using workbench::thousands;

/// Where a model's calls go.
void set_endpoint(WorkPlan::Part& part, const domain::Candidate& model) {
    const client::Origin origin = client::parse_url(model.endpoint.base_url).origin;
    part.address = origin.text();
    part.leaves = !origin.loopback();
    part.price = model.price;
    part.max_tokens = model.parameters.max_tokens;
}

std::vector<WorkPlan::Part> asked_parts(store::Connection& connection, const workbench::RunFrame& frame) {
    std::map<std::int64_t, std::int64_t> answered;
    for (const store::ResponseRow& row : store::responses(connection, frame.run.id)) {
        answered[row.candidate.value] += row.failure == domain::FailureKind::none ? 1 : 0;
    }
    std::vector<WorkPlan::Part> parts;
    for (const store::CandidateRow& row : frame.candidates) {
        WorkPlan::Part& part = parts.emplace_back();
        part.name = row.candidate.name;
        if (row.candidate.api == domain::Api::recorded) {
            part.how = frame.items.empty() ? "imported scores" : "recorded answers";
            continue;
        }
        part.how = domain::to_string(row.candidate.api);
        set_endpoint(part, row.candidate);
        part.calls = static_cast<std::int64_t>(frame.items.size()) - answered[row.revision.value];
    }
    return parts;
}

WorkPlan::Part judged_part(store::Connection& connection, const workbench::RunFrame& frame,
                           const store::JudgingRow& judging) {
    WorkPlan::Part part;
    part.name = judging.name;
    const std::string judge = workbench::judge_names(judging);
    const bool finished = judging.status == store::WorkStatus::finished;
    if (judging.judges.empty() || judging.judges.front().kind != "endpoint") {
        const std::string kind = judging.judges.empty() ? "" : judging.judges.front().kind;
        part.how = kind == "recorded"
                       ? fmt::format("{}, recorded replies of {}", domain::to_string(judging.protocol), judge)
                   : kind == "imported" ? "scores imported from " + judge
                                        : "scorer " + judge;
        part.how += finished ? ", done" : "";
        return part;
    }
    part.how = fmt::format("{} by {}, {} repeat{}", domain::to_string(judging.protocol), judge,
                           judging.repeats, judging.repeats == 1 ? "" : "s");
    set_endpoint(part, store::candidate_revision(connection, judging.judges.front().model).candidate);
    if (!finished) {
        const bool each = judging.protocol == domain::Protocol::single;
        const std::int64_t units = static_cast<std::int64_t>(frame.items.size()) * judging.repeats *
                                   (each ? static_cast<std::int64_t>(frame.candidates.size()) : 1);
        const std::vector<store::UnitState> states = store::unit_states(connection, judging.id);
        const auto done = std::ranges::count_if(
            states, [](const auto& state) { return state.status != store::ParseStatus::failed; });
        part.calls = std::max<std::int64_t>(0, units - done);
    }
    return part;
}

std::string price_text(const WorkPlan::Part& part) {
    if (part.calls == 0) {
        return "";
    }
    if (!part.price) {
        return part.leaves ? "no price given" : "";
    }
    std::string text =
        fmt::format("${:g} in, ${:g} out a million tokens", part.price->input, part.price->output);
    if (part.max_tokens) {
        text += fmt::format("; answers at most ${:.2f}",
                            static_cast<double>(part.calls * *part.max_tokens) * part.price->output / 1e6);
    }
    return text;
}

void add_rows(Columns& table, const char* what, const std::vector<WorkPlan::Part>& parts) {
    for (const WorkPlan::Part& part : parts) {
        table.add({what, part.name, part.how, part.address.empty() ? "" : thousands(part.calls) + " calls",
                   part.address, price_text(part)});
    }
}

} // namespace

std::int64_t WorkPlan::calls() const {
    std::int64_t sum = 0;
    for (const auto* parts : {&asked, &judged}) {
        for (const Part& part : *parts) {
            sum += part.calls;
        }
    }
    return sum;
}

bool WorkPlan::costs_or_leaves() const {
    const auto concerns = [](const Part& part) {
        const bool costs = part.price && (part.price->input > 0 || part.price->output > 0);
        return part.calls > 0 && (part.leaves || costs);
    };
    return std::ranges::any_of(asked, concerns) || std::ranges::any_of(judged, concerns);
}

WorkPlan make_plan(store::Connection& connection, domain::RunId run) {
    const workbench::RunFrame frame = workbench::read_run_frame(connection, run);
    WorkPlan plan;
    plan.run = frame.run.name;
    plan.eval_set = frame.run.eval_set_name;
    plan.items = static_cast<std::int64_t>(frame.items.size());
    plan.asked = asked_parts(connection, frame);
    for (const store::JudgingRow& judging : frame.judgings) {
        plan.judged.push_back(judged_part(connection, frame, judging));
    }
    plan.finished = plan.calls() == 0 && frame.run.status == store::WorkStatus::finished &&
                    std::ranges::all_of(frame.judgings, [](const store::JudgingRow& judging) {
                        return judging.status == store::WorkStatus::finished;
                    });
    return plan;
}

std::string to_text(const WorkPlan& plan) {
    const auto counted = [](std::size_t n, const char* what) {
        return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
    };
    std::string text =
        fmt::format("run \"{}\": {} items of {}, {}, {}\n", plan.run, thousands(plan.items), plan.eval_set,
                    counted(plan.asked.size(), "candidate"), counted(plan.judged.size(), "judging"));
    Columns table{"", "", "", ">", "", ""};
    add_rows(table, "  ask", plan.asked);
    add_rows(table, "  judge", plan.judged);
    const std::string rows = table.text();
    text += rows.substr(rows.find('\n') + 1);
    if (plan.finished) {
        return text + "all of it is stored: nothing is asked or judged again";
    }
    return text + (plan.calls() == 0 ? std::string("no model is called")
                                     : fmt::format("at most {} calls", thousands(plan.calls())));
}

} // namespace tiebreak::cli
