// SPDX-License-Identifier: GPL-3.0-or-later
// The floor that runs are held against: libcurl alone, one thread, nothing parsed, nothing kept.
#pragma once

#include <curl/curl.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace tiebreak::bench {

/// POSTs bodies[0..n) to `url`, at most `at_once` in flight, and drops the replies. Returns how many were not
/// a 200.
inline int bare_curl(const std::string& url, const std::vector<std::string>& bodies, std::size_t at_once) {
    CURLM* multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(at_once));
    curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
    const auto drop = +[](char*, std::size_t size, std::size_t count, void*) { return size * count; };
    std::size_t next = 0;
    int bad = 0;
    const auto start = [&](CURL* easy) {
        const std::string& body = bodies[next++];
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.c_str());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
        curl_multi_add_handle(multi, easy);
    };
    std::vector<CURL*> handles;
    for (std::size_t i = 0; i < at_once && i < bodies.size(); ++i) {
        CURL* easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
        handles.push_back(easy);
        start(easy);
    }
    std::size_t done = 0;
    while (done < bodies.size()) {
        int running = 0;
        curl_multi_perform(multi, &running);
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
            CURL* easy = message->easy_handle;
            long status = 0;
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            constexpr long ok = 200;
            bad += message->data.result == CURLE_OK && status == ok ? 0 : 1;
            curl_multi_remove_handle(multi, easy);
            ++done;
            if (next < bodies.size()) {
                start(easy);
            }
        }
        if (done < bodies.size()) {
            constexpr int wait_ms = 1000;
            curl_multi_poll(multi, nullptr, 0, wait_ms, nullptr);
        }
    }
    for (CURL* easy : handles) {
        curl_easy_cleanup(easy);
    }
    curl_slist_free_all(headers);
    curl_multi_cleanup(multi);
    return bad;
}

} // namespace tiebreak::bench
