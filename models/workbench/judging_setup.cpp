// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/judging_setup.h"

#include "client/weights.h"
#include "domain/error.h"
#include "formats/eval_config.h"
#include "judging/rubrics.h"
#include "judging/scorers.h"
#include "runs/settings.h"
#include "store/candidates.h"
#include "store/evalsets.h"
#include "store/rubrics.h"
#include "store/runs.h"
#include "text/digest.h"
#include "text/nearest.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace tiebreak::workbench {

using domain::Error;
using domain::ErrorKind;
using domain::JudgingSpec;
using domain::Protocol;
using Kind = domain::JudgeSpec::Kind;

namespace {

/// A letter, with room for the blanks and quotation marks that some models put around it.
constexpr std::int64_t letter_tokens = 8;
constexpr std::int64_t letter_alternatives = 5;

std::string where_of(const JudgingSpec& spec) {
    return "judging " + spec.name;
}

bool compares(const JudgingSpec& spec) {
    return runs::judges_pairs(spec.protocol, runs::settings_of(spec));
}

bool ranks(const JudgingSpec& spec) {
    return runs::ranking_method(spec.protocol, spec.method).has_value();
}

/// Refuses what cannot be judged; a scorer's options become what is stored of them.
void check_protocol(JudgingSpec& spec) {
    const auto refuse = [&](const char* who, const char* mend) {
        throw Error(ErrorKind::usage,
                    fmt::format("protocol {} cannot be judged by {}", domain::to_string(spec.protocol), who),
                    where_of(spec), mend);
    };
    if (spec.judge.kind == Kind::scorer) {
        if (spec.protocol != Protocol::scorer && spec.protocol != Protocol::pairwise &&
            spec.protocol != Protocol::round_robin) {
            refuse("a scorer", "a scorer judges the protocols scorer, pairwise and round-robin");
        }
        const judging::ReadyScorer scorer =
            judging::make_scorer(spec.judge.scorer, spec.judge.scorer_options, where_of(spec));
        if (scorer.by_logprobs && spec.protocol != Protocol::scorer) {
            throw Error(ErrorKind::usage, "only the protocol scorer scores by log-probabilities",
                        where_of(spec), R"(leave "logprobs" out, or write "protocol": "scorer")");
        }
        spec.judge.scorer_options = scorer.options;
        return;
    }
    if (spec.protocol == Protocol::scorer) {
        refuse("a model", R"(write "judge": {"scorer": NAME}, or another protocol)");
    }
    if (spec.judge.kind == Kind::recorded && ranks(spec)) {
        refuse("recorded replies",
               "what a ranking asks depends on the replies before; use a model, or joint");
    }
    if (spec.judge.kind == Kind::recorded && spec.logprobs) {
        throw Error(ErrorKind::usage, "recorded replies hold no log-probabilities", where_of(spec),
                    "leave \"logprobs\" out");
    }
}

/// A judge by log-probabilities is asked for them, and for one letter.
void ask_for_logprobs(JudgingSpec& spec, domain::Candidate& model) {
    if (model.api != domain::Api::openai_chat) {
        throw Error(
            ErrorKind::usage,
            fmt::format("log-probabilities cannot be had over the API {}", domain::to_string(model.api)),
            where_of(spec) + ", " + model.name, "use openai-chat, or leave \"logprobs\" out");
    }
    model.parameters.logprobs = true;
    model.parameters.top_logprobs = model.parameters.top_logprobs.value_or(letter_alternatives);
    model.parameters.max_tokens = model.parameters.max_tokens.value_or(letter_tokens);
}

/// A rubric by inline text, by name in the project or built in, or by file.
domain::Rubric read_rubric(const std::string& name, const std::string& inline_text, const JudgingSpec& spec,
                           const JudgingNeeds& needs) {
    if (!inline_text.empty()) {
        return judging::read_rubric(inline_text, name);
    }
    const auto stored = needs.project.read([&](store::Connection& c) { return store::find_rubric(c, name); });
    if (stored) {
        return stored->rubric;
    }
    if (const auto built_in = judging::find_builtin_rubric(name)) {
        return *built_in;
    }
    const bool file = name.find('.') != std::string::npos || name.find('/') != std::string::npos;
    if (file && needs.files) {
        return judging::read_rubric(needs.files(name), std::filesystem::path(name).stem().string());
    }
    std::vector<std::string> known;
    for (const domain::Rubric& rubric : judging::builtin_rubrics()) {
        known.push_back(rubric.name);
    }
    throw Error(ErrorKind::usage, "there is no rubric \"" + name + "\"", where_of(spec),
                text::did_you_mean(name, known) + "; a file is named with its ending");
}

/// Prometheus' way of judging stands on a description of each score.
void check_described(const domain::Rubric& rubric, const JudgingSpec& spec) {
    if (!rubric.yes_no && rubric.descriptions.size() < 2) {
        throw Error(ErrorKind::usage,
                    fmt::format("the rubric \"{}\" does not describe its scores", rubric.name),
                    where_of(spec),
                    "add \"descriptions\", lowest score first (or score1_description …), or use the protocol "
                    "single");
    }
}

void read_rubrics(ReadyJudging& ready, const JudgingNeeds& needs) {
    JudgingSpec& spec = ready.spec;
    if (spec.judge.kind == Kind::scorer) {
        return;
    }
    if (spec.rubric.empty() && spec.criteria.empty()) {
        spec.rubric = formats::default_rubric(spec.protocol);
    }
    const auto take = [&](const std::string& name, const std::string& inline_text) {
        domain::Rubric rubric = read_rubric(name, inline_text, spec, needs);
        if (spec.protocol == Protocol::rubric) {
            check_described(rubric, spec);
        }
        ready.rubrics.insert_or_assign(name, std::move(rubric));
    };
    if (!spec.rubric.empty()) {
        take(spec.rubric, spec.rubric_text);
    }
    for (const domain::WeightedRubric& criterion : spec.criteria) {
        take(criterion.rubric, criterion.rubric_text);
        const domain::Rubric& first = ready.rubrics.at(spec.criteria.front().rubric);
        const domain::Rubric& this_one = ready.rubrics.at(criterion.rubric);
        if (first.scale_min != this_one.scale_min || first.scale_max != this_one.scale_max) {
            throw Error(ErrorKind::usage,
                        fmt::format("\"{}\" and \"{}\" have different scales", first.name, this_one.name),
                        where_of(spec), "combine rubrics of one scale, or judge each in its own judging");
        }
    }
}

/// A conversation shows most; of equal ones the first.
const domain::Item* item_to_try(std::span<const domain::Item> items) {
    const auto found =
        std::ranges::max_element(items, {}, [](const domain::Item& item) { return item.turns.size(); });
    return found == items.end() ? nullptr : &*found;
}

void read_prompt(ReadyJudging& ready, const JudgingNeeds& needs) {
    JudgingSpec& spec = ready.spec;
    if (spec.prompt.empty()) {
        return;
    }
    if (!needs.files) {
        throw Error(ErrorKind::file, "the prompt file \"" + spec.prompt + "\" cannot be read from here",
                    where_of(spec), "run the config with tiebreak-cli, from its own folder");
    }
    judging::OwnPrompt own = judging::read_own_prompt(needs.files(spec.prompt), spec, spec.prompt);
    if (own.rates_to_ten && spec.rubric == formats::default_rubric(spec.protocol) &&
        spec.protocol != Protocol::multi_turn) {
        ready.rubrics.clear();
        spec.rubric = formats::default_rubric(Protocol::multi_turn);
        read_rubrics(ready, needs);
    }
    const domain::Rubric& rubric =
        ready.rubrics.at(spec.rubric.empty() ? spec.criteria.front().rubric : spec.rubric);
    if (own.rates_to_ten && (rubric.scale_min != 1 || rubric.scale_max != 10)) {
        throw Error(ErrorKind::usage,
                    fmt::format("the prompt asks for ratings from 1 to 10, and the rubric \"{}\" has another "
                                "scale",
                                rubric.name),
                    where_of(spec), "leave the rubric out, or name one from 1 to 10");
    }
    if (const domain::Item* item = item_to_try(needs.items)) {
        judging::check_own_prompt(own, *item, rubric,
                                  spec.protocol == Protocol::joint || compares(spec) ||
                                          (ranks(spec) && spec.method != domain::RankMethod::pointwise)
                                      ? 2
                                      : 1);
    }
    ready.own_prompt = std::move(own);
}

/// The past run of a baseline, the newest of that name.
store::RunRow past_run(store::Connection& connection, domain::RunId run, const JudgingSpec& spec) {
    std::vector<std::string> names;
    const std::vector<store::RunRow> all = store::runs(connection);
    const store::RunRow* found = nullptr;
    for (const store::RunRow& row : all) {
        names.push_back(row.name);
        if (row.name == spec.baseline_run && row.id != run && (found == nullptr || found->id < row.id)) {
            found = &row;
        }
    }
    if (found == nullptr) {
        throw Error(ErrorKind::usage, "there is no other run \"" + spec.baseline_run + "\"", where_of(spec),
                    text::did_you_mean(spec.baseline_run, names));
    }
    return *found;
}

/// The baseline must be there, and a past run must share items with this one.
void check_baseline(store::Connection& connection, domain::RunId run, const JudgingSpec& spec,
                    runs::JudgingSettings& settings) {
    if (spec.baseline.empty() || (spec.baseline == domain::reference_baseline && spec.baseline_run.empty())) {
        return;
    }
    domain::RunId holder = run;
    if (!spec.baseline_run.empty()) {
        const store::RunRow past = past_run(connection, run, spec);
        settings.baseline_run_uid = past.uid;
        holder = past.id;
        const auto here = store::items(connection, store::run(connection, run).eval_set);
        const auto there = store::items(connection, past.eval_set);
        const bool shared = std::ranges::any_of(here, [&](const store::StoredItem& item) {
            return std::ranges::find(there, item.revision, &store::StoredItem::revision) != there.end();
        });
        if (!shared) {
            throw Error(ErrorKind::usage,
                        "the run \"" + spec.baseline_run + "\" shares no item with this one", where_of(spec),
                        "judge against a run over the same items");
        }
    }
    std::vector<std::string> names;
    for (const store::CandidateRow& row : store::run_candidates(connection, holder)) {
        names.push_back(row.candidate.name);
    }
    if (std::ranges::find(names, spec.baseline) == names.end()) {
        throw Error(ErrorKind::usage, "there is no candidate \"" + spec.baseline + "\" to be the baseline",
                    where_of(spec), text::did_you_mean(spec.baseline, names));
    }
}

/// The judges as rows; what identifies them is added to the hash.
std::vector<store::JudgeRow> save_judges(store::Connection& connection, const JudgingSpec& spec,
                                         text::Sha256& hash) {
    std::vector<store::JudgeRow> rows;
    for (const domain::JudgeSpec& judge : spec.judges()) {
        std::string identity;
        if (judge.kind == Kind::scorer) {
            rows.push_back({"scorer", judge.scorer, {}});
        } else if (judge.kind == Kind::recorded) {
            rows.push_back({"recorded", judge.recorded_path, {}});
        } else {
            rows.push_back({"endpoint", judge.model.name,
                            store::save_candidate(connection, store::Role::judge, judge.model).revision});
            identity = store::identity_of(judge.model);
        }
        hash.update_field("judge", rows.back().name).update_field("identity", identity);
    }
    return rows;
}

} // namespace

void read_fingerprint(client::ModelClient& client, domain::Candidate& model) {
    const client::Weights weights = client::fingerprint(client, model);
    if (weights.knowledge == client::Weights::Knowledge::unreachable) {
        throw Error(ErrorKind::endpoint, "the server does not answer (" + weights.detail + ")",
                    model.name + ", " + model.endpoint.base_url, "start it, or check base_url and key");
    }
    model.fingerprint = weights.fingerprint;
}

ReadyJudging ready_judging(const JudgingSpec& wanted, const JudgingNeeds& needs) {
    ReadyJudging ready{wanted, {}, std::nullopt};
    JudgingSpec& spec = ready.spec;
    check_protocol(spec);
    read_rubrics(ready, needs);
    read_prompt(ready, needs);
    const auto ready_judge = [&](domain::JudgeSpec& judge) {
        if (judge.kind != Kind::endpoint) {
            return;
        }
        if (judge.model.name.empty()) {
            judge.model.name = judge.model.model;
        }
        if (spec.logprobs) {
            ask_for_logprobs(spec, judge.model);
        }
        if (needs.ask_servers) {
            read_fingerprint(needs.client, judge.model);
        }
    };
    ready_judge(spec.judge);
    std::ranges::for_each(spec.panel, ready_judge);
    return ready;
}

domain::JudgingId store_judging(store::Connection& connection, domain::RunId run, const ReadyJudging& ready) {
    const JudgingSpec& spec = ready.spec;
    runs::JudgingSettings settings = runs::settings_of(spec);
    check_baseline(connection, run, spec, settings);
    store::JudgingRow row;
    row.run = run;
    row.name = spec.name;
    row.protocol = spec.protocol;
    row.repeats = spec.judge.kind == Kind::scorer ? 1 : spec.repeats;
    row.seed = spec.seed;
    if (!spec.rubric.empty() && ready.rubrics.contains(spec.rubric)) {
        row.rubric = store::save_rubric(connection, ready.rubrics.at(spec.rubric));
    }
    for (const domain::WeightedRubric& criterion : spec.criteria) {
        const domain::Rubric& rubric = ready.rubrics.at(criterion.rubric);
        settings.criteria.push_back({rubric.name, store::save_rubric(connection, rubric), criterion.weight});
        row.rubric = row.rubric.stored() ? row.rubric : settings.criteria.front().rubric;
    }
    if (spec.judge.kind != Kind::scorer) {
        const judging::Prompt& prompt =
            ready.own_prompt ? ready.own_prompt->prompt : judging::builtin_prompt(spec);
        row.prompt = store::save_prompt(connection, prompt.name, prompt.text);
        if (ready.own_prompt && ready.own_prompt->grammar != judging::grammar_of(spec)) {
            settings.grammar = judging::to_string(ready.own_prompt->grammar);
        }
    }
    row.settings = runs::settings_json(settings);
    text::Sha256 hash;
    hash.update_field("name", row.name)
        .update_field("protocol", domain::to_string(row.protocol))
        .update_field("repeats", row.repeats);
    hash.update_field("seed", std::to_string(row.seed)).update_field("settings", row.settings);
    row.judges = save_judges(connection, spec, hash);
    hash.update_field("rubric", row.rubric.value).update_field("prompt", row.prompt.value);
    row.settings_hash = hash.finish_hex();
    for (const store::JudgingRow& known : store::judgings(connection, run)) {
        if (known.settings_hash == row.settings_hash) {
            return known.id;
        }
    }
    return store::create_judging(connection, row);
}

} // namespace tiebreak::workbench
