// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/jsonl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tiebreak::text {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<std::pair<std::size_t, std::string>> lines_of(std::string_view bytes) {
    LineReader reader(bytes);
    std::vector<std::pair<std::size_t, std::string>> lines;
    while (const auto line = reader.next()) {
        lines.emplace_back(line->number, line->text);
    }
    return lines;
}

TEST(JsonLines, OnlyNewlinesEndALine) {
    EXPECT_THAT(
        lines_of("\xef\xbb\xbf{}\r\n\n  \n{\"a\": \"x\xe2\x80\xa8y\xc2\x85\fz\rw\"}\n3"),
        ElementsAre(Pair(1, "{}"), Pair(4, "{\"a\": \"x\xe2\x80\xa8y\xc2\x85\fz\rw\"}"), Pair(5, "3")));
    EXPECT_THAT(lines_of(""), IsEmpty());
    EXPECT_THAT(lines_of("\r\n\t\n"), IsEmpty());
}

TEST(JsonLines, OneHugeLineIsOneLine) {
    const std::string huge(5'000'000, 'x');
    EXPECT_THAT(lines_of(huge), ElementsAre(Pair(1, huge)));
}

} // namespace tiebreak::text
