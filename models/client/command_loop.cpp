// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/command_loop.h"

#include "client/reply_json.h"
#include "text/utf8.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

extern char** environ;

namespace tiebreak::client {

namespace {

using Clock = std::chrono::steady_clock;
using domain::FailureKind;

/// Of standard error the end is kept: that is where programs say what went wrong.
constexpr std::size_t errors_kept = 4096;
constexpr int longest_poll_ms = 60'000;

void close_fd(int& fd) {
    if (fd >= 0) {
        ::close(fd);
        fd = -1;
    }
}

struct Pipe {
    int read = -1;
    int write = -1;

    bool open() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            return false;
        }
        read = ends[0];
        write = ends[1];
        return true;
    }
    ~Pipe() {
        close_fd(read);
        close_fd(write);
    }
};

/// Our environment with some more, as exec wants it.
std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& more) {
    std::vector<std::string> all;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        all.emplace_back(*entry);
    }
    for (const auto& [name, value] : more) {
        std::erase_if(all, [&](const std::string& entry) { return entry.starts_with(name + "="); });
        all.push_back(name + "=" + value);
    }
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (std::string& text : texts) {
        result.push_back(text.data());
    }
    result.push_back(nullptr);
    return result;
}

/// One program on its way.
struct Running {
    CommandRun run;
    CommandLoop::Done done;
    CommandResult result;
    pid_t pid = -1;
    int process = -1; ///< a pidfd: readable once it has ended
    int input = -1;
    int output = -1;
    int errors = -1;
    std::size_t written = 0;
    Clock::time_point started{};

    Running(CommandRun what, CommandLoop::Done then)
        : run(std::move(what))
        , done(std::move(then)) {}
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() {
        for (int* fd : {&process, &input, &output, &errors}) {
            close_fd(*fd);
        }
    }

    /// errno where it cannot be started, else 0.
    int start() {
        Pipe in;
        Pipe out;
        Pipe err;
        if (!in.open() || !out.open() || !err.open()) {
            return errno;
        }
        posix_spawn_file_actions_t actions;
        posix_spawnattr_t attributes;
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
        posix_spawn_file_actions_adddup2(&actions, in.read, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, out.write, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions, err.write, STDERR_FILENO);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(&attributes,
                                 POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        std::vector<std::string> arguments = run.arguments;
        std::vector<std::string> environment = environment_with(run.environment);
        using namespace std::chrono;
        result.started_unix_ms = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
        started = Clock::now();
        const int error = posix_spawnp(&pid, arguments.front().c_str(), &actions, &attributes,
                                       pointers(arguments).data(), pointers(environment).data());
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
        if (error != 0) {
            pid = -1;
            return error;
        }
        process = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U));
        input = std::exchange(in.write, -1);
        output = std::exchange(out.read, -1);
        errors = std::exchange(err.read, -1);
        for (const int fd : {input, output, errors}) {
            ::fcntl(fd, F_SETFL, O_NONBLOCK);
        }
        if (process < 0) {
            const int without = errno;
            end_group();
            ::waitpid(pid, nullptr, 0);
            return without;
        }
        return 0;
    }

    void end_group() const {
        if (pid > 0) {
            ::kill(-pid, SIGKILL);
        }
    }

    void feed() {
        while (input >= 0 && written < run.input.size()) {
            const ssize_t n = ::write(input, run.input.data() + written, run.input.size() - written);
            if (n < 0 && errno == EINTR) {
                continue;
            }
            if (n < 0 && errno == EAGAIN) {
                return;
            }
            if (n < 0) {
                break; // it reads no further: its own affair
            }
            written += static_cast<std::size_t>(n);
        }
        close_fd(input);
    }

    /// False where the output is larger than it may be.
    bool drain(int& fd, std::string& into, bool last_only) {
        std::array<char, 16384> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
        while (fd >= 0) {
            const ssize_t n = ::read(fd, buffer.data(), buffer.size());
            if (n < 0 && errno == EINTR) {
                continue;
            }
            if (n < 0 && errno == EAGAIN) {
                return true;
            }
            if (n <= 0) {
                close_fd(fd);
                return true;
            }
            into.append(buffer.data(), static_cast<std::size_t>(n));
            if (last_only && into.size() > 2 * errors_kept) {
                into.erase(0, into.size() - errors_kept);
            } else if (!last_only && into.size() > run.max_output) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] std::optional<Clock::time_point> deadline() const {
        return run.timeout.count() > 0 ? std::optional(started + run.timeout) : std::nullopt;
    }

    void finish(CommandResult::End end, int code) {
        result.end = end;
        result.code = code;
        if (pid > 0) {
            result.latency_ms = std::chrono::duration<double, std::milli>(Clock::now() - started).count();
        }
        if (result.errors.size() > errors_kept) {
            result.errors.erase(0, result.errors.size() - errors_kept);
        }
        done(std::move(result));
    }
};

} // namespace

class CommandLoop::Impl {
public:
    Impl()
        : wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        if (wake_ < 0) {
            throw std::system_error(errno, std::generic_category(), "eventfd");
        }
        thread_ = std::thread([this] { loop(); });
    }

    ~Impl() {
        enqueue([this] { stopping_ = true; });
        thread_.join();
        ::close(wake_);
    }

    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void enqueue(std::function<void()> task) {
        {
            const std::lock_guard lock(mutex_);
            tasks_.push_back(std::move(task));
        }
        const std::uint64_t one = 1;
        (void)!::write(wake_, &one, sizeof one);
    }

    Id next_id() noexcept { return ++last_id_; }

    void start(Id id, const std::shared_ptr<Running>& command) {
        if (stopping_) {
            command->finish(CommandResult::End::cancelled, 0);
            return;
        }
        if (const int error = command->start(); error != 0) {
            command->pid = -1;
            command->finish(CommandResult::End::not_started, error);
            return;
        }
        command->feed();
        running_.emplace(id, command);
    }

    void end(Id id, CommandResult::End how) {
        const auto found = running_.find(id);
        if (found == running_.end()) {
            return;
        }
        const auto command = found->second;
        running_.erase(found);
        command->end_group();
        siginfo_t info{};
        ::waitid(P_PIDFD, static_cast<id_t>(command->process), &info, WEXITED); // at once: it was killed
        command->finish(how, 0);
    }

private:
    void loop() {
        sigset_t all; // a program that reads no input would end ours with SIGPIPE
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, nullptr);
        pthread_setname_np(pthread_self(), "tiebreak-cmd");
        for (;;) {
            take_tasks();
            if (stopping_) {
                break;
            }
            serve();
        }
        while (!running_.empty()) {
            end(running_.begin()->first, CommandResult::End::cancelled);
        }
        take_tasks();
    }

    void take_tasks() {
        std::vector<std::function<void()>> taken;
        {
            const std::lock_guard lock(mutex_);
            taken.swap(tasks_);
        }
        for (const auto& task : taken) {
            task();
        }
    }

    /// Waits for the next thing that any program does, and does what follows from it.
    void serve() {
        std::vector<pollfd> watched{{wake_, POLLIN, 0}};
        std::vector<Id> owners{0};
        int wait_ms = longest_poll_ms;
        for (const auto& [id, command] : running_) {
            for (const auto& [fd, events] : {std::pair(command->process, POLLIN),
                                             {command->input, POLLOUT},
                                             {command->output, POLLIN},
                                             {command->errors, POLLIN}}) {
                if (fd >= 0) {
                    watched.push_back({fd, static_cast<short>(events), 0});
                    owners.push_back(id);
                }
            }
            if (const auto deadline = command->deadline()) {
                const auto left =
                    std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
                wait_ms = static_cast<int>(std::clamp<std::int64_t>(left, 0, wait_ms));
            }
        }
        if (::poll(watched.data(), watched.size(), wait_ms) > 0) {
            if (watched.front().revents != 0) {
                std::uint64_t ignored = 0;
                (void)!::read(wake_, &ignored, sizeof ignored);
            }
            for (std::size_t i = 1; i < watched.size(); ++i) {
                if (watched[i].revents != 0) {
                    attend(owners[i], watched[i].fd);
                }
            }
        }
        const auto now = Clock::now();
        std::vector<Id> late;
        for (const auto& [id, command] : running_) {
            if (const auto deadline = command->deadline(); deadline && *deadline <= now) {
                late.push_back(id);
            }
        }
        for (const Id id : late) {
            end(id, CommandResult::End::timeout);
        }
    }

    void attend(Id id, int fd) {
        const auto found = running_.find(id);
        if (found == running_.end()) {
            return;
        }
        const auto command = found->second;
        if (fd == command->input) {
            command->feed();
        } else if (fd == command->errors) {
            command->drain(command->errors, command->result.errors, true);
        } else if (fd == command->output) {
            if (!command->drain(command->output, command->result.output, false)) {
                end(id, CommandResult::End::too_large);
            }
        } else if (fd == command->process) {
            reap(id, command);
        }
    }

    void reap(Id id, const std::shared_ptr<Running>& command) {
        siginfo_t info{};
        if (::waitid(P_PIDFD, static_cast<id_t>(command->process), &info, WEXITED | WNOHANG) != 0 ||
            info.si_pid == 0) {
            return;
        }
        // What it left in the pipes counts; what children of its own still hold open does not.
        const bool fits = command->drain(command->output, command->result.output, false);
        command->drain(command->errors, command->result.errors, true);
        running_.erase(id);
        if (!fits) {
            command->finish(CommandResult::End::too_large, 0);
        } else if (info.si_code == CLD_EXITED) {
            command->finish(CommandResult::End::exited, info.si_status);
        } else {
            command->finish(CommandResult::End::signalled, info.si_status);
        }
    }

    int wake_;
    std::atomic<Id> last_id_ = 0;
    std::mutex mutex_;
    std::vector<std::function<void()>> tasks_; // guarded by mutex_

    // Of the loop's thread.
    bool stopping_ = false;
    std::map<Id, std::shared_ptr<Running>> running_;
    std::thread thread_;
};

CommandLoop::CommandLoop()
    : impl_(std::make_unique<Impl>()) {}
CommandLoop::~CommandLoop() = default;

CommandLoop::Id CommandLoop::submit(CommandRun run, Done done) {
    const Id id = impl_->next_id();
    auto command = std::make_shared<Running>(std::move(run), std::move(done));
    impl_->enqueue([this, id, command = std::move(command)] { impl_->start(id, command); });
    return id;
}

void CommandLoop::cancel(Id id) {
    impl_->enqueue([this, id] { impl_->end(id, CommandResult::End::cancelled); });
}

void CommandLoop::post(std::function<void()> task) {
    impl_->enqueue(std::move(task));
}

domain::Answer read_command(const CommandResult& result) {
    using End = CommandResult::End;
    domain::Answer answer;
    answer.latency_ms = result.latency_ms;
    std::string errors = text::repair_utf8(result.errors);
    errors.erase(errors.find_last_not_of(" \t\r\n") + 1);
    const auto fail = [&](FailureKind kind, std::string detail) {
        answer.failure = kind;
        answer.failure_detail = std::move(detail) + (errors.empty() ? "" : ": " + shortened(errors, 500));
        answer.envelope = errors;
    };
    switch (result.end) {
    case End::exited:
        if (result.code != 0) {
            fail(FailureKind::program, fmt::format("the program ended with exit code {}", result.code));
            return answer;
        }
        break;
    case End::signalled:
        fail(FailureKind::program,
             fmt::format("the program was ended by signal {} ({})", result.code,
                         ::sigdescr_np(result.code) != nullptr ? ::sigdescr_np(result.code) : "unknown"));
        return answer;
    case End::not_started:
        fail(FailureKind::program,
             "the program cannot be started: " + std::generic_category().message(result.code));
        return answer;
    case End::timeout:
        fail(FailureKind::timeout, "the program did not end in time and was ended, with all it had started");
        return answer;
    case End::too_large:
        fail(FailureKind::too_large, "the program wrote more than may be kept");
        return answer;
    case End::cancelled:
        fail(FailureKind::cancelled, "cancelled");
        return answer;
    }
    answer.text = text::repair_utf8(result.output);
    if (answer.text.ends_with('\n')) {
        answer.text.pop_back();
        if (answer.text.ends_with('\r')) {
            answer.text.pop_back();
        }
    }
    nlohmann::json envelope = {{"exit_code", 0}};
    if (!errors.empty()) {
        envelope["stderr"] = errors;
    }
    answer.envelope = to_text(envelope);
    return answer;
}

} // namespace tiebreak::client
