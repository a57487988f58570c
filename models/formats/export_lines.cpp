// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/export_lines.h"

#include "text/json.h"

#include <nlohmann/json.hpp>

#include <string_view>
#include <utility>

namespace tiebreak::formats {

namespace {

using OrderedJson = nlohmann::ordered_json;

template <class T>
OrderedJson or_null(const std::optional<T>& value) {
    return value ? OrderedJson(*value) : OrderedJson(nullptr);
}

OrderedJson or_null(const std::string& text) {
    return text.empty() ? OrderedJson(nullptr) : OrderedJson(text);
}

std::string as_line(const OrderedJson& json) {
    std::string line = text::dump_json(json);
    // In JSON these stand inside of strings alone, so an escape means the same.
    static constexpr std::pair<std::string_view, std::string_view> separators[] = {
        {"\xe2\x80\xa8", "\\u2028"}, {"\xe2\x80\xa9", "\\u2029"}, {"\xc2\x85", "\\u0085"}};
    for (const auto& [bytes, escape] : separators) {
        for (std::size_t at = line.find(bytes); at != std::string::npos;
             at = line.find(bytes, at + escape.size())) {
            line.replace(at, bytes.size(), escape);
        }
    }
    line += '\n';
    return line;
}

} // namespace

std::string to_json_line(const ResponseLine& line) {
    return as_line({{"run", line.run},
                    {"item", line.item},
                    {"instruction", line.instruction},
                    {"candidate", line.candidate},
                    {"repeat", line.repeat},
                    {"response", or_null(line.response)},
                    {"error", or_null(line.error)},
                    {"finish_reason", or_null(line.finish_reason)},
                    {"latency_ms", or_null(line.latency_ms)},
                    {"ttft_ms", or_null(line.ttft_ms)},
                    {"prompt_tokens", or_null(line.prompt_tokens)},
                    {"completion_tokens", or_null(line.completion_tokens)},
                    {"cost", or_null(line.cost)}});
}

std::string to_json_line(const VerdictLine& line) {
    return as_line({{"run", line.run},
                    {"judging", line.judging},
                    {"item", line.item},
                    {"candidate", line.candidate},
                    {"opponent", or_null(line.opponent)},
                    {"repeat", line.repeat},
                    {"position", or_null(line.position)},
                    {"score", or_null(line.score)},
                    {"winner", or_null(line.winner)},
                    {"status", line.status},
                    {"comment", line.comment},
                    {"raw", or_null(line.raw)},
                    {"origin", line.origin}});
}

} // namespace tiebreak::formats
