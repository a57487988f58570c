// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/server_info.h"

#include "client/reply_json.h"
#include "text/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tiebreak::client {

namespace {

using nlohmann::json;

std::string string_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// nlohmann's objects are sorted by name, so equal facts give equal text and equal digests.
Weights told(const char* scheme, const char* server, const json& facts, std::string detail) {
    Weights weights;
    weights.knowledge = Weights::Knowledge::told;
    weights.fingerprint = std::string(scheme) + ":" + text::sha256_hex(to_text(facts));
    weights.server = server;
    weights.detail = std::move(detail);
    return weights;
}

Weights untold(const char* server, std::string why) {
    Weights weights;
    weights.server = server;
    weights.detail = std::move(why);
    return weights;
}

} // namespace

std::vector<ListedModel> read_model_list(const std::string& body) {
    std::vector<ListedModel> list;
    const auto reply = read_json(body);
    if (!reply || !reply->is_object() || !reply->contains("data") || !(*reply)["data"].is_array()) {
        return list;
    }
    for (const json& entry : (*reply)["data"]) {
        if (!entry.is_object() || string_at(entry, "id").empty()) {
            continue;
        }
        ListedModel listed;
        listed.id = string_at(entry, "id");
        listed.owned_by = string_at(entry, "owned_by");
        listed.root = string_at(entry, "root");
        listed.parent = string_at(entry, "parent");
        if (const auto status = entry.find("status"); status != entry.end() && status->is_object()) {
            listed.status = string_at(*status, "value");
        }
        if (const auto meta = entry.find("meta"); meta != entry.end() && meta->is_object()) {
            listed.meta = *meta;
        }
        list.push_back(std::move(listed));
    }
    return list;
}

std::vector<ListedModel> read_tag_list(const std::string& body) {
    std::vector<ListedModel> list;
    const auto reply = read_json(body);
    if (!reply || !reply->is_object() || !reply->contains("models") || !(*reply)["models"].is_array()) {
        return list;
    }
    for (const json& entry : (*reply)["models"]) {
        if (entry.is_object() && !string_at(entry, "name").empty()) {
            list.push_back({string_at(entry, "name"), "library", {}, {}, {}, {}});
        }
    }
    return list;
}

json read_llama_props(const std::string& body, const json& meta) {
    const auto reply = read_json(body);
    if (!reply || !reply->is_object()) {
        return {};
    }
    json facts = json::object();
    std::string path = string_at(*reply, "model_path");
    if (const auto settings = reply->find("default_generation_settings");
        path.empty() && settings != reply->end() && settings->is_object()) {
        path = string_at(*settings, "model"); // where builds before 2025 have it
    }
    if (!path.empty()) {
        facts["model_path"] = path;
    }
    // What the file itself says; n_ctx and the like are how the server was started.
    for (const char* name : {"n_params", "size", "n_vocab", "n_embd", "n_ctx_train", "vocab_type"}) {
        if (meta.is_object() && meta.contains(name)) {
            facts["meta"][name] = meta[name];
        }
    }
    if (facts.empty()) {
        return {};
    }
    for (const char* name : {"chat_template", "bos_token", "eos_token"}) {
        if (reply->contains(name)) {
            facts[name] = (*reply)[name];
        }
    }
    return facts;
}

Weights weights_of_llama(json props, const std::string& adapters) {
    if (const auto list = read_json(adapters); list && list->is_array()) {
        for (const json& adapter : *list) {
            if (adapter.is_object()) {
                props["adapters"].push_back(
                    {{"path", adapter.value("path", json())}, {"scale", adapter.value("scale", json())}});
            }
        }
    }
    std::string detail = "llama.cpp";
    if (const std::string path = string_at(props, "model_path"); !path.empty()) {
        detail += ", " + path;
    }
    if (const json::json_pointer at("/meta/n_params"); props.contains(at) && props[at].is_number()) {
        detail += fmt::format(", {:.4g} M parameters", props[at].get<double>() / 1e6);
    }
    if (props.contains("adapters")) {
        detail += fmt::format(", {} adapters", props["adapters"].size());
    }
    return told("llama.cpp", "llama.cpp", props, std::move(detail));
}

Weights weights_of_vllm(const ListedModel* entry, const std::string& model) {
    if (entry == nullptr) {
        return untold("vLLM", "vLLM does not list \"" + model + "\"");
    }
    const json facts = {{"id", entry->id}, {"root", entry->root}, {"parent", entry->parent}};
    return told("vllm", "vLLM", facts, entry->root.empty() ? "vLLM, " + entry->id : "vLLM, " + entry->root);
}

Weights weights_of_ollama(const std::string& tags, const std::string& model) {
    const auto reply = read_json(tags);
    if (reply && reply->is_object() && reply->contains("models") && (*reply)["models"].is_array()) {
        const std::string full = model.find(':') == std::string::npos ? model + ":latest" : model;
        for (const json& entry : (*reply)["models"]) {
            if (entry.is_object() && string_at(entry, "name") == full &&
                !string_at(entry, "digest").empty()) {
                const std::string digest = string_at(entry, "digest");
                return told("ollama", "Ollama", {{"digest", digest}},
                            "Ollama, " + full + ", " + digest.substr(0, 12));
            }
        }
    }
    return untold("Ollama", "Ollama tells no digest of \"" + model + "\"");
}

Weights weights_of_snapshot(const std::string& model) {
    Weights weights;
    weights.knowledge = Weights::Knowledge::told;
    weights.fingerprint = "snapshot:" + model;
    weights.detail = "a dated snapshot, which its provider promises not to change";
    return weights;
}

bool is_dated_snapshot(const std::string& model) {
    // A date stands behind a separator: 20YYMMDD or 20YY-MM-DD.
    constexpr std::array<const char*, 2> shapes{"dddddddd", "dddd-dd-dd"};
    const auto fits = [&model](std::size_t at, std::string_view shape) {
        if (model.compare(at, 2, "20") != 0 || at + shape.size() > model.size()) {
            return false;
        }
        const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
        for (std::size_t i = 0; i < shape.size(); ++i) {
            const char c = model[at + i];
            if (shape[i] == 'd' ? !is_digit(c) : c != shape[i]) {
                return false;
            }
        }
        return at + shape.size() == model.size() || !is_digit(model[at + shape.size()]);
    };
    for (std::size_t at = 1; at < model.size(); ++at) {
        const char before = model[at - 1];
        if ((before == '-' || before == '@' || before == '_') &&
            std::ranges::any_of(shapes, [&](const char* shape) { return fits(at, shape); })) {
            return true;
        }
    }
    return false;
}

} // namespace tiebreak::client
