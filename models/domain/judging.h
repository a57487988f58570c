// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::domain {

enum class Protocol {
    joint,
    single,
    pairwise,
    round_robin,
    rubric,
    listwise,
    tournament,
    scorer,
    multi_turn
};

/// The names of interface.md: "joint", "round-robin", …
std::string to_string(Protocol protocol);
std::optional<Protocol> protocol_from_string(const std::string& name);

/// Who judges: exactly one of an endpoint, a built-in scorer, or replies recorded elsewhere.
struct JudgeSpec {
    enum class Kind { endpoint, scorer, recorded } kind = Kind::scorer;
    Candidate model;           ///< Kind::endpoint
    std::string scorer;        ///< Kind::scorer: "reference-overlap", "exact", "contains"
    std::string recorded_path; ///< Kind::recorded: as the config names it

    friend bool operator==(const JudgeSpec&, const JudgeSpec&) = default;
};

struct JudgingSpec {
    std::string name;
    Protocol protocol = Protocol::scorer;
    JudgeSpec judge;
    std::string rubric;   ///< name of a rubric in the project or built in
    std::string baseline; ///< pairwise: name of a candidate
    int repeats = 1;
    std::uint64_t seed = 1;
    bool merge_identical = true; ///< identical responses to one item are shown once and share the verdict

    friend bool operator==(const JudgingSpec&, const JudgingSpec&) = default;
};

struct Rubric {
    std::string name;
    std::string criteria; ///< what a good answer is, put before the judge as it stands
    double scale_min = 0;
    double scale_max = 100;
    std::vector<std::string> descriptions; ///< of scores, lowest first; may be empty

    friend bool operator==(const Rubric&, const Rubric&) = default;
};

/// What became of one reply of a judge.
enum class ReplyStatus {
    read,          ///< understood: verdicts exist
    parse_failure, ///< arrived, could not be understood: no verdict, counted, can be read again by a better
                   ///< parser
    failed,        ///< no reply: the endpoint failed for good
};

/// "read", "parse_failure", "failed".
std::string to_string(ReplyStatus status);

} // namespace tiebreak::domain
