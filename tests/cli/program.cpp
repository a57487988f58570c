// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>
#include <utility>

extern char** environ;

namespace tiebreak::test {

namespace {

std::pair<int, int> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe2");
    }
    return {ends[0], ends[1]};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

/// Starts the program with these three; signals as a shell's foreground job has them.
pid_t spawn(const std::vector<std::string>& arguments, const std::vector<std::string>& added, int in, int out,
            int err, bool session) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    sigset_t usual;
    sigemptyset(&usual);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
        sigaddset(&usual, number);
    }
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    flags |= session ? POSIX_SPAWN_SETSID : 0;
    posix_spawnattr_setflags(&attributes, static_cast<short>(flags));

    std::vector<std::string> call{TIEBREAK_CLI};
    call.insert(call.end(), arguments.begin(), arguments.end());
    std::vector<std::string> environment = added;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        environment.emplace_back(*variable);
    }
    pid_t pid = -1;
    const int error = posix_spawn(&pid, TIEBREAK_CLI, &actions, &attributes, pointers(call).data(),
                                  pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) {
        throw std::system_error(error, std::generic_category(), TIEBREAK_CLI);
    }
    return pid;
}

/// Reads every descriptor to its end.
void read_all(std::vector<std::pair<int, std::string*>> streams) {
    while (!streams.empty()) {
        std::vector<pollfd> waits;
        for (const auto& stream : streams) {
            waits.push_back({stream.first, POLLIN, 0});
        }
        ::poll(waits.data(), waits.size(), -1);
        for (std::size_t i = waits.size(); i-- > 0;) {
            if (waits[i].revents == 0) {
                continue;
            }
            std::array<char, 65536> buffer{};
            const ssize_t n = ::read(streams[i].first, buffer.data(), buffer.size());
            if (n > 0) {
                streams[i].second->append(buffer.data(), static_cast<std::size_t>(n));
            } else if (n == 0 || errno != EINTR) { // a terminal whose program is gone gives EIO
                streams.erase(streams.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
    }
}

void close_one(int& descriptor) {
    if (descriptor >= 0) {
        ::close(descriptor);
        descriptor = -1;
    }
}

} // namespace

Json Ended::json() const {
    Json document = Json::parse(out, nullptr, false);
    EXPECT_FALSE(document.is_discarded()) << "standard output is no JSON document: " << out << err;
    return document;
}

Ended run(const std::vector<std::string>& arguments, const Surroundings& around) {
    return Running(arguments, around).wait();
}

Running::Running(const std::vector<std::string>& arguments, const Surroundings& around) {
    const int in = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    auto [out_read, out_write] = make_pipe();
    auto [err_read, err_write] = make_pipe();
    if (!around.out_to.empty()) {
        close_one(out_write);
        out_write = ::open(around.out_to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    }
    pid_ = spawn(arguments, around.environment, in, out_write, err_write, false);
    ::close(in);
    ::close(out_write);
    ::close(err_write);
    out_ = out_read;
    err_ = err_read;
}

Running::~Running() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    close_one(out_);
    close_one(err_);
}

void Running::send(int signal) const {
    ::kill(pid_, signal);
}

Ended Running::wait() {
    Ended ended;
    std::vector<std::pair<int, std::string*>> streams{{out_, &ended.out}};
    if (err_ >= 0) {
        streams.emplace_back(err_, &ended.err);
    }
    read_all(streams);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return ended;
}

OnTerminal::OnTerminal(const std::vector<std::string>& arguments) {
    int slave = -1;
    winsize size{40, 100, 0, 0};
    if (openpty(&terminal_, &slave, nullptr, nullptr, &size) != 0) {
        throw std::system_error(errno, std::generic_category(), "openpty");
    }
    ::fcntl(terminal_, F_SETFD, FD_CLOEXEC);
    ::fcntl(slave, F_SETFD, FD_CLOEXEC);
    auto [out_read, out_write] = make_pipe();
    process_.pid_ = spawn(arguments, {}, slave, out_write, slave, true);
    process_.out_ = out_read;
    ::close(out_write);
    ::close(slave);
}

OnTerminal::~OnTerminal() {
    close_one(terminal_);
}

std::string OnTerminal::read_until(const std::string& text) {
    while (shown_.find(text) == std::string::npos) {
        std::array<char, 4096> buffer{};
        const ssize_t n = ::read(terminal_, buffer.data(), buffer.size());
        if (n <= 0) {
            ADD_FAILURE() << "the terminal never showed \"" << text << "\" but: " << shown_;
            break;
        }
        shown_.append(buffer.data(), static_cast<std::size_t>(n));
    }
    return shown_;
}

void OnTerminal::type(const std::string& keys) const {
    if (::write(terminal_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size())) {
        throw std::system_error(errno, std::generic_category(), "typing");
    }
}

Ended OnTerminal::wait() {
    std::string out;
    read_all({{process_.out_, &out}, {terminal_, &shown_}});
    Ended ended = process_.wait();
    ended.out = out;
    ended.err = shown_;
    return ended;
}

} // namespace tiebreak::test
