// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "store/evalsets.h"
#include "store/responses.h"
#include "text/json.h"
#include "text/nearest.h"
#include "workbench/exchange.h"
#include "workbench/wording.h"

#include <nlohmann/json.hpp>

#include <map>

namespace tiebreak::workbench {

namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json try_json(const Exchange::Try& one) {
    return {{"number", one.number},
            {"started", iso_time(one.started)},
            {"http_status", one.http_status == 0 ? Json(nullptr) : Json(one.http_status)},
            {"failure", or_null(one.failure)},
            {"detail", or_null(one.detail)},
            {"latency_ms", or_null(one.latency_ms)},
            {"envelope", or_null(one.envelope)}};
}

/// The items that are meant, by revision, under the names that people know them by.
std::map<std::int64_t, std::string> named_items(store::Connection& connection, const store::RunRow& run,
                                                const std::string& wanted) {
    std::map<std::int64_t, std::string> names;
    std::vector<std::string> all;
    for (const store::StoredItem& item : store::items(connection, run.eval_set)) {
        const std::string number = std::to_string(item.position + 1);
        const std::string& id = item.content.external_id;
        all.push_back(id.empty() ? number : id);
        if (wanted.empty() || wanted == id || (id.empty() && wanted == number)) {
            names.emplace(item.revision.value, all.back());
        }
    }
    if (names.empty() && !wanted.empty()) {
        throw domain::Error(domain::ErrorKind::usage, "the run has no item \"" + wanted + "\"", "--item",
                            text::did_you_mean(wanted, all));
    }
    return names;
}

/// How the reply was read last, and why it could not be.
std::pair<std::string, std::string> newest_reading(store::Connection& connection, domain::ReplyId reply) {
    store::Query q =
        connection.query("SELECT status, reason FROM parse WHERE reply_id = ? ORDER BY id DESC LIMIT 1");
    q.bind(reply);
    return q.step() ? std::pair(q.text(0), q.text(1)) : std::pair<std::string, std::string>();
}

std::int64_t export_answers(store::Connection& connection, const store::RunRow& run, const ExchangeFilter& filter,
                            const std::function<void(const std::string&)>& write) {
    const auto items = named_items(connection, run, filter.item);
    std::int64_t written = 0;
    for (const store::ResponseRow& row : store::responses(connection, run.id)) {
        const auto item = items.find(row.item.value);
        if (item == items.end() || (filter.failed && row.failure == domain::FailureKind::none)) {
            continue;
        }
        const Exchange exchange = response_exchange(connection, row.id);
        write(to_json_line(exchange,
                           {{"run", run.name}, {"item", item->second}, {"candidate", exchange.candidate}},
                           {{"repeat", row.repeat}, {"turn", row.turn}}));
        ++written;
    }
    return written;
}

std::int64_t export_replies(store::Connection& connection, const store::RunRow& run, const store::JudgingRow& judging,
                            const ExchangeFilter& filter, const std::function<void(const std::string&)>& write) {
    const auto items = named_items(connection, run, filter.item);
    const ReplyExchanges exchanges(connection, run, judging);
    std::int64_t written = 0;
    for (const ReplyExchanges::Reply& reply : exchanges.replies()) {
        const auto item = items.find(reply.unit.item.value);
        if (item == items.end()) {
            continue;
        }
        const auto [status, reason] = newest_reading(connection, reply.id);
        if (filter.failed && status != "failed" && status != "parse_failure") {
            continue;
        }
        const Exchange exchange = exchanges.exchange(reply);
        write(to_json_line(exchange,
                           {{"run", run.name},
                            {"item", item->second},
                            {"judging", judging.name},
                            {"judge", exchange.candidate},
                            {"status", status},
                            {"reason", reason}},
                           {{"repeat", reply.unit.repeat},
                            {"turn", reply.unit.turn},
                            {"group", reply.unit.group},
                            {"orientation", reply.unit.orientation},
                            {"repair", reply.repair ? 1 : 0}}));
        ++written;
    }
    return written;
}

} // namespace

std::string to_json_line(const Exchange& exchange, const std::vector<std::pair<std::string, std::string>>& names,
                         const std::vector<std::pair<std::string, std::int64_t>>& numbers) {
    Json line = Json::object();
    for (const auto& [name, value] : names) {
        line[name] = value;
    }
    for (const auto& [name, value] : numbers) {
        line[name] = value;
    }
    line["imported"] = exchange.imported;
    if (!exchange.imported) {
        line["key"] = exchange.key;
        line["key_name"] = or_null(exchange.key_name);
        line["url"] = or_null(exchange.url);
        line["request"] = exchange.request.empty() ? Json(nullptr) : Json::parse(exchange.request);
        line["request_as_sent"] = exchange.request_as_sent;
        line["request_error"] = or_null(exchange.request_error);
        line["tries"] = Json::array();
        for (const Exchange::Try& one : exchange.tries) {
            line["tries"].push_back(try_json(one));
        }
        line["answer"] = or_null(exchange.answer);
        line["failure"] =
            exchange.failure == domain::FailureKind::none ? Json(nullptr) : Json(domain::to_string(exchange.failure));
        line["finish_reason"] = or_null(exchange.finish_reason);
        line["model_returned"] = or_null(exchange.model_returned);
        line["prompt_tokens"] = or_null(exchange.usage.prompt_tokens);
        line["completion_tokens"] = or_null(exchange.usage.completion_tokens);
        line["latency_ms"] = or_null(exchange.latency_ms);
        line["ttft_ms"] = or_null(exchange.ttft_ms);
        line["cost"] = or_null(exchange.cost);
        line["finished"] = iso_time(exchange.finished);
    }
    return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::int64_t export_exchanges(store::Connection& connection, domain::RunId id, const ExchangeFilter& filter,
                              const std::function<void(const std::string&)>& write) {
    const store::RunRow run = store::run(connection, id);
    if (filter.judging.empty()) {
        return export_answers(connection, run, filter, write);
    }
    std::vector<std::string> names;
    for (const store::JudgingRow& judging : store::judgings(connection, id)) {
        if (judging.name == filter.judging) {
            return export_replies(connection, run, judging, filter, write);
        }
        names.push_back(judging.name);
    }
    throw domain::Error(domain::ErrorKind::usage, "the run has no judging \"" + filter.judging + "\"",
                        "--judging", text::did_you_mean(filter.judging, names));
}

} // namespace tiebreak::workbench
