// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/candidate_config.h"

#include "domain/error.h"
#include "formats/raw_rows.h"
#include "text/json.h"
#include "text/nearest.h"
#include "text/prompt_template.h"
#include "text/utf8.h"
#include "text/value_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

namespace tiebreak::formats {

namespace {

using domain::Api;
using domain::Candidate;

constexpr int most_at_once = 10'000;
constexpr int most_samples = 1000;
constexpr int most_a_minute = 100'000'000;
constexpr double day_s = 86'400;

/// Where a model is and how hard it may be used.
const std::vector<std::string>& place_fields() {
    static const std::vector<std::string> names{"api",
                                                "base_url",
                                                "key",
                                                "concurrency",
                                                "requests_per_minute",
                                                "tokens_per_minute",
                                                "timeout_s",
                                                "allow_plain_http_key",
                                                "stream",
                                                "replicas"};
    return names;
}

/// What candidates and judges have in common.
const std::vector<std::string>& model_fields() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all = place_fields();
        for (const char* own :
             {"name", "model", "template", "system", "parameters", "price", "fingerprint"}) {
            all.emplace_back(own);
        }
        return all;
    }();
    return names;
}

/// Names under which people write the key itself. The value is never looked at.
void refuse_key_fields(const ConfigFields& fields) {
    for (const char* name : {"api_key", "apikey", "api-key", "apiKey", "token", "secret", "authorization",
                             "password", "headers"}) {
        if (fields.value().contains(name)) {
            fields.fail({}, fmt::format("there is no field \"{}\": a config holds no secrets", name),
                        R"(write "key": "env:NAME" or "keyring:NAME" and keep the key itself there)");
        }
    }
}

std::string read_key(const ConfigFields& fields) {
    const std::string key = fields.text("key");
    const auto name_after = [&](std::string_view prefix) {
        return key.starts_with(prefix) ? std::optional(key.substr(prefix.size())) : std::nullopt;
    };
    const char* const mend =
        R"(put the key in an environment variable and write "key": "env:NAME", or "keyring:NAME")";
    if (key.empty()) {
        return key;
    }
    if (const auto name = name_after("env:")) {
        const bool valid =
            !name->empty() && std::isdigit(static_cast<unsigned char>(name->front())) == 0 &&
            std::ranges::all_of(*name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
        if (!valid) {
            fields.fail("key", "what stands behind \"env:\" is no name of an environment variable", mend);
        }
        return key;
    }
    if (const auto name = name_after("keyring:")) {
        if (text::is_blank(*name)) {
            fields.fail("key", "no name stands behind \"keyring:\"", mend);
        }
        return key;
    }
    fields.fail(
        "key", "this looks like a key itself, which does not belong in a config; it has not been kept", mend);
}

/// The rest of an address's rules are libcurl's, when it is dialled; here is what a config must never say.
std::string read_base_url(const ConfigFields& fields) {
    std::string url = fields.required_text("base_url");
    const auto bad = [&](const char* what, const std::string& mend) { fields.fail("base_url", what, mend); };
    if (std::ranges::any_of(url, [](unsigned char c) { return c <= ' ' || c == 0x7f || c == '\\'; })) {
        bad("an address holds no blanks, control characters or backslashes",
            "such as http://127.0.0.1:8080/v1");
    }
    const std::size_t scheme_end = url.find("://");
    const std::string scheme = text::casefold(std::string_view(url).substr(0, scheme_end));
    if (scheme_end == std::string::npos || (scheme != "http" && scheme != "https")) {
        bad("only http:// and https:// addresses can be asked", "such as http://127.0.0.1:8080/v1");
    }
    const std::size_t authority_begin = scheme_end + 3;
    const std::size_t authority_end = std::min(url.find_first_of("/?#", authority_begin), url.size());
    const std::string authority = url.substr(authority_begin, authority_end - authority_begin);
    if (authority.find('@') != std::string::npos) {
        bad("the address holds a user name or password", R"(leave it out and name a key: "key": "env:NAME")");
    }
    if (authority.empty() || authority.front() == ':') {
        bad("the address names no host", "such as http://127.0.0.1:8080/v1");
    }
    if (url.find('#') != std::string::npos) {
        bad("an address to ask has no #fragment", "leave it out");
    }
    for (const std::string_view path :
         {"/chat/completions", "/completions", "/messages", "/api/chat", "/api/generate"}) {
        const std::string_view before_query = std::string_view(url).substr(0, url.find('?'));
        if (before_query.ends_with(path)) {
            bad("the address goes too far: what is asked is added behind it",
                fmt::format("end it before {}", path));
        }
    }
    while (url.size() > authority_end && url.ends_with('/')) {
        url.pop_back();
    }
    return url;
}

domain::Parameters read_parameters(const std::optional<ConfigFields>& fields) {
    domain::Parameters parameters;
    if (!fields) {
        return parameters;
    }
    std::vector<std::string> known = text::parameter_names();
    known.emplace_back("extra");
    fields->allow_only(known, "Further fields of a request stand in \"extra\".");
    parameters.temperature = fields->number("temperature", 0);
    parameters.top_p = fields->number("top_p", 0, 1);
    parameters.top_k = fields->whole("top_k", -1); // some servers say "all" by -1, others by 0
    parameters.max_tokens = fields->whole("max_tokens", 1);
    parameters.frequency_penalty = fields->number("frequency_penalty", -100, 100);
    parameters.presence_penalty = fields->number("presence_penalty", -100, 100);
    parameters.repeat_penalty = fields->number("repeat_penalty", 0, 100);
    parameters.seed = fields->whole("seed", std::numeric_limits<std::int64_t>::min());
    parameters.logprobs = fields->flag("logprobs", false);
    parameters.top_logprobs = fields->whole("top_logprobs", 0, 20);
    parameters.stop = fields->texts("stop");
    if (std::ranges::find(parameters.stop, "") != parameters.stop.end()) {
        fields->fail("stop", "an empty text would stop every answer at once", "leave it out");
    }
    if (auto extra = fields->object("extra")) {
        for (const auto& [name, value] : extra->value().items()) {
            const auto& own = text::parameter_names();
            if (std::ranges::find(own, name) != own.end()) {
                extra->fail(name, "this parameter has its own place", "move it out of \"extra\"");
            }
            static constexpr std::array<std::string_view, 7> ours{
                "messages", "prompt", "model", "stream", "stream_options", "n", "raw"};
            if (std::ranges::find(ours, name) != ours.end()) {
                extra->fail(name, "Tiebreak sets this itself", "leave it out");
            }
        }
        parameters.extra = extra->value().empty() ? std::string{} : text::dump_json(extra->value());
    }
    return parameters;
}

std::map<std::string, std::string> read_tags(const std::optional<ConfigFields>& fields) {
    std::map<std::string, std::string> tags;
    if (fields) {
        for (const auto& [name, value] : fields->value().items()) {
            const auto text = scalar_text(value);
            if (!text) {
                fields->fail(name, fmt::format("this is {}, not text", kind_of(value)),
                             "a tag is a name and a text");
            }
            tags.emplace(name, *text);
        }
    }
    return tags;
}

std::optional<domain::Price> read_price(const std::optional<ConfigFields>& fields) {
    if (!fields) {
        return std::nullopt;
    }
    fields->allow_only({"input", "output"}, "A price is in US dollars a million tokens.");
    const auto input = fields->number("input", 0);
    const auto output = fields->number("output", 0);
    if (!input || !output) {
        fields->fail({}, "a price has \"input\" and \"output\"",
                     "US dollars a million tokens; 0 where it is free");
    }
    return domain::Price{*input, *output};
}

Api read_api(const ConfigFields& fields) {
    const std::string name = fields.required_text("api");
    static const std::vector<std::string> known{"openai-chat", "openai-completions", "anthropic", "ollama",
                                                "command"};
    const auto api = domain::api_from_string(name);
    if (!api || *api == Api::recorded) {
        fields.fail("api", fmt::format("there is no api \"{}\"", text::for_display(name)),
                    text::did_you_mean(name, known));
    }
    return *api;
}

void check_template(const ConfigFields& fields, const Candidate& candidate) {
    try {
        if (domain::asks_with_prompt(candidate) || candidate.api == Api::recorded) {
            text::check_prompt_template(candidate.prompt_template);
        } else {
            (void)text::as_messages(candidate.prompt_template, "instruction", "input");
        }
    } catch (const domain::Error& error) {
        fields.fail("template", error.what_happened(), error.mend());
    }
}

/// How hard a server may be used, on top of `endpoint`, which holds what is not said.
void read_limits(const ConfigFields& fields, domain::Endpoint& endpoint) {
    endpoint.concurrency =
        static_cast<int>(fields.whole("concurrency", 1, most_at_once).value_or(endpoint.concurrency));
    const auto limit = [&](const char* name, std::optional<int>& into) {
        if (const auto value = fields.whole(name, 1, most_a_minute)) {
            into = static_cast<int>(*value);
        }
    };
    limit("requests_per_minute", endpoint.requests_per_minute);
    limit("tokens_per_minute", endpoint.tokens_per_minute);
    endpoint.timeout_s = fields.number("timeout_s", 0.001, day_s).value_or(endpoint.timeout_s);
    endpoint.allow_plain_http_key = fields.flag("allow_plain_http_key", endpoint.allow_plain_http_key);
    endpoint.stream = fields.flag("stream", endpoint.stream);
}

/// A replica has its own address and names its own key: another's key is not sent to it. Limits it does not
/// say are the candidate's.
void read_replicas(const ConfigFields& fields, Candidate& candidate) {
    const nlohmann::json* list = fields.find("replicas");
    if (list == nullptr) {
        return;
    }
    if (!list->is_array() || list->empty()) {
        fields.fail("replicas", "this is no list of servers", R"(write [{"base_url": "…"}, …])");
    }
    const domain::Endpoint common = candidate.endpoint;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const ConfigFields replica((*list)[i], fields.where(),
                                   fmt::format("{}[{}]", fields.path_of("replicas"), i));
        refuse_key_fields(replica);
        replica.allow_only({"base_url", "key", "concurrency", "requests_per_minute", "tokens_per_minute",
                            "timeout_s", "allow_plain_http_key", "stream"},
                           "A replica serves the same model: only its address, key and limits are its own.");
        domain::Endpoint endpoint = common;
        endpoint.base_url = read_base_url(replica);
        endpoint.key = read_key(replica);
        read_limits(replica, endpoint);
        if (candidate.endpoint.base_url.empty()) {
            candidate.endpoint = endpoint;
        } else {
            candidate.replicas.push_back(endpoint);
        }
    }
}

void read_endpoint(const ConfigFields& fields, Candidate& candidate) {
    candidate.api = read_api(fields);
    if (candidate.api == Api::command) {
        // A command has no address; its "model" is the program to start.
        for (const char* name : {"base_url", "replicas", "key"}) {
            if (fields.has(name)) {
                fields.fail(name, "a command has no address and is sent no key",
                            R"("model" names the program and its arguments)");
            }
        }
    } else if (fields.has("base_url") || !fields.has("replicas")) {
        candidate.endpoint.base_url = read_base_url(fields);
    } else if (fields.has("key")) {
        fields.fail("key", "this key has no address to go to", "name it in the replica it belongs to");
    }
    candidate.model = fields.required_text("model");
    candidate.endpoint.key = read_key(fields);
    read_limits(fields, candidate.endpoint);
    read_replicas(fields, candidate);
}

/// What candidates of both kinds and judges have.
void read_shared(const ConfigFields& fields, Candidate& candidate) {
    candidate.prompt_template = fields.text("template");
    candidate.system = fields.text("system");
    const auto parameters = fields.object("parameters");
    candidate.parameters = read_parameters(parameters);
    if (const auto unsaid = domain::unsupported_parameters(candidate.api, candidate.parameters);
        !unsaid.empty()) {
        parameters->fail(
            unsaid.front(),
            fmt::format("the API \"{}\" has no such parameter", domain::to_string(candidate.api)),
            "leave it out");
    }
    candidate.price = read_price(fields.object("price"));
    candidate.fingerprint = fields.text("fingerprint");
    check_template(fields, candidate);
}

Json endpoint_json(const domain::Endpoint& endpoint) {
    Json json = Json::object();
    const auto put = [&json](const char* name, const auto& value) {
        if (value) {
            json[name] = *value;
        }
    };
    if (!endpoint.base_url.empty()) {
        json["base_url"] = endpoint.base_url;
    }
    if (!endpoint.key.empty()) {
        json["key"] = endpoint.key;
    }
    json["concurrency"] = endpoint.concurrency;
    put("requests_per_minute", endpoint.requests_per_minute);
    put("tokens_per_minute", endpoint.tokens_per_minute);
    json["timeout_s"] = endpoint.timeout_s;
    json["allow_plain_http_key"] = endpoint.allow_plain_http_key;
    json["stream"] = endpoint.stream;
    return json;
}

} // namespace

Candidate read_candidate(const ConfigFields& fields) {
    refuse_key_fields(fields);
    std::vector<std::string> known = model_fields();
    for (const char* own :
         {"responses", "samples", "test_loss", "test_loss_se", "loss_set", "tokenizer", "tags", "parent"}) {
        known.emplace_back(own);
    }
    fields.allow_only(known);
    Candidate candidate;
    candidate.name = std::string(text::trim(fields.required_text("name")));
    candidate.responses_path = fields.text("responses");
    if (!candidate.responses_path.empty()) {
        for (const std::string& name : place_fields()) {
            if (fields.has(name)) {
                fields.fail(name, "recorded answers are not asked of an endpoint",
                            "keep \"responses\" or the endpoint, not both");
            }
        }
        if (fields.has("samples")) {
            fields.fail("samples", "recorded answers are as many as their file holds", "leave it out");
        }
        candidate.model = fields.text("model");
    } else if (fields.has("api")) {
        read_endpoint(fields, candidate);
        candidate.samples = static_cast<int>(fields.whole("samples", 1, most_samples).value_or(1));
    } else {
        fields.fail({}, fmt::format("\"{}\" has neither recorded answers nor an endpoint", candidate.name),
                    R"(add "responses": "FILE", or "api", "base_url" and "model")");
    }
    read_shared(fields, candidate);
    candidate.test_loss.value = fields.number("test_loss", 0);
    candidate.test_loss.se = fields.number("test_loss_se", 0);
    candidate.test_loss.loss_set = fields.text("loss_set");
    candidate.test_loss.tokenizer = fields.text("tokenizer");
    if (candidate.test_loss.se && !candidate.test_loss.value) {
        fields.fail("test_loss_se", "a standard error without its test loss", "add \"test_loss\"");
    }
    candidate.tags = read_tags(fields.object("tags"));
    candidate.parent = fields.text("parent");
    return candidate;
}

Candidate read_judge_model(const ConfigFields& fields) {
    refuse_key_fields(fields);
    fields.allow_only(model_fields());
    Candidate model;
    read_endpoint(fields, model);
    model.name = fields.text("name");
    if (text::is_blank(model.name)) {
        model.name = model.model;
    }
    read_shared(fields, model);
    return model;
}

Json candidate_json(const Candidate& candidate, bool with_place) {
    Json json = Json::object();
    const auto put = [&](const char* name, const std::string& value) {
        if (!value.empty()) {
            json[name] = value;
        }
    };
    const auto put_optional = [&](const char* name, const auto& value) {
        if (value) {
            json[name] = *value;
        }
    };
    put("name", candidate.name);
    put("responses", candidate.responses_path);
    put("model", candidate.model);
    put("template", candidate.prompt_template);
    put("system", candidate.system);
    put("loss_set", candidate.test_loss.loss_set);
    put("tokenizer", candidate.test_loss.tokenizer);
    put("parent", candidate.parent);
    put("fingerprint", candidate.fingerprint);
    if (candidate.samples > 1) {
        json["samples"] = candidate.samples;
    }
    put_optional("test_loss", candidate.test_loss.value);
    put_optional("test_loss_se", candidate.test_loss.se);
    json["parameters"] = text::parse_json(text::parameters_to_json(candidate.parameters));
    if (!candidate.tags.empty()) {
        json["tags"] = candidate.tags;
    }
    if (with_place && candidate.price) {
        json["price"] = {{"input", candidate.price->input}, {"output", candidate.price->output}};
    }
    if (candidate.api == Api::recorded) {
        return json;
    }
    json["api"] = domain::to_string(candidate.api);
    if (with_place) {
        json.update(endpoint_json(candidate.endpoint));
        for (const domain::Endpoint& replica : candidate.replicas) {
            json["replicas"].push_back(endpoint_json(replica));
        }
    }
    return json;
}

} // namespace tiebreak::formats
