// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::store {

/// Calls that left together, for one model.
struct BatchRow {
    std::string uid;
    domain::RunId run;
    domain::JudgingId judging; ///< not stored: answers of a candidate
    domain::CandidateRevisionId model;
    std::string service; ///< "openai", "anthropic"
    std::int64_t lines = 0;
    std::int64_t created = 0;
    std::int64_t open = 0; ///< lines without a result yet
};

/// Stores the batch; `uid`, `created` and `open` are ignored, the uid made is returned.
std::string create_batch(Connection& connection, const BatchRow& batch);
[[nodiscard]] std::vector<BatchRow> batches(Connection& connection, domain::RunId run); ///< oldest first

/// Notes that the call of `key` (64 hexadecimal digits) went out as `custom_id`. One that went out before
/// belongs to the newer batch.
void add_batch_line(Connection& connection, const std::string& batch, const std::string& custom_id,
                    const std::string& key);

struct BatchLine {
    std::string key; ///< 64 hexadecimal digits
    std::string batch;
    std::string state; ///< "sent", "answered", "errored", "expired", "canceled"
    domain::RunId run;
    domain::CandidateRevisionId model;
};
[[nodiscard]] std::optional<BatchLine> batch_line(Connection& connection, const std::string& custom_id);
void set_batch_line_state(Connection& connection, const std::string& custom_id, const std::string& state);

} // namespace tiebreak::store
