// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/random.h"
#include "text/word_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace tiebreak::text {

using testing::ElementsAre;
using testing::IsEmpty;
using enum DiffOp;

/// A diff that loses or invents a byte would show people an answer that nobody gave.
void expect_both_texts(const WordDiff& diff, const std::string& before, const std::string& after) {
    std::string first;
    std::string second;
    for (std::size_t i = 0; i < diff.parts.size(); ++i) {
        const DiffPart& part = diff.parts[i];
        EXPECT_FALSE(part.text.empty());
        if (i > 0) {
            EXPECT_NE(part.op, diff.parts[i - 1].op);
        }
        first += part.op != added ? part.text : "";
        second += part.op != removed ? part.text : "";
    }
    EXPECT_EQ(first, before);
    EXPECT_EQ(second, after);
}

std::vector<DiffPart> parts_of(const std::string& before, const std::string& after) {
    const WordDiff diff = word_diff(before, after);
    expect_both_texts(diff, before, after);
    return diff.parts;
}

TEST(WordDiff, MarksWordsAndKeepsBlanks) {
    EXPECT_THAT(parts_of("the old cat sat", "the new cat sat"),
                ElementsAre(DiffPart{same, "the "}, DiffPart{removed, "old"}, DiffPart{added, "new"},
                            DiffPart{same, " cat sat"}));
    EXPECT_THAT(parts_of("a b c", "a c"),
                ElementsAre(DiffPart{same, "a"}, DiffPart{removed, " b"}, DiffPart{same, " c"}));
    EXPECT_THAT(parts_of("a c", "a b c"),
                ElementsAre(DiffPart{same, "a"}, DiffPart{added, " b"}, DiffPart{same, " c"}));
    EXPECT_THAT(parts_of("End.", "End"), ElementsAre(DiffPart{same, "End"}, DiffPart{removed, "."}));
    EXPECT_THAT(parts_of("one two", "one\ntwo"), ElementsAre(DiffPart{same, "one"}, DiffPart{removed, " "},
                                                             DiffPart{added, "\n"}, DiffPart{same, "two"}));
}

TEST(WordDiff, HasNothingToSayOfEqualTexts) {
    EXPECT_THAT(parts_of("", ""), IsEmpty());
    EXPECT_THAT(parts_of("as it is \n", "as it is \n"), ElementsAre(DiffPart{same, "as it is \n"}));
    EXPECT_THAT(parts_of("", " x"), ElementsAre(DiffPart{added, " x"}));
    EXPECT_THAT(parts_of("x\n", ""), ElementsAre(DiffPart{removed, "x\n"}));
    EXPECT_THAT(parts_of(" \n", "\n"), ElementsAre(DiffPart{removed, " \n"}, DiffPart{added, "\n"}));
}

std::string random_text(domain::Random& random, std::size_t bytes, std::uint64_t vocabulary,
                        char first = 'a') {
    std::string text;
    while (text.size() < bytes) {
        const std::uint64_t word = random.below(vocabulary);
        text += first;
        text += std::to_string(word * 7919);
        text += random.below(15) == 0 ? ".\n" : " ";
    }
    return text;
}

TEST(WordDiff, RandomEditsGiveBothTextsBack) {
    domain::Random random(5);
    for (int i = 0; i < 300; ++i) {
        parts_of(random_text(random, random.below(200), 6), random_text(random, random.below(200), 6));
    }
    parts_of("bro\xffken \xe6\xbc", "bro\xffken \xe6");
}

double milliseconds(const std::string& before, const std::string& after, WordDiff& diff) {
    const auto start = std::chrono::steady_clock::now();
    diff = word_diff(before, after);
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

TEST(WordDiff, LongTextsStayCheap) {
    domain::Random random(9);
    const std::string text = random_text(random, 20'000, 1500);
    struct Case {
        const char* name;
        std::string before;
        std::string after;
    };
    std::string equal_words;
    for (int i = 0; i < 10'000; ++i) {
        equal_words += "word ";
    }
    const Case cases[] = {
        {"same vocabulary, 20 KB", text, random_text(random, 20'000, 1500)},
        {"small vocabulary, 20 KB", random_text(random, 20'000, 40), random_text(random, 20'000, 40)},
        {"nothing in common, 20 KB", text, random_text(random, 20'000, 1500, 'z')},
        {"10,000 equal words, one more", equal_words, equal_words + "word "},
        {"10,000 equal words against 5,000", equal_words, equal_words.substr(0, 25'000)},
        {"one word of 20 KB", std::string(20'000, 'x'), std::string(20'000, 'y')},
        {"marks only", std::string(20'000, '.'), std::string(20'000, '!')},
        {"a loop against a text", equal_words, text},
    };
    for (const Case& c : cases) {
        WordDiff diff;
        const double spent = milliseconds(c.before, c.after, diff);
        expect_both_texts(diff, c.before, c.after);
        RecordProperty(c.name, std::to_string(spent));
        std::printf("%-36s %7.1f ms%s\n", c.name, spent, diff.coarse ? " (coarse)" : "");
        EXPECT_LT(spent, 1000.0) << c.name; // sanitizers and busy machines included
    }
}

TEST(WordDiff, GivesUpInTimeOnLongUnlikeTexts) {
    domain::Random random(3);
    const std::string before = random_text(random, 1'000'000, 50'000);
    const std::string after = random_text(random, 1'000'000, 50'000);
    WordDiff diff;
    EXPECT_LT(milliseconds(before, after, diff), 10'000.0);
    EXPECT_TRUE(diff.coarse);
    expect_both_texts(diff, before, after);
}

TEST(WordDiff, StopsWhenAsked) {
    std::stop_source source;
    source.request_stop();
    domain::Random random(3);
    const WordDiff diff =
        word_diff(random_text(random, 20'000, 40), random_text(random, 20'000, 40), source.get_token());
    EXPECT_TRUE(diff.stopped);
    EXPECT_THAT(diff.parts, IsEmpty());
}

} // namespace tiebreak::text
