// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/arrows/arrows.h"

#include <stdio.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace tiebreak::arrows {
namespace {

using Rooms = std::set<std::string, std::less<>>;

// items -> workbench -> runs -> {client, judging, store, formats} -> {text, statistics} -> domain;
// secrets stands beside, behind client's SecretSource: items hands it to the engine, which never sees it.
const std::map<std::string, Rooms, std::less<>>& arrows() {
    static const std::map<std::string, Rooms, std::less<>> table = [] {
        std::map<std::string, Rooms, std::less<>> rooms;
        Rooms right{"domain"};
        rooms["domain"] = {};
        for (const std::vector<std::string>& brace : {std::vector<std::string>{"text", "statistics"},
                                                      {"client", "judging", "store", "formats"},
                                                      {"runs"},
                                                      {"workbench"},
                                                      {"items"}}) {
            for (const std::string& room : brace) {
                rooms[room] = right;
            }
            right.insert(brace.begin(), brace.end());
        }
        rooms["secrets"] = {"client", "text", "statistics", "domain"};
        rooms["items"].insert("secrets");
        return rooms;
    }();
    return table;
}

const Rooms& rooms_with_qt() {
    static const Rooms rooms{"items", "secrets"};
    return rooms;
}

// Of QtWidgets' headers those that stand for all: the classes everything visible derives from or is put in.
constexpr auto widget_words = std::to_array<std::string_view>(
    {"Widget", "Dialog", "Label", "Button", "Edit", "ComboBox", "SpinBox", "Slider", "Layout", "Menu", "View",
     "Delegate", "MainWin", "Bar", "Splitter", "Style", "GraphicsScene", "Completer"});

bool is_qt(std::string_view header) {
    return (header.size() > 1 && header[0] == 'Q' &&
            (std::isalpha(static_cast<unsigned char>(header[1])) != 0)) ||
           header.starts_with("qt") || header == "qcustomplot.h";
}

bool is_widget(std::string_view header) {
    if (header.starts_with("QtWidgets") || header == "QApplication" || header == "qcustomplot.h") {
        return true;
    }
    const std::string_view name = header.substr(header.rfind('/') + 1);
    // Named like widgets, and QtCore's or QtGui's all the same.
    constexpr auto no_widgets = std::to_array<std::string_view>(
        {"QStyleHints", "QTextLayout", "QStringView", "QAnyStringView", "QUtf8StringView", "QByteArrayView"});
    return name.starts_with("Q") && std::ranges::find(no_widgets, name) == no_widgets.end() &&
           std::ranges::any_of(widget_words, [&](std::string_view word) {
               return name.find(word) != std::string_view::npos;
           });
}

struct Include {
    std::string_view header;
    bool quoted = false;
};

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r");
    return begin == std::string_view::npos ? std::string_view{}
                                           : text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::optional<Include> include_of(std::string_view line) {
    line = trimmed(line);
    if (!line.starts_with('#')) {
        return std::nullopt;
    }
    line = trimmed(line.substr(1));
    if (!line.starts_with("include")) {
        return std::nullopt;
    }
    line = trimmed(line.substr(7));
    if (line.size() < 2 || (line[0] != '"' && line[0] != '<')) {
        return std::nullopt;
    }
    const auto end = line.find(line[0] == '"' ? '"' : '>', 1);
    return Include{line.substr(1, end == std::string_view::npos ? end : end - 1), line[0] == '"'};
}

std::string_view first_part(std::string_view path) {
    return path.substr(0, path.find('/'));
}

std::string room_of(std::string_view path) {
    constexpr std::string_view models = "models/";
    return path.starts_with(models) && path.find('/', models.size()) != std::string_view::npos
               ? std::string(first_part(path.substr(models.size())))
               : std::string();
}

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> ends) {
    return std::ranges::any_of(ends, [&](std::string_view end) { return path.ends_with(end); });
}

bool is_source(std::string_view path) {
    return ends_with_any(path, {".cpp", ".h"});
}

bool needs_licence(std::string_view path, std::string_view content) {
    return ends_with_any(path, {".cpp", ".h", ".cmake", ".sql", "CMakeLists.txt"}) ||
           content.starts_with("#!") || path == "packaging/dependencies" || path == "packaging/common";
}

// The arrows for an include that stands in a room.
std::string wrong_in_room(const std::string& room, const Include& include) {
    const auto known = arrows().find(room);
    if (known == arrows().end()) {
        return {}; // said once, for the whole file
    }
    const std::string target(first_part(include.header));
    if (target == ".." || include.header.find("/../") != std::string_view::npos) {
        return "includes by a relative path, which hides the room; write \"room/header.h\"";
    }
    if (target == "ui" || target == "app" || target == "tests") {
        return "models/ includes " + target + "/, which stands to its left";
    }
    if (arrows().contains(target) && include.header.find('/') != std::string_view::npos && target != room &&
        !known->second.contains(target)) {
        return room + " may not include " + target;
    }
    if (is_qt(include.header) && !rooms_with_qt().contains(room)) {
        return room + " is free of Qt";
    }
    if (is_qt(include.header) && is_widget(include.header)) {
        return "no widget stands under models/";
    }
    return {};
}

std::string wrong_include(std::string_view path, const std::string& room, const Include& include) {
    if (!room.empty()) {
        return wrong_in_room(room, include);
    }
    const std::string_view target = first_part(include.header);
    if (path.starts_with("ui/") && (target == "app" || target == "tests")) {
        return "ui may not include " + std::string(target);
    }
    if (path.starts_with("app/") && target == "tests") {
        return "app may not include tests";
    }
    return {};
}

// A room's CMakeLists.txt names the rooms it links after ROOMS; they follow the same arrows.
std::vector<std::string> linked_rooms(std::string_view line) {
    std::vector<std::string> rooms;
    line = trimmed(line);
    if (!line.starts_with("ROOMS ")) {
        return rooms;
    }
    line = trimmed(line.substr(6));
    while (!line.empty()) {
        const auto end = line.find_first_of(" )");
        rooms.emplace_back(line.substr(0, end));
        line = end == std::string_view::npos || line[end] == ')' ? std::string_view{}
                                                                 : trimmed(line.substr(end));
    }
    return rooms;
}

// A path that only one machine has: a home folder, or a workspace at the root.
bool holds_machine_path(std::string_view line) {
    constexpr auto places = std::to_array<std::string_view>({"work", "farm", "root", "home", "Users"});
    for (auto at = line.find('/'); at != std::string_view::npos; at = line.find('/', at + 1)) {
        const char before = at == 0 ? ' ' : line[at - 1];
        if (std::isalnum(static_cast<unsigned char>(before)) != 0 ||
            std::string_view("_./-~}>").find(before) != std::string_view::npos) {
            continue;
        }
        for (const std::string_view place : places) {
            const std::string_view rest = line.substr(at + 1);
            if (rest.size() > place.size() + 1 && rest.starts_with(place) && rest[place.size()] == '/' &&
                (std::isalnum(static_cast<unsigned char>(rest[place.size() + 1])) != 0)) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

std::vector<Finding> check_file(std::string_view path, std::string_view content) {
    std::vector<Finding> findings;
    const auto add = [&](std::size_t line, std::string what) {
        findings.push_back({std::string(path), line, std::move(what)});
    };
    const std::string room = room_of(path);
    if (!room.empty() && !arrows().contains(room)) {
        add(0, "models/" + room + " is no room of docs/architecture.md; give it its place in tests/arrows");
    }
    if (needs_licence(path, content) &&
        content.substr(0, 400).find("SPDX-License-Identifier: GPL-3.0-or-later") == std::string_view::npos) {
        add(0, "has no licence line (SPDX-License-Identifier: GPL-3.0-or-later) at its top");
    }
    const bool binary = content.substr(0, 8000).find('\0') != std::string_view::npos;
    // Tests may name a folder that a person might have; nothing else may name one that somebody has.
    const bool may_name_paths = binary || path.starts_with("tests/") || path.ends_with(".svg");
    std::size_t number = 0;
    for (std::size_t at = 0; at < content.size();) {
        const auto end = std::min(content.find('\n', at), content.size());
        const std::string_view line = content.substr(at, end - at);
        at = end + 1;
        ++number;
        if (!may_name_paths && holds_machine_path(line)) {
            add(number, "holds a path of one machine");
        }
        if (is_source(path)) {
            if (const auto include = include_of(line)) {
                if (std::string what = wrong_include(path, room, *include); !what.empty()) {
                    add(number, std::move(what));
                }
            }
        } else if (!room.empty() && path.ends_with("CMakeLists.txt")) {
            for (const std::string& linked : linked_rooms(line)) {
                const auto known = arrows().find(room);
                if (known != arrows().end() && !known->second.contains(linked)) {
                    add(number, room + " may not link " + linked);
                }
            }
        }
    }
    return findings;
}

std::vector<std::string> project_files(const std::string& root) {
    std::vector<std::string> files;
    const std::string command = "git -c safe.directory='*' -C '" + root + "' ls-files -z 2>/dev/null";
    if (const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose); pipe) {
        std::string listed;
        std::array<char, 4096> part{};
        for (std::size_t n = 0; (n = fread(part.data(), 1, part.size(), pipe.get())) > 0;) {
            listed.append(part.data(), n);
        }
        for (std::size_t at = 0; at < listed.size();) {
            const auto end = std::min(listed.find('\0', at), listed.size());
            files.push_back(listed.substr(at, end - at));
            at = end + 1;
        }
    }
    if (!files.empty()) {
        return files;
    }
    namespace fs = std::filesystem;
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator();
         ++entry) {
        const std::string name = entry->path().filename().string();
        if (entry->is_directory()) {
            if (name == "build" || name == "out" || (name.starts_with('.') && name != ".ci")) {
                entry.disable_recursion_pending();
            }
        } else if (entry->is_regular_file()) {
            files.push_back(fs::relative(entry->path(), root).generic_string());
        }
    }
    return files;
}

} // namespace tiebreak::arrows
