// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/run_setup.h"

#include "domain/error.h"
#include "formats/eval_config.h"
#include "formats/eval_set.h"
#include "formats/file.h"
#include "formats/recorded_judge.h"
#include "store/judgings.h"
#include "store/responses.h"
#include "text/digest.h"
#include "workbench/joined_responses.h"
#include "workbench/judging_setup.h"

#include <fmt/format.h>

#include <filesystem>

namespace tiebreak::workbench {

using domain::Error;
using domain::ErrorKind;

/// What a config asks for, read and checked before anything is stored.
struct RunMaterial {
    std::string name;
    std::string canonical; ///< the config, as the run is known by
    bool resume = false;
    std::string eval_set_name;
    std::string eval_set_source;
    std::vector<domain::Item> items;
    domain::EvalSetRevisionId stored_eval_set; ///< stored: whose items they are
    std::vector<domain::ItemId> stored_items;  ///< of each item, where they are the project's
    bool whole_stored_set = false;             ///< all of them: the revision itself is the run's
    std::vector<domain::Candidate> candidates; ///< with fingerprints
    std::vector<std::optional<JoinedResponses>> responses;
    std::vector<ReadyJudging> judgings;
    std::vector<std::string> notes;
};

namespace {

using Material = RunMaterial;

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

/// The project's own items. A slice is an eval set of its own, of the same items.
void read_stored_items(store::Project& project, const formats::EvalConfig& config,
                       const SetUpOptions& options, Material& material) {
    const std::vector<store::StoredItem> items =
        project.read([&](store::Connection& c) { return store::items(c, options.stored_eval_set); });
    const std::size_t from = config.eval_set.slice ? config.eval_set.slice->first : 0;
    const std::size_t to =
        config.eval_set.slice ? std::min(config.eval_set.slice->second, items.size()) : items.size();
    if (from >= to) {
        throw Error(ErrorKind::usage, "no item is asked", "eval set " + config.eval_set.name,
                    items.empty() ? "type or import some first" : "choose other items");
    }
    for (std::size_t i = from; i < to; ++i) {
        material.items.push_back(items[i].content);
        material.stored_items.push_back(items[i].item);
    }
    material.stored_eval_set = options.stored_eval_set;
    material.whole_stored_set = material.items.size() == items.size();
    material.eval_set_source = config.eval_set.path;
    material.eval_set_name = config.eval_set.name;
    if (!material.whole_stored_set) {
        material.eval_set_name += fmt::format(", {}–{}", from + 1, to);
    }
}

domain::EvalSetRevisionId eval_set_of(store::Connection& connection, const Material& material) {
    if (!material.stored_eval_set.stored()) {
        return store::save_eval_set(connection, material.eval_set_name, material.items,
                                    material.eval_set_source);
    }
    if (material.whole_stored_set) {
        return material.stored_eval_set;
    }
    std::vector<store::EditedItem> items;
    for (std::size_t i = 0; i < material.items.size(); ++i) {
        items.push_back({material.stored_items[i], material.items[i]});
    }
    for (const store::EvalSetRow& set : store::eval_sets(connection)) {
        if (set.name == material.eval_set_name) {
            return store::save_eval_set_edit(connection, set.id, items, material.eval_set_source, "");
        }
    }
    return store::save_eval_set_edit(connection, store::create_eval_set(connection, material.eval_set_name),
                                     items, material.eval_set_source, "");
}

void read_candidates(const formats::EvalConfig& config, const FileReader& files, client::ModelClient& client,
                     const SetUpOptions& set_up, Material& material) {
    const bool by_order = set_up.join_by_order;
    for (const domain::Candidate& wanted : config.candidates) {
        domain::Candidate candidate = wanted;
        std::optional<JoinedResponses> responses;
        if (candidate.api == domain::Api::recorded && set_up.stored_eval_set.stored()) {
            // Its fingerprint and its answers are in the project.
        } else if (candidate.api == domain::Api::recorded) {
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
        } else if (set_up.ask_servers) {
            read_fingerprint(client, candidate);
        }
        material.candidates.push_back(std::move(candidate));
        material.responses.push_back(std::move(responses));
    }
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
    for (const ReadyJudging& ready : material.judgings) {
        for (const domain::JudgeSpec& judge : ready.spec.judges()) {
            hash.update_field("judge", judge.kind == domain::JudgeSpec::Kind::endpoint
                                           ? store::identity_of(judge.model)
                                           : std::string());
        }
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
            replies.push_back(
                {row.line, row.item, row.repeat, row.order, row.candidate, row.reply, row.turn});
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

PreparedRun prepare_run(store::Project& project, client::ModelClient& client,
                        const formats::EvalConfig& config, const FileReader& files,
                        const SetUpOptions& options) {
    auto material = std::make_shared<Material>();
    if (options.stored_eval_set.stored()) {
        read_stored_items(project, config, options, *material);
    } else {
        read_items(config, files, *material);
    }
    read_candidates(config, files, client, options, *material);
    for (const domain::JudgingSpec& spec : config.judgings) {
        material->judgings.push_back(
            ready_judging(spec, {project, client, files, material->items, options.ask_servers}));
    }
    material->name = config.name;
    material->canonical = formats::to_canonical_json(config, formats::ConfigParts::what_is_asked);
    material->resume = options.resume;
    return material;
}

SetUpRun store_run(store::Connection& c, const PreparedRun& prepared) {
    const Material& material = *prepared;
    SetUpRun result;
    result.notes = material.notes;
    const auto eval_set = eval_set_of(c, material);
    std::vector<domain::CandidateRevisionId> revisions;
    std::vector<int> samples;
    for (const domain::Candidate& candidate : material.candidates) {
        samples.push_back(candidate.samples);
        revisions.push_back(store::save_candidate(c, store::Role::candidate, candidate).revision);
    }
    const std::string hash = hash_of(material.canonical, eval_set, material);
    if (const auto known = store::find_run_by_config(c, hash)) {
        result.run = known->id;
    } else {
        if (material.resume) {
            refuse_other_weights(c, material.canonical);
        }
        result.is_new = true;
        result.run =
            store::create_run(c, {material.name, eval_set, hash, material.canonical, "", revisions, samples});
        const std::vector<store::StoredItem> items = store::items(c, eval_set);
        for (std::size_t i = 0; i < revisions.size(); ++i) {
            if (material.responses[i]) {
                store_responses(c, result.run, revisions[i], items, *material.responses[i],
                                material.candidates[i].responses_path);
            } else if (material.candidates[i].api == domain::Api::recorded) {
                store::take_imported_responses(c, result.run, revisions[i]);
            }
        }
    }
    for (const ReadyJudging& ready : material.judgings) {
        store_judging(c, result.run, ready);
    }
    return result;
}

SetUpRun set_up_run(store::Project& project, client::ModelClient& client, const formats::EvalConfig& config,
                    const FileReader& files, const SetUpOptions& options) {
    const PreparedRun prepared = prepare_run(project, client, config, files, options);
    return project.writer().run([&](store::Connection& c) { return store_run(c, prepared); });
}

PreparedJudgings prepare_judgings(store::Project& project, client::ModelClient& client, domain::RunId run,
                                  const std::vector<domain::JudgingSpec>& judgings, const FileReader& files,
                                  bool ask_servers) {
    std::vector<domain::Item> items;
    project.read([&](store::Connection& c) {
        for (store::StoredItem& item : store::items(c, store::run(c, run).eval_set)) {
            items.push_back(std::move(item.content));
        }
    });
    auto ready = std::make_shared<std::vector<ReadyJudging>>();
    for (const domain::JudgingSpec& spec : judgings) {
        ready->push_back(ready_judging(spec, {project, client, files, items, ask_servers}));
    }
    return ready;
}

std::vector<domain::JudgingId> store_judgings(store::Connection& connection, domain::RunId run,
                                              const PreparedJudgings& prepared) {
    std::vector<domain::JudgingId> ids;
    for (const ReadyJudging& one : *prepared) {
        ids.push_back(store_judging(connection, run, one));
    }
    return ids;
}

std::vector<domain::JudgingId> add_judgings(store::Project& project, client::ModelClient& client,
                                            domain::RunId run,
                                            const std::vector<domain::JudgingSpec>& judgings,
                                            const FileReader& files) {
    const PreparedJudgings prepared = prepare_judgings(project, client, run, judgings, files);
    return project.writer().run([&](store::Connection& c) { return store_judgings(c, run, prepared); });
}

} // namespace tiebreak::workbench
