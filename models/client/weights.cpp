// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/weights.h"

#include "client/reply_json.h"
#include "client/server_info.h"
#include "domain/error.h"

#include <algorithm>
#include <chrono>
#include <future>

namespace tiebreak::client {

namespace {

using domain::FailureKind;
using nlohmann::json;

constexpr std::chrono::milliseconds longest_probe{15'000};
constexpr std::size_t largest_probe = std::size_t{16} << 20;

/// The few requests that tell what a server is, one after the other, on the network thread.
class Probe : public std::enable_shared_from_this<Probe> {
public:
    using Done = std::function<void(ConnectionReport)>;

    Probe(ModelClient& client, domain::Candidate model, Done done)
        : client_(client)
        , model_(std::move(model))
        , done_(std::move(done)) {}

    void start() {
        try {
            base_ = parse_url(model_.endpoint.base_url);
            key_ = client_.key_for(model_);
        } catch (const domain::Error& error) {
            const bool secret = error.kind() == domain::ErrorKind::secret;
            fail(secret ? FailureKind::secret : FailureKind::refused, 0, error.what());
            client_.loop().post([self = shared_from_this()] { self->done_(std::move(self->report_)); });
            return;
        }
        get(below(base_, "models"), &Probe::on_models);
    }

private:
    using Step = void (Probe::*)(const TransferResult&);

    void get(const Url& url, Step next) {
        Transfer transfer;
        transfer.method = "GET";
        transfer.url = url;
        transfer.headers = {{"Accept", "application/json"}};
        transfer.key = key_;
        transfer.timeouts.connect = client_.options().connect_timeout;
        transfer.timeouts.total = longest_probe;
        transfer.max_body = largest_probe;
        client_.loop().submit(
            std::move(transfer),
            [self = shared_from_this(), next](const TransferResult& result) { (*self.*next)(result); });
    }

    void on_models(const TransferResult& result) {
        if (!let_in(result)) {
            return finish();
        }
        report_.latency_ms = result.latency_ms;
        if (result.status == 200) {
            list_ = read_model_list(result.body);
        }
        for (const ListedModel& listed : list_) {
            report_.models.push_back(listed.id);
        }
        const auto found = std::ranges::find(list_, model_.model, &ListedModel::id);
        report_.model_listed = found != list_.end();
        const ListedModel* const entry = found != list_.end() ? &*found : nullptr;
        const std::string owner = entry != nullptr ? entry->owned_by
                                  : list_.empty()  ? ""
                                                   : list_.front().owned_by;
        if (owner == "vllm") {
            report_.weights = weights_of_vllm(entry, model_.model);
            return finish();
        }
        if (owner == "library") {
            return get(at_root(base_, "api/tags"), &Probe::on_tags);
        }
        if (base_.origin.scheme == "https" && !base_.origin.loopback() && is_dated_snapshot(model_.model)) {
            report_.weights = weights_of_snapshot(model_.model);
            return finish();
        }
        get(at_root(base_, "props"), &Probe::on_props);
    }

    void on_tags(const TransferResult& result) {
        if (let_in(result)) {
            report_.weights =
                weights_of_ollama(result.status == 200 ? result.body : std::string{}, model_.model);
        }
        finish();
    }

    void on_props(const TransferResult& result) {
        if (!let_in(result)) {
            return finish();
        }
        // llama.cpp serves its one model under whatever name it is asked for.
        const auto found = std::ranges::find(list_, model_.model, &ListedModel::id);
        const json meta = found != list_.end() ? found->meta
                          : list_.size() == 1  ? list_.front().meta
                                               : json();
        props_ = result.status == 200 ? read_llama_props(result.body, meta) : json();
        if (props_.is_null()) {
            report_.reachable = !list_.empty();
            report_.weights.detail =
                list_.empty() ? "the server lists no models and says nothing about what it serves"
                              : "the server lists names only: the same name may stand for other weights";
            return finish();
        }
        get(at_root(base_, "lora-adapters"), &Probe::on_adapters);
    }

    void on_adapters(const TransferResult& result) {
        if (let_in(result)) {
            report_.weights = weights_of_llama(props_, result.status == 200 ? result.body : std::string{});
        }
        finish();
    }

    /// False, and the report says why, where the server cannot be used. A 404 is an answer: that path is not
    /// there.
    bool let_in(const TransferResult& result) {
        const domain::Answer said = read_reply(domain::Api::openai_chat, result, key_.get());
        const bool unusable = result.error != TransferError::none || result.status >= 500 ||
                              result.status == 401 || result.status == 403 || result.status == 429 ||
                              (result.status >= 300 && result.status < 400);
        // 501 is how llama.cpp says that a path is switched off.
        if (unusable && result.status != 501) {
            fail(said.failure, said.http_status, said.failure_detail);
            return false;
        }
        report_.reachable = true;
        return true;
    }

    void fail(FailureKind kind, int status, const std::string& detail) {
        report_.reachable = false;
        report_.failure = report_.weights.failure = kind;
        report_.http_status = report_.weights.http_status = status;
        report_.detail = report_.weights.detail = detail;
        report_.weights.knowledge = Weights::Knowledge::unreachable;
        report_.weights.fingerprint.clear();
    }

    void finish() {
        report_.weights.detail = redact(std::move(report_.weights.detail), key_.get());
        done_(std::move(report_));
    }

    ModelClient& client_;
    domain::Candidate model_;
    Done done_;
    Url base_;
    std::shared_ptr<const Secret> key_;
    std::vector<ListedModel> list_;
    json props_;
    ConnectionReport report_;
};

template <class Result, class Start>
Result waited(ModelClient& client, Start start) {
    if (client.loop().on_network_thread()) {
        throw domain::Error(domain::ErrorKind::internal, "a server is waited for on the network thread");
    }
    const auto promise = std::make_shared<std::promise<Result>>();
    start([promise](Result result) { promise->set_value(std::move(result)); });
    return promise->get_future().get();
}

} // namespace

void read_connection(ModelClient& client, const domain::Candidate& model,
                     std::function<void(ConnectionReport)> done) {
    std::make_shared<Probe>(client, model, std::move(done))->start();
}

void read_weights(ModelClient& client, const domain::Candidate& model, std::function<void(Weights)> done) {
    read_connection(client, model,
                    [done = std::move(done)](ConnectionReport report) { done(std::move(report.weights)); });
}

Weights fingerprint(ModelClient& client, const domain::Candidate& model) {
    return waited<Weights>(client, [&](auto done) { read_weights(client, model, std::move(done)); });
}

ConnectionReport test_connection(ModelClient& client, const domain::Candidate& model) {
    return waited<ConnectionReport>(client,
                                    [&](auto done) { read_connection(client, model, std::move(done)); });
}

std::vector<std::string> list_models(ModelClient& client, const domain::Candidate& model) {
    ConnectionReport report = test_connection(client, model);
    if (!report.reachable) {
        const auto kind =
            report.failure == FailureKind::secret ? domain::ErrorKind::secret : domain::ErrorKind::endpoint;
        throw domain::Error(kind, report.detail.empty() ? report.weights.detail : report.detail,
                            model.endpoint.base_url);
    }
    return std::move(report.models);
}

} // namespace tiebreak::client
