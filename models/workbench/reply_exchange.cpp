// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/endpoint.h"
#include "domain/error.h"
#include "runs/judge_questions.h"
#include "store/texts.h"
#include "text/json.h"
#include "workbench/exchange_parts.h"

#include <nlohmann/json.hpp>

#include <map>
#include <tuple>

namespace tiebreak::workbench {

namespace {

using UnitKey = std::tuple<std::int64_t, int, int, int, int, int>;

UnitKey key_of(const store::UnitRow& unit) {
    return {unit.item.value, unit.turn, unit.repeat, unit.group, unit.orientation, unit.judge};
}

} // namespace

struct ReplyExchanges::Plan {
    runs::JudgeQuestions questions;
    std::map<UnitKey, std::size_t> units; ///< index into the questions' units

    /// The reply whose format was asked for: the last one of the unit that could not be read.
    [[nodiscard]] static std::string unreadable(store::Connection& connection, domain::UnitId unit) {
        store::Query q = connection.query(
            "SELECT t.body FROM reply y JOIN call k ON k.id = y.call_id JOIN text_body t ON t.id = k.text_id "
            "WHERE y.unit_id = ? AND y.repair = 0 ORDER BY y.id DESC LIMIT 1");
        q.bind(unit);
        return q.step() ? q.text(0) : std::string();
    }

    void render(Exchange& exchange, store::Connection& connection, const Reply& reply) const {
        const auto found = units.find(key_of(reply.unit));
        if (found == units.end()) {
            exchange.request_error = "the answers that were shown are not all there any more";
            return;
        }
        try {
            const judging::Unit& unit = questions.remaining.units[found->second];
            client::ModelCall call;
            call.model = std::make_shared<const domain::Candidate>(
                questions.judges.at(static_cast<std::size_t>(unit.judge)).candidate);
            call.messages = questions.messages(connection, unit);
            if (reply.repair) {
                const std::string before = unreadable(connection, reply.unit.id);
                std::string problem;
                (void)runs::read_reply(questions.form, before, reply.unit, &problem);
                call.messages.push_back({"assistant", before});
                call.messages.push_back(judging::repair_request(problem));
            }
            exchange.request_as_sent = questions.key(unit, call.messages) == exchange.key;
            const client::Transfer transfer = client::render_request(call);
            exchange.url = transfer.url.text;
            exchange.request = text::parse_json(transfer.body, "the request").dump(2);
        } catch (const domain::Error& error) {
            exchange.request_error = error.what();
        }
    }
};

ReplyExchanges::ReplyExchanges(store::Connection& connection, const store::RunRow& run,
                               const store::JudgingRow& judging)
    : connection_(connection) {
    if (judging.judges.empty() || judging.judges.front().kind != "endpoint") {
        throw domain::Error(domain::ErrorKind::usage, "no model judges it, so nothing went over the wire",
                            "judging " + judging.name, "");
    }
    auto plan = std::make_unique<Plan>();
    plan->questions = runs::read_all_judge_questions(connection, run, judging);
    for (std::size_t i = 0; i < plan->questions.remaining.units.size(); ++i) {
        plan->units.emplace(
            key_of(runs::stored_form(plan->questions.remaining.units[i], plan->questions.material)), i);
    }
    plan_ = std::move(plan);
    std::map<std::int64_t, store::UnitRow> units;
    for (store::UnitRow& unit : store::units(connection, judging.id)) {
        units.emplace(unit.id.value, std::move(unit));
    }
    store::Query q = connection.query("SELECT y.id, y.unit_id, y.call_id, y.repair FROM unit u JOIN reply y ON "
                                      "y.unit_id = u.id WHERE u.judging_id = ? ORDER BY y.id");
    q.bind(judging.id);
    while (q.step()) {
        replies_.push_back({q.id<domain::ReplyId>(0), units.at(q.integer(1)), q.id<domain::CallId>(2),
                            q.integer(3) != 0});
    }
}

ReplyExchanges::~ReplyExchanges() = default;

const std::vector<ReplyExchanges::Reply>& ReplyExchanges::replies() const {
    return replies_;
}

Exchange ReplyExchanges::exchange(const Reply& reply) const {
    const store::CandidateRow& judge =
        plan_->questions.judges.at(static_cast<std::size_t>(reply.unit.judge));
    Exchange exchange;
    exchange.candidate = judge.candidate.name;
    exchange.imported = !reply.call.stored();
    if (!exchange.imported) {
        describe_call(exchange, connection_, reply.call, judge);
        plan_->render(exchange, connection_, reply);
    }
    return exchange;
}

} // namespace tiebreak::workbench
