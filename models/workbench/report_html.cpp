// SPDX-License-Identifier: GPL-3.0-or-later
// The report as one HTML file: no script, nothing loaded, every text of other people escaped.
#include "embedded/report.h"
#include "text/utf8.h"
#include "workbench/report_chart_svg.h"
#include "workbench/report_labels.h"
#include "workbench/report_tables.h"
#include "workbench/wording.h"

#include <algorithm>

namespace tiebreak::workbench {

namespace {

std::string paragraph(const std::string& text, const char* css_class = "") {
    if (text.empty()) {
        return "";
    }
    const std::string attribute = *css_class == '\0' ? "" : std::string(" class=\"") + css_class + "\"";
    return "<p" + attribute + ">" + html_escaped(text) + "</p>\n";
}

std::string list(const std::vector<std::string>& lines, const char* css_class) {
    if (lines.empty()) {
        return "";
    }
    std::string html = std::string("<ul class=\"") + css_class + "\">\n";
    for (const std::string& line : lines) {
        html += "<li>" + html_escaped(line) + "</li>\n";
    }
    return html + "</ul>\n";
}

/// A glyph with its word: colour and shape alone say nothing to a screen reader.
std::string cell_html(const std::string& cell) {
    if (cell == "\u25b2") {
        return "<span class=\"ok\">\u25b2 better</span>";
    }
    if (cell == "\u25bc") {
        return "<span class=\"bad\">\u25bc worse</span>";
    }
    if (cell == "?") {
        return "<span class=\"quiet\">? cannot tell</span>";
    }
    return html_escaped(cell);
}

std::string table_html(const ReportTable& table) {
    std::string html = "<div class=\"wide\"><table>\n<thead><tr>";
    const auto open = [&](const char* tag, std::size_t k) {
        const std::string scope = std::string(tag) == "th" ? " scope=\"col\"" : "";
        return std::string("<") + tag + scope + (table.columns[k].right ? " class=\"right\">" : ">");
    };
    for (std::size_t k = 0; k < table.columns.size(); ++k) {
        html += open("th", k) + html_escaped(table.columns[k].title) + "</th>";
    }
    html += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
        html += "<tr>";
        for (std::size_t k = 0; k < row.size(); ++k) {
            html += open("td", k) + cell_html(row[k]) + "</td>";
        }
        html += "</tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

std::string association_html(const Report& report, const LossScoreReport& association) {
    std::string html = "<h2>Test loss against " + html_escaped(association.judging) + "</h2>\n";
    const auto judging = std::ranges::find(report.judgings, association.judging_id, &JudgingReport::id);
    if (judging != report.judgings.end()) {
        html += loss_score_svg(report, *judging, association);
    }
    return html + paragraph(association_line(association)) + paragraph(outliers_line(association)) +
           list(association.warnings, "warnings");
}

std::string people_html(const Report& report, const LabelFigures& people) {
    std::string html = "<h2>What people say</h2>\n" + paragraph(labels_line(people), "quiet");
    if (const ReportTable table = people_table(people); !table.rows.empty()) {
        html += table_html(table);
    }
    if (const ReportTable table = settled_table(report, people); !table.rows.empty()) {
        html += paragraph(settled_line(report, people)) + table_html(table);
    }
    return html + list(agreement_lines(people), "notes");
}

} // namespace

std::string html_escaped(const std::string& text) {
    std::string html;
    for (const char c : text::for_display(text)) {
        switch (c) {
        case '&':
            html += "&amp;";
            break;
        case '<':
            html += "&lt;";
            break;
        case '>':
            html += "&gt;";
            break;
        case '"':
            html += "&quot;";
            break;
        case '\'':
            html += "&#39;";
            break;
        default:
            html += c;
        }
    }
    return html;
}

std::string to_html(const Report& report) {
    return to_html(report, nullptr);
}

std::string to_html(const Report& report, const LabelFigures* people) {
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        // Belt and braces: even if a text got out of its place, a browser loads and runs nothing.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n<title>" +
        html_escaped(report.run.name) + "</title>\n<style>\n";
    html += embedded::report::file("report.css");
    html += "</style>\n</head>\n<body>\n<h1>" + html_escaped(report.run.name) + "</h1>\n";
    html += paragraph(run_facts(report) + " \u2022 " + report.run.status, "quiet");
    html += paragraph(leaks_line(report));
    for (const JudgingReport& judging : report.judgings) {
        html += "<h2>" + html_escaped(judging_title(judging)) + "</h2>\n";
        html += paragraph(judging_counts(judging), "quiet");
        if (judging.pairs.empty()) {
            html += table_html(scores_table(report, judging));
        } else {
            html += table_html(pairs_table(judging)) + list(pair_notes(judging), "notes");
        }
        const auto add = [&](const char* title, const ReportTable& table) {
            if (!table.rows.empty()) {
                html += paragraph(title) + table_html(table);
            }
        };
        add("Bradley\u2013Terry ratings, mean 1000, 400 points for ten to one:", ratings_table(judging));
        add("Ranks among the answers to an item:", ranks_table(judging));
        html += paragraph(rankings_line(judging));
        add("By judge:", parts_table(judging.panel));
        add("By turn:", parts_table(judging.turns));
        add("By criterion:", parts_table(judging.criteria));
        add("Figures beside the score:", figures_table(judging));
        add("With and without the items found in training data:", leaks_table(report, judging));
        html += paragraph(noise_line(judging)) + paragraph(positions_line(judging));
        html += paragraph(more_items_line(judging)) + paragraph(meters_line(judging));
        html += list(judging.warnings, "warnings");
    }
    for (const LossScoreReport& association : report.loss_vs_score) {
        html += association_html(report, association);
    }
    html += "<h2>Candidates</h2>\n" + table_html(candidates_table(report)) +
            list(candidate_notes(report), "notes");
    if (people != nullptr) {
        html += people_html(report, *people);
    }
    return html + "</body>\n</html>\n";
}

} // namespace tiebreak::workbench
