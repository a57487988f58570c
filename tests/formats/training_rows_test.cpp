// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "formats/training_rows.h"
#include "text/digest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <vector>

namespace tiebreak::formats {
namespace {

class TrainingRows : public testing::Test {
protected:
    void SetUp() override {
        path = std::filesystem::temp_directory_path() / ("tiebreak-training-" + std::to_string(::getpid()));
    }
    void TearDown() override { std::filesystem::remove(path); }

    std::vector<TrainingRow> read(const std::string& bytes) {
        std::ofstream(path, std::ios::binary) << bytes;
        std::vector<TrainingRow> rows;
        file = each_training_row(path.string(), [&](const TrainingRow& row) { rows.push_back(row); });
        EXPECT_EQ(file.hash, text::sha256_hex(bytes));
        return rows;
    }

    std::filesystem::path path;
    TrainingFile file;
};

TEST_F(TrainingRows, JsonLinesOfEveryUsualForm) {
    const auto rows =
        read("\xef\xbb\xbf{\"instruction\": \"Add.\", \"input\": \"1 and 2\", \"output\": \"3\"}\r\n"
             "\n"
             "{\"prompt\": \"p\", \"completion\": \"c\"}\n"
             "{broken\n"
             "{\"messages\": [{\"role\": \"system\", \"content\": \"s\"}, {\"role\": \"user\", "
             "\"content\": \"q1\"}, {\"role\": \"assistant\", \"content\": \"a1\"}, {\"role\": "
             "\"user\", \"content\": \"q2\"}]}\n"
             "{\"conversations\": [{\"from\": \"human\", \"value\": \"h\"}, {\"from\": \"gpt\", "
             "\"value\": \"g\"}]}\n"
             "{\"text\": \"only \\\"text\\\"\"}");
    ASSERT_EQ(rows.size(), 5U);
    EXPECT_EQ(file.format, "json-lines");
    EXPECT_EQ(file.rows, 6);
    EXPECT_EQ(file.bad, 1);
    EXPECT_EQ(file.first_bad, 4);
    EXPECT_EQ(rows[0].prompt, "Add.\n1 and 2");
    EXPECT_EQ(rows[0].answer, "3");
    EXPECT_EQ(rows[1].prompt, "p");
    EXPECT_EQ(rows[1].answer, "c");
    EXPECT_EQ(rows[2].number, 4);
    EXPECT_EQ(rows[2].prompt, "q1\nq2");
    EXPECT_EQ(rows[2].answer, "a1");
    EXPECT_EQ(rows[3].prompt, "h");
    EXPECT_EQ(rows[3].answer, "g");
    EXPECT_EQ(rows[4].prompt, "");
    EXPECT_EQ(rows[4].whole, "only \"text\"");
}

TEST_F(TrainingRows, AJsonListIsCutWithoutBeingHeld) {
    const auto rows = read(" [ {\"instruction\": \"a ] , } \\\" b\", \"output\": [\"x\", {\"y\": \"z\"}]},\n"
                           "{\"instruction\": \"c\\\\\"}, 7 , \"plain\" ]\n");
    EXPECT_EQ(file.format, "json");
    EXPECT_EQ(file.rows, 4);
    EXPECT_EQ(file.bad, 0);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].prompt, "a ] , } \" b");
    EXPECT_EQ(rows[0].whole, "a ] , } \" b\nx\nz");
    EXPECT_EQ(rows[1].prompt, "c\\");
    EXPECT_EQ(rows[3].whole, "plain");
    read("[{\"instruction\": \"cut");
    EXPECT_EQ(file.bad, 1) << "a list that never ends is told";
}

TEST_F(TrainingRows, ParagraphsOfPlainText) {
    const auto rows = read("First line\nsecond line\n\n \t\nAnother.\r\n\r\nLast");
    EXPECT_EQ(file.format, "text");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].whole, "First line\nsecond line\n");
    EXPECT_EQ(rows[1].number, 2);
    EXPECT_EQ(rows[2].whole, "Last\n");
}

TEST_F(TrainingRows, RowsThatCrossTheBuffersEndAreWhole) {
    std::string bytes;
    const std::string filler(700'000, 'x');
    for (int i = 0; i < 5; ++i) {
        bytes += "{\"instruction\": \"" + filler + std::to_string(i) + "\"}\n";
    }
    const auto rows = read(bytes);
    ASSERT_EQ(rows.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(rows[i].prompt, filler + std::to_string(i));
    }
}

TEST_F(TrainingRows, RefusesWhatIsNoText) {
    EXPECT_THROW(read("\x1f\x8b\x08 gzip"), domain::Error);
    EXPECT_THROW(read("PAR1...."), domain::Error);
    EXPECT_THROW(each_training_row("/no/such/file", {}), domain::Error);
    EXPECT_TRUE(read("").empty());
}

} // namespace
} // namespace tiebreak::formats
