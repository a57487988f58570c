// SPDX-License-Identifier: GPL-3.0-or-later
// The report for a terminal: aligned columns, doubt beside every figure.
#include "text/utf8.h"
#include "workbench/report_labels.h"
#include "workbench/report_parts.h"
#include "workbench/report_tables.h"
#include "workbench/wording.h"

#include <algorithm>

namespace tiebreak::workbench {

namespace {

std::string padded(const std::string& cell, std::size_t width, bool right) {
    const std::size_t length = text::character_count(cell);
    const std::string blanks(width > length ? width - length : 0, ' ');
    return right ? blanks + cell : cell + blanks;
}

/// Cut to `width` characters with an ellipsis.
std::string fitted(const std::string& cell, std::size_t width) {
    if (text::character_count(cell) <= width) {
        return cell;
    }
    std::string cut;
    std::size_t n = 0;
    for (const char c : cell) {
        const bool begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        if (begins && ++n >= width) {
            break;
        }
        cut += c;
    }
    return cut + "\u2026";
}

/// Columns two blanks apart; the first gives way where the line would pass `width`, down to twelve.
std::string render(const ReportTable& table, std::size_t width) {
    constexpr std::size_t gap = 2;
    constexpr std::size_t narrowest = 12;
    std::vector<std::size_t> widths;
    for (const ReportTable::Column& column : table.columns) {
        widths.push_back(text::character_count(column.title));
    }
    for (const auto& row : table.rows) {
        for (std::size_t k = 0; k < row.size(); ++k) {
            widths[k] = std::max(widths[k], text::character_count(row[k]));
        }
    }
    std::size_t total = gap * widths.size();
    for (const std::size_t w : widths) {
        total += w;
    }
    const auto stretch = static_cast<std::size_t>(table.stretch);
    if (total > width) {
        const std::size_t over = total - width;
        widths[stretch] = widths[stretch] > over + narrowest ? widths[stretch] - over : narrowest;
    }
    const auto line = [&](const std::vector<std::string>& cells) {
        std::string text;
        for (std::size_t k = 0; k < cells.size(); ++k) {
            text += std::string(gap, ' ') + padded(k == stretch ? fitted(cells[k], widths[k]) : cells[k],
                                                   widths[k], table.columns[k].right);
        }
        return text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
    };
    std::vector<std::string> titles;
    for (const ReportTable::Column& column : table.columns) {
        titles.push_back(column.title);
    }
    std::string text = line(titles);
    for (const auto& row : table.rows) {
        text += line(row);
    }
    return text;
}

/// Folded at blanks, continued under the first word.
std::string folded(const std::string& sentence, std::size_t width, const std::string& lead) {
    std::string text = lead;
    std::size_t at = text::character_count(lead);
    const std::size_t indent = at;
    std::size_t begin = 0;
    while (begin <= sentence.size()) {
        std::size_t end = sentence.find(' ', begin);
        end = end == std::string::npos ? sentence.size() : end;
        const std::string word = sentence.substr(begin, end - begin);
        const std::size_t length = text::character_count(word);
        if (at > indent && at + 1 + length > width) {
            text += "\n" + std::string(indent, ' ');
            at = indent;
        } else if (at > indent) {
            text += ' ';
            ++at;
        }
        text += word;
        at += length;
        begin = end + 1;
    }
    return text + "\n";
}

std::string warnings_text(const std::vector<std::string>& warnings, std::size_t width) {
    std::string text;
    for (const std::string& warning : warnings) {
        text += folded(shown(warning), width, "  ! ");
    }
    return text;
}

std::string judging_text(const Report& report, const JudgingReport& judging, std::size_t width) {
    std::string text = "\n" + folded(judging_title(judging), width, "");
    text += folded(judging_counts(judging), width, "  ");
    if (judging.pairs.empty()) {
        text += render(scores_table(report, judging), width);
    } else {
        text += render(pairs_table(judging), width);
        for (const std::string& line : pair_notes(judging)) {
            text += folded(line, width, "  ");
        }
    }
    const auto add = [&](const char* title, const ReportTable& table) {
        if (!table.rows.empty()) {
            text += folded(title, width, "  ") + render(table, width);
        }
    };
    add("Bradley\u2013Terry ratings, mean 1000, 400 points for ten to one:", ratings_table(judging));
    add("Ranks among the answers to an item:", ranks_table(judging));
    if (const std::string line = rankings_line(judging); !line.empty()) {
        text += folded(line, width, "  ");
    }
    add("By judge:", parts_table(judging.panel));
    add("By turn:", parts_table(judging.turns));
    add("By criterion:", parts_table(judging.criteria));
    add("Figures beside the score:", figures_table(judging));
    add("With and without the items found in training data:", leaks_table(report, judging));
    if (const std::string noise = noise_line(judging); !noise.empty()) {
        text += folded(noise, width, "  ");
    }
    if (const std::string positions = positions_line(judging); !positions.empty()) {
        text += folded(positions, width, "  ");
    }
    if (const std::string more = more_items_line(judging); !more.empty()) {
        text += folded(more, width, "  ");
    }
    if (const std::string meters = meters_line(judging); !meters.empty()) {
        text += folded(shown(meters), width, "  ");
    }
    return text + warnings_text(judging.warnings, width);
}

std::string people_text(const Report& report, const LabelFigures& people, std::size_t columns) {
    std::string text = "\nPeople\n" + folded(labels_line(people), columns, "  ");
    if (const ReportTable table = people_table(people); !table.rows.empty()) {
        text += render(table, columns);
    }
    if (const ReportTable table = settled_table(report, people); !table.rows.empty()) {
        text += folded(settled_line(report, people), columns, "  ") + render(table, columns);
    }
    for (const std::string& line : agreement_lines(people)) {
        text += folded(line, columns, "  ");
    }
    return text;
}

} // namespace

std::string to_text(const Report& report, int width) {
    return to_text(report, nullptr, width);
}

std::string to_text(const Report& report, const LabelFigures* people, int width) {
    const auto columns = static_cast<std::size_t>(std::max(width, 40));
    std::string text = folded(run_title(report), columns, "");
    text += folded(run_facts(report), columns, "  ");
    if (const std::string leaks = leaks_line(report); !leaks.empty()) {
        text += folded(leaks, columns, "  ");
    }
    text += "\nCandidates\n" + render(candidates_table(report), columns);
    for (const std::string& line : candidate_notes(report)) {
        text += folded(line, columns, "  ");
    }
    for (const JudgingReport& judging : report.judgings) {
        text += judging_text(report, judging, columns);
    }
    for (const LossScoreReport& association : report.loss_vs_score) {
        text += "\n" + folded("Test loss against " + shown(association.judging), columns, "");
        text += folded(association_line(association), columns, "  ");
        if (const std::string outliers = outliers_line(association); !outliers.empty()) {
            text += folded(outliers, columns, "  ");
        }
        text += warnings_text(association.warnings, columns);
    }
    return people == nullptr ? text : text + people_text(report, *people, columns);
}

} // namespace tiebreak::workbench
