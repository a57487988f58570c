// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/endpoint/server.h"

#include "tests/support/endpoint_answers.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace tiebreak::test::endpoint {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::use_awaitable;
using nlohmann::json;

namespace {

constexpr std::uint64_t largest_request = std::uint64_t{256} << 20;

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

asio::awaitable<void> wait(double ms) {
    if (ms <= 0) {
        co_return;
    }
    asio::steady_timer timer(co_await asio::this_coro::executor);
    timer.expires_after(std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double, std::milli>(ms)));
    co_await timer.async_wait(use_awaitable);
}

http::response<http::string_body> response(const http::request<http::string_body>& request, int status,
                                           std::string body, const char* type = "application/json") {
    http::response<http::string_body> reply{static_cast<http::status>(status), request.version()};
    reply.set(http::field::content_type, type);
    reply.keep_alive(request.keep_alive());
    reply.body() = std::move(body);
    reply.prepare_payload();
    return reply;
}

std::string path_of(const http::request<http::string_body>& request) {
    const std::string target(view(request.target()));
    return target.substr(0, target.find('?'));
}

bool has_key(const http::request<http::string_body>& request) {
    return request.find(http::field::authorization) != request.end() ||
           request.find("x-api-key") != request.end();
}

double ms_since(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

int status_of(const std::string& fault) {
    return fault.size() == 3 && fault.find_first_not_of("0123456789") == std::string::npos ? std::stoi(fault)
                                                                                           : 0;
}

} // namespace

Server::Server(asio::io_context& context, Settings settings)
    : acceptor_(context)
    , settings_(std::move(settings)) {
    faults_.reseed(settings_.seed);
}

unsigned short Server::listen(unsigned short port) {
    const Tcp::endpoint address(asio::ip::address_v4::loopback(), port);
    acceptor_.open(address.protocol());
    acceptor_.set_option(Tcp::acceptor::reuse_address(true));
    acceptor_.bind(address);
    acceptor_.listen(4096);
    asio::co_spawn(
        acceptor_.get_executor(), [this] { return accept_all(); }, asio::detached);
    return acceptor_.local_endpoint().port();
}

asio::awaitable<void> Server::accept_all() {
    for (;;) {
        Tcp::socket socket = co_await acceptor_.async_accept(use_awaitable);
        boost::system::error_code ignored;
        socket.set_option(Tcp::no_delay(true), ignored);
        const auto executor = acceptor_.get_executor();
        asio::co_spawn(
            executor, [this, s = std::move(socket)]() mutable { return serve(std::move(s)); },
            asio::detached);
    }
}

asio::awaitable<void> Server::serve(Tcp::socket socket) {
    boost::beast::flat_buffer buffer;
    bool first = true;
    try {
        for (bool open = true; open;) {
            http::request_parser<http::string_body> parser;
            parser.body_limit(largest_request);
            co_await http::async_read(socket, buffer, parser, use_awaitable);
            const Request request = parser.release();
            const std::string path = path_of(request);
            const bool control_path = path == "/control" || path == "/log";
            if (!control_path) {
                journal_.request(
                    {path, has_key(request), request.find(http::field::expect) != request.end(), first});
                first = false;
            }
            const auto dialect = dialect_of(path);
            if (request.method() == http::verb::post && dialect && key_fits(request)) {
                open = co_await call_model(socket, request, *dialect);
                continue;
            }
            Response reply = control_path || key_fits(request)
                                 ? plain(request)
                                 : refusal(request, 401,
                                           "Incorrect API key provided: " +
                                               std::string(view(request[http::field::authorization])) +
                                               std::string(view(request["x-api-key"])));
            co_await http::async_write(socket, reply, use_awaitable);
            open = request.keep_alive();
        }
    } catch (const boost::system::system_error&) {
        // The caller went away: nothing to tell anybody.
    }
}

asio::awaitable<bool> Server::call_model(Tcp::socket& socket, const Request& request, Dialect dialect) {
    const auto begun = std::chrono::steady_clock::now();
    Asked asked;
    std::string wrong;
    try {
        if (dialect == Dialect::anthropic && request.find("anthropic-version") == request.end()) {
            throw std::invalid_argument("anthropic-version: header is required");
        }
        asked = read_request(settings_, dialect, request.body());
        if ((settings_.no_stream == "options" && asked.stream_options) ||
            (settings_.no_stream == "refused" && asked.stream)) {
            throw std::invalid_argument(settings_.no_stream == "refused"
                                            ? "stream: this model cannot be streamed"
                                            : "Unrecognized request argument supplied: stream_options");
        }
    } catch (const std::exception& error) {
        wrong = error.what();
    }
    if (!wrong.empty()) {
        Response reply = refusal(request, 400, wrong, dialect);
        co_await http::async_write(socket, reply, use_awaitable);
        co_return request.keep_alive();
    }
    if (settings_.no_stream == "ignored") {
        asked.stream = false;
    }
    if (asked.load && settings_.cannot_load.contains(asked.model)) {
        Response reply = refusal(request, 500, settings_.cannot_load.at(asked.model), dialect);
        co_await http::async_write(socket, reply, use_awaitable);
        co_return request.keep_alive();
    }
    if (asked.load || asked.unload) {
        if (asked.load) {
            hold(asked.model);
            co_await wait(settings_.load_ms);
        } else {
            drop(asked.model);
        }
        Response reply = response(request, 200, reply_body(settings_, asked, {}));
        co_await http::async_write(socket, reply, use_awaitable);
        co_return request.keep_alive();
    }
    if (settings_.holds > 0) {
        hold(asked.model);
    }
    Journal::Call noted;
    noted.model = asked.model;
    noted.prompt = test::digest(asked.prompt);
    noted.with_key = has_key(request);
    noted.stream = asked.stream;
    noted.fault = fault_of(asked);
    const std::string about = noted.model + '\x1f' + noted.prompt;
    journal_.begin(about);
    bool open = false;
    try {
        // A server that turns a call away does so at once.
        if (noted.fault != "quota" && noted.fault != "busy") {
            co_await wait(settings_.latency_ms + std::uniform_real_distribution<double>(0.0, 1.0)(spread_) *
                                                     settings_.latency_spread_ms);
        }
        if (noted.fault == "429" || noted.fault == "503") {
            journal_.asked_to_wait(about, wait_told());
        }
        const Call call{request, asked, noted.fault, begun}; // named: GCC 12 destroys such a temporary twice
        open = co_await send_call(socket, call);
    } catch (const boost::system::system_error&) {
        noted.fault = "caller left";
    }
    noted.duration_ms = ms_since(begun);
    journal_.end(std::move(noted), settings_.log_calls);
    co_return open;
}

std::string Server::fault_of(const Asked& asked) {
    if (settings_.quota == 0) {
        return "quota";
    }
    if (settings_.busy_above > 0 && journal_.active() >= settings_.busy_above) {
        return "busy";
    }
    std::string fault = faults_.choose(settings_, asked.judge, asked.model, asked.prompt);
    if (fault.empty() && settings_.quota > 0) {
        --settings_.quota;
    }
    return fault;
}

Server::Response Server::limited(const Call& call) const {
    const bool quota = call.fault == "quota";
    const int status = quota || call.fault == "busy" ? 429 : status_of(call.fault);
    Response reply = refusal(call.request, status,
                             quota                  ? "you have used up today's quota"
                             : call.fault == "busy" ? "too many requests at once"
                                                    : "made to fail with " + call.fault,
                             call.asked.dialect);
    if (quota) {
        reply.set(http::field::retry_after, std::to_string(settings_.quota_wait_s));
    } else if (status == 429 || status == 503) {
        if (!settings_.retry_after.empty()) {
            reply.set(http::field::retry_after, settings_.retry_after);
        }
        if (!settings_.retry_after_ms.empty()) {
            reply.set("retry-after-ms", settings_.retry_after_ms);
        }
    }
    for (const auto& [name, value] : settings_.headers) {
        reply.set(name, value);
    }
    return reply;
}

asio::awaitable<bool> Server::send_call(Tcp::socket& socket, const Call& call) {
    if (status_of(call.fault) != 0 || call.fault == "quota" || call.fault == "busy") {
        Response reply = limited(call);
        co_await http::async_write(socket, reply, use_awaitable);
        co_return call.request.keep_alive();
    }
    if (call.fault == "redirect") {
        Response reply = response(call.request, 307, {});
        reply.set(http::field::location, settings_.redirect_to);
        co_await http::async_write(socket, reply, use_awaitable);
        co_return call.request.keep_alive();
    }
    if (call.fault == "reset" || call.fault == "hang") {
        co_return co_await send_nothing(socket, call.fault);
    }
    const bool whole_body = call.fault == "html" || call.fault == "not-json" || call.fault == "empty-body" ||
                            call.fault == "error-in-200" || call.fault == "huge";
    if (call.asked.stream && !whole_body) {
        co_return co_await send_stream(socket, call);
    }
    co_return co_await send_whole(socket, call);
}

asio::awaitable<bool> Server::send_nothing(Tcp::socket& socket, const std::string& fault) {
    if (fault == "reset") {
        socket.set_option(asio::socket_base::linger(true, 0));
        socket.close();
    } else {
        // Readable again only when the caller closes its end.
        co_await socket.async_wait(Tcp::socket::wait_read, use_awaitable);
    }
    co_return false;
}

asio::awaitable<bool> Server::send_whole(Tcp::socket& socket, const Call& call) {
    const std::string& fault = call.fault;
    std::string body =
        fault == "huge" ? std::string(settings_.huge_bytes, ' ') : reply_body(settings_, call.asked, fault);
    if (fault != "cut" && fault != "slow") {
        Response reply =
            response(call.request, 200, std::move(body), fault == "html" ? "text/html" : "application/json");
        for (const auto& [name, value] : settings_.headers) {
            reply.set(name, value);
        }
        reply.set("X-Service-Ms", fmt::format("{:.3f}", ms_since(call.begun)));
        co_await http::async_write(socket, reply, use_awaitable);
        co_return call.request.keep_alive();
    }
    const std::string head = fmt::format(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.size());
    co_await asio::async_write(socket, asio::buffer(head), use_awaitable);
    if (fault == "cut") {
        co_await asio::async_write(socket, asio::buffer(body.data(), body.size() / 2), use_awaitable);
        socket.shutdown(Tcp::socket::shutdown_both);
        co_return false;
    }
    for (const char& c : body) {
        co_await asio::async_write(socket, asio::buffer(&c, 1), use_awaitable);
        co_await wait(settings_.trickle_ms);
    }
    co_return true;
}

asio::awaitable<bool> Server::send_stream(Tcp::socket& socket, const Call& call) {
    const bool lines =
        call.asked.dialect == Dialect::ollama_chat || call.asked.dialect == Dialect::ollama_generate;
    std::string ready =
        fmt::format("HTTP/1.1 200 OK\r\nContent-Type: {}\r\nTransfer-Encoding: "
                    "chunked\r\nX-Service-Ms: {:.3f}\r\n",
                    lines ? "application/x-ndjson" : "text/event-stream", ms_since(call.begun));
    for (const auto& [name, value] : settings_.headers) {
        ready += fmt::format("{}: {}\r\n", name, value);
    }
    ready += "\r\n";
    const double pause = call.fault == "slow" ? settings_.trickle_ms : settings_.token_ms;
    for (const std::string& event : reply_stream(settings_, call.asked, call.fault)) {
        ready += fmt::format("{:x}\r\n{}\r\n", event.size(), event);
        if (pause > 0) {
            co_await asio::async_write(socket, asio::buffer(ready), use_awaitable);
            ready.clear();
            co_await wait(pause);
        }
    }
    if (call.fault == "cut" || call.fault == "stall") {
        co_await asio::async_write(socket, asio::buffer(ready), use_awaitable);
        if (call.fault == "stall") {
            co_return co_await send_nothing(socket, call.fault);
        }
        socket.shutdown(Tcp::socket::shutdown_both);
        co_return false;
    }
    ready += "0\r\n\r\n";
    co_await asio::async_write(socket, asio::buffer(ready), use_awaitable);
    co_return call.request.keep_alive();
}

Server::Response Server::plain(const Request& request) {
    const std::string path = path_of(request);
    if (path == "/control" && request.method() == http::verb::post) {
        return control(request);
    }
    const bool routes = settings_.tells == "router";
    if (routes && request.method() == http::verb::post &&
        (path == "/models/load" || path == "/models/unload")) {
        return route_loading(request, path == "/models/load");
    }
    if (request.method() != http::verb::get) {
        return refusal(request, 404, "no such path");
    }
    json found;
    if (path == "/log") {
        found = journal_.report();
    } else if (path.ends_with("/models")) {
        found = model_list(settings_, held_);
    } else if (path == "/props") {
        found = routes ? routed_props(request)
                       : props(settings_, settings_.model.empty() ? "any" : settings_.model);
    } else if (path == "/lora-adapters" && (settings_.tells == "llamacpp" || routes)) {
        found = json::array();
    } else if (path == "/api/tags") {
        found = tags(settings_);
    }
    return found.is_null() ? refusal(request, 404, "no such path") : response(request, 200, found.dump());
}

double Server::wait_told() const {
    const bool ms = !settings_.retry_after_ms.empty();
    const std::string& told = ms ? settings_.retry_after_ms : settings_.retry_after;
    double value = 0;
    const auto [end, error] = std::from_chars(told.data(), told.data() + told.size(), value);
    return error == std::errc{} ? value * (ms ? 1e-3 : 1) : 0; // a date is not reckoned with
}

void Server::hold(const std::string& model) {
    if (std::ranges::find(held_, model) != held_.end()) {
        return;
    }
    journal_.loaded("load", model);
    held_.push_back(model);
    if (settings_.holds > 0 && held_.size() > static_cast<std::size_t>(settings_.holds)) {
        journal_.loaded("evict", held_.front());
        held_.pop_front();
    }
}

bool Server::drop(const std::string& model) {
    const bool there = std::erase(held_, model) > 0;
    if (there) {
        journal_.loaded("unload", model);
    }
    return there;
}

Server::Response Server::route_loading(const Request& request, bool load) {
    const auto model = json::parse(request.body(), nullptr, false).value("model", std::string());
    if (load && settings_.cannot_load.contains(model)) {
        return refusal(request, 500, settings_.cannot_load.at(model));
    }
    const bool known = std::ranges::find(settings_.models, model) != settings_.models.end();
    const bool held = std::ranges::find(held_, model) != held_.end();
    if (!known || held == load) {
        return refusal(request, 400, load ? "model is already running" : "model is not running");
    }
    if (load) {
        hold(model);
    } else {
        drop(model);
    }
    return response(request, 200, R"({"success":true})");
}

json Server::routed_props(const Request& request) {
    const std::string target(view(request.target()));
    constexpr std::string_view name = "?model=";
    const std::size_t at = target.find(name);
    if (at == std::string::npos) {
        return {};
    }
    const std::string model = target.substr(at + name.size());
    hold(model);
    return props(settings_, model);
}

Server::Response Server::control(const Request& request) {
    try {
        json changes = json::parse(request.body());
        if (changes.value("reset_log", false)) {
            journal_.clear();
        }
        changes.erase("reset_log");
        settings_.merge(changes);
        if (changes.contains("seed")) {
            faults_.reseed(settings_.seed);
        }
        return response(request, 200, "{}");
    } catch (const std::exception& error) {
        return refusal(request, 400, error.what());
    }
}

Server::Response Server::refusal(const Request& request, int status, const std::string& message,
                                 Dialect dialect) const {
    return response(request, status, error_body(dialect, status, message));
}

bool Server::key_fits(const Request& request) const {
    return settings_.key.empty() || view(request[http::field::authorization]) == "Bearer " + settings_.key ||
           view(request["x-api-key"]) == settings_.key;
}

} // namespace tiebreak::test::endpoint
