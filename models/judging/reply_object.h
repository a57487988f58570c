// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::judging {

/// One field of a JSON object that a judge wrote, two levels deep: deeper values are of kind other.
struct ReplyField {
    enum class Kind { number, text, object, other };
    std::string key;
    Kind kind = Kind::other;
    double number = 0;
    std::string text;
    std::vector<ReplyField> fields; ///< of an object, in the order written, also where a key comes twice
};

/// The verdict object of a reply, or why there is none.
struct ReplyObject {
    std::optional<std::vector<ReplyField>> fields;
    std::string_view reason; ///< a code of judging::reason where there are no fields
    std::string message;
};

/// Finds the last complete top-level object of a reply and reads it, by the rules that stand at
/// parse_reply(). `reply` is well-formed UTF-8. Linear in time; no recursion.
[[nodiscard]] ReplyObject read_last_object(std::string_view reply);

/// The reply without a leading <think>…</think>; nothing where the thinking does not end.
[[nodiscard]] std::optional<std::string_view> without_thinking(std::string_view reply);

/// The inside of a reply that is one ``` fence from end to end, else the reply; white space at the ends
/// removed.
[[nodiscard]] std::string_view without_code_fence(std::string_view reply);

/// ASCII lower case, for keys and markers that are ASCII.
[[nodiscard]] std::string ascii_lower(std::string_view text);

} // namespace tiebreak::judging
