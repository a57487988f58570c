// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/plan_text.h"

#include "app/cli/columns.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <cmath>

namespace tiebreak::cli {

namespace {

using workbench::RunPlan;
using workbench::thousands;

std::string counted(std::size_t n, const char* what) {
    return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

/// Two digits that matter are all that an estimate has.
std::string rounded(double value) {
    if (value < 100) {
        return thousands(std::llround(value));
    }
    const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1);
    return thousands(static_cast<std::int64_t>(std::llround(value / unit) * std::llround(unit)));
}

std::string range_text(const RunPlan::Range& range) {
    const std::string low = rounded(range.low);
    const std::string high = rounded(range.high);
    return low == high ? low : low + "–" + high;
}

std::string dollars(const RunPlan::Range& range) {
    const int decimals = range.high < 0.1 ? 4 : 2;
    const std::string low = fmt::format("${:.{}f}", range.low, decimals);
    const std::string high = fmt::format("${:.{}f}", range.high, decimals);
    return low == high ? low : low + "–" + high;
}

std::string duration(double seconds) {
    constexpr double minute = 60;
    constexpr double hour = 3600;
    if (seconds < 2 * minute) {
        return fmt::format("{:.0f} s", std::max(1.0, seconds));
    }
    return seconds < 2 * hour ? fmt::format("{:.0f} min", seconds / minute)
                              : fmt::format("{:.1f} h", seconds / hour);
}

std::string price_text(const RunPlan::Part& part) {
    if (part.calls == 0) {
        return "";
    }
    if (!part.price) {
        return part.leaves ? "no price given" : "";
    }
    std::string text =
        fmt::format("${:g} in, ${:g} out a million tokens", part.price->input, part.price->output);
    if (part.cost) {
        text += ": " + dollars(*part.cost);
    }
    return text;
}

std::string calls_text(const RunPlan::Part& part) {
    if (part.address.empty()) {
        return "";
    }
    const std::string calls = part.calls_least < part.calls
                                  ? thousands(part.calls_least) + " to " + thousands(part.calls)
                                  : thousands(part.calls);
    return calls + " calls" +
           (part.stored > 0 ? fmt::format(", {} stored", thousands(part.stored)) : "");
}

void add_rows(Columns& table, const char* what, const std::vector<RunPlan::Part>& parts) {
    for (const RunPlan::Part& part : parts) {
        table.add({what, part.name, part.how, calls_text(part), part.address, price_text(part)});
    }
}

/// What it comes to. Every figure but the calls is an estimate, and says so.
std::string sum_text(const RunPlan& plan) {
    std::string text = plan.calls_least < plan.calls
                           ? fmt::format("{} to {} calls, by what the verdicts say",
                                         thousands(plan.calls_least), thousands(plan.calls))
                           : fmt::format("at most {} calls", thousands(plan.calls));
    text += fmt::format("; estimate: {} prompt tokens", range_text(plan.prompt_tokens));
    text += plan.completion_tokens ? fmt::format(", {} of answers", range_text(*plan.completion_tokens))
                                   : std::string(", length of answers unknown");
    if (!plan.cost) {
        text += ", cost unknown (" + plan.cost_unknown + ")";
    } else if (plan.cost->high > 0) {
        text += ", " + dollars(*plan.cost);
    }
    text += plan.seconds ? ", about " + duration(*plan.seconds) : std::string(", time not known yet");
    if (plan.max_cost) {
        text += fmt::format("\nspending cap ${:g}, ${:.4f} of it spent", *plan.max_cost, plan.spent);
    }
    return text;
}

} // namespace

std::string to_text(const RunPlan& plan) {
    std::string text =
        fmt::format("run \"{}\": {} items of {}, {}, {}\n", plan.name, thousands(plan.items), plan.eval_set,
                    counted(plan.candidates.size(), "candidate"), counted(plan.judgings.size(), "judging"));
    Columns table{"", "", "", ">", "", ""};
    add_rows(table, "  ask", plan.candidates);
    add_rows(table, "  judge", plan.judgings);
    const std::string rows = table.text();
    text += rows.substr(rows.find('\n') + 1);
    if (plan.finished) {
        return text + "all of it is stored: nothing is asked or judged again";
    }
    if (plan.calls == 0) {
        return text + "no model is called";
    }
    for (const RunPlan::Host& host : plan.hosts) {
        if (host.leaves) {
            text += fmt::format("text goes to {} ({})\n", host.address, workbench::joined(host.parts));
        }
    }
    for (const std::string& warning : plan.warnings) {
        text += "note: " + warning + "\n";
    }
    return text + sum_text(plan);
}

} // namespace tiebreak::cli
