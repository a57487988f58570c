// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/digest.h"

#include "domain/error.h"

#include <openssl/evp.h>

#include <array>

namespace tiebreak::text {

namespace {

void check(bool ok) {
    if (!ok) {
        throw domain::Error(domain::ErrorKind::internal, "SHA-256 could not be computed", "OpenSSL");
    }
}

} // namespace

struct Sha256::Context {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> evp{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

Sha256::Sha256()
    : context_(std::make_unique<Context>()) {
    check(context_->evp && EVP_DigestInit_ex(context_->evp.get(), EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::update(std::string_view bytes) {
    check(context_ && EVP_DigestUpdate(context_->evp.get(), bytes.data(), bytes.size()) == 1);
    return *this;
}

Sha256& Sha256::update_field(std::string_view name, std::string_view value) {
    for (const std::string_view part : {name, value}) {
        // Little-endian by shifts, so that the digest does not depend on the machine's byte order.
        std::array<char, 8> length{};
        for (std::size_t i = 0; i < length.size(); ++i) {
            length[i] = static_cast<char>((static_cast<std::uint64_t>(part.size()) >> (8 * i)) & 0xffU);
        }
        update({length.data(), length.size()});
        update(part);
    }
    return *this;
}

Sha256& Sha256::update_field(std::string_view name, std::int64_t value) {
    return update_field(name, std::to_string(value));
}

std::string Sha256::finish_hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    check(context_ && EVP_DigestFinal_ex(context_->evp.get(), bytes.data(), &size) == 1);
    context_.reset();
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * std::size_t{size});
    for (unsigned int i = 0; i < size; ++i) {
        hex += digits[bytes[i] >> 4U];
        hex += digits[bytes[i] & 15U];
    }
    return hex;
}

std::string sha256_hex(std::string_view bytes) {
    return Sha256().update(bytes).finish_hex();
}

} // namespace tiebreak::text
