// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace tiebreak::domain {

/// The project's own generator: xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64. A shuffle or a
/// bootstrap must give the same result on every machine and library for the same stored seed, which the standard
/// library's distributions and std::shuffle do not promise.
class Random {
public:
    using result_type = std::uint64_t;

    explicit Random(std::uint64_t seed) noexcept;
    /// A stream of its own for each (seed, purpose, index…): changing one purpose's draws never moves another's.
    Random(std::uint64_t seed, std::string_view purpose, std::uint64_t index = 0, std::uint64_t sub_index = 0) noexcept;

    static constexpr result_type min() noexcept { return 0; }
    static constexpr result_type max() noexcept { return ~result_type{0}; }

    result_type operator()() noexcept;
    /// Uniform on [0, bound), without modulo bias; bound 0 gives 0.
    std::uint64_t below(std::uint64_t bound) noexcept;
    /// Uniform on [0, 1), 53 bits.
    double unit() noexcept;
    /// Standard normal (Marsaglia's polar method).
    double normal() noexcept;

    /// Fisher–Yates, in place.
    template <class T>
    void shuffle(std::span<T> values) noexcept {
        for (std::size_t i = values.size(); i > 1; --i) {
            using std::swap;
            swap(values[i - 1], values[below(i)]);
        }
    }

private:
    std::array<std::uint64_t, 4> state_{};
};

} // namespace tiebreak::domain
