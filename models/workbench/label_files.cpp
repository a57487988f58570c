// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/label_files.h"

#include "domain/error.h"
#include "domain/uuid.h"
#include "formats/file.h"
#include "store/labels.h"
#include "store/responses.h"
#include "workbench/packet_cards.h"
#include "workbench/run_frame.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace tiebreak::workbench {

using domain::Error;
using domain::ErrorKind;
using formats::LabelLine;
using Kind = store::LabelOutcome::Kind;

namespace {

/// A run's items and answers by the names that other files know them by.
struct Names {
    RunFrame frame;
    std::map<std::string, std::size_t> item_by_uid;
    std::multimap<std::string, std::size_t> item_by_name;                         ///< external id, and number
    std::map<std::pair<std::size_t, std::size_t>, domain::ResponseId> first_turn; ///< candidate and item
    std::map<std::int64_t, std::size_t> candidate_of;                             ///< of every response

    Names(store::Connection& connection, domain::RunId run)
        : frame(read_run_frame(connection, run)) {
        for (std::size_t i = 0; i < frame.items.size(); ++i) {
            const store::StoredItem& item = frame.items[i];
            item_by_uid.emplace(item.uid, i);
            if (!item.content.external_id.empty()) {
                item_by_name.emplace(item.content.external_id, i);
            }
        }
        if (item_by_name.empty()) {
            for (std::size_t i = 0; i < frame.items.size(); ++i) {
                item_by_name.emplace(std::to_string(i + 1), i);
            }
        }
        for (const store::ResponseRow& row : store::responses(connection, run)) {
            const auto candidate = frame.candidate_of.find(row.candidate);
            const auto item = frame.item_of.find(row.item);
            if (candidate == frame.candidate_of.end() || item == frame.item_of.end()) {
                continue;
            }
            candidate_of.emplace(row.id.value, candidate->second);
            if (row.repeat == 1 && row.turn == 1) {
                first_turn.emplace(std::pair(candidate->second, item->second), row.id);
            }
        }
    }

    [[nodiscard]] std::optional<std::size_t> item(const LabelLine& line) const {
        if (const auto found = item_by_uid.find(line.item_uid); found != item_by_uid.end()) {
            return found->second;
        }
        const auto [first, last] = item_by_name.equal_range(line.item);
        return first != last && std::next(first) == last ? std::optional(first->second) : std::nullopt;
    }
};

std::string item_name(const store::StoredItem& item) {
    return item.content.external_id.empty() ? std::to_string(item.position + 1) : item.content.external_id;
}

/// The uids of a copy's runs, by which labels find them.
std::map<std::string, domain::RunId> runs_by_uid(store::Connection& connection) {
    std::map<std::string, domain::RunId> runs;
    for (const store::RunRow& run : store::runs(connection)) {
        runs.emplace(run.uid, run.id);
    }
    return runs;
}

class Storing {
public:
    Storing(store::Connection& connection, domain::RunId fallback)
        : connection_(connection)
        , fallback_(fallback)
        , by_uid_(runs_by_uid(connection)) {
        for (const store::RunRow& run : store::runs(connection)) {
            by_name_.emplace(run.name, run.id);
        }
    }

    void add(const LabelLine& line) {
        if (!line.uid.empty() && store::has_label(connection_, line.uid)) {
            ++result.known;
            return;
        }
        store::LabelRow row;
        const domain::RunId run = run_of(line);
        const Names& names = names_of(run);
        const auto item = names.item(line);
        if (!item) {
            throw Error(ErrorKind::format, fmt::format("the run {} has no item {}", names.frame.run.name,
                                                       line.item.empty() ? line.item_uid : line.item));
        }
        row.uid = line.uid;
        row.run = run;
        row.item = names.frame.items[*item].revision;
        row.annotator = line.annotator;
        for (const std::string& name : line.shown) {
            const auto candidate = names.frame.candidate_named(name);
            const auto response =
                candidate ? names.first_turn.find({*candidate, *item}) : names.first_turn.end();
            if (response == names.first_turn.end()) {
                throw Error(ErrorKind::format, fmt::format("the run {} has no answer of {} to item {}",
                                                           names.frame.run.name, name, line.item));
            }
            row.responses.push_back(response->second);
        }
        const auto mode = store::label_mode_from_string(line.mode);
        const auto outcome = store::label_outcome_from_string(line.outcome);
        const auto purpose =
            store::label_purpose_from_string(line.purpose.empty() ? "agreement" : line.purpose);
        if (!mode || !outcome || !purpose) {
            throw Error(ErrorKind::format,
                        fmt::format("\"{}\" is not known here", !mode      ? line.mode
                                                                : !outcome ? line.outcome
                                                                           : line.purpose));
        }
        row.mode = *mode;
        row.outcome = *outcome;
        row.purpose = *purpose;
        row.ranks = line.ranks;
        for (const auto& [criterion, score] : line.scores) {
            row.scores.push_back({criterion, score});
        }
        row.rubric = line.rubric;
        row.rationale = line.reason;
        for (const store::JudgingRow& judging : names.frame.judgings) {
            if (judging.name == line.judging) {
                row.judging = judging.id;
            }
        }
        row.supersedes = line.supersedes;
        row.packet = line.packet;
        row.card = line.card;
        row.created = line.created;
        store::add_label(connection_, row);
        ++result.added;
        changed_.insert(run.value);
    }

    LabelImport finish() {
        for (const std::int64_t run : changed_) {
            result.runs.push_back({run});
        }
        return std::move(result);
    }

    LabelImport result;

private:
    domain::RunId run_of(const LabelLine& line) {
        if (const auto found = by_uid_.find(line.run_uid); found != by_uid_.end()) {
            return found->second;
        }
        if (!line.run.empty()) {
            if (by_name_.count(line.run) == 1) {
                return by_name_.find(line.run)->second;
            }
            throw Error(ErrorKind::format,
                        fmt::format("this project has {} run of the name {}",
                                    by_name_.contains(line.run) ? "more than one" : "no", line.run));
        }
        if (!fallback_.stored()) {
            throw Error(ErrorKind::format, "it names no run, and this project has none");
        }
        return fallback_;
    }

    const Names& names_of(domain::RunId run) {
        const auto found = names_.find(run.value);
        return found != names_.end() ? found->second
                                     : names_.try_emplace(run.value, connection_, run).first->second;
    }

    store::Connection& connection_;
    domain::RunId fallback_;
    std::map<std::string, domain::RunId> by_uid_;
    std::multimap<std::string, domain::RunId> by_name_;
    std::map<std::int64_t, Names> names_;
    std::set<std::int64_t> changed_;
};

/// Everything another copy of the project knows of labels.
std::vector<LabelLine> lines_of_project(const std::filesystem::path& path) {
    store::Project other(path, store::Project::Open::existing);
    return other.read([](store::Connection& connection) {
        std::vector<LabelLine> lines;
        for (const store::RunRow& run : store::runs(connection)) {
            export_labels(connection, run.id, [&](const LabelLine& line) { lines.push_back(line); });
        }
        return lines;
    });
}

bool is_project(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string head(15, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    return head == "SQLite format 3";
}

/// To take back what a preview did.
struct TakenBack {
    LabelImport import;
};

} // namespace

std::int64_t export_labels(store::Connection& connection, domain::RunId run,
                           const std::function<void(const formats::LabelLine&)>& each) {
    const std::vector<store::LabelRow> rows = store::label_history(connection, run);
    if (rows.empty()) {
        return 0;
    }
    const Names names(connection, run);
    std::int64_t written = 0;
    for (const store::LabelRow& row : rows) {
        const auto item = names.frame.item_of.find(row.item);
        if (item == names.frame.item_of.end()) {
            continue;
        }
        const store::StoredItem& stored = names.frame.items[item->second];
        LabelLine line;
        line.uid = row.uid;
        line.run = names.frame.run.name;
        line.run_uid = names.frame.run.uid;
        line.item = item_name(stored);
        line.item_uid = stored.uid;
        line.annotator = row.annotator;
        line.mode = store::to_string(row.mode);
        for (const domain::ResponseId response : row.responses) {
            const auto candidate = names.candidate_of.find(response.value);
            line.shown.push_back(candidate == names.candidate_of.end()
                                     ? std::string()
                                     : names.frame.candidates[candidate->second].candidate.name);
        }
        line.outcome = store::to_string(row.outcome);
        line.ranks = row.ranks;
        for (const store::LabelScore& score : row.scores) {
            line.scores.emplace_back(score.criterion, score.score);
        }
        line.rubric = row.rubric;
        line.reason = row.rationale;
        line.purpose = store::to_string(row.purpose);
        for (const store::JudgingRow& judging : names.frame.judgings) {
            if (judging.id == row.judging) {
                line.judging = judging.name;
            }
        }
        line.supersedes = row.supersedes;
        line.packet = row.packet;
        line.card = row.card;
        line.created = row.created;
        each(line);
        ++written;
    }
    return written;
}

LabelImport store_labels(store::Connection& connection, const std::vector<formats::LabelLine>& lines,
                         domain::RunId run) {
    Storing storing(connection, run);
    for (const LabelLine& line : lines) {
        try {
            storing.add(line);
        } catch (const Error& error) {
            storing.result.bad.push_back({line.line, error.what_happened()});
        }
    }
    return storing.finish();
}

LabelImport store_packet_answers(store::Connection& connection, const formats::PacketAnswers& answers) {
    const auto packet = store::find_packet(connection, answers.packet);
    if (!packet) {
        throw Error(ErrorKind::usage, "this project handed out no such packet", answers.packet,
                    "open the project that the packet was made from, or a copy of it made later");
    }
    const PacketCards cards = packet_cards_from_json(packet->cards);
    std::map<std::string, std::vector<store::LabelRow>> before; // by card, of this packet and person
    for (const store::LabelRow& row : store::labels(connection, packet->run)) {
        if (row.packet == answers.packet && row.annotator == answers.annotator) {
            before[row.card].push_back(row);
        }
    }
    LabelImport result;
    result.format = "answers to a label packet";
    result.bad = answers.bad;
    std::int64_t replaced = 0;
    std::size_t number = 0;
    for (const formats::PacketAnswers::Answer& answer : answers.answers) {
        ++number;
        const auto card = std::ranges::find(cards.cards, answer.card, &PacketCards::Card::id);
        const auto outcome = store::label_outcome_from_string(answer.outcome);
        if (card == cards.cards.end() || !outcome) {
            result.bad.push_back({number, card == cards.cards.end()
                                              ? fmt::format("the packet has no card {}", answer.card)
                                              : fmt::format("\"{}\" is no verdict", answer.outcome)});
            continue;
        }
        store::LabelRow row;
        row.run = packet->run;
        row.item = card->item;
        row.annotator = answers.annotator;
        row.responses = card->responses;
        row.mode = cards.mode;
        row.outcome = *outcome;
        row.ranks = answer.ranks;
        if (answer.score) {
            row.scores.push_back({"overall", *answer.score});
            row.rubric = cards.rubric;
        }
        row.rationale = answer.reason;
        row.purpose = card->purpose;
        row.judging = packet->judging;
        row.packet = answers.packet;
        row.card = answer.card;
        row.created = answer.time;
        std::vector<store::LabelRow>& earlier = before[answer.card];
        if (!earlier.empty() && earlier.back().created >= answer.time) {
            ++result.known; // that, or something newer, is here already
            continue;
        }
        if (!earlier.empty()) {
            row.supersedes = earlier.back().uid;
            ++replaced;
        }
        try {
            row.uid = store::add_label(connection, row);
            earlier.push_back(row);
            ++result.added;
        } catch (const Error& error) {
            result.bad.push_back({number, error.what_happened()});
        }
    }
    if (replaced > 0) {
        result.notes.push_back(
            fmt::format("{} take the place of earlier answers to the same card", replaced));
    }
    if (result.added > 0) {
        result.runs.push_back(packet->run);
    }
    return result;
}

LabelImport import_labels(store::Project& project, const std::filesystem::path& path, domain::RunId run,
                          bool preview) {
    const std::string where = path.filename().string();
    std::optional<formats::PacketAnswers> answers;
    formats::LabelFile file;
    if (is_project(path)) {
        std::error_code same;
        if (std::filesystem::equivalent(path, project.file(), same)) {
            throw Error(ErrorKind::usage, "that is the project itself", where, "choose another copy of it");
        }
        file.format = "another copy of the project";
        file.lines = lines_of_project(path);
    } else {
        const std::string bytes = formats::read_file(path.string());
        if (formats::is_packet_answers(bytes)) {
            answers = formats::read_packet_answers(bytes, where);
        } else {
            file = formats::read_labels(bytes, where);
        }
    }
    LabelImport result;
    const auto work = [&](store::Connection& connection) {
        if (answers) {
            result = store_packet_answers(connection, *answers);
        } else {
            domain::RunId fallback = run;
            if (const auto runs = store::runs(connection); !fallback.stored() && !runs.empty()) {
                fallback = runs.front().id;
            }
            result = store_labels(connection, file.lines, fallback);
            result.format = file.format;
            result.bad.insert(result.bad.begin(), file.bad.begin(), file.bad.end());
            std::ranges::stable_sort(result.bad, {}, &formats::BadRow::line);
        }
        if (preview) {
            throw TakenBack{result};
        }
    };
    try {
        project.writer().run(work);
    } catch (const TakenBack& taken) {
        return taken.import;
    }
    return result;
}

std::string words_of(const LabelImport& import) {
    std::string text = fmt::format("{} label{} added", thousands(import.added), import.added == 1 ? "" : "s");
    if (import.known > 0) {
        text += fmt::format(", {} known already", thousands(import.known));
    }
    if (!import.bad.empty()) {
        text += fmt::format(", {} left out", thousands(static_cast<std::int64_t>(import.bad.size())));
    }
    return text;
}

} // namespace tiebreak::workbench
