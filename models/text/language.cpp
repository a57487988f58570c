// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/language.h"

#include "text/utf8.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio> // CLD2's header uses FILE without it
#include <span>

namespace tiebreak::text {

std::string language_code(std::string_view code) {
    std::string lower(trim(code));
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return c == '_' ? '-' : std::tolower(c); });
    struct Same {
        std::string_view from;
        std::string_view to;
    };
    static constexpr std::array<Same, 9> same{{{"iw", "he"},
                                               {"in", "id"},
                                               {"ji", "yi"},
                                               {"nb", "no"},
                                               {"fil", "tl"},
                                               {"zh-cn", "zh"},
                                               {"zh-hans", "zh"},
                                               {"zh-tw", "zh-Hant"},
                                               {"zh-hant", "zh-Hant"}}};
    const auto* const found = std::ranges::find(same, lower, &Same::from);
    return found == same.end() ? lower : std::string(found->to);
}

std::optional<std::string> detect_language(std::string_view text) {
    const std::string repaired = repair_utf8(text);
    const CLD2::CLDHints no_hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    std::array<CLD2::Language, 3> languages{};
    std::array<int, 3> percent{};
    std::array<double, 3> scores{};
    int bytes = 0;
    bool reliable = false;
    const CLD2::Language found = CLD2::ExtDetectLanguageSummary(
        repaired.data(), static_cast<int>(repaired.size()), true, &no_hints, 0, languages.data(),
        percent.data(), scores.data(), nullptr, &bytes, &reliable);
    if (found == CLD2::UNKNOWN_LANGUAGE || !reliable) {
        return std::nullopt;
    }
    return language_code(CLD2::LanguageCode(found));
}

bool is_in_script_of(std::string_view text, std::string_view code) {
    std::array<UScriptCode, 8> scripts{};
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t n = uscript_getCode(language_code(code).c_str(), scripts.data(),
                                           static_cast<std::int32_t>(scripts.size()), &status);
    if (U_FAILURE(status) || n <= 0) {
        return false;
    }
    const std::span<const UScriptCode> wanted(scripts.data(), static_cast<std::size_t>(n));
    std::size_t letters = 0;
    std::size_t fitting = 0;
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT(text.data(), i, size, c);
        if (c < 0 || !u_isalpha(c)) {
            continue;
        }
        ++letters;
        UErrorCode ignored = U_ZERO_ERROR;
        const UScriptCode script = uscript_getScript(c, &ignored);
        fitting += std::ranges::find(wanted, script) != wanted.end() ? 1 : 0;
    }
    return letters > 0 && fitting * 2 > letters;
}

} // namespace tiebreak::text
