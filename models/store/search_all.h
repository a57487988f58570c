// SPDX-License-Identifier: GPL-3.0-or-later
// Words found anywhere in a project, for the palette: answers, what judges said, notes.
#pragma once

#include "domain/ids.h"
#include "store/connection.h"

#include <string>
#include <vector>

namespace tiebreak::store {

/// Around the words of an excerpt that matched: characters that no well-formed text of a model holds unseen.
inline constexpr char match_begin = '\x02';
inline constexpr char match_end = '\x03';

/// Something whose text holds the words, with an excerpt around them.
struct TextHit {
    domain::RunId run;
    std::string run_name;
    domain::ItemRevisionId item; ///< not stored: it is about the run as a whole
    domain::JudgingId judging;   ///< of what a judge said
    std::string who;             ///< candidate, judge or author
    std::string excerpt;         ///< with match_begin and match_end around what matched
};

/// Newest first, at most `limit`; deleted runs are left out. Empty where `words` holds none.
[[nodiscard]] std::vector<TextHit> find_answers(Connection& connection, const std::string& words, int limit);
[[nodiscard]] std::vector<TextHit> find_judge_words(Connection& connection, const std::string& words,
                                                    int limit);
/// Notes that stand. An item's note without a run names the newest run that holds the item, where one does.
[[nodiscard]] std::vector<TextHit> find_notes(Connection& connection, const std::string& words, int limit);

} // namespace tiebreak::store
