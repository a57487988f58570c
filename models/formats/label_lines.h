// SPDX-License-Identifier: GPL-3.0-or-later
// People's labels as files: JSON Lines and CSV out and in, and what a label packet sends back.
#pragma once

#include "formats/rows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tiebreak::formats {

/// A label that means the same in every copy of its project: names and uids instead of row numbers.
struct LabelLine {
    std::string uid; ///< empty in a file somebody else made: then every import of it adds one
    std::string run;
    std::string run_uid;
    std::string item; ///< external id, or the number in the eval set, from 1
    std::string item_uid;
    std::string annotator;
    std::string mode = "pair";      ///< pair, rank, rubric
    std::vector<std::string> shown; ///< candidates in the order shown
    std::string outcome;            ///< "1" …, tie, bad, cannot, ranked, scored, withdrawn
    std::vector<int> ranks;         ///< beside `shown`, from 1
    std::vector<std::pair<std::string, double>> scores; ///< by criterion
    std::string rubric;
    std::string reason;
    std::string purpose; ///< tie-break, agreement, again; empty: drawn at random by whoever made the file
    std::string judging; ///< whose tie it was to break
    std::string supersedes;
    std::string packet;
    std::string card;
    std::int64_t created = 0; ///< ms since 1970
    std::size_t line = 0;     ///< in the file it came from, from 1

    friend bool operator==(const LabelLine&, const LabelLine&) = default;
};

/// Ends in "\n".
[[nodiscard]] std::string to_json_line(const LabelLine& line);
[[nodiscard]] std::string label_csv_header();
[[nodiscard]] std::string to_csv_line(const LabelLine& line);

struct LabelFile {
    std::string format; ///< "labels, JSON Lines" or "labels, CSV"
    std::vector<LabelLine> lines;
    std::vector<BadRow> bad;
};
/// Both forms as written above. A CSV of other make needs item, annotator and winner (a candidate's name, 1,
/// 2, first, second, tie, bad or cannot) with `shown`, or with first and second. What cannot be meant is in
/// `bad`, never guessed. Throws domain::Error (format) where the content is neither.
[[nodiscard]] LabelFile read_labels(std::string_view bytes, const std::string& where = {});

/// What one person said of a packet's cards.
struct PacketAnswers {
    std::string packet;
    std::string annotator;
    struct Answer {
        std::string card;
        std::string outcome; ///< as in LabelLine
        std::vector<int> ranks;
        std::optional<double> score;
        std::string reason;
        std::int64_t time = 0; ///< ms since 1970
    };
    std::vector<Answer> answers;
    std::vector<BadRow> bad; ///< `line` is the answer's number
};
/// Whether the bytes are a packet's answers, by content.
[[nodiscard]] bool is_packet_answers(std::string_view bytes);
/// Throws domain::Error (format) where they are not, or are cut off.
[[nodiscard]] PacketAnswers read_packet_answers(std::string_view bytes, const std::string& where = {});

} // namespace tiebreak::formats
