// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/label_lines.h"

#include "domain/error.h"
#include "text/csv.h"
#include "text/json.h"
#include "text/jsonl.h"
#include "text/utf8.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>

namespace tiebreak::formats {

using domain::Error;
using domain::ErrorKind;
using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

namespace {

constexpr std::size_t longest_reason = 20'000; // bytes
constexpr std::size_t most_shown = 64;
constexpr const char* answers_mark = "tiebreak_packet_answers";

constexpr std::array columns{"uid",     "run",     "run_uid",    "item",   "item_uid", "annotator", "mode",
                             "shown",   "outcome", "winner",     "ranks",  "scores",   "rubric",    "reason",
                             "purpose", "judging", "supersedes", "packet", "card",     "created"};

/// The position an outcome names as the best; 0: none.
int winner_of(const std::string& outcome) {
    int winner = 0;
    const auto read = std::from_chars(outcome.data(), outcome.data() + outcome.size(), winner);
    return read.ec == std::errc() && read.ptr == outcome.data() + outcome.size() ? winner : 0;
}

OrderedJson scores_json(const LabelLine& line) {
    OrderedJson scores = OrderedJson::array();
    for (const auto& [criterion, score] : line.scores) {
        scores.push_back({{"criterion", criterion}, {"score", score}});
    }
    return scores;
}

std::string winner_name(const LabelLine& line) {
    const int winner = winner_of(line.outcome);
    return winner >= 1 && static_cast<std::size_t>(winner) <= line.shown.size()
               ? line.shown[static_cast<std::size_t>(winner - 1)]
               : std::string();
}

/// A row of either form, by name of field; JSON values keep their type.
using Fields = std::map<std::string, Json>;

class Reading {
public:
    explicit Reading(const Fields& fields)
        : fields_(fields) {}

    [[nodiscard]] std::string text(const char* name) const {
        const auto found = fields_.find(name);
        if (found == fields_.end() || found->second.is_null()) {
            return {};
        }
        if (found->second.is_string()) {
            return std::string(text::trim(found->second.get<std::string>()));
        }
        if (found->second.is_number()) {
            return text::dump_json(found->second);
        }
        throw Error(ErrorKind::format, fmt::format("\"{}\" is no text", name));
    }

    /// An array, also where a CSV cell holds it as JSON; null where there is nothing.
    [[nodiscard]] Json list(const char* name) const {
        const auto found = fields_.find(name);
        if (found == fields_.end() || found->second.is_null() || found->second == "") {
            return Json::array();
        }
        const Json value =
            found->second.is_string() ? text::parse_json(found->second.get<std::string>()) : found->second;
        if (!value.is_array()) {
            throw Error(ErrorKind::format, fmt::format("\"{}\" is no list", name));
        }
        return value;
    }

private:
    const Fields& fields_;
};

/// "1", "tie", …: what the row says, from its outcome or else from the name of who won.
std::string outcome_of(const LabelLine& line, const std::string& outcome, const std::string& winner) {
    static const std::map<std::string, std::string> words{{"tie", "tie"},
                                                          {"bad", "bad"},
                                                          {"both bad", "bad"},
                                                          {"cannot", "cannot"},
                                                          {"cannot judge", "cannot"},
                                                          {"ranked", "ranked"},
                                                          {"scored", "scored"},
                                                          {"withdrawn", "withdrawn"},
                                                          {"first", "1"},
                                                          {"second", "2"}};
    const auto said = [&](const std::string& text) -> std::string {
        const auto place = std::ranges::find(line.shown, text);
        if (place != line.shown.end()) {
            return std::to_string(place - line.shown.begin() + 1);
        }
        const int number = winner_of(text);
        if (number >= 1 && static_cast<std::size_t>(number) <= line.shown.size()) {
            return std::to_string(number);
        }
        const auto word = words.find(text::casefold(text));
        return word == words.end() ? std::string() : word->second;
    };
    // A candidate may be called "tie" or "2": what the outcome says goes before a name.
    if (!outcome.empty()) {
        const int number = winner_of(outcome);
        const auto word = words.find(text::casefold(outcome));
        if (word != words.end()) {
            return word->second;
        }
        if (number >= 1 && static_cast<std::size_t>(number) <= line.shown.size()) {
            return std::to_string(number);
        }
        throw Error(ErrorKind::format, fmt::format("\"{}\" is no outcome", outcome));
    }
    const std::string result = winner.empty() ? std::string() : said(winner);
    if (result.empty()) {
        throw Error(ErrorKind::format, winner.empty() ? std::string("it names no winner")
                                                      : fmt::format("\"{}\" is none of those shown", winner));
    }
    return result;
}

LabelLine line_of(const Fields& fields) {
    const Reading row(fields);
    LabelLine line;
    line.uid = row.text("uid");
    line.run = row.text("run");
    line.run_uid = row.text("run_uid");
    line.item = row.text("item");
    line.item_uid = row.text("item_uid");
    line.annotator = row.text("annotator");
    if (const std::string mode = row.text("mode"); !mode.empty()) {
        line.mode = mode;
    }
    for (const Json& name : row.list("shown")) {
        line.shown.push_back(name.get<std::string>());
    }
    if (line.shown.empty()) {
        for (const char* name : {"first", "second"}) {
            if (const std::string candidate = row.text(name); !candidate.empty()) {
                line.shown.push_back(candidate);
            }
        }
    }
    for (const Json& rank : row.list("ranks")) {
        line.ranks.push_back(rank.get<int>());
    }
    for (const Json& score : row.list("scores")) {
        line.scores.emplace_back(score.at("criterion").get<std::string>(), score.at("score").get<double>());
    }
    line.rubric = row.text("rubric");
    line.reason = row.text("reason");
    line.purpose = row.text("purpose");
    line.judging = row.text("judging");
    line.supersedes = row.text("supersedes");
    line.packet = row.text("packet");
    line.card = row.text("card");
    if (const std::string created = row.text("created"); !created.empty()) {
        const auto read = std::from_chars(created.data(), created.data() + created.size(), line.created);
        if (read.ec != std::errc()) {
            throw Error(ErrorKind::format, "\"created\" is no time in milliseconds");
        }
    }
    if (line.annotator.empty()) {
        throw Error(ErrorKind::format, "it does not say who gave it (annotator)");
    }
    if (line.item.empty() && line.item_uid.empty()) {
        throw Error(ErrorKind::format, "it names no item");
    }
    if (line.shown.empty() || line.shown.size() > most_shown || line.reason.size() > longest_reason) {
        throw Error(ErrorKind::format, line.shown.empty() ? "it does not say which answers were compared"
                                                          : "it is longer than a label can be");
    }
    line.outcome = outcome_of(line, row.text("outcome"), row.text("winner"));
    return line;
}

void take(LabelFile& file, std::size_t number, const std::function<Fields()>& read) {
    try {
        LabelLine line = line_of(read());
        line.line = number;
        file.lines.push_back(std::move(line));
    } catch (const Error& error) {
        file.bad.push_back({number, error.what()});
    } catch (const Json::exception&) {
        file.bad.push_back({number, "a field is not of the kind it should be"});
    }
}

LabelFile read_csv(std::string_view bytes, const std::string& where) {
    LabelFile file;
    file.format = "labels, CSV";
    text::CsvTable table = text::read_csv_table(bytes, where);
    static const std::map<std::string, std::string> aliases{
        {"model_a", "first"},    {"model_b", "second"}, {"candidate_a", "first"}, {"candidate_b", "second"},
        {"rationale", "reason"}, {"comment", "reason"}, {"rater", "annotator"},   {"label", "winner"}};
    for (std::string& name : table.header) {
        const auto alias = aliases.find(name);
        if (alias != aliases.end() && std::ranges::find(table.header, alias->second) == table.header.end()) {
            name = alias->second;
        }
    }
    const bool ours = table.column("annotator") && (table.column("winner") || table.column("outcome")) &&
                      (table.column("item") || table.column("item_uid"));
    if (!ours) {
        throw Error(ErrorKind::format, "a table of labels needs the columns item, annotator and winner",
                    where, "and first and second, or shown; or export one from Tiebreak to see the form");
    }
    for (const text::CsvProblem& problem : table.problems) {
        file.bad.push_back({problem.line, problem.why});
    }
    for (const text::CsvRow& row : table.rows) {
        take(file, row.line, [&] {
            Fields fields;
            for (std::size_t c = 0; c < table.header.size(); ++c) {
                fields.emplace(table.header[c], row.cells[c]);
            }
            return fields;
        });
    }
    return file;
}

} // namespace

std::string to_json_line(const LabelLine& line) {
    const std::string winner = winner_name(line);
    OrderedJson json{
        {"uid", line.uid},           {"run", line.run},
        {"run_uid", line.run_uid},   {"item", line.item},
        {"item_uid", line.item_uid}, {"annotator", line.annotator},
        {"mode", line.mode},         {"shown", line.shown},
        {"outcome", line.outcome},   {"winner", winner.empty() ? OrderedJson(nullptr) : OrderedJson(winner)}};
    if (!line.ranks.empty()) {
        json["ranks"] = line.ranks;
    }
    if (!line.scores.empty()) {
        json["scores"] = scores_json(line);
    }
    for (const auto& [name, value] : {std::pair("rubric", &line.rubric),
                                      {"reason", &line.reason},
                                      {"purpose", &line.purpose},
                                      {"judging", &line.judging},
                                      {"supersedes", &line.supersedes},
                                      {"packet", &line.packet},
                                      {"card", &line.card}}) {
        if (!value->empty()) {
            json[name] = *value;
        }
    }
    json["created"] = line.created;
    return text::dump_json(json) + "\n";
}

std::string label_csv_header() {
    const std::vector<std::string> names(columns.begin(), columns.end());
    return text::csv_record(names);
}

std::string to_csv_line(const LabelLine& line) {
    const std::vector<std::string> cells{line.uid,
                                         line.run,
                                         line.run_uid,
                                         line.item,
                                         line.item_uid,
                                         line.annotator,
                                         line.mode,
                                         text::dump_json(Json(line.shown)),
                                         line.outcome,
                                         winner_name(line),
                                         line.ranks.empty() ? "" : text::dump_json(Json(line.ranks)),
                                         line.scores.empty() ? "" : text::dump_json(scores_json(line)),
                                         line.rubric,
                                         line.reason,
                                         line.purpose,
                                         line.judging,
                                         line.supersedes,
                                         line.packet,
                                         line.card,
                                         std::to_string(line.created)};
    return text::csv_record(cells, text::FormulaCells::neutralised);
}

LabelFile read_labels(std::string_view bytes, const std::string& where) {
    const std::string_view begin = text::trim(bytes.substr(0, std::min<std::size_t>(bytes.size(), 4096)));
    const bool json = begin.starts_with('{') || begin.starts_with("\xef\xbb\xbf{");
    if (!json) {
        return read_csv(bytes, where);
    }
    LabelFile file;
    file.format = "labels, JSON Lines";
    text::LineReader lines(bytes);
    while (const auto line = lines.next()) {
        take(file, line->number, [&] {
            const Json json_line = text::parse_json(line->text, where);
            if (!json_line.is_object()) {
                throw Error(ErrorKind::format, "the line is no JSON object");
            }
            return json_line.get<Fields>();
        });
    }
    return file;
}

bool is_packet_answers(std::string_view bytes) {
    const std::string_view begin = bytes.substr(0, 4096);
    return text::trim(begin).starts_with('{') && begin.find(answers_mark) != std::string_view::npos;
}

PacketAnswers read_packet_answers(std::string_view bytes, const std::string& where) {
    const Json json = text::parse_json(bytes, where);
    PacketAnswers result;
    try {
        if (json.at(answers_mark).get<int>() != 1) {
            throw Error(ErrorKind::format, "a newer version of Tiebreak made this packet", where,
                        "open it with that version");
        }
        result.packet = json.at("packet").get<std::string>();
        result.annotator = std::string(text::trim(json.at("annotator").get<std::string>()));
        std::size_t number = 0;
        for (const Json& each : json.at("labels")) {
            ++number;
            try {
                PacketAnswers::Answer answer;
                answer.card = each.at("card").get<std::string>();
                answer.outcome = each.at("outcome").get<std::string>();
                answer.ranks = each.value("ranks", std::vector<int>{});
                if (each.contains("score")) {
                    answer.score = each.at("score").get<double>();
                }
                answer.reason = each.value("reason", std::string());
                answer.time = each.at("time").get<std::int64_t>();
                if (answer.reason.size() > longest_reason || answer.ranks.size() > most_shown) {
                    throw Error(ErrorKind::format, "it is longer than an answer can be");
                }
                result.answers.push_back(std::move(answer));
            } catch (const Json::exception&) {
                result.bad.push_back({number, "a field is missing or not of its kind"});
            } catch (const Error& error) {
                result.bad.push_back({number, error.what()});
            }
        }
    } catch (const Json::exception&) {
        throw Error(ErrorKind::format, "these are no answers to a label packet, or they are cut off", where,
                    "ask for the file again: Finish in the packet's page saves it");
    }
    if (result.annotator.empty()) {
        throw Error(ErrorKind::format, "the answers do not say whose they are", where,
                    "type a name in the packet's page and save them again");
    }
    return result;
}

} // namespace tiebreak::formats
