// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/report_tables.h"

#include "text/utf8.h"
#include "workbench/report_parts.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::workbench {

namespace {

std::string whole(const std::optional<std::int64_t>& value) {
    return value ? thousands(*value) : "\u2013";
}

std::string dollars(const std::optional<double>& value) {
    return value ? "$" + number(value, *value != 0 && *value < 0.1 ? 4 : 2) : "unknown";
}

/// A measured loss as its test gives it: four decimals.
constexpr int loss_decimals = 4;

} // namespace

std::string shown(const std::string& other) {
    std::string clean = text::for_display(other);
    std::ranges::replace(clean, '\n', ' ');
    std::ranges::replace(clean, '\t', ' ');
    return clean;
}

std::string run_title(const Report& report) {
    return shown(report.run.name) + "  (" + report.run.status + ")";
}

std::string run_facts(const Report& report) {
    std::vector<std::string> facts;
    if (report.run.eval_set.empty()) {
        facts.emplace_back("scores without items");
    } else {
        facts.push_back(shown(report.run.eval_set) + ", " + thousands(report.run.items) + " items");
    }
    facts.push_back(thousands(static_cast<std::int64_t>(report.candidates.size())) + " candidates");
    if (report.run.started) {
        facts.push_back("started " + minute_of(report.run.started));
    }
    if (report.run.finished) {
        facts.push_back("finished " + minute_of(report.run.finished) + " UTC");
    }
    if (!report.run.baseline.empty()) {
        facts.push_back("baseline " + shown(report.run.baseline));
    }
    std::string line;
    for (const std::string& fact : facts) {
        line += (line.empty() ? "" : " \u2022 ") + fact;
    }
    return line;
}

ReportTable candidates_table(const Report& report) {
    const auto& all = report.candidates;
    const auto any = [&](auto has) { return std::ranges::any_of(all, has); };
    const bool loss = any([](const CandidateReport& c) { return c.test_loss.has_value(); });
    const bool answers = report.run.items > 0;
    const bool tokens = any([](const CandidateReport& c) { return c.completion_tokens || c.prompt_tokens; });
    const bool latency = any([](const CandidateReport& c) { return c.latency_ms.has_value(); });
    const bool cost = any([](const CandidateReport& c) { return c.known_cost.has_value(); });
    ReportTable table;
    table.columns = {{"Candidate", false}};
    const auto column = [&](bool there, const char* title) {
        if (there) {
            table.columns.push_back({title, true});
        }
    };
    column(loss, "Test loss");
    column(answers, "Answers");
    column(answers, "Failed");
    column(answers, "Missing");
    column(tokens, "Tokens in");
    column(tokens, "Tokens out");
    column(latency, "p50 ms");
    column(latency, "p95 ms");
    column(cost, "Cost");
    for (const CandidateReport& c : all) {
        std::vector<std::string> row{shown(c.name)};
        const auto cell = [&](bool there, const std::string& value) {
            if (there) {
                row.push_back(value);
            }
        };
        cell(loss, c.test_loss
                       ? number(c.test_loss, loss_decimals) +
                             (c.test_loss_se ? " \u00b1 " + number(c.test_loss_se, loss_decimals) : "")
                       : "\u2013");
        cell(answers, thousands(c.responses));
        cell(answers, thousands(c.failed));
        cell(answers, thousands(c.missing));
        cell(tokens, whole(c.prompt_tokens));
        cell(tokens, whole(c.completion_tokens));
        cell(latency, c.latency_ms ? number(c.latency_ms->p50, 0) : "\u2013");
        cell(latency, c.latency_ms ? number(c.latency_ms->p95, 0) : "\u2013");
        cell(cost, dollars(c.cost));
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::vector<std::string> candidate_notes(const Report& report) {
    std::vector<std::string> lines;
    for (const CandidateReport& c : report.candidates) {
        std::vector<std::string> notes;
        for (const auto& [kind, n] : c.degenerate) {
            if (n > 0) {
                std::string name = kind;
                std::ranges::replace(name, '_', ' ');
                notes.push_back(name + " " + thousands(n));
            }
        }
        for (const auto& [kind, n] : c.failures) {
            notes.push_back("failed: " + kind + " " + thousands(n));
        }
        if (!notes.empty()) {
            std::string line = shown(c.name) + ":";
            for (const std::string& note : notes) {
                line += (line.ends_with(':') ? " " : ", ") + note;
            }
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

std::string judging_title(const JudgingReport& judging) {
    std::string title = shown(judging.name) + ": " + judging.protocol + ", " + shown(judging.judge);
    if (judging.repeats > 1) {
        title += judging.imported_scores ? ", " + count_word(judging.repeats) + " judge runs"
                                         : ", " + count_word(judging.repeats) + " repeats";
    }
    return title;
}

std::string judging_counts(const JudgingReport& judging) {
    if (judging.imported_scores) {
        return "scores imported as a table";
    }
    std::string line =
        fmt::format("{} read of {}, {} unreadable, {} failed", thousands(judging.judged),
                    thousands(judging.calls), thousands(judging.parse_failures), thousands(judging.failed));
    if (judging.not_judged > 0) {
        line += ", " + thousands(judging.not_judged) + " without a reference";
    }
    if (judging.repaired > 0) {
        line += ", " + thousands(judging.repaired) + " read after a request for the format";
    }
    if (judging.identical > 0) {
        line += ", " + thousands(judging.identical) + " of identical answers not asked";
    }
    return line + " \u2022 cost " + dollars(judging.cost) + " \u2022 seed " + std::to_string(judging.seed);
}

ReportTable scores_table(const Report& report, const JudgingReport& judging) {
    const std::string baseline = !report.run.baseline.empty() ? report.run.baseline
                                 : !report.candidates.empty() ? report.candidates.front().name
                                                              : std::string{};
    const bool paired = std::ranges::any_of(
        judging.scores, [](const ScoreReport& score) { return score.difference.has_value(); });
    ReportTable table;
    table.columns = {{"Rank", true}, {"Candidate", false}, {"Score", true},
                     {"SE", true},   {"95 %", true},       {"n", true}};
    if (paired) {
        table.columns.push_back({"Against baseline", true});
        table.columns.push_back({"", false});
    }
    table.stretch = 1;
    for (const ScoreReport& score : judging.scores) {
        const std::string n = judging.imported_scores
                                  ? thousands(score.n) + " runs"
                                  : thousands(score.n) + " of " + thousands(report.run.items);
        std::vector<std::string> row{score.rank ? std::to_string(*score.rank) : "\u2013",
                                     shown(score.name),
                                     number(score.mean, 1),
                                     number(score.se, 2),
                                     interval(score.ci_low, score.ci_high, 1),
                                     n};
        if (paired) {
            row.push_back(score.name == baseline ? "baseline"
                          : score.difference_low
                              ? signed_number(score.difference, 1) + " (" +
                                    signed_interval(score.difference_low, score.difference_high, 1) + ")"
                              : signed_number(score.difference, 1));
            row.push_back(!score.difference            ? ""
                          : !score.difference_low      ? "?"
                          : *score.difference_low > 0  ? "\u25b2"
                          : *score.difference_high < 0 ? "\u25bc"
                                                       : "?");
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

ReportTable pairs_table(const JudgingReport& judging) {
    ReportTable table;
    if (judging.pairs.empty()) {
        return table;
    }
    table.columns = {{"Candidate", false}, {"Against", false}, {"Wins", true}, {"Ties", true},
                     {"Losses", true},     {"Win rate", true}, {"95 %", true}, {"Decided, 95 %", true},
                     {"p", true},          {"n", true}};
    for (const PairReport& pair : judging.pairs) {
        const std::string ties =
            thousands(pair.ties) +
            (pair.inconsistent > 0 ? " (" + thousands(pair.inconsistent) + " inconsistent)" : "");
        table.rows.push_back(
            {shown(pair.candidate), shown(pair.baseline), thousands(pair.wins), ties, thousands(pair.losses),
             pair.win_rate ? number(pair.win_rate, 1) + " %" : "\u2013",
             interval(pair.bootstrap_low, pair.bootstrap_high, 1), interval(pair.ci_low, pair.ci_high, 1),
             pair.p < 0.0001 ? "< 0.0001" : number(pair.p, 4), thousands(pair.n)});
    }
    return table;
}

ReportTable ratings_table(const JudgingReport& judging) {
    ReportTable table;
    if (judging.ratings.empty()) {
        return table;
    }
    table.columns = {{"Rank", true}, {"Candidate", false}, {"Rating", true}, {"SE", true}, {"95 %", true}};
    table.stretch = 1;
    for (const RatingReport& rating : judging.ratings) {
        table.rows.push_back({rating.rank ? std::to_string(*rating.rank) : "\u2013", shown(rating.candidate),
                              number(rating.rating, 0), number(rating.se, 1),
                              interval(rating.ci_low, rating.ci_high, 0)});
    }
    return table;
}

ReportTable parts_table(const std::vector<PartReport>& parts) {
    ReportTable table;
    std::vector<std::string> rows;
    for (const PartReport& part : parts) {
        for (const ScoreReport& score : part.scores) {
            if (std::ranges::find(rows, score.name) == rows.end()) {
                rows.push_back(score.name);
            }
        }
        for (const PairReport& pair : part.pairs) {
            const std::string name = pair.candidate + " against " + pair.baseline;
            if (std::ranges::find(rows, name) == rows.end()) {
                rows.push_back(name);
            }
        }
    }
    if (rows.empty()) {
        return table;
    }
    table.columns.push_back({"Candidate", false});
    for (const PartReport& part : parts) {
        table.columns.push_back(
            {shown(part.name) + (part.weight != 1 ? fmt::format(" (weight {:g})", part.weight) : ""), true});
    }
    for (const std::string& name : rows) {
        std::vector<std::string> row{shown(name)};
        for (const PartReport& part : parts) {
            std::string cell = "\u2013";
            for (const ScoreReport& score : part.scores) {
                if (score.name == name && score.mean) {
                    cell = number(score.mean, 2) + (score.se ? " \u00b1 " + number(score.se, 2) : "") +
                           " (n " + thousands(score.n) + ")";
                }
            }
            for (const PairReport& pair : part.pairs) {
                if (pair.candidate + " against " + pair.baseline == name && pair.win_rate) {
                    cell = number(pair.win_rate, 1) + " % (n " + thousands(pair.n) + ")";
                }
            }
            row.push_back(cell);
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::vector<std::string> pair_notes(const JudgingReport& judging) {
    std::vector<std::string> lines;
    for (const PairReport& pair : judging.pairs) {
        std::vector<std::string> facts;
        if (pair.single_order) {
            facts.emplace_back("one order only");
        }
        if (pair.consistency) {
            facts.push_back("both orders agree in " + number(pair.consistency, 0) + " %");
        }
        if (pair.first_position_rate) {
            facts.push_back("the first shown wins " + number(pair.first_position_rate, 0) + " %");
        }
        if (pair.identical > 0) {
            facts.push_back(thousands(pair.identical) + " identical, not asked");
        }
        if (pair.incomplete > 0) {
            facts.push_back(thousands(pair.incomplete) + " not judged, a reply being unreadable or missing");
        }
        if (pair.preference && pair.preference->win_rate) {
            facts.push_back("by log-probabilities " + number(pair.preference->win_rate, 1) + " %" +
                            (pair.preference->se ? " (SE " + number(pair.preference->se, 2) + ")" : ""));
        }
        if (pair.length_controlled.win_rate) {
            facts.push_back("at equal length " + number(pair.length_controlled.win_rate, 1) + " %");
        }
        if (!facts.empty()) {
            lines.push_back(shown(pair.candidate) + " against " + shown(pair.baseline) + ": " + facts[0]);
            for (std::size_t k = 1; k < facts.size(); ++k) {
                lines.back() += ", " + facts[k];
            }
        }
    }
    return lines;
}

ReportTable figures_table(const JudgingReport& judging) {
    ReportTable table;
    table.columns = {{"Figure", false}, {"Candidate", false}, {"Value", true}, {"95 %", true}, {"n", true}};
    table.stretch = 1;
    for (const FigureReport& figure : judging.figures) {
        table.rows.push_back({shown(figure.name), shown(figure.candidate), number(figure.value, 1),
                              interval(figure.ci_low, figure.ci_high, 1), thousands(figure.n)});
    }
    return table;
}

ReportTable leaks_table(const Report& report, const JudgingReport& judging) {
    ReportTable table;
    table.columns = {{"Candidate", false}, {"With all items", true},
                     {"n", true},          {"Without those in training data", true},
                     {"95 %", true},       {"n", true}};
    for (const ScoreReport& without : judging.scores_without_leaks) {
        const auto with = std::ranges::find(judging.scores, without.name, &ScoreReport::name);
        if (with == judging.scores.end()) {
            continue;
        }
        table.rows.push_back(
            {shown(without.name), number(with->mean, 1),
             thousands(with->n) + " of " + thousands(report.run.items), number(without.mean, 1),
             interval(without.ci_low, without.ci_high, 1),
             thousands(without.n) + " of " + thousands(report.run.items - report.run.leaked_items)});
    }
    return table;
}

std::string leaks_line(const Report& report) {
    if (report.run.training_sets.empty() || report.run.items == 0) {
        return {};
    }
    return thousands(report.run.leaked_items) + " of " + thousands(report.run.items) +
           " items stand in training data (looked up in " + shown(list_of(report.run.training_sets)) + ")";
}

std::string noise_line(const JudgingReport& judging) {
    if (!judging.noise.per_candidate_sd) {
        return "";
    }
    std::string line = "Judge noise over " + count_word(static_cast<std::int64_t>(judging.noise.runs)) +
                       " runs (SD of a mean): " + number(judging.noise.per_candidate_sd, 2) + " each";
    if (judging.noise.within_run_sd) {
        line += ", " + number(judging.noise.within_run_sd, 2) + " within a run (residual " +
                number(judging.noise.residual_sd, 2) + "), whole-run shift " +
                number(judging.noise.run_shift_sd, 2);
    }
    return line + ". Which items were drawn is not in it.";
}

std::string positions_line(const JudgingReport& judging) {
    if (judging.positions.empty()) {
        return "";
    }
    std::string line = "Mean by position shown:";
    for (const PositionReport& position : judging.positions) {
        line +=
            fmt::format(" {}: {} (n {})", position.position, number(position.mean, 1), thousands(position.n));
        line += &position == &judging.positions.back() ? "" : ",";
    }
    return line;
}

std::string more_items_line(const JudgingReport& judging) {
    std::string line;
    for (const ScoreReport& score : judging.scores) {
        if (score.more_items) {
            line += (line.empty() ? "Items more, like these, to tell from the baseline (80 %): " : ", ") +
                    shown(score.name) + " " + thousands(*score.more_items);
        }
    }
    return line;
}

std::string meters_line(const JudgingReport& judging) {
    std::string line;
    for (const Meter& meter : judging.meters) {
        line += (line.empty() ? "" : " \u2022 ") + meter.name +
                (meter.state == Meter::State::watch ? " (watch): " : ": ") + meter.text;
    }
    return line;
}

std::string association_line(const LossScoreReport& association) {
    const auto figure = [](const char* name, const std::optional<double>& value,
                           const std::optional<double>& p) {
        return std::string(name) + " " + number(value, 3) +
               (p ? *p < 0.0001 ? " (p < 0.0001)" : " (p " + number(p, 4) + ")" : "");
    };
    std::string line = "n = " + std::to_string(association.n) + " models" +
                       (association.loss_set.empty() ? "" : " on " + shown(association.loss_set)) + ": " +
                       figure("Pearson", association.pearson, association.pearson_p) + ", " +
                       figure("Spearman", association.spearman, association.spearman_p) + ", " +
                       figure("Kendall \u03c4-b", association.kendall, association.kendall_p);
    if (association.slope) {
        line += "; least squares " + number(association.slope, 2) + " points a nat, Theil\u2013Sen " +
                number(association.theil_sen_slope, 2);
    }
    return line;
}

std::string outliers_line(const LossScoreReport& association) {
    std::vector<std::string> names;
    for (const LossScoreResidual& residual : association.residuals) {
        if (residual.outlier) {
            names.push_back(shown(residual.candidate) + " " + signed_number(residual.residual, 2));
        }
    }
    return names.empty() ? ""
                         : "Outliers, beyond \u00b1" + number(association.outlier_threshold, 2) +
                               " of the Theil\u2013Sen line: " + joined(names);
}

} // namespace tiebreak::workbench
