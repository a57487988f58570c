// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/weights.h"

#include "client/model_loading.h"
#include "client/program_info.h"
#include "client/reply_json.h"
#include "client/server_info.h"
#include "domain/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <utility>

namespace tiebreak::client {

namespace {

using domain::FailureKind;
using nlohmann::json;

constexpr std::chrono::milliseconds longest_probe{15'000};
constexpr std::size_t largest_probe = std::size_t{16} << 20;

using Done = std::function<void(ConnectionReport)>;

/// The few requests that tell what one server is, one after the other, on the network thread.
class Probe : public std::enable_shared_from_this<Probe> {
public:
    Probe(ModelClient& client, const domain::Candidate& model, domain::Endpoint endpoint, Loading loading,
          Done done)
        : client_(client)
        , candidate_(model)
        , api_(model.api)
        , model_(model.model)
        , may_load_(loading == Loading::load)
        , endpoint_(std::move(endpoint))
        , done_(std::move(done)) {}

    void start() {
        try {
            base_ = parse_url(endpoint_.base_url);
            key_ = client_.key_for(endpoint_);
        } catch (const domain::Error& error) {
            const bool secret = error.kind() == domain::ErrorKind::secret;
            fail(secret ? FailureKind::secret : FailureKind::refused, 0, error.what());
            client_.loop().post([self = shared_from_this()] { self->done_(std::move(self->report_)); });
            return;
        }
        if (api_ == domain::Api::ollama) {
            get(at_root(base_, "api/tags"), &Probe::on_own_tags);
        } else if (api_ == domain::Api::anthropic) {
            const Url models = below(base_, base_.text.ends_with("/v1") ? "models" : "v1/models");
            get(with_query(models, "limit", "1000"), &Probe::on_anthropic);
        } else {
            get(below(base_, "models"), &Probe::on_models);
        }
    }

private:
    using Step = void (Probe::*)(const TransferResult&);

    void get(const Url& url, Step next) {
        Transfer transfer;
        transfer.method = "GET";
        transfer.url = url;
        transfer.headers = {{"Accept", "application/json"}};
        if (api_ == domain::Api::anthropic) {
            transfer.headers.emplace_back("anthropic-version", "2023-06-01");
            transfer.key_header = KeyHeader::x_api_key;
        }
        transfer.key = key_;
        transfer.timeouts.connect = client_.options().connect_timeout;
        transfer.timeouts.total = longest_probe;
        transfer.max_body = largest_probe;
        client_.loop().submit(
            std::move(transfer),
            [self = shared_from_this(), next](const TransferResult& result) { (*self.*next)(result); });
    }

    void note_list(std::vector<ListedModel> list) {
        list_ = std::move(list);
        for (const ListedModel& listed : list_) {
            report_.models.push_back(listed.id);
        }
        report_.model_listed = entry() != nullptr;
    }

    [[nodiscard]] const ListedModel* entry() const {
        const auto found = std::ranges::find(list_, model_, &ListedModel::id);
        return found != list_.end() ? &*found : nullptr;
    }

    [[nodiscard]] bool hosted_snapshot() const {
        return base_.origin.scheme == "https" && !base_.origin.loopback() && is_dated_snapshot(model_);
    }

    void on_models(const TransferResult& result) {
        if (!let_in(result)) {
            return finish();
        }
        report_.latency_ms = result.latency_ms;
        if (result.status == 200) {
            note_list(read_model_list(result.body));
        }
        const std::string owner = entry() != nullptr ? entry()->owned_by
                                  : list_.empty()    ? ""
                                                     : list_.front().owned_by;
        if (owner == "vllm") {
            report_.weights = weights_of_vllm(entry(), model_);
            return finish();
        }
        if (owner == "library") {
            return get(at_root(base_, "api/tags"), &Probe::on_tags);
        }
        if (hosted_snapshot()) {
            report_.weights = weights_of_snapshot(model_);
            return finish();
        }
        if (entry() != nullptr && !entry()->status.empty() && entry()->status != "loaded") {
            return not_loaded();
        }
        // A llama.cpp that serves several models needs to be told which one is meant.
        get(with_query(at_root(base_, "props"), "model", model_), &Probe::on_props);
    }

    /// Of a model that is not loaded the list holds no sizes, and asking for its /props would load it.
    void not_loaded() {
        if (!std::exchange(may_load_, false)) {
            report_.weights.knowledge = Weights::Knowledge::not_loaded;
            report_.weights.server = "llama.cpp";
            report_.weights.detail = "the server would have to load \"" + model_ + "\" first to tell";
            return finish();
        }
        candidate_.endpoint = endpoint_;
        load_model(client_, candidate_, [self = shared_from_this()](const Loaded& loaded) {
            if (loaded.how == Loaded::How::failed) {
                self->fail(loaded.failure, 0, "it could not be loaded: " + loaded.detail);
                return self->finish();
            }
            self->report_ = {};
            self->get(below(self->base_, "models"), &Probe::on_models);
        });
    }

    void on_anthropic(const TransferResult& result) {
        if (!let_in(result)) {
            return finish();
        }
        report_.latency_ms = result.latency_ms;
        if (result.status == 200) {
            note_list(read_model_list(result.body));
        }
        if (hosted_snapshot()) {
            report_.weights = weights_of_snapshot(model_);
        } else {
            report_.weights.detail = names_only;
        }
        finish();
    }

    void on_own_tags(const TransferResult& result) {
        if (let_in(result)) {
            report_.latency_ms = result.latency_ms;
            note_list(read_tag_list(result.body));
            report_.model_listed = report_.model_listed || std::ranges::find(list_, model_ + ":latest",
                                                                             &ListedModel::id) != list_.end();
        }
        on_tags(result);
    }

    void on_tags(const TransferResult& result) {
        if (let_in(result)) {
            report_.weights = weights_of_ollama(result.status == 200 ? result.body : std::string{}, model_);
        }
        finish();
    }

    void on_props(const TransferResult& result) {
        if (!let_in(result)) {
            return finish();
        }
        // llama.cpp serves its one model under whatever name it is asked for.
        const json meta = entry() != nullptr  ? entry()->meta
                          : list_.size() == 1 ? list_.front().meta
                                              : json();
        props_ = result.status == 200 ? read_llama_props(result.body, meta) : json();
        if (props_.is_null()) {
            report_.reachable = !list_.empty();
            report_.weights.detail = list_.empty()
                                         ? "the server lists no models and says nothing about what it serves"
                                         : names_only;
            return finish();
        }
        get(with_query(at_root(base_, "lora-adapters"), "model", model_), &Probe::on_adapters);
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
        report_.weights.by_turns = entry() != nullptr && !entry()->status.empty();
        report_.weights.detail = redact(std::move(report_.weights.detail), key_.get());
        done_(std::move(report_));
    }

    static constexpr const char* names_only =
        "the server lists names only: the same name may stand for other weights";

    ModelClient& client_;
    domain::Candidate candidate_;
    domain::Api api_;
    std::string model_;
    bool may_load_;
    domain::Endpoint endpoint_;
    Done done_;
    Url base_;
    std::shared_ptr<const Secret> key_;
    std::vector<ListedModel> list_;
    json props_;
    ConnectionReport report_;
};

/// What several servers of one candidate say together: they must serve the same weights.
struct Replies {
    std::vector<std::optional<ConnectionReport>> reports; ///< by server
    std::vector<std::string> addresses;
    std::size_t missing = 0;
    Done done;

    void take(std::size_t i, ConnectionReport report) {
        reports[i] = std::move(report);
        if (--missing == 0) {
            done(merged());
        }
    }

    [[nodiscard]] ConnectionReport merged() const {
        const auto answers = [](const auto& report) { return report->reachable; };
        const auto first = std::ranges::find_if(reports, answers);
        ConnectionReport all = first != reports.end() ? **first : *reports.front();
        const auto away = std::ranges::count_if(reports, std::not_fn(answers));
        for (std::size_t i = 0; i < reports.size() && first != reports.end(); ++i) {
            const Weights& other = reports[i]->weights;
            if (!reports[i]->reachable || other.fingerprint == all.weights.fingerprint) {
                continue;
            }
            if (other.knowledge == Weights::Knowledge::told && all.weights.knowledge == other.knowledge) {
                const auto at = static_cast<std::size_t>(first - reports.begin());
                all.weights.knowledge = Weights::Knowledge::unreachable;
                all.weights.fingerprint.clear();
                all.failure = all.weights.failure = FailureKind::weights_changed;
                all.detail = all.weights.detail = "its servers serve different weights: " + addresses[at] +
                                                  " " + all.weights.detail + ", " + addresses[i] + " " +
                                                  other.detail;
                return all;
            }
            const bool asleep = other.knowledge == Weights::Knowledge::not_loaded ||
                                all.weights.knowledge == Weights::Knowledge::not_loaded;
            all.weights.knowledge = asleep ? Weights::Knowledge::not_loaded : Weights::Knowledge::cannot_tell;
            all.weights.fingerprint.clear();
            all.weights.detail = "not every one of its servers tells which weights it serves";
        }
        if (away > 0 && first != reports.end()) {
            all.weights.detail += fmt::format("; {} of {} servers cannot be used", away, reports.size());
        }
        return all;
    }
};

void probe_program(ModelClient& client, const domain::Candidate& model, Done done) {
    client.commands().post([&client, command = model.model, done = std::move(done)]() mutable {
        ConnectionReport report = report_of_program(command);
        client.loop().post([report = std::move(report), done = std::move(done)] { done(report); });
    });
}

void read_from_all(ModelClient& client, const domain::Candidate& model, Loading loading, Done done) {
    if (model.api == domain::Api::command) {
        return probe_program(client, model, std::move(done));
    }
    const auto replies = std::make_shared<Replies>();
    std::vector<domain::Endpoint> servers{model.endpoint};
    servers.insert(servers.end(), model.replicas.begin(), model.replicas.end());
    replies->reports.resize(servers.size());
    replies->missing = servers.size();
    replies->done = std::move(done);
    for (const domain::Endpoint& server : servers) {
        replies->addresses.push_back(server.base_url);
    }
    for (std::size_t i = 0; i < servers.size(); ++i) {
        // Each ends on the network thread, so that they are counted without a lock.
        std::make_shared<Probe>(client, model, servers[i], loading, [replies, i](ConnectionReport report) {
            replies->take(i, std::move(report));
        })->start();
    }
}

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
    read_from_all(client, model, Loading::leave, std::move(done));
}

void read_weights(ModelClient& client, const domain::Candidate& model, std::function<void(Weights)> done,
                  Loading loading) {
    read_from_all(client, model, loading,
                  [done = std::move(done)](ConnectionReport report) { done(std::move(report.weights)); });
}

Weights fingerprint(ModelClient& client, const domain::Candidate& model, Loading loading) {
    return waited<Weights>(client, [&](auto done) { read_weights(client, model, std::move(done), loading); });
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
