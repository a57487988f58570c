// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/command_line.h"

#include "domain/error.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace tiebreak::client {

namespace {

bool may_be_run(const std::string& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

} // namespace

std::vector<std::string> split_command(const std::string& text) {
    constexpr std::string_view blank = " \t\r\n";
    std::vector<std::string> words;
    std::string word;
    bool in_word = false;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool escapes = c == '\\' && quote != '\'' && i + 1 < text.size() &&
                             (quote == 0 || text[i + 1] == '"' || text[i + 1] == '\\');
        if (escapes) {
            word += text[++i];
            in_word = true;
        } else if (quote != 0) {
            if (c == quote) {
                quote = 0;
            } else {
                word += c;
            }
        } else if (c == '"' || c == '\'') {
            quote = c;
            in_word = true;
        } else if (blank.find(c) == std::string_view::npos) {
            word += c;
            in_word = true;
        } else if (in_word) {
            words.push_back(std::move(word));
            word.clear();
            in_word = false;
        }
    }
    if (quote != 0) {
        throw domain::Error(domain::ErrorKind::usage, "a quote is not closed", text,
                            "close it, or write \\ before it");
    }
    if (in_word) {
        words.push_back(std::move(word));
    }
    if (words.empty()) {
        throw domain::Error(domain::ErrorKind::usage, "no program is named", text,
                            "such as ./answer.sh --fast");
    }
    return words;
}

std::string find_program(const std::string& name) {
    if (name.find('/') != std::string::npos) {
        return may_be_run(name) ? name : std::string{};
    }
    const char* const path = std::getenv("PATH");
    std::string_view left = path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
    while (!left.empty()) {
        const std::size_t end = left.find(':');
        const std::string candidate = std::string(left.substr(0, end)) + "/" + name;
        if (may_be_run(candidate)) {
            return candidate;
        }
        left = end == std::string_view::npos ? std::string_view{} : left.substr(end + 1);
    }
    return {};
}

} // namespace tiebreak::client
