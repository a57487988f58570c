// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::judging {

struct Overlap {
    double precision = 0;
    double recall = 0;
    double f = 0;
};

/// ROUGE-L (Lin 2004): longest common subsequence over the words of both, case-folded; precision by the
/// response's length, recall by the reference's, F with equal weights. All 0 where either has no word.
[[nodiscard]] Overlap rouge_l(std::string_view response, std::string_view reference);

enum class BleuTokens { mteval_13a, characters, blanks };
enum class BleuSmoothing { none, floor, add_k, exponential };

/// What BLEU (Papineni et al. 2002) is made of; sums over answers give that of a corpus.
struct BleuCounts {
    static constexpr std::size_t orders = 4;
    std::array<std::int64_t, orders> matched{};
    std::array<std::int64_t, orders> total{};
    std::int64_t length = 0;
    std::int64_t reference_length = 0;

    BleuCounts& operator+=(const BleuCounts& other);
    friend bool operator==(const BleuCounts&, const BleuCounts&) = default;
};

/// The words by mteval-13a's rules, by characters, or by blanks alone.
[[nodiscard]] std::vector<std::string> bleu_tokens(std::string_view text, BleuTokens how);
[[nodiscard]] BleuCounts bleu_counts(std::string_view response, std::string_view reference, BleuTokens how);

/// BLEU in 0…100 with brevity penalty. `effective_order` leaves out orders that the answer is too short for,
/// as for single sentences; a corpus counts all four. `value` belongs to floor and add_k. Smoothing as Chen
/// and Cherry (2014) number them: floor 1, add_k 2, exponential 3. 0 where nothing matches.
[[nodiscard]] double bleu(const BleuCounts& counts, BleuSmoothing smoothing, bool effective_order,
                          double value = 0);

/// "1: 9/10, 2: 7/8, 3: 5/6, 4: 3/4, length 11, reference 11" and back.
[[nodiscard]] std::string to_text(const BleuCounts& counts);
[[nodiscard]] std::optional<BleuCounts> bleu_counts_from_text(std::string_view text);

struct ChrfOptions {
    int order = 6;
    double beta = 2;
    bool white_space = false; ///< it counts as characters
    /// Orders that one side is too short for count as (almost) nothing instead of being left out.
    bool all_orders = false;
};
/// chrF (Popović 2015) of one sentence in 0…100: F over precision and recall averaged over the orders.
[[nodiscard]] double chrf(std::string_view response, std::string_view reference,
                          const ChrfOptions& options = {});

} // namespace tiebreak::judging
