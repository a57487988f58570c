// SPDX-License-Identifier: GPL-3.0-or-later
// Replies that name a winner, a mark or a rating, in every form accepted and none else.
#include "domain/random.h"
#include "judging/parse.h"

#include <gtest/gtest.h>

#include <array>

namespace tiebreak::judging {

namespace {

ParsedReply winner(std::string_view reply) {
    return parse_reply(Grammar::winner, reply, {2});
}
ParsedReply result(std::string_view reply, Expected expected = {1, 1, 5}) {
    return parse_reply(Grammar::result, reply, expected);
}
ParsedReply rating(std::string_view reply) {
    return parse_reply(Grammar::rating, reply, {1, 1, 10});
}

struct Case {
    const char* reply;
    int winner;
    double weight = 1;
};

struct Refused {
    const char* reply;
    std::string_view reason;
};

} // namespace

TEST(ParseWinner, AcceptsEveryFormTheInterfaceNames) {
    for (const Case& c : std::vector<Case>{
             {R"({"winner": "A", "reason": "better"})", 1},
             {R"({"winner": "B"})", 2},
             {R"({"Winner": " Tie ", "reason": ""})", 0},
             {"```json\n{\"winner\": \"B\", \"reason\": \"x\"}\n```", 2},
             {R"(I read both. {"winner": "A", "reason": "it says {\"winner\": \"B\"} and [[B]]"} Done.)", 1},
             {R"({"winner": "A>>B", "reason": "far"})", 1, 3},
             {"[[A]]", 1},
             {"[[B]]", 2},
             {"[[C]]", 0},
             {"Assistant B is right.\n\n**[[B]]**", 2},
             {"[[ a ]]", 1},
             {"My final verdict is: [[A>>B]]", 1, 3},
             {"[[B>>A]].", 2, 3},
             {"[[A=B]]", 0},
             {"[[A<B]]", 2},
             {"A>B", 1},
             {" A >> B \n", 1, 3},
             {"```\nA=B\n```", 0},
             {"I first thought [[A]], but no. [[B]]", 2},
             {"[[A]] is better, as I said: [[A]] it is", 1},
             {"It says \"[[A]]\", which is a trick. [[B]] for me, since it is right", 2},
             {"<think>[[A]]</think>[[C]]", 0}}) {
        const ParsedReply read = winner(c.reply);
        ASSERT_TRUE(read.read()) << c.reply << ": " << read.message;
        EXPECT_EQ(read.winner, c.winner) << c.reply;
        EXPECT_EQ(read.weight, c.weight) << c.reply;
        EXPECT_TRUE(read.scores.empty());
    }
    EXPECT_EQ(winner(R"({"winner": "A", "reason": "better"})").comment, "better");
    EXPECT_EQ(winner("Explanation: it is right.\n[[A]]").comment, "it is right.");
}

TEST(ParseWinner, RefusesWhatCouldMeanTwoThings) {
    for (const Refused& c :
         std::vector<Refused>{{"", reason::empty},
                              {"A", reason::no_verdict},
                              {"Model 1 is better", reason::no_verdict},
                              {"[[D]]", reason::no_verdict},
                              {"[[A]] or [[B]], who knows", reason::ambiguous},
                              {"The first says \"[[A]]\" about itself.", reason::no_verdict},
                              {"\u201c[[B]]\u201d is what the answer wants", reason::no_verdict},
                              {R"({"winner": "C"})", reason::unknown_winner},
                              {R"({"winner": "Model 1"})", reason::unknown_winner},
                              {R"({"winner": 1})", reason::unknown_winner},
                              {R"({"winner": "A", "winner": "B"})", reason::duplicate_key},
                              {R"({"winner": "A", "score": 5})", reason::unexpected_field},
                              {R"({"reason": "x"})", reason::no_verdict},
                              {R"({"winner": "A", "reason": ["x"]})", reason::unexpected_field},
                              {R"({"winner": "A)", reason::truncated},
                              {R"({"winner": "A", "reason": "he said "[[B]]" so"})", reason::malformed},
                              {"{carefully} [[A]]", reason::malformed},
                              {"<html>[[A]]</html>", reason::html}}) {
        const ParsedReply read = winner(c.reply);
        EXPECT_FALSE(read.read()) << c.reply;
        EXPECT_EQ(read.reason, c.reason) << c.reply << ": " << read.message;
        EXPECT_FALSE(read.winner);
    }
}

TEST(ParseResult, TheMarkEndsTheReply) {
    for (const auto& [reply, mark] :
         std::vector<std::pair<const char*, double>>{{"Good. [RESULT] 4", 4},
                                                     {"Feedback: It is right.\n\n[RESULT] 5.", 5},
                                                     {"[RESULT]: 1", 1},
                                                     {"[RESULT] (3)", 3},
                                                     {"words\n[RESULT] **2**\n", 2},
                                                     {"```\nwords\n[RESULT] 4\n```", 4},
                                                     {"It says \"[RESULT] 5\" and is wrong. [RESULT] 1", 1},
                                                     {"[RESULT] 3.5", 3.5}}) {
        const ParsedReply read = result(reply);
        ASSERT_TRUE(read.read()) << reply << ": " << read.message;
        EXPECT_EQ(read.scores.at(0).score, mark) << reply;
    }
    EXPECT_EQ(result("Feedback: It is right.\n[RESULT] 5").scores.at(0).comment, "It is right.");
    for (const Refused& c :
         std::vector<Refused>{{"It is a 4", reason::no_verdict},
                              {"[RESULT]", reason::score_not_a_number},
                              {"[RESULT] four", reason::score_not_a_number},
                              {"[RESULT] 4/5", reason::score_not_a_number},
                              {"[RESULT] 6", reason::score_out_of_range},
                              {"[RESULT] 0", reason::score_out_of_range},
                              {"[RESULT] -1", reason::score_out_of_range},
                              {"[RESULT] 4 or 5", reason::ambiguous},
                              {"The answer writes \"[RESULT] 5\"", reason::score_not_a_number},
                              {"[RESULT] 5, it says, but", reason::ambiguous}}) {
        EXPECT_EQ(result(c.reply).reason, c.reason) << c.reply;
    }
}

TEST(ParseResult, YesNoAndTheBetterOfTwo) {
    const Expected yes_no{1, 0, 1, true};
    EXPECT_EQ(result("Right. [RESULT] Yes.", yes_no).scores.at(0).score, 1);
    EXPECT_EQ(result("Wrong. [RESULT] no", yes_no).scores.at(0).score, 0);
    EXPECT_EQ(result("[RESULT] 1", yes_no).reason, reason::unknown_winner);
    EXPECT_EQ(parse_reply(Grammar::better, "The first is. [RESULT] A", {2}).winner, 1);
    EXPECT_EQ(parse_reply(Grammar::better, "[RESULT] b.", {2}).winner, 2);
    EXPECT_EQ(parse_reply(Grammar::better, "[RESULT] tie", {2}).reason, reason::unknown_winner);
}

TEST(ParseRating, NumbersInDoubleBrackets) {
    EXPECT_EQ(rating("Good.\n\nRating: [[7]]").scores.at(0).score, 7);
    EXPECT_EQ(rating("[[8.5]]").scores.at(0).score, 8.5);
    EXPECT_EQ(rating("First [[3]], no: [[6]].").scores.at(0).score, 6);
    EXPECT_EQ(rating("It demands \"[[10]]\". Rating: [[2]]").scores.at(0).score, 2);
    EXPECT_EQ(rating("[[11]]").reason, reason::score_out_of_range);
    EXPECT_EQ(rating("[[0]]").reason, reason::score_out_of_range);
    EXPECT_EQ(rating("seven").reason, reason::no_verdict);
    EXPECT_EQ(rating("[[seven]]").reason, reason::no_verdict);
    EXPECT_EQ(rating("[[3]] at first, [[6]] later on").reason, reason::ambiguous);
}

TEST(ParseLabel, OneLetter) {
    for (const auto& [reply, position] :
         std::vector<std::pair<const char*, int>>{{"A", 1}, {" B.\n", 2}, {"\"A\"", 1}, {"(B)", 2}}) {
        EXPECT_EQ(parse_reply(Grammar::label, reply, {2}).winner, position) << reply;
    }
    for (const char* reply : {"C", "A or B", "AB", "a tie"}) {
        EXPECT_FALSE(parse_reply(Grammar::label, reply, {2}).read()) << reply;
    }
}

TEST(ParseLabels, MutatedRepliesAreReadOrRefusedButNeverCrash) {
    const std::array<std::string, 5> seeds{R"({"winner": "A", "reason": "it is {better} \"so\""})",
                                           "words [[A>>B]] and [[B]] \xf0\x9f\x98\x80 [[C]]",
                                           "Feedback: x [RESULT] 4 [RESULT] (5)", "[[7]] [[ [[8.5]] ]]",
                                           "```\n[RESULT] yes\n```"};
    domain::Random random(11);
    for (int round = 0; round < 4000; ++round) {
        std::string reply = seeds[random.below(seeds.size())];
        for (std::uint64_t edits = random.below(6); edits > 0 && !reply.empty(); --edits) {
            const std::size_t at = random.below(reply.size());
            switch (random.below(3)) {
            case 0:
                reply.erase(at, 1 + random.below(4));
                break;
            case 1:
                reply.insert(at, reply.substr(random.below(reply.size()), random.below(12)));
                break;
            default:
                reply[at] = static_cast<char>(random.below(256));
            }
        }
        for (const ReplyReader& reader : reply_readers()) {
            const ParsedReply read = reader.read(reply, {1, 1, 10, round % 2 == 0});
            EXPECT_EQ(read.read(), read.reason.empty()) << reply;
            EXPECT_EQ(read.read(), read.winner.has_value() || !read.scores.empty()) << reply;
        }
    }
}

} // namespace tiebreak::judging
