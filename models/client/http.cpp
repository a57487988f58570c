// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/http.h"

#include "client/http_flight.h"
#include "domain/error.h"

#include <curl/curl.h>
#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <future>
#include <map>
#include <mutex>
#include <new>
#include <thread>
#include <unordered_map>
#include <variant>

namespace tiebreak::client {

namespace {

using Clock = Flight::Clock;

/// Connections kept open for reuse; far above any cap a person sets, so that none is closed between two
/// calls.
constexpr long kept_connections = 1024;
constexpr int longest_poll_ms = 60'000;

struct MultiDelete {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};

std::unique_ptr<CURLM, MultiDelete> new_multi() {
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (initialised != CURLE_OK) {
        throw domain::Error(domain::ErrorKind::internal, "libcurl cannot be initialised");
    }
    std::unique_ptr<CURLM, MultiDelete> multi(curl_multi_init());
    if (!multi) {
        throw std::bad_alloc();
    }
    curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, kept_connections);
    return multi;
}

/// Signals are the program's main thread's affair; SIGPIPE would come from TLS writes to a closed socket.
void keep_signals_out() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

} // namespace

const std::string* TransferResult::header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
    return found == headers.end() ? nullptr : &found->second;
}

class HttpLoop::Impl {
public:
    Impl()
        : thread_([this] { run(); }) {}

    ~Impl() {
        stopping_ = true;
        curl_multi_wakeup(multi_.get());
        thread_.join();
        for (CURL* easy : idle_) {
            curl_easy_cleanup(easy);
        }
    }

    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    Id next_id() noexcept { return ++last_id_; }

    struct Submission {
        Id id = 0;
        Transfer transfer;
        Done done;
    };
    struct Cancellation {
        Id id = 0;
    };
    using Command = std::variant<Submission, Cancellation, Task>;

    void enqueue(Command command) {
        bool first = false;
        {
            const std::lock_guard lock(mutex_);
            first = commands_.empty();
            commands_.push_back(std::move(command));
        }
        if (first && !on_network_thread()) {
            curl_multi_wakeup(multi_.get());
        }
    }

    [[nodiscard]] bool on_network_thread() const noexcept {
        return network_thread_.load() == std::this_thread::get_id();
    }

    void add_timer(Id id, Clock::time_point when, Task task) {
        timer_index_[id] = timers_.emplace(when, std::pair{id, std::move(task)});
    }

    void drop_timer(Id id) {
        if (const auto found = timer_index_.find(id); found != timer_index_.end()) {
            timers_.erase(found->second);
            timer_index_.erase(found);
        }
    }

private:
    void run() {
        network_thread_ = std::this_thread::get_id();
        keep_signals_out();
        pthread_setname_np(pthread_self(), "tiebreak-net");
        while (!stopping_) {
            take_commands();
            fire_timers();
            int running = 0;
            curl_multi_perform(multi_.get(), &running);
            reap();
            give_up_late();
            if (!commands_waiting() && !stopping_) {
                curl_multi_poll(multi_.get(), nullptr, 0, poll_ms(), nullptr);
            }
        }
        shut_down();
    }

    [[nodiscard]] bool commands_waiting() {
        const std::lock_guard lock(mutex_);
        return !commands_.empty();
    }

    void take_commands() {
        {
            const std::lock_guard lock(mutex_);
            taken_.swap(commands_);
        }
        for (Command& command : taken_) {
            if (auto* submission = std::get_if<Submission>(&command)) {
                start(std::move(*submission));
            } else if (auto* cancellation = std::get_if<Cancellation>(&command)) {
                end_as(cancellation->id, TransferError::cancelled, "cancelled");
            } else {
                std::get<Task>(command)();
            }
        }
        taken_.clear();
    }

    void start(Submission submission) {
        CURL* easy = nullptr;
        if (idle_.empty()) {
            easy = curl_easy_init();
        } else {
            easy = idle_.back();
            idle_.pop_back();
        }
        if (easy == nullptr) {
            TransferResult result;
            result.error = TransferError::other;
            result.detail = "no memory for another transfer";
            submission.done(std::move(result));
            return;
        }
        const Id id = submission.id;
        auto flight = std::make_unique<Flight>(id, std::move(submission.transfer), std::move(submission.done),
                                               easy, next_look_);
        curl_multi_add_handle(multi_.get(), easy);
        flights_.emplace(id, std::move(flight));
    }

    /// Takes the flight out of the multi handle; its easy handle may be used again once it is finished.
    std::unique_ptr<Flight> land(Id id) {
        auto node = flights_.extract(id);
        if (node.empty()) {
            return nullptr;
        }
        curl_multi_remove_handle(multi_.get(), node.mapped()->easy());
        return std::move(node.mapped());
    }

    void end_as(Id id, TransferError error, const std::string& detail) {
        if (const auto flight = land(id)) {
            flight->finish_as(error, detail);
            idle_.push_back(flight->easy());
        }
    }

    void reap() {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE) {
                continue;
            }
            Flight* found = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &found);
            const CURLcode code = message->data.result; // the message dies with the handle's removal
            const auto flight = land(found->id());
            flight->finish(code);
            idle_.push_back(flight->easy());
        }
    }

    void fire_timers() {
        const Clock::time_point now = Clock::now();
        while (!timers_.empty() && timers_.begin()->first <= now) {
            auto node = timers_.extract(timers_.begin());
            timer_index_.erase(node.mapped().first);
            node.mapped().second();
        }
    }

    /// Looks at every flight only when the earliest deadline known has passed; each look finds the next one.
    void give_up_late() {
        const Clock::time_point now = Clock::now();
        if (now < next_look_) {
            return;
        }
        next_look_ = Clock::time_point::max();
        std::vector<Id> late;
        for (const auto& [id, flight] : flights_) {
            const auto deadline = flight->deadline();
            if (deadline && *deadline <= now) {
                late.push_back(id);
            } else if (deadline) {
                next_look_ = std::min(next_look_, *deadline);
            }
        }
        for (const Id id : late) {
            if (const auto flight = land(id)) {
                flight->finish_late();
                idle_.push_back(flight->easy());
            }
        }
    }

    [[nodiscard]] int poll_ms() const {
        Clock::time_point next = next_look_;
        if (!timers_.empty()) {
            next = std::min(next, timers_.begin()->first);
        }
        if (next == Clock::time_point::max()) {
            return longest_poll_ms;
        }
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()).count();
        return static_cast<int>(std::clamp<std::int64_t>(wait, 0, longest_poll_ms));
    }

    void shut_down() {
        timers_.clear();
        timer_index_.clear();
        while (!flights_.empty()) {
            end_as(flights_.begin()->first, TransferError::cancelled, "cancelled");
        }
        // What was never started, and what callbacks asked for meanwhile.
        for (;;) {
            {
                const std::lock_guard lock(mutex_);
                taken_.swap(commands_);
            }
            if (taken_.empty()) {
                return;
            }
            for (Command& command : taken_) {
                if (auto* submission = std::get_if<Submission>(&command)) {
                    TransferResult result;
                    result.error = TransferError::cancelled;
                    result.detail = "cancelled";
                    submission->done(std::move(result));
                }
            }
            taken_.clear();
        }
    }

    std::unique_ptr<CURLM, MultiDelete> multi_ = new_multi();
    std::atomic<bool> stopping_ = false;
    std::atomic<Id> last_id_ = 0;
    std::mutex mutex_;
    std::vector<Command> commands_; // guarded by mutex_

    // Of the network thread.
    std::vector<Command> taken_;
    std::unordered_map<Id, std::unique_ptr<Flight>> flights_;
    std::vector<CURL*> idle_;
    std::multimap<Clock::time_point, std::pair<Id, Task>> timers_;
    std::unordered_map<Id, decltype(timers_)::iterator> timer_index_;
    Clock::time_point next_look_ = Clock::time_point::max();

    std::atomic<std::thread::id> network_thread_;
    std::thread thread_; // last: it uses all of the above
};

HttpLoop::HttpLoop()
    : impl_(std::make_unique<Impl>()) {}
HttpLoop::~HttpLoop() = default;

HttpLoop::Id HttpLoop::submit(Transfer transfer, Done done) {
    const Id id = impl_->next_id();
    impl_->enqueue(Impl::Submission{id, std::move(transfer), std::move(done)});
    return id;
}

void HttpLoop::cancel(Id id) {
    impl_->enqueue(Impl::Cancellation{id});
}

void HttpLoop::post(Task task) {
    impl_->enqueue(std::move(task));
}

HttpLoop::Id HttpLoop::after(std::chrono::milliseconds delay, Task task) {
    const Id id = impl_->next_id();
    impl_->add_timer(id, Clock::now() + delay, std::move(task));
    return id;
}

void HttpLoop::drop_timer(Id id) {
    impl_->drop_timer(id);
}

bool HttpLoop::on_network_thread() const noexcept {
    return impl_->on_network_thread();
}

TransferResult HttpLoop::perform(Transfer transfer) {
    if (on_network_thread()) {
        throw domain::Error(domain::ErrorKind::internal,
                            "HttpLoop::perform on the network thread would wait for itself");
    }
    const auto promise =
        std::make_shared<std::promise<TransferResult>>(); // shared: set_value() may outlive the wait
    submit(std::move(transfer), [promise](TransferResult result) { promise->set_value(std::move(result)); });
    return promise->get_future().get();
}

} // namespace tiebreak::client
