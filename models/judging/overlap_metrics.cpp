// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/overlap_metrics.h"

#include "text/utf8.h"

#include <fmt/format.h>
#include <re2/re2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

namespace tiebreak::judging {

namespace {

/// Both texts' words as numbers: comparing them is what costs.
class Numbers {
public:
    std::vector<int> of(const std::vector<std::string>& words) {
        std::vector<int> numbers;
        numbers.reserve(words.size());
        for (const std::string& word : words) {
            numbers.push_back(known_.try_emplace(word, static_cast<int>(known_.size())).first->second);
        }
        return numbers;
    }

private:
    std::unordered_map<std::string, int> known_;
};

std::size_t longest_common_subsequence(const std::vector<int>& a, const std::vector<int>& b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (const int x : a) {
        std::size_t diagonal = 0;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t above = row[j + 1];
            row[j + 1] = x == b[j] ? diagonal + 1 : std::max(row[j + 1], row[j]);
            diagonal = above;
        }
    }
    return row.back();
}

std::vector<std::string> rouge_words(std::string_view text) {
    std::string cut(text);
    std::ranges::replace(cut, '_', ' ');
    return text::word_pieces(cut);
}

std::vector<std::string> split_at_blanks(std::string_view text) {
    std::vector<std::string> words;
    const auto size = static_cast<std::int32_t>(text.size());
    bool open = false;
    for (std::int32_t i = 0; i < size;) {
        const std::int32_t start = i;
        UChar32 c = 0;
        U8_NEXT(text.data(), i, size, c);
        if (c >= 0 && u_isUWhiteSpace(c)) {
            open = false;
            continue;
        }
        if (!open) {
            words.emplace_back();
            open = true;
        }
        words.back().append(
            text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
    }
    return words;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// The language-independent part of NIST's mteval-v13a: punctuation stands alone, but for stops and commas
/// within numbers and hyphens that follow no number.
std::string tokenize_13a(std::string text) {
    replace_all(text, "<skipped>", "");
    replace_all(text, "-\n", "");
    replace_all(text, "\n", " ");
    replace_all(text, "&quot;", "\"");
    replace_all(text, "&amp;", "&");
    replace_all(text, "&lt;", "<");
    replace_all(text, "&gt;", ">");
    static const RE2 marks(R"(([\x{7b}-\x{7e}\x{5b}-\x{60}\x{20}-\x{26}\x{28}-\x{2b}\x{3a}-\x{40}/]))");
    static const RE2 stop_after_other(R"(([^0-9])([.,]))");
    static const RE2 stop_before_other(R"(([.,])([^0-9]))");
    static const RE2 dash_after_number(R"(([0-9])(-))");
    text = " " + text + " ";
    RE2::GlobalReplace(&text, marks, R"( \1 )");
    RE2::GlobalReplace(&text, stop_after_other, R"(\1 \2 )");
    RE2::GlobalReplace(&text, stop_before_other, R"( \1 \2)");
    RE2::GlobalReplace(&text, dash_after_number, R"(\1 \2 )");
    return text;
}

std::vector<std::string> characters_of(std::string_view text, bool white_space) {
    std::vector<std::string> characters;
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < size;) {
        const std::int32_t start = i;
        UChar32 c = 0;
        U8_NEXT(text.data(), i, size, c);
        if (white_space || c < 0 || !u_isUWhiteSpace(c)) {
            characters.emplace_back(
                text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
        }
    }
    return characters;
}

using Grams = std::map<std::vector<int>, std::int64_t>;

Grams grams_of(const std::vector<int>& tokens, std::size_t n) {
    Grams grams;
    for (std::size_t i = 0; i + n <= tokens.size(); ++i) {
        const auto at = tokens.begin() + static_cast<std::ptrdiff_t>(i);
        ++grams[std::vector<int>(at, at + static_cast<std::ptrdiff_t>(n))];
    }
    return grams;
}

/// How many of `a`'s grams `b` holds too, each as often as in both.
std::int64_t shared(const Grams& a, const Grams& b) {
    std::int64_t count = 0;
    for (const auto& [gram, times] : a) {
        if (const auto found = b.find(gram); found != b.end()) {
            count += std::min(times, found->second);
        }
    }
    return count;
}

} // namespace

Overlap rouge_l(std::string_view response, std::string_view reference) {
    Numbers numbers;
    const std::vector<int> said = numbers.of(rouge_words(response));
    const std::vector<int> wanted = numbers.of(rouge_words(reference));
    if (said.empty() || wanted.empty()) {
        return {};
    }
    const auto common = static_cast<double>(longest_common_subsequence(said, wanted));
    Overlap overlap{common / static_cast<double>(said.size()), common / static_cast<double>(wanted.size()),
                    0};
    if (common > 0) {
        overlap.f = 2 * overlap.precision * overlap.recall / (overlap.precision + overlap.recall);
    }
    return overlap;
}

BleuCounts& BleuCounts::operator+=(const BleuCounts& other) {
    for (std::size_t n = 0; n < orders; ++n) {
        matched[n] += other.matched[n];
        total[n] += other.total[n];
    }
    length += other.length;
    reference_length += other.reference_length;
    return *this;
}

std::vector<std::string> bleu_tokens(std::string_view text, BleuTokens how) {
    switch (how) {
    case BleuTokens::mteval_13a:
        return split_at_blanks(tokenize_13a(text::repair_utf8(text)));
    case BleuTokens::characters:
        return characters_of(text, false);
    case BleuTokens::blanks:
        break;
    }
    return split_at_blanks(text);
}

BleuCounts bleu_counts(std::string_view response, std::string_view reference, BleuTokens how) {
    Numbers numbers;
    const std::vector<int> said = numbers.of(bleu_tokens(response, how));
    const std::vector<int> wanted = numbers.of(bleu_tokens(reference, how));
    BleuCounts counts;
    counts.length = static_cast<std::int64_t>(said.size());
    counts.reference_length = static_cast<std::int64_t>(wanted.size());
    for (std::size_t n = 1; n <= BleuCounts::orders; ++n) {
        counts.matched[n - 1] = shared(grams_of(said, n), grams_of(wanted, n));
        counts.total[n - 1] = std::max<std::int64_t>(counts.length - static_cast<std::int64_t>(n) + 1, 0);
    }
    return counts;
}

double bleu(const BleuCounts& counts, BleuSmoothing smoothing, bool effective_order, double value) {
    if (std::ranges::all_of(counts.matched, [](std::int64_t n) { return n == 0; }) || counts.length == 0) {
        return 0;
    }
    double logs = 0;
    double doubling = 1;
    std::size_t used = 0;
    for (std::size_t n = 0; n < BleuCounts::orders; ++n) {
        const double add = smoothing == BleuSmoothing::add_k && n > 0 ? value : 0;
        const double total = static_cast<double>(counts.total[n]) + add;
        double matched = static_cast<double>(counts.matched[n]) + add;
        if (total == 0) {
            break;
        }
        ++used;
        if (matched == 0 && smoothing == BleuSmoothing::exponential) {
            doubling *= 2;
            matched = 1 / doubling;
        } else if (matched == 0 && smoothing == BleuSmoothing::floor) {
            matched = value;
        }
        if (matched == 0) {
            return 0;
        }
        logs += std::log(100 * matched / total);
    }
    if (!effective_order && used < BleuCounts::orders) {
        return 0;
    }
    const double brevity =
        counts.length >= counts.reference_length
            ? 1
            : std::exp(1 - static_cast<double>(counts.reference_length) / static_cast<double>(counts.length));
    return brevity * std::exp(logs / static_cast<double>(used));
}

std::string to_text(const BleuCounts& c) {
    return fmt::format("1: {}/{}, 2: {}/{}, 3: {}/{}, 4: {}/{}, length {}, reference {}", c.matched[0],
                       c.total[0], c.matched[1], c.total[1], c.matched[2], c.total[2], c.matched[3],
                       c.total[3], c.length, c.reference_length);
}

std::optional<BleuCounts> bleu_counts_from_text(std::string_view text) {
    static const RE2 form(
        R"(1: (\d+)/(\d+), 2: (\d+)/(\d+), 3: (\d+)/(\d+), 4: (\d+)/(\d+), length (\d+), reference (\d+))");
    BleuCounts c;
    if (!RE2::FullMatch(re2::StringPiece(text.data(), text.size()), form, &c.matched[0], &c.total[0],
                        &c.matched[1], &c.total[1], &c.matched[2], &c.total[2], &c.matched[3], &c.total[3],
                        &c.length, &c.reference_length)) {
        return std::nullopt;
    }
    return c;
}

double chrf(std::string_view response, std::string_view reference, const ChrfOptions& options) {
    constexpr double nothing = 1e-16;
    Numbers numbers;
    const std::vector<int> said = numbers.of(characters_of(response, options.white_space));
    const std::vector<int> wanted = numbers.of(characters_of(reference, options.white_space));
    const double weight = options.beta * options.beta;
    double precision = 0;
    double recall = 0;
    double sum = 0;
    int used = 0;
    for (int n = 1; n <= options.order; ++n) {
        const auto width = static_cast<std::size_t>(n);
        const auto in_said = said.size() < width ? 0.0 : static_cast<double>(said.size() - width + 1);
        const auto in_wanted = wanted.size() < width ? 0.0 : static_cast<double>(wanted.size() - width + 1);
        const auto both = static_cast<double>(shared(grams_of(said, width), grams_of(wanted, width)));
        const double p = in_said > 0 ? both / in_said : nothing;
        const double r = in_wanted > 0 ? both / in_wanted : nothing;
        const double denominator = weight * p + r;
        sum += denominator > 0 ? (1 + weight) * p * r / denominator : nothing;
        if (in_said > 0 && in_wanted > 0) {
            precision += p;
            recall += r;
            ++used;
        }
    }
    if (options.all_orders) {
        return 100 * sum / options.order;
    }
    if (used == 0 || precision + recall == 0) {
        return 0;
    }
    precision /= used;
    recall /= used;
    return 100 * (1 + weight) * precision * recall / (weight * precision + recall);
}

} // namespace tiebreak::judging
