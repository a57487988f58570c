// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/failures.h"

#include "items/figures.h"
#include "store/candidates.h"
#include "store/evalsets.h"
#include "store/runs.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <map>
#include <optional>

namespace tiebreak::items {

namespace {

using Part = ExchangePart::Part;

QString say(const char* text) {
    return QCoreApplication::translate("Exchange", text);
}

std::optional<store::CandidateRow> candidateOf(store::Connection& connection, domain::RunId run,
                                               const std::string& name) {
    for (store::CandidateRow& row : store::run_candidates(connection, run)) {
        if (row.candidate.name == name) {
            return std::move(row);
        }
    }
    return std::nullopt;
}

QString timeOf(std::int64_t ms) {
    return QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("HH:mm:ss"));
}

void describeRequest(Exchange& exchange, const domain::Candidate& candidate) {
    if (candidate.api == domain::Api::recorded) {
        return;
    }
    exchange.parts.push_back(
        {Part::request, say("→ %1 at %2, model %3")
                            .arg(QString::fromStdString(domain::to_string(candidate.api)),
                                 shownLine(candidate.endpoint.base_url), shownLine(candidate.model))});
    const QString key =
        candidate.endpoint.key.empty() ? say("none") : shownLine(candidate.endpoint.key); // its name only
    exchange.parts.push_back({Part::hint, say("  key: %1").arg(key) + QLatin1Char('\n')});
}

} // namespace

std::vector<FailedResponse> failedResponses(store::Connection& connection, domain::RunId run,
                                            const std::string& candidate) {
    const auto row = candidateOf(connection, run, candidate);
    if (!row) {
        return {};
    }
    struct Place {
        int position = 0;
        QString label;
    };
    std::map<domain::ItemRevisionId, Place> places;
    for (const store::StoredItem& item : store::items(connection, store::run(connection, run).eval_set)) {
        places[item.revision] = {item.position, item.content.external_id.empty()
                                                    ? QString::number(item.position + 1)
                                                    : shownLine(item.content.external_id).left(40)};
    }
    std::vector<FailedResponse> failed;
    for (const store::ResponseRow& response : store::responses(connection, run)) {
        if (response.candidate == row->revision && response.failure != domain::FailureKind::none) {
            failed.push_back({response.item, response.call, places[response.item].label, response.repeat,
                              response.turn, response.failure});
        }
    }
    std::ranges::stable_sort(failed, {}, [&](const FailedResponse& f) { return places[f.item].position; });
    return failed;
}

Exchange readExchange(store::Connection& connection, domain::RunId run, const std::string& candidate,
                      const FailedResponse& about, int bodyLimit) {
    Exchange exchange;
    exchange.candidate = shownLine(candidate);
    exchange.about = about;
    if (const auto row = candidateOf(connection, run, candidate)) {
        describeRequest(exchange, row->candidate);
    }
    const std::vector<store::AttemptRow> tries =
        about.call.stored() ? store::attempts(connection, about.call) : std::vector<store::AttemptRow>{};
    exchange.tries = static_cast<int>(tries.size());
    for (const store::AttemptRow& attempt : tries) {
        exchange.lastTime = timeOf(attempt.started);
        exchange.parts.push_back({Part::hint, say("try %1 %2 ").arg(attempt.number).arg(exchange.lastTime)});
        QString outcome = QStringLiteral("← ");
        if (attempt.http_status != 0) {
            outcome += QString::number(attempt.http_status) + QLatin1Char(' ');
        }
        outcome += attempt.detail.empty() ? shownLine(attempt.failure) : shown(attempt.detail);
        if (attempt.latency_ms) {
            outcome += say(" after %1 s").arg(figure(*attempt.latency_ms / 1000, 1));
        }
        exchange.parts.push_back(
            {attempt.failure.empty() || attempt.failure == "none" ? Part::reply : Part::failure,
             outcome + QLatin1Char('\n')});
        if (!attempt.envelope.empty()) {
            QString body = shown(attempt.envelope.substr(0, static_cast<std::size_t>(bodyLimit)));
            if (attempt.envelope.size() > static_cast<std::size_t>(bodyLimit)) {
                body += say("… %1 bytes more")
                            .arg(count(static_cast<std::int64_t>(attempt.envelope.size()) - bodyLimit));
            }
            exchange.parts.push_back({Part::reply, body + QLatin1Char('\n')});
        }
    }
    if (tries.empty()) {
        exchange.parts.push_back(
            {Part::hint,
             say("Nothing was sent: %1.").arg(QString::fromStdString(domain::to_string(about.kind))) +
                 QLatin1Char('\n')});
    }
    return exchange;
}

QString remedy(domain::FailureKind kind) {
    using Kind = domain::FailureKind;
    switch (kind) {
    case Kind::connect:
        return say("Nobody answers there. Start the server, or correct the address in Models, then resume.");
    case Kind::timeout:
        return say("The server took too long. Fewer requests at once or a longer timeout in Models help; "
                   "then resume.");
    case Kind::reset:
        return say(
            "The connection broke. A server that ran out of memory does this; fewer requests at once help.");
    case Kind::http_client:
        return say("The server refuses the request as it is. Its reply above says why; correct the model's "
                   "settings.");
    case Kind::rate_limit:
        return say("The service limits requests. Set its limit a minute in Models, then resume.");
    case Kind::server:
        return say("The server failed by itself. Fewer requests at once help where it is busy; then resume.");
    case Kind::bad_body:
        return say("What came back is not a model's reply. Check that the address ends where the API begins, "
                   "as in /v1.");
    case Kind::too_large:
        return say("The reply was larger than is read. Set max tokens.");
    case Kind::redirect:
        return say("The server points elsewhere, and prompts are never sent on. Enter the address it names.");
    case Kind::refused:
        return say("It was not sent: key, address and scheme do not fit. Models says what is allowed.");
    case Kind::secret:
        return say("The key is not to be had. Set the environment variable it names and start again.");
    case Kind::weights_changed:
        return say("The server had other weights than when the run began. Load the right ones, then resume.");
    case Kind::program:
        return say("The program failed by itself. What it wrote stands above; correct its call in Models.");
    case Kind::none:
    case Kind::cancelled:
        break;
    }
    return {};
}

} // namespace tiebreak::items
