// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/endpoint/journal.h"

#include <algorithm>
#include <utility>

namespace tiebreak::test::endpoint {

void Journal::request(const Request& request) {
    ++requests_;
    connections_ += request.first ? 1 : 0;
    with_key_ += request.with_key ? 1 : 0;
    expecting_ += request.expects ? 1 : 0;
    ++by_path_[request.path];
}

void Journal::begin(const std::string& about) {
    ++calls_;
    if (const auto asked = asked_.find(about); asked != asked_.end()) {
        early_ += std::chrono::steady_clock::now() < asked->second.until ? 1 : 0;
    }
    most_active_ = std::max(most_active_, ++active_);
}

void Journal::asked_to_wait(const std::string& about, double seconds) {
    Asked& asked = asked_[about];
    asked.until = std::chrono::steady_clock::now() +
                  std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                      std::chrono::duration<double>(seconds));
    asked.seconds += seconds;
}

void Journal::end(Call call, bool keep) {
    --active_;
    ++by_model_[call.model];
    ++by_fault_[call.fault];
    streamed_ += call.stream ? 1 : 0;
    if (call.fault.empty() && ++answered_[call.model + '\x1f' + call.prompt] > 1) {
        ++repeated_;
    }
    if (keep) {
        list_.push_back(std::move(call));
    }
}

void Journal::loaded(const std::string& what, const std::string& model) {
    loads_.push_back(what + " " + model);
}

void Journal::clear() {
    const int active = active_;
    *this = Journal();
    active_ = most_active_ = active;
}

nlohmann::json Journal::report() const {
    nlohmann::json list = nlohmann::json::array();
    for (const Call& call : list_) {
        list.push_back({{"model", call.model},
                        {"prompt", call.prompt},
                        {"fault", call.fault},
                        {"duration_ms", call.duration_ms},
                        {"with_key", call.with_key}});
    }
    double longest = 0;
    for (const auto& [about, asked] : asked_) {
        longest = std::max(longest, asked.seconds);
    }
    return {{"requests", requests_},
            {"connections", connections_},
            {"with_key", with_key_},
            {"expecting", expecting_},
            {"calls", calls_},
            {"max_concurrent", most_active_},
            {"active", active_},
            {"by_path", by_path_},
            {"by_model", by_model_},
            {"by_fault", by_fault_},
            {"early", early_},
            {"longest_wait_s", longest},
            {"distinct", answered_.size()},
            {"repeated", repeated_},
            {"streamed", streamed_},
            {"loads", loads_},
            {"list", std::move(list)}};
}

} // namespace tiebreak::test::endpoint
