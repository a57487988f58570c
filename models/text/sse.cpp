// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sse.h"

#include "domain/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tiebreak::text {

SseParser::SseParser(std::size_t max_event_bytes)
    : max_event_bytes_(max_event_bytes) {}

void SseParser::check_size(std::size_t size) const {
    if (size > max_event_bytes_) {
        throw domain::Error(domain::ErrorKind::endpoint,
                            fmt::format("one event of the stream is over {} bytes", max_event_bytes_));
    }
}

void SseParser::feed(std::string_view bytes, const std::function<void(SseEvent)>& on_event) {
    while (!bytes.empty()) {
        if (std::exchange(after_return_, false) && bytes.front() == '\n') {
            bytes.remove_prefix(1);
            continue;
        }
        // Twice for one character: find_first_of goes through them one by one.
        const std::size_t feed = bytes.find('\n');
        const std::size_t end = std::min(feed, bytes.substr(0, feed).find('\r'));
        const std::string_view piece = bytes.substr(0, end);
        check_size(line_.size() + piece.size());
        if (end == std::string_view::npos) {
            line_ += piece;
            return;
        }
        after_return_ = bytes[end] == '\r';
        bytes.remove_prefix(end + 1);
        if (line_.empty()) {
            take_line(piece, on_event); // whole in this piece: no copy of it is needed
        } else {
            line_ += piece;
            const std::string line = std::exchange(line_, {});
            take_line(line, on_event);
        }
    }
}

void SseParser::take_line(std::string_view line, const std::function<void(SseEvent)>& on_event) {
    if (std::exchange(at_start_, false) && line.starts_with("\xef\xbb\xbf")) {
        line.remove_prefix(3);
    }
    if (line.empty()) {
        SseEvent done = std::exchange(event_, {});
        event_.id = done.id; // the last id holds until another comes
        if (std::exchange(has_data_, false)) {
            on_event(std::move(done));
        }
        return;
    }
    const std::size_t colon = line.find(':');
    const std::string_view field = line.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (value.starts_with(' ')) {
        value.remove_prefix(1);
    }
    if (field == "data") {
        check_size(event_.data.size() + value.size() + 1);
        if (has_data_) {
            event_.data += '\n';
        }
        event_.data += value;
        has_data_ = true;
    } else if (field == "event") {
        event_.event = value.empty() ? "message" : std::string(value);
    } else if (field == "id" && value.find('\0') == std::string_view::npos) {
        event_.id = value;
    }
}

std::optional<SseEvent> SseParser::take_unfinished() {
    std::optional<SseEvent> last;
    if (!line_.empty()) {
        const std::string line = std::exchange(line_, {});
        take_line(line, [](SseEvent) {}); // a line that is not empty completes no event
    }
    if (std::exchange(has_data_, false)) {
        last = std::exchange(event_, {});
    }
    return last;
}

} // namespace tiebreak::text
