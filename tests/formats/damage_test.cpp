// SPDX-License-Identifier: GPL-3.0-or-later
// Files that were cut or damaged on their way: every reader gives rows or a domain::Error, and nothing else.
#include "domain/random.h"
#include "formats/eval_config.h"
#include "formats/eval_set.h"
#include "formats/manifest.h"
#include "formats/recorded_judge.h"
#include "formats/responses.h"
#include "formats/scores.h"
#include "shared_data.h"

#include <gtest/gtest.h>

namespace tiebreak::formats {

/// How many of the readers took the bytes.
int read_by_all(const std::string& bytes) {
    const std::function<void()> readers[] = {
        [&] { (void)read_eval_set(bytes); },     [&] { (void)read_responses(bytes); },
        [&] { (void)read_manifest(bytes); },     [&] { (void)read_scores(bytes); },
        [&] { (void)read_eval_config(bytes); },  [&] { (void)read_recorded_replies(bytes); },
        [&] { (void)read_score_list(bytes, 1); }};
    int taken = 0;
    for (const auto& reader : readers) {
        try {
            reader();
            ++taken;
        } catch (const domain::Error& error) {
            EXPECT_FALSE(error.what_happened().empty());
            EXPECT_NE(error.kind(), domain::ErrorKind::internal) << error.what();
        }
    }
    return taken;
}

const std::string samples[] = {
    "\xef\xbb\xbf[{\"id\": 1, \"instruction\": \"a \\\"b\\\" \\ud83d\\ude00\", \"input\": \"é\", \"output\": "
    "[\"x\", 1.5e3]},\r\n {\"prompt\": null}]",
    "{\"item\": \"a\", \"repeat\": 1, \"order\": [\"x\", \"y\"], \"reply\": \"{}\"}\n{\"item\": \"b\", "
    "\"candidate\": \"x\", \"reply\": \"[[\"}\n",
    "name,path,test_loss,score,run1\n\"a, \"\"b\"\"\",p.jsonl,3.5,1,2\nc,q,,,\n",
    R"({"eval_set": {"path": "e", "slice": [0, 5]}, "candidates": [{"name": "a", "api": "openai-chat", "base_url": "http://h/v1", "model": "m", "key": "env:K", "parameters": {"stop": ["x"], "extra": {"a": 1}}}], "judgings": [{"judge": {"scorer": "exact"}}]})",
    "[1, null, 2]",
};

TEST(Damage, CutAnywhere) {
    for (const std::string& sample : samples) {
        EXPECT_GT(read_by_all(sample), 0) << sample;
        for (std::size_t length = 0; length < sample.size(); ++length) {
            read_by_all(sample.substr(0, length));
            read_by_all(sample.substr(length));
        }
    }
}

TEST(Damage, BytesChanged) {
    domain::Random random(17);
    constexpr std::string_view nasty("\0\xff\"\\,[]{}\n\r<9", 13);
    for (const std::string& sample : samples) {
        for (int i = 0; i < 600; ++i) {
            std::string damaged = sample;
            for (std::uint64_t k = random.below(4) + 1; k > 0; --k) {
                damaged[random.below(damaged.size())] = nasty[random.below(nasty.size())];
            }
            read_by_all(damaged);
        }
    }
}

} // namespace tiebreak::formats
