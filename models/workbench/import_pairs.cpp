// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/import_pairs.h"

#include "domain/error.h"
#include "formats/file.h"
#include "formats/pair_set.h"
#include "store/bench_passes.h"
#include "store/candidates.h"
#include "store/evalsets.h"
#include "store/responses.h"
#include "store/runs.h"
#include "text/digest.h"

#include <fmt/format.h>

namespace tiebreak::workbench {

namespace {

const char* side_name(int side) {
    return side > 0 ? "answer 1" : side < 0 ? "answer 2" : "tie";
}

ImportPreview preview_of(const formats::PairSet& set) {
    constexpr std::size_t preview_rows = 10;
    ImportPreview preview;
    preview.format = set.format;
    preview.rows = static_cast<std::int64_t>(set.pairs.size());
    preview.columns = {"question", "answer 1", "answer 2", "better"};
    std::int64_t labels = 0;
    for (const formats::LabelledPair& pair : set.pairs) {
        if (preview.first_rows.size() < preview_rows) {
            preview.first_rows.push_back(
                {pair.item.instruction, pair.first, pair.second, side_name(pair.labels.front().side)});
        }
        labels += static_cast<std::int64_t>(pair.labels.size());
    }
    preview.notes.push_back(fmt::format("{} labels on {} pairs", labels, set.pairs.size()));
    for (const formats::UnreadLabel& unread : set.unread) {
        preview.notes.push_back(fmt::format("\"{}\" of {} names no side, {} times: left out", unread.value,
                                            unread.annotator, unread.n));
    }
    for (const formats::BadRow& bad : set.bad) {
        preview.bad.push_back({static_cast<std::int64_t>(bad.line), bad.why});
    }
    return preview;
}

} // namespace

ImportPreview preview_pairs(const ImportPairs& import) {
    return preview_of(formats::read_pair_set(formats::read_file(import.path.string()), import.path.string()));
}

domain::RunId import_pairs(store::Project& project, const ImportPairs& import, ImportPreview* done) {
    const std::string bytes = formats::read_file(import.path.string());
    const formats::PairSet set = formats::read_pair_set(bytes, import.path.string());
    if (set.pairs.empty()) {
        throw domain::Error(domain::ErrorKind::format, "no row is a labelled pair", import.path.string(),
                            set.bad.empty() ? "check the file"
                                            : fmt::format("line {}: {}", set.bad[0].line, set.bad[0].why));
    }
    if (done != nullptr) {
        *done = preview_of(set);
    }
    const std::string name = import.name.empty() ? import.path.stem().string() : import.name;
    const std::string digest = text::sha256_hex(bytes);
    return project.writer().run([&](store::Connection& c) {
        std::vector<domain::Item> items;
        for (const formats::LabelledPair& pair : set.pairs) {
            items.push_back(pair.item);
        }
        const auto eval_set = store::save_eval_set(c, name, items, import.path.filename().string());
        std::vector<domain::CandidateRevisionId> revisions;
        for (const char* which : {"answer 1", "answer 2"}) {
            domain::Candidate candidate;
            candidate.name = which;
            candidate.fingerprint = "file:" + digest + ":" + which;
            candidate.responses_path = import.path.filename().string();
            revisions.push_back(store::save_candidate(c, store::Role::candidate, candidate).revision);
        }
        text::Sha256 hash;
        hash.update_field("pairs", digest).update_field("name", name);
        const std::string config_hash = hash.finish_hex();
        if (const auto known = store::find_run_by_config(c, config_hash)) {
            return known->id; // the same file again
        }
        const domain::RunId run = store::create_run(c, {name, eval_set, config_hash, "{}", "", revisions});
        const std::vector<store::StoredItem> stored = store::items(c, eval_set);
        for (std::size_t i = 0; i < set.pairs.size(); ++i) {
            const formats::LabelledPair& pair = set.pairs[i];
            const std::string source = import.path.filename().string();
            const auto line = static_cast<std::int64_t>(pair.line);
            const domain::ResponseId first = store::import_response(
                c, run, stored[i].revision, revisions[0], 1, 1, {pair.first, "", {}, {}, source, line});
            const domain::ResponseId second = store::import_response(
                c, run, stored[i].revision, revisions[1], 1, 1, {pair.second, "", {}, {}, source, line});
            for (const formats::PairLabel& label : pair.labels) {
                store::add_known_label(c,
                                       {run, stored[i].revision, label.annotator, first, second, label.side});
            }
        }
        store::set_run_status(c, run, store::WorkStatus::running);
        store::set_run_status(c, run, store::WorkStatus::finished);
        return run;
    });
}

} // namespace tiebreak::workbench
