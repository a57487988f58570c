// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/import_training.h"

#include "domain/error.h"
#include "formats/training_rows.h"
#include "store/training.h"
#include "text/near_copy.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

namespace tiebreak::workbench {

namespace {

constexpr std::size_t excerpt_bytes = 300;
constexpr std::int64_t most_rows_of_a_run = 10;

std::string excerpt_of(const std::string& text) {
    std::size_t end = std::min(text.size(), excerpt_bytes);
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end) + (end < text.size() ? "\u2026" : "");
}

/// The row that speaks most for a text having been trained on.
struct Best {
    std::int64_t row = 0;
    bool exact = false;
    double similarity = 0;
    std::string excerpt;
};

void keep_better(std::optional<Best>& best, const formats::TrainingRow& row, bool exact, double similarity) {
    if (!best || (exact && !best->exact) || (exact == best->exact && similarity > best->similarity)) {
        best = Best{row.number, exact, similarity, excerpt_of(row.whole)};
    }
}

class Search {
public:
    Search(std::vector<std::string> items, std::vector<std::string> answers)
        : items_(items)
        , answers_(answers)
        , item_best_(items.size())
        , item_runs_(items.size())
        , answer_best_(answers.size()) {}

    void look_at(const formats::TrainingRow& row) {
        std::map<std::size_t, text::CopyMatch> found;
        const auto look = [&](const std::string& text) {
            for (text::CopyMatch& match : items_.look_up(text)) {
                const auto [at, is_new] = found.try_emplace(match.text, match);
                if (!is_new) { // a row counts once, whichever of its texts matches
                    at->second.exact = at->second.exact || match.exact;
                    at->second.overlap = std::max(at->second.overlap, match.overlap);
                    at->second.run_share = std::max(at->second.run_share, match.run_share);
                    at->second.runs.insert(at->second.runs.end(), match.runs.begin(), match.runs.end());
                }
            }
        };
        look(row.whole);
        if (!row.prompt.empty() && row.prompt != row.whole) {
            look(row.prompt);
        }
        for (auto& [item, match] : found) {
            if (match.overlap > 0) {
                keep_better(item_best_[item], row, match.exact, match.overlap);
            }
            std::ranges::sort(match.runs);
            match.runs.erase(std::ranges::unique(match.runs).begin(), match.runs.end());
            for (const std::uint64_t run : match.runs) {
                Run& seen = item_runs_[item][run];
                ++seen.rows;
                if (seen.rows <= most_rows_of_a_run) {
                    keep_better(seen.best, row, false, match.run_share);
                }
            }
        }
        if (answers_.size() > 0) {
            look_at_answers(row, row.answer.empty() ? row.whole : row.answer);
        }
    }

    /// What speaks for an item; nothing where nothing does.
    std::optional<Best> of_item(std::size_t item) const {
        std::optional<Best> best = item_best_[item];
        for (const auto& [run, seen] : item_runs_[item]) {
            if (seen.rows <= most_rows_of_a_run &&
                (!best || (!best->exact && seen.best->similarity > best->similarity))) {
                best = seen.best;
            }
        }
        return best;
    }
    const std::optional<Best>& of_answer(std::size_t answer) const { return answer_best_[answer]; }

private:
    void look_at_answers(const formats::TrainingRow& row, const std::string& text) {
        for (const text::CopyMatch& match : answers_.look_up(text)) {
            if (match.overlap > 0) {
                keep_better(answer_best_[match.text], row, match.exact, match.overlap);
            }
        }
    }

    struct Run {
        std::int64_t rows = 0;
        std::optional<Best> best;
    };
    text::CopyIndex items_;
    text::CopyIndex answers_;
    std::vector<std::optional<Best>> item_best_;
    std::vector<std::unordered_map<std::uint64_t, Run>> item_runs_;
    std::vector<std::optional<Best>> answer_best_;
};

} // namespace

TrainingFound import_training(store::Project& project, const ImportTraining& import, bool store,
                              const std::function<void(std::uint64_t read, std::uint64_t bytes)>& progress,
                              const std::stop_token& stop) {
    std::vector<store::ItemText> items;
    std::vector<domain::TextId> answer_ids;
    std::vector<std::string> answers;
    project.read([&](store::Connection& c) {
        items = store::all_item_texts(c);
        store::each_answer_text(c, [&](domain::TextId id, std::string_view text) {
            if (text::word_numbers(text).size() >= text::CopyIndex::run_words) {
                answer_ids.push_back(id);
                answers.emplace_back(text);
            }
        });
    });
    if (items.empty()) {
        throw domain::Error(domain::ErrorKind::usage, "there is no eval set whose items could be looked up",
                            project.file().string(), "import an eval set first");
    }
    std::vector<std::string> texts;
    std::ranges::transform(items, std::back_inserter(texts), &store::ItemText::text);
    TrainingFound found;
    found.items = static_cast<std::int64_t>(items.size());
    found.answers = static_cast<std::int64_t>(answers.size());
    found.name = import.name.empty() ? import.path.filename().string() : import.name;
    Search search(texts, std::move(answers));
    std::error_code ignored;
    const std::uint64_t bytes = std::filesystem::file_size(import.path, ignored);
    const formats::TrainingFile file = formats::each_training_row(
        import.path.string(), [&](const formats::TrainingRow& row) { search.look_at(row); },
        [&](std::uint64_t read) {
            if (progress) {
                progress(read, bytes);
            }
        },
        stop);
    found.format = file.format;
    found.rows = file.rows;
    found.bad = file.bad;
    if (stop.stop_requested()) {
        return found; // half a file proves nothing: what is not found may stand in the other half
    }
    std::vector<store::TrainingMatchRow> matches;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (const auto best = search.of_item(i)) {
            ++(best->exact ? found.exact : found.near);
            found.matches.push_back({texts[i], best->row, best->exact, best->similarity, best->excerpt});
            matches.push_back(
                {0, {}, items[i].item, best->row, best->exact, best->similarity, best->excerpt});
        }
    }
    std::vector<store::TrainingCopyRow> copies;
    for (std::size_t a = 0; a < answer_ids.size(); ++a) {
        if (const auto& best = search.of_answer(a)) {
            ++found.copied;
            copies.push_back({0, answer_ids[a], best->row, best->similarity, best->excerpt});
        }
    }
    if (store) {
        project.writer().run([&](store::Connection& c) {
            const std::int64_t set = store::save_training_set(c, found.name, file.hash, file.rows);
            for (store::TrainingMatchRow& match : matches) {
                match.training_set = set;
                store::save_training_match(c, match);
            }
            for (store::TrainingCopyRow& copy : copies) {
                copy.training_set = set;
                store::save_training_copy(c, copy);
            }
        });
    }
    return found;
}

} // namespace tiebreak::workbench
