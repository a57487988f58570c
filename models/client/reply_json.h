// SPDX-License-Identifier: GPL-3.0-or-later
// Reading JSON that model servers send: private to the client.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace tiebreak::client {

/// The body as JSON, or nothing (also where it nests deeper than 200). Where it does not parse as it stands,
/// lone surrogate escapes and bytes that are not UTF-8 are replaced by U+FFFD and it is read again: a token
/// cut in the middle of a character is no lost answer.
[[nodiscard]] std::optional<nlohmann::json> read_json(const std::string& body);

/// As text; what is not UTF-8 becomes U+FFFD instead of an exception.
[[nodiscard]] std::string to_text(const nlohmann::json& value);

/// The first `bytes` of the text at most, cut between characters and marked "…" where it was cut.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t bytes);

/// What a reply says for people, whole: the same places; empty where it says nothing.
[[nodiscard]] std::string message_of(const nlohmann::json& reply);

/// Long enough for what servers say of an error.
inline constexpr std::size_t longest_message = 500;

/// What an error reply says for people: OpenAI's error.message, FastAPI's detail, a plain string, or the
/// beginning of the body as it stands.
[[nodiscard]] std::string message_in(const std::string& body);

} // namespace tiebreak::client
