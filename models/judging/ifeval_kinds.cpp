// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of instruction asks of a text. Where the published checker works on English alone, ours
// counts by Unicode and gives the same on English; docs/methods.md names the differences.
#include "domain/error.h"
#include "judging/ifeval.h"
#include "judging/scorer_table.h"
#include "text/json.h"
#include "text/language.h"
#include "text/sentences.h"
#include "text/utf8.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <re2/re2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace tiebreak::judging {

namespace {

using domain::Error;
using domain::ErrorKind;
using Json = nlohmann::json;

/// An instruction's arguments, each asked for by name.
class Arguments {
public:
    explicit Arguments(const Json& values)
        : values_(values) {}

    std::string text(const char* name) const {
        const Json& value = at(name);
        if (!value.is_string() || text::is_blank(value.get_ref<const std::string&>())) {
            fail(name);
        }
        return value.get<std::string>();
    }
    std::int64_t number(const char* name) const {
        const Json& value = at(name);
        if (!value.is_number() || value.get<double>() < 0 || value.get<double>() > 1e9) {
            fail(name);
        }
        return std::llround(value.get<double>()); // tables write 3.0
    }
    std::vector<std::string> texts(const char* name) const {
        const Json& value = at(name);
        if (!value.is_array() || value.empty() ||
            !std::ranges::all_of(value, [](const Json& v) { return v.is_string(); })) {
            fail(name);
        }
        return value.get<std::vector<std::string>>();
    }
    /// "at least" or "less than" `limit`.
    bool compare(std::int64_t count, const char* relation, const char* limit) const {
        const std::string how = text(relation);
        if (how == "at least") {
            return count >= number(limit);
        }
        if (how == "less than") {
            return count < number(limit);
        }
        fail(relation);
    }

private:
    const Json& at(const char* name) const {
        const auto found = values_.find(name);
        if (found == values_.end()) {
            fail(name);
        }
        return *found;
    }
    [[noreturn]] static void fail(const char* name) {
        throw Error(ErrorKind::format,
                    fmt::format("\"{}\" is missing or not of the form IFEval gives it", name),
                    "an instruction's arguments");
    }

    const Json& values_;
};

re2::StringPiece piece(std::string_view text) {
    return {text.data(), text.size()};
}

std::string lower(std::string_view text) {
    return text::casefold(text);
}

std::int64_t count_matches(std::string_view text, const RE2& pattern) {
    re2::StringPiece rest = piece(text);
    std::int64_t count = 0;
    while (RE2::FindAndConsume(&rest, pattern)) {
        ++count;
    }
    return count;
}

std::int64_t count_occurrences(std::string_view text, std::string_view what) {
    std::int64_t count = 0;
    for (std::size_t at = text.find(what); at != std::string_view::npos;
         at = text.find(what, at + what.size())) {
        ++count;
    }
    return count;
}

std::vector<std::string_view> split(std::string_view text, std::string_view at) {
    std::vector<std::string_view> parts;
    for (std::size_t end = text.find(at); end != std::string_view::npos; end = text.find(at)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + at.size());
    }
    parts.push_back(text);
    return parts;
}

UChar32 character_before(std::string_view text, std::size_t at) {
    UChar32 c = -1;
    auto i = static_cast<std::int32_t>(at);
    if (i > 0) {
        U8_PREV(text.data(), 0, i, c);
    }
    return c;
}

UChar32 character_at(std::string_view text, std::size_t at) {
    UChar32 c = -1;
    auto i = static_cast<std::int32_t>(at);
    if (at < text.size()) {
        U8_NEXT(text.data(), i, static_cast<std::int32_t>(text.size()), c);
    }
    return c;
}

bool in_word(UChar32 c) {
    return c == '_' || (c >= 0 && (u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0));
}

/// Whether `word` stands in `text` with an edge of a word at both of its ends.
bool holds_whole(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if (in_word(character_before(text, at)) != in_word(character_at(text, at)) &&
            in_word(character_before(text, end)) != in_word(character_at(text, end))) {
            return true;
        }
    }
    return false;
}

enum class Case { none, lower, upper, mixed };

/// The case of the letters that have one.
Case case_of(std::string_view text) {
    bool any_lower = false;
    bool any_upper = false;
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT(text.data(), i, size, c);
        if (c < 0) {
            continue;
        }
        any_lower = any_lower || u_isULowercase(c) || u_istitle(c);
        any_upper = any_upper || u_isUUppercase(c) || u_istitle(c);
    }
    return any_lower && any_upper ? Case::mixed
           : any_lower            ? Case::lower
           : any_upper            ? Case::upper
                                  : Case::none;
}

/// What a detector cannot tell is followed where it is written in the language's script: the published
/// checker lets it pass as well.
bool is_in_language(std::string_view text, std::string_view code) {
    if (const auto found = text::detect_language(text)) {
        return *found == text::language_code(code);
    }
    return text::is_in_script_of(text, code);
}

/// Words in capitals: hyphens join, and contractions ("IT'S") are two, as the published tokenizer has it.
std::int64_t count_capital_words(std::string_view text) {
    static const RE2 token(R"((?:[\p{L}\p{M}\p{N}_.'’-])+)");
    static const RE2 contraction(R"((.+?)((?i)['’](?:s|m|d|ll|re|ve)|n['’]t))");
    std::int64_t count = 0;
    re2::StringPiece rest = piece(text);
    re2::StringPiece found;
    static const RE2 captured("(" + token.pattern() + ")");
    while (RE2::FindAndConsume(&rest, captured, &found)) {
        std::string word(found);
        std::string stem;
        std::string ending;
        if (RE2::FullMatch(word, contraction, &stem, &ending)) {
            count += case_of(stem) == Case::upper ? 1 : 0;
            count += case_of(ending) == Case::upper ? 1 : 0;
        } else {
            for (const std::string_view part : split(word, "--")) {
                count += case_of(part) == Case::upper ? 1 : 0;
            }
        }
    }
    return count;
}

bool starts_nth_paragraph(const Arguments& arguments, std::string_view response) {
    const std::vector<std::string_view> paragraphs = split(response, "\n\n");
    const auto blank =
        std::ranges::count_if(paragraphs, [](std::string_view p) { return text::is_blank(p); });
    const auto n = static_cast<std::int64_t>(paragraphs.size()) - blank;
    const std::int64_t nth = arguments.number("nth_paragraph");
    if (nth < 1 || nth > n || n != arguments.number("num_paragraphs")) {
        return false;
    }
    std::string_view paragraph = text::trim(paragraphs[static_cast<std::size_t>(nth - 1)]);
    while (paragraph.starts_with('\'')) {
        paragraph.remove_prefix(1);
    }
    while (paragraph.starts_with('"')) {
        paragraph.remove_prefix(1);
    }
    std::string first;
    const auto size = static_cast<std::int32_t>(paragraph.size());
    for (std::int32_t i = 0; i < size;) {
        const std::int32_t start = i;
        UChar32 c = 0;
        U8_NEXT(paragraph.data(), i, size, c);
        if (c < 0 || u_isUWhiteSpace(c) ||
            std::string_view(".,?!'\"").find(static_cast<char>(c < 128 ? c : 0)) != std::string_view::npos) {
            break;
        }
        first.append(paragraph.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
    }
    return lower(first) == lower(arguments.text("first_word"));
}

bool has_paragraphs(std::string_view response, std::int64_t wanted) {
    std::vector<std::string_view> parts = split(response, "***");
    auto n = static_cast<std::int64_t>(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (text::is_blank(parts[i])) {
            if (i != 0 && i + 1 != parts.size()) {
                return false;
            }
            --n;
        }
    }
    return n == wanted;
}

bool has_title(std::string_view response) {
    static const RE2 title(R"((<<[^\n]+>>))");
    re2::StringPiece rest = piece(response);
    re2::StringPiece found;
    while (RE2::FindAndConsume(&rest, title, &found)) {
        std::string_view inside(found.data(), found.size());
        inside.remove_prefix(std::min(inside.find_first_not_of('<'), inside.size()));
        const std::size_t last = inside.find_last_not_of('>');
        inside = inside.substr(0, last == std::string_view::npos ? 0 : last + 1);
        if (!text::is_blank(inside)) {
            return true;
        }
    }
    return false;
}

std::int64_t count_highlights(std::string_view response) {
    static const RE2 single(R"((\*[^\n*]*\*))");
    static const RE2 twice(R"(\*\*([^\n*]*)\*\*)");
    std::int64_t count = 0;
    re2::StringPiece rest = piece(response);
    re2::StringPiece found;
    while (RE2::FindAndConsume(&rest, single, &found)) {
        count += text::is_blank({found.data() + 1, found.size() - 2}) ? 0 : 1;
    }
    rest = piece(response);
    while (RE2::FindAndConsume(&rest, twice, &found)) {
        count += text::is_blank({found.data(), found.size()}) ? 0 : 1;
    }
    return count;
}

bool has_two_responses(std::string_view response) {
    const std::vector<std::string_view> parts = split(response, "******");
    std::vector<std::string_view> answers;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string_view part = text::trim(parts[i]);
        if (!part.empty()) {
            answers.push_back(part);
        } else if (i != 0 && i + 1 != parts.size()) {
            return false;
        }
    }
    return answers.size() == 2 && answers[0] != answers[1];
}

bool is_json(std::string_view response) {
    std::string_view inside = text::trim(response);
    for (const std::string_view fence : {"```json", "```Json", "```JSON", "```"}) {
        if (inside.starts_with(fence)) {
            inside.remove_prefix(fence.size());
        }
    }
    if (inside.ends_with("```")) {
        inside.remove_suffix(3);
    }
    try {
        (void)text::parse_json(text::trim(inside), {}, text::DuplicateKeys::keep_last);
        return true;
    } catch (const Error&) {
        return false;
    }
}

bool has_postscript(std::string_view response, std::string_view marker) {
    static const RE2 twice(R"(p\.\s?p\.\s?s)");
    static const RE2 once(R"(p\.\s?s\.)");
    const std::string text = lower(response);
    const std::string_view trimmed = text::trim(marker);
    return trimmed == "P.P.S"  ? RE2::PartialMatch(text, twice)
           : trimmed == "P.S." ? RE2::PartialMatch(text, once)
                               : text.find(lower(trimmed)) != std::string::npos;
}

bool ends_with_phrase(std::string_view response, std::string_view phrase) {
    std::string_view text = text::trim(response);
    while (text.starts_with('"')) {
        text.remove_prefix(1);
    }
    while (text.ends_with('"')) {
        text.remove_suffix(1);
    }
    return lower(text).ends_with(lower(text::trim(phrase)));
}

using Check = bool (*)(const Arguments& arguments, std::string_view response);

struct Kind {
    std::string_view name;
    Check follows;
};

constexpr std::array kinds{
    Kind{"keywords:existence",
         [](const Arguments& a, std::string_view r) {
             const std::string text = lower(r);
             return std::ranges::all_of(a.texts("keywords"), [&](const std::string& keyword) {
                 return text.find(lower(keyword)) != std::string::npos;
             });
         }},
    Kind{"keywords:frequency",
         [](const Arguments& a, std::string_view r) {
             return a.compare(count_occurrences(lower(r), lower(text::trim(a.text("keyword")))), "relation",
                              "frequency");
         }},
    Kind{"keywords:forbidden_words",
         [](const Arguments& a, std::string_view r) {
             const std::string text = lower(r);
             return std::ranges::none_of(a.texts("forbidden_words"), [&](const std::string& word) {
                 return holds_whole(text, lower(word));
             });
         }},
    Kind{"keywords:letter_frequency",
         [](const Arguments& a, std::string_view r) {
             const std::string letter = a.text("letter");
             if (text::character_count(text::trim(letter)) != 1) {
                 throw Error(ErrorKind::format, "\"letter\" is not one character",
                             "an instruction's arguments");
             }
             return a.compare(count_occurrences(lower(r), lower(text::trim(letter))), "let_relation",
                              "let_frequency");
         }},
    Kind{"language:response_language",
         [](const Arguments& a, std::string_view r) { return is_in_language(r, a.text("language")); }},
    Kind{"length_constraints:number_sentences",
         [](const Arguments& a, std::string_view r) {
             return a.compare(static_cast<std::int64_t>(text::sentence_count(r)), "relation",
                              "num_sentences");
         }},
    Kind{
        "length_constraints:number_paragraphs",
        [](const Arguments& a, std::string_view r) { return has_paragraphs(r, a.number("num_paragraphs")); }},
    Kind{"length_constraints:number_words",
         [](const Arguments& a, std::string_view r) {
             return a.compare(static_cast<std::int64_t>(text::word_pieces(r).size()), "relation",
                              "num_words");
         }},
    Kind{"length_constraints:nth_paragraph_first_word", starts_nth_paragraph},
    Kind{"detectable_content:number_placeholders",
         [](const Arguments& a, std::string_view r) {
             static const RE2 placeholder(R"(\[.*?\])");
             return count_matches(r, placeholder) >= a.number("num_placeholders");
         }},
    Kind{"detectable_content:postscript",
         [](const Arguments& a, std::string_view r) {
             return has_postscript(r, a.text("postscript_marker"));
         }},
    Kind{"detectable_format:number_bullet_lists",
         [](const Arguments& a, std::string_view r) {
             static const RE2 stars(R"((?m)^\s*\*[^*].*$)");
             static const RE2 dashes(R"((?m)^\s*-.*$)");
             return count_matches(r, stars) + count_matches(r, dashes) == a.number("num_bullets");
         }},
    Kind{"detectable_format:constrained_response",
         [](const Arguments&, std::string_view r) {
             return std::ranges::any_of(
                 std::array<std::string_view, 3>{"My answer is yes.", "My answer is no.",
                                                 "My answer is maybe."},
                 [&](std::string_view option) { return r.find(option) != std::string_view::npos; });
         }},
    Kind{"detectable_format:number_highlighted_sections",
         [](const Arguments& a, std::string_view r) {
             return count_highlights(r) >= a.number("num_highlights");
         }},
    Kind{"detectable_format:multiple_sections",
         [](const Arguments& a, std::string_view r) {
             const RE2 section(RE2::QuoteMeta(std::string(text::trim(a.text("section_spliter")))) +
                               R"(\s?\p{Nd}+)");
             return count_matches(r, section) >= a.number("num_sections");
         }},
    Kind{"detectable_format:json_format", [](const Arguments&, std::string_view r) { return is_json(r); }},
    Kind{"detectable_format:title", [](const Arguments&, std::string_view r) { return has_title(r); }},
    Kind{"combination:two_responses",
         [](const Arguments&, std::string_view r) { return has_two_responses(r); }},
    Kind{"combination:repeat_prompt",
         [](const Arguments& a, std::string_view r) {
             return lower(text::trim(r)).starts_with(lower(text::trim(a.text("prompt_to_repeat"))));
         }},
    Kind{"startend:end_checker",
         [](const Arguments& a, std::string_view r) { return ends_with_phrase(r, a.text("end_phrase")); }},
    Kind{"startend:quotation",
         [](const Arguments&, std::string_view r) {
             const std::string_view text = text::trim(r);
             return text.size() > 1 && text.starts_with('"') && text.ends_with('"');
         }},
    Kind{"change_case:capital_word_frequency",
         [](const Arguments& a, std::string_view r) {
             return a.compare(count_capital_words(r), "capital_relation", "capital_frequency");
         }},
    Kind{"change_case:english_capital",
         [](const Arguments&, std::string_view r) {
             return case_of(r) == Case::upper && is_in_language(r, "en");
         }},
    Kind{"change_case:english_lowercase",
         [](const Arguments&, std::string_view r) {
             return case_of(r) == Case::lower && is_in_language(r, "en");
         }},
    Kind{"punctuation:no_comma",
         [](const Arguments&, std::string_view r) {
             return std::ranges::none_of(
                 std::array<std::string_view, 4>{",", "،", "，", "、"},
                 [&](std::string_view comma) { return r.find(comma) != std::string_view::npos; });
         }},
};

constexpr std::array<std::string_view, kinds.size()> kind_names = [] {
    std::array<std::string_view, kinds.size()> names;
    std::ranges::transform(kinds, names.begin(), &Kind::name);
    return names;
}();

} // namespace

std::span<const std::string_view> ifeval_kinds() {
    return kind_names;
}

bool follows_instruction(std::string_view kind, const nlohmann::json& arguments, std::string_view response) {
    const auto* const found = std::ranges::find(kinds, kind, &Kind::name);
    if (found == kinds.end()) {
        throw Error(ErrorKind::format, fmt::format("there is no instruction \"{}\"", text::for_display(kind)),
                    "an item's instructions", "the kinds are IFEval's");
    }
    const Json none = Json::object();
    const std::string repaired = text::repair_utf8(response);
    const bool holds = found->follows(Arguments(arguments.is_object() ? arguments : none), repaired);
    return holds && !text::is_blank(repaired);
}

} // namespace tiebreak::judging
