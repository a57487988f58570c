// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "text/digest.h"

#include <gtest/gtest.h>

namespace tiebreak::text {

// FIPS 180-4 examples.
TEST(Digest, AgreesWithThePublishedExamples) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Digest, PiecesGiveWhatTheWholeGives) {
    EXPECT_EQ(Sha256().update("a").update("").update("bc").finish_hex(), sha256_hex("abc"));
}

TEST(Digest, FieldsCannotRunIntoOneAnother) {
    const auto of = [](std::string_view name, std::string_view value) {
        return Sha256().update_field(name, value).finish_hex();
    };
    EXPECT_NE(of("ab", "c"), of("a", "bc"));
    EXPECT_NE(of("a", ""), of("", "a"));
    EXPECT_NE(Sha256().update_field("a", "b").update_field("c", "").finish_hex(),
              Sha256().update_field("a", "b").finish_hex());
    EXPECT_EQ(Sha256().update_field("n", std::int64_t{-3}).finish_hex(), of("n", "-3"));
    // Pinned: the stored keys of calls are made of this. The bytes are 1, "a", 2, "xy" with eight-byte
    // lengths.
    using namespace std::string_view_literals;
    EXPECT_EQ(of("a", "xy"), sha256_hex("\1\0\0\0\0\0\0\0a\2\0\0\0\0\0\0\0xy"sv));
}

TEST(Digest, IsClosedAfterTheEnd) {
    Sha256 hash;
    EXPECT_EQ(hash.finish_hex(), sha256_hex(""));
    EXPECT_THROW(hash.update("x"), domain::Error);
}

} // namespace tiebreak::text
