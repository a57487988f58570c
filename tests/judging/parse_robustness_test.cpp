// SPDX-License-Identifier: GPL-3.0-or-later
// Replies no judge should write: mutated, huge, deep. Nothing may crash, hang or be read as what it does
// not say.
#include "domain/random.h"
#include "judging/parse.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <set>
#include <string>

namespace tiebreak::judging {
namespace {

using domain::Protocol;

std::string valid_reply(int models,
                        const std::string& comment = "a comment with \\\"quotes\\\", {braces} and \\u00e9") {
    std::string reply = "Here it is:\n```json\n{";
    for (int m = 1; m <= models; ++m) {
        reply += (m > 1 ? ", " : "") + ("\"Model " + std::to_string(m)) +
                 "\": {\"score\": " + std::to_string(m * 7 % 101) + ", \"comment\": \"" + comment + "\"}";
    }
    return reply + "}\n```\nDone.";
}

std::string repeated(std::string_view part, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) {
        text += part;
    }
    return text;
}

const std::set<std::string_view> codes{reason::empty,
                                       reason::html,
                                       reason::no_object,
                                       reason::truncated,
                                       reason::malformed,
                                       reason::unbalanced,
                                       reason::duplicate_key,
                                       reason::unknown_model,
                                       reason::missing_model,
                                       reason::unexpected_field,
                                       reason::missing_score,
                                       reason::score_not_a_number,
                                       reason::score_out_of_range};

void expect_consistent(const ParsedReply& parsed, int positions, const std::string& reply) {
    if (!parsed.read()) {
        ASSERT_TRUE(codes.contains(parsed.reason)) << parsed.reason;
        ASSERT_FALSE(parsed.message.empty());
        ASSERT_TRUE(parsed.scores.empty());
        return;
    }
    ASSERT_TRUE(parsed.reason.empty());
    ASSERT_EQ(parsed.scores.size(), static_cast<std::size_t>(positions)) << reply;
    for (int p = 1; p <= positions; ++p) {
        const PositionScore& score = parsed.scores[static_cast<std::size_t>(p - 1)];
        ASSERT_EQ(score.position, p);
        ASSERT_TRUE(score.score >= 0 && score.score <= 100) << reply;
        ASSERT_NO_THROW((void)nlohmann::json(score.comment).dump()) << "comments are well-formed UTF-8";
    }
}

TEST(ParseRobustness, MutatedRepliesAreReadOrRefusedButNeverCrash) {
    static constexpr std::string_view pieces[] = {"{",
                                                  "}",
                                                  "\"",
                                                  "\\",
                                                  "[",
                                                  "]",
                                                  ":",
                                                  ",",
                                                  "{}",
                                                  "1e999",
                                                  "-",
                                                  "null",
                                                  "\"score\": 100",
                                                  "\"Model 2\": ",
                                                  "\\u",
                                                  "\\ud800",
                                                  "\xff",
                                                  "\xe2\x80",
                                                  std::string_view("\0", 1),
                                                  "```",
                                                  "</think>",
                                                  "<think>",
                                                  "\n",
                                                  "NaN",
                                                  "0",
                                                  "9"};
    domain::Random random(2026);
    int read = 0;
    for (int round = 0; round < 60'000; ++round) {
        const int models = 1 + static_cast<int>(random.below(4));
        std::string reply = valid_reply(models);
        const std::uint64_t changes = 1 + random.below(4);
        for (std::uint64_t c = 0; c < changes; ++c) {
            const std::size_t at = random.below(reply.size() + 1);
            const std::size_t length = std::min<std::size_t>(random.below(6), reply.size() - at);
            switch (random.below(5)) {
            case 0:
                reply.erase(at, length);
                break;
            case 1:
                reply.insert(at, pieces[random.below(std::size(pieces))]);
                break;
            case 2:
                reply.replace(at, length, pieces[random.below(std::size(pieces))]);
                break;
            case 3:
                reply.insert(at, reply.substr(random.below(reply.size() + 1), random.below(60)));
                break;
            default:
                reply.resize(at);
            }
        }
        const ParsedReply joint = parse_reply(Protocol::joint, reply, {.positions = models});
        ASSERT_NO_FATAL_FAILURE(expect_consistent(joint, models, reply));
        ASSERT_NO_FATAL_FAILURE(expect_consistent(parse_reply(Protocol::single, reply, {}), 1, reply));
        read += joint.read() ? 1 : 0;
    }
    EXPECT_GT(read,
              5'000); // changes in prose and comments leave a verdict, so the test reaches that side as well
    EXPECT_LT(read, 55'000);
}

TEST(ParseRobustness, RandomBytesAreRefused) {
    domain::Random random(5);
    for (int round = 0; round < 5'000; ++round) {
        std::string reply(random.below(200), ' ');
        for (char& c : reply) {
            c = static_cast<char>(random.below(256));
        }
        ASSERT_NO_FATAL_FAILURE(
            expect_consistent(parse_reply(Protocol::joint, reply, {.positions = 2}), 2, reply));
    }
}

TEST(ParseRobustness, MegabytesAndDeepNestingTakeLinearTimeAndNoStack) {
    constexpr std::size_t megabyte = 1'000'000;
    const std::string two = R"({"Model 1": {"score": 1}, "Model 2": {"score": 2}})";
    const std::vector<std::pair<std::string, bool>> replies{
        {repeated("{", megabyte), false},
        {repeated("}", megabyte), false},
        {repeated("[", megabyte), false},
        {repeated("{\"a\":", megabyte), false},
        {repeated("{\"a\":", megabyte) + "1" + std::string(megabyte / 5, '}'), false},
        {"{\"Model 1\": " + repeated("[", megabyte) + repeated("]", megabyte) + "}", false},
        {repeated("{} ", megabyte), false},
        {repeated("\"{\\", megabyte), false},
        {repeated("{\"", megabyte), false},
        {repeated("\\ud83d", megabyte), false},
        {"{\"Model 1\": \"" + repeated("\\ud83d", megabyte) + "\"}", false},
        {repeated("{\"k\":\"{\",", megabyte), false},
        {repeated("<think>", megabyte), false},
        {"{" + repeated("\"Model 1\": {\"score\": 1},", megabyte) + "\"Model 2\": {\"score\": 1}}", false},
        {repeated("prose \" with ' marks \n", megabyte) + two, true},
        {repeated(two + "\n", megabyte), true},
        {R"({"Model 1": {"score": 1, "comment": ")" + repeated("x{\\\"y\\\"}", megabyte) +
             R"("}, "Model 2": {"score": 2}})",
         true},
    };
    for (std::size_t i = 0; i < replies.size(); ++i) {
        const auto start = std::chrono::steady_clock::now();
        const ParsedReply parsed = parse_reply(Protocol::joint, replies[i].first, {.positions = 2});
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        EXPECT_EQ(parsed.read(), replies[i].second) << i << ": " << parsed.reason << ", " << parsed.message;
        EXPECT_LT(took.count(), 5.0) << i; // milliseconds where it is linear; hours where it is not
        EXPECT_LT(parsed.message.size(), 400U) << i;
        (void)parse_reply(Protocol::single, replies[i].first, {});
    }
}

} // namespace
} // namespace tiebreak::judging
