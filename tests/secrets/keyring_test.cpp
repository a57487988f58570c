// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "secrets/keyring.h"
#include "secrets/keyring_entry.h"
#include "secrets/keys.h"

#include <gmock/gmock.h>

#include <cstdlib>

namespace tiebreak::secrets {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(KeyringEntry, KeepsTheOriginTheKeyIsBoundTo) {
    const auto key = key_in(entry_of("sk-\"canary\"", "https://api.example.com:443"));
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(key->reveal(), "sk-\"canary\"");
    EXPECT_EQ(key->bound_to(), "https://api.example.com:443");
}

TEST(KeyringEntry, ReadsAKeyThatAnotherProgramPutThere) {
    const auto key = key_in(" sk-canary\n");
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(key->reveal(), "sk-canary");
    EXPECT_EQ(key->bound_to(), "");
    EXPECT_FALSE(key_in(" \n").has_value());
    EXPECT_FALSE(key_in(entry_of("", "https://h:443")).has_value());
}

/// Nobody answers at that address, as on a machine without a keyring service.
class WithoutService : public ::testing::Test {
protected:
    void SetUp() override {
        setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1);
        unsetenv("XDG_CURRENT_DESKTOP");
        unsetenv("DESKTOP_SESSION");
    }
};

TEST_F(WithoutService, EveryUseFailsWithItsReasonAndNothingIsWritten) {
    const auto why = [](const auto& use) {
        try {
            use();
            return std::string("done");
        } catch (const domain::Error& error) {
            EXPECT_EQ(error.kind(), domain::ErrorKind::secret);
            return std::string(error.what());
        }
    };
    Keys keys;
    for (const std::string& said : {why([&] { (void)keys.find("keyring:tiebreak-test"); }), why([] {
                                        Keyring::write("tiebreak-test", "sk-canary-0123", "https://h:443");
                                    }),
                                    why([] { Keyring::remove("tiebreak-test"); })}) {
        EXPECT_THAT(said, HasSubstr("keyring:tiebreak-test"));
        EXPECT_THAT(said, HasSubstr("env:NAME"));
        EXPECT_THAT(said, Not(HasSubstr("canary")));
    }
}

} // namespace tiebreak::secrets
