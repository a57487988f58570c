// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include "app/cli/errors.h"
#include "app/cli/output.h"

#include <csignal>
#include <cstdlib>

namespace tiebreak::cli {

namespace {

/// SIGHUP and SIGINT that were ignored from the start (nohup, a shell's background job) stay so.
sigset_t waited_for() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    for (const int number : {SIGINT, SIGHUP}) {
        struct sigaction action {};
        ::sigaction(number, nullptr, &action);
        if (action.sa_handler != SIG_IGN) {
            sigaddset(&set, number);
        }
    }
    return set;
}

} // namespace

Interrupt::Interrupt(Output& out)
    : out_(out) {
    const sigset_t set = waited_for();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    thread_ = std::thread([this] { wait(); });
}

Interrupt::~Interrupt() {
    ending_ = true;
    pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
}

void Interrupt::wait() {
    const sigset_t set = waited_for();
    int number = 0;
    while (sigwait(&set, &number) == 0 && !ending_) {
        const std::lock_guard lock(mutex_);
        if (work_ != nullptr && !happened_.exchange(true)) {
            out_.message("stopping: what has arrived is being stored; Ctrl+C again ends at once");
            work_->request_stop();
            continue;
        }
        out_.keep_status();
        out_.message("stopped; what was stored is safe");
        std::_Exit(ExitCode::interrupted);
    }
}

Interrupt::Stoppable::Stoppable(Interrupt& interrupt)
    : interrupt_(interrupt) {
    const std::lock_guard lock(interrupt_.mutex_);
    interrupt_.work_ = this;
}

Interrupt::Stoppable::~Stoppable() {
    const std::lock_guard lock(interrupt_.mutex_);
    interrupt_.work_ = nullptr;
}

} // namespace tiebreak::cli
