// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/file.h"
#include "formats/numbers.h"
#include "shared_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

namespace tiebreak::formats {

using testing::HasSubstr;

class Files : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "tiebreak-file-XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        dir_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(dir_); }

    std::string dir_;
};

TEST_F(Files, AreReadByteForByte) {
    const std::string bytes("a\r\n\0\xff\n", 6);
    std::ofstream(dir_ + "/x", std::ios::binary) << bytes;
    EXPECT_EQ(read_file(dir_ + "/x"), bytes);
    std::ofstream(dir_ + "/empty");
    EXPECT_EQ(read_file(dir_ + "/empty"), "");
}

TEST_F(Files, ThatCannotBeReadSayWhy) {
    EXPECT_THAT(error_of([&] { (void)read_file(dir_ + "/none"); }), HasSubstr("no such file"));
    EXPECT_THAT(error_of([&] { (void)read_file(dir_); }), HasSubstr("folder"));
    ASSERT_EQ(mkfifo((dir_ + "/pipe").c_str(), 0600), 0);
    EXPECT_THAT(error_of([&] { (void)read_file(dir_ + "/pipe"); }), HasSubstr("regular"));
    std::ofstream(dir_ + "/long") << std::string(3'000'000, 'x');
    EXPECT_THAT(error_of([&] { (void)read_file(dir_ + "/long", 2U << 20U); }), HasSubstr("over 2 MB"));
    EXPECT_EQ(read_file(dir_ + "/long", 3'000'000).size(), 3'000'000U);
}

TEST(Paths, AreRelativeToTheConfig) {
    EXPECT_EQ(resolve_path("/a/b", "c.json"), "/a/b/c.json");
    EXPECT_EQ(resolve_path("/a/b", "../c.json"), "/a/c.json");
    EXPECT_EQ(resolve_path("/a/b", "/c.json"), "/c.json");
    EXPECT_EQ(resolve_path("", "c.json"), "c.json");
}

TEST(Numbers, AreWholeCellsOrNothing) {
    EXPECT_EQ(parse_number(" 3.25 "), 3.25);
    EXPECT_EQ(parse_number("+2"), 2.0);
    EXPECT_EQ(parse_number("-1e-3"), -0.001);
    for (const char* bad :
         {"", " ", "3,5", "n/a", "nan", "inf", "-inf", "1e999", "3 apples", "0x10", "+-1", "--1"}) {
        EXPECT_EQ(parse_number(bad), std::nullopt) << bad;
    }
}

} // namespace tiebreak::formats
