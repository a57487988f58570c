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
#include <string>
#include <utility> // before Boost.Asio 1.74, which uses std::exchange without it

namespace tiebreak::test::endpoint {

/// An OpenAI-compatible server with faults on demand. Runs on the io_context's one thread:
///   POST /v1/chat/completions, /v1/completions · GET /v1/models, /props, /lora-adapters, /api/tags
///   POST /control {setting: value, …} (see Settings; "reset_log": true clears the log) · GET /log
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
    /// One call of a model; false where the connection is over.
    boost::asio::awaitable<bool> call_model(Tcp::socket& socket, const Request& request, bool chat);
    boost::asio::awaitable<bool> send_call(Tcp::socket& socket, const Request& request, const Asked& asked,
                                           const std::string& fault);
    boost::asio::awaitable<bool> send_broken(Tcp::socket& socket, const std::string& fault,
                                             const std::string& body);
    Response plain(const Request& request);
    Response control(const Request& request);
    Response refusal(const Request& request, int status, const std::string& message) const;
    [[nodiscard]] bool key_fits(const Request& request) const;

    Tcp::acceptor acceptor_;
    Settings settings_;
    Faults faults_;
    Journal journal_;
};

} // namespace tiebreak::test::endpoint
