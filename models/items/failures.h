// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/response.h"
#include "store/connection.h"
#include "store/responses.h"

#include <QString>

#include <optional>
#include <vector>

namespace tiebreak::items {

/// An answer that a run finally did not get.
struct FailedResponse {
    domain::ItemRevisionId item;
    domain::CallId call; ///< not stored: the import said that it failed
    QString itemLabel;   ///< external id where there is one, else the position from 1
    int repeat = 1;
    int turn = 1;
    domain::FailureKind kind = domain::FailureKind::none;
    domain::ResponseId response{};
};

/// Those of one candidate (by name), in the eval set's order. Throws domain::Error where there is no such
/// run.
[[nodiscard]] std::vector<FailedResponse> failedResponses(store::Connection& connection, domain::RunId run,
                                                          const std::string& candidate);

/// One stretch of the raw exchange; `Part` says how it is meant.
struct ExchangePart {
    enum class Part { request, hint, reply, failure } part = Part::reply;
    QString text; ///< may hold newlines
};

/// What went over the wire for one failed response, every try in order, ready to show.
struct Exchange {
    QString candidate;
    FailedResponse about;
    std::vector<ExchangePart> parts;
    QString lastTime; ///< "14:19:09", when the last try was handed to the network
    int tries = 0;
    int concurrency = 0; ///< requests at once that the model is allowed; 0: it is not asked
};

/// How many requests at once would help against this kind of failure; nothing where fewer would not.
[[nodiscard]] std::optional<int> calmerConcurrency(const Exchange& exchange);

/// `bodyLimit`: characters of each reply to show.
[[nodiscard]] Exchange readExchange(store::Connection& connection, domain::RunId run,
                                    const std::string& candidate, const FailedResponse& about,
                                    int bodyLimit = 4000);

/// What a person can do about a kind of failure; empty where nothing general can be said.
[[nodiscard]] QString remedy(domain::FailureKind kind);

} // namespace tiebreak::items
