// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::judging {

/// What one candidate said to one item. A blank text that is present is an answer and is judged as an empty
/// one; an answer whose endpoint failed, or that was never asked for, is not present and is left out by name.
struct CandidateResponse {
    std::size_t candidate = 0; ///< index into the judging's candidates
    bool present = false;
    std::string text; ///< UTF-8 as received
};

/// One item of the eval set revision with an answer, present or not, of every candidate of the judging.
struct ItemResponses {
    std::string uid; ///< the item's stable key; fences derive from it
    std::vector<CandidateResponse> responses;
};

/// One place in a prompt. It holds several responses where identical ones are shown once and share the
/// verdict; the first is the one shown.
struct Shown {
    std::vector<std::size_t> responses; ///< indices into ItemResponses::responses, ascending

    friend bool operator==(const Shown&, const Shown&) = default;
};

/// One prompt to be judged (or one application of a scorer). (item, repeat, group) names it inside a judging.
struct Unit {
    std::size_t item = 0; ///< index into the items planned
    int repeat = 1;       ///< from 1
    /// Joint: 0. Single and scorer: the index of the response shown, the first where several share it.
    int group = 0;
    std::vector<Shown> positions;    ///< in the order shown: positions[0] is "Model 1"
    std::vector<std::size_t> absent; ///< responses left out because they are not present
    std::uint64_t fence_seed = 0;    ///< what render() draws its fence from

    friend bool operator==(const Unit&, const Unit&) = default;
};

/// A response no prompt shows.
struct Absent {
    std::size_t item = 0;
    std::size_t response = 0;

    friend bool operator==(const Absent&, const Absent&) = default;
};

struct PlanOptions {
    int repeats = 1; ///< at least 1. A scorer gives the same answer each time, so it is always applied once
    std::uint64_t seed = 1;
    /// Byte-identical responses to one item are shown once. Not for scorers, which cost nothing.
    bool merge_identical = true;
};

struct Plan {
    std::vector<Unit> units; ///< by repeat, then item, then group
    std::vector<Absent> absent;
};

/// Where a prompt of a judging stands: all that its order depends on.
struct Place {
    std::size_t item = 0;  ///< index of the item in the eval set revision (or its slice)
    std::size_t items = 0; ///< how many there are
    int repeat = 1;        ///< from 1
};

/// The order in which `candidates` candidates are shown at `place`: order[p] is the candidate at position p,
/// both from 0.
///
/// Design: items are cut into blocks of N = candidates; the last block may be shorter. Each block has its own
/// Latin square: Williams' (1949) sequence 0, N−1, 1, N−2, … shifted once for each row, with the candidates
/// and the rows permuted at random from (seed, block). For odd N blocks go in pairs that share the
/// candidates' permutation, and the second has the sequence mirrored. An item takes the row
///
///     (index in block + (repeat − 1)·m + ⌊(repeat − 1) / (N / gcd(m, N))⌋) mod N,   m = items in the block.
///
/// What this gives, when every response is present and none are merged:
/// - over all items and repeats, and over the items of each repeat, the counts of every (candidate, position)
///   differ by at most one;
/// - over the repeats of one item they differ by at most one as well, so no item keeps a favourite's place;
/// - in a full block every candidate stands just before every other equally often (N even: once a square;
///   N odd: twice in two), which balances what a judge carries over from the answer before.
///
/// It depends on nothing else: not on how many repeats there are, nor on what is still to be judged. Resuming
/// and adding repeats therefore change no order that stands. Where responses are missing or merged, the rest
/// keep their relative order; each distinct response is then equally likely in each remaining position, but
/// the counts are not held to one. Throws domain::Error (internal) where item >= items or repeat < 1.
[[nodiscard]] std::vector<std::size_t> presentation_order(std::size_t candidates, std::uint64_t seed,
                                                          const Place& place);

/// Every prompt of a judging. `items` are all items of the eval set revision (or its slice), in its order,
/// also when some are judged already: subtract what is stored from the result. An item without any response
/// present has no unit.
/// - joint: one unit an item and repeat, with every distinct response;
/// - single: one unit an item, repeat and distinct response;
/// - scorer: one unit an item and response, repeat 1.
///
/// Throws domain::Error: usage for repeats below 1 or a protocol that cannot be planned, internal where the
/// items do not hold the same number of responses.
[[nodiscard]] Plan plan_units(domain::Protocol protocol, std::span<const ItemResponses> items,
                              const PlanOptions& options);

/// The seed of a prompt's fence: SHA-256 over the judging's seed, the item's key, the repeat and the group.
[[nodiscard]] std::uint64_t fence_seed(std::uint64_t seed, const std::string& item_uid, int repeat,
                                       int group);

} // namespace tiebreak::judging
