// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tiebreak::text {

/// The language most of the text is written in, as an ISO 639-1 code ("en", "he", "zh"; "zh-Hant" for
/// traditional Chinese), by Compact Language Detector 2. Nothing where it cannot tell: no letters, a few
/// words only, or a mixture.
[[nodiscard]] std::optional<std::string> detect_language(std::string_view text);

/// The code that detect_language() would use: "iw" is "he", "zh-cn" is "zh", "EN" is "en".
[[nodiscard]] std::string language_code(std::string_view code);

/// Whether more than half of the letters belong to a script that the language is written in. False where
/// there is no letter or the code is unknown.
[[nodiscard]] bool is_in_script_of(std::string_view text, std::string_view code);

} // namespace tiebreak::text
