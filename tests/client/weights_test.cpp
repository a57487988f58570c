// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/server_info.h"
#include "client/weights.h"
#include "domain/error.h"
#include "tests/client/support.h"
#include "tests/support/endpoint_process.h"

#include <gmock/gmock.h>

namespace tiebreak::client {

using domain::FailureKind;
using test::candidate;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using tiebreak::test::EndpointProcess;
using Knowledge = Weights::Knowledge;

class Reading : public ::testing::Test {
protected:
    Weights weights(const std::string& model = "a") {
        return fingerprint(client, candidate(endpoint.base_url(), model));
    }

    EndpointProcess endpoint{{{"models", {"a", "b"}}}};
    test::TableSecrets secrets;
    ModelClient client{secrets};
};

TEST_F(Reading, ASwapBehindOneAddressIsSeen) {
    endpoint.control({{"model", "step-2000"}});
    const Weights first = weights("whatever");
    EXPECT_EQ(first.knowledge, Knowledge::told) << first.detail;
    EXPECT_EQ(first.server, "llama.cpp");
    EXPECT_THAT(first.detail, HasSubstr("/models/step-2000.gguf"));
    EXPECT_EQ(weights("whatever").fingerprint, first.fingerprint)
        << "created and build change, the weights do not";
    endpoint.control({{"model", "step-4000"}});
    const Weights second = weights("whatever");
    EXPECT_EQ(second.knowledge, Knowledge::told);
    EXPECT_NE(second.fingerprint, first.fingerprint);
    endpoint.control({{"model", "step-2000"}});
    EXPECT_EQ(weights("whatever").fingerprint, first.fingerprint);
}

TEST_F(Reading, VllmTellsTheRootOfTheListedModel) {
    endpoint.control({{"tells", "vllm"}});
    const Weights a = weights("a");
    EXPECT_EQ(a.knowledge, Knowledge::told);
    EXPECT_EQ(a.server, "vLLM");
    EXPECT_EQ(weights("a").fingerprint, a.fingerprint);
    EXPECT_NE(weights("b").fingerprint, a.fingerprint);
    EXPECT_EQ(weights("c").knowledge, Knowledge::cannot_tell);
    EXPECT_THAT(weights("c").detail, HasSubstr("does not list \"c\""));
}

TEST_F(Reading, OllamaTellsTheDigest) {
    endpoint.control({{"tells", "ollama"}});
    EXPECT_EQ(weights("a").knowledge, Knowledge::told);
    EXPECT_EQ(weights("a").fingerprint, weights("a:latest").fingerprint);
    EXPECT_NE(weights("a").fingerprint, weights("b").fingerprint);
    EXPECT_EQ(weights("c").knowledge, Knowledge::cannot_tell);
}

TEST_F(Reading, CannotTellIsNotUnreachable) {
    endpoint.control({{"tells", "nothing"}});
    const Weights untold = weights();
    EXPECT_EQ(untold.knowledge, Knowledge::cannot_tell);
    EXPECT_EQ(untold.fingerprint, "");
    EXPECT_EQ(untold.failure, FailureKind::none);
    EXPECT_THAT(untold.detail, HasSubstr("names only"));
    endpoint.kill();
    const Weights gone = weights();
    EXPECT_EQ(gone.knowledge, Knowledge::unreachable);
    EXPECT_EQ(gone.failure, FailureKind::connect);
}

TEST_F(Reading, ARefusedKeyIsUnreachableAndUnseen) {
    endpoint.control({{"key", "sk-right-0123456789"}});
    secrets.keys["env:WRONG"] = "sk-canary-0123456789";
    domain::Candidate model = candidate(endpoint.base_url(), "a");
    model.endpoint.key = "env:WRONG";
    const ConnectionReport report = test_connection(client, model);
    EXPECT_FALSE(report.reachable);
    EXPECT_EQ(report.failure, FailureKind::http_client);
    EXPECT_EQ(report.http_status, 401);
    EXPECT_EQ(report.weights.knowledge, Knowledge::unreachable);
    EXPECT_THAT(report.detail, HasSubstr("[key]"));
    EXPECT_THAT(report.detail + report.weights.detail, Not(HasSubstr("canary")));
    model.endpoint.key = "env:MISSING";
    EXPECT_EQ(test_connection(client, model).failure, FailureKind::secret);
    EXPECT_THROW((void)list_models(client, model), domain::Error);
}

TEST_F(Reading, TestConnectionNamesModelsAndLatency) {
    const ConnectionReport report = test_connection(client, candidate(endpoint.base_url(), "b"));
    EXPECT_TRUE(report.reachable) << report.detail;
    EXPECT_THAT(report.models, ElementsAre("a", "b"));
    EXPECT_TRUE(report.model_listed);
    EXPECT_GT(report.latency_ms.value_or(0), 0);
    EXPECT_FALSE(test_connection(client, candidate(endpoint.base_url(), "c")).model_listed);
    EXPECT_THAT(list_models(client, candidate(endpoint.base_url())), ElementsAre("a", "b"));
}

TEST(ServerInfo, AdaptersAndTemplatesAreWeightsAndContextIsNot) {
    const nlohmann::json meta = {{"n_params", 124439808}, {"size", 250}};
    const auto read = [&](const std::string& props, const std::string& adapters = "") {
        return weights_of_llama(read_llama_props(props, meta), adapters).fingerprint;
    };
    const std::string plain =
        R"({"model_path":"/m.gguf","chat_template":"t","total_slots":1,"build_info":"b1"})";
    EXPECT_EQ(read(plain),
              read(R"({"model_path":"/m.gguf","chat_template":"t","total_slots":8,"build_info":"b2"})"));
    EXPECT_NE(read(plain), read(R"({"model_path":"/m.gguf","chat_template":"u"})"));
    EXPECT_NE(read(plain), read(R"({"model_path":"/n.gguf","chat_template":"t"})"));
    EXPECT_EQ(read(plain), read(plain, "[]"));
    EXPECT_NE(read(plain), read(plain, R"([{"id":0,"path":"/l.gguf","scale":1.0}])"));
    EXPECT_NE(read(plain, R"([{"id":0,"path":"/l.gguf","scale":0.5}])"),
              read(plain, R"([{"id":0,"path":"/l.gguf","scale":1.0}])"));
    EXPECT_TRUE(read_llama_props("<html>", nullptr).is_null());
    EXPECT_TRUE(read_llama_props(R"({"error":"no"})", nullptr).is_null());
}

TEST(ServerInfo, DatedSnapshots) {
    for (const char* dated :
         {"gpt-4o-2024-08-06", "claude-3-5-sonnet-20241022", "claude-3-5-sonnet@20241022"}) {
        EXPECT_TRUE(is_dated_snapshot(dated)) << dated;
    }
    for (const char* open :
         {"gpt-4o", "step-20000", "llama-2024", "m-202410221", "20241022", "gpt-4-1106-preview"}) {
        EXPECT_FALSE(is_dated_snapshot(open)) << open;
    }
}

} // namespace tiebreak::client
