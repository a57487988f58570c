// SPDX-License-Identifier: GPL-3.0-or-later
// test-endpoint: a model server with faults on demand, for tests and benches. Prints "listening PORT", then
// serves until its standard input closes or SIGTERM or SIGINT comes.
#include "tests/support/endpoint/server.h"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <iostream>
#include <sstream>
#include <utility>

namespace {

namespace asio = boost::asio;
using tiebreak::test::endpoint::Server;
using tiebreak::test::endpoint::Settings;

/// Ends the io_context when whoever started us has closed our standard input, or died.
void stop_at_end_of(asio::posix::stream_descriptor& input, asio::io_context& context) {
    static std::array<char, 256> ignored;
    input.async_read_some(asio::buffer(ignored), [&](const boost::system::error_code& error, std::size_t) {
        if (error) {
            context.stop();
        } else {
            stop_at_end_of(input, context);
        }
    });
}

std::string contents(const std::string& text_or_path) {
    if (!text_or_path.starts_with('@')) {
        return text_or_path;
    }
    const std::ifstream file(text_or_path.substr(1));
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app("A model server with faults on demand, on a loopback port.", "test-endpoint");
    unsigned short port = 0;
    std::string settings_text = "{}";
    bool stay = false;
    app.add_option("--port", port, "port; 0 takes a free one");
    app.add_option("--settings", settings_text, "JSON as for POST /control, or @FILE");
    app.add_flag("--stay", stay, "go on when standard input is closed");
    CLI11_PARSE(app, argc, argv);
    try {
        Settings settings;
        settings.merge(nlohmann::json::parse(contents(settings_text)));
        asio::io_context context(1);
        Server server(context, std::move(settings));
        std::cout << "listening " << server.listen(port) << std::endl;
        asio::signal_set signals(context, SIGTERM, SIGINT);
        signals.async_wait([&context](const boost::system::error_code&, int) { context.stop(); });
        asio::posix::stream_descriptor input(context);
        if (!stay) {
            input.assign(::dup(STDIN_FILENO));
            stop_at_end_of(input, context);
        }
        context.run();
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "test-endpoint: " << error.what() << '\n';
        return 2;
    }
}
