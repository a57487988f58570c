// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/json.h"

#include "domain/error.h"
#include "text/utf8.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_set>
#include <utility>
#include <vector>

namespace tiebreak::text {

namespace {

using Json = nlohmann::json;

/// Deep enough for any file people write, shallow enough for every later walk over the value to recurse.
constexpr int deepest = 200;

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The unit that \uXXXX at `at` stands for, or -1.
int escaped_unit(std::string_view text, std::size_t at) {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') {
        return -1;
    }
    int unit = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
        const int digit = hex_value(text[i]);
        if (digit < 0) {
            return -1;
        }
        unit = unit * 16 + digit;
    }
    return unit;
}

/// Replaces escapes of half a surrogate pair, in place since the replacement is as long.
std::size_t repair_surrogates(std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = text.find('\\'); at != std::string::npos && at + 1 < text.size();
         at = text.find('\\', at)) {
        const int unit = escaped_unit(text, at);
        if (unit < 0xd800 || unit > 0xdfff) {
            at += 2; // also over an escaped backslash, whose second half begins nothing
            continue;
        }
        const int next = escaped_unit(text, at + 6);
        if (unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
            at += 12;
            continue;
        }
        text.replace(at, 6, "\\ufffd");
        ++count;
        at += 6;
    }
    return count;
}

std::size_t count_ill_formed(std::string_view before, std::string_view after) {
    constexpr std::string_view mark = "\xef\xbf\xbd";
    const auto marks = [&](std::string_view text) {
        std::size_t n = 0;
        for (std::size_t at = text.find(mark); at != std::string_view::npos;
             at = text.find(mark, at + mark.size())) {
            ++n;
        }
        return n;
    };
    return marks(after) - marks(before);
}

std::string place(std::string_view text, std::size_t byte, std::size_t first_line) {
    const std::string_view before = text.substr(0, std::min(byte, text.size()));
    const auto newlines = static_cast<std::size_t>(std::ranges::count(before, '\n'));
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return fmt::format("line {}, column {}", first_line + newlines,
                       character_count(before.substr(line_start)) + 1);
}

/// nlohmann's reason without its exception number and without the text last read.
std::string reason(std::string what) {
    const std::size_t colon = what.find(": ");
    what.erase(0, colon == std::string::npos ? 0 : colon + 2);
    if (const std::size_t read = what.find("; last read: '"); read != std::string::npos) {
        const std::size_t expected = what.rfind("'; expected ");
        what.erase(read, expected == std::string::npos ? std::string::npos : expected + 1 - read);
    }
    return what;
}

/// Watches a parse for what nlohmann lets through: keys that stand twice, and depth.
class Watcher {
public:
    explicit Watcher(DuplicateKeys duplicates)
        : duplicates_(duplicates) {}

    bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
        using Event = Json::parse_event_t;
        if (depth > deepest) {
            throw domain::Error(domain::ErrorKind::format,
                                fmt::format("nested deeper than {} levels", deepest));
        }
        switch (event) {
        case Event::object_start:
        case Event::array_start:
            count_element();
            frames_.push_back({event == Event::object_start, {}, {}, 0});
            break;
        case Event::object_end:
        case Event::array_end:
            frames_.pop_back();
            break;
        case Event::key:
            frames_.back().key = parsed.get_ref<const std::string&>();
            if (duplicates_ == DuplicateKeys::refuse &&
                !frames_.back().keys.insert(frames_.back().key).second) {
                throw domain::Error(domain::ErrorKind::format,
                                    fmt::format("\"{}\" stands twice in one object", path()), {},
                                    "keep one of the two");
            }
            break;
        case Event::value:
            count_element();
            break;
        }
        return true;
    }

private:
    struct Frame {
        bool object;
        std::unordered_set<std::string> keys;
        std::string key;
        std::size_t elements;
    };

    void count_element() {
        if (!frames_.empty() && !frames_.back().object) {
            ++frames_.back().elements;
        }
    }

    [[nodiscard]] std::string path() const {
        std::string text;
        for (const Frame& frame : frames_) {
            if (frame.object) {
                text += text.empty() ? frame.key : "." + frame.key;
            } else {
                text += fmt::format("[{}]", frame.elements - 1);
            }
        }
        return text;
    }

    DuplicateKeys duplicates_;
    std::vector<Frame> frames_;
};

} // namespace

nlohmann::json parse_json(std::string_view bytes, const std::string& where, DuplicateKeys duplicates,
                          JsonRepairs* repairs, std::size_t first_line) {
    if (bytes.starts_with("\xef\xbb\xbf")) {
        bytes.remove_prefix(3);
    }
    std::string text = repair_utf8(bytes);
    const std::size_t ill_formed = text == bytes ? 0 : count_ill_formed(bytes, text);
    const std::size_t surrogates = repair_surrogates(text);
    if (repairs != nullptr) {
        repairs->bytes += ill_formed;
        repairs->surrogates += surrogates;
    }
    Watcher watcher(duplicates);
    try {
        return Json::parse(text, [&](int depth, Json::parse_event_t event, Json& parsed) {
            return watcher(depth, event, parsed);
        });
    } catch (const Json::parse_error& error) {
        const bool ended = error.byte > text.size();
        const std::size_t byte = error.byte == 0 ? 0 : error.byte - 1;
        throw domain::Error(
            domain::ErrorKind::format,
            fmt::format("{}: {}", place(text, byte, first_line),
                        is_blank(text) ? "empty where JSON was expected" : reason(error.what())),
            where,
            ended && !is_blank(text) ? "the text ends too early; it may have been cut" : std::string{});
    } catch (const Json::exception& error) {
        throw domain::Error(domain::ErrorKind::format, reason(error.what()), where);
    } catch (const domain::Error& error) {
        throw domain::Error(error.kind(), error.what_happened(), where, error.mend());
    }
}

std::string dump_json(const nlohmann::json& value, int indent) {
    return value.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string dump_json(const nlohmann::ordered_json& value, int indent) {
    return value.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string quoted_json(std::string_view text) {
    return dump_json(nlohmann::json(text));
}

} // namespace tiebreak::text
