// SPDX-License-Identifier: GPL-3.0-or-later
// Manifests and imported scores.
#include "formats/manifest.h"
#include "formats/scores.h"
#include "shared_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::formats {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

TEST(Manifest, ReadsSemicolonsAndQuotedOnesInTags) {
    const auto manifest = read_manifest("\xef\xbb\xbf"
                                        "path;test_loss;tags\r\n"
                                        "runs/step-1.jsonl;3.5;\"size=small; wip\"\r\n"
                                        "runs/step-2.jsonl;;\r\n");
    EXPECT_THAT(manifest.bad, IsEmpty());
    ASSERT_THAT(manifest.candidates, SizeIs(2));
    EXPECT_THAT(manifest.candidates[0].tags, SizeIs(2));
}

TEST(Manifest, ReadsAllColumns) {
    const auto manifest = read_manifest("path,name,test_loss,test_loss_se,loss_set,tokenizer,tags,data\n"
                                        "runs/step-1.jsonl,,3.5,0.01,val,gpt2,\"size=small; wip\",FineWeb\n"
                                        ",only a name,,,,,,\n");
    EXPECT_THAT(manifest.bad, IsEmpty());
    ASSERT_THAT(manifest.candidates, SizeIs(2));
    const auto& first = manifest.candidates[0];
    EXPECT_EQ(first.name, "step-1");
    EXPECT_EQ(first.responses_path, "runs/step-1.jsonl");
    EXPECT_EQ(first.test_loss.value, 3.5);
    EXPECT_EQ(first.test_loss.se, 0.01);
    EXPECT_EQ(first.test_loss.loss_set, "val");
    EXPECT_THAT(first.tags, ElementsAre(Pair("data", "FineWeb"), Pair("size", "small"), Pair("wip", "")));
    EXPECT_EQ(manifest.candidates[1].name, "only a name");
    EXPECT_EQ(manifest.candidates[1].test_loss.value, std::nullopt);
    EXPECT_THAT(manifest.lines, ElementsAre(2, 3));
}

TEST(Manifest, BadRowsAreNamed) {
    const auto manifest = read_manifest("name,path,test_loss,test_loss_se,tags\n"
                                        "a,p,\"3,5\",,\n"
                                        "b,p,-1,,\n"
                                        "c,p,,0.1,\n"
                                        ",,1,,\n"
                                        "d,p,nan,,\n"
                                        "e,p,1,,=x\n"
                                        "f,p,1\n"
                                        "g,p,1,,\n"
                                        "g,q,1,,\n");
    EXPECT_THAT(manifest.candidates, SizeIs(1));
    ASSERT_THAT(manifest.bad, SizeIs(8));
    EXPECT_EQ(manifest.bad[0], (BadRow{2, "\"3,5\" in column \"test_loss\" is no number"}));
    EXPECT_EQ(manifest.bad[1].line, 3U);
    EXPECT_THAT(manifest.bad[2].why, HasSubstr("without its test loss"));
    EXPECT_THAT(manifest.bad[3].why, HasSubstr("neither"));
    EXPECT_THAT(manifest.bad[6].why, HasSubstr("3 cells"));
    EXPECT_EQ(manifest.bad[7], (BadRow{10, "\"g\" stands already on line 9"}));
    EXPECT_THAT(error_of([] { (void)read_manifest("a,b\n1,2\n", "m.csv"); }), HasSubstr("m.csv"));
    EXPECT_THAT(error_of([] { (void)read_manifest(""); }), HasSubstr("empty"));
    EXPECT_THAT(error_of([] { (void)read_manifest("<html>"); }), HasSubstr("HTML"));
}

TEST(ManifestInTheWild, TheSample) {
    SHARED_FILE(bytes, "sample/candidates.csv");
    const auto manifest = read_manifest(bytes);
    EXPECT_THAT(manifest.bad, IsEmpty());
    ASSERT_THAT(manifest.candidates, SizeIs(8));
    EXPECT_EQ(manifest.candidates[0].name, "wordnet-0.4m-long");
    EXPECT_EQ(manifest.candidates[0].test_loss.value, 4.0623);
    EXPECT_EQ(manifest.candidates[0].test_loss.se, std::nullopt);
    EXPECT_EQ(manifest.candidates[0].tags.at("parameters"), "370432");
}

TEST(Scores, OneColumnOrRuns) {
    const auto one = read_scores("model,test_loss,ift_score_avg5,ift_rank\n\"a, b\",3.2,42.4,1\nc,,,2\n");
    EXPECT_EQ(one.score_column, "ift_score_avg5");
    ASSERT_THAT(one.rows, SizeIs(2));
    EXPECT_EQ(one.rows[0].candidate, "a, b");
    EXPECT_EQ(one.rows[0].test_loss.value, 3.2);
    EXPECT_EQ(one.rows[0].score, 42.4);
    EXPECT_THAT(one.rows[0].other, ElementsAre(Pair("ift_rank", "1")));
    EXPECT_EQ(one.rows[1].score, std::nullopt);
    const auto runs = read_scores("model,run2,run 10,run1,average\nx,2,10,1,4.3\ny,,-3,1,\n");
    EXPECT_THAT(runs.run_columns, ElementsAre("run1", "run2", "run 10"));
    EXPECT_THAT(runs.rows.at(0).runs, ElementsAre(1.0, 2.0, 10.0));
    EXPECT_THAT(runs.rows.at(1).runs, ElementsAre(1.0, std::nullopt, -3.0));
    EXPECT_THAT(runs.rows.at(0).other, ElementsAre(Pair("average", "4.3")));
}

TEST(Scores, AnUnnamedIndexColumnIsNoScore) {
    const auto scores = read_scores(",model,run1\n0,x,5\n1,y,6\n");
    EXPECT_EQ(scores.rows.at(0).score, std::nullopt);
    EXPECT_EQ(scores.rows.at(1).test_loss.value, std::nullopt);
    EXPECT_THAT(scores.rows.at(1).runs, ElementsAre(6.0));
}

TEST(Scores, BadRowsAndFilesAreNamed) {
    const auto scores = read_scores("model,score\na,1\nb,n/a\n,3\na,4\nc,nan\n");
    EXPECT_THAT(scores.rows, SizeIs(1));
    EXPECT_THAT(scores.bad, ElementsAre(BadRow{3, "\"n/a\" in column \"score\" is no number"},
                                        BadRow{4, "no name in column \"model\""},
                                        BadRow{5, "\"a\" stands already on line 2"},
                                        BadRow{6, "\"nan\" in column \"score\" is no number"}));
    const auto why = [](const char* bytes, const ReadOptions& options = {}) {
        return error_of([&] { (void)read_scores(bytes, options); });
    };
    EXPECT_THAT(why("model,loss\na,1\n"), HasSubstr("no column holds scores"));
    EXPECT_THAT(why("x,score\na,1\n"), HasSubstr("no column names the candidates"));
    EXPECT_THAT(why("model,judge_score,human_score\na,1,2\n"), HasSubstr("2 columns could be the score"));
    EXPECT_THAT(why("[1, 2]"), HasSubstr("JSON list"));
    ReadOptions options;
    options.mapping = {{"score", "human_score"}};
    EXPECT_EQ(read_scores("model,judge_score,human_score\na,1,2\n", options).rows.at(0).score, 2.0);
    options.mapping = {{"score", "humanscore"}};
    EXPECT_THAT(why("model,judge_score,human_score\na,1,2\n", options),
                HasSubstr("did you mean \"human_score\""));
}

TEST(Scores, BareListsNeedTheRightLength) {
    EXPECT_THAT(read_score_list("[1, null, 2.5]", 3), ElementsAre(1.0, std::nullopt, 2.5));
    EXPECT_THAT(error_of([] { (void)read_score_list("[1, 2]", 3, "s.json"); }),
                HasSubstr("2 scores for 3 items"));
    EXPECT_THAT(error_of([] { (void)read_score_list("[1, \"2\"]", 2); }), HasSubstr("entry 2 is text"));
    EXPECT_THAT(error_of([] { (void)read_score_list("{}", 0); }), HasSubstr("an object"));
}

TEST(ScoresInTheWild, PublishedTables) {
    SHARED_FILE(newest, "ift_tables/newest.csv");
    const auto scores = read_scores(newest);
    EXPECT_THAT(scores.bad, IsEmpty());
    ASSERT_THAT(scores.rows, SizeIs(24));
    EXPECT_EQ(scores.rows[0].candidate, "OpenAI weights: medium");
    EXPECT_EQ(scores.rows[0].score, 42.36);
    EXPECT_EQ(scores.rows[0].test_loss.value, 3.231442);
    SHARED_FILE(runs_file, "ift_tables/judge_runs.csv");
    const auto runs = read_scores(runs_file);
    ASSERT_THAT(runs.rows, SizeIs(24));
    EXPECT_THAT(runs.run_columns, SizeIs(5));
    EXPECT_THAT(runs.rows[0].runs, ElementsAre(42.24, 42.16, 42.95, 41.83, 42.61));
    SHARED_FILE(oldest, "ift_tables/oldest.csv");
    EXPECT_THAT(read_scores(oldest).rows, SizeIs(9));
}

} // namespace tiebreak::formats
