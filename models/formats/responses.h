// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/rows.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::formats {

/// One recorded answer and what the file says of it. An empty `text` is an answer; a missing one is a bad
/// row.
struct ResponseRow {
    std::size_t line = 0;
    std::size_t order = 0;                  ///< place in the file, from 0, bad rows counted
    std::string external_id;                ///< of the item; empty where the file has none
    std::optional<std::string> instruction; ///< absent where the file does not repeat it
    std::string input;
    std::string candidate; ///< empty where the file names none
    int repeat = 1;
    std::string text;
    std::string finish_reason;
    std::optional<std::int64_t> prompt_tokens;
    std::optional<std::int64_t> completion_tokens;
    std::optional<double> latency_ms;
};

struct ResponsesImport {
    std::vector<ResponseRow> rows;
    std::vector<BadRow> bad;
    std::size_t rows_in_file = 0; ///< after the slice, bad ones counted
    std::string format; ///< "json-lines", "json", "alpaca", "two-responses", "self-instruct", "csv", "texts"
    std::map<std::string, std::string> mapping;
    std::vector<std::string> notes;
};

struct ResponseOptions : ReadOptions {
    std::string candidate; ///< which one to take from a file that names several; empty: all
};

/// The fields a mapping may name: id, instruction, input, response, candidate, repeat, finish_reason,
/// prompt_tokens, completion_tokens, latency_ms.
[[nodiscard]] const std::vector<std::string>& response_fields();

/// Reads recorded answers by content (formats.md): JSON Lines, a JSON list (Alpaca rows with
/// `model_response`, two-response rows, plain texts), Self-Instruct predictions, CSV, and Tiebreak's own
/// export. The answer is `model_response`, `response`, `completion`, `text`, `answer`, `prediction`,
/// `generation`, or `output` where none of these is there. Throws domain::Error (usage) where several keys
/// could be the answer ("model 1 response", "model 2 response") and the mapping does not choose, or where the
/// file holds other candidates than the one asked for; (format) where no key could be.
[[nodiscard]] ResponsesImport read_responses(std::string_view bytes, const ResponseOptions& options = {});

} // namespace tiebreak::formats
