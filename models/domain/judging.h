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
    Candidate model;            ///< Kind::endpoint
    std::string scorer;         ///< Kind::scorer: "reference-overlap", "regex", …
    std::string scorer_options; ///< Kind::scorer: JSON of what differs from its defaults; empty: nothing does
    std::string recorded_path;  ///< Kind::recorded: as the config names it

    friend bool operator==(const JudgeSpec&, const JudgeSpec&) = default;
};

/// How many answers to one item are put in order (Protocol::listwise).
enum class RankMethod { listwise, pointwise, pairs, sorting, bubble };

/// "listwise", "pointwise", "pairs", "sorting", "bubble".
std::string to_string(RankMethod method);
std::optional<RankMethod> rank_method_from_string(const std::string& name);

/// One of several rubrics that are scored apart and combined by their weights.
struct WeightedRubric {
    std::string rubric;      ///< a name in the project or built in, or a file
    std::string rubric_text; ///< the rubric itself as JSON, where the config holds it inline; else empty
    double weight = 1;       ///< above 0

    friend bool operator==(const WeightedRubric&, const WeightedRubric&) = default;
};

/// A baseline that is the item's reference answer instead of a candidate's.
inline constexpr const char* reference_baseline = "reference";

struct JudgingSpec {
    std::string name;
    Protocol protocol = Protocol::scorer;
    JudgeSpec judge;
    std::vector<JudgeSpec> panel;         ///< further judges (models): each asks every unit
    std::string rubric;                   ///< name of a rubric in the project or built in, or a file
    std::string rubric_text;              ///< the rubric itself as JSON, where the config holds it inline
    std::vector<WeightedRubric> criteria; ///< rubric: several, instead of `rubric`
    std::string baseline; ///< name of a candidate, or "reference"; needed by pairwise and a relative rubric
    std::string baseline_run; ///< name of a past run whose stored answers of `baseline` are the baseline
    bool swap = true;         ///< pairs are asked in both orders; false: in one, drawn from the seed
    int repeats = 1;
    std::uint64_t seed = 1;
    bool merge_identical = true; ///< identical responses to one item are shown once and share the verdict
    bool relative = false;       ///< rubric: the better of two instead of a score
    RankMethod method = RankMethod::listwise; ///< listwise
    int top = 0;        ///< sorting and bubble: how many of the best are put in order; 0: all
    int window = 20;    ///< listwise: answers a prompt
    int step = 10;      ///< listwise: how far the window moves
    int tournaments = 1;                      ///< tournament: how many are played
    bool logprobs = false;                    ///< pairs: preference by the log-probabilities of the labels
    std::string prompt;      ///< a person's own prompt file, as the config names it; empty: the built-in one
    std::string prompt_name; ///< which of the prompts in that file
    bool repair = true;      ///< an unreadable reply is asked once for the format again
    int group_size = 0;      ///< joint: at most so many answers a prompt, in linked groups; 0: all
    int context_tokens =
        0;               ///< joint: the judge's context, in tokens; prompts beyond it are split; 0: unknown
    int items = 0;       ///< a trial on so many items; 0: all
    bool sample = false; ///< the trial's items are drawn by the seed instead of being the first

    /// The judge and the rest of the panel.
    [[nodiscard]] std::vector<JudgeSpec> judges() const {
        std::vector<JudgeSpec> all{judge};
        all.insert(all.end(), panel.begin(), panel.end());
        return all;
    }
    friend bool operator==(const JudgingSpec&, const JudgingSpec&) = default;
};

struct Rubric {
    std::string name;
    std::string criteria; ///< what a good answer is, put before the judge as it stands
    double scale_min = 0;
    double scale_max = 100;
    std::vector<std::string> descriptions; ///< of scores, lowest first; may be empty
    bool yes_no = false;                   ///< asked for in those words: the scale is 0 (no) to 1 (yes)

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
