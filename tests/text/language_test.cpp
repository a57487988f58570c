// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/language.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::text {
namespace {

TEST(Language, OfASentence) {
    using testing::Optional;
    EXPECT_THAT(detect_language("This is a plain English sentence."), Optional(std::string("en")));
    EXPECT_THAT(detect_language("Das ist ein ganz gewöhnlicher deutscher Satz."),
                Optional(std::string("de")));
    EXPECT_THAT(detect_language("Habari za asubuhi, ninaenda sokoni kununua matunda"),
                Optional(std::string("sw")));
    EXPECT_THAT(detect_language("यह हिंदी में लिखा गया एक वाक्य है"), Optional(std::string("hi")));
    EXPECT_THAT(detect_language("שלום עולם, מה שלומך היום?"), Optional(std::string("he")));
    EXPECT_THAT(detect_language("این یک جمله فارسی است که برای آزمایش نوشته شده"),
                Optional(std::string("fa")));
    EXPECT_EQ(detect_language("12345 !?"), std::nullopt);
    EXPECT_EQ(detect_language(""), std::nullopt);
    EXPECT_EQ(detect_language("\xff\xfe"), std::nullopt);
}

TEST(Language, CodesThatMeanTheSame) {
    EXPECT_EQ(language_code("iw"), "he");
    EXPECT_EQ(language_code("zh-CN"), "zh");
    EXPECT_EQ(language_code("zh_TW"), "zh-Hant");
    EXPECT_EQ(language_code(" EN "), "en");
}

TEST(Language, ScriptsItIsWrittenIn) {
    EXPECT_TRUE(is_in_script_of("hi", "en"));
    EXPECT_FALSE(is_in_script_of("hi", "kn"));
    EXPECT_TRUE(is_in_script_of("かな漢字", "ja"));
    EXPECT_FALSE(is_in_script_of("123", "en"));
    EXPECT_FALSE(is_in_script_of("abc", "no-such-language"));
}

} // namespace
} // namespace tiebreak::text
