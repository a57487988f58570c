// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/candidates.h"
#include "tests/store/temp_project.h"

#include <gtest/gtest.h>

namespace tiebreak::store {

namespace {

domain::Candidate full_candidate() {
    domain::Candidate c;
    c.name = "step-4000";
    c.api = domain::Api::openai_completions;
    c.endpoint = {"http://127.0.0.1:8080/v1", "env:MY_KEY", 32, 600, std::nullopt, 120, false, false};
    c.replicas = {{"http://127.0.0.1:8081/v1", "", 4, {}, {}},
                  {"http://127.0.0.1:8082/v1", "env:OTHER", 2, {}, {}}};
    c.model = "m";
    c.prompt_template = "alpaca";
    c.system = "s";
    c.parameters.temperature = 0.0;
    c.parameters.max_tokens = 256;
    c.parameters.logprobs = true;
    c.parameters.top_logprobs = 5;
    c.parameters.stop = {"###", "\n\n"};
    c.parameters.extra = "{\"min_p\":0.1}";
    c.test_loss = {3.5, 0.004, "fineweb", "gpt2"};
    c.tags = {{"data", "FineWeb"}};
    c.price = domain::Price{0.15, 0.6};
    c.parent = "step-2000";
    c.fingerprint = "abc";
    c.responses_path = "x.jsonl";
    return c;
}

} // namespace

TEST(Candidates, KeepEveryField) {
    SmallProject small;
    small.project.writer().run([](Connection& c) {
        const CandidateRow row = save_candidate(c, Role::candidate, full_candidate());
        EXPECT_EQ(row.candidate, full_candidate());
        EXPECT_EQ(row.slot, 2) << "colour and shape go on after the first two";
        EXPECT_EQ(find_candidate(c, Role::candidate, "step-4000")->revision, row.revision);
        EXPECT_FALSE(find_candidate(c, Role::judge, "step-4000"))
            << "a judge of the same name is somebody else";
    });
}

TEST(Candidates, WeightsMakeARevisionAndAddressesDoNot) {
    SmallProject small;
    small.project.writer().run([](Connection& c) {
        domain::Candidate candidate = full_candidate();
        const CandidateRow first = save_candidate(c, Role::candidate, candidate);
        candidate.endpoint.base_url = "http://127.0.0.1:9090/v1";
        candidate.test_loss.value = 3.6;
        candidate.price->input = 1;
        const CandidateRow moved = save_candidate(c, Role::candidate, candidate);
        EXPECT_EQ(moved.revision, first.revision);
        EXPECT_EQ(moved.candidate, candidate) << "and are brought up to date";
        candidate.fingerprint = "def";
        const CandidateRow swapped = save_candidate(c, Role::candidate, candidate);
        EXPECT_NE(swapped.revision_uid, first.revision_uid);
        EXPECT_EQ(swapped.slot, first.slot) << "the candidate keeps its colour";
        candidate.fingerprint = "abc";
        EXPECT_EQ(save_candidate(c, Role::candidate, candidate).revision, first.revision)
            << "the old weights are the old revision";
        for (const auto change : {+[](domain::Candidate& x) { x.model = "n"; },
                                  +[](domain::Candidate& x) { x.prompt_template = "raw"; },
                                  +[](domain::Candidate& x) { x.system = ""; },
                                  +[](domain::Candidate& x) { x.parameters.temperature = 1.0; }}) {
            domain::Candidate other = candidate;
            change(other);
            EXPECT_NE(save_candidate(c, Role::candidate, other).revision, first.revision);
        }
    });
}

} // namespace tiebreak::store
