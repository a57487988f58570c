// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "store/connection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace tiebreak::store {

/// What a note is about: a run, an item (whatever its revision), or an item within a run.
struct NoteAbout {
    domain::RunId run;           ///< not stored: no run
    domain::ItemRevisionId item; ///< any revision of the item; not stored: no item
};

struct NoteRow {
    std::int64_t id = 0;
    std::string uid;
    std::string author;
    std::string body;
    std::string supersedes; ///< uid of the note it changed; empty: the first words
    std::int64_t created = 0;
};

/// Stores words on something. Notes are never changed: `supersedes` names the one that these words replace
/// (empty: none), an empty body takes it back. The uid of what was stored. Throws domain::Error (usage) for a
/// note about nothing, or one that supersedes what is not there.
std::string add_note(Connection& connection, const NoteAbout& about, const std::string& author,
                     const std::string& body, const std::string& supersedes = {});

/// The notes on just this that stand: not superseded, not taken back; oldest first.
[[nodiscard]] std::vector<NoteRow> notes(Connection& connection, const NoteAbout& about);

/// A note by uid, superseded or not; throws domain::Error (usage) where there is none.
[[nodiscard]] NoteRow note(Connection& connection, const std::string& uid);

/// Items of a run that have a note within it.
[[nodiscard]] std::vector<domain::ItemRevisionId> noted_items(Connection& connection, domain::RunId run);

} // namespace tiebreak::store
