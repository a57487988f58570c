// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tiebreak::formats {

/// One line of `export responses` (interface.md). What is absent is written as null.
struct ResponseLine {
    std::string run;
    std::string item; ///< external id, or the project's own where the eval set had none
    std::string instruction;
    std::string candidate;
    int repeat = 1;
    std::optional<std::string> response; ///< absent where the endpoint failed for good
    std::string error;                   ///< why; empty: null
    std::string finish_reason;           ///< empty: null
    std::optional<double> latency_ms;
    std::optional<double> ttft_ms;
    std::optional<std::int64_t> prompt_tokens;
    std::optional<std::int64_t> completion_tokens;
    std::optional<double> cost; ///< US dollars
};

/// One line of `export verdicts`.
struct VerdictLine {
    std::string run;
    std::string judging;
    std::string item;
    std::string candidate;
    std::string opponent; ///< empty: null
    int repeat = 1;
    std::optional<int> position; ///< in which the response was shown, from 1
    std::optional<double> score;
    std::string winner; ///< empty: null
    std::string status; ///< "read", "parse_failure", "failed"
    std::string comment;
    std::optional<std::string> raw; ///< the judge's reply as received; absent for scorers and failures
    std::string origin;             ///< judge's name, scorer or person
};

/// JSON in the order of the fields above, ending in "\n". U+2028, U+2029 and U+0085 are escaped: some readers
/// end lines there.
[[nodiscard]] std::string to_json_line(const ResponseLine& line);
[[nodiscard]] std::string to_json_line(const VerdictLine& line);

} // namespace tiebreak::formats
