// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace tiebreak::client {

/// Scheme, host and port: what limits are counted by and keys are bound to.
struct Origin {
    std::string scheme; ///< "http" or "https"
    std::string host;   ///< lower case; an IPv6 address in brackets
    int port = 0;

    /// "https://api.example.com:443"; the port always stands there.
    [[nodiscard]] std::string text() const;
    /// "localhost", 127.0.0.0/8 or [::1], by address and not by how the text begins.
    [[nodiscard]] bool loopback() const;

    friend bool operator==(const Origin&, const Origin&) = default;
};

struct Url {
    std::string text; ///< normalised by libcurl, no trailing slash on the path
    Origin origin;

    friend bool operator==(const Url&, const Url&) = default;
};

/// Reads an http or https address with libcurl's own URL parser, so that what is checked is what is dialled.
/// @throws domain::Error (usage): no scheme or another one, user-info, a fragment, a backslash, no host,
/// unreadable.
[[nodiscard]] Url parse_url(const std::string& text);

/// `base` with `/path` appended to its path; a query (Azure's api-version) is kept.
[[nodiscard]] Url below(const Url& base, std::string_view path);

/// `path` at the root of `base`'s origin: llama.cpp's /props stands beside /v1, not below it.
[[nodiscard]] Url at_root(const Url& base, std::string_view path);

/// `url` with `name=value` added to its query, percent-encoded.
[[nodiscard]] Url with_query(const Url& url, const std::string& name, const std::string& value);

/// @throws domain::Error (secret): a key would go over plain http to another machine, which
/// `allow_plain_http` permits; or it is bound to another origin (`bound_to` not empty).
void check_key_may_go(const Origin& origin, bool allow_plain_http, const std::string& bound_to);

} // namespace tiebreak::client
