// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tiebreak::text {

/// SHA-256 of the bytes, 64 lower-case hexadecimal digits (FIPS 180-4).
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// SHA-256 over named fields. Every name and value goes in behind its own length, so that no two different
/// lists of fields give the same bytes ("ab", "c" against "a", "bc"). An absent value is a field left out:
/// that differs from an empty one.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    /// Bytes as they are, without a length: for a file read in pieces.
    Sha256& update(std::string_view bytes);
    Sha256& update_field(std::string_view name, std::string_view value);
    Sha256& update_field(std::string_view name, std::int64_t value);

    /// The digest, 64 hexadecimal digits. Ends the computation: a later call of any function throws
    /// domain::Error (internal).
    [[nodiscard]] std::string finish_hex();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

} // namespace tiebreak::text
