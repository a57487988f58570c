// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/random.h"
#include "text/utf8.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::text {

using namespace std::string_view_literals;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Utf8, RepairsOnlyWhatIsBroken) {
    const std::string good = "a é 漢 😀 \xe2\x80\xa8";
    EXPECT_TRUE(is_valid_utf8(good));
    EXPECT_EQ(repair_utf8(good), good);
    EXPECT_EQ(repair_utf8("a\xff z"), "a\xef\xbf\xbd z");
    EXPECT_EQ(repair_utf8("caf\xe9"), "caf\xef\xbf\xbd");           // Latin-1
    EXPECT_EQ(repair_utf8("\xe6\xbc"), "\xef\xbf\xbd");             // cut in the middle: one mark
    EXPECT_EQ(repair_utf8("\xc0\xaf"), "\xef\xbf\xbd\xef\xbf\xbd"); // overlong
    EXPECT_EQ(repair_utf8("\0x"sv), "\0x"sv);                       // NUL is well-formed
    for (const std::string_view bad :
         {"\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "a\xc3"}) { // lone surrogate, over the end
        EXPECT_FALSE(is_valid_utf8(bad));
        EXPECT_TRUE(is_valid_utf8(repair_utf8(bad)));
    }
}

TEST(Utf8, DisplayKeepsTextAndNamesWhatHides) {
    const std::string harmless =
        "one\n\ttwo é 漢 👩‍💻 \xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae"; // with joiner and non-joiner
    EXPECT_EQ(for_display(harmless), harmless);
    EXPECT_EQ(for_display("\x1b[31mred\x1b[0m"), "␛[31mred␛[0m");
    EXPECT_EQ(for_display("a\0b\x7f"sv), "a␀b␡");
    EXPECT_EQ(for_display("a\r\nb\rc\xc2\x85"
                          "d\xe2\x80\xa8"
                          "e\xe2\x80\xa9"),
              "a\nb\nc\nd\ne\n");
    EXPECT_EQ(for_display("\r\r\n\n"), "\n\n\n");
    EXPECT_EQ(for_display("\xe2\x80\xae"
                          "evil\xe2\x81\xa6"),
              "⟦U+202E⟧evil⟦U+2066⟧");
    EXPECT_EQ(for_display("a\xe2\x80\x8b\xef\xbb\xbf\xf3\xa0\x81\xa1"), "a⟦U+200B⟧⟦U+FEFF⟧⟦U+E0061⟧");
    EXPECT_EQ(for_display("\xc2\x9b"
                          "1m\xed\xa0\x80"),
              "\xef\xbf\xbd"
              "1m\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(Utf8, TrimsUnicodeBlanks) {
    EXPECT_EQ(trim(" \t\r\n\xc2\xa0\xe3\x80\x80 a b \xe2\x80\xa8"), "a b");
    EXPECT_EQ(trim(" \n "), "");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(trim(" \xff "), "\xff");
    EXPECT_TRUE(is_blank("\xc2\xa0\n"));
    EXPECT_FALSE(is_blank("\xe2\x80\x8b")); // a zero-width space is no White_Space
}

TEST(Utf8, WordsAreFoldedAndWithoutMarks) {
    EXPECT_THAT(words("The car's fast: 3.5 m/s, THE Straße!"),
                ElementsAre("the", "car's", "fast", "3.5", "m", "s", "the", "strasse"));
    EXPECT_THAT(distinct_words("b a B  a?"), ElementsAre("a", "b"));
    EXPECT_THAT(words("... \n!"), IsEmpty());
    EXPECT_THAT(words(""), IsEmpty());
    EXPECT_THAT(words("ok \xff\xfe ok"), ElementsAre("ok", "ok"));
    EXPECT_EQ(word_count("日本語を話します and so on"), words("日本語を話します and so on").size());
    EXPECT_EQ(casefold("ÀÉ İ"), casefold("àé i̇"));
}

TEST(Utf8, SegmentsJoinToTheText) {
    const std::string text = "One, two —\n\n  \"three\" \xff 漢字\t";
    std::string joined;
    for (const std::string_view piece : word_segments(text)) {
        joined += piece;
    }
    EXPECT_EQ(joined, text);
}

TEST(Utf8, CountsCodePoints) {
    EXPECT_EQ(character_count("aé漢😀"), 4U);
    EXPECT_EQ(character_count(""), 0U);
    EXPECT_EQ(character_count("a\xff"), 2U);
}

/// Text of nothing but ASCII takes a shorter way: it must cut where ICU cuts. A letter beyond ASCII, set
/// apart by blanks, sends the same text the long way.
TEST(Words, ShortWayThroughAsciiCutsAsIcuDoes) {
    domain::Random random(11);
    const std::string alphabet = "aAbzZ019 __..,;:'\"-!?@/\n\t$%&()\r";
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (std::uint64_t n = random.below(14); n > 0; --n) {
            text += alphabet[random.below(alphabet.size())];
        }
        std::vector<std::string> expected = words(text + " \u00e9");
        expected.pop_back();
        ASSERT_EQ(words(text), expected) << testing::PrintToString(text);
        ASSERT_EQ(word_count(text), expected.size());
    }
}

} // namespace tiebreak::text
