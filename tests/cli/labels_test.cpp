// SPDX-License-Identifier: GPL-3.0-or-later
// People's labels by the command: in, out, in the report, and as a packet.
#include "tests/cli/desk.h"

namespace tiebreak::test {

namespace {

/// A run of two candidates; the judge decided the one pair that differs.
struct Labelled : Desk {
    std::string file = path("may.tiebreak");

    Labelled() {
        const Ended ended = run({"run", small_config(), "-o", file});
        EXPECT_EQ(ended.code, 0) << ended.err;
    }
};

} // namespace

TEST(Labels, ComeInAreReportedAndGoOut) {
    const Labelled desk;
    const std::string table = desk.write("labels.csv", std::string("item,annotator,first,second,winner\n"
                                                                   "1,ann,a,b,a\n"
                                                                   "1,ben,b,a,first\n"
                                                                   "7,ben,b,a,first\n"));
    const Ended preview = run({"import", desk.file, "labels", table, "--preview"});
    EXPECT_THAT(preview.out, HasSubstr("nothing was stored"));
    const Ended in = run({"import", desk.file, "labels", table});
    EXPECT_EQ(in.code, 1) << in.err; // a row was left out
    EXPECT_THAT(in.out, HasSubstr("2 labels added, 1 left out"));
    EXPECT_THAT(in.err, HasSubstr("line 4 left out: the run small has no item 7"));

    const Json labels = run({"report", desk.file, "--json"}).json()["labels"];
    EXPECT_EQ(labels["count"], 2);
    EXPECT_EQ(labels["agreement"][0]["judging"], "overlap");
    EXPECT_EQ(labels["agreement"][0]["n"], 2);
    EXPECT_EQ(labels["agreement"][0]["accuracy"], 0.5); // ann says what overlap says
    EXPECT_EQ(labels["between"][0]["accuracy"], 0);
    EXPECT_EQ(labels["annotators"].size(), 2U);

    const Ended out = run({"export", desk.file, "labels", "-o", desk.path("labels.jsonl")});
    EXPECT_EQ(out.code, 0) << out.err;
    const Ended again = run({"import", desk.file, "labels", desk.path("labels.jsonl")});
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_THAT(again.out, HasSubstr("0 labels added, 2 known already"));
    EXPECT_THAT(run({"export", desk.file, "labels", "-o", "-", "--format", "csv"}).out, HasSubstr("\"a\""));
}

TEST(Labels, APacketLeavesAndItsAnswersComeBack) {
    const Labelled desk;
    const Ended none = run({"export", desk.file, "packet", "-o", desk.path("cards.html")});
    EXPECT_EQ(none.code, 2); // nothing is tied
    EXPECT_THAT(none.err, HasSubstr("drawn at random"));
    const Ended out =
        run({"export", desk.file, "packet", "-o", desk.path("cards.html"), "--ask", "random", "--cards", "5"});
    ASSERT_EQ(out.code, 0) << out.err;
    EXPECT_THAT(out.err, HasSubstr("1 cards"));
    const std::string html = desk.read("cards.html");
    const std::string mark = "{\"packet\":\"";
    const std::size_t at = html.find(mark);
    ASSERT_NE(at, std::string::npos);
    const std::string uid = html.substr(at + mark.size(), 36);
    const std::string answers = desk.write(
        "answers.json", Json{{"tiebreak_packet_answers", 1},
                             {"packet", uid},
                             {"annotator", "Col"},
                             {"labels", {{{"card", "1"}, {"outcome", "tie"}, {"time", 1000}}}}});
    EXPECT_THAT(run({"import", desk.file, "labels", answers}).out, HasSubstr("1 label added"));
    EXPECT_THAT(run({"import", desk.file, "labels", answers}).out, HasSubstr("1 known already"));
    EXPECT_EQ(run({"report", desk.file, "--json"}).json()["labels"]["scores"][0]["ties"], 1);
    EXPECT_EQ(run({"export", desk.file, "packet", "-o", "-", "--ask", "pears"}).code, 2);
}

} // namespace tiebreak::test
