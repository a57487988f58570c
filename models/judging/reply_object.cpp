// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/reply_object.h"

#include "judging/parse.h"
#include "text/utf8.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace tiebreak::judging {

namespace {

using nlohmann::json;

/// Where the braces of a reply are.
struct BraceScan {
    std::optional<std::string_view> last_closed; ///< the last top-level {…}
    std::optional<std::string_view> open_tail;   ///< from a brace that never closes to the end
    bool stray_close = false;                    ///< a } that closes nothing, behind last_closed
};

BraceScan scan_braces(std::string_view reply) {
    BraceScan scan;
    std::size_t depth = 0;
    std::size_t begin = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < reply.size(); ++i) {
        const char c = reply[i];
        if (in_string) {
            if (c == '\\') {
                ++i;
            } else if (c == '"') {
                in_string = false;
            }
        } else if (c == '"') {
            in_string = depth > 0; // quotation marks in prose mean nothing
        } else if (c == '{') {
            begin = depth++ == 0 ? i : begin;
        } else if (c == '}' && depth == 0) {
            scan.stray_close = true;
        } else if (c == '}' && --depth == 0) {
            scan.last_closed = reply.substr(begin, i + 1 - begin);
            scan.stray_close = false;
        }
    }
    if (depth > 0) {
        scan.open_tail = reply.substr(begin);
    }
    return scan;
}

/// Builds the upper two levels of an object from the parser's events; the parser keeps its own stack on the
/// heap.
class FieldCollector : public json::json_sax_t {
public:
    std::vector<ReplyField> fields;
    std::size_t error_position =
        0; ///< characters read when it failed; beyond the size where the end was the trouble
    bool number_overflow = false;

    bool null() override { return value(ReplyField::Kind::other); }
    bool boolean(bool) override { return value(ReplyField::Kind::other); }
    bool number_integer(json::number_integer_t n) override { return number(static_cast<double>(n)); }
    bool number_unsigned(json::number_unsigned_t n) override { return number(static_cast<double>(n)); }
    bool number_float(json::number_float_t n, const std::string&) override { return number(n); }
    bool string(std::string& text) override {
        value(ReplyField::Kind::text);
        if (ReplyField* field = current()) {
            field->text = std::move(text);
        }
        return true;
    }
    bool binary(json::binary_t&) override { return false; }
    bool start_object(std::size_t) override {
        value(ReplyField::Kind::object);
        ++depth_;
        return true;
    }
    bool key(std::string& name) override {
        if (depth_ == 1) {
            fields.emplace_back().key = std::move(name);
        } else if (depth_ == 2 && !fields.empty()) {
            fields.back().fields.emplace_back().key = std::move(name);
        }
        return true;
    }
    bool end_object() override {
        --depth_;
        return true;
    }
    bool start_array(std::size_t) override {
        value(ReplyField::Kind::other);
        depth_ += 2; // what is inside is nobody's field, however its objects look
        return true;
    }
    bool end_array() override {
        depth_ -= 2;
        return true;
    }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception& error) override {
        constexpr int out_of_range_number = 406;
        error_position = position;
        number_overflow = error.id == out_of_range_number;
        return false;
    }

private:
    /// The field whose value is being read, where it is one of those kept.
    ReplyField* current() {
        if (depth_ == 1 && !fields.empty()) {
            return &fields.back();
        }
        if (depth_ == 2 && !fields.empty() && !fields.back().fields.empty()) {
            return &fields.back().fields.back();
        }
        return nullptr;
    }
    bool value(ReplyField::Kind kind) {
        if (ReplyField* field = current()) {
            field->kind = kind;
        }
        return true;
    }
    bool number(double n) {
        value(ReplyField::Kind::number);
        if (ReplyField* field = current()) {
            field->number = n;
        }
        return true;
    }

    std::size_t depth_ = 0;
};

/// \uD83D without its other half, as models write that cut an emoji in two, becomes \uFFFD: the parser
/// would refuse the whole object for a character in a comment.
std::string repair_surrogate_escapes(std::string_view text) {
    const auto unit_at = [&](std::size_t at) -> std::uint32_t {
        std::uint32_t unit = 0;
        if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') {
            return 0;
        }
        const char* const last = text.data() + at + 6;
        return std::from_chars(text.data() + at + 2, last, unit, 16).ptr == last ? unit : 0;
    };
    std::string repaired;
    repaired.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::uint32_t unit = unit_at(i);
        if (unit >= 0xD800 && unit <= 0xDFFF) {
            const std::uint32_t next = unit_at(i + 6);
            const bool pair = unit < 0xDC00 && next >= 0xDC00 && next <= 0xDFFF;
            repaired += pair ? text.substr(i, 12) : std::string_view("\\uFFFD");
            i += pair ? 12 : 6;
        } else {
            // An escaped backslash goes over in one piece, so that the u behind it starts no escape.
            const std::size_t length = text[i] == '\\' && i + 1 < text.size() ? 2 : 1;
            repaired += text.substr(i, length);
            i += length;
        }
    }
    return repaired;
}

bool collect(std::string_view object, FieldCollector& into) {
    const std::string repaired = repair_surrogate_escapes(object);
    const bool read = json::sax_parse(repaired, &into);
    if (!read && into.error_position > repaired.size()) {
        into.error_position = object.size() + 1;
    }
    return read;
}

/// Whether the text is valid JSON as far as it goes and only its end is missing.
bool is_cut_off(std::string_view tail) {
    FieldCollector collector;
    return !collect(tail, collector) && collector.error_position > tail.size();
}

ReplyObject refused(std::string_view reason, std::string message) {
    return {std::nullopt, reason, std::move(message)};
}

} // namespace

std::string ascii_lower(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

std::optional<std::string_view> without_thinking(std::string_view reply) {
    constexpr std::string_view opening = "<think>";
    constexpr std::string_view closing = "</think>";
    const std::string_view trimmed = text::trim(reply);
    if (!trimmed.starts_with(opening)) {
        return reply;
    }
    const std::size_t end = trimmed.find(closing);
    return end == std::string_view::npos ? std::nullopt : std::optional(trimmed.substr(end + closing.size()));
}

std::string_view without_code_fence(std::string_view reply) {
    constexpr std::string_view fence = "```";
    const std::string_view trimmed = text::trim(reply);
    const std::size_t line_end = trimmed.find('\n');
    if (!trimmed.starts_with(fence) || !trimmed.ends_with(fence) || line_end == std::string_view::npos ||
        line_end + fence.size() > trimmed.size()) {
        return trimmed;
    }
    return text::trim(trimmed.substr(line_end, trimmed.size() - fence.size() - line_end));
}

ReplyObject read_last_object(std::string_view reply) {
    const BraceScan scan = scan_braces(reply);
    if (!scan.last_closed) {
        if (!scan.open_tail) {
            return refused(reason::no_object, "the reply holds no JSON object");
        }
        return is_cut_off(*scan.open_tail)
                   ? refused(reason::truncated, "the reply ends in the middle of its JSON object")
                   : refused(reason::malformed,
                             "the reply opens a brace that never closes, and what follows is not valid JSON");
    }
    if (scan.stray_close || (scan.open_tail && !is_cut_off(*scan.open_tail))) {
        return refused(
            reason::unbalanced,
            "behind the last JSON object stand braces that do not belong together, so that it may be a "
            "quotation torn out of the verdict");
    }
    FieldCollector collector;
    if (!collect(*scan.last_closed, collector)) {
        return collector.number_overflow
                   ? refused(reason::score_out_of_range, "a number is too large for any scale")
                   : refused(reason::malformed, "the last JSON object of the reply is not valid JSON");
    }
    return {std::move(collector.fields), {}, {}};
}

} // namespace tiebreak::judging
