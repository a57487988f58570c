// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace tiebreak::test::endpoint {

/// What the endpoint saw: GET /log.
class Journal {
public:
    struct Call {
        std::string model;
        std::string prompt; ///< its digest
        std::string fault;
        double duration_ms = 0; ///< from the request's last byte to the reply's
        bool with_key = false;
        bool stream = false;
    };

    struct Request {
        std::string path;
        bool with_key = false;
        bool expects = false; ///< asks for 100-continue
        bool first = false;   ///< of its connection
    };

    void request(const Request& request);
    /// `about`: whom and what it asks.
    void begin(const std::string& about);
    /// The caller of it was told to come again after so long.
    void asked_to_wait(const std::string& about, double seconds);
    /// The reply, or what stood for one, is out.
    void end(Call call, bool keep);
    /// A model is loaded ("load"), unloaded ("unload") or loses its place to another ("evict"), in order.
    void loaded(const std::string& what, const std::string& model);
    [[nodiscard]] int active() const noexcept { return active_; }
    [[nodiscard]] std::uint64_t calls() const noexcept { return calls_; }
    void clear();

    /// {"requests", "connections", "with_key", "expecting", "calls", "max_concurrent", "by_path", "by_model",
    /// "by_fault", "early" (calls that came again before they were asked to), "longest_wait_s" (what one of them was asked
    /// to wait, all its tries together), "distinct" (pairs of model and prompt answered well), "repeated" (answers beyond the first
    /// of a pair), "streamed", "loads" (["load m1", "unload m1", …]), "list" (where `log_calls`)}
    [[nodiscard]] nlohmann::json report() const;

private:
    std::uint64_t requests_ = 0;
    std::uint64_t connections_ = 0;
    std::uint64_t with_key_ = 0;
    std::uint64_t expecting_ = 0;
    std::uint64_t calls_ = 0;
    std::uint64_t repeated_ = 0;
    std::uint64_t streamed_ = 0;
    int active_ = 0;
    int most_active_ = 0;
    std::map<std::string, std::uint64_t> by_path_;
    std::map<std::string, std::uint64_t> by_model_;
    std::map<std::string, std::uint64_t> by_fault_;
    struct Asked {
        std::chrono::steady_clock::time_point until; ///< not to come again before
        double seconds = 0;                          ///< in all
    };
    std::uint64_t early_ = 0;
    std::unordered_map<std::string, Asked> asked_;
    std::unordered_map<std::string, std::uint64_t> answered_;
    std::vector<std::string> loads_;
    std::vector<Call> list_;
};

} // namespace tiebreak::test::endpoint
