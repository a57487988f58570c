// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/budget.h"

#include "text/token_estimate.h"

#include <algorithm>

namespace tiebreak::runs {

namespace {

/// Tokens of an answer where neither a limit nor an answer tells.
constexpr std::int64_t unknown_length = 1'000;
constexpr double tokens_per_price = 1e6;

} // namespace

double Budget::spent() const {
    const std::lock_guard lock(mutex_);
    return spent_;
}

bool Budget::exhausted() const {
    const std::lock_guard lock(mutex_);
    return exhausted_;
}

double Budget::estimate(const client::ModelCall& call) const {
    if (!cap_ || !call.model->price) {
        return 0;
    }
    double prompt = text::estimated_tokens(call.prompt);
    for (const domain::Message& message : call.messages) {
        prompt += text::estimated_tokens(message.content) + text::tokens_a_message;
    }
    std::int64_t length = unknown_length;
    if (call.model->parameters.max_tokens) {
        length = *call.model->parameters.max_tokens;
    } else {
        const std::lock_guard lock(mutex_);
        if (const auto known = longest_.find(call.model->name); known != longest_.end()) {
            length = known->second;
        }
    }
    return (prompt * call.model->price->input + static_cast<double>(length) * call.model->price->output) /
           tokens_per_price;
}

Feeder::Admission Budget::admit(double estimate) {
    if (!cap_) {
        return Feeder::Admission::now;
    }
    const std::lock_guard lock(mutex_);
    if (estimate > 0 && spent_ + flying_cost_ + estimate > *cap_) {
        if (flying_ > 0) {
            return Feeder::Admission::later;
        }
        exhausted_ = true;
        return Feeder::Admission::never;
    }
    flying_cost_ += estimate;
    ++flying_;
    return Feeder::Admission::now;
}

void Budget::settle(double estimate, std::optional<double> cost, const domain::Candidate& model,
                    std::optional<std::int64_t> length) {
    const std::lock_guard lock(mutex_);
    if (cap_) {
        --flying_;
        flying_cost_ = flying_ == 0 ? 0 : flying_cost_ - estimate;
        if (length && !model.parameters.max_tokens) {
            std::int64_t& longest = longest_[model.name];
            longest = std::max(longest, *length);
        }
    }
    spent_ += cost.value_or(estimate);
}

void Budget::give_back(double estimate) {
    if (!cap_) {
        return;
    }
    const std::lock_guard lock(mutex_);
    --flying_;
    flying_cost_ = flying_ == 0 ? 0 : flying_cost_ - estimate;
}

} // namespace tiebreak::runs
