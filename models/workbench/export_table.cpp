// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/export_table.h"

#include "text/csv.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace tiebreak::workbench {

namespace {

std::string exact(const std::optional<double>& value) {
    return value && std::isfinite(*value) ? fmt::format("{}", *value) : "";
}

const CandidateReport* candidate_of(const Report& report, const ScoreReport& score) {
    const auto found = std::ranges::find(report.candidates, score.candidate, &CandidateReport::revision);
    return found == report.candidates.end() ? nullptr : &*found;
}

std::string csv(const Report& report) {
    const auto record = [](const std::vector<std::string>& cells) {
        return text::csv_record(cells, text::FormulaCells::neutralised);
    };
    std::string out = record({"run", "judging", "protocol", "judge", "rank", "candidate", "mean", "se",
                              "ci_low", "ci_high", "n", "test_loss", "test_loss_se", "loss_set"});
    for (const JudgingReport& judging : report.judgings) {
        for (const ScoreReport& score : judging.scores) {
            const CandidateReport* candidate = candidate_of(report, score);
            out += record({report.run.name, judging.name, judging.protocol, judging.judge,
                           score.rank ? std::to_string(*score.rank) : "", score.name, exact(score.mean),
                           exact(score.se), exact(score.ci_low), exact(score.ci_high),
                           std::to_string(score.n), candidate ? exact(candidate->test_loss) : "",
                           candidate ? exact(candidate->test_loss_se) : "",
                           candidate ? candidate->loss_set : ""});
        }
    }
    return out;
}

/// One table in words and rounded figures, before it is dressed as Markdown or LaTeX.
struct Worded {
    std::string title;
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;
};

std::string rounded(const std::optional<double>& value, int decimals) {
    return value && std::isfinite(*value) ? fmt::format("{:.{}f}", *value, decimals) : "–";
}

Worded worded(const Report& report, const JudgingReport& judging) {
    Worded table;
    table.title = fmt::format("{}: {} by {}, {}", report.run.name, judging.name, judging.judge,
                              judging.imported_scores ? "95 % over judge runs" : "95 % over items");
    const bool losses = std::ranges::any_of(report.candidates,
                                            [](const CandidateReport& c) { return c.test_loss.has_value(); });
    table.header = {"Rank", "Candidate"};
    if (losses) {
        table.header.emplace_back("Test loss");
    }
    table.header.insert(table.header.end(), {"Score", "±", "n"});
    for (const ScoreReport& score : judging.scores) {
        std::vector<std::string> row{score.rank ? std::to_string(*score.rank) : "–", score.name};
        if (losses) {
            const CandidateReport* candidate = candidate_of(report, score);
            row.push_back(rounded(candidate ? candidate->test_loss : std::nullopt, 3));
        }
        const auto half = score.ci_low && score.ci_high ? std::optional((*score.ci_high - *score.ci_low) / 2)
                                                        : std::nullopt;
        row.insert(row.end(), {rounded(score.mean, 2), rounded(half, 2), std::to_string(score.n)});
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// Shown safely, on one line, with each of `marks` after a backslash.
std::string escaped(const std::string& words, std::string_view marks) {
    std::string out;
    for (const char c : text::for_display(words)) {
        if (c == '\n' || c == '\t') {
            out += ' ';
            continue;
        }
        if (marks.find(c) != std::string_view::npos) {
            out += '\\';
        }
        out += c;
    }
    return out;
}

std::string markdown_cell(const std::string& cell) {
    return escaped(cell, "\\|`*_[]<>#");
}

std::string latex_cell(const std::string& cell) {
    std::string out;
    for (const char c : escaped(cell, "")) {
        switch (c) {
        case '\\':
            out += "\\textbackslash{}";
            break;
        case '~':
            out += "\\textasciitilde{}";
            break;
        case '^':
            out += "\\textasciicircum{}";
            break;
        case '#':
        case '$':
        case '%':
        case '&':
        case '_':
        case '{':
        case '}':
            out += '\\';
            [[fallthrough]];
        default:
            out += c;
        }
    }
    return out;
}

std::string markdown(const Worded& table) {
    const auto line = [](const std::vector<std::string>& cells) {
        std::string text = "|";
        for (const std::string& cell : cells) {
            text += " " + markdown_cell(cell) + " |";
        }
        return text + "\n";
    };
    std::string out = markdown_cell(table.title) + "\n\n" + line(table.header) + "|";
    for (const std::string& title : table.header) {
        out += title == "Candidate" ? " :-- |" : " --: |";
    }
    out += "\n";
    for (const auto& row : table.rows) {
        out += line(row);
    }
    return out;
}

std::string latex(const Worded& table) {
    const auto line = [](const std::vector<std::string>& cells) {
        std::string text;
        for (const std::string& cell : cells) {
            text += (text.empty() ? "" : " & ") + latex_cell(cell);
        }
        return "    " + text + " \\\\\n";
    };
    std::string columns;
    for (const std::string& title : table.header) {
        columns += title == "Candidate" ? 'l' : 'r';
    }
    std::string out = "% needs \\usepackage{booktabs}\n\\begin{table}\n  \\centering\n  \\caption{" +
                      latex_cell(table.title) + "}\n  \\begin{tabular}{" + columns + "}\n    \\toprule\n" +
                      line(table.header) + "    \\midrule\n";
    for (const auto& row : table.rows) {
        out += line(row);
    }
    return out + "    \\bottomrule\n  \\end{tabular}\n\\end{table}\n";
}

} // namespace

std::string score_table(const Report& report, TableFormat format) {
    if (format == TableFormat::csv) {
        return csv(report);
    }
    std::string out;
    for (const JudgingReport& judging : report.judgings) {
        if (!judging.scores.empty()) {
            const Worded table = worded(report, judging);
            out +=
                (out.empty() ? "" : "\n") + (format == TableFormat::latex ? latex(table) : markdown(table));
        }
    }
    return out;
}

} // namespace tiebreak::workbench
