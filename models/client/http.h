// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/secret_source.h"
#include "client/url.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tiebreak::client {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Each is counted from the moment the transfer starts, stall from its last sign of life. Zero: no such
/// limit.
struct Timeouts {
    std::chrono::milliseconds connect{10'000};
    std::chrono::milliseconds first_byte{0};
    std::chrono::milliseconds stall{0}; ///< between two pieces of the body, once it has begun
    std::chrono::milliseconds total{120'000};
};

struct TransferResult;

/// Takes the body of a reply piece by piece, as it arrives, instead of TransferResult::body. On the network
/// thread.
class BodySink {
public:
    virtual ~BodySink() = default;
    /// Asked once, when the body begins: status and headers are there.
    [[nodiscard]] virtual bool wants(const TransferResult& begun) = 0;
    virtual void take(std::string_view piece) = 0;
    /// Whether what has come so far holds a token of the answer: the time to the first is taken when this
    /// turns true.
    [[nodiscard]] virtual bool spoken() const = 0;
};

/// How a key is shown to the server.
enum class KeyHeader {
    bearer,    ///< Authorization: Bearer KEY
    x_api_key, ///< x-api-key: KEY
};

struct Transfer {
    std::string method = "POST"; ///< "GET" or "POST"
    Url url;
    Headers headers;
    std::string body;
    std::shared_ptr<const Secret> key; ///< sent to url's own origin only
    KeyHeader key_header = KeyHeader::bearer;
    std::shared_ptr<BodySink> sink; ///< null: the whole body comes in the result
    Timeouts timeouts;
    std::size_t max_body = std::size_t{64} << 20; ///< bytes after decompression
};

enum class TransferError {
    none, ///< a complete HTTP reply, of whatever status
    connect,
    tls,
    timeout,
    reset, ///< the connection broke, or ended before the body did
    not_http,
    too_large,
    cancelled,
    other,
};

struct TransferResult {
    TransferError error = TransferError::none;
    std::string detail; ///< for people; keys redacted
    int status = 0;
    Headers headers;       ///< names in lower case
    std::string body;      ///< as received: may hold an echoed key. Only its beginning where a sink took it
    bool streamed = false; ///< a sink took the body
    std::int64_t started_unix_ms = 0;
    /// First byte sent to last byte received (libcurl's total minus pre-transfer); absent where nothing was
    /// sent.
    std::optional<double> latency_ms;
    std::optional<double> ttft_ms; ///< first byte sent to first byte received; to first token where streamed

    /// Value of the header, its name in lower case; null where it is absent.
    [[nodiscard]] const std::string* header(std::string_view name) const;
};

/// One network thread that owns a CURLM and carries every transfer. No redirect is followed: a 3xx comes back
/// as the reply it is. Environment proxies hold, except for loopback addresses.
class HttpLoop {
public:
    using Id = std::uint64_t;
    using Done = std::function<void(TransferResult)>;
    using Task = std::function<void()>;

    HttpLoop();
    /// Ends every transfer as cancelled (their callbacks run), drops tasks and timers, joins the thread.
    ~HttpLoop();
    HttpLoop(const HttpLoop&) = delete;
    HttpLoop& operator=(const HttpLoop&) = delete;

    /// From any thread. `done` runs exactly once, on the network thread, and must neither block nor throw.
    Id submit(Transfer transfer, Done done);
    /// From any thread. Ends it as cancelled; one that has ended already is left alone.
    void cancel(Id id);
    /// From any thread: runs `task` on the network thread, after what was submitted before.
    void post(Task task);
    /// On the network thread only: runs `task` there once `delay` is over.
    Id after(std::chrono::milliseconds delay, Task task);
    /// On the network thread only.
    void drop_timer(Id id);
    [[nodiscard]] bool on_network_thread() const noexcept;

    /// submit() and wait. Never on the network thread.
    TransferResult perform(Transfer transfer);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tiebreak::client
