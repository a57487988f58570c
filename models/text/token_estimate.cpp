// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/token_estimate.h"

#include <array>

namespace tiebreak::text {

namespace {

constexpr double letter = 0.25;
constexpr double mark = 0.4;
constexpr double alphabet = 0.45;
constexpr double ideograph = 0.8;
constexpr double beyond = 2;

constexpr std::array<double, 128> ascii_weights = [] {
    std::array<double, 128> weights{};
    for (std::size_t c = 0; c < weights.size(); ++c) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '\n';
        weights[c] = plain ? letter : mark;
    }
    return weights;
}();

/// By the first byte of a sequence in UTF-8: two bytes reach to U+07FF, three to U+FFFF.
double weight_of(unsigned char first) {
    if (first < 0xc0) {
        return 0; // a byte that continues one
    }
    if (first < 0xe0) {
        return alphabet;
    }
    if (first < 0xe2) {
        return alphabet; // to U+1FFF: Devanagari, Thai, Georgian and the like
    }
    if (first == 0xe2) {
        return mark; // to U+2FFF: dashes, quotation marks, arrows
    }
    return first < 0xf0 ? ideograph : beyond;
}

} // namespace

double estimated_tokens(std::string_view text) {
    double tokens = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        tokens += byte < ascii_weights.size() ? ascii_weights[byte] : weight_of(byte);
    }
    return tokens;
}

} // namespace tiebreak::text
