// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/run_setup.h"

#include "client/weights.h"
#include "domain/error.h"
#include "formats/eval_config.h"
#include "formats/eval_set.h"
#include "formats/file.h"
#include "formats/recorded_judge.h"
#include "judging/prompts.h"
#include "judging/rubrics.h"
#include "judging/scorers.h"
#include "runs/settings.h"
#include "store/judgings.h"
#include "store/rubrics.h"
#include "text/digest.h"
#include "workbench/joined_responses.h"

#include <fmt/format.h>

#include <filesystem>

namespace tiebreak::workbench {

using domain::Error;
using domain::ErrorKind;
using Kind = domain::JudgeSpec::Kind;

namespace {

/// What a config asks for, read and checked before anything is stored.
struct Material {
    std::string eval_set_name;
    std::string eval_set_source;
    std::vector<domain::Item> items;
    std::vector<domain::Candidate> candidates; ///< with fingerprints
    std::vector<std::optional<JoinedResponses>> responses;
    std::vector<domain::JudgingSpec> judgings; ///< judge models with fingerprints
    std::vector<std::string> notes;
};

std::string stem(const std::string& path) {
    return std::filesystem::path(path).stem().string();
}

void read_items(const formats::EvalConfig& config, const FileReader& files, Material& material) {
    const formats::EvalSetRef& ref = config.eval_set;
    formats::ReadOptions options;
    options.where = ref.path;
    options.mapping = ref.mapping;
    options.slice = ref.slice;
    formats::EvalSetImport import = formats::read_eval_set(files(ref.path), options);
    if (import.items.empty()) {
        throw Error(ErrorKind::format, "no row is an item", ref.path,
                    import.bad.empty() ? "check the file"
                                       : fmt::format("line {}: {}", import.bad[0].line, import.bad[0].why));
    }
    for (const formats::BadRow& bad : import.bad) {
        material.notes.push_back(fmt::format("{} line {} left out: {}", ref.path, bad.line, bad.why));
    }
    material.eval_set_source = ref.path;
    material.eval_set_name = ref.name.empty() ? stem(ref.path) : ref.name;
    if (ref.slice) {
        material.eval_set_source += fmt::format(" [{}:{}]", ref.slice->first, ref.slice->second);
        if (ref.name.empty()) {
            material.eval_set_name += fmt::format(", {}–{}", ref.slice->first, ref.slice->second);
        }
    }
    material.items = std::move(import.items);
}

/// A model behind an address is known by what its server tells; unreachable ones are found out when they are
/// asked.
void read_fingerprint(client::ModelClient& client, domain::Candidate& model) {
    const client::Weights weights = client::fingerprint(client, model);
    if (weights.knowledge == client::Weights::Knowledge::unreachable) {
        throw Error(ErrorKind::endpoint, "the server does not answer (" + weights.detail + ")",
                    model.name + ", " + model.endpoint.base_url, "start it, or check base_url and key");
    }
    model.fingerprint = weights.fingerprint;
}

void read_candidates(const formats::EvalConfig& config, const FileReader& files, client::ModelClient& client,
                     bool by_order, Material& material) {
    for (const domain::Candidate& wanted : config.candidates) {
        domain::Candidate candidate = wanted;
        std::optional<JoinedResponses> responses;
        if (candidate.api == domain::Api::recorded) {
            const std::string bytes = files(candidate.responses_path);
            candidate.fingerprint = "file:" + text::sha256_hex(bytes);
            formats::ResponseOptions options;
            options.where = candidate.responses_path;
            responses = join_recorded(bytes, material.items, options, by_order);
            if (!responses->several.empty()) {
                options.candidate = candidate.name;
                responses = join_recorded(bytes, material.items, options, by_order);
            }
            material.notes.insert(material.notes.end(), responses->notes.begin(), responses->notes.end());
        } else {
            read_fingerprint(client, candidate);
        }
        material.candidates.push_back(std::move(candidate));
        material.responses.push_back(std::move(responses));
    }
}

/// Refuses what this version cannot judge; a scorer's options become what is stored of them.
void check_protocol(domain::JudgingSpec& spec) {
    const bool by_scorer = spec.judge.kind == Kind::scorer;
    using domain::Protocol;
    const bool asks = spec.protocol == Protocol::joint || spec.protocol == Protocol::single;
    if ((by_scorer && spec.protocol != Protocol::scorer) || (!by_scorer && !asks)) {
        throw Error(ErrorKind::usage,
                    fmt::format("protocol {} with {} is not to be had in this version",
                                domain::to_string(spec.protocol), by_scorer ? "a scorer" : "a judge model"),
                    "judging " + spec.name,
                    "joint and single take a judge model or recorded replies; scorer takes a scorer");
    }
    if (by_scorer) {
        spec.judge.scorer_options =
            judging::make_scorer(spec.judge.scorer, spec.judge.scorer_options, "judging " + spec.name)
                .options;
    }
}

std::vector<domain::JudgingSpec> read_judges(const std::vector<domain::JudgingSpec>& wanted,
                                             client::ModelClient& client) {
    std::vector<domain::JudgingSpec> specs = wanted;
    for (domain::JudgingSpec& spec : specs) {
        check_protocol(spec);
        if (spec.rubric.empty() && spec.criteria.empty() && spec.judge.kind != Kind::scorer) {
            spec.rubric = formats::default_rubric(spec.protocol);
        }
        if (spec.judge.kind == Kind::endpoint) {
            if (spec.judge.model.name.empty()) {
                spec.judge.model.name = spec.judge.model.model;
            }
            read_fingerprint(client, spec.judge.model);
        }
    }
    return specs;
}

domain::RubricRevisionId rubric_of(store::Connection& connection, const domain::JudgingSpec& spec) {
    if (spec.rubric.empty()) {
        return {};
    }
    if (const auto stored = store::find_rubric(connection, spec.rubric)) {
        return stored->newest;
    }
    if (const auto built_in = judging::find_builtin_rubric(spec.rubric)) {
        return store::save_rubric(connection, *built_in);
    }
    throw Error(ErrorKind::usage, "there is no rubric \"" + spec.rubric + "\"", "judging " + spec.name,
                "write it in the project first, or use ift-0-100");
}

domain::JudgingId store_judging(store::Connection& connection, domain::RunId run,
                                const domain::JudgingSpec& spec) {
    store::JudgingRow row;
    row.run = run;
    row.name = spec.name;
    row.protocol = spec.protocol;
    row.repeats = spec.judge.kind == Kind::scorer ? 1 : spec.repeats;
    row.seed = spec.seed;
    row.settings = runs::settings_json(spec);
    row.rubric = rubric_of(connection, spec);
    store::JudgeRow judge;
    std::string identity;
    if (spec.judge.kind == Kind::scorer) {
        judge = {"scorer", spec.judge.scorer, {}};
    } else {
        const judging::Prompt& prompt = judging::builtin_prompt(spec.protocol);
        row.prompt = store::save_prompt(connection, prompt.name, prompt.text);
        if (spec.judge.kind == Kind::recorded) {
            judge = {"recorded", spec.judge.recorded_path, {}};
        } else {
            judge = {"endpoint", spec.judge.model.name,
                     store::save_candidate(connection, store::Role::judge, spec.judge.model).revision};
            identity = store::identity_of(spec.judge.model);
        }
    }
    row.judges = {judge};
    text::Sha256 hash;
    hash.update_field("name", row.name)
        .update_field("protocol", domain::to_string(row.protocol))
        .update_field("repeats", row.repeats);
    hash.update_field("seed", std::to_string(row.seed))
        .update_field("settings", row.settings)
        .update_field("judge", judge.name);
    hash.update_field("identity", identity)
        .update_field("rubric", row.rubric.value)
        .update_field("prompt", row.prompt.value);
    row.settings_hash = hash.finish_hex();
    for (const store::JudgingRow& known : store::judgings(connection, run)) {
        if (known.settings_hash == row.settings_hash) {
            return known.id;
        }
    }
    return store::create_judging(connection, row);
}

/// The same config over the same items, weights and judges has the same hash: that is what makes a run the
/// same run.
std::string hash_of(const std::string& canonical, domain::EvalSetRevisionId eval_set,
                    const Material& material) {
    text::Sha256 hash;
    hash.update_field("config", canonical).update_field("eval_set", eval_set.value);
    for (const domain::Candidate& candidate : material.candidates) {
        hash.update_field("candidate", store::identity_of(candidate));
    }
    for (const domain::JudgingSpec& spec : material.judgings) {
        hash.update_field("judge", spec.judge.kind == Kind::endpoint ? store::identity_of(spec.judge.model)
                                                                     : std::string());
    }
    return hash.finish_hex();
}

/// An unfinished run of the same config whose servers served something else: going on would mix weights.
void refuse_other_weights(store::Connection& connection, const std::string& canonical) {
    for (const store::RunRow& row : store::runs(connection)) {
        if (row.config == canonical && row.status != store::WorkStatus::finished) {
            throw Error(ErrorKind::usage,
                        "the eval set, the answers' files or the weights behind an address have changed "
                        "since this run began",
                        "run " + row.name,
                        "bring back what it began with, or leave --resume out for a new run");
        }
    }
}

} // namespace

FileReader files_in(std::filesystem::path folder) {
    return [folder = std::move(folder)](const std::string& path) {
        return formats::read_file(formats::resolve_path(folder.string(), path));
    };
}

runs::RecordedReader recorded_reader(FileReader files) {
    return [files = std::move(files)](const std::string& path) {
        const formats::RecordedRepliesImport import = formats::read_recorded_replies(files(path), path);
        std::vector<judging::RecordedReply> replies;
        for (const formats::RecordedReply& row : import.replies) {
            replies.push_back({row.line, row.item, row.repeat, row.order, row.candidate, row.reply});
        }
        if (replies.empty() || !import.bad.empty()) {
            const std::string why = import.bad.empty()
                                        ? "no reply in it"
                                        : fmt::format("line {}: {}", import.bad[0].line, import.bad[0].why);
            throw Error(ErrorKind::format,
                        fmt::format("{} of its rows cannot be read ({})", import.bad.size(), why), path,
                        "mend or remove them");
        }
        return replies;
    };
}

SetUpRun set_up_run(store::Project& project, client::ModelClient& client, const formats::EvalConfig& config,
                    const FileReader& files, const SetUpOptions& options) {
    Material material;
    read_items(config, files, material);
    read_candidates(config, files, client, options.join_by_order, material);
    material.judgings = read_judges(config.judgings, client);
    const std::string canonical = formats::to_canonical_json(config, formats::ConfigParts::what_is_asked);

    SetUpRun result;
    result.notes = material.notes;
    project.writer().run([&](store::Connection& c) {
        const auto eval_set =
            store::save_eval_set(c, material.eval_set_name, material.items, material.eval_set_source);
        std::vector<domain::CandidateRevisionId> revisions;
        std::vector<int> samples;
        for (const domain::Candidate& candidate : material.candidates) {
            samples.push_back(candidate.samples);
            revisions.push_back(store::save_candidate(c, store::Role::candidate, candidate).revision);
        }
        const std::string hash = hash_of(canonical, eval_set, material);
        if (const auto known = store::find_run_by_config(c, hash)) {
            result.run = known->id;
        } else {
            if (options.resume) {
                refuse_other_weights(c, canonical);
            }
            result.is_new = true;
            result.run =
                store::create_run(c, {config.name, eval_set, hash, canonical, "", revisions, samples});
            const std::vector<store::StoredItem> items = store::items(c, eval_set);
            for (std::size_t i = 0; i < revisions.size(); ++i) {
                if (material.responses[i]) {
                    store_responses(c, result.run, revisions[i], items, *material.responses[i],
                                    material.candidates[i].responses_path);
                }
            }
        }
        for (const domain::JudgingSpec& spec : material.judgings) {
            store_judging(c, result.run, spec);
        }
    });
    return result;
}

std::vector<domain::JudgingId> add_judgings(store::Project& project, client::ModelClient& client,
                                            domain::RunId run,
                                            const std::vector<domain::JudgingSpec>& judgings) {
    const std::vector<domain::JudgingSpec> specs = read_judges(judgings, client);
    return project.writer().run([&](store::Connection& c) {
        std::vector<domain::JudgingId> ids;
        for (const domain::JudgingSpec& spec : specs) {
            ids.push_back(store_judging(c, run, spec));
        }
        return ids;
    });
}

} // namespace tiebreak::workbench
