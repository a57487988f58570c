// SPDX-License-Identifier: GPL-3.0-or-later
// Replies that end in a label: [[A]], [[7]], [RESULT] 4.
#include "judging/parse_parts.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>

namespace tiebreak::judging {

namespace {

constexpr double double_mark = 3; // Arena-Hard counts A>>B as three of A>B

struct Choice {
    int winner = 0; ///< position; 0: a tie
    double weight = 1;

    friend bool operator==(const Choice&, const Choice&) = default;
};

/// "A", "B", "tie" and Arena's labels; and "C" for a tie where it may be one. White space and case aside.
std::optional<Choice> choice_of(std::string_view word, bool c_is_tie) {
    std::string bare;
    for (const char c : ascii_lower(text::trim(word))) {
        if (c != ' ' && c != '\t') {
            bare += c;
        }
    }
    static constexpr std::array<std::pair<std::string_view, Choice>, 13> words{{{"a", {1, 1}},
                                                                                {"b", {2, 1}},
                                                                                {"tie", {0, 1}},
                                                                                {"a>b", {1, 1}},
                                                                                {"a>>b", {1, double_mark}},
                                                                                {"b<a", {1, 1}},
                                                                                {"b<<a", {1, double_mark}},
                                                                                {"b>a", {2, 1}},
                                                                                {"b>>a", {2, double_mark}},
                                                                                {"a<b", {2, 1}},
                                                                                {"a<<b", {2, double_mark}},
                                                                                {"a=b", {0, 1}},
                                                                                {"b=a", {0, 1}}}};
    if (bare == "c") {
        return c_is_tie ? std::optional(Choice{0, 1}) : std::nullopt;
    }
    const auto* found = std::ranges::find(words, bare, &std::pair<std::string_view, Choice>::first);
    return found == words.end() ? std::nullopt : std::optional(found->second);
}

bool is_arena_label(std::string_view word) {
    return word.find_first_of("<>=") != std::string_view::npos;
}

/// Whether nothing that means anything follows a verdict: a quotation mark does, since it ends a quotation.
bool ends_reply(std::string_view rest) {
    return rest.find_first_not_of(" \t\r\n.*`_") == std::string_view::npos;
}

/// What stands in double brackets, with what follows each.
struct Bracketed {
    std::string_view inside;
    std::string_view before;
    std::string_view after;
};

/// Whether a label stands in quotation marks: then the judge speaks of somebody else's.
bool is_quoted(std::string_view before, std::string_view after) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> marks{
        {{"\"", "\""}, {"'", "'"}, {"\u201c", "\u201d"}, {"\u00ab", "\u00bb"}}};
    return std::ranges::any_of(marks, [&](const auto& mark) {
        return before.ends_with(mark.first) && after.starts_with(mark.second);
    });
}

std::vector<Bracketed> bracketed(std::string_view reply) {
    std::vector<Bracketed> found;
    for (std::size_t at = reply.find("[["); at != std::string_view::npos; at = reply.find("[[", at + 2)) {
        const std::size_t end = reply.find("]]", at + 2);
        if (end == std::string_view::npos) {
            break;
        }
        const std::string_view inside = reply.substr(at + 2, end - at - 2);
        const Bracketed label{inside, reply.substr(0, at), reply.substr(end + 2)};
        if (inside.find('[') == std::string_view::npos && !is_quoted(label.before, label.after)) {
            found.push_back(label);
        }
    }
    return found;
}

std::string without_heading(std::string_view feedback) {
    std::string_view text = text::trim(feedback);
    for (const std::string_view heading : {"feedback:", "explanation:"}) {
        if (ascii_lower(text.substr(0, heading.size())) == heading) {
            text = text::trim(text.substr(heading.size()));
        }
    }
    if (text.starts_with("```")) { // the fence whose end stands behind the verdict
        const std::size_t line = text.find('\n');
        text = line == std::string_view::npos ? std::string_view{} : text::trim(text.substr(line));
    }
    return std::string(text);
}

/// Of the labels that `read` takes, the one that ends the reply, or the one that all agree on.
template <class T, class Read>
std::pair<T, std::string> last_word(std::string_view reply, const Read& read) {
    std::vector<std::pair<T, Bracketed>> labels;
    for (const Bracketed& label : bracketed(reply)) {
        if (const std::optional<T> value = read(label.inside)) {
            labels.emplace_back(*value, label);
        }
    }
    if (labels.empty()) {
        throw Refusal{reason::no_verdict, "the reply holds no verdict in double brackets"};
    }
    const auto& last = labels.back();
    const bool agree =
        std::ranges::all_of(labels, [&](const auto& label) { return label.first == last.first; });
    if (!agree && !ends_reply(last.second.after)) {
        throw Refusal{reason::ambiguous, "the reply holds several verdicts, and none of them ends it"};
    }
    return {last.first, without_heading(last.second.before)};
}

Reading read_winner_object(std::string_view reply) {
    const std::vector<ReplyField> fields = object_of(reply);
    Reading reading;
    std::set<std::string> seen;
    for (const ReplyField& field : fields) {
        const std::string key = ascii_lower(text::trim(field.key));
        if (!seen.insert(key).second) {
            throw Refusal{reason::duplicate_key, fmt::format("the field {} stands twice", quoted(field.key))};
        }
        if (key == "winner") {
            const auto choice =
                field.kind == ReplyField::Kind::text ? choice_of(field.text, false) : std::nullopt;
            if (!choice) {
                throw Refusal{
                    reason::unknown_winner,
                    fmt::format("the winner is {}, not \"A\", \"B\" or \"tie\"",
                                field.kind == ReplyField::Kind::text ? quoted(field.text) : "no text")};
            }
            reading.winner = choice->winner;
            reading.weight = choice->weight;
        } else if (key == "reason") {
            if (field.kind != ReplyField::Kind::text) {
                throw Refusal{reason::unexpected_field, "the reason is not text"};
            }
            reading.comment = field.text;
        } else {
            throw Refusal{reason::unexpected_field,
                          fmt::format("the field {} was not asked for", quoted(field.key))};
        }
    }
    if (!reading.winner) {
        throw Refusal{reason::no_verdict, "the object names no winner"};
    }
    return reading;
}

/// What stands behind the last [RESULT], and the feedback before it.
std::pair<std::string_view, std::string_view> behind_result(std::string_view reply) {
    constexpr std::string_view mark = "[RESULT]";
    const std::size_t at = reply.rfind(mark);
    if (at == std::string_view::npos) {
        throw Refusal{reason::no_verdict, "the reply does not end in [RESULT] and a mark"};
    }
    std::string_view behind = text::trim(reply.substr(at + mark.size()));
    if (behind.starts_with(':')) {
        behind = text::trim(behind.substr(1));
    }
    return {behind, reply.substr(0, at)};
}

/// The word at the front, and a refusal unless it ends the reply.
std::string_view only_word(std::string_view behind) {
    while (behind.starts_with('*') || behind.starts_with('(')) {
        behind.remove_prefix(1);
    }
    std::size_t end = 0;
    while (end < behind.size() &&
           std::string_view(" \t\r\n*`)_").find(behind[end]) == std::string_view::npos) {
        ++end;
    }
    std::string_view word = behind.substr(0, end);
    if (word.ends_with('.')) {
        word.remove_suffix(1);
    }
    std::string_view rest = behind.substr(end);
    if (rest.starts_with(')')) {
        rest.remove_prefix(1);
    }
    if (!ends_reply(rest)) {
        throw Refusal{reason::ambiguous, "words follow the verdict, so that it may be a quotation"};
    }
    return word;
}

double number_of(std::string_view word) {
    double value = 0;
    const char* const last = word.data() + word.size();
    const bool digits =
        std::ranges::all_of(word, [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; });
    const auto [end, error] = std::from_chars(word.data(), last, value);
    if (word.empty() || !digits || end != last || error != std::errc{}) {
        throw Refusal{reason::score_not_a_number, fmt::format("{} is not a number", quoted(word))};
    }
    return value + 0.0;
}

} // namespace

Reading read_winner(std::string_view reply, const Expected& /*expected*/) {
    if (reply.find('{') != std::string_view::npos) {
        return read_winner_object(reply);
    }
    const std::string_view whole = without_code_fence(reply);
    if (const auto choice = is_arena_label(whole) ? choice_of(whole, false) : std::nullopt) {
        return {{}, choice->winner, choice->weight, {}};
    }
    auto [choice, comment] =
        last_word<Choice>(reply, [](std::string_view inside) { return choice_of(inside, true); });
    return {{}, choice.winner, choice.weight, std::move(comment)};
}

Reading read_label(std::string_view reply, const Expected& /*expected*/) {
    std::string_view word = without_code_fence(reply);
    constexpr std::string_view marks = " \t\r\n.\"'*()[]";
    const std::size_t begin = word.find_first_not_of(marks);
    const std::size_t end = word.find_last_not_of(marks);
    word = begin == std::string_view::npos ? std::string_view{} : word.substr(begin, end - begin + 1);
    if (word == "A" || word == "B") {
        return {{}, word == "A" ? 1 : 2, 1, {}};
    }
    throw Refusal{reason::no_verdict, "the reply is not the letter A or B"};
}

Reading read_result(std::string_view reply, const Expected& expected) {
    const auto [behind, feedback] = behind_result(reply);
    const std::string_view word = only_word(behind);
    double score = 0;
    if (expected.yes_no) {
        const std::string answer = ascii_lower(word);
        if (answer != "yes" && answer != "no") {
            throw Refusal{reason::unknown_winner, fmt::format("the mark is {}, not yes or no", quoted(word))};
        }
        score = answer == "yes" ? 1 : 0;
    } else {
        score = number_of(word);
        check_range(score, expected, "the mark");
    }
    return {{{1, score, without_heading(feedback)}}, std::nullopt, 1, {}};
}

Reading read_better(std::string_view reply, const Expected& /*expected*/) {
    const auto [behind, feedback] = behind_result(reply);
    const std::string_view word = only_word(behind);
    const std::string letter = ascii_lower(word);
    if (letter != "a" && letter != "b") {
        throw Refusal{reason::unknown_winner, fmt::format("the better one is {}, not A or B", quoted(word))};
    }
    return {{}, letter == "a" ? 1 : 2, 1, without_heading(feedback)};
}

Reading read_rating(std::string_view reply, const Expected& expected) {
    auto [score, comment] = last_word<double>(reply, [&](std::string_view inside) -> std::optional<double> {
        const std::string_view word = text::trim(inside);
        if (word.empty() || word.find_first_not_of("0123456789.-") != std::string_view::npos) {
            return std::nullopt;
        }
        return number_of(word);
    });
    check_range(score, expected, "the rating");
    return {{{1, score, std::move(comment)}}, std::nullopt, 1, {}};
}

} // namespace tiebreak::judging
