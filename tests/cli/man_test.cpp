// SPDX-License-Identifier: GPL-3.0-or-later
// Every subcommand and option of --help stands in the man page under its command, and the other way round.
#include "tests/cli/desk.h"

#include <algorithm>
#include <set>
#include <sstream>

namespace tiebreak::test {

namespace {

using Options = std::map<std::string, std::set<std::string>>; ///< by command

bool name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/// The words that follow each `mark`, such as "yes" after "--".
std::set<std::string> words_after(const std::string& text, const std::string& mark) {
    std::set<std::string> words;
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        std::size_t end = at + mark.size();
        while (end < text.size() && name_char(text[end])) {
            ++end;
        }
        if (end > at + mark.size() + 1) {
            words.insert(text.substr(at + mark.size(), end - at - mark.size()));
        }
    }
    words.erase("help");
    words.erase("version");
    return words;
}

std::vector<std::string> subcommands(const std::string& help) {
    std::vector<std::string> names;
    std::istringstream lines(help.substr(std::min(help.find("Subcommands:"), help.size())));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line) && line.starts_with("  ")) {
        if (line[2] != ' ') {
            names.push_back(line.substr(2, line.find(' ', 2) - 2));
        }
    }
    return names;
}

Options of_help() {
    Options options;
    for (const std::string& command : subcommands(run({"--help"}).out)) {
        const std::string help = run({command, "--help"}).out;
        options[command] = words_after(help, "--");
        for (const std::string& kind : subcommands(help)) {
            options[command].merge(words_after(run({command, kind, "--help"}).out, "--"));
            options[command].insert(kind);
        }
    }
    return options;
}

/// Of the section COMMANDS: each .Ss is a command, Fl marks options, and stats' kinds are its .It Cm.
Options of_man() {
    std::ifstream in(TIEBREAK_SOURCE_DIR "/packaging/man/tiebreak-cli.1");
    Options options;
    std::string line;
    std::string command;
    bool inside = false;
    while (std::getline(in, line)) {
        if (line.starts_with(".Sh ")) {
            inside = line == ".Sh COMMANDS";
            continue;
        }
        if (!inside) {
            continue;
        }
        if (line.starts_with(".Ss ")) {
            command = line.substr(4);
            options[command];
        } else if (line.starts_with(".")) {
            for (const char* mark : {"Fl -", ", -"}) {
                options[command].merge(words_after(line, mark));
            }
            if (command == "stats" && line.starts_with(".It Cm ")) {
                options[command].merge(words_after(line, ".It Cm "));
            }
        }
    }
    return options;
}

} // namespace

TEST(ManPage, SaysWhatHelpSays) {
    const Options help = of_help();
    const Options man = of_man();
    ASSERT_EQ(help.size(), 11U);
    ASSERT_TRUE(help.at("run").contains("max-cost"));
    ASSERT_TRUE(help.at("stats").contains("bootstrap"));
    for (const auto& [command, options] : help) {
        ASSERT_TRUE(man.contains(command)) << command << " is not in the man page";
        EXPECT_EQ(man.at(command), options) << command;
    }
    EXPECT_EQ(man.size(), help.size());
}

} // namespace tiebreak::test
