// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include "domain/error.h"
#include "text/json.h"
#include "text/utf8.h"

#include <nlohmann/json.hpp>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>

namespace tiebreak::cli {

namespace {

constexpr int default_columns = 100;

int columns_of(int descriptor) {
    winsize size{};
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : default_columns;
}

[[noreturn]] void cannot_write(int error) {
    if (error == EPIPE) {
        std::signal(SIGPIPE, SIG_DFL);
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_UNBLOCK, &pipe, nullptr);
        std::raise(SIGPIPE);
    }
    throw domain::Error(domain::ErrorKind::file,
                        std::string("the result cannot be written: ") + std::strerror(error),
                        "standard output", "make room, or send it elsewhere");
}

} // namespace

Output::Output()
    : terminal_(::isatty(STDERR_FILENO) == 1) {}

void Output::result(std::string_view text) {
    const std::lock_guard lock(mutex_);
    clear_status();
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
        cannot_write(errno);
    }
}

void Output::result_json(const nlohmann::ordered_json& document) {
    result(text::dump_json(document, 2) + "\n");
}

void Output::flush() {
    if (std::fflush(stdout) != 0) {
        cannot_write(errno);
    }
}

void Output::message(std::string_view text) {
    const std::lock_guard lock(mutex_);
    clear_status();
    std::string line = text::for_display(text);
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
    if (!status_.empty()) {
        std::fwrite(status_.data(), 1, status_.size(), stderr);
    }
}

void Output::status(const std::string& line) {
    const std::lock_guard lock(mutex_);
    if (!terminal_) {
        return;
    }
    clear_status();
    status_ = line;
    std::fwrite(status_.data(), 1, status_.size(), stderr);
}

void Output::keep_status() {
    const std::lock_guard lock(mutex_);
    if (!status_.empty()) {
        std::fputc('\n', stderr);
        status_.clear();
    }
}

void Output::clear_status() {
    if (!status_.empty()) {
        std::fputs("\r\x1b[K", stderr);
    }
}

int Output::result_columns() const noexcept {
    return ::isatty(STDOUT_FILENO) == 1 ? columns_of(STDOUT_FILENO) : default_columns;
}

int Output::message_columns() const noexcept {
    return columns_of(STDERR_FILENO);
}

bool Output::can_ask() const noexcept {
    return terminal_ && ::isatty(STDIN_FILENO) == 1;
}

bool Output::confirmed(const std::string& question) {
    {
        const std::lock_guard lock(mutex_);
        const std::string text = text::for_display(question) + " [y/N] ";
        std::fwrite(text.data(), 1, text.size(), stderr);
        std::fflush(stderr);
    }
    std::string answer;
    std::getline(std::cin, answer);
    const std::string_view word = text::trim(answer);
    return word == "y" || word == "Y" || word == "yes" || word == "Yes" || word == "YES";
}

} // namespace tiebreak::cli
