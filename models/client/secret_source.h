// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::client {

/// A key. Its text is on the heap once, is overwritten when it goes, and has no stream operator: whoever
/// wants it must say `reveal()`.
class Secret {
public:
    /// `bound_to` is the origin ("https://api.example.com:443") the key may go to; empty where the source
    /// knows none.
    explicit Secret(std::string_view text, std::string bound_to = {});
    ~Secret();
    Secret(Secret&&) noexcept;
    Secret& operator=(Secret&&) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;

    [[nodiscard]] std::string_view reveal() const noexcept { return {text_.data(), text_.size()}; }
    [[nodiscard]] const std::string& bound_to() const noexcept { return bound_to_; }

private:
    void wipe() noexcept;

    std::vector<char> text_; // not std::string: its small-buffer form leaves copies behind when moved
    std::string bound_to_;
};

/// Where keys come from. Implemented by the secrets room.
struct SecretSource {
    virtual ~SecretSource() = default;
    /// The key of that name ("env:NAME", "keyring:NAME"), or nothing where there is none. May be slow; is
    /// called under the client's own lock, never on two threads at once by one client.
    [[nodiscard]] virtual std::optional<Secret> find(const std::string& name) = 0;
};

/// `text` with every occurrence of a secret replaced by "[key]": as it stands, JSON-escaped, percent-encoded,
/// and cut off by the end of the text after at least four characters.
[[nodiscard]] std::string redact(std::string text, std::span<const std::string_view> secrets);
[[nodiscard]] std::string redact(std::string text, const Secret* secret);

} // namespace tiebreak::client
