// SPDX-License-Identifier: GPL-3.0-or-later
// One transfer on its way: private to HttpLoop.
#pragma once

#include "client/http.h"

#include <curl/curl.h>

#include <array>
#include <chrono>
#include <optional>

namespace tiebreak::client {

class Flight {
public:
    using Clock = std::chrono::steady_clock;

    /// `easy` is reset and set up for `transfer`; the caller keeps its ownership. `next_look` is when the
    /// loop looks at deadlines next: brought forward where this flight's needs it.
    Flight(HttpLoop::Id id, Transfer transfer, HttpLoop::Done done, CURL* easy, Clock::time_point& next_look);
    ~Flight();
    Flight(const Flight&) = delete;
    Flight& operator=(const Flight&) = delete;

    [[nodiscard]] HttpLoop::Id id() const noexcept { return id_; }
    [[nodiscard]] CURL* easy() const noexcept { return easy_; }
    /// When it is given up unless something more is heard; nothing where no limit is set.
    [[nodiscard]] std::optional<Clock::time_point> deadline() const;

    /// Fills the result from what libcurl measured and calls `done`. The easy handle must be out of the multi
    /// handle.
    void finish(CURLcode code);
    void finish_as(TransferError error, const std::string& detail);
    /// Names the limit that `deadline` was of.
    void finish_late();

private:
    void set_up();
    void append_header(const std::string& line);
    void hear();
    void begin_body();
    void measure();
    void deliver();
    static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);

    HttpLoop::Id id_;
    Transfer transfer_;
    HttpLoop::Done done_;
    CURL* easy_;
    Clock::time_point& next_look_;
    curl_slist* request_headers_ = nullptr;
    TransferResult result_;
    Clock::time_point started_ = Clock::now();
    Clock::time_point last_heard_{};
    std::size_t sent_ = 0;     ///< bytes of the body handed to libcurl
    std::size_t received_ = 0; ///< bytes of the reply's body
    std::optional<Clock::time_point> first_byte_;
    std::optional<Clock::time_point> first_token_;
    bool heard_ = false;
    bool over_cap_ = false;
    std::array<char, CURL_ERROR_SIZE> error_{};
};

} // namespace tiebreak::client
