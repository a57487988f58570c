// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/model_client.h"

#include "client/origin_limits.h"
#include "domain/error.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <future>
#include <map>
#include <mutex>
#include <random>
#include <unordered_map>

namespace tiebreak::client {

namespace {

using domain::Answer;
using domain::Attempt;
using domain::FailureKind;
using Clock = std::chrono::steady_clock;

Answer unsent(FailureKind kind, std::string detail) {
    Answer answer;
    answer.failure = kind;
    answer.failure_detail = std::move(detail);
    answer.attempts = 0;
    return answer;
}

Attempt attempt_of(const Answer& answer, const TransferResult& result) {
    Attempt attempt;
    attempt.started_unix_ms = result.started_unix_ms;
    attempt.failure = answer.failure;
    attempt.http_status = answer.http_status;
    attempt.latency_ms = answer.latency_ms;
    attempt.usage = answer.usage;
    attempt.detail = answer.failure_detail;
    return attempt;
}

std::uint64_t random_seed() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

} // namespace

class ModelClient::Impl {
public:
    Impl(SecretSource& secrets, ClientOptions options)
        : secrets_(secrets)
        , options_(options)
        , random_(options.jitter_seed != 0 ? options.jitter_seed : random_seed()) {}

    ~Impl() {
        closing_ = true;
        on_loop_and_wait([this] { end_if([](const Call&) { return true; }); });
        // A callback may have passed ask()'s look at closing_ before it was set; what it posted has run after
        // this.
        on_loop_and_wait([] {});
    }

    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void ask(const ModelCall& call, Done done) {
        if (closing_) {
            done(unsent(FailureKind::cancelled, "cancelled"));
            return;
        }
        ++outstanding_;
        auto asked = std::make_shared<Call>();
        asked->model = call.model;
        asked->group = call.group;
        asked->done = std::move(done);
        Answer refusal = prepare(call, *asked);
        loop_.post([this, asked = std::move(asked), refusal = std::move(refusal)]() mutable {
            if (closing_) {
                complete(*asked, unsent(FailureKind::cancelled, "cancelled"));
            } else if (refusal.failure != FailureKind::none) {
                complete(*asked, std::move(refusal));
            } else {
                queue(asked);
            }
        });
    }

    void cancel(std::optional<std::uint64_t> group) {
        loop_.post(
            [this, group] { end_if([group](const Call& call) { return !group || call.group == *group; }); });
    }

    std::shared_ptr<const Secret> key_for(const domain::Candidate& model) {
        auto key = find_key(model.endpoint.key);
        if (key) {
            check_key_may_go(parse_url(model.endpoint.base_url).origin, model.endpoint.allow_plain_http_key,
                             key->bound_to());
        }
        return key;
    }

    void forget_keys() {
        const std::lock_guard lock(keys_mutex_);
        keys_.clear();
    }

    HttpLoop& loop() noexcept { return loop_; }
    [[nodiscard]] std::size_t outstanding() const noexcept { return outstanding_; }
    [[nodiscard]] const ClientOptions& options() const noexcept { return options_; }

private:
    using CallId = std::uint64_t;

    struct Call {
        CallId id = 0;
        std::shared_ptr<const domain::Candidate> model;
        std::uint64_t group = 0;
        Done done;
        Transfer transfer; ///< sent as it is with each try
        std::vector<Attempt> log;
        bool stopped = false; ///< no further try, even if the one that flies lands first
        std::optional<HttpLoop::Id> flight;
        std::optional<HttpLoop::Id> retry_timer;
    };

    struct Lane {
        std::deque<CallId> waiting; ///< may hold ids of calls that have ended
        int flying = 0;
        OriginLimits limits;
        std::optional<HttpLoop::Id> pace_timer;
    };

    void on_loop_and_wait(const std::function<void()>& task) {
        const auto ran = std::make_shared<std::promise<void>>(); // shared: set_value() may outlive the wait
        loop_.post([&task, ran] {
            task();
            ran->set_value();
        });
        ran->get_future().wait();
    }

    std::shared_ptr<const Secret> find_key(const std::string& name) {
        if (name.empty()) {
            return nullptr;
        }
        const std::lock_guard lock(keys_mutex_);
        auto found = keys_.find(name);
        if (found == keys_.end()) {
            std::shared_ptr<const Secret> key;
            if (auto secret = secrets_.find(name)) {
                key = std::make_shared<const Secret>(std::move(*secret));
            }
            found = keys_.emplace(name, std::move(key)).first;
        }
        if (!found->second) {
            const bool environment = name.starts_with("env:");
            throw domain::Error(domain::ErrorKind::secret, "the key \"" + name + "\" is not to be had", {},
                                environment ? "set the variable " + name.substr(4) + " and start again"
                                            : "store it under that name, or name another");
        }
        if (std::ranges::any_of(found->second->reveal(),
                                [](unsigned char c) { return c < ' ' || c == 0x7f; })) {
            throw domain::Error(domain::ErrorKind::secret,
                                "the key \"" + name + "\" holds a line break or a control character", {},
                                "store it again, as one line");
        }
        return found->second;
    }

    /// Fills in what will be sent, or says why nothing can be.
    Answer prepare(const ModelCall& call, Call& asked) {
        try {
            asked.transfer = render_request(call);
            asked.transfer.timeouts.connect = options_.connect_timeout;
            asked.transfer.timeouts.first_byte = options_.first_byte_timeout;
            asked.transfer.timeouts.stall = options_.stall_timeout;
            asked.transfer.max_body = options_.max_body;
        } catch (const domain::Error& error) {
            return unsent(FailureKind::refused, error.what());
        }
        try {
            asked.transfer.key = find_key(call.model->endpoint.key);
        } catch (const domain::Error& error) {
            return unsent(FailureKind::secret, error.what());
        }
        if (asked.transfer.key) {
            try {
                check_key_may_go(asked.transfer.url.origin, call.model->endpoint.allow_plain_http_key,
                                 asked.transfer.key->bound_to());
            } catch (const domain::Error& error) {
                return unsent(FailureKind::refused, error.what());
            }
        }
        return {};
    }

    // From here on: on the network thread.

    Lane& lane_of(const Call& call) { return lanes_[call.transfer.url.origin.text()]; }

    void queue(const std::shared_ptr<Call>& call) {
        call->id = ++last_call_;
        calls_.emplace(call->id, call);
        Lane& lane = lane_of(*call);
        lane.limits.add(call->model->endpoint);
        lane.waiting.push_back(call->id);
        pump(lane);
    }

    void pump(Lane& lane) {
        while (!lane.waiting.empty() && lane.flying < lane.limits.concurrency()) {
            const auto found = calls_.find(lane.waiting.front());
            if (found == calls_.end()) {
                lane.waiting.pop_front();
                continue;
            }
            if (const auto wait = lane.limits.take_start(Clock::now())) {
                if (!lane.pace_timer) {
                    lane.pace_timer = loop_.after(*wait, [this, &lane] {
                        lane.pace_timer.reset();
                        pump(lane);
                    });
                }
                return;
            }
            lane.waiting.pop_front();
            send(lane, *found->second);
        }
    }

    void send(Lane& lane, Call& call) {
        ++lane.flying;
        call.flight = loop_.submit(
            call.transfer, [this, id = call.id](const TransferResult& result) { landed(id, result); });
    }

    void landed(CallId id, const TransferResult& result) {
        const auto call = calls_.at(id);
        Lane& lane = lane_of(*call);
        --lane.flying;
        call->flight.reset();
        Answer answer = read_reply(call->model->api, result, call->transfer.key.get());
        call->log.push_back(attempt_of(answer, result));
        if (answer.failure == FailureKind::none || !try_again(*call, answer, result)) {
            finish(*call, std::move(answer));
        }
        pump(lane);
    }

    /// Sets the next try up, or says in `answer` why there is none.
    bool try_again(Call& call, Answer& answer, const TransferResult& result) {
        const int tried = static_cast<int>(call.log.size());
        if (!may_pass(answer.failure, result) || tried >= options_.retry.max_attempts) {
            return false;
        }
        if (call.stopped) {
            call.log.back().envelope = std::move(answer.envelope);
            answer = unsent(FailureKind::cancelled, "cancelled");
            return false;
        }
        const auto asked = asked_wait(result);
        if (asked && *asked > options_.retry.longest_asked_wait) {
            const auto minutes = std::chrono::ceil<std::chrono::minutes>(*asked).count();
            answer.failure_detail += "; the server asks to wait " + std::to_string(minutes) + " min";
            return false;
        }
        call.log.back().envelope = std::move(answer.envelope);
        const auto wait = backoff(options_.retry, tried, asked, random_);
        call.retry_timer = loop_.after(wait, [this, id = call.id] {
            const auto found = calls_.at(id);
            found->retry_timer.reset();
            Lane& lane = lane_of(*found);
            lane.waiting.push_front(id); // it has waited longest
            pump(lane);
        });
        return true;
    }

    void finish(Call& call, Answer answer) {
        answer.attempts = static_cast<int>(call.log.size());
        answer.attempt_log = std::move(call.log);
        lane_of(call).limits.remove(call.model->endpoint);
        const auto kept = calls_.extract(call.id); // alive until its callback has returned
        complete(call, std::move(answer));
    }

    void complete(Call& call, Answer answer) {
        --outstanding_;
        call.done(std::move(answer));
        call.done = nullptr; // what it holds must not live on with a late reference to the call
    }

    template <class Predicate>
    void end_if(Predicate chosen) {
        std::vector<std::shared_ptr<Call>> ending;
        for (const auto& [id, call] : calls_) {
            if (chosen(*call)) {
                ending.push_back(call);
            }
        }
        std::ranges::sort(ending, {}, &Call::id);
        for (const auto& call : ending) {
            call->stopped = true;
            if (call->flight) {
                // Ends as cancelled in landed(), which also frees its place.
                loop_.cancel(*call->flight);
                continue;
            }
            if (call->retry_timer) {
                loop_.drop_timer(*call->retry_timer);
            }
            finish(*call, unsent(FailureKind::cancelled, "cancelled"));
        }
        for (auto& [origin, lane] : lanes_) {
            pump(lane); // the smallest cap may have gone with them
        }
    }

    SecretSource& secrets_;
    const ClientOptions options_;
    std::atomic<bool> closing_ = false;
    std::atomic<std::size_t> outstanding_ = 0;
    std::mutex keys_mutex_;
    std::map<std::string, std::shared_ptr<const Secret>>
        keys_; // guarded by keys_mutex_; null: looked for in vain

    // Of the network thread.
    domain::Random random_;
    CallId last_call_ = 0;
    std::unordered_map<CallId, std::shared_ptr<Call>> calls_;
    std::map<std::string, Lane> lanes_; // by origin; a map, since timers hold references
    HttpLoop loop_;                     // last: its thread uses all of the above
};

ModelClient::ModelClient(SecretSource& secrets, ClientOptions options)
    : impl_(std::make_unique<Impl>(secrets, options)) {}
ModelClient::~ModelClient() = default;

void ModelClient::ask(const ModelCall& call, Done done) {
    impl_->ask(call, std::move(done));
}
void ModelClient::cancel(std::uint64_t group) {
    impl_->cancel(group);
}
void ModelClient::cancel_all() {
    impl_->cancel(std::nullopt);
}
std::size_t ModelClient::outstanding() const noexcept {
    return impl_->outstanding();
}
void ModelClient::forget_keys() {
    impl_->forget_keys();
}
HttpLoop& ModelClient::loop() noexcept {
    return impl_->loop();
}
std::shared_ptr<const Secret> ModelClient::key_for(const domain::Candidate& model) {
    return impl_->key_for(model);
}
const ClientOptions& ModelClient::options() const noexcept {
    return impl_->options();
}

} // namespace tiebreak::client
