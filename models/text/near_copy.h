// SPDX-License-Identifier: GPL-3.0-or-later
// Which of many texts another text copies, word for word or nearly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tiebreak::text {

/// The words of a text (case-folded, without punctuation) as numbers: what counts in comparing copies.
[[nodiscard]] std::vector<std::uint64_t> word_numbers(std::string_view text);

/// Share of word trigrams that two texts have in common: |A ∩ B| / |A ∪ B| over distinct ones (Jaccard;
/// Broder 1997). A text below three words is one gram. 0 where either holds no word.
[[nodiscard]] double shingle_overlap(std::string_view a, std::string_view b);

struct CopyMatch {
    std::size_t text = 0;            ///< which of the indexed
    bool exact = false;              ///< the same words in the same order
    double overlap = 0;              ///< of word trigrams, where it reaches the bound, else 0; 1 where exact
    double run_share = 0;            ///< share of the indexed text's 13-word runs that the other holds
    std::vector<std::uint64_t> runs; ///< those, as numbers
};

/// An index of texts that others are held against, one after another; nothing of those is kept, so that files
/// of any size can stream past. A text is nearly copied where
/// - the overlap of word trigrams is at least 0.8 (found by MinHash with 32 bands of 4, which misses one in
///   twenty million at 0.8, and then computed), or
/// - 13 words in a row are the same (Brown et al. 2020, appendix C).
class CopyIndex {
public:
    static constexpr double least_overlap = 0.8;
    static constexpr std::size_t run_words = 13;

    explicit CopyIndex(std::span<const std::string> texts);

    /// Which texts `other` copies, in their order; each once.
    [[nodiscard]] std::vector<CopyMatch> look_up(std::string_view other) const;
    [[nodiscard]] std::size_t size() const { return texts_.size(); }

private:
    struct Entry {
        std::vector<std::uint64_t> words;
        std::vector<std::uint64_t> shingles; ///< distinct, sorted
        std::size_t runs = 0;                ///< distinct 13-word runs
    };
    std::vector<Entry> texts_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_words_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_band_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> by_run_;
};

/// Two texts of a list that are copies of each other, the earlier first.
struct Duplicate {
    std::size_t first = 0;
    std::size_t second = 0;
    bool exact = false;
    double similarity = 0;

    friend bool operator==(const Duplicate&, const Duplicate&) = default;
};

/// All pairs of a list that are exact copies, or whose word trigrams overlap by 0.8 or more, by `second`,
/// then `first`. Of many exact copies each is paired with the first only. Texts without words are none's
/// copies.
[[nodiscard]] std::vector<Duplicate> find_duplicates(std::span<const std::string> texts);

} // namespace tiebreak::text
