// SPDX-License-Identifier: GPL-3.0-or-later
// Scorers that hold texts against each other or against a pattern.
#include "domain/error.h"
#include "judging/scorer_table.h"
#include "text/utf8.h"

#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include <algorithm>
#include <memory>

namespace tiebreak::judging {

namespace {

/// Composed and decomposed accents look the same, so they are the same answer.
std::string comparable(std::string_view text, bool ignore_case) {
    const std::string normal = text::nfc(text::trim(text));
    return ignore_case ? text::nfc(text::casefold(normal)) : normal;
}

} // namespace

ScoreFunction make_reference_overlap(const nlohmann::json&) {
    return [](const domain::Item& item, std::string_view response) -> HeuristicScore {
        if (text::is_blank(item.reference)) {
            return no_reference();
        }
        const std::vector<std::string> wanted = text::distinct_words(text::nfc(item.reference));
        if (wanted.empty()) {
            return not_judged("the reference holds no words");
        }
        const std::vector<std::string> said = text::distinct_words(text::nfc(response));
        const auto present = std::ranges::count_if(
            wanted, [&](const std::string& word) { return std::ranges::binary_search(said, word); });
        return {100.0 * static_cast<double>(present) / static_cast<double>(wanted.size()), {}};
    };
}

ScoreFunction make_exact(const nlohmann::json& options) {
    return [ignore = options.at("ignore_case").get<bool>()](const domain::Item& item,
                                                            std::string_view response) {
        return text::is_blank(item.reference)
                   ? no_reference()
                   : passed(comparable(item.reference, ignore) == comparable(response, ignore));
    };
}

ScoreFunction make_contains(const nlohmann::json& options) {
    return [ignore = options.at("ignore_case").get<bool>()](const domain::Item& item,
                                                            std::string_view response) {
        return text::is_blank(item.reference)
                   ? no_reference()
                   : passed(comparable(response, ignore).find(comparable(item.reference, ignore)) !=
                            std::string::npos);
    };
}

ScoreFunction make_regex(const nlohmann::json& options) {
    RE2::Options how;
    how.set_case_sensitive(!options.at("ignore_case").get<bool>());
    how.set_log_errors(false);
    const auto pattern = std::make_shared<const RE2>(options.at("pattern").get<std::string>(), how);
    if (!pattern->ok()) {
        throw domain::Error(domain::ErrorKind::usage,
                            "the pattern is no regular expression: " + pattern->error(), "scorer regex",
                            "RE2's syntax: no look-around and no back-references");
    }
    const bool by_reference = options.at("equals_reference").get<bool>();
    const bool full = options.at("full").get<bool>();
    if (by_reference && pattern->NumberOfCapturingGroups() == 0) {
        throw domain::Error(domain::ErrorKind::usage, "equals_reference needs a group in the pattern",
                            "scorer regex", "put what is to be compared in brackets, as in \"answer: (.*)\"");
    }
    return [=](const domain::Item& item, std::string_view response) -> HeuristicScore {
        const std::string text = text::repair_utf8(full ? text::trim(response) : response);
        if (!by_reference) {
            return passed(full ? RE2::FullMatch(text, *pattern) : RE2::PartialMatch(text, *pattern));
        }
        if (text::is_blank(item.reference)) {
            return no_reference();
        }
        re2::StringPiece rest(text);
        std::string group;
        std::string last;
        bool found = false;
        if (full) {
            found = RE2::FullMatch(rest, *pattern, &last);
        } else {
            re2::StringPiece whole[2]; // the match and its first group
            std::size_t at = 0;
            while (at <= text.size() && pattern->Match(text, at, text.size(), RE2::UNANCHORED,
                                                       static_cast<re2::StringPiece*>(whole), 2)) {
                found = true;
                last = std::string(whole[1]);
                const auto end = static_cast<std::size_t>(whole[0].data() - text.data()) + whole[0].size();
                at = whole[0].empty() ? end + 1 : end;
            }
        }
        if (!found) {
            return passed(false, "the pattern matches nothing");
        }
        return passed(comparable(last, false) == comparable(item.reference, false), "found: " + last);
    };
}

} // namespace tiebreak::judging
