// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/near_copy.h"

#include "text/utf8.h"

#include <algorithm>
#include <array>
#include <limits>

namespace tiebreak::text {

namespace {

constexpr std::size_t bands = 32;
constexpr std::size_t rows = 4; // of a band
constexpr std::size_t shingle_words = 3;

/// SplitMix64's finisher (Steele, Lea and Flood 2014): spreads a number over all bits.
std::uint64_t mix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

std::uint64_t number_of(std::string_view word) {
    std::uint64_t hash = 0xcbf29ce484222325U; // FNV-1a
    for (const char c : word) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return mix(hash);
}

std::uint64_t number_of(std::span<const std::uint64_t> words) {
    std::uint64_t hash = words.size();
    for (const std::uint64_t word : words) {
        hash = mix(hash ^ word);
    }
    return hash;
}

std::vector<std::uint64_t> grams(std::span<const std::uint64_t> words, std::size_t n) {
    std::vector<std::uint64_t> found;
    for (std::size_t i = 0; i + n <= words.size(); ++i) {
        found.push_back(number_of(words.subspan(i, n)));
    }
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
}

std::vector<std::uint64_t> shingles_of(std::span<const std::uint64_t> words) {
    return words.empty() ? std::vector<std::uint64_t>() : grams(words, std::min(words.size(), shingle_words));
}

double jaccard(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
    std::size_t both = 0;
    for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
        both += *i == *j ? 1 : 0;
        const bool first = *i <= *j;
        const bool second = *j <= *i;
        i += first ? 1 : 0;
        j += second ? 1 : 0;
    }
    const std::size_t either = a.size() + b.size() - both;
    return either == 0 ? 0 : static_cast<double>(both) / static_cast<double>(either);
}

/// A number for each band: texts with an overlap s share a given one with probability s^4.
std::array<std::uint64_t, bands> bands_of(const std::vector<std::uint64_t>& shingles) {
    std::array<std::uint64_t, bands * rows> least{};
    least.fill(std::numeric_limits<std::uint64_t>::max());
    for (const std::uint64_t shingle : shingles) {
        for (std::size_t i = 0; i < least.size(); ++i) {
            // Multiply-shift with an odd factor of its own for each row, over bits that are mixed already.
            const std::uint64_t value = (shingle ^ (i * 0x9e3779b97f4a7c15U)) * (2 * i + 0x9e3779b97f4a7c15U);
            least[i] = std::min(least[i], value ^ (value >> 32U));
        }
    }
    std::array<std::uint64_t, bands> numbers{};
    for (std::size_t band = 0; band < bands; ++band) {
        numbers[band] = mix(number_of(std::span(least).subspan(band * rows, rows)) ^ band);
    }
    return numbers;
}

} // namespace

std::vector<std::uint64_t> word_numbers(std::string_view text) {
    std::vector<std::uint64_t> numbers;
    for (const std::string& word : words(text)) {
        numbers.push_back(number_of(word));
    }
    return numbers;
}

double shingle_overlap(std::string_view a, std::string_view b) {
    return jaccard(shingles_of(word_numbers(a)), shingles_of(word_numbers(b)));
}

CopyIndex::CopyIndex(std::span<const std::string> texts) {
    for (const std::string& text : texts) {
        const auto id = static_cast<std::uint32_t>(texts_.size());
        Entry& entry = texts_.emplace_back();
        entry.words = word_numbers(text);
        if (entry.words.empty()) {
            continue;
        }
        entry.shingles = shingles_of(entry.words);
        by_words_[number_of(entry.words)].push_back(id);
        for (const std::uint64_t band : bands_of(entry.shingles)) {
            by_band_[band].push_back(id);
        }
        const std::vector<std::uint64_t> runs = grams(entry.words, run_words);
        entry.runs = runs.size();
        for (const std::uint64_t run : runs) {
            by_run_[run].push_back(id);
        }
    }
}

std::vector<CopyMatch> CopyIndex::look_up(std::string_view other) const {
    const std::vector<std::uint64_t> words = word_numbers(other);
    if (words.empty()) {
        return {};
    }
    std::unordered_map<std::uint32_t, CopyMatch> found;
    const auto match = [&](std::uint32_t id) -> CopyMatch& {
        CopyMatch& m = found[id];
        m.text = id;
        return m;
    };
    if (const auto same = by_words_.find(number_of(words)); same != by_words_.end()) {
        for (const std::uint32_t id : same->second) {
            if (texts_[id].words == words) {
                CopyMatch& m = match(id);
                m.exact = true;
                m.overlap = 1;
            }
        }
    }
    const std::vector<std::uint64_t> shingles = shingles_of(words);
    std::vector<std::uint32_t> candidates;
    for (const std::uint64_t band : bands_of(shingles)) {
        if (const auto same = by_band_.find(band); same != by_band_.end()) {
            candidates.insert(candidates.end(), same->second.begin(), same->second.end());
        }
    }
    std::ranges::sort(candidates);
    candidates.erase(std::ranges::unique(candidates).begin(), candidates.end());
    for (const std::uint32_t id : candidates) {
        const double overlap = jaccard(texts_[id].shingles, shingles);
        if (overlap >= least_overlap) {
            CopyMatch& m = match(id);
            m.overlap = std::max(m.overlap, overlap);
        }
    }
    for (const std::uint64_t run : grams(words, run_words)) {
        if (const auto same = by_run_.find(run); same != by_run_.end()) {
            for (const std::uint32_t id : same->second) {
                match(id).runs.push_back(run);
            }
        }
    }
    std::vector<CopyMatch> matches;
    for (auto& [id, m] : found) {
        if (!m.runs.empty()) {
            m.run_share = static_cast<double>(m.runs.size()) / static_cast<double>(texts_[id].runs);
        }
        matches.push_back(std::move(m));
    }
    std::ranges::sort(matches, {}, &CopyMatch::text);
    return matches;
}

std::vector<Duplicate> find_duplicates(std::span<const std::string> texts) {
    const CopyIndex index(texts);
    std::vector<Duplicate> duplicates;
    std::vector<bool> copied(texts.size());
    for (std::size_t second = 0; second < texts.size(); ++second) {
        std::vector<Duplicate> found;
        for (const CopyMatch& m : index.look_up(texts[second])) {
            if (m.text < second && m.overlap > 0 && !copied[m.text]) {
                found.push_back({m.text, second, m.exact, m.overlap});
            }
        }
        const auto exact = std::ranges::find(found, true, &Duplicate::exact);
        if (exact != found.end()) {
            copied[second] = true;
            duplicates.push_back(*exact);
        } else {
            duplicates.insert(duplicates.end(), found.begin(), found.end());
        }
    }
    return duplicates;
}

} // namespace tiebreak::text
