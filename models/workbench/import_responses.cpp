// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "domain/judging.h"
#include "formats/file.h"
#include "formats/manifest.h"
#include "runs/settings.h"
#include "store/evalsets.h"
#include "store/judgings.h"
#include "text/digest.h"
#include "workbench/import.h"
#include "workbench/joined_responses.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::workbench {

using domain::Error;
using domain::ErrorKind;

namespace {

constexpr std::size_t preview_rows = 10;

struct Source {
    domain::Candidate candidate;
    std::filesystem::path path;
    JoinedResponses responses;
    bool by_manifest = false; ///< its name is the one the file's rows have
};

struct Read {
    domain::EvalSetRevisionId eval_set;
    std::string eval_set_name;
    std::vector<store::StoredItem> items;
    std::vector<Source> sources;
    std::vector<ImportPreview::Bad> bad_manifest_rows;
};

store::EvalSetRow eval_set_of(store::Connection& connection, const std::string& name) {
    const std::vector<store::EvalSetRow> sets = store::eval_sets(connection);
    if (sets.empty()) {
        throw Error(ErrorKind::usage, "the project has no eval set that answers could belong to", {},
                    "import the eval set first");
    }
    if (name.empty() && sets.size() == 1) {
        return sets.front();
    }
    const auto found = std::ranges::find(sets, name, &store::EvalSetRow::name);
    if (found == sets.end()) {
        std::vector<std::string> names;
        for (const store::EvalSetRow& set : sets) {
            names.push_back(set.name);
        }
        throw Error(ErrorKind::usage,
                    name.empty() ? "the project has several eval sets"
                                 : "there is no eval set \"" + name + "\"",
                    {}, fmt::format("name one of: {}", fmt::join(names, ", ")));
    }
    return *found;
}

bool is_manifest(const std::filesystem::path& path) {
    if (path.extension() != ".csv") {
        return false;
    }
    try {
        return !formats::read_manifest(formats::read_file(path.string()), path.string()).candidates.empty();
    } catch (const Error&) {
        return false; // a CSV of responses
    }
}

std::vector<Source> sources_of(const ImportResponses& import, std::vector<ImportPreview::Bad>& bad) {
    std::vector<Source> sources;
    if (import.paths.size() == 1 && is_manifest(import.paths[0])) {
        const std::filesystem::path& manifest = import.paths[0];
        const formats::ManifestImport read =
            formats::read_manifest(formats::read_file(manifest.string()), manifest.string());
        for (const formats::BadRow& row : read.bad) {
            bad.push_back({static_cast<std::int64_t>(row.line), row.why});
        }
        for (const domain::Candidate& candidate : read.candidates) {
            sources.push_back(
                {candidate,
                 formats::resolve_path(manifest.parent_path().string(), candidate.responses_path),
                 {},
                 true});
        }
        return sources;
    }
    for (std::size_t i = 0; i < import.paths.size(); ++i) {
        Source source{
            i < import.candidates.size() ? import.candidates[i] : domain::Candidate{}, import.paths[i], {}};
        if (source.candidate.name.empty()) {
            source.candidate.name = import.paths[i].stem().string();
        }
        source.candidate.responses_path = import.paths[i].filename().string();
        sources.push_back(std::move(source));
    }
    return sources;
}

/// The answers of a file, one source a candidate: a file that names several brings several, unless a manifest
/// names the one that is meant.
std::vector<Source> read_source(Source source, const ImportResponses& import,
                                const std::vector<domain::Item>& items) {
    const std::string bytes = formats::read_file(source.path.string());
    source.candidate.fingerprint = "file:" + text::sha256_hex(bytes);
    formats::ResponseOptions options;
    options.where = source.path.filename().string();
    options.mapping = import.mapping;
    source.responses = join_recorded(bytes, items, options, import.join_by_order);
    const std::vector<std::string> names = source.by_manifest && !source.responses.several.empty()
                                               ? std::vector{source.candidate.name}
                                               : source.responses.several;
    if (names.empty()) {
        return {std::move(source)};
    }
    std::vector<Source> sources;
    for (const std::string& name : names) {
        options.candidate = name;
        Source& one = sources.emplace_back(source);
        one.candidate.name = name;
        one.responses = join_recorded(bytes, items, options, import.join_by_order);
    }
    return sources;
}

Read read(store::Project& project, const ImportResponses& import) {
    if (import.paths.empty()) {
        throw Error(ErrorKind::usage, "no file is named", {}, "name a file a candidate, or one manifest CSV");
    }
    Read result;
    project.read([&](store::Connection& c) {
        const store::EvalSetRow set = eval_set_of(c, import.eval_set);
        result.eval_set = set.newest;
        result.eval_set_name = set.name;
        result.items = store::items(c, set.newest);
    });
    std::vector<domain::Item> items;
    for (const store::StoredItem& item : result.items) {
        items.push_back(item.content);
    }
    for (Source& source : sources_of(import, result.bad_manifest_rows)) {
        for (Source& read : read_source(std::move(source), import, items)) {
            if (read.responses.join.joined.empty()) {
                throw Error(ErrorKind::format,
                            "no answer belongs to an item of \"" + result.eval_set_name + "\"",
                            read.path.string(), "check that it answers this eval set");
            }
            result.sources.push_back(std::move(read));
        }
    }
    return result;
}

ImportPreview preview_of(const Read& read) {
    ImportPreview preview;
    preview.columns = {"candidate", "item", "response"};
    preview.bad = read.bad_manifest_rows;
    for (const Source& source : read.sources) {
        preview.format = source.responses.import.format;
        preview.rows += static_cast<std::int64_t>(source.responses.join.joined.size());
        preview.mapping.clear();
        for (const auto& [field, column] : source.responses.import.mapping) {
            preview.mapping.emplace_back(field, column);
        }
        for (const formats::JoinedRow& row : source.responses.join.joined) {
            if (preview.first_rows.size() < preview_rows) {
                preview.first_rows.push_back({source.candidate.name, read.items[row.item].content.instruction,
                                              source.responses.import.rows[row.row].text});
            }
        }
        for (const formats::BadRow& bad : source.responses.import.bad) {
            preview.bad.push_back(
                {static_cast<std::int64_t>(bad.line), source.path.filename().string() + ": " + bad.why});
        }
        preview.notes.insert(preview.notes.end(), source.responses.notes.begin(),
                             source.responses.notes.end());
    }
    return preview;
}

void add_overlap_judging(store::Connection& connection, domain::RunId run) {
    domain::JudgingSpec spec;
    spec.name = "overlap";
    spec.judge.scorer = "reference-overlap";
    store::JudgingRow row;
    row.run = run;
    row.name = spec.name;
    row.settings = runs::settings_json(spec);
    row.settings_hash = text::sha256_hex(row.settings);
    row.judges = {{"scorer", spec.judge.scorer, {}}};
    store::create_judging(connection, row);
}

} // namespace

ImportPreview preview_responses(store::Project& project, const ImportResponses& import) {
    return preview_of(read(project, import));
}

domain::RunId import_responses(store::Project& project, const ImportResponses& import, ImportPreview* done) {
    const Read material = read(project, import);
    if (done != nullptr) {
        *done = preview_of(material);
    }
    std::string name = import.run_name;
    if (name.empty()) {
        name = material.sources.size() == 1
                   ? material.sources[0].candidate.name
                   : fmt::format("{}, {} candidates", material.eval_set_name, material.sources.size());
    }
    const bool has_references = std::ranges::any_of(
        material.items, [](const store::StoredItem& item) { return !item.content.reference.empty(); });
    return project.writer().run([&](store::Connection& c) {
        text::Sha256 hash;
        hash.update_field("imported into", material.eval_set.value).update_field("at", store::now_ms());
        std::vector<domain::CandidateRevisionId> revisions;
        for (const Source& source : material.sources) {
            revisions.push_back(store::save_candidate(c, store::Role::candidate, source.candidate).revision);
        }
        const domain::RunId run =
            store::create_run(c, {name, material.eval_set, hash.finish_hex(), "{}", "", revisions});
        for (std::size_t i = 0; i < revisions.size(); ++i) {
            store_responses(c, run, revisions[i], material.items, material.sources[i].responses,
                            material.sources[i].path.filename().string());
        }
        if (has_references) {
            add_overlap_judging(c, run);
        }
        return run;
    });
}

} // namespace tiebreak::workbench
