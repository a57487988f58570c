// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::judging {

/// What one candidate said to one item. A blank text that is present is an answer and is judged as an empty
/// one; an answer whose endpoint failed, or that was never asked for, is not present and is left out by name.
struct CandidateResponse {
    std::size_t candidate = 0; ///< index into the judging's candidates
    bool present = false;
    std::string text;                   ///< UTF-8 as received
    std::vector<std::string> earlier{}; ///< multi-turn: its answers to the turns before, the first first
    std::size_t bytes = 0; ///< of the answer's text, where `text` is a digest; for prompts' lengths
};

/// One item of the eval set revision with an answer, present or not, of every candidate of the judging. A
/// baseline that is no candidate (the reference answer, a past run's) is one response more, the last.
struct ItemResponses {
    std::string uid; ///< the item's stable key; fences derive from it
    std::vector<CandidateResponse> responses;
    bool asked = true; ///< false: no part of this judging (a trial, a turn the item does not have)
};

/// One place in a prompt. It holds several responses where identical ones are shown once and share the
/// verdict; the first is the one shown.
struct Shown {
    std::vector<std::size_t> responses; ///< indices into ItemResponses::responses, ascending

    friend bool operator==(const Shown&, const Shown&) = default;
};

/// One prompt to be judged (or one application of a scorer). (item, turn, repeat, group, orientation, judge)
/// names it inside a judging.
struct Unit {
    std::size_t item = 0; ///< index into the items planned
    int repeat = 1;       ///< from 1
    /// Which part of the item's responses it is about. With C responses an item (present or not):
    /// - joint: 0, or the number of its group where groups are linked;
    /// - single, scorer, multi-turn: the index of the response shown, the first where several share it;
    /// - rubric: criterion · C + that index;
    /// - pairs: index of the one · C + index of the other, the baseline (or the later one) second;
    /// - rankings: RankingQuestion::group.
    int group = 0;
    std::vector<Shown> positions;       ///< in the order shown: positions[0] is "Model 1"
    std::vector<std::size_t> absent;    ///< responses left out because they are not present
    std::uint64_t fence_seed = 0;       ///< what render() draws its fence from
    int turn = 1;                       ///< from 1
    int orientation = 0;                ///< pairs: 1 where the second of the pair is shown first
    int judge = 0;                      ///< index into the panel
    std::size_t criterion = 0;          ///< rubric: index into the criteria
    bool identical = false;             ///< a pair of the same answer: a tie, without a call
    std::vector<std::size_t> anchors{}; ///< positions, from 0, that this group shares with the item's others
    std::size_t choose = 0;             ///< tournament: how many of those shown go on

    friend bool operator==(const Unit&, const Unit&) = default;
};

/// The pair a unit is about, whichever is shown first: indices of responses.
struct Pair {
    std::size_t first = 0;
    std::size_t second = 0;

    friend bool operator==(const Pair&, const Pair&) = default;
};
[[nodiscard]] Pair pair_of(const Unit& unit, std::size_t responses);

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
    std::optional<std::size_t> baseline{}; ///< pairs: index of the response all others are held against
    bool swap = true;                      ///< pairs are asked in both orders
    int judges = 1;                        ///< each asks every unit
    std::size_t criteria = 1;              ///< rubric: each is asked apart
    int turn = 1;
    bool by_scorer = false; ///< pairs: two scores are compared, so the order means nothing
    int group_size = 0;     ///< joint: at most so many answers a prompt; 0: no limit
    /// joint: at most so many bytes of answers a prompt; 0: no limit. See answer_room().
    std::size_t group_bytes = 0;
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
/// present, or that is not asked, has no unit.
/// - joint: one unit an item and repeat, with every distinct response; linked groups where limits ask for it;
/// - single, multi-turn without a baseline: one unit an item, repeat and distinct response;
/// - rubric: the same for each criterion;
/// - pairwise, multi-turn and rubric with a baseline: plan_pairs() against the baseline;
/// - round-robin: plan_pairs() of all;
/// - scorer: one unit an item and response, repeat 1.
/// Each once for every judge. What a ranking asks depends on the replies before: see Ranking.
///
/// Throws domain::Error: usage for repeats below 1 or a protocol that cannot be planned, internal where the
/// items do not hold the same number of responses.
[[nodiscard]] Plan plan_units(domain::Protocol protocol, std::span<const ItemResponses> items,
                              const PlanOptions& options);

/// The pairs of one item and repeat. Distinct responses are paired once: (candidate, baseline), or every two.
/// With swap each pair has two units, orientation 0 with its first shown first and 1 the other way; without,
/// one, whose orientation is drawn from the seed for every two items and alternates within them and over
/// repeats, so that each stands first equally often to within one. Pairs of identical responses (where those
/// are merged) are marked so and need no call.
[[nodiscard]] std::vector<Unit> plan_pairs(std::size_t item, const ItemResponses& responses, int repeat,
                                           const PlanOptions& options);

/// Whether a joint prompt of these answers outgrows the limits; and its units then: groups of about equal
/// size, each with the same two answers (anchors, drawn from the seed for each item and repeat) among them,
/// every other answer in exactly one. Orders are drawn from the seed. `shown` are the distinct responses.
[[nodiscard]] bool outgrows(const std::vector<Shown>& shown, const ItemResponses& responses,
                            const PlanOptions& options);
[[nodiscard]] std::vector<Unit> linked_groups(std::size_t item, const std::vector<Shown>& shown,
                                              const ItemResponses& responses, int repeat,
                                              const PlanOptions& options);

/// Bytes that are left for answers in a judge's context of so many tokens, with `other_bytes` of prompt
/// around them. A token is taken as three bytes of text, which is on the safe side for most text; each
/// answer's share of the reply is in it. At least 1.
[[nodiscard]] std::size_t answer_room(int context_tokens, std::size_t other_bytes);

/// A trial's items: the first `wanted` of `count`, or a sample drawn by the seed; ascending. All where
/// `wanted` is 0 or not below `count`.
[[nodiscard]] std::vector<std::size_t> trial_items(std::size_t count, std::size_t wanted, bool sample,
                                                   std::uint64_t seed);

/// The distinct responses present, each with all that share its text where `merge`, by their first.
[[nodiscard]] std::vector<Shown> distinct_responses(const ItemResponses& item, bool merge);
[[nodiscard]] std::vector<std::size_t> absent_responses(const ItemResponses& item);

/// The seed of a prompt's fence: SHA-256 over the judging's seed, the item's key, the repeat and the group.
[[nodiscard]] std::uint64_t fence_seed(std::uint64_t seed, const std::string& item_uid, int repeat,
                                       int group);

} // namespace tiebreak::judging
