// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/batch.h"

#include "domain/error.h"
#include "text/json.h"
#include "text/jsonl.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tiebreak::formats {

using domain::Error;
using domain::ErrorKind;
using nlohmann::json;

namespace {

constexpr std::size_t megabyte = 1'000'000;
constexpr std::size_t longest_id = 64;
constexpr std::string_view anthropic_begin = "{\"requests\":[\n";
constexpr std::string_view anthropic_end = "\n]}\n";

[[noreturn]] void fail(const std::string& what) {
    throw Error(ErrorKind::format, what, {}, "check that the file holds a batch service's results");
}

std::string text_of(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// {"id", "custom_id", "response": {"status_code", "request_id", "body"}, "error"}
void read_openai(const json& line, BatchResult& result) {
    const auto error = line.find("error");
    const auto response = line.find("response");
    if (response != line.end() && response->is_object()) {
        const auto status = response->find("status_code");
        result.status = status != response->end() && status->is_number_integer() ? status->get<int>() : 0;
        const auto body = response->find("body");
        if (body != response->end() && !body->is_null()) {
            result.body = body->is_string() ? body->get<std::string>() : text::dump_json(*body);
        }
        constexpr int first_error = 400;
        const bool failed =
            result.status == 0 || result.status >= first_error || (error != line.end() && !error->is_null());
        result.kind = failed ? BatchResult::Kind::errored : BatchResult::Kind::answered;
    }
    if (error != line.end() && !error->is_null()) {
        const std::string code = error->is_object() ? text_of(*error, "code") : std::string();
        result.detail = error->is_object() ? text_of(*error, "message") : error->dump();
        result.kind = code == "batch_expired"     ? BatchResult::Kind::expired
                      : code == "batch_cancelled" ? BatchResult::Kind::canceled
                                                  : BatchResult::Kind::errored;
    } else if (response == line.end() || !response->is_object()) {
        fail("a result with neither a response nor an error");
    }
}

/// {"custom_id", "result": {"type": "succeeded" | "errored" | "canceled" | "expired", "message" | "error"}}
void read_anthropic(const json& line, BatchResult& result) {
    const json& outcome = line["result"];
    const std::string type = outcome.is_object() ? text_of(outcome, "type") : std::string();
    if (type == "succeeded") {
        const auto message = outcome.find("message");
        if (message == outcome.end() || !message->is_object()) {
            fail("a result that succeeded without its message");
        }
        constexpr int ok = 200;
        result.status = ok;
        result.body = text::dump_json(*message);
    } else if (type == "errored") {
        result.kind = BatchResult::Kind::errored;
        const auto error = outcome.find("error");
        if (error != outcome.end() && error->is_object()) {
            result.body = text::dump_json(*error);
            const auto inner = error->find("error"); // {"type": "error", "error": {"type", "message"}}
            const json& about = inner != error->end() && inner->is_object() ? *inner : *error;
            result.detail = text_of(about, "message");
            const std::string kind = text_of(about, "type");
            constexpr int bad_request = 400;
            constexpr int server_error = 500;
            result.status = kind == "invalid_request_error" ? bad_request : server_error;
        }
    } else if (type == "expired") {
        result.kind = BatchResult::Kind::expired;
    } else if (type == "canceled") {
        result.kind = BatchResult::Kind::canceled;
    } else {
        fail("a result of an unknown type");
    }
}

} // namespace

std::string to_string(BatchService service) {
    return service == BatchService::openai ? "openai" : "anthropic";
}

std::optional<BatchService> batch_service_from_string(const std::string& name) {
    if (name == "openai") {
        return BatchService::openai;
    }
    return name == "anthropic" ? std::optional(BatchService::anthropic) : std::nullopt;
}

BatchLimits batch_limits(BatchService service) {
    return service == BatchService::openai ? BatchLimits{50'000, 200 * megabyte}
                                           : BatchLimits{100'000, 256 * megabyte};
}

BatchFileForm::BatchFileForm(BatchService service)
    : service_(service) {}

std::string BatchFileForm::entry(const BatchRequest& request) const {
    const std::string id = text::quoted_json(request.custom_id);
    if (service_ == BatchService::openai) {
        return fmt::format(R"({{"custom_id":{},"method":"POST","url":{},"body":{}}})"
                           "\n",
                           id, text::quoted_json(request.url_path), request.body);
    }
    return fmt::format(R"({}{{"custom_id":{},"params":{}}})", requests_ == 0 ? anthropic_begin : ",\n", id,
                       request.body);
}

bool BatchFileForm::fits(const BatchRequest& request) const {
    const BatchLimits limits = batch_limits(service_);
    // The JSON around a body: what entry() writes beside id, path and body, and the file's own two ends.
    constexpr std::size_t around = 96;
    const std::size_t size =
        request.body.size() + request.custom_id.size() + request.url_path.size() + around;
    if (size > limits.bytes) {
        throw Error(ErrorKind::usage, fmt::format("a request of {} bytes fits into no file", size),
                    request.custom_id, "leave this item out, or ask it live");
    }
    return requests_ < limits.requests && bytes_ + size <= limits.bytes;
}

std::string BatchFileForm::add(const BatchRequest& request) {
    if (request.custom_id.empty() || request.custom_id.size() > longest_id) {
        throw Error(ErrorKind::internal, "an id that no batch service takes", request.custom_id);
    }
    std::string bytes = entry(request);
    bytes_ += bytes.size();
    ++requests_;
    return bytes;
}

std::string BatchFileForm::finish() {
    const bool list = service_ == BatchService::anthropic && requests_ > 0;
    requests_ = 0;
    bytes_ = 0;
    return list ? std::string(anthropic_end) : std::string();
}

std::optional<BatchService> detect_batch_results(std::string_view beginning) {
    const auto line = text::LineReader(beginning).next();
    if (!line) {
        return std::nullopt;
    }
    const json first = json::parse(line->text, nullptr, false);
    if (!first.is_object() || !first.contains("custom_id")) {
        return std::nullopt;
    }
    if (first.contains("result")) {
        return BatchService::anthropic;
    }
    return first.contains("response") || first.contains("error") ? std::optional(BatchService::openai)
                                                                 : std::nullopt;
}

BatchResult read_batch_result(std::string_view line) {
    const json object = text::parse_json(line, "a result", text::DuplicateKeys::keep_last);
    if (!object.is_object()) {
        fail("a line that is no JSON object");
    }
    BatchResult result;
    result.custom_id = text_of(object, "custom_id");
    if (result.custom_id.empty()) {
        fail("a result without its custom_id");
    }
    if (object.contains("result")) {
        read_anthropic(object, result);
    } else {
        read_openai(object, result);
    }
    return result;
}

} // namespace tiebreak::formats
