// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/url.h"

#include "domain/error.h"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace tiebreak::client {

namespace {

using domain::Error;
using domain::ErrorKind;

struct UrlHandleDelete {
    void operator()(CURLU* handle) const noexcept { curl_url_cleanup(handle); }
};
using UrlHandle = std::unique_ptr<CURLU, UrlHandleDelete>;

constexpr const char* write_it_so = "write it like http://127.0.0.1:8080/v1";

std::string part(CURLU* handle, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(handle, which, &text, flags) != CURLUE_OK || text == nullptr) {
        return {};
    }
    std::string result = text;
    curl_free(text);
    return result;
}

/// What is shown of an address that was refused: user-info may be a password.
std::string without_user_info(const std::string& text) {
    const std::size_t scheme_end = text.find("://");
    const std::size_t start = scheme_end == std::string::npos ? 0 : scheme_end + 3;
    const std::size_t at = text.rfind('@');
    return at == std::string::npos || at < start ? text : text.substr(0, start) + "…" + text.substr(at);
}

UrlHandle read(const std::string& text) {
    const std::string shown = without_user_info(text);
    // libcurl and others disagree on backslashes and blanks; an address that reads two ways is no address.
    if (std::ranges::any_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7f || c == '\\'; })) {
        throw Error(ErrorKind::usage, "the address holds a blank, a control character or a backslash", shown,
                    write_it_so);
    }
    if (!text.empty() && text.find("://") == std::string::npos) {
        throw Error(ErrorKind::usage, "the address does not begin with http:// or https://", shown,
                    write_it_so);
    }
    if (text.starts_with("http:///") || text.starts_with("https:///")) {
        throw Error(ErrorKind::usage, "the address names no host", shown,
                    write_it_so); // libcurl takes the path for it
    }
    UrlHandle handle(curl_url());
    if (!handle) {
        throw std::bad_alloc();
    }
    const CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER);
    if (code == CURLUE_USER_NOT_ALLOWED) {
        throw Error(ErrorKind::usage, "the address holds a user name or password", shown,
                    "name a key in \"key\" instead");
    }
    if (code == CURLUE_UNSUPPORTED_SCHEME) {
        throw Error(ErrorKind::usage, "only http and https addresses are called", shown, write_it_so);
    }
    if (code != CURLUE_OK) {
        throw Error(ErrorKind::usage, std::string("the address cannot be read: ") + curl_url_strerror(code),
                    shown, write_it_so);
    }
    return handle;
}

Url finished(CURLU* handle, const std::string& shown) {
    Url url;
    url.origin.scheme = part(handle, CURLUPART_SCHEME);
    if (url.origin.scheme != "http" && url.origin.scheme != "https") {
        throw Error(ErrorKind::usage, "only http and https addresses are called, not " + url.origin.scheme,
                    shown, write_it_so);
    }
    url.origin.host = part(handle, CURLUPART_HOST);
    std::ranges::transform(url.origin.host, url.origin.host.begin(), [](unsigned char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    if (url.origin.host.empty()) {
        throw Error(ErrorKind::usage, "the address names no host", shown, write_it_so);
    }
    curl_url_set(handle, CURLUPART_HOST, url.origin.host.c_str(), 0);
    const std::string port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    std::from_chars(port.data(), port.data() + port.size(), url.origin.port);
    url.text = part(handle, CURLUPART_URL);
    return url;
}

Url with_path(const Url& base, const std::string& path, bool keep_query) {
    const UrlHandle handle = read(base.text);
    curl_url_set(handle.get(), CURLUPART_PATH, path.c_str(), 0);
    if (!keep_query) {
        curl_url_set(handle.get(), CURLUPART_QUERY, nullptr, 0);
    }
    return finished(handle.get(), base.text);
}

std::string without_trailing_slash(std::string path) {
    while (!path.empty() && path.back() == '/') {
        path.pop_back();
    }
    return path;
}

} // namespace

std::string Origin::text() const {
    return scheme + "://" + host + ":" + std::to_string(port);
}

bool Origin::loopback() const {
    if (host == "localhost") {
        return true;
    }
    in_addr v4{};
    if (inet_pton(AF_INET, host.c_str(), &v4) == 1) {
        return (ntohl(v4.s_addr) >> 24) == 127;
    }
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        in6_addr v6{};
        return inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &v6) == 1 &&
               IN6_IS_ADDR_LOOPBACK(&v6);
    }
    return false;
}

Url parse_url(const std::string& text) {
    const UrlHandle handle = read(text);
    if (!part(handle.get(), CURLUPART_FRAGMENT).empty()) {
        throw Error(ErrorKind::usage, "the address ends in a #fragment, which is never sent",
                    without_user_info(text), "remove what follows the #");
    }
    const std::string path = without_trailing_slash(part(handle.get(), CURLUPART_PATH));
    curl_url_set(handle.get(), CURLUPART_PATH, path.empty() ? "/" : path.c_str(), 0);
    return finished(handle.get(), without_user_info(text));
}

Url below(const Url& base, std::string_view path) {
    const UrlHandle handle = read(base.text);
    std::string full = without_trailing_slash(part(handle.get(), CURLUPART_PATH));
    full += '/';
    full += path;
    return with_path(base, full, true);
}

Url at_root(const Url& base, std::string_view path) {
    return with_path(base, "/" + std::string(path), false);
}

Url with_query(const Url& url, const std::string& name, const std::string& value) {
    const UrlHandle handle = read(url.text);
    curl_url_set(handle.get(), CURLUPART_QUERY, (name + "=" + value).c_str(),
                 CURLU_APPENDQUERY | CURLU_URLENCODE);
    return finished(handle.get(), url.text);
}

void check_key_may_go(const Origin& origin, bool allow_plain_http, const std::string& bound_to) {
    if (!bound_to.empty() && bound_to != origin.text()) {
        throw Error(ErrorKind::secret, "the key belongs to " + bound_to + " and is not sent elsewhere",
                    origin.text(), "name a key made for this address");
    }
    if (origin.scheme == "http" && !origin.loopback() && !allow_plain_http) {
        throw Error(ErrorKind::secret,
                    "a key would go over plain http to another machine, where others can read it",
                    origin.text(), "use https, or allow it for this endpoint");
    }
}

} // namespace tiebreak::client
