// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/exchange.h"

#include "client/endpoint.h"
#include "domain/error.h"
#include "runs/ask_plan.h"
#include "store/candidates.h"
#include "store/evalsets.h"
#include "store/responses.h"
#include "store/texts.h"
#include "text/json.h"
#include "workbench/exchange_parts.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace tiebreak::workbench {

namespace {

struct Place {
    domain::RunId run;
    domain::ItemRevisionId item;
    domain::CandidateRevisionId candidate;
    int repeat = 1;
    int turn = 1;
    domain::CallId call;
};

Place place_of(store::Connection& connection, domain::ResponseId response) {
    store::Query q = connection.query("SELECT run_id, item_revision_id, candidate_revision_id, repeat, turn, "
                                      "call_id FROM response WHERE id = ?");
    q.bind(response);
    if (!q.step()) {
        throw domain::Error(domain::ErrorKind::usage, "there is no such response",
                            "response " + std::to_string(response.value));
    }
    return {
        q.id<domain::RunId>(0),         q.id<domain::ItemRevisionId>(1), q.id<domain::CandidateRevisionId>(2),
        static_cast<int>(q.integer(3)), static_cast<int>(q.integer(4)),  q.id<domain::CallId>(5)};
}

/// The candidate's own answers to the turns before.
std::vector<std::string> history_of(store::Connection& connection, const Place& place) {
    std::vector<std::string> history;
    for (const store::ResponseRow& row : store::responses(connection, place.run, place.item)) {
        if (row.candidate == place.candidate && row.repeat == place.repeat && row.turn < place.turn &&
            row.text.stored()) {
            history.push_back(store::text_body(connection, row.text));
        }
    }
    return history;
}

void render(Exchange& exchange, store::Connection& connection, const Place& place,
            const store::CandidateRow& candidate) {
    try {
        const runs::Asked asked{candidate, place.repeat, place.turn};
        const client::ModelCall call =
            runs::question(runs::model_of(candidate.candidate, place.repeat),
                           store::item_content(connection, place.item), history_of(connection, place));
        exchange.request_as_sent = runs::key_of(asked, call) == exchange.key;
        const client::Transfer transfer = client::render_request(call);
        exchange.url = transfer.url.text;
        exchange.request = text::parse_json(transfer.body, "the request").dump(2);
    } catch (const domain::Error& error) {
        exchange.request_error = error.what();
    }
}

} // namespace

void describe_call(Exchange& exchange, store::Connection& connection, domain::CallId id,
                   const store::CandidateRow& asked) {
    const store::FullCall call = store::full_call(connection, id);
    exchange.key = call.key;
    exchange.key_name = asked.candidate.endpoint.key;
    exchange.failure = call.failure;
    exchange.finish_reason = call.finish_reason;
    exchange.model_returned = call.model_returned;
    exchange.usage = call.usage;
    exchange.latency_ms = call.latency_ms;
    exchange.ttft_ms = call.ttft_ms;
    exchange.cost = call.cost;
    exchange.finished = call.finished;
    if (call.text.stored()) {
        exchange.answer = store::text_body(connection, call.text);
    }
    for (store::AttemptRow& row : store::attempts(connection, id)) {
        exchange.tries.push_back({row.number, row.started, row.http_status, std::move(row.failure),
                                  std::move(row.detail), std::move(row.envelope), row.latency_ms});
    }
}

Exchange response_exchange(store::Connection& connection, domain::ResponseId response) {
    const Place place = place_of(connection, response);
    const store::CandidateRow candidate = store::candidate_revision(connection, place.candidate);
    Exchange exchange;
    exchange.candidate = candidate.candidate.name;
    exchange.imported = !place.call.stored();
    if (exchange.imported) {
        return exchange;
    }
    describe_call(exchange, connection, place.call, candidate);
    render(exchange, connection, place, candidate);
    return exchange;
}

} // namespace tiebreak::workbench
