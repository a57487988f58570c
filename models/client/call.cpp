// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/call.h"

#include "client/command_line.h"
#include "text/value_json.h"

#include <algorithm>

namespace tiebreak::client {

namespace {

using domain::Api;
using domain::FailureKind;

CommandRun command_of(const ModelCall& call) {
    CommandRun run;
    run.arguments = split_command(call.model->model);
    run.input = prompt_of(call);
    run.environment = {{"TIEBREAK_PARAMETERS", text::parameters_to_json(call.model->parameters)}};
    run.timeout = std::chrono::ceil<std::chrono::milliseconds>(
        std::chrono::duration<double>(std::clamp(call.model->endpoint.timeout_s, 0.001, 1e6)));
    return run;
}

bool holds(const std::string& text, std::string_view word) {
    return std::search(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
           }) != text.end();
}

} // namespace

std::shared_ptr<Call> prepared(const ModelCall& call) {
    auto asked = std::make_shared<Call>();
    asked->model = call.model;
    asked->group = call.group;
    asked->live = call.live;
    if (call.model->api == Api::command) {
        asked->command = command_of(call);
        asked->targets.push_back({"command:" + call.model->model, call.model->endpoint, {}});
        return asked;
    }
    asked->streaming = call.model->endpoint.stream ? Streaming::full : Streaming::off;
    const auto add = [&](const domain::Endpoint& endpoint) {
        Transfer transfer = render_request(call, asked->streaming, &endpoint);
        std::string lane = transfer.url.origin.text();
        if (std::ranges::find(asked->targets, lane, &Target::lane) == asked->targets.end()) {
            asked->targets.push_back({std::move(lane), endpoint, std::move(transfer)});
        }
    };
    add(call.model->endpoint);
    for (const domain::Endpoint& replica : call.model->replicas) {
        add(replica);
    }
    return asked;
}

std::optional<Streaming> streams_less(const Call& call, const domain::Answer& answer) {
    const bool refused = answer.http_status == 400 || answer.http_status == 404 ||
                         answer.http_status == 422 || answer.http_status == 501;
    const std::string& said = answer.failure_detail;
    if (!refused || call.streaming == Streaming::off || !holds(said, "stream")) {
        return std::nullopt;
    }
    const bool options = holds(said, "stream_options") || holds(said, "include_usage");
    return options && call.streaming == Streaming::full ? Streaming::without_usage : Streaming::off;
}

domain::Attempt attempt_of(const domain::Answer& answer, std::int64_t started_unix_ms) {
    domain::Attempt attempt;
    attempt.started_unix_ms = started_unix_ms;
    attempt.failure = answer.failure;
    attempt.http_status = answer.http_status;
    attempt.latency_ms = answer.latency_ms;
    attempt.usage = answer.usage;
    attempt.detail = answer.failure_detail;
    return attempt;
}

domain::Answer unsent(FailureKind kind, std::string detail) {
    domain::Answer answer;
    answer.failure = kind;
    answer.failure_detail = std::move(detail);
    answer.attempts = 0;
    return answer;
}

} // namespace tiebreak::client
