// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/model_client.h"

#include "client/call.h"
#include "client/key_cache.h"
#include "client/lane.h"
#include "domain/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>
#include <map>
#include <mutex>
#include <random>
#include <unordered_map>

namespace tiebreak::client {

namespace {

using domain::Answer;
using domain::FailureKind;
using Clock = std::chrono::steady_clock;

/// Local servers take any word as a key; such a word in a text is no leak.
constexpr std::size_t surely_a_key = 16;
/// A replica that failed so often in a row is left out for a while, if there are others.
constexpr int failures_that_rest = 3;
/// A server that went away is back seldom later than it is looked for: one request in so long burdens nobody.
constexpr std::chrono::milliseconds longest_between_knocks{5'000};

std::uint64_t random_seed() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

} // namespace

class ModelClient::Impl {
public:
    Impl(SecretSource& secrets, ClientOptions options)
        : keys_(secrets)
        , options_(options)
        , random_(options.jitter_seed != 0 ? options.jitter_seed : random_seed())
        , commands_(std::make_unique<CommandLoop>()) {}

    ~Impl() {
        closing_ = true;
        on_loop_and_wait([this] { end_if([](const Call&) { return true; }); });
        commands_.reset(); // the ends of its programs are posted to the loop by now
        // A callback may have passed ask()'s look at closing_ before it was set; what it posted has run after
        // this.
        on_loop_and_wait([] {});
    }

    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void ask(const ModelCall& asked, Done done) {
        if (closing_) {
            done(unsent(FailureKind::cancelled, "cancelled"));
            return;
        }
        ++outstanding_;
        Answer refusal;
        std::shared_ptr<Call> call = prepare(asked, refusal);
        call->done = std::move(done);
        loop_.post([this, call = std::move(call), refusal = std::move(refusal)]() mutable {
            if (closing_) {
                complete(*call, unsent(FailureKind::cancelled, "cancelled"));
            } else if (refusal.failure != FailureKind::none) {
                complete(*call, std::move(refusal));
            } else {
                queue(call);
            }
        });
    }

    void cancel(std::optional<std::uint64_t> group) {
        loop_.post(
            [this, group] { end_if([group](const Call& call) { return !group || call.group == *group; }); });
    }

    std::shared_ptr<const Secret> key_for(const domain::Endpoint& endpoint) {
        auto key = keys_.find(endpoint.key);
        if (key) {
            check_key_may_go(parse_url(endpoint.base_url).origin, endpoint.allow_plain_http_key,
                             key->bound_to());
        }
        return key;
    }

    [[nodiscard]] std::vector<Outage> outages() const {
        const std::lock_guard lock(away_mutex_);
        std::vector<Outage> all;
        for (const auto& [server, since] : away_) {
            all.push_back({server, since});
        }
        return all;
    }

    void forget_keys() { keys_.forget(); }
    HttpLoop& loop() noexcept { return loop_; }
    CommandLoop& commands() noexcept { return *commands_; }
    [[nodiscard]] std::size_t outstanding() const noexcept { return outstanding_; }
    [[nodiscard]] const ClientOptions& options() const noexcept { return options_; }

private:
    using CallId = std::uint64_t;

    void on_loop_and_wait(const std::function<void()>& task) {
        const auto ran = std::make_shared<std::promise<void>>(); // shared: set_value() may outlive the wait
        loop_.post([&task, ran] {
            task();
            ran->set_value();
        });
        ran->get_future().wait();
    }

    /// Fills in what will be sent, or says in `refusal` why nothing can be.
    std::shared_ptr<Call> prepare(const ModelCall& asked, Answer& refusal) {
        std::shared_ptr<Call> call;
        try {
            call = prepared(asked);
        } catch (const domain::Error& error) {
            refusal = unsent(FailureKind::refused, error.what());
            call = std::make_shared<Call>();
            call->live = asked.live;
            return call;
        }
        for (Target& target : call->targets) {
            Transfer& transfer = target.transfer;
            transfer.timeouts.connect = options_.connect_timeout;
            transfer.timeouts.first_byte = options_.first_byte_timeout;
            transfer.timeouts.stall = options_.stall_timeout;
            transfer.max_body = options_.max_body;
            if (call->command) {
                call->command->max_output = options_.max_body;
                continue; // a program is shown no key
            }
            FailureKind kind = FailureKind::secret;
            try {
                transfer.key = keys_.find(target.limits.key);
                kind = FailureKind::refused;
                if (transfer.key) {
                    check_key_may_go(transfer.url.origin, target.limits.allow_plain_http_key,
                                     transfer.key->bound_to());
                }
            } catch (const domain::Error& error) {
                refusal = unsent(kind, error.what());
                return call;
            }
        }
        return call;
    }

    // From here on: on the network thread.

    Lane& lane_of(const Target& target) { return lanes_[target.lane]; }

    void queue(const std::shared_ptr<Call>& call) {
        call->id = ++last_call_;
        const auto now = Clock::now();
        bool open = false;
        for (const Target& target : call->targets) {
            open = lane_of(target).closed(now) == nullptr || open;
        }
        if (!open) {
            complete(*call, turned_away(*call));
            return;
        }
        calls_.emplace(call->id, call);
        for (const Target& target : call->targets) {
            lane_of(target).limits.add(target.limits);
        }
        wait_for_place(*call, false);
    }

    /// In front: what has been tried already has waited longest. Ends the call where no server is left to
    /// ask.
    void wait_for_place(Call& call, bool in_front) {
        if (!any_open(call)) {
            finish(call, turned_away(call));
            return;
        }
        call.waiting = true;
        for (const Target& target : call.targets) {
            Lane& lane = lane_of(target);
            if (lane.closed() == nullptr) {
                in_front ? lane.waiting.push_front(call.id) : lane.waiting.push_back(call.id);
            }
        }
        pump_all(call);
    }

    bool any_open(const Call& call) {
        return std::ranges::any_of(
            call.targets, [this](const Target& target) { return lane_of(target).closed() == nullptr; });
    }

    void pump_all(const Call& call) {
        std::vector<Lane*> lanes; // the call may end, and its targets with it
        for (const Target& target : call.targets) {
            lanes.push_back(&lane_of(target));
        }
        for (Lane* lane : lanes) {
            pump(*lane);
        }
    }

    void pump(Lane& lane) {
        while (!lane.waiting.empty()) {
            const auto found = calls_.find(lane.waiting.front());
            if (found == calls_.end() || !found->second->waiting) {
                lane.waiting.pop_front(); // ended, or another replica has it
                continue;
            }
            if (lane.flying >= lane.room()) {
                return;
            }
            Call& call = *found->second;
            const auto target = std::ranges::find_if(
                call.targets, [&](const Target& candidate) { return &lane_of(candidate) == &lane; });
            const double tokens =
                lane.limits.counts_tokens()
                    ? lane.estimate(target->transfer.body.size(), call.model->parameters.max_tokens)
                    : 0;
            if (const auto wait = lane.take_start(Clock::now(), tokens)) {
                if (!lane.timer) {
                    lane.timer = loop_.after(*wait, [this, &lane] {
                        lane.timer.reset();
                        pump(lane);
                    });
                }
                return;
            }
            lane.waiting.pop_front();
            call.tokens_taken = tokens;
            call.at = static_cast<std::size_t>(target - call.targets.begin());
            send(lane, call);
        }
    }

    void send(Lane& lane, Call& call) {
        ++lane.flying;
        call.waiting = false;
        call.epoch = lane.epoch();
        const CallId id = call.id;
        if (call.command) {
            call.flight = commands_->submit(*call.command, [this, id](CommandResult result) {
                loop_.post([this, id, result = std::move(result)] {
                    TransferResult nothing;
                    nothing.started_unix_ms = result.started_unix_ms;
                    landed(id, read_command(result), nothing);
                });
            });
            return;
        }
        stream_as_learned(call);
        Transfer transfer = call.targets[call.at].transfer;
        if (call.streaming != Streaming::off) {
            call.reader = std::make_shared<StreamReader>(call.model->api, live_of(call, transfer.key));
            transfer.sink = call.reader;
        }
        call.flight = loop_.submit(std::move(transfer), [this, id](const TransferResult& result) {
            const auto& landing = calls_.at(id);
            const auto key = landing->targets[landing->at].transfer.key;
            landed(id, read_reply(landing->model->api, result, key.get(), landing->reader.get()), result);
        });
    }

    /// The call's own, shown no key that the server may echo.
    static std::function<void(const LiveText&)> live_of(const Call& call,
                                                        const std::shared_ptr<const Secret>& key) {
        if (!call.live || !key || key->reveal().size() < surely_a_key) {
            return call.live;
        }
        return [live = call.live, key](const LiveText& text) {
            live({redact(text.text, key.get()), text.ended});
        };
    }

    std::string server_and_model(const Call& call) const {
        return call.targets[call.at].lane + '\x1f' + call.model->model;
    }

    void stream_as_learned(Call& call) {
        const auto learned = bears_.find(server_and_model(call));
        if (learned == bears_.end() || learned->second >= call.streaming) {
            return;
        }
        call.streaming = learned->second;
        for (Target& target : call.targets) {
            target.transfer.body = with_streaming(target.transfer.body, call.model->api, call.streaming);
        }
        call.reader.reset();
    }

    void landed(CallId id, Answer answer, const TransferResult& result) {
        const auto call = calls_.at(id);
        Lane& lane = lane_of(call->targets[call->at]);
        --lane.flying;
        call->flight.reset();
        call->log.push_back(attempt_of(answer, result.started_unix_ms));
        lane.note(result, answer.failure, call->epoch, options_.retry, Clock::now());
        lane.learn(answer.usage);
        tell_outage(call->targets[call->at].lane, lane);
        if (const auto& used = answer.usage; used.prompt_tokens && used.completion_tokens) {
            lane.limits.settle(call->tokens_taken,
                               static_cast<double>(*used.prompt_tokens + *used.completion_tokens));
        }
        if (answer.failure == FailureKind::none || !try_again(*call, lane, answer, result)) {
            finish(*call, std::move(answer));
        }
        pump(lane);
    }

    void tell_outage(const std::string& server, const Lane& lane) {
        const auto since = lane.down_since();
        if (since.has_value() == away_.contains(server)) {
            return;
        }
        const std::lock_guard lock(away_mutex_);
        if (since) {
            away_.emplace(server, *since);
        } else {
            away_.erase(server);
        }
    }

    /// Sets the next try up, or says in `answer` why there is none.
    bool try_again(Call& call, Lane& lane, Answer& answer, const TransferResult& result) {
        if (const auto less = streams_less(call, answer); less && !call.stopped) {
            bears_[server_and_model(call)] = *less;
            keep_exchange(call, answer);
            wait_for_place(call, true);
            return true;
        }
        const bool spent = answer.failure == FailureKind::rate_limit && names_spent_quota(result.body);
        const auto asked = asked_wait(result);
        const bool far_off = asked && *asked > options_.retry.longest_asked_wait;
        if (!may_pass(answer.failure, result)) {
            return false;
        }
        if (call.stopped) {
            keep_exchange(call, answer);
            answer = unsent(FailureKind::cancelled, "cancelled");
            return false;
        }
        if (spent || far_off) {
            if (far_off) {
                answer.failure_detail += fmt::format("; the server asks to wait {} min",
                                                     std::chrono::ceil<std::chrono::minutes>(*asked).count());
            }
            return close(call, lane, answer);
        }
        if (answer.failure == FailureKind::connect) {
            return wait_out(call, lane, answer);
        }
        int& so_often = is_busy(result) ? call.turned_away : call.counted;
        if (++so_often >= (is_busy(result) ? options_.retry.max_busy : options_.retry.max_attempts)) {
            return false;
        }
        keep_exchange(call, answer);
        if (call.targets.size() > 1 && lane.failures_in_a_row() >= failures_that_rest) {
            lane.rest(Clock::now() + backoff_of(lane.failures_in_a_row(), {}) + options_.retry.base);
        }
        // A call that had bad luck at a server that answers others need not wait as if the server were down:
        // the wait grows with the server's failures in a row, and no faster than with the call's own.
        const int tries = is_busy(result) ? so_often : std::min(so_often, lane.failures_in_a_row() + 1);
        call.retry_timer = loop_.after(backoff_of(tries, asked), [this, id = call.id] {
            const auto found = calls_.at(id);
            found->retry_timer.reset();
            wait_for_place(*found, true);
        });
        return true;
    }

    std::chrono::milliseconds backoff_of(int attempt, std::optional<std::chrono::milliseconds> asked) {
        return backoff(options_.retry, attempt, asked, random_);
    }

    static void keep_exchange(Call& call, Answer& answer) {
        call.log.back().envelope = std::move(answer.envelope);
    }

    Answer turned_away(const Call& call) {
        const Lane::Closed& why = *lane_of(call.targets.front()).closed();
        Answer answer = unsent(why.kind, why.reason);
        answer.http_status = why.http_status;
        return answer;
    }

    /// Nothing more is asked of the lane. True where the call goes on elsewhere.
    bool close(Call& call, Lane& lane, Answer& answer) {
        lane.close({answer.failure, answer.http_status, answer.failure_detail});
        end_if_nowhere_open(lane, call.id);
        const bool open = any_open(call);
        if (open) {
            keep_exchange(call, answer);
            wait_for_place(call, true);
        }
        return open;
    }

    /// The server cannot be reached: the lane rests, longer each time, and the call waits with all others,
    /// its tries uncounted, until the outage has lasted too long.
    bool wait_out(Call& call, Lane& lane, Answer& answer) {
        const auto now = Clock::now();
        const bool too_long = std::ranges::all_of(call.targets, [&](const Target& target) {
            const auto since = lane_of(target).down_since();
            return since && now - *since >= options_.retry.longest_outage;
        });
        if (too_long) {
            answer.failure_detail +=
                fmt::format("; it could not be reached for {:g} s",
                            std::chrono::duration<double>(std::chrono::round<std::chrono::milliseconds>(
                                                              now - lane.down_since().value_or(now)))
                                .count());
            for (const Target& target : call.targets) {
                Lane& dead = lane_of(target);
                dead.close({answer.failure, 0, answer.failure_detail});
                end_if_nowhere_open(dead, call.id);
            }
            return false;
        }
        keep_exchange(call, answer);
        // By its own count: the many calls that flew when it went away say nothing of how long it will stay.
        RetryPolicy knocking = options_.retry;
        knocking.ceiling = std::min(knocking.ceiling, longest_between_knocks);
        lane.rest(now + backoff(knocking, lane.knocks(), {}, random_) + std::chrono::milliseconds(1));
        wait_for_place(call, true);
        return true;
    }

    /// Ends what waits at a closed lane and has nowhere else to go. `but` is dealt with by who calls this.
    void end_if_nowhere_open(Lane& lane, CallId but) {
        const auto waiting = std::exchange(lane.waiting, {});
        for (const CallId id : waiting) {
            const auto found = calls_.find(id);
            if (id == but || found == calls_.end() || !found->second->waiting) {
                continue;
            }
            const auto call = found->second;
            if (!any_open(*call)) {
                finish(*call, turned_away(*call));
            }
        }
    }

    void finish(Call& call, Answer answer) {
        answer.attempts = static_cast<int>(call.log.size());
        answer.attempt_log = std::move(call.log);
        for (const Target& target : call.targets) {
            lane_of(target).limits.remove(target.limits);
        }
        const auto kept = calls_.extract(call.id); // alive until its callback has returned
        complete(call, std::move(answer));
    }

    void complete(Call& call, Answer answer) {
        --outstanding_;
        if (call.live) {
            call.live({answer.text, true});
        }
        call.done(std::move(answer));
        call.done = nullptr; // what they hold must not live on with a late reference to the call
        call.live = nullptr;
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
                call->command ? commands_->cancel(*call->flight) : loop_.cancel(*call->flight);
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

    KeyCache keys_;
    const ClientOptions options_;
    std::atomic<bool> closing_ = false;
    std::atomic<std::size_t> outstanding_ = 0;

    mutable std::mutex away_mutex_;
    std::map<std::string, Clock::time_point> away_; ///< changed by the network thread alone

    // Of the network thread.
    domain::Random random_;
    CallId last_call_ = 0;
    std::unordered_map<CallId, std::shared_ptr<Call>> calls_;
    std::map<std::string, Lane> lanes_;      // by origin; a map, since timers hold references
    std::map<std::string, Streaming> bears_; // by server and model: what its refusals have taught
    std::unique_ptr<CommandLoop> commands_;
    HttpLoop loop_; // last: its thread uses all of the above
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
std::vector<ModelClient::Outage> ModelClient::outages() const {
    return impl_->outages();
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
CommandLoop& ModelClient::commands() noexcept {
    return impl_->commands();
}
std::shared_ptr<const Secret> ModelClient::key_for(const domain::Endpoint& endpoint) {
    return impl_->key_for(endpoint);
}
const ClientOptions& ModelClient::options() const noexcept {
    return impl_->options();
}

} // namespace tiebreak::client
