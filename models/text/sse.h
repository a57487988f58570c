// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tiebreak::text {

struct SseEvent {
    std::string event = "message";
    std::string data; ///< several data: lines are joined by a newline
    std::string id;
};

/// Server-sent events as the WHATWG HTML standard (9.2.6) parses them, from pieces cut anywhere, even inside
/// a CRLF, a BOM or a character. Comments and unknown fields are passed over; an event without a data: line
/// is none.
class SseParser {
public:
    /// `max_event_bytes`: a longer line or event throws domain::Error (endpoint) instead of filling the
    /// memory.
    explicit SseParser(std::size_t max_event_bytes = std::size_t{16} << 20U);

    void feed(std::string_view bytes, const std::function<void(SseEvent)>& on_event);

    /// At the end of the stream: the event whose closing empty line never came. The standard drops it; some
    /// servers end so, so the caller decides.
    [[nodiscard]] std::optional<SseEvent> take_unfinished();

private:
    void take_line(std::string_view line, const std::function<void(SseEvent)>& on_event);
    void check_size(std::size_t size) const;

    std::size_t max_event_bytes_;
    std::string line_; ///< what came of the present line so far
    SseEvent event_;
    bool has_data_ = false;
    bool at_start_ = true;      ///< a BOM may still come
    bool after_return_ = false; ///< an LF now would belong to the CR before it
};

} // namespace tiebreak::text
