// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/endpoint_answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace tiebreak::test {

namespace {

constexpr std::string_view blank = " \t\r\n";

std::uint64_t mixed(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    // SplitMix64's last steps: plain FNV-1a hardly moves its low bits for texts that differ in a character.
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebULL;
    return hash ^ (hash >> 31);
}

std::string pair_of(std::string_view model, std::string_view prompt) {
    return std::string(model) + '\x1f' + std::string(prompt);
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return lines;
}

/// "Model 3" where the line is that heading, with any marks around it, else empty.
std::string model_heading(std::string_view line) {
    const std::size_t at = line.find("Model ");
    if (at == std::string_view::npos || line.find_first_not_of("#*[<=-: \t") != at) {
        return {};
    }
    std::size_t end = at + 6;
    while (end < line.size() && line[end] >= '0' && line[end] <= '9') {
        ++end;
    }
    const bool number = end > at + 6;
    const bool alone = line.find_first_not_of("*]>=-: \t\r", end) == std::string_view::npos;
    return number && alone ? std::string(line.substr(at, end - at)) : std::string{};
}

std::string joined(const std::vector<std::string_view>& lines) {
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        text += (i > 0 ? "\n" : "");
        text += lines[i];
    }
    return text;
}

std::vector<JudgedSection> fenced_sections(std::string_view user, const std::string& open,
                                           const std::string& close) {
    std::vector<JudgedSection> sections;
    std::string heading;
    std::vector<std::string_view> inside;
    bool within = false;
    for (const std::string_view line : lines_of(user)) {
        if (within && line == close) {
            within = false;
            if (heading == "Answer" || !model_heading(heading).empty()) {
                sections.push_back({heading, joined(inside)});
            }
        } else if (within) {
            inside.push_back(line);
        } else if (line == open) {
            within = true;
            inside.clear();
        } else if (line.starts_with("### ")) {
            heading = line.substr(4);
        }
    }
    return sections;
}

std::vector<JudgedSection> headed_sections(std::string_view user) {
    std::vector<JudgedSection> sections;
    std::vector<std::string_view> inside;
    const auto close = [&] {
        if (!sections.empty()) {
            const std::string text = joined(inside);
            const std::size_t first = text.find_first_not_of(blank);
            if (first != std::string::npos) {
                sections.back().response = text.substr(first, text.find_last_not_of(blank) - first + 1);
            }
        }
        inside.clear();
    };
    for (const std::string_view line : lines_of(user)) {
        if (std::string heading = model_heading(line); !heading.empty()) {
            close();
            sections.push_back({std::move(heading), {}});
        } else {
            inside.push_back(line);
        }
    }
    close();
    return sections;
}

} // namespace

std::string digest(std::string_view text) {
    return fmt::format("{:016x}", mixed(text));
}

int quality(std::string_view model, std::string_view prompt, std::optional<int> base) {
    const std::uint64_t drawn = mixed(pair_of(model, prompt));
    return base ? std::clamp(*base - 10 + static_cast<int>(drawn % 21), 0, 100)
                : static_cast<int>(drawn % 101);
}

std::string answer_text(std::string_view model, std::string_view prompt, std::optional<int> base, int words) {
    constexpr std::array<std::string_view, 16> filler{"river", "stone", "paper", "light", "seven",  "window",
                                                      "green", "under", "quiet", "music", "garden", "winter",
                                                      "open",  "table", "north", "early"};
    std::string text =
        fmt::format("By {} to {}: quality={}.", digest(model), digest(prompt), quality(model, prompt, base));
    std::uint64_t state = mixed(pair_of(prompt, model));
    for (int i = 0; i < words; ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        text += ' ';
        text += filler[state >> 60];
    }
    return text;
}

int judge_score(std::string_view response) {
    if (response.find_first_not_of(blank) == std::string_view::npos) {
        return 0;
    }
    constexpr std::string_view mark = "quality=";
    int score = 0;
    if (const std::size_t at = response.find(mark); at != std::string_view::npos) {
        const char* const begin = response.data() + at + mark.size();
        const auto [end, error] = std::from_chars(begin, response.data() + response.size(), score);
        if (error == std::errc{} && score >= 0 && score <= 100) {
            return score;
        }
    }
    return static_cast<int>(mixed(response) % 101);
}

std::string judge_comment(std::string_view response) {
    return "about " + digest(response);
}

std::vector<JudgedSection> judged_sections(std::string_view system, std::string_view user) {
    constexpr std::string_view tag = "<data-";
    for (const std::string_view text : {system, user}) {
        const std::size_t at = text.find(tag);
        const std::size_t end = at == std::string_view::npos ? at : text.find('>', at);
        if (end != std::string_view::npos) {
            const std::string name(text.substr(at + 1, end - at - 1));
            return fenced_sections(user, "<" + name + ">", "</" + name + ">");
        }
    }
    return headed_sections(user);
}

} // namespace tiebreak::test
