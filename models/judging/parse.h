// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::judging {

/// The form of a reply. Names are stored with a judging: add, never rename.
enum class Grammar {
    scores, ///< joint: one object, a score and comment for each model
    score,  ///< single: a score and comment, or a bare integer
    winner, ///< pairs: {"winner", "reason"}, [[A]], or Arena's labels
    label,  ///< pairs by log-probabilities: the letter A or B
    result, ///< rubric: feedback, then [RESULT] n
    better, ///< relative rubric: feedback, then [RESULT] A
    rating, ///< conversations: words, then [[n]]
    order,  ///< listwise: [3] > [1] > [2]
    choice, ///< tournament: [2], [5], [1]
};

/// "scores", "score", "winner", "label", "result", "better", "rating", "order", "choice".
[[nodiscard]] std::string to_string(Grammar grammar);
[[nodiscard]] std::optional<Grammar> grammar_from_string(std::string_view name);
/// The form that a judging's built-in prompt asks for. Throws domain::Error (usage) for a protocol without
/// one.
[[nodiscard]] Grammar grammar_of(const domain::JudgingSpec& spec);
/// Whether replies in it compare two answers.
[[nodiscard]] bool compares(Grammar grammar) noexcept;

/// What a reply must answer: how many positions were shown, and the scale asked for (both ends belong to it).
struct Expected {
    int positions = 1;
    double scale_min = 0;
    double scale_max = 100;
    bool yes_no = false; ///< [RESULT] yes or no, for 1 or 0
};

/// The verdict on one position of the prompt.
struct PositionScore {
    int position = 1; ///< from 1: "Model 1"
    double score = 0;
    std::string comment; ///< empty where the judge gave none

    friend bool operator==(const PositionScore&, const PositionScore&) = default;
};

/// Why a reply could not be read. Codes are stored and shown in tables: add, never rename.
namespace reason {
/// Nothing but white space.
inline constexpr std::string_view empty = "empty";
/// A web page, usually a proxy's error.
inline constexpr std::string_view html = "html";
/// No JSON object in it.
inline constexpr std::string_view no_object = "no_object";
/// Ends before its object (or its thinking) does.
inline constexpr std::string_view truncated = "truncated";
/// The object is not valid JSON.
inline constexpr std::string_view malformed = "malformed";
/// Braces after the object that close or open nothing.
inline constexpr std::string_view unbalanced = "unbalanced";
/// A key, or a model, named twice.
inline constexpr std::string_view duplicate_key = "duplicate_key";
/// A key that is none of the models shown.
inline constexpr std::string_view unknown_model = "unknown_model";
/// A model shown has no verdict.
inline constexpr std::string_view missing_model = "missing_model";
/// A field not asked for, or of the wrong kind.
inline constexpr std::string_view unexpected_field = "unexpected_field";
/// A verdict without a score.
inline constexpr std::string_view missing_score = "missing_score";
/// Text, null, true, a list.
inline constexpr std::string_view score_not_a_number = "score_not_a_number";
/// No verdict of the form asked for.
inline constexpr std::string_view no_verdict = "no_verdict";
/// Verdicts that contradict each other, and none at the end that would be the last word.
inline constexpr std::string_view ambiguous = "ambiguous";
/// A winner that is none of those asked for.
inline constexpr std::string_view unknown_winner = "unknown_winner";
/// The endpoint told no log-probabilities.
inline constexpr std::string_view no_logprobs = "no_logprobs";
/// Outside the scale, or beyond any number.
inline constexpr std::string_view score_out_of_range = "score_out_of_range";
} // namespace reason

struct ParsedReply {
    domain::ReplyStatus status = domain::ReplyStatus::parse_failure; ///< read or parse_failure, never failed
    std::string reason;  ///< one of the codes above; empty where read
    std::string message; ///< the same as a sentence for people, naming the model or field; empty where read
    int parser_version = 0;
    /// By position, each exactly once; empty unless read, or for pairs. Of an order: places from 1, the best;
    /// of a choice: 1, 2, … as they were named, 0 for those who were not.
    std::vector<PositionScore> scores;
    std::optional<int> winner;         ///< pairs: the position preferred (1 or 2), 0 for a tie
    double weight = 1;                 ///< of that verdict: 3 for Arena's double marks
    std::string comment;               ///< pairs: why
    /// order, choice: positions were missing, doubled or out of range, and the rest was put behind them
    bool completed = false;

    [[nodiscard]] bool read() const noexcept { return status == domain::ReplyStatus::read; }
};

/// How the replies of one form are read. A changed grammar gets a new version, so that stored replies can
/// be read again and both readings told apart.
struct ReplyReader {
    Grammar grammar;
    int version;
    ParsedReply (*read)(std::string_view reply, const Expected& expected);
};

/// The readers there are, one a form.
[[nodiscard]] std::span<const ReplyReader> reply_readers();

/// Reads a judge's reply, and nothing but that reply: what the candidates wrote never comes here. Linear in
/// time, no recursion, never throws for any bytes.
///
/// The grammar, strict on purpose: a reply that could mean two things is a parse failure, not a guess.
/// - scores: {"Model 1": {"score": n, "comment": "…"}, "Model 2": {…}}, every model shown exactly once, no
///   other key.
/// - score: {"score": n, "comment": "…"}, or a bare integer that is the whole reply but for white space and
///   a code fence.
/// - Any prose, and code fences, may stand before and after. A reply that begins with <think> is read from
///   behind </think>.
/// - The last complete top-level object wins: braces are matched from left to right, those inside JSON
///   strings not counted. It must be valid JSON; a later {} or an object about something else is the last one
///   too, and then a parse failure, because what the judge said last is what it says.
/// - After that object only prose without braces may follow, or the beginning of one more object that the end
///   of the reply cuts off (a judge that repeats itself until its limit). A brace that closes or opens
///   nothing there means that an unescaped quotation tore the object apart, and that what looks like a
///   verdict may be the quotation.
/// - Objects inside an unfinished or broken object are never verdicts.
/// - Keys: "Model 1", also in other case and with more or no white space ("model1", " Model  1 "); "score"
///   and "comment" in any case. The same key twice at any level, also in two spellings, is a parse failure.
/// - A score is a JSON number (integer or decimal) within the scale; numeric text ("85"), 85/100, null, true,
///   NaN and 1e999 are not. The comment is text and may be left out. There is no other field.
/// - winner: {"winner": "A" | "B" | "tie" | an Arena label, "reason": "…"} by the same rules; or, in a reply
///   without any brace, a label in double brackets: [[A]], [[B]], [[C]] (a tie), [[A>>B]], [[A>B]], [[A=B]],
///   [[B>A]], [[B>>A]]; or an Arena label that is the whole reply. Of several labels the one that ends the
///   reply counts; where none does, all must say the same. One in quotation marks is somebody else's.
/// - rating: a number in double brackets within the scale, by the same rule.
/// - result, better: [RESULT] and a whole or decimal number within the scale, "yes" or "no", or A or B, which
///   ends the reply: only white space, full stops, asterisks and a closing code fence may follow, so that a
///   quotation in the middle is never the verdict.
/// - order, choice: see read_number_row(); numbers in range once each. An order that leaves some out is
///   completed with them, in the order shown, and counted as such.
/// - label: the letter A or B as the whole reply, white space, quotation marks and a full stop aside.
[[nodiscard]] ParsedReply parse_reply(Grammar grammar, std::string_view reply, const Expected& expected);

/// The same by the form of the protocol's built-in prompt. Throws domain::Error (usage) for a protocol
/// without one.
[[nodiscard]] ParsedReply parse_reply(domain::Protocol protocol, std::string_view reply,
                                      const Expected& expected);

} // namespace tiebreak::judging
