// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/endpoint_process.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <system_error>

extern char** environ;

namespace tiebreak::test {

namespace {

struct Pipe {
    int read = -1;
    int write = -1;

    Pipe() {
        std::array<int, 2> ends{};
        // Close-on-exec: a second endpoint must not hold the first one's standard input open.
        if (pipe2(ends.data(), O_CLOEXEC) != 0) {
            throw std::system_error(errno, std::generic_category(), "pipe2");
        }
        read = ends[0];
        write = ends[1];
    }
};

std::string line_from(int descriptor) {
    std::string line;
    for (char c = 0; ::read(descriptor, &c, 1) == 1 && c != '\n';) {
        line += c;
    }
    return line;
}

std::size_t append(char* data, std::size_t size, std::size_t count, void* text) {
    static_cast<std::string*>(text)->append(data, size * count);
    return size * count;
}

std::string request(const std::string& url, const std::string* body) {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy(curl_easy_init(), &curl_easy_cleanup);
    std::string reply;
    curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &append);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &reply);
    if (body != nullptr) {
        curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, body->c_str());
    }
    const CURLcode code = curl_easy_perform(easy.get());
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK || status != 200) {
        throw std::runtime_error("test-endpoint: " + url + ": " +
                                 (code != CURLE_OK ? curl_easy_strerror(code) : reply.c_str()));
    }
    return reply;
}

} // namespace

EndpointProcess::EndpointProcess(const nlohmann::json& settings, int port) {
    start(settings.dump(), port);
}

EndpointProcess::~EndpointProcess() {
    stop(SIGTERM);
}

std::string EndpointProcess::origin() const {
    return "http://127.0.0.1:" + std::to_string(port_);
}

std::string EndpointProcess::base_url() const {
    return origin() + "/v1";
}

void EndpointProcess::control(const nlohmann::json& changes) {
    const std::string body = changes.dump();
    request(origin() + "/control", &body);
}

nlohmann::json EndpointProcess::log() const {
    return nlohmann::json::parse(request(origin() + "/log", nullptr));
}

void EndpointProcess::kill() {
    stop(SIGKILL);
}

void EndpointProcess::start(const std::string& settings, int port) {
    const Pipe input;
    const Pipe output;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input.read, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output.write, STDOUT_FILENO);
    std::string program = TIEBREAK_TEST_ENDPOINT;
    std::string port_option = "--port=" + std::to_string(port);
    std::string settings_option = "--settings=" + settings;
    std::array<char*, 4> arguments{program.data(), port_option.data(), settings_option.data(), nullptr};
    const int error = posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(input.read);
    ::close(output.write);
    input_ = input.write;
    const std::string line = error == 0 ? line_from(output.read) : std::string{};
    ::close(output.read);
    if (!line.starts_with("listening ")) {
        if (error != 0) {
            pid_ = -1;
        }
        stop(SIGKILL);
        throw std::runtime_error("test-endpoint does not start: " + program);
    }
    port_ = std::stoi(line.substr(10));
}

void EndpointProcess::stop(int signal) noexcept {
    if (pid_ > 0) {
        ::kill(pid_, signal);
        ::waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }
    if (input_ >= 0) {
        ::close(input_);
        input_ = -1;
    }
}

} // namespace tiebreak::test
