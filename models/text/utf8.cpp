// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/utf8.h"

#include "domain/error.h"

#include <fmt/format.h>
#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <limits>

namespace tiebreak::text {

namespace {

constexpr UChar32 replacement = 0xfffd;

/// ICU counts in int32_t.
std::int32_t icu_length(std::string_view text) {
    if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
        throw domain::Error(domain::ErrorKind::format, "one text is over 2 GB", {}, "split it");
    }
    return static_cast<std::int32_t>(text.size());
}

void append(std::string& out, UChar32 c) {
    char bytes[U8_MAX_LENGTH];
    std::int32_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, c);
    out.append(bytes, static_cast<std::size_t>(size));
}

/// Calls `each` with every code point, or a negative number for an ill-formed sequence, and the bytes it came
/// from.
template <class Each>
void for_each_code_point(std::string_view text, Each&& each) {
    const std::int32_t length = icu_length(text);
    for (std::int32_t i = 0; i < length;) {
        const std::int32_t start = i;
        UChar32 c = 0;
        U8_NEXT(text.data(), i, length, c);
        each(c, text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
    }
}

bool is_invisible(UChar32 c) {
    if (c == 0x200c || c == 0x200d) {
        return false;
    }
    const bool annotation = c >= 0xfff9 && c <= 0xfffb;
    return annotation ||
           (u_charType(c) == U_FORMAT_CHAR && u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT));
}

} // namespace

bool is_valid_utf8(std::string_view bytes) {
    const std::int32_t length = icu_length(bytes);
    for (std::int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(bytes.data(), i, length, c);
        if (c < 0) {
            return false;
        }
    }
    return true;
}

std::string repair_utf8(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for_each_code_point(bytes, [&](UChar32 c, std::string_view piece) {
        if (c < 0) {
            append(out, replacement);
        } else {
            out += piece;
        }
    });
    return out;
}

std::string for_display(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    bool after_return = false;
    for_each_code_point(bytes, [&](UChar32 c, std::string_view piece) {
        const bool ends_return = after_return && c == '\n';
        after_return = c == '\r';
        if (ends_return) {
            return; // the CR of this CRLF has already become the newline
        }
        if (c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7f)) {
            out += piece;
        } else if (c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
            out += '\n';
        } else if (c >= 0 && c < 0x20) {
            append(out, 0x2400 + c);
        } else if (c == 0x7f) {
            append(out, 0x2421);
        } else if (c < 0 || c < 0xa0 || U_IS_UNICODE_NONCHAR(c)) {
            append(out, replacement);
        } else if (is_invisible(c)) {
            out += fmt::format("⟦U+{:04X}⟧", static_cast<std::uint32_t>(c));
        } else {
            out += piece;
        }
    });
    return out;
}

std::string_view trim(std::string_view text) {
    const std::int32_t length = icu_length(text);
    std::int32_t begin = 0;
    for (std::int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(text.data(), i, length, c);
        if (c < 0 || !u_isUWhiteSpace(c)) {
            break;
        }
        begin = i;
    }
    std::int32_t end = length;
    for (std::int32_t i = length; i > begin;) {
        UChar32 c = 0;
        U8_PREV(text.data(), begin, i, c);
        if (c < 0 || !u_isUWhiteSpace(c)) {
            break;
        }
        end = i;
    }
    return text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

bool is_blank(std::string_view text) {
    return trim(text).empty();
}

std::string casefold(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    icu::StringByteSink<std::string> sink(&out);
    UErrorCode status = U_ZERO_ERROR;
    icu::CaseMap::utf8Fold(0, icu::StringPiece(text.data(), icu_length(text)), sink, nullptr, status);
    if (U_FAILURE(status)) {
        throw domain::Error(domain::ErrorKind::internal,
                            fmt::format("case folding failed: {}", u_errorName(status)), "ICU");
    }
    return out;
}

std::string nfc(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* const normalizer = icu::Normalizer2::getNFCInstance(status);
    std::string normal;
    icu::StringByteSink<std::string> sink(&normal);
    if (U_SUCCESS(status)) {
        const std::string repaired = repair_utf8(text);
        normalizer->normalizeUTF8(0, icu::StringPiece(repaired.data(), icu_length(repaired)), sink, nullptr,
                                  status);
    }
    if (U_FAILURE(status)) {
        throw domain::Error(domain::ErrorKind::internal, u_errorName(status), "Unicode normalisation");
    }
    return normal;
}

std::size_t character_count(std::string_view text) {
    std::size_t count = 0;
    for_each_code_point(text, [&](UChar32, std::string_view) { ++count; });
    return count;
}

} // namespace tiebreak::text
