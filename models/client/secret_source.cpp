// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/secret_source.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tiebreak::client {

namespace {

constexpr std::string_view mask = "[key]";
constexpr std::size_t shortest_remnant = 4;

void replace_all(std::string& text, std::string_view from) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + mask.size())) {
        text.replace(at, from.size(), mask);
    }
}

/// A body that was cut may end inside an echoed key.
void mask_cut_end(std::string& text, std::string_view secret) {
    for (std::size_t length = std::min(secret.size() - 1, text.size()); length >= shortest_remnant;
         --length) {
        if (text.ends_with(secret.substr(0, length))) {
            text.replace(text.size() - length, length, mask);
            return;
        }
    }
}

std::string json_escaped(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '"' || c == '\\' || c == '/') {
            escaped += '\\';
        }
        escaped += c;
    }
    return escaped;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (const char c : text) {
        if (unreserved.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return encoded;
}

} // namespace

Secret::Secret(std::string_view text, std::string bound_to)
    : text_(text.begin(), text.end())
    , bound_to_(std::move(bound_to)) {}

Secret::~Secret() {
    wipe();
}

Secret::Secret(Secret&& other) noexcept
    : text_(std::move(other.text_))
    , bound_to_(std::move(other.bound_to_)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        text_ = std::move(other.text_);
        bound_to_ = std::move(other.bound_to_);
    }
    return *this;
}

void Secret::wipe() noexcept {
    if (!text_.empty()) {
        OPENSSL_cleanse(text_.data(), text_.size());
    }
}

std::string redact(std::string text, std::span<const std::string_view> secrets) {
    for (const std::string_view secret : secrets) {
        if (secret.empty()) {
            continue;
        }
        const std::array<std::string, 2> encoded{json_escaped(secret), percent_encoded(secret)};
        replace_all(text, secret);
        for (const std::string& form : encoded) {
            if (form != secret) {
                replace_all(text, form);
            }
        }
        mask_cut_end(text, secret);
    }
    return text;
}

std::string redact(std::string text, const Secret* secret) {
    if (secret == nullptr) {
        return text;
    }
    const std::array<std::string_view, 1> one{secret->reveal()};
    return redact(std::move(text), one);
}

} // namespace tiebreak::client
