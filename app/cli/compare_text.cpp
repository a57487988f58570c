// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compare_text.h"

#include "app/cli/columns.h"
#include "text/utf8.h"
#include "workbench/wording.h"

#include <fmt/format.h>

namespace tiebreak::cli {

namespace {

using workbench::ItemChange;

void add_changes(std::string& text, const char* title, const std::vector<ItemChange>& changes) {
    constexpr std::size_t most = 10;
    if (changes.empty()) {
        return;
    }
    Columns rows{"item", "", ">old", ">new", ">change"};
    for (std::size_t i = 0; i < std::min(changes.size(), most); ++i) {
        const ItemChange& change = changes[i];
        rows.add({change.label, change.title, workbench::number(change.a, 1), workbench::number(change.b, 1),
                  workbench::signed_number(change.change(), 1)});
    }
    text += fmt::format("\n{} on {} items{}\n", title, changes.size(),
                        changes.size() > most ? fmt::format(", the {} most", most) : "");
    text += rows.text(50);
}

} // namespace

std::string comparison_text(const workbench::RunComparison& c) {
    std::string text = text::for_display(workbench::headline(c)) + "\n";
    text += fmt::format("{} shared items", c.shared);
    if (c.only_a + c.only_b > 0) {
        text += fmt::format("; {} only in the old run, {} only in the new", c.only_a, c.only_b);
    }
    if (c.unscored > 0) {
        text += fmt::format("; {} without a score of both", c.unscored);
    }
    text += c.judging.empty()
                ? "\n"
                : "; judged by " + text::for_display(c.judge) + " (" + text::for_display(c.judging) + ")\n";
    if (c.more_items) {
        text += fmt::format("about {} more items like these would tell them apart (80 %)\n",
                            workbench::thousands(*c.more_items));
    }
    if (!c.categories.empty()) {
        Columns rows{"category", ">n", ">difference", ">95 % from", ">to"};
        for (const workbench::CategoryDifference& category : c.categories) {
            const auto& d = category.difference;
            rows.add({category.category, std::to_string(d.n), workbench::signed_number(d.difference, 1),
                      workbench::signed_number(d.ci_low, 1), workbench::signed_number(d.ci_high, 1)});
        }
        text += "\n" + rows.text(40);
    }
    add_changes(text, "worse", c.worse);
    add_changes(text, "better", c.better);
    if (!c.changed.empty()) {
        text += "\nchanged between the runs, left out:";
        constexpr std::size_t most = 20;
        for (std::size_t i = 0; i < std::min(c.changed.size(), most); ++i) {
            text += " " + text::for_display(c.changed[i]);
        }
        text += c.changed.size() > most ? " …\n" : "\n";
    }
    if (c.offer) {
        text += fmt::format(
            "\none new joint judging of both runs' stored answers: {} calls, about {} prompt tokens{}\n"
            "  tiebreak-cli compare FILE RUN_A RUN_B --judge JUDGING.json\n",
            workbench::thousands(c.offer->calls), workbench::thousands(c.offer->prompt_tokens),
            c.offer->cost ? fmt::format(", from {:.2f} US dollars", *c.offer->cost)
                          : std::string(", at a price that is not known"));
    }
    for (const std::string& warning : c.warnings) {
        text += "! " + text::for_display(warning) + "\n";
    }
    return text;
}

} // namespace tiebreak::cli
