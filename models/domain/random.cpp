// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/random.h"

#include <bit>
#include <cmath>

namespace tiebreak::domain {

namespace {

std::uint64_t split_mix(std::uint64_t& state) noexcept {
    state += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

/// FNV-1a, 64 bits: only to tell purposes apart, not for security.
std::uint64_t fnv1a(std::string_view text) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    }
    return hash;
}

} // namespace

Random::Random(std::uint64_t seed) noexcept {
    for (std::uint64_t& word : state_) {
        word = split_mix(seed);
    }
}

Random::Random(std::uint64_t seed, std::string_view purpose, std::uint64_t index, std::uint64_t sub_index) noexcept {
    std::uint64_t mixed = seed;
    for (const std::uint64_t part : {fnv1a(purpose), index, sub_index}) {
        mixed = split_mix(mixed) ^ part;
    }
    for (std::uint64_t& word : state_) {
        word = split_mix(mixed);
    }
}

Random::result_type Random::operator()() noexcept {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

std::uint64_t Random::below(std::uint64_t bound) noexcept {
    if (bound == 0) {
        return 0;
    }
    const std::uint64_t threshold = (0 - bound) % bound; // values under it would make the remainder uneven
    for (;;) {
        const std::uint64_t value = (*this)();
        if (value >= threshold) {
            return value % bound;
        }
    }
}

double Random::unit() noexcept { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

double Random::normal() noexcept {
    for (;;) {
        const double u = 2.0 * unit() - 1.0;
        const double v = 2.0 * unit() - 1.0;
        const double s = u * u + v * v;
        if (s > 0.0 && s < 1.0) {
            return u * std::sqrt(-2.0 * std::log(s) / s);
        }
    }
}

} // namespace tiebreak::domain
