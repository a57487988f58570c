// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/run_frame.h"

#include "domain/error.h"
#include "runs/settings.h"
#include "store/rubrics.h"
#include "store/training.h"
#include "text/nearest.h"
#include "text/utf8.h"

#include <algorithm>

namespace tiebreak::workbench {

namespace {

constexpr std::size_t label_characters = 12;
constexpr std::size_t title_characters = 160;

/// Each run of white space as one blank, cut after `limit` characters.
std::string one_line(std::string_view text, std::size_t limit) {
    // What is shown is a fraction of a long item: there is no need to clean all of it.
    std::string_view head = text.substr(0, std::min(text.size(), limit * 4));
    while (!head.empty() && head.size() < text.size() &&
           (static_cast<unsigned char>(text[head.size()]) & 0xC0U) == 0x80U) {
        head.remove_suffix(1);
    }
    std::string line;
    std::size_t characters = 0;
    bool gap = false;
    for (const char c : text::for_display(head)) {
        if (c == ' ' || c == '\n' || c == '\t') {
            gap = !line.empty();
            continue;
        }
        const bool begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        if (begins && ++characters > limit) {
            break;
        }
        if (gap) {
            line += ' ';
            gap = false;
        }
        line += c;
    }
    return line;
}

} // namespace

std::optional<std::size_t> RunFrame::baseline() const {
    if (candidates.empty()) {
        return std::nullopt;
    }
    return candidate_named(run.baseline).value_or(0);
}

std::optional<std::size_t> RunFrame::candidate_named(const std::string& name) const {
    const auto found = std::ranges::find_if(
        candidates, [&](const store::CandidateRow& row) { return row.candidate.name == name; });
    return found == candidates.end() ? std::nullopt
                                     : std::optional(static_cast<std::size_t>(found - candidates.begin()));
}

RunFrame read_run_frame(store::Connection& connection, domain::RunId run) {
    RunFrame frame;
    frame.run = store::run(connection, run);
    frame.candidates = store::run_candidates(connection, run);
    if (frame.run.eval_set.stored()) {
        frame.items = store::items(connection, frame.run.eval_set);
    }
    frame.judgings = store::judgings(connection, run);
    for (std::size_t c = 0; c < frame.candidates.size(); ++c) {
        frame.candidate_of.emplace(frame.candidates[c].revision, c);
    }
    for (std::size_t i = 0; i < frame.items.size(); ++i) {
        frame.item_of.emplace(frame.items[i].revision, i);
    }
    frame.leaked.resize(frame.items.size());
    if (frame.run.eval_set.stored()) {
        for (const auto& [item, matches] : store::training_matches(connection, frame.run.eval_set)) {
            if (const auto found = frame.item_of.find(item); found != frame.item_of.end()) {
                frame.leaked[found->second] = true;
            }
        }
        frame.leaked_items = std::ranges::count(frame.leaked, true);
    }
    return frame;
}

std::string judge_names(const store::JudgingRow& judging) {
    std::string names;
    for (const store::JudgeRow& judge : judging.judges) {
        names += (names.empty() ? "" : " + ") + judge.name;
    }
    return names;
}

bool is_scorer(const store::JudgingRow& judging) {
    return !judging.judges.empty() &&
           std::ranges::all_of(judging.judges, [](const auto& judge) { return judge.kind == "scorer"; });
}

bool compares_pairs(const store::JudgingRow& judging) {
    return !is_imported(judging) &&
           runs::judges_pairs(judging.protocol, runs::settings_from_json(judging.settings));
}

bool ranks_answers(const store::JudgingRow& judging) {
    return !is_imported(judging) &&
           runs::ranking_method(judging.protocol, runs::settings_from_json(judging.settings)).has_value();
}

bool is_imported(const store::JudgingRow& judging) {
    return !judging.judges.empty() &&
           std::ranges::all_of(judging.judges, [](const auto& judge) { return judge.kind == "imported"; });
}

std::optional<std::size_t> deciding_judging(const RunFrame& frame, domain::JudgingId wanted,
                                            const std::vector<bool>& scored) {
    if (wanted.stored()) {
        for (std::size_t j = 0; j < frame.judgings.size(); ++j) {
            if (frame.judgings[j].id == wanted) {
                return j;
            }
        }
        std::vector<std::string> names;
        for (const store::JudgingRow& row : frame.judgings) {
            names.push_back(row.name);
        }
        throw domain::Error(domain::ErrorKind::usage, "the run has no such judging",
                            frame.run.name + ", judging " + std::to_string(wanted.value),
                            text::did_you_mean("", names));
    }
    for (const bool need_scores : {true, false}) {
        for (const bool allow_scorer : {false, true}) {
            for (std::size_t j = 0; j < frame.judgings.size(); ++j) {
                const bool has_scores = j >= scored.size() || scored[j];
                if ((has_scores || !need_scores) && (allow_scorer || !is_scorer(frame.judgings[j]))) {
                    return j;
                }
            }
        }
    }
    return std::nullopt;
}

double scale_width(store::Connection& connection, const store::JudgingRow& judging) {
    if (!judging.rubric.stored() || compares_pairs(judging) || ranks_answers(judging)) {
        return 100;
    }
    const domain::Rubric rubric = store::rubric(connection, judging.rubric);
    const double width = rubric.scale_max - rubric.scale_min;
    return width > 0 ? width : 100;
}

std::string item_label(const store::StoredItem& item) {
    const std::string& id = item.content.external_id;
    if (!id.empty() && text::character_count(id) <= label_characters) {
        return one_line(id, label_characters);
    }
    return std::to_string(item.position + 1);
}

std::string item_title(const store::StoredItem& item) {
    std::string title = one_line(item.content.instruction, title_characters);
    const std::string input = one_line(item.content.input, title_characters);
    if (!input.empty()) {
        title += (title.empty() ? "" : " \u2014 ") + input;
    }
    return title;
}

} // namespace tiebreak::workbench
