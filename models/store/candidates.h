// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"
#include "store/connection.h"

#include <optional>
#include <string>
#include <vector>

namespace tiebreak::store {

enum class Role { candidate, judge };

/// A candidate (or judge) as one of its revisions has it.
struct CandidateRow {
    domain::CandidateId id;
    domain::CandidateRevisionId revision;
    std::string revision_uid;
    int number = 0; ///< of the revision
    int slot = 0;   ///< colour and shape, from 0, given for good
    bool pinned = false;
    domain::Candidate candidate;
};

/// SHA-256 (64 hexadecimal digits) of what makes a candidate revision: API, model, template, system prompt,
/// parameters and weights fingerprint. Address, limits, key name, price, loss and tags stay out.
[[nodiscard]] std::string identity_of(const domain::Candidate& candidate);

/// The revision with this identity, made where it is missing. What may change without making other weights
/// (address, limits, key name, price, loss, tags, parent) is brought up to date on it.
CandidateRow save_candidate(Connection& connection, Role role, const domain::Candidate& candidate);

/// No longer offered; runs that used it keep it, and saving one of its name brings it back. restore_candidate
/// takes it back.
void delete_candidate(Connection& connection, domain::CandidateId id);
void restore_candidate(Connection& connection, domain::CandidateId id);
/// Throws domain::Error (usage) where another of its role has the name.
void rename_candidate(Connection& connection, domain::CandidateId id, const std::string& name);

/// Newest revision of each that is not deleted, in order of slot.
[[nodiscard]] std::vector<CandidateRow> candidates(Connection& connection, Role role);
[[nodiscard]] std::optional<CandidateRow> find_candidate(Connection& connection, Role role,
                                                         const std::string& name);
[[nodiscard]] CandidateRow candidate_revision(Connection& connection, domain::CandidateRevisionId revision);

} // namespace tiebreak::store
