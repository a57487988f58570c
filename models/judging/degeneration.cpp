// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/degeneration.h"

#include "judging/repetition.h"
#include "text/utf8.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace tiebreak::judging {

namespace {

constexpr std::array kinds{Degeneration::empty,           Degeneration::prompt_echo,
                           Degeneration::repetition_loop, Degeneration::never_stopped,
                           Degeneration::leaked_template, Degeneration::wrong_script,
                           Degeneration::training_copy};

std::vector<std::string_view> texts_of(const domain::Item& item) {
    std::vector<std::string_view> texts{item.instruction, item.input, item.reference, item.system};
    texts.insert(texts.end(), item.turns.begin(), item.turns.end());
    return texts;
}

bool is_echo(const std::vector<std::string>& instruction, const std::vector<std::string>& answer) {
    constexpr std::size_t least_at_start = 3;
    constexpr std::size_t least_alone = 2;
    constexpr std::size_t least_inside = 8;
    const std::size_t n = instruction.size();
    if (n < least_alone || answer.size() < n) {
        return false;
    }
    if (std::equal(instruction.begin(), instruction.end(), answer.begin())) {
        return n >= least_at_start || answer.size() == n;
    }
    return n >= least_inside && !std::ranges::search(answer, instruction).empty();
}

bool echoes_prompt(const domain::Item& item, const std::vector<std::string>& response) {
    const std::vector<std::string> instruction = text::words(item.instruction);
    return is_echo(instruction, response) &&
           !is_echo(instruction, text::words(item.reference)); // asked for: "Complete the sentence …"
}

/// Markers that no answer holds by itself: special tokens between <| and |>, and those of well-known
/// templates.
std::vector<std::string_view> template_markers(std::string_view response) {
    static constexpr std::array<std::string_view, 13> known{
        "[INST]",          "[/INST]", "<<SYS>>", "<start_of_turn>",  "<end_of_turn>", "<bos>",
        "<eos>",           "<pad>",   "<｜",     "### Instruction:", "### Input:",    "### Response:",
        "[/SYSTEM_PROMPT]"};
    std::vector<std::string_view> found;
    for (const std::string_view marker : known) {
        if (response.find(marker) != std::string_view::npos) {
            found.push_back(marker);
        }
    }
    for (std::size_t at = response.find("<|"); at != std::string_view::npos;
         at = response.find("<|", at + 1)) {
        const std::size_t end = response.find_first_not_of(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", at + 2);
        if (end != std::string_view::npos && end > at + 2 && response.substr(end).starts_with("|>")) {
            found.push_back(response.substr(at, end + 2 - at));
        }
    }
    // <s> is HTML's struck-through text as well: a special token only at the very ends.
    const std::string_view trimmed = text::trim(response);
    if (trimmed.starts_with("<s>") && trimmed.find("</s>") == std::string_view::npos) {
        found.push_back(trimmed.substr(0, 3));
    }
    if (trimmed.ends_with("</s>") && trimmed.find("<s>") == std::string_view::npos) {
        found.push_back(trimmed.substr(trimmed.size() - 4));
    }
    return found;
}

bool leaks_template(const domain::Item& item, std::string_view response) {
    const std::vector<std::string_view> texts = texts_of(item);
    return std::ranges::any_of(template_markers(response), [&](std::string_view marker) {
        return std::ranges::none_of(texts,
                                    [&](std::string_view text) { return text.find(marker) != text.npos; });
    });
}

/// Letters by script; those that East Asian texts mix count as Han.
std::map<UScriptCode, std::size_t> count_scripts(std::string_view text) {
    std::map<UScriptCode, std::size_t> counts;
    std::size_t latin = 0;
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT(text.data(), i, size, c);
        if (c >= 0 && c < 0x80) { // most characters by far
            latin += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1 : 0;
            continue;
        }
        if (c < 0 || !u_isalpha(c)) {
            continue;
        }
        UErrorCode status = U_ZERO_ERROR;
        switch (const UScriptCode script = uscript_getScript(c, &status)) {
        case USCRIPT_COMMON:
        case USCRIPT_INHERITED:
        case USCRIPT_UNKNOWN:
            break;
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_HANGUL:
        case USCRIPT_BOPOMOFO:
            ++counts[USCRIPT_HAN];
            break;
        default:
            ++counts[script];
        }
    }
    if (latin > 0) {
        counts[USCRIPT_LATIN] += latin;
    }
    return counts;
}

/// Whether an instruction asks for, or speaks of, another language or script, as far as English words tell.
bool speaks_of_languages(const domain::Item& item) {
    static constexpr std::array<std::string_view, 30> words{
        "alphabet",  "arabic",    "armenian",  "bengali",  "bulgarian",  "chinese",    "cyrillic", "georgian",
        "greek",     "hebrew",    "hindi",     "japanese", "kanji",      "katakana",   "korean",   "language",
        "languages", "letters",   "mandarin",  "persian",  "russian",    "script",     "serbian",  "tamil",
        "thai",      "translate", "ukrainian", "urdu",     "translated", "translation"};
    const std::vector<std::string> said = text::words(item.instruction);
    return std::ranges::any_of(
        said, [](const std::string& word) { return std::ranges::find(words, word) != words.end(); });
}

bool is_in_wrong_script(const domain::Item& item, std::string_view response) {
    constexpr std::size_t least_letters = 5;
    std::map<UScriptCode, std::size_t> expected;
    for (const std::string_view text : texts_of(item)) {
        expected.merge(count_scripts(text));
    }
    std::size_t letters = 0;
    std::size_t foreign = 0;
    for (const auto& [script, count] : count_scripts(response)) {
        letters += count;
        foreign += expected.contains(script) ? 0 : count;
    }
    return letters >= least_letters && foreign * 10 > letters * 3 && !expected.empty() &&
           !(text::is_blank(item.reference) && speaks_of_languages(item));
}

} // namespace

std::span<const Degeneration> all_degenerations() {
    return kinds;
}

std::string_view name_of(Degeneration kind) {
    switch (kind) {
    case Degeneration::empty:
        return "empty";
    case Degeneration::prompt_echo:
        return "prompt_echo";
    case Degeneration::repetition_loop:
        return "repetition_loop";
    case Degeneration::never_stopped:
        return "never_stopped";
    case Degeneration::leaked_template:
        return "leaked_template";
    case Degeneration::wrong_script:
        return "wrong_script";
    case Degeneration::training_copy:
        return "training_copy";
    }
    return {};
}

std::vector<Degeneration> find_degeneration(const domain::Item& item, std::string_view response,
                                            std::string_view finish_reason) {
    const std::string text = text::repair_utf8(response);
    const std::vector<std::string> words = text::words(text);
    const std::array<bool, kinds.size()> holds{
        text::is_blank(text),
        echoes_prompt(item, words),
        has_repetition_loop(text, words) && !has_repetition_loop(item.reference),
        finish_reason == "length" || finish_reason == "max_tokens" || finish_reason == "model_length",
        leaks_template(item, text),
        is_in_wrong_script(item, text),
        false, // training_copy
    };
    std::vector<Degeneration> found;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (holds[i]) {
            found.push_back(kinds[i]);
        }
    }
    return found;
}

} // namespace tiebreak::judging
