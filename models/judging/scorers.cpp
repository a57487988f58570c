// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/scorers.h"

#include "domain/error.h"
#include "text/utf8.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <algorithm>
#include <array>

namespace tiebreak::judging {

namespace {

/// Composed and decomposed accents look the same, so they are the same answer. Ill-formed UTF-8 becomes
/// U+FFFD.
std::string nfc(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* const normalizer = icu::Normalizer2::getNFCInstance(status);
    std::string normal;
    icu::StringByteSink<std::string> sink(&normal);
    if (U_SUCCESS(status)) {
        const std::string repaired = text::repair_utf8(text);
        normalizer->normalizeUTF8(
            0, icu::StringPiece(repaired.data(), static_cast<std::int32_t>(repaired.size())), sink, nullptr,
            status);
    }
    if (U_FAILURE(status)) {
        throw domain::Error(domain::ErrorKind::internal, u_errorName(status), "Unicode normalisation");
    }
    return normal;
}

std::string comparable(std::string_view text) {
    return nfc(text::trim(text));
}

HeuristicScore no_reference() {
    return {std::nullopt, "the item has no reference"};
}

HeuristicScore passed(bool yes) {
    return {yes ? 100.0 : 0.0, {}};
}

HeuristicScore reference_overlap(const domain::Item& item, std::string_view response) {
    if (text::is_blank(item.reference)) {
        return no_reference();
    }
    const std::vector<std::string> wanted = text::distinct_words(nfc(item.reference));
    if (wanted.empty()) {
        return {std::nullopt, "the reference holds no words"};
    }
    const std::vector<std::string> said = text::distinct_words(nfc(response));
    const auto present = std::ranges::count_if(
        wanted, [&](const std::string& word) { return std::ranges::binary_search(said, word); });
    return {100.0 * static_cast<double>(present) / static_cast<double>(wanted.size()), {}};
}

HeuristicScore exact(const domain::Item& item, std::string_view response) {
    return text::is_blank(item.reference) ? no_reference()
                                          : passed(comparable(item.reference) == comparable(response));
}

HeuristicScore contains(const domain::Item& item, std::string_view response) {
    return text::is_blank(item.reference)
               ? no_reference()
               : passed(nfc(response).find(comparable(item.reference)) != std::string::npos);
}

constexpr std::array all_scorers{
    Scorer{"reference-overlap", 1, "share of the reference's distinct words that the answer holds, 0 to 100",
           reference_overlap},
    Scorer{"exact", 1, "100 where the answer is the reference, but for white space around it, else 0", exact},
    Scorer{"contains", 1, "100 where the answer holds the reference, else 0", contains},
};

} // namespace

std::span<const Scorer> scorers() {
    return all_scorers;
}

const Scorer* find_scorer(std::string_view name) {
    const auto* const found = std::ranges::find(all_scorers, name, &Scorer::name);
    return found == all_scorers.end() ? nullptr : found;
}

std::vector<std::string> scorer_names() {
    std::vector<std::string> names;
    std::ranges::transform(all_scorers, std::back_inserter(names),
                           [](const Scorer& s) { return std::string(s.name); });
    return names;
}

} // namespace tiebreak::judging
