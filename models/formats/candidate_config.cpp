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
                                                "allow_plain_http_key"};
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
    const auto bad = [&](const char* what, const char* mend) { fields.fail("base_url", what, mend); };
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
    for (const std::string_view path : {"/chat/completions", "/completions"}) {
        const std::string_view before_query = std::string_view(url).substr(0, url.find('?'));
        if (before_query.ends_with(path)) {
            bad("the address goes too far: what is asked is added behind it",
                "end it before /chat/completions or /completions");
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
            static constexpr std::array<std::string_view, 5> ours{"messages", "prompt", "model", "stream",
                                                                  "n"};
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
        if (candidate.api == Api::openai_completions || candidate.api == Api::command ||
            candidate.api == Api::recorded) {
            text::check_prompt_template(candidate.prompt_template);
        } else {
            (void)text::as_messages(candidate.prompt_template, "instruction", "input");
        }
    } catch (const domain::Error& error) {
        fields.fail("template", error.what_happened(), error.mend());
    }
}

void read_endpoint(const ConfigFields& fields, Candidate& candidate) {
    candidate.api = read_api(fields);
    if (candidate.api == Api::command) {
        // A command has no address; its "model" is the program to start.
        if (fields.has("base_url")) {
            fields.fail("base_url", "a command has no address", R"("model" names the program)");
        }
    } else {
        candidate.endpoint.base_url = read_base_url(fields);
    }
    candidate.model = fields.required_text("model");
    candidate.endpoint.key = read_key(fields);
    candidate.endpoint.concurrency = static_cast<int>(
        fields.whole("concurrency", 1, most_at_once).value_or(candidate.endpoint.concurrency));
    const auto limit = [&](const char* name) {
        const auto value = fields.whole(name, 1, most_a_minute);
        return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
    };
    candidate.endpoint.requests_per_minute = limit("requests_per_minute");
    candidate.endpoint.tokens_per_minute = limit("tokens_per_minute");
    candidate.endpoint.timeout_s =
        fields.number("timeout_s", 0.001, day_s).value_or(candidate.endpoint.timeout_s);
    candidate.endpoint.allow_plain_http_key = fields.flag("allow_plain_http_key", false);
}

/// What candidates of both kinds and judges have.
void read_shared(const ConfigFields& fields, Candidate& candidate) {
    candidate.prompt_template = fields.text("template");
    candidate.system = fields.text("system");
    candidate.parameters = read_parameters(fields.object("parameters"));
    candidate.price = read_price(fields.object("price"));
    candidate.fingerprint = fields.text("fingerprint");
    check_template(fields, candidate);
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
        put("base_url", candidate.endpoint.base_url);
        put("key", candidate.endpoint.key);
        json["concurrency"] = candidate.endpoint.concurrency;
        put_optional("requests_per_minute", candidate.endpoint.requests_per_minute);
        put_optional("tokens_per_minute", candidate.endpoint.tokens_per_minute);
        json["timeout_s"] = candidate.endpoint.timeout_s;
        json["allow_plain_http_key"] = candidate.endpoint.allow_plain_http_key;
    }
    return json;
}

} // namespace tiebreak::formats
