// SPDX-License-Identifier: GPL-3.0-or-later
// Multiple choice, as MMLU and HellaSwag ask it.
#include "judging/choice_letter.h"
#include "judging/scorer_table.h"
#include "text/utf8.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace tiebreak::judging {

namespace {

constexpr std::size_t most_choices = 26;

/// The choices' texts, where the item lists them.
std::vector<std::string> choices_of(const domain::Item& item) {
    for (const char* field : {"choices", "endings", "options"}) {
        const nlohmann::json list = metadata_field(item, field);
        if (!list.is_array() || list.empty() || list.size() > most_choices) {
            continue;
        }
        std::vector<std::string> texts;
        for (const nlohmann::json& choice : list) {
            texts.push_back(choice.is_string() ? choice.get<std::string>() : choice.dump());
        }
        return texts;
    }
    return {};
}

std::string comparable(std::string_view text) {
    return text::casefold(text::nfc(text::trim(text)));
}

std::optional<char> letter_of_text(const std::vector<std::string>& choices, std::string_view text) {
    std::optional<char> found;
    const std::string wanted = comparable(text);
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (!wanted.empty() && comparable(choices[i]) == wanted) {
            if (found) {
                return std::nullopt;
            }
            found = static_cast<char>('A' + i);
        }
    }
    return found;
}

/// The right letter: a letter, a number into the choices, or a choice's text.
std::optional<char> right_letter(const domain::Item& item, const std::vector<std::string>& choices,
                                 std::size_t n, std::size_t index_from) {
    const std::string_view reference = text::trim(item.reference);
    std::size_t index = 0;
    const auto read = std::from_chars(reference.data(), reference.data() + reference.size(), index);
    if (read.ec == std::errc() && read.ptr == reference.data() + reference.size()) {
        return index >= index_from && index - index_from < n
                   ? std::optional(static_cast<char>('A' + (index - index_from)))
                   : std::nullopt;
    }
    if (const auto by_text = letter_of_text(choices, reference)) {
        return by_text;
    }
    return choice_letter(reference, n);
}

} // namespace

std::optional<char> choice_letter(std::string_view response, std::size_t choices) {
    if (choices == 0 || choices > most_choices) {
        return std::nullopt;
    }
    const char last = static_cast<char>('A' + choices - 1);
    const std::string upper = fmt::format("[A-{}]", last);
    const std::string text = text::repair_utf8(text::trim(response));
    std::string letter;
    // The letter alone, dressed up: "B", "(b).", "**B**", "\boxed{B}", "Answer: B".
    const std::string any = fmt::format("[A-{}a-{}]", last, static_cast<char>(last - 'A' + 'a'));
    const RE2 alone(fmt::format(
        R"((?i:the )?(?i:correct )?(?i:answer|option|choice)?(?i: is)?\s*:?\s*[*_$(\[\\]*(?:boxed\{{|text\{{)*({})[*_$)\]}}.]*)",
        any));
    if (RE2::FullMatch(text, alone, &letter)) {
        return static_cast<char>(std::toupper(static_cast<unsigned char>(letter[0])));
    }
    // What is said of the answer; the last word counts.
    const RE2 stated(fmt::format(
        R"((?:(?i:answer|correct (?:option|choice))(?i: is| would be|:)*(?i: option| choice)?\s*:?\s*[*_$(\[\\]*(?:boxed\{{|text\{{)*|\\boxed\{{(?:\\text\{{)?)({})(?:[^\w']|$))",
        upper));
    re2::StringPiece rest(text);
    std::string found;
    while (RE2::FindAndConsume(&rest, stated, &letter)) {
        found = letter;
    }
    if (!found.empty()) {
        return found[0];
    }
    // The letter in front, as a list would have it: "B. Paris", "(B) Paris", "B) Paris", "B: Paris".
    const RE2 in_front(fmt::format(R"([*_]*(?:\(({0})\)|({0})[.):])[*_]*(?:\s|$))", upper));
    std::string bare;
    re2::StringPiece from_start(text);
    if (RE2::Consume(&from_start, in_front, &letter, &bare)) {
        return letter.empty() ? bare[0] : letter[0];
    }
    return std::nullopt;
}

namespace {

/// The capital that a token spells by itself, of the first `n`.
std::optional<std::size_t> letter_index(std::string_view token, std::size_t n) {
    const std::string_view trimmed = text::trim(token);
    if (trimmed.size() != 1 || trimmed[0] < 'A' || trimmed[0] >= static_cast<char>('A' + n)) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(trimmed[0] - 'A');
}

/// P(letter) over all tokens that spell it, where the first letter stands, or at the very first token where
/// none does; all 0 where no letter was told.
std::vector<double> letter_probabilities(std::span<const domain::TokenLogprob> tokens, std::size_t n) {
    const auto at = std::ranges::find_if(
        tokens, [&](const domain::TokenLogprob& token) { return letter_index(token.token, n).has_value(); });
    const domain::TokenLogprob& token = at == tokens.end() ? tokens.front() : *at;
    std::vector<double> probabilities(n);
    bool itself = false;
    const auto add = [&](const std::string& text, double logprob) {
        if (const auto letter = letter_index(text, n)) {
            probabilities[*letter] += std::exp(logprob);
        }
    };
    for (const domain::TokenLogprob::Alternative& other : token.top) {
        add(other.token, other.logprob);
        itself = itself || other.token == token.token;
    }
    if (!itself) {
        add(token.token, token.logprob);
    }
    return probabilities;
}

} // namespace

LogprobScoreFunction make_choice_by_logprobs(const nlohmann::json& options) {
    if (!options.at("logprobs").get<bool>()) {
        return {};
    }
    const auto otherwise = options.at("choices").get<std::size_t>();
    const auto index_from = options.at("index_from").get<std::size_t>();
    return [=](const domain::Item& item, std::span<const domain::TokenLogprob> tokens) -> HeuristicScore {
        if (text::is_blank(item.reference)) {
            return no_reference();
        }
        const std::vector<std::string> choices = choices_of(item);
        const std::size_t n = choices.empty() ? otherwise : choices.size();
        const auto right = right_letter(item, choices, n, index_from);
        if (!right) {
            return not_judged("the reference names no choice");
        }
        const std::vector<double> p =
            tokens.empty() ? std::vector<double>(n) : letter_probabilities(tokens, n);
        double sum = 0;
        for (const double one : p) {
            sum += one;
        }
        if (sum <= 0) {
            return not_judged("the endpoint told no log-probability of a letter");
        }
        const double of_right = p[static_cast<std::size_t>(*right - 'A')];
        // Of two that are equally likely neither is the answer.
        const bool likeliest = std::ranges::count_if(p, [&](double one) { return one >= of_right; }) == 1;
        HeuristicScore score =
            passed(likeliest, fmt::format("P({}) = {:.3f} of the letters told", *right, of_right / sum));
        score.further.push_back({"probability of the right letter", 100 * of_right / sum, {}});
        return score;
    };
}

ScoreFunction make_choice_letter(const nlohmann::json& options) {
    const auto otherwise = options.at("choices").get<std::size_t>();
    const auto index_from = options.at("index_from").get<std::size_t>();
    return [=](const domain::Item& item, std::string_view response) -> HeuristicScore {
        if (text::is_blank(item.reference)) {
            return no_reference();
        }
        const std::vector<std::string> choices = choices_of(item);
        const std::size_t n = choices.empty() ? otherwise : choices.size();
        const auto right = right_letter(item, choices, n, index_from);
        if (!right) {
            return not_judged("the reference names no choice");
        }
        auto said = choice_letter(response, n);
        if (!said) {
            said = letter_of_text(choices, response);
        }
        if (!said) {
            return passed(false, "the answer names no choice");
        }
        return passed(*said == *right, fmt::format("said {}, right is {}", *said, *right));
    };
}

} // namespace tiebreak::judging
