// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/http.h"
#include "tests/support/endpoint_process.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

namespace tiebreak::client {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::HasSubstr;
using tiebreak::test::EndpointProcess;

constexpr const char* question = R"({"model":"m1","messages":[{"role":"user","content":"hi"}]})";

class Http : public ::testing::Test {
protected:
    Transfer post(const std::string& body = question) const {
        Transfer transfer;
        transfer.url = parse_url(endpoint.base_url() + "/chat/completions");
        transfer.body = body;
        return transfer;
    }

    TransferResult with_fault(const std::string& fault, Transfer transfer) {
        endpoint.control({{"script", {fault}}});
        return loop.perform(std::move(transfer));
    }

    EndpointProcess endpoint;
    HttpLoop loop;
};

TEST_F(Http, BringsStatusHeadersAndBody) {
    const TransferResult result = loop.perform(post());
    EXPECT_EQ(result.error, TransferError::none) << result.detail;
    EXPECT_EQ(result.status, 200);
    ASSERT_NE(result.header("content-type"), nullptr);
    EXPECT_EQ(*result.header("content-type"), "application/json");
    EXPECT_EQ(result.header("x-absent"), nullptr);
    EXPECT_THAT(result.body, HasSubstr("quality="));
    EXPECT_GT(result.latency_ms.value(), 0);
    EXPECT_LE(result.ttft_ms.value(), result.latency_ms.value());
    EXPECT_GT(result.started_unix_ms, 1'600'000'000'000);
}

TEST_F(Http, AGetAndALargePostArrive) {
    Transfer get;
    get.method = "GET";
    get.url = parse_url(endpoint.base_url() + "/models");
    EXPECT_THAT(loop.perform(get).body, HasSubstr("\"judge\""));
    const std::string large(std::size_t{3} << 20, 'x');
    EXPECT_EQ(loop.perform(post(R"({"model":"m","messages":[{"role":"user","content":")" + large + R"("}]})"))
                  .status,
              200);
    EXPECT_EQ(endpoint.log()["expecting"], 0) << "waiting for 100-continue costs a round trip";
}

TEST_F(Http, NamesEveryWayAConnectionEnds) {
    EXPECT_EQ(with_fault("reset", post()).error, TransferError::reset);
    const TransferResult cut = with_fault("cut", post());
    EXPECT_EQ(cut.error, TransferError::reset);
    EXPECT_FALSE(cut.body.empty());
    Transfer small = post();
    small.max_body = 1000;
    EXPECT_EQ(with_fault("huge", small).error, TransferError::too_large);
    EXPECT_EQ(with_fault("ok", post()).error, TransferError::none);

    Transfer nobody = post();
    EndpointProcess gone;
    nobody.url = parse_url(gone.base_url());
    gone.kill();
    const TransferResult refused = loop.perform(nobody);
    EXPECT_EQ(refused.error, TransferError::connect);
    EXPECT_EQ(refused.latency_ms, std::nullopt);
    Transfer nowhere = post();
    nowhere.url = parse_url("http://no-such-host.invalid/v1");
    EXPECT_EQ(loop.perform(nowhere).error, TransferError::connect);
}

TEST_F(Http, EachTimeLimitIsItsOwn) {
    Transfer hurried = post();
    hurried.timeouts.first_byte = milliseconds(60);
    TransferResult result = with_fault("hang", hurried);
    EXPECT_EQ(result.error, TransferError::timeout);
    EXPECT_THAT(result.detail, HasSubstr("nothing came back within 0.06 s"));

    endpoint.control({{"trickle_ms", 400}});
    hurried.timeouts.first_byte = milliseconds(0);
    hurried.timeouts.stall = milliseconds(60);
    result = with_fault("slow", hurried);
    EXPECT_EQ(result.error, TransferError::timeout);
    EXPECT_THAT(result.detail, HasSubstr("stood still for 0.06 s"));

    endpoint.control({{"trickle_ms", 10}});
    hurried.timeouts.stall = milliseconds(2000);
    hurried.timeouts.total = milliseconds(150);
    result = with_fault("slow", hurried);
    EXPECT_EQ(result.error, TransferError::timeout);
    EXPECT_THAT(result.detail, HasSubstr("no complete reply within 0.15 s"));
}

TEST_F(Http, AServerThatDoesNotSpeakHttpIsNamed) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listener, 1), 0);
    ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
    std::jthread server([listener] {
        const int connection = ::accept(listener, nullptr, nullptr);
        char request[4096];
        (void)!::read(connection, request, sizeof request);
        (void)!::write(connection, "SSH-2.0-OpenSSH_9.2\r\n", 21);
        ::close(connection);
    });
    Transfer transfer = post();
    transfer.url = parse_url("http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)));
    EXPECT_EQ(loop.perform(transfer).error, TransferError::not_http);
    server.join();
    ::close(listener);
}

TEST_F(Http, ARedirectIsNotFollowed) {
    const EndpointProcess other;
    endpoint.control({{"redirect_to", other.base_url() + "/chat/completions"}});
    Transfer transfer = post();
    transfer.key = std::make_shared<const Secret>("sk-canary-0123456789");
    const TransferResult result = with_fault("redirect", transfer);
    EXPECT_EQ(result.error, TransferError::none);
    EXPECT_EQ(result.status, 307);
    EXPECT_EQ(other.log()["requests"], 0);
    EXPECT_EQ(endpoint.log()["with_key"], 1);
}

TEST_F(Http, AProxyForTheInternetDoesNotSeeLoopback) {
    const EndpointProcess proxy;
    ASSERT_EQ(setenv("http_proxy", proxy.origin().c_str(), 1), 0);
    ASSERT_EQ(setenv("all_proxy", proxy.origin().c_str(), 1), 0);
    const TransferResult result = loop.perform(post());
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    EXPECT_EQ(result.status, 200);
    EXPECT_EQ(proxy.log()["requests"], 0);
    EXPECT_EQ(endpoint.log()["requests"], 1);
}

TEST_F(Http, CancelEndsItAtOnce) {
    endpoint.control({{"script", {"hang"}}});
    std::promise<TransferResult> ended;
    const auto begun = steady_clock::now();
    const HttpLoop::Id id =
        loop.submit(post(), [&](TransferResult result) { ended.set_value(std::move(result)); });
    loop.cancel(id);
    loop.cancel(id);
    loop.cancel(id + 1000);
    EXPECT_EQ(ended.get_future().get().error, TransferError::cancelled);
    EXPECT_LT(steady_clock::now() - begun, milliseconds(500));
}

TEST_F(Http, DestructionCancelsWhatFliesAndCallsEachOnce) {
    endpoint.control({{"rates", {{"hang", 1.0}}}});
    std::atomic<int> cancelled = 0;
    {
        HttpLoop short_lived;
        for (int i = 0; i < 50; ++i) {
            short_lived.submit(post(), [&](const TransferResult& result) {
                cancelled += result.error == TransferError::cancelled ? 1 : 1000;
            });
        }
    }
    EXPECT_EQ(cancelled, 50);
}

TEST_F(Http, TimersFireInOrderOnTheNetworkThreadAndCanBeDropped) {
    std::promise<std::string> done;
    std::string order;
    const auto begun = steady_clock::now();
    loop.post([&] {
        EXPECT_TRUE(loop.on_network_thread());
        loop.after(milliseconds(30), [&] {
            order += 'c';
            done.set_value(order);
        });
        loop.after(milliseconds(10), [&] { order += 'a'; });
        const auto dropped = loop.after(milliseconds(15), [&] { order += 'x'; });
        loop.after(milliseconds(20), [&] { order += 'b'; });
        loop.drop_timer(dropped);
    });
    EXPECT_EQ(done.get_future().get(), "abc");
    EXPECT_GE(steady_clock::now() - begun, milliseconds(30));
    EXPECT_FALSE(loop.on_network_thread());
}

TEST_F(Http, APostIsNeverSentTwice) {
    ASSERT_EQ(loop.perform(post()).status, 200); // so that the next goes over a kept connection
    const TransferResult result = with_fault("reset", post());
    EXPECT_EQ(result.error, TransferError::reset);
    EXPECT_EQ(endpoint.log()["calls"], 2);
}

TEST_F(Http, ConnectionsAreReused) {
    for (int i = 0; i < 20; ++i) {
        ASSERT_EQ(loop.perform(post()).status, 200);
    }
    EXPECT_EQ(endpoint.log()["connections"], 1);
}

} // namespace tiebreak::client
