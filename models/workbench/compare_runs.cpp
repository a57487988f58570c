// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/compare_runs.h"

#include "domain/error.h"
#include "statistics/paired.h"
#include "store/candidates.h"
#include "store/joined_runs.h"
#include "text/digest.h"
#include "text/nearest.h"
#include "text/value_json.h"
#include "workbench/differences.h"
#include "workbench/response_facts.h"
#include "workbench/run_frame.h"
#include "workbench/score_table.h"
#include "workbench/shared_items.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace tiebreak::workbench {

namespace {

std::size_t named(const RunFrame& frame, const std::string& name) {
    if (const auto found = frame.candidate_named(name)) {
        return *found;
    }
    std::vector<std::string> names;
    for (const store::CandidateRow& row : frame.candidates) {
        names.push_back(row.candidate.name);
    }
    throw domain::Error(domain::ErrorKind::usage, "the run has no candidate \"" + name + "\"", frame.run.name,
                        text::did_you_mean(name, names));
}

/// The best mean of the first judging that scored, leaving one out.
std::optional<std::size_t> best_of(store::Connection& connection, const RunFrame& frame,
                                   std::optional<std::size_t> without) {
    std::vector<JudgedScores> scores;
    std::vector<bool> scored;
    for (const store::JudgingRow& judging : frame.judgings) {
        scores.push_back(read_scores(connection, frame, judging));
        scored.push_back(scores.back().table.any());
    }
    const auto judging = deciding_judging(frame, {}, scored);
    std::optional<std::size_t> best;
    std::optional<double> most;
    for (std::size_t c = 0; c < frame.candidates.size(); ++c) {
        if (without && *without == c) {
            continue;
        }
        const auto mean = judging ? scores[*judging].table.estimate(c).mean : std::nullopt;
        if (!best || (mean && (!most || *mean > *most))) {
            best = c;
            most = mean;
        }
    }
    return best;
}

/// The two candidates: as chosen, else the only one, the name that both runs hold, or the best.
struct Chosen {
    std::size_t a = 0;
    std::size_t b = 0;
};
Chosen choose(store::Connection& connection, const RunFrame& one, const RunFrame& other,
              const CompareChoice& choice) {
    if (one.candidates.empty() || other.candidates.empty()) {
        throw domain::Error(domain::ErrorKind::usage, "a run without candidates cannot be compared",
                            (one.candidates.empty() ? one : other).run.name);
    }
    const bool same_run = one.run.id == other.run.id;
    std::optional<std::size_t> a;
    std::optional<std::size_t> b;
    if (!choice.candidate_a.empty()) {
        a = named(one, choice.candidate_a);
    }
    if (!choice.candidate_b.empty()) {
        b = named(other, choice.candidate_b);
    }
    if (same_run) {
        a = a ? a : one.baseline();
        b = b ? b : best_of(connection, other, a);
        if (!b || *a == *b) {
            throw domain::Error(domain::ErrorKind::usage, "a candidate cannot be compared with itself",
                                one.candidates[*a].candidate.name, "choose another candidate");
        }
        return {*a, *b};
    }
    const auto shared_name = [&](const RunFrame& from, std::size_t candidate, const RunFrame& to) {
        return to.candidate_named(from.candidates[candidate].candidate.name);
    };
    if (!a && one.candidates.size() == 1) {
        a = 0;
    }
    if (!b && other.candidates.size() == 1) {
        b = 0;
    }
    if (!b) {
        b = a ? shared_name(one, *a, other) : std::nullopt;
        b = b ? b : best_of(connection, other, std::nullopt);
    }
    if (!a) {
        a = shared_name(other, *b, one);
        a = a ? a : best_of(connection, one, std::nullopt);
    }
    return {*a, *b};
}

/// Which version of its scorer a judging was counted with; nothing where it counted nothing yet.
std::optional<int> scorer_version(store::Connection& connection, domain::JudgingId judging) {
    std::optional<int> version;
    for (const store::UnitState& state : store::unit_states(connection, judging)) {
        if (version && *version != state.parser_version) {
            return std::nullopt;
        }
        version = state.parser_version;
    }
    return version;
}

/// Two judgings by one scorer, with one setting and one version.
struct SameScorer {
    const store::JudgingRow* a = nullptr;
    const store::JudgingRow* b = nullptr;
};
std::optional<SameScorer> same_scorer(store::Connection& connection, const RunFrame& one,
                                      const RunFrame& other, const std::string& wanted) {
    for (const store::JudgingRow& b : other.judgings) {
        for (const store::JudgingRow& a : one.judgings) {
            const bool alike = is_scorer(a) && is_scorer(b) && judge_names(a) == judge_names(b) &&
                               a.settings == b.settings && a.rubric == b.rubric;
            if (!alike || (!wanted.empty() && a.name != wanted && b.name != wanted)) {
                continue;
            }
            const auto version = scorer_version(connection, a.id);
            if (version && version == scorer_version(connection, b.id)) {
                return SameScorer{&a, &b};
            }
        }
    }
    return std::nullopt;
}

/// The scores of both sides on items that stand in one table of places.
struct Columns {
    std::vector<double> a;
    std::vector<double> b;
    std::vector<const store::StoredItem*> items;
    std::vector<bool> leaked; ///< found in training data
};

/// What the items found in training data do to the difference.
void tell_without_leaks(RunComparison& result, const Columns& columns) {
    result.leaked = std::ranges::count(columns.leaked, true);
    if (result.leaked == 0) {
        return;
    }
    Columns rest;
    for (std::size_t i = 0; i < columns.items.size(); ++i) {
        if (!columns.leaked[i]) {
            rest.a.push_back(columns.a[i]);
            rest.b.push_back(columns.b[i]);
        }
    }
    result.without_leaks = statistics::compare_paired(rest.b, rest.a);
    const statistics::PairedComparison& d = result.without_leaks;
    result.warnings.push_back(fmt::format(
        "{} of these items stand in training data; {}", result.leaked,
        d.difference ? fmt::format("without them: {} points{}, {} items", signed_number(d.difference, 1),
                                   d.ci_low ? ", 95 % " + signed_interval(d.ci_low, d.ci_high, 1) : "",
                                   thousands(static_cast<std::int64_t>(d.n)))
                     : std::string("without them nothing is left to compare")));
}

void fill(RunComparison& result, const Columns& columns) {
    result.difference = statistics::compare_paired(columns.b, columns.a); // the new minus the old
    result.outcome = outcome_of(result.difference, false);
    tell_without_leaks(result, columns);
    if (result.difference.n == 0) {
        result.why_not = "no shared item was scored for both";
        return;
    }
    if (!result.difference.ci_low) {
        result.why_not = "one shared item was scored for both: there is no interval";
    }
    if (result.outcome == Outcome::cannot_tell) {
        result.more_items = items_missing(result.difference);
    }
    std::vector<std::string> categories;
    for (std::size_t i = 0; i < columns.items.size(); ++i) {
        const store::StoredItem& item = *columns.items[i];
        categories.push_back(item.content.category);
        const ItemChange change{item.revision,         item_label(item), item_title(item),
                                item.content.category, columns.a[i],     columns.b[i]};
        if (std::abs(change.change()) <= 1e-12 * std::max({std::abs(change.a), std::abs(change.b), 1.0})) {
            ++result.same;
        } else {
            (change.change() > 0 ? result.better : result.worse).push_back(change);
        }
    }
    result.categories = category_differences(categories, columns.b, columns.a);
    std::ranges::stable_sort(result.better, std::ranges::greater{}, &ItemChange::change);
    std::ranges::stable_sort(result.worse, {}, &ItemChange::change);
}

/// Two candidates of one run, by the judging of that name or the one that decides.
bool within_run(store::Connection& connection, RunComparison& result, const RunFrame& frame, Chosen chosen,
                const std::string& wanted) {
    std::vector<JudgedScores> scores;
    std::vector<bool> scored;
    domain::JudgingId id;
    for (const store::JudgingRow& judging : frame.judgings) {
        scores.push_back(read_scores(connection, frame, judging));
        scored.push_back(scores.back().table.any());
        if (judging.name == wanted) {
            id = judging.id;
        }
    }
    if (!wanted.empty() && !id.stored()) {
        std::vector<std::string> names;
        for (const store::JudgingRow& judging : frame.judgings) {
            names.push_back(judging.name);
        }
        throw domain::Error(domain::ErrorKind::usage, "the run has no judging \"" + wanted + "\"",
                            frame.run.name, text::did_you_mean(wanted, names));
    }
    const auto j = deciding_judging(frame, id, scored);
    if (!j || !scored[*j]) {
        result.why_not = "nothing was judged yet";
        return false;
    }
    const store::JudgingRow& judging = frame.judgings[*j];
    result.scored_in = frame.run.id;
    result.judging = judging.name;
    result.judge = judge_names(judging);
    if (scores[*j].table.imported()) {
        result.why_not =
            "the scores came as a table without items, so that how far items would move them is not "
            "known";
        return false;
    }
    const ScoreTable::Pairs pairs = scores[*j].table.pairs(chosen.a, chosen.b);
    Columns columns{pairs.a, pairs.b, {}, {}};
    for (const std::size_t row : pairs.rows) {
        columns.items.push_back(&frame.items[row]);
        columns.leaked.push_back(frame.leaked[row]);
    }
    result.unscored = result.shared - static_cast<std::int64_t>(pairs.rows.size());
    fill(result, columns);
    return true;
}

void by_scorer(store::Connection& connection, RunComparison& result, const RunFrame& one,
               const RunFrame& other, const SharedItems& shared, const SameScorer& by, Chosen chosen) {
    const JudgedScores a = read_scores(connection, one, *by.a);
    const JudgedScores b = read_scores(connection, other, *by.b);
    result.judging = by.b->name;
    result.judge = judge_names(*by.b);
    Columns columns;
    for (const auto& [in_a, in_b] : shared.items) {
        const auto score_a = a.table.mean(chosen.a, in_a);
        const auto score_b = b.table.mean(chosen.b, in_b);
        if (score_a && score_b) {
            columns.a.push_back(*score_a);
            columns.b.push_back(*score_b);
            columns.items.push_back(&other.items[in_b]);
            columns.leaked.push_back(one.leaked[in_a] || other.leaked[in_b]);
        } else {
            ++result.unscored;
        }
    }
    fill(result, columns);
}

const store::JudgingRow* model_judging(const RunFrame& frame, const std::string& wanted) {
    const store::JudgingRow* found = nullptr;
    for (const store::JudgingRow& row : frame.judgings) {
        const bool by_model = !row.judges.empty() && row.judges.front().kind == "endpoint";
        if (by_model && (wanted.empty() || row.name == wanted)) {
            found = &row; // the newest
        }
    }
    return found;
}

/// What one joint judging of the two candidates' answers to the shared items would take.
CompareOffer offer_of(store::Connection& connection, const RunFrame& one, const RunFrame& other,
                      const SharedItems& shared, Chosen chosen, const std::string& wanted) {
    const store::JudgingRow* like = model_judging(other, wanted);
    like = like != nullptr ? like : model_judging(one, wanted);
    CompareOffer offer;
    int repeats = 1;
    std::optional<domain::Price> price;
    if (like != nullptr) {
        offer.judging = like->name;
        repeats = like->repeats;
        price = store::candidate_revision(connection, like->judges.front().model).candidate.price;
    }
    const RunResponses answers_a = read_responses(connection, one);
    const RunResponses answers_b = read_responses(connection, other);
    constexpr double characters_a_token = 4;
    constexpr double frame_characters = 1500; // rubric and instructions
    double characters = 0;
    for (const auto& [in_a, in_b] : shared.items) {
        const ResponseFacts* a = answers_a.fact(chosen.a, in_a);
        const ResponseFacts* b = answers_b.fact(chosen.b, in_b);
        if (a == nullptr || b == nullptr) {
            continue;
        }
        const domain::Item& item = other.items[in_b].content;
        ++offer.calls;
        characters +=
            frame_characters + a->characters + b->characters +
            static_cast<double>(item.instruction.size() + item.input.size() + item.reference.size());
    }
    offer.calls *= repeats;
    offer.prompt_tokens = static_cast<std::int64_t>(characters / characters_a_token) * repeats;
    if (price) {
        offer.cost = static_cast<double>(offer.prompt_tokens) * price->input / 1e6;
    }
    return offer;
}

RunComparison::Side side_of(const RunFrame& frame, std::size_t candidate) {
    return {frame.run.id, frame.run.name, frame.run.eval_set_name, frame.candidates[candidate].candidate.name,
            static_cast<std::int64_t>(frame.items.size())};
}

/// What a joined run is known by.
std::string joined_config(const RunFrame& one, const RunFrame& other, const CompareChoice& choice) {
    return text::strings_to_json(
        {"joined", one.run.uid, choice.candidate_a, other.run.uid, choice.candidate_b});
}

std::string joined_hash(const std::string& config) {
    text::Sha256 hash;
    hash.update_field("joined", config);
    return hash.finish_hex();
}

/// What a candidate is called in a joined run.
std::string joined_name(const RunFrame& own, std::size_t candidate, const RunFrame& other) {
    const std::string& name = own.candidates[candidate].candidate.name;
    if (!other.candidate_named(name)) {
        return name;
    }
    const bool same_names = own.run.name == other.run.name;
    return fmt::format("{} ({})", name,
                       same_names ? own.run.name + " " + own.run.uid.substr(0, 8) : own.run.name);
}

/// The scores of the run that join_runs() made of these two, where it was made and judged.
bool in_joined_run(store::Connection& connection, RunComparison& result, const RunFrame& one,
                   const RunFrame& other, Chosen chosen, const std::string& wanted) {
    const std::string name_a = one.candidates[chosen.a].candidate.name;
    const std::string name_b = other.candidates[chosen.b].candidate.name;
    for (const CompareChoice& choice : {CompareChoice{name_a, name_b, ""}, CompareChoice{}}) {
        const auto joined =
            store::find_run_by_config(connection, joined_hash(joined_config(one, other, choice)));
        if (!joined) {
            continue;
        }
        const RunFrame frame = read_run_frame(connection, joined->id);
        const auto a = frame.candidate_named(joined_name(one, chosen.a, other));
        const auto b = frame.candidate_named(joined_name(other, chosen.b, one));
        const bool has_wanted = wanted.empty() || std::ranges::any_of(frame.judgings, [&](const auto& row) {
                                    return row.name == wanted;
                                });
        if (!a || !b || !has_wanted) {
            continue;
        }
        RunComparison found = result;
        found.shared = static_cast<std::int64_t>(frame.items.size());
        if (within_run(connection, found, frame, {*a, *b}, wanted)) {
            result = std::move(found);
            return true;
        }
    }
    return false;
}

} // namespace

RunComparison compare_runs(store::Connection& connection, domain::RunId a, domain::RunId b,
                           const CompareChoice& choice) {
    const RunFrame one = read_run_frame(connection, a);
    const RunFrame other = a == b ? one : read_run_frame(connection, b);
    const Chosen chosen = choose(connection, one, other, choice);
    RunComparison result;
    result.a = side_of(one, chosen.a);
    result.b = side_of(other, chosen.b);
    if (a == b) {
        result.shared = static_cast<std::int64_t>(one.items.size());
        (void)within_run(connection, result, one, chosen, choice.judging);
        return result;
    }
    const SharedItems shared = shared_items(one, other);
    result.shared = static_cast<std::int64_t>(shared.items.size());
    for (const std::size_t item : shared.changed) {
        result.changed.push_back(item_label(other.items[item]));
    }
    result.only_a = static_cast<std::int64_t>(shared.only_a);
    result.only_b = static_cast<std::int64_t>(shared.only_b);
    if (!result.changed.empty()) {
        result.warnings.push_back(
            fmt::format("{} items were changed between the runs and are left out", result.changed.size()));
    }
    if (shared.items.empty()) {
        result.why_not = "the two runs share no item with the same content";
        return result;
    }
    if (in_joined_run(connection, result, one, other, chosen, choice.judging)) {
        return result;
    }
    const bool judged_by_models =
        model_judging(one, choice.judging) != nullptr || model_judging(other, choice.judging) != nullptr;
    result.offer = offer_of(connection, one, other, shared, chosen, choice.judging);
    if (const auto scorer = same_scorer(connection, one, other, choice.judging)) {
        by_scorer(connection, result, one, other, shared, *scorer, chosen);
        if (judged_by_models) {
            result.warnings.push_back(
                "compared by the scorer " + result.judge +
                ": scores of two judgings of a model cannot be subtracted, as judge runs shift "
                "as a whole");
        }
    } else if (judged_by_models) {
        result.why_not =
            "the two runs were judged apart, and judge runs shift as a whole: their scores cannot be "
            "subtracted";
    } else {
        result.why_not = "no judging scored both runs, and no scorer of one version did";
    }
    return result;
}

domain::RunId join_runs(store::Project& project, domain::RunId a, domain::RunId b,
                        const CompareChoice& choice) {
    return project.writer().run([&](store::Connection& c) {
        const RunFrame one = read_run_frame(c, a);
        const RunFrame other = read_run_frame(c, b);
        const std::string config = joined_config(one, other, choice);
        const std::string hash = joined_hash(config);
        if (const auto known = store::find_run_by_config(c, hash)) {
            return known->id;
        }
        const SharedItems shared = shared_items(one, other);
        if (a == b || shared.items.empty()) {
            throw domain::Error(domain::ErrorKind::usage,
                                a == b ? "a run cannot be joined with itself"
                                       : "the two runs share no item with the same content",
                                one.run.name + " and " + other.run.name);
        }
        domain::EvalSetRevisionId eval_set = other.run.eval_set;
        if (shared.items.size() != other.items.size()) {
            std::vector<domain::ItemRevisionId> items;
            for (const auto& [in_a, in_b] : shared.items) {
                items.push_back(other.items[in_b].revision);
            }
            eval_set = store::save_eval_set_of(
                c, other.run.eval_set_name + ", shared with " + one.run.name, items,
                fmt::format("shared by the runs {} and {}", one.run.name, other.run.name));
        }
        struct Copy {
            const RunFrame* frame = nullptr;
            std::size_t candidate = 0;
            domain::CandidateRevisionId revision;
        };
        std::vector<Copy> copies;
        std::vector<domain::CandidateRevisionId> revisions;
        const auto take = [&](const RunFrame& from, const RunFrame& to, const std::string& only) {
            for (std::size_t k = 0; k < from.candidates.size(); ++k) {
                const store::CandidateRow& row = from.candidates[k];
                if (!only.empty() && row.candidate.name != only) {
                    continue;
                }
                // Recorded, so that nobody is ever asked for what is missing.
                domain::Candidate copy;
                copy.name = joined_name(from, k, to);
                copy.api = domain::Api::recorded;
                copy.model = row.candidate.model;
                copy.test_loss = row.candidate.test_loss;
                copy.tags = row.candidate.tags;
                copy.parent = row.candidate.parent;
                copy.fingerprint = "run:" + from.run.uid + ":" + row.revision_uid;
                copy.responses_path = "run " + from.run.name;
                copies.push_back({&from, k, store::save_candidate(c, store::Role::candidate, copy).revision});
                revisions.push_back(copies.back().revision);
            }
        };
        take(one, other, choice.candidate_a);
        take(other, one, choice.candidate_b);
        const domain::RunId joined =
            store::create_run(c, {one.run.name + " and " + other.run.name, eval_set, hash, config,
                                  joined_name(one,
                                              choice.candidate_a.empty() ? one.baseline().value_or(0)
                                                                         : named(one, choice.candidate_a),
                                              other),
                                  revisions});
        for (const Copy& copy : copies) {
            for (const auto& [in_a, in_b] : shared.items) {
                const bool first = copy.frame == &one;
                store::link_answers(c,
                                    {copy.frame->run.id, copy.frame->items[first ? in_a : in_b].revision,
                                     copy.frame->candidates[copy.candidate].revision},
                                    {joined, other.items[in_b].revision, copy.revision});
            }
        }
        return joined;
    });
}

} // namespace tiebreak::workbench
