// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "formats/file.h"
#include "formats/scores.h"
#include "store/judgings.h"
#include "text/digest.h"
#include "workbench/import.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::workbench {

using domain::Error;
using domain::ErrorKind;

namespace {

formats::ScoresImport read(const std::filesystem::path& path, const std::string& content) {
    formats::ReadOptions options;
    options.where = path.filename().string();
    return formats::read_scores(content.empty() ? formats::read_file(path.string()) : content, options);
}

/// Judge runs of a model by name; a model that only one of the tables has is named.
void join_runs(formats::ScoresImport& scores, const formats::ScoresImport& runs,
               std::vector<std::string>& notes) {
    for (formats::ScoreRow& row : scores.rows) {
        const auto found = std::ranges::find(runs.rows, row.candidate, &formats::ScoreRow::candidate);
        if (found == runs.rows.end()) {
            notes.push_back(row.candidate + ": no judge runs");
        } else {
            row.runs = found->runs;
        }
    }
    for (const formats::ScoreRow& row : runs.rows) {
        if (std::ranges::find(scores.rows, row.candidate, &formats::ScoreRow::candidate) ==
            scores.rows.end()) {
            notes.push_back(row.candidate + ": judge runs, but not in the table of scores; left out");
        }
    }
    scores.run_columns = runs.run_columns;
}

domain::Candidate candidate_of(const formats::ScoreRow& row, const std::string& source) {
    domain::Candidate candidate;
    candidate.name = row.candidate;
    candidate.test_loss = row.test_loss;
    for (const auto& [column, cell] : row.other) {
        if (!cell.empty() && column.find("score") == std::string::npos &&
            column.find("rank") == std::string::npos && column != "average") {
            candidate.tags.emplace(column, cell);
        }
    }
    candidate.responses_path = source;
    candidate.fingerprint = "table:" + source;
    return candidate;
}

} // namespace

namespace {

formats::ScoresImport read_all(const ImportScores& import, ImportPreview& preview) {
    formats::ScoresImport scores = read(import.scores, import.content_of_scores);
    if (import.judge_runs || !import.content_of_judge_runs.empty()) {
        join_runs(scores, read(import.judge_runs.value_or("judge_runs.csv"), import.content_of_judge_runs),
                  preview.notes);
    }
    if (scores.rows.empty()) {
        throw Error(ErrorKind::format, "no row is a score", import.scores.string(), "check the file");
    }
    preview.format = "scores";
    preview.rows = static_cast<std::int64_t>(scores.rows.size());
    preview.columns = {"candidate", "test loss", "score", "judge runs"};
    for (const formats::ScoreRow& row : scores.rows) {
        if (preview.first_rows.size() < 10) {
            preview.first_rows.push_back(
                {row.candidate, row.test_loss.value ? fmt::format("{}", *row.test_loss.value) : "",
                 row.score ? fmt::format("{}", *row.score) : "", std::to_string(row.runs.size())});
        }
    }
    for (const formats::BadRow& bad : scores.bad) {
        preview.bad.push_back({static_cast<std::int64_t>(bad.line), bad.why});
    }
    return scores;
}

} // namespace

ImportPreview preview_scores(const ImportScores& import) {
    ImportPreview preview;
    (void)read_all(import, preview);
    return preview;
}

domain::RunId import_scores(store::Project& project, const ImportScores& import, ImportPreview* done) {
    ImportPreview preview;
    const formats::ScoresImport scores = read_all(import, preview);
    const std::string source = import.scores.filename().string();
    if (done != nullptr) {
        *done = preview;
    }
    const std::string name = import.name.empty() ? import.scores.stem().string() : import.name;
    return project.writer().run([&](store::Connection& c) {
        std::vector<domain::CandidateRevisionId> revisions;
        for (const formats::ScoreRow& row : scores.rows) {
            revisions.push_back(
                store::save_candidate(c, store::Role::candidate, candidate_of(row, name + "/" + source))
                    .revision);
        }
        text::Sha256 hash;
        hash.update_field("scores", name).update_field("at", store::now_ms());
        const domain::RunId run = store::create_run(c, {name, {}, hash.finish_hex(), "{}", "", revisions});
        store::JudgingRow judging;
        judging.run = run;
        judging.name = scores.run_columns.empty() ? scores.score_column : "judge runs";
        judging.protocol = domain::Protocol::joint;
        judging.repeats = std::max<int>(1, static_cast<int>(scores.run_columns.size()));
        judging.settings = "{}";
        judging.settings_hash = text::sha256_hex(name);
        judging.judges = {{"imported", source, {}}};
        const domain::JudgingId id = store::create_judging(c, judging);
        for (std::size_t i = 0; i < scores.rows.size(); ++i) {
            const formats::ScoreRow& row = scores.rows[i];
            bool any_run = false;
            for (std::size_t r = 0; r < row.runs.size(); ++r) {
                if (row.runs[r]) {
                    store::add_imported_score(c, id, {revisions[i], static_cast<int>(r) + 1, *row.runs[r]});
                    any_run = true;
                }
            }
            if (!any_run && row.score) {
                store::add_imported_score(c, id, {revisions[i], 1, *row.score});
            }
        }
        store::set_judging_status(c, id, store::WorkStatus::finished);
        store::set_run_status(c, run, store::WorkStatus::finished);
        return run;
    });
}

} // namespace tiebreak::workbench
