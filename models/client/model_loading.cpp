// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/model_loading.h"

#include "client/reply_json.h"
#include "domain/error.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <future>

namespace tiebreak::client {

namespace {

using domain::FailureKind;
using nlohmann::json;

constexpr std::chrono::minutes longest_load{30};
/// For so long after its last call: a run that is killed does not hold the memory for good.
constexpr const char* kept_loaded = "30m";
constexpr std::chrono::milliseconds between_looks{200};
constexpr std::size_t largest_reply = std::size_t{16} << 20;

/// The requests of one loading or unloading, on the network thread.
class ModelLoad : public std::enable_shared_from_this<ModelLoad> {
public:
    ModelLoad(ModelClient& client, const domain::Candidate& model, bool load,
              std::function<void(Loaded)> done)
        : client_(client)
        , model_(model)
        , load_(load)
        , done_(std::move(done)) {}

    void start() {
        using domain::Api;
        const bool openai = model_.api == Api::openai_chat || model_.api == Api::openai_completions;
        if (!openai && model_.api != Api::ollama) {
            return later({Loaded::How::not_offered, FailureKind::none, "there is nothing to load"});
        }
        try {
            base_ = parse_url(model_.endpoint.base_url);
            key_ = client_.key_for(model_.endpoint);
        } catch (const domain::Error& error) {
            const bool secret = error.kind() == domain::ErrorKind::secret;
            return later(
                {Loaded::How::failed, secret ? FailureKind::secret : FailureKind::refused, error.what()});
        }
        if (model_.api == Api::ollama || model_.fingerprint.starts_with("ollama:")) {
            const json wish = {{"model", model_.model},
                               {"keep_alive", load_ ? json(kept_loaded) : json(0)},
                               {"stream", false}};
            return send("POST", at_root(base_, "api/generate"), to_text(wish), &ModelLoad::on_ollama);
        }
        send("POST", at_root(base_, load_ ? "models/load" : "models/unload"),
             to_text({{"model", model_.model}}), &ModelLoad::on_asked);
    }

private:
    using Step = void (ModelLoad::*)(const TransferResult&);

    void send(const char* method, const Url& url, std::string body, Step next) {
        Transfer transfer;
        transfer.method = method;
        transfer.url = url;
        transfer.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
        transfer.body = std::move(body);
        transfer.key = key_;
        transfer.timeouts.connect = client_.options().connect_timeout;
        transfer.timeouts.total = longest_load;
        transfer.max_body = largest_reply;
        client_.loop().submit(
            std::move(transfer),
            [self = shared_from_this(), next](const TransferResult& result) { (*self.*next)(result); });
    }

    void on_ollama(const TransferResult& result) {
        if (result.error == TransferError::none && result.status == 200) {
            return done_({Loaded::How::done, FailureKind::none, {}});
        }
        fail(result);
    }

    void on_asked(const TransferResult& result) {
        // A server of one model has no such path.
        if (result.error == TransferError::none &&
            (result.status == 404 || result.status == 405 || result.status == 501)) {
            return done_({Loaded::How::not_offered, FailureKind::none, "the server loads models by itself"});
        }
        if (result.error != TransferError::none || result.status >= 500 || result.status == 401 ||
            result.status == 403) {
            return fail(result);
        }
        refusal_ = result.status == 200 ? std::string{} : message_in(redact(result.body, key_.get()));
        look(); // also where it refused: because it is loaded already, perhaps
    }

    void look() { send("GET", at_root(base_, "models"), {}, &ModelLoad::on_look); }

    void on_look(const TransferResult& result) {
        const auto reply = result.status == 200 ? read_json(result.body) : std::nullopt;
        if (!reply || !reply->is_object() || !reply->contains("data")) {
            return fail(result);
        }
        std::string state;
        bool failed = false;
        for (const json& entry : (*reply)["data"]) {
            if (entry.is_object() && entry.value("id", json()) == model_.model) {
                const json status = entry.value("status", json::object());
                state = status.is_object() && status.contains("value") && status["value"].is_string()
                            ? status["value"].get<std::string>()
                            : std::string{};
                failed = status.is_object() && status.value("failed", json()) == true;
            }
        }
        if (state == (load_ ? "loaded" : "unloaded")) {
            return done_({Loaded::How::done, FailureKind::none, {}});
        }
        const bool on_its_way = refusal_.empty() && !failed && !state.empty() && Clock::now() < give_up_;
        if (!on_its_way) {
            return done_({Loaded::How::failed, FailureKind::server,
                          !refusal_.empty() ? refusal_
                          : state.empty()   ? "the server does not list \"" + model_.model + "\""
                                            : "the model is \"" + state + "\", and stays so"});
        }
        client_.loop().after(between_looks, [self = shared_from_this()] { self->look(); });
    }

    void fail(const TransferResult& result) {
        const domain::Answer said = read_reply(domain::Api::openai_chat, result, key_.get());
        const FailureKind kind = said.failure == FailureKind::none ? FailureKind::bad_body : said.failure;
        done_({Loaded::How::failed, kind, said.failure_detail});
    }

    void later(Loaded loaded) {
        client_.loop().post([self = shared_from_this(), loaded = std::move(loaded)] { self->done_(loaded); });
    }

    using Clock = std::chrono::steady_clock;

    ModelClient& client_;
    domain::Candidate model_;
    bool load_;
    std::function<void(Loaded)> done_;
    Url base_;
    std::shared_ptr<const Secret> key_;
    std::string refusal_;
    Clock::time_point give_up_ = Clock::now() + longest_load;
};

Loaded waited(ModelClient& client, const domain::Candidate& model, bool load) {
    if (client.loop().on_network_thread()) {
        throw domain::Error(domain::ErrorKind::internal, "a server is waited for on the network thread");
    }
    const auto promise = std::make_shared<std::promise<Loaded>>();
    std::make_shared<ModelLoad>(client, model, load, [promise](Loaded loaded) {
        promise->set_value(std::move(loaded));
    })->start();
    return promise->get_future().get();
}

} // namespace

void load_model(ModelClient& client, const domain::Candidate& model, std::function<void(Loaded)> done) {
    std::make_shared<ModelLoad>(client, model, true, std::move(done))->start();
}

void unload_model(ModelClient& client, const domain::Candidate& model, std::function<void(Loaded)> done) {
    std::make_shared<ModelLoad>(client, model, false, std::move(done))->start();
}

Loaded load_model(ModelClient& client, const domain::Candidate& model) {
    return waited(client, model, true);
}

Loaded unload_model(ModelClient& client, const domain::Candidate& model) {
    return waited(client, model, false);
}

} // namespace tiebreak::client
