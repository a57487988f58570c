// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "text/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::text {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::vector<std::string>> cells_of(std::string_view bytes) {
    CsvReader reader(bytes);
    std::vector<std::vector<std::string>> rows;
    while (auto row = reader.next()) {
        rows.push_back(row->cells);
    }
    EXPECT_THAT(reader.problems(), IsEmpty());
    return rows;
}

TEST(Csv, ReadsQuotesNewlinesAndBothEndings) {
    EXPECT_THAT(cells_of("a,b\r\n\"x, \"\"y\"\"\nz\",2\n"),
                ElementsAre(ElementsAre("a", "b"), ElementsAre("x, \"y\"\nz", "2")));
    EXPECT_THAT(cells_of("\xef\xbb\xbf"
                         "a,b\r1,\r\r,2"),
                ElementsAre(ElementsAre("a", "b"), ElementsAre("1", ""), ElementsAre("", "2")));
    EXPECT_THAT(cells_of("a,\"\"\n"), ElementsAre(ElementsAre("a", "")));
    EXPECT_THAT(cells_of(""), IsEmpty());
    EXPECT_THAT(cells_of("\n\n"), IsEmpty());
    EXPECT_THAT(cells_of("5\" disk,b\n"),
                ElementsAre(ElementsAre("5\" disk", "b"))); // a quote inside is text
}

TEST(Csv, LinesAreThoseOfTheFile) {
    CsvReader reader("h\n\"one\r\ntwo\"\n\nlast\n");
    EXPECT_EQ(reader.next()->line, 1U);
    EXPECT_EQ(reader.next()->line, 2U);
    EXPECT_EQ(reader.next()->line, 5U);
    EXPECT_FALSE(reader.next());
}

TEST(Csv, SniffsTheDelimiter) {
    EXPECT_EQ(sniff_delimiter("name;note\na;1,5\nb;2,5\n"), ';');
    EXPECT_EQ(sniff_delimiter("name\tnote\na, b; c\tx\n"), '\t');
    EXPECT_EQ(sniff_delimiter("name,note\n\"a;b;c\",1\n"), ',');
    EXPECT_EQ(sniff_delimiter("alone\nx\n"), ',');
    EXPECT_EQ(sniff_delimiter(""), ',');
}

TEST(Csv, NamesWhatIsWrongByLine) {
    const CsvTable table = read_csv_table("a,b\n1,2\n3\n4,5,6\n\"x\"y,2\n7,8\n9,\"never closed\n10,11\n");
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_THAT(table.rows[1].cells, ElementsAre("7", "8"));
    ASSERT_EQ(table.problems.size(), 4U);
    EXPECT_EQ(table.problems[0].line, 3U);
    EXPECT_EQ(table.problems[0].why, "1 cells where the header has 2");
    EXPECT_EQ(table.problems[1].line, 4U);
    EXPECT_EQ(table.problems[2].line, 5U);
    EXPECT_THAT(table.problems[2].why, HasSubstr("closing quote"));
    EXPECT_EQ(table.problems[3].line, 7U);
    EXPECT_THAT(table.problems[3].why, HasSubstr("never closed"));
}

TEST(Csv, RefusesAHeaderThatCannotBeUsed) {
    EXPECT_THROW((void)read_csv_table("a,b,a\n1,2,3\n"), domain::Error);
    EXPECT_THROW((void)read_csv_table(""), domain::Error);
    EXPECT_THROW((void)read_csv_table("\"a,b\n"), domain::Error);
    const CsvTable table = read_csv_table(" name ,b\n1,2\n");
    EXPECT_EQ(table.column("name"), 0U);
    EXPECT_EQ(table.column("c"), std::nullopt);
}

TEST(Csv, WritesWhatItReads) {
    const std::vector<std::string> cells{"plain", "a,b",    "say \"hi\"", "two\nlines",
                                         "",      " blank", "=1+1",       "\xef\xbb\xbf"};
    EXPECT_THAT(cells_of(csv_record(cells)), ElementsAre(cells));
    EXPECT_THAT(cells_of(csv_record(std::vector<std::string>{""})), ElementsAre(ElementsAre("")));
}

TEST(Csv, NeutralisesFormulasButNotNumbers) {
    const std::vector<std::string> cells{"=HYPERLINK(1)", "-0.5", "+3", "-x", "@a", "1e-3", "\t=1"};
    EXPECT_EQ(csv_record(cells, FormulaCells::neutralised), "'=HYPERLINK(1),-0.5,+3,'-x,'@a,1e-3,'\t=1\n");
}

} // namespace tiebreak::text
