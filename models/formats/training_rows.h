// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace tiebreak::formats {

/// One row of a training file.
struct TrainingRow {
    std::int64_t number = 0; ///< from 1
    std::string
        prompt; ///< what the model is asked in it: instruction and input; empty where that cannot be told
    std::string answer; ///< what it answers; empty where that cannot be told
    std::string whole;  ///< all of its text
};

struct TrainingFile {
    std::string format; ///< "json", "json-lines" or "text"
    std::int64_t rows = 0;
    std::int64_t bad = 0;       ///< rows that are no JSON, or longer than 64 MB; passed over
    std::int64_t first_bad = 0; ///< line of the first, 0 where none is
    std::string hash;           ///< SHA-256 of the file
};

/// Reads a training file row by row, whatever its size, and never holds more than a row and a buffer: a JSON
/// list, JSON Lines (Alpaca, instruction/response, prompt/completion, chat messages, {"text"}; of other
/// objects all texts are taken), or plain text, whose rows are its paragraphs. Throws domain::Error (file)
/// where it cannot be read, and (format) where it is compressed or binary.
TrainingFile each_training_row(const std::string& path, const std::function<void(const TrainingRow&)>& each,
                               const std::function<void(std::uint64_t bytes_read)>& progress = {},
                               const std::stop_token& stop = {});

} // namespace tiebreak::formats
