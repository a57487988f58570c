// SPDX-License-Identifier: GPL-3.0-or-later
// A table read piece by piece holds the same as one read whole, however it is cut.
#include "domain/error.h"
#include "formats/file.h"
#include "formats/row_stream.h"
#include "formats/text_table.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace tiebreak;

namespace {

class File {
public:
    explicit File(const std::string& bytes)
        : path_(std::filesystem::temp_directory_path() /
                fmt::format("tiebreak-rows-{}-{}", ::getpid(), ++count)) {
        std::ofstream(path_, std::ios::binary) << bytes;
    }
    ~File() { std::filesystem::remove(path_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    static inline int count = 0;
    std::filesystem::path path_;
};

struct Read {
    std::vector<std::size_t> lines;
    std::vector<std::vector<std::string>> cells;
    formats::StreamedRows streamed;
};

Read read(const std::string& path, const std::vector<std::string>& columns) {
    Read result;
    result.streamed =
        formats::each_row(path, columns, [&](std::size_t line, std::span<const std::string_view> cells) {
            result.lines.push_back(line);
            result.cells.emplace_back(cells.begin(), cells.end());
        });
    return result;
}

void expect_same_as_whole(const std::string& bytes, const std::vector<std::string>& columns) {
    const File file(bytes);
    const Read streamed = read(file.path(), columns);
    const formats::TextTable whole = formats::read_text_table(bytes, "t", columns);
    EXPECT_EQ(streamed.lines, whole.lines);
    ASSERT_EQ(streamed.cells.size(), whole.lines.size());
    for (std::size_t row = 0; row < whole.lines.size(); ++row) {
        for (std::size_t c = 0; c < columns.size(); ++c) {
            EXPECT_EQ(streamed.cells[row][c], whole.columns[c].cells[row]) << row << " " << columns[c];
        }
    }
    EXPECT_EQ(streamed.streamed.bad, whole.bad);
}

} // namespace

TEST(RowStream, ReadsWhatTheWholeReaderReads) {
    expect_same_as_whole("a,b,c\n1,2,3\n4,5,6", {"c", "a"});
    expect_same_as_whole("\xef\xbb\xbf"
                         "a,b\r\n1,2\r\n\r\n3,4\r\n",
                         {"b"});
    expect_same_as_whole("a;b\n1,5;2\n", {"a", "b"});
    expect_same_as_whole("a\tb\nx y\tz\n", {"a", "b"});
    expect_same_as_whole("a,b\n\"x, \"\"y\"\"\nz\",2\n5\" disk,3\n,\"\"\n", {"a", "b"});
    expect_same_as_whole("a,b\n1\n1,2,3\n\"x\"y,2\n7,8\n", {"a", "b"});
    expect_same_as_whole("a,b\n1,2\n\"never closed,3\n4,5\n", {"a", "b"});
    expect_same_as_whole("a,b\r1,2\r3,4\r", {"a", "b"});
    expect_same_as_whole(R"([{"a": 1, "b": null}, {"b": true}, 7])", {"a", "b"});
    expect_same_as_whole("{\"a\": {\"n\": [5, 6]}, \"b\": \"x\"}\n{\"a.n.1\": 7, \"b\": 2}\n",
                         {"a.n.1", "b"});
}

TEST(RowStream, CutsBetweenPiecesAnywhere) {
    // Rows around the size of a piece, so that every part of a record falls on a boundary in one of them.
    std::string bytes = "id,text,mark\n";
    for (int row = 0; row < 14000; ++row) {
        bytes += fmt::format("{},\"line one {}\nsays \"\"{}\"\", and more {}\",m{}\n", row, row, row,
                             std::string(static_cast<std::size_t>(row % 257), 'x'), row % 7);
    }
    ASSERT_GT(bytes.size(), std::size_t{2} << 20U);
    expect_same_as_whole(bytes, {"mark", "id", "text"});
}

TEST(RowStream, NamesWhatIsNotThere) {
    const File file("model_a,model_b,winner\nx,y,a\n");
    try {
        (void)read(file.path(), {"model_c"});
        FAIL();
    } catch (const domain::Error& error) {
        EXPECT_NE(std::string(error.mend()).find("model_a"), std::string::npos);
    }
    const File twice("a,a\n1,2\n");
    EXPECT_THROW((void)read(twice.path(), {"a"}), domain::Error);
    const File html("<html></html>");
    EXPECT_THROW((void)read(html.path(), {"a"}), domain::Error);
    const File empty("");
    EXPECT_THROW((void)read(empty.path(), {"a"}), domain::Error);
    EXPECT_THROW((void)read("/no/such/file", {"a"}), domain::Error);
    EXPECT_THROW((void)read(std::filesystem::temp_directory_path().string(), {"a"}), domain::Error);
}
