// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/reply_json.h"

#include "text/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace tiebreak::client {

namespace {

using nlohmann::json;

constexpr std::string_view replacement = "\xEF\xBF\xBD";
/// No API nests so deep; writing JSON recurses, and a hostile server must not reach the end of the stack.
constexpr int deepest = 200;

/// The code unit of a \uXXXX escape at `at`, or nothing.
std::optional<unsigned> escape_at(std::string_view text, std::size_t at) {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') {
        return std::nullopt;
    }
    unsigned unit = 0;
    const char* const end = text.data() + at + 6;
    const auto [stop, error] = std::from_chars(text.data() + at + 2, end, unit, 16);
    return error == std::errc{} && stop == end ? std::optional(unit) : std::nullopt;
}

/// Lone surrogate escapes as U+FFFD.
std::string with_whole_escapes(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t next = std::min(text.find('\\', at), text.size());
        result += text.substr(at, next - at);
        at = next;
        const auto unit = escape_at(text, at);
        if (unit && *unit >= 0xD800 && *unit <= 0xDFFF) {
            const auto second = escape_at(text, at + 6);
            const bool pair = *unit <= 0xDBFF && second && *second >= 0xDC00 && *second <= 0xDFFF;
            result += pair ? text.substr(at, 12) : replacement;
            at += pair ? 12 : 6;
        } else if (at < text.size()) {
            result += text.substr(at, 2); // also keeps an escaped backslash from starting an escape
            at += 2;
        }
    }
    return result;
}

bool nested_too_deep(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted) {
            at += c == '\\' ? 1 : 0;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > deepest) {
                return true;
            }
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

} // namespace

std::optional<json> read_json(const std::string& body) {
    if (nested_too_deep(body)) {
        return std::nullopt;
    }
    json value = json::parse(body, nullptr, false);
    if (value.is_discarded()) {
        value = json::parse(text::repair_utf8(with_whole_escapes(body)), nullptr, false);
    }
    return value.is_discarded() ? std::nullopt : std::optional(std::move(value));
}

std::string to_text(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string shortened(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) {
        return std::string(text);
    }
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) {
        --bytes;
    }
    return std::string(text.substr(0, bytes)) + "…";
}

std::string message_of(const json& reply) {
    if (!reply.is_object()) {
        return {};
    }
    for (const json::json_pointer& at : {json::json_pointer("/error/message"), json::json_pointer("/error"),
                                         json::json_pointer("/message"), json::json_pointer("/detail")}) {
        if (reply.contains(at) && reply.at(at).is_string()) {
            return reply.at(at).get<std::string>();
        }
    }
    return {};
}

std::string message_in(const std::string& body) {
    if (const auto value = read_json(body)) {
        if (const std::string message = message_of(*value); !message.empty()) {
            return shortened(message, longest_message);
        }
    }
    return shortened(text::repair_utf8(body), longest_message);
}

} // namespace tiebreak::client
