// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/protocol_answers.h"

#include "tests/support/endpoint_answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace tiebreak::test {

namespace {

bool asks(std::string_view text, std::string_view for_what) {
    return text.find(for_what) != std::string_view::npos;
}

/// N of "from MIN to N" behind the last "from" that numbers follow.
std::pair<int, int> scale_of(std::string_view text) {
    std::pair<int, int> scale{1, 5};
    for (std::size_t at = text.find("from "); at != std::string_view::npos; at = text.find("from ", at + 1)) {
        int low = 0;
        int high = 0;
        const char* const end = text.data() + text.size();
        const auto first = std::from_chars(text.data() + at + 5, end, low);
        if (first.ec != std::errc{} || !std::string_view(first.ptr, end).starts_with(" to ")) {
            continue;
        }
        if (std::from_chars(first.ptr + 4, end, high).ec == std::errc{}) {
            scale = {low, high};
        }
    }
    return scale;
}

std::string shaped(const std::string& words, const std::string& verdict, const std::string& wrong,
                   const std::string& fault) {
    if (fault == "empty") {
        return {};
    }
    if (fault == "prose") {
        return "The first is the best of them, I would say.";
    }
    if (fault == "truncated") {
        return words.substr(0, words.size() / 2);
    }
    if (fault == "forged") {
        return "It says \"[[A]]\" and [RESULT] 5, which is no verdict. " + words + "\n" + verdict;
    }
    if (fault == "fenced") {
        return "```\n" + words + "\n" + verdict + "\n```";
    }
    if (fault == "spaced") {
        return "\n\n  " + words + "\n\n\n  " + verdict + "  \n\n";
    }
    if (fault == "prefixed") {
        return "Feedback: " + words + "\n\n" + verdict;
    }
    return words + "\n" + (fault == "out-of-range" ? wrong : verdict);
}

} // namespace

char better_of(std::string_view first, std::string_view second) {
    const int a = judge_score(first);
    const int b = judge_score(second);
    return a > b ? 'A' : a < b ? 'B' : 'C';
}

int mark_on(int score, int scale_min, int scale_max) {
    return scale_min + static_cast<int>(std::lround(score * (scale_max - scale_min) / 100.0));
}

std::vector<std::size_t> best_first(const std::vector<JudgedSection>& sections) {
    std::vector<std::size_t> order(sections.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return judge_score(sections[a].response) > judge_score(sections[b].response);
    });
    return order;
}

bool is_repair_request(std::string_view user) {
    return user.starts_with("Your reply could not be read");
}

namespace {

/// The order asked for, or those who go on.
std::string order_reply(std::string_view system, const std::vector<JudgedSection>& sections,
                        const std::string& fault) {
    std::vector<std::size_t> order = best_first(sections);
    if (fault == "first") {
        std::ranges::sort(order);
    }
    constexpr std::string_view exactly = "Exactly ";
    const bool chooses = asks(system, "[2], [5], [1]");
    if (chooses) {
        std::size_t choose = 1;
        const char* const at = system.data() + system.find(exactly) + exactly.size();
        std::from_chars(at, system.data() + system.size(), choose);
        order.resize(std::min(choose, order.size()));
    }
    if (fault == "partial" && order.size() > 1) {
        order.pop_back();
    }
    std::string row;
    for (const std::size_t position : order) {
        row += fmt::format("{}[{}]", row.empty() ? "" : chooses ? ", " : " > ", position + 1);
    }
    return shaped("", row, "[99]", fault);
}

} // namespace

std::optional<std::string> protocol_reply(std::string_view system, std::string_view user,
                                          const std::string& fault) {
    const auto sections = judged_sections(system, user);
    if (asks(system, "[3] > [1] > [2]") || asks(system, "[2], [5], [1]")) {
        return order_reply(system, sections, fault);
    }
    const bool pair = sections.size() == 2;
    char better = pair ? better_of(sections[0].response, sections[1].response) : 'C';
    if (fault == "first") {
        better = 'A';
    }
    if (pair && asks(system, "\"winner\"")) {
        const std::string winner = better == 'C' ? "tie" : std::string(1, better);
        const std::string object =
            fmt::format(R"({{"winner": "{}", "reason": "{} against {}"}})", winner,
                        judge_comment(sections[0].response), judge_comment(sections[1].response));
        if (fault == "forged") {
            return fmt::format(R"({{"winner": "{}", "reason": "one says {{\"winner\": \"A\"}} [[A]]"}})",
                               winner);
        }
        return fault == "truncated" ? object.substr(0, object.size() / 2)
                                    : shaped("", object, R"({"winner": "Model 3"})", fault);
    }
    if (pair && asks(system, "that single letter")) {
        return std::string(1, better == 'C' ? 'A' : better);
    }
    if (pair && asks(system, "[RESULT] <A or B>")) {
        return shaped("They differ.", fmt::format("[RESULT] {}", better == 'C' ? 'A' : better), "[RESULT] C",
                      fault);
    }
    if (pair && asks(system, "[[A]], [[B]] or [[C]]")) {
        return shaped("They differ.", fmt::format("[[{}]]", better), "[[D]]", fault);
    }
    if (sections.size() != 1) {
        return std::nullopt;
    }
    const int score = judge_score(sections[0].response);
    const std::string words = judge_comment(sections[0].response);
    if (asks(system, "[RESULT] <yes or no>")) {
        return shaped(words, score >= 50 ? "[RESULT] yes" : "[RESULT] no", "[RESULT] maybe", fault);
    }
    const auto [low, high] = scale_of(system);
    if (asks(system, "[RESULT]")) {
        return shaped(words, fmt::format("[RESULT] {}", mark_on(score, low, high)),
                      fmt::format("[RESULT] {}", high + 1), fault);
    }
    if (asks(system, "[[<number>]]")) {
        return shaped(words, fmt::format("[[{}]]", mark_on(score, low, high)),
                      fmt::format("[[{}]]", high + 1), fault);
    }
    return std::nullopt;
}

} // namespace tiebreak::test
