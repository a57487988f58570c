// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/parse.h"

#include "domain/error.h"
#include "judging/parse_parts.h"
#include "judging/reply_object.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

namespace tiebreak::judging {

namespace {

using Kind = ReplyField::Kind;

} // namespace

void check_range(double score, const Expected& expected, const std::string& whose) {
    if (!(score >= expected.scale_min && score <= expected.scale_max)) {
        throw Refusal{reason::score_out_of_range, fmt::format("{} is {:g}, outside {:g} to {:g}", whose,
                                                              score, expected.scale_min, expected.scale_max)};
    }
}

std::string quoted(std::string_view key) {
    constexpr std::size_t most = 60;
    const bool longer = key.size() > most;
    return "\"" + text::for_display(text::repair_utf8(key.substr(0, most))) + (longer ? "…\"" : "\"");
}

std::vector<ReplyField> object_of(std::string_view reply) {
    ReplyObject object = read_last_object(reply);
    if (!object.fields) {
        throw Refusal{object.reason, std::move(object.message)};
    }
    return std::move(*object.fields);
}

namespace {

/// {"score": n, "comment": "…"}; `whose` begins the sentences, such as "Model 3".
PositionScore read_verdict(const std::vector<ReplyField>& fields, int position, const std::string& whose,
                           const Expected& expected) {
    PositionScore verdict{position, 0, {}};
    std::set<std::string> seen;
    for (const ReplyField& field : fields) {
        if (!seen.insert(ascii_lower(text::trim(field.key))).second) {
            throw Refusal{reason::duplicate_key,
                          fmt::format("{} has the field {} twice", whose, quoted(field.key))};
        }
    }
    for (const ReplyField& field : fields) {
        const std::string key = ascii_lower(text::trim(field.key));
        if (key == "score") {
            if (field.kind != Kind::number) {
                throw Refusal{reason::score_not_a_number,
                              field.kind == Kind::text
                                  ? fmt::format("the score of {} is the text {}, not a number", whose,
                                                quoted(field.text))
                                  : fmt::format("the score of {} is not a number", whose)};
            }
            check_range(field.number, expected, "the score of " + whose);
            verdict.score = field.number + 0.0; // −0 becomes 0
        } else if (key == "comment") {
            if (field.kind != Kind::text) {
                throw Refusal{reason::unexpected_field, fmt::format("the comment on {} is not text", whose)};
            }
            verdict.comment = field.text;
        } else {
            throw Refusal{
                reason::unexpected_field,
                fmt::format("{} has the field {}, which was not asked for", whose, quoted(field.key))};
        }
    }
    if (!seen.contains("score")) {
        throw Refusal{reason::missing_score, fmt::format("{} has no score", whose)};
    }
    return verdict;
}

/// K of a key that spells "Model K", or nothing.
std::optional<int> model_number(std::string_view key) {
    const std::string lower = ascii_lower(text::trim(key));
    std::string_view rest = lower;
    if (!rest.starts_with("model")) {
        return std::nullopt;
    }
    rest = text::trim(rest.substr(5));
    int number = 0;
    const char* const last = rest.data() + rest.size();
    if (rest.empty() || rest.front() < '1' || rest.front() > '9' ||
        std::from_chars(rest.data(), last, number) != std::from_chars_result{last, std::errc{}}) {
        return std::nullopt;
    }
    return number;
}

Reading read_joint(std::string_view reply, const Expected& expected) {
    const std::vector<ReplyField> models = object_of(reply);
    std::vector<std::optional<PositionScore>> by_position(static_cast<std::size_t>(expected.positions));
    std::set<std::string> seen;
    for (const ReplyField& model : models) {
        const std::optional<int> number = model_number(model.key);
        if (!seen.insert(number ? std::to_string(*number) : "key " + model.key).second) {
            throw Refusal{reason::duplicate_key, fmt::format("{} is there twice", quoted(model.key))};
        }
    }
    for (const ReplyField& model : models) {
        const std::optional<int> number = model_number(model.key);
        if (!number || *number > expected.positions) {
            throw Refusal{reason::unknown_model, fmt::format("{} is none of the {} models shown",
                                                             quoted(model.key), expected.positions)};
        }
        const std::string name = fmt::format("Model {}", *number);
        if (model.kind != Kind::object) {
            throw Refusal{reason::missing_score, name + R"( is not an object with "score" and "comment")"};
        }
        by_position[static_cast<std::size_t>(*number - 1)] =
            read_verdict(model.fields, *number, name, expected);
    }
    std::vector<PositionScore> scores;
    for (std::size_t i = 0; i < by_position.size(); ++i) {
        if (!by_position[i]) {
            const auto missing = std::ranges::count_if(by_position, [](const auto& score) { return !score; });
            throw Refusal{reason::missing_model,
                          missing == 1 ? fmt::format("Model {} has no verdict", i + 1)
                                       : fmt::format("{} models have no verdict, the first is Model {}",
                                                     missing, i + 1)};
        }
        scores.push_back(std::move(*by_position[i]));
    }
    return {std::move(scores)};
}

/// A bare integer as JSON writes one: no plus, no leading zeros, no point.
std::optional<double> bare_integer(std::string_view reply) {
    const std::string_view text = without_code_fence(reply);
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    const bool integer = !digits.empty() &&
                         std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }) &&
                         (digits.front() != '0' || digits.size() == 1);
    if (!integer) {
        return std::nullopt;
    }
    double value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{}) {
        throw Refusal{reason::score_out_of_range, "a number is too large for any scale"};
    }
    return value + 0.0;
}

Reading read_single(std::string_view reply, const Expected& expected) {
    if (const auto score = bare_integer(reply)) {
        check_range(*score, expected, "the score");
        return {{{1, *score, {}}}};
    }
    return {{read_verdict(object_of(reply), 1, "the verdict", expected)}};
}

/// What every reply goes through, whatever its protocol.
ParsedReply read_with(Reading (*read)(std::string_view, const Expected&), int version, std::string_view reply,
                      const Expected& expected) {
    ParsedReply parsed;
    parsed.parser_version = version;
    try {
        const std::string repaired = text::repair_utf8(reply);
        if (text::is_blank(repaired)) {
            throw Refusal{reason::empty, "the reply is empty"};
        }
        const std::string start = ascii_lower(text::trim(repaired).substr(0, 16));
        if (start.starts_with("<!doctype") || start.starts_with("<html")) {
            throw Refusal{reason::html, "the reply is a web page, not a verdict"};
        }
        const auto spoken = without_thinking(repaired);
        if (!spoken) {
            throw Refusal{reason::truncated, "the reply ends before its thinking does"};
        }
        Reading reading = read(*spoken, expected);
        parsed.scores = std::move(reading.scores);
        parsed.winner = reading.winner;
        parsed.weight = reading.weight;
        parsed.comment = std::move(reading.comment);
        parsed.completed = reading.completed;
        parsed.status = domain::ReplyStatus::read;
    } catch (const Refusal& refusal) {
        parsed.reason = refusal.reason;
        parsed.message = refusal.message;
    }
    return parsed;
}

template <Reading (*read)(std::string_view, const Expected&), int version>
ParsedReply reader(std::string_view reply, const Expected& expected) {
    return read_with(read, version, reply, expected);
}

constexpr std::array readers{
    ReplyReader{Grammar::scores, 1, reader<read_joint, 1>},
    ReplyReader{Grammar::score, 1, reader<read_single, 1>},
    ReplyReader{Grammar::winner, 1, reader<read_winner, 1>},
    ReplyReader{Grammar::label, 1, reader<read_label, 1>},
    ReplyReader{Grammar::result, 1, reader<read_result, 1>},
    ReplyReader{Grammar::better, 1, reader<read_better, 1>},
    ReplyReader{Grammar::rating, 1, reader<read_rating, 1>},
    ReplyReader{Grammar::order, 1, reader<read_order, 1>},
    ReplyReader{Grammar::choice, 1, reader<read_chosen, 1>},
};

constexpr std::array<std::pair<Grammar, std::string_view>, 9> grammar_names{{{Grammar::scores, "scores"},
                                                                             {Grammar::score, "score"},
                                                                             {Grammar::winner, "winner"},
                                                                             {Grammar::label, "label"},
                                                                             {Grammar::result, "result"},
                                                                             {Grammar::better, "better"},
                                                                             {Grammar::rating, "rating"},
                                                                             {Grammar::order, "order"},
                                                                             {Grammar::choice, "choice"}}};

} // namespace

std::string to_string(Grammar grammar) {
    return std::string(
        std::ranges::find(grammar_names, grammar, &std::pair<Grammar, std::string_view>::first)->second);
}

std::optional<Grammar> grammar_from_string(std::string_view name) {
    const auto* found = std::ranges::find(grammar_names, name, &std::pair<Grammar, std::string_view>::second);
    return found == grammar_names.end() ? std::nullopt : std::optional(found->first);
}

Grammar grammar_of(const domain::JudgingSpec& spec) {
    using domain::Protocol;
    switch (spec.protocol) {
    case Protocol::joint:
        return Grammar::scores;
    case Protocol::single:
        return Grammar::score;
    case Protocol::pairwise:
    case Protocol::round_robin:
        return spec.logprobs ? Grammar::label : Grammar::winner;
    case Protocol::rubric:
        return spec.relative ? Grammar::better : Grammar::result;
    case Protocol::multi_turn:
        return spec.baseline.empty() ? Grammar::rating : Grammar::winner;
    case Protocol::listwise:
        return spec.method == domain::RankMethod::listwise    ? Grammar::order
               : spec.method == domain::RankMethod::pointwise ? Grammar::score
                                                              : Grammar::winner;
    case Protocol::tournament:
        return Grammar::choice;
    default:
        throw domain::Error(
            domain::ErrorKind::usage,
            fmt::format("replies of the protocol \"{}\" cannot be read", to_string(spec.protocol)), "judging",
            "use another protocol");
    }
}

bool compares(Grammar grammar) noexcept {
    return grammar == Grammar::winner || grammar == Grammar::label || grammar == Grammar::better;
}

std::span<const ReplyReader> reply_readers() {
    return readers;
}

ParsedReply parse_reply(Grammar grammar, std::string_view reply, const Expected& expected) {
    return std::ranges::find(readers, grammar, &ReplyReader::grammar)->read(reply, expected);
}

ParsedReply parse_reply(domain::Protocol protocol, std::string_view reply, const Expected& expected) {
    domain::JudgingSpec spec;
    spec.protocol = protocol;
    return parse_reply(grammar_of(spec), reply, expected);
}

} // namespace tiebreak::judging
