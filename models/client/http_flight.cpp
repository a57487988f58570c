// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/http_flight.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <new>
#include <string_view>
#include <utility>

namespace tiebreak::client {

namespace {

/// Of a body that a sink takes, for the raw exchange of what goes wrong.
constexpr std::size_t beginning_kept = 4096;

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank);
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

TransferError error_of(CURLcode code, bool connected) {
    switch (code) {
    case CURLE_OK:
        return TransferError::none;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
        return TransferError::connect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return TransferError::tls;
    case CURLE_OPERATION_TIMEDOUT:
        return connected ? TransferError::timeout : TransferError::connect;
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_FAIL_REWIND: // libcurl would have sent the body once more
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return TransferError::reset;
    case CURLE_FILESIZE_EXCEEDED:
        return TransferError::too_large;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL: // an HTTP/0.9 reply: no status line at all
    case CURLE_BAD_CONTENT_ENCODING:
        return TransferError::not_http;
    default:
        return TransferError::other;
    }
}

std::string seconds(std::chrono::milliseconds duration) {
    return fmt::format("{:g} s", static_cast<double>(duration.count()) / 1000.0);
}

curl_slist* appended(curl_slist* list, const std::string& line) {
    curl_slist* longer = curl_slist_append(list, line.c_str());
    if (longer == nullptr) {
        throw std::bad_alloc();
    }
    return longer;
}

} // namespace

Flight::Flight(HttpLoop::Id id, Transfer transfer, HttpLoop::Done done, CURL* easy,
               Clock::time_point& next_look)
    : id_(id)
    , transfer_(std::move(transfer))
    , done_(std::move(done))
    , easy_(easy)
    , next_look_(next_look) {
    using namespace std::chrono;
    result_.started_unix_ms = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
    set_up();
    next_look_ = std::min(next_look_, deadline().value_or(next_look_));
}

Flight::~Flight() {
    for (curl_slist* node = request_headers_; node != nullptr; node = node->next) {
        OPENSSL_cleanse(node->data, std::string_view(node->data).size()); // one of them may be the key
    }
    curl_slist_free_all(request_headers_);
}

void Flight::set_up() {
    curl_easy_reset(easy_);
    const auto set = [this](CURLoption option, auto value) { curl_easy_setopt(easy_, option, value); };
    set(CURLOPT_PRIVATE, static_cast<void*>(this));
    set(CURLOPT_ERRORBUFFER, error_.data());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L); // libcurl would carry the prompt and x-api-key headers to the other host
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_ACCEPT_ENCODING, "");
    set(CURLOPT_USERAGENT, "tiebreak/" TIEBREAK_VERSION);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(transfer_.timeouts.connect.count()));
    set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(transfer_.max_body));
    set(CURLOPT_URL, transfer_.url.text.c_str());
    if (transfer_.url.origin.loopback()) {
        set(CURLOPT_NOPROXY,
            "*"); // an http_proxy meant for the internet must not see what goes to this machine
    }
    if (transfer_.method == "POST") {
        set(CURLOPT_POST, 1L);
        // Through a callback that cannot rewind, not CURLOPT_POSTFIELDS: where a kept connection breaks
        // before the reply, libcurl would send those again by itself, and a call could be answered and paid
        // for twice unseen.
        set(CURLOPT_READFUNCTION, &Flight::on_read);
        set(CURLOPT_READDATA, static_cast<void*>(this));
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer_.body.size()));
        append_header(
            "Expect:"); // waiting for 100-continue would cost a round trip, or a second where it never comes
    }
    for (const auto& [name, value] : transfer_.headers) {
        append_header(name + ": " + value);
    }
    if (transfer_.key) {
        std::string line =
            transfer_.key_header == KeyHeader::bearer ? "Authorization: Bearer " : "x-api-key: ";
        line.reserve(line.size() + transfer_.key->reveal().size());
        line += transfer_.key->reveal();
        append_header(line);
        OPENSSL_cleanse(line.data(), line.size());
    }
    set(CURLOPT_HTTPHEADER, request_headers_);
    set(CURLOPT_WRITEFUNCTION, &Flight::on_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    set(CURLOPT_HEADERFUNCTION, &Flight::on_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
}

void Flight::append_header(const std::string& line) {
    request_headers_ = appended(request_headers_, line);
}

void Flight::hear() {
    last_heard_ = Clock::now();
    if (!heard_) {
        first_byte_ = last_heard_;
        heard_ = true; // from here on the stall limit counts, and it may be the shortest
        next_look_ = std::min(next_look_, deadline().value_or(next_look_));
    }
}

std::size_t Flight::on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
    auto& flight = *static_cast<Flight*>(self);
    const std::size_t copied = flight.transfer_.body.copy(buffer, size * count, flight.sent_);
    flight.sent_ += copied;
    return copied;
}

std::size_t Flight::on_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto& flight = *static_cast<Flight*>(self);
    const std::size_t bytes = size * count;
    flight.hear();
    if (flight.received_ + bytes > flight.transfer_.max_body) {
        flight.over_cap_ = true;
        return CURL_WRITEFUNC_ERROR;
    }
    const bool first = flight.received_ == 0;
    flight.received_ += bytes;
    if (first && flight.transfer_.sink) {
        flight.begin_body();
    }
    std::string& body = flight.result_.body;
    if (!flight.result_.streamed) {
        body.append(data, bytes);
        return bytes;
    }
    body.append(data, std::min(bytes, beginning_kept - std::min(body.size(), beginning_kept)));
    flight.transfer_.sink->take({data, bytes});
    if (!flight.first_token_ && flight.transfer_.sink->spoken()) {
        flight.first_token_ = flight.last_heard_;
    }
    return bytes;
}

void Flight::begin_body() {
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    result_.status = static_cast<int>(status);
    result_.streamed = transfer_.sink->wants(result_);
}

std::size_t Flight::on_header(char* data, std::size_t size, std::size_t count, void* self) {
    auto& flight = *static_cast<Flight*>(self);
    const std::string_view line(data, size * count);
    flight.hear();
    if (line.starts_with("HTTP/")) {
        flight.result_.headers.clear(); // what stood before belonged to an interim reply
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
        flight.result_.headers.emplace_back(lower(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
    return line.size();
}

std::optional<Flight::Clock::time_point> Flight::deadline() const {
    std::optional<Clock::time_point> earliest;
    const auto limit = [&earliest](Clock::time_point from, std::chrono::milliseconds span) {
        if (span.count() > 0 && (!earliest || from + span < *earliest)) {
            earliest = from + span;
        }
    };
    limit(started_, transfer_.timeouts.total);
    if (heard_) {
        limit(last_heard_, transfer_.timeouts.stall);
    } else {
        limit(started_, transfer_.timeouts.first_byte);
    }
    return earliest;
}

void Flight::measure() {
    long status = 0;
    curl_off_t pretransfer = 0;
    curl_off_t total = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy_, CURLINFO_PRETRANSFER_TIME_T, &pretransfer);
    curl_easy_getinfo(easy_, CURLINFO_TOTAL_TIME_T, &total);
    result_.status = static_cast<int>(status);
    if (pretransfer > 0 && total >= pretransfer) {
        result_.latency_ms = static_cast<double>(total - pretransfer) / 1000.0;
        // Back from the last byte, whose time is libcurl's and ours: its own time of the first counts from
        // the first byte *sent* where there was a body to send.
        const auto& first = result_.streamed ? first_token_ : first_byte_;
        if (first) {
            const std::chrono::duration<double, std::milli> since = last_heard_ - *first;
            result_.ttft_ms = std::max(0.0, *result_.latency_ms - since.count());
        }
    }
}

void Flight::finish(CURLcode code) {
    measure();
    result_.error = over_cap_ ? TransferError::too_large : error_of(code, result_.latency_ms.has_value());
    if (result_.error == TransferError::too_large) {
        result_.detail = fmt::format("the reply is larger than {} MiB", transfer_.max_body >> 20);
    } else if (code == CURLE_SEND_FAIL_REWIND) {
        result_.detail = "the connection broke before a reply came";
    } else if (code != CURLE_OK) {
        result_.detail = error_.front() != '\0' ? error_.data() : curl_easy_strerror(code);
    }
    deliver();
}

void Flight::finish_as(TransferError error, const std::string& detail) {
    measure();
    result_.error = error;
    result_.detail = detail;
    deliver();
}

void Flight::finish_late() {
    const Timeouts& limits = transfer_.timeouts;
    const auto passed = [now = Clock::now()](Clock::time_point from, std::chrono::milliseconds span) {
        return span.count() > 0 && now >= from + span;
    };
    if (!heard_ && passed(started_, limits.first_byte)) {
        finish_as(TransferError::timeout, "nothing came back within " + seconds(limits.first_byte));
    } else if (heard_ && passed(last_heard_, limits.stall)) {
        finish_as(TransferError::timeout, "the reply stood still for " + seconds(limits.stall));
    } else {
        finish_as(TransferError::timeout, "no complete reply within " + seconds(limits.total));
    }
}

void Flight::deliver() {
    result_.detail = redact(std::move(result_.detail), transfer_.key.get());
    if (done_) {
        done_(std::move(result_));
    }
}

} // namespace tiebreak::client
