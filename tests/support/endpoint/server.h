// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/endpoint/faults.h"
#include "tests/support/endpoint/journal.h"
#include "tests/support/endpoint/replies.h"
#include "tests/support/endpoint/settings.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <chrono>
#include <deque>
#include <random>
#include <string>
#include <utility> // before Boost.Asio 1.74, which uses std::exchange without it

namespace tiebreak::test::endpoint {

/// A model server with faults on demand, in four dialects, whole or streamed. Runs on the io_context's one
/// thread:
///   POST /v1/chat/completions, /v1/completions (OpenAI), /v1/messages (Anthropic), /api/chat, /api/generate
///   (Ollama) · GET /v1/models, /props, /lora-adapters, /api/tags
///   POST /control {setting: value, …} (see Settings; "reset_log": true clears the log) · GET /log
/// Each answer's X-Service-Ms says how long it was held here, by this program's own clock: from the request's
/// last byte to the reply's first.
class Server {
public:
    Server(boost::asio::io_context& context, Settings settings);

    /// Binds 127.0.0.1; port 0 takes a free one. Returns the port.
    unsigned short listen(unsigned short port);

private:
    using Tcp = boost::asio::ip::tcp;
    using Request = boost::beast::http::request<boost::beast::http::string_body>;
    using Response = boost::beast::http::response<boost::beast::http::string_body>;

    boost::asio::awaitable<void> accept_all();
    boost::asio::awaitable<void> serve(Tcp::socket socket);
    struct Call {
        const Request& request;
        const Asked& asked;
        std::string fault;
        std::chrono::steady_clock::time_point begun;
    };

    /// One call of a model; false where the connection is over.
    boost::asio::awaitable<bool> call_model(Tcp::socket& socket, const Request& request, Dialect dialect);
    boost::asio::awaitable<bool> send_call(Tcp::socket& socket, const Call& call);
    boost::asio::awaitable<bool> send_whole(Tcp::socket& socket, const Call& call);
    boost::asio::awaitable<bool> send_stream(Tcp::socket& socket, const Call& call);
    /// Faults of the connection that come before any reply.
    boost::asio::awaitable<bool> send_nothing(Tcp::socket& socket, const std::string& fault);
    [[nodiscard]] std::string fault_of(const Asked& asked);
    [[nodiscard]] Response limited(const Call& call) const;
    Response plain(const Request& request);
    /// A router's /models/load and /models/unload.
    Response route_loading(const Request& request, bool load);
    /// A router's /props: asking makes it load the model.
    nlohmann::json routed_props(const Request& request);
    /// Has the model in memory from now on, and not the oldest where that is one too many.
    void hold(const std::string& model);
    bool drop(const std::string& model); ///< false: it was not there
    Response control(const Request& request);
    Response refusal(const Request& request, int status, const std::string& message,
                     Dialect dialect = Dialect::chat) const;
    /// Seconds that a refusal's header asks to wait.
    [[nodiscard]] double wait_told() const;
    [[nodiscard]] bool key_fits(const Request& request) const;

    Tcp::acceptor acceptor_;
    Settings settings_;
    Faults faults_;
    Journal journal_;
    std::deque<std::string> held_; ///< models in memory, the oldest first
    std::mt19937_64 spread_{1};
};

} // namespace tiebreak::test::endpoint
