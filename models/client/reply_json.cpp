// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/reply_json.h"

#include <array>
#include <charconv>
#include <cstdint>

namespace tiebreak::client {

namespace {

using nlohmann::json;

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::size_t longest_message = 500;

/// Length of the well-formed UTF-8 sequence at the front of `text` (Unicode 15, table 3-7), 0 where there is
/// none.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto follows = [&byte](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return byte(i) >= low && byte(i) <= high;
    };
    const unsigned lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return follows(1) ? 2 : 0;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
        const unsigned high = lead == 0xED ? 0x9F : 0xBF;
        return follows(1, low, high) && follows(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
        const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
        return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

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

std::string repaired(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\\') {
            const auto unit = escape_at(text, at);
            if (unit && *unit >= 0xD800 && *unit <= 0xDFFF) {
                const auto next = escape_at(text, at + 6);
                const bool pair = *unit <= 0xDBFF && next && *next >= 0xDC00 && *next <= 0xDFFF;
                result += pair ? text.substr(at, 12) : replacement;
                at += pair ? 12 : 6;
            } else {
                result += text.substr(at, 2); // also keeps an escaped backslash from starting an escape
                at += 2;
            }
        } else if (const std::size_t length = sequence_length(text.substr(at)); length > 0) {
            result += text.substr(at, length);
            at += length;
        } else {
            result += replacement;
            ++at;
        }
    }
    return result;
}

} // namespace

std::optional<json> read_json(const std::string& body) {
    json value = json::parse(body, nullptr, false);
    if (value.is_discarded()) {
        value = json::parse(repaired(body), nullptr, false);
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

std::string message_in(const std::string& body) {
    if (const auto value = read_json(body); value && value->is_object()) {
        for (const json::json_pointer& at :
             {json::json_pointer("/error/message"), json::json_pointer("/error"),
              json::json_pointer("/message"), json::json_pointer("/detail")}) {
            if (value->contains(at) && value->at(at).is_string()) {
                return shortened(value->at(at).get_ref<const std::string&>(), longest_message);
            }
        }
    }
    return shortened(repaired(body), longest_message);
}

} // namespace tiebreak::client
