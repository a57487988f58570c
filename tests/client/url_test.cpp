// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/url.h"
#include "domain/error.h"

#include <gmock/gmock.h>

namespace tiebreak::client {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Url, KnowsItsOrigin) {
    const Url url = parse_url("https://API.Example.com/v1/");
    EXPECT_EQ(url.text, "https://api.example.com/v1");
    EXPECT_EQ(url.origin.text(), "https://api.example.com:443");
    EXPECT_EQ(parse_url("http://h/v1").origin.port, 80);
    EXPECT_EQ(parse_url("http://127.0.0.1:8080/v1").origin, parse_url("http://127.0.0.1:8080").origin);
    EXPECT_NE(parse_url("http://127.0.0.1:8080").origin, parse_url("http://127.0.0.1:8081").origin);
}

TEST(Url, AppendsPathsAndKeepsTheQuery) {
    EXPECT_EQ(below(parse_url("http://h:1/v1/"), "chat/completions").text, "http://h:1/v1/chat/completions");
    EXPECT_EQ(below(parse_url("http://h:1"), "models").text, "http://h:1/models");
    EXPECT_EQ(below(parse_url("https://h/openai?api-version=2024"), "models").text,
              "https://h/openai/models?api-version=2024");
    EXPECT_EQ(at_root(parse_url("http://h:1/v1?x=1"), "props").text, "http://h:1/props");
}

struct Refusal {
    const char* name;
    const char* url;
    const char* reason;
};

class UrlRefused : public ::testing::TestWithParam<Refusal> {};

TEST_P(UrlRefused, SaysWhy) {
    try {
        (void)parse_url(GetParam().url);
        FAIL() << GetParam().url << " was taken";
    } catch (const domain::Error& error) {
        EXPECT_EQ(error.kind(), domain::ErrorKind::usage);
        EXPECT_THAT(error.what_happened(), HasSubstr(GetParam().reason));
        EXPECT_THAT(error.what(), Not(HasSubstr("hunter2")));
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, UrlRefused,
    ::testing::Values(Refusal{"file", "file:///etc/passwd", "only http and https"},
                      Refusal{"ftp", "ftp://example.com/x", "only http and https"},
                      Refusal{"gopher", "gopher://example.com/", "only http and https"},
                      Refusal{"scheme_missing", "127.0.0.1:8080/v1", "does not begin with http"},
                      Refusal{"user", "http://me@example.com/", "user name or password"},
                      Refusal{"password", "http://me:hunter2@example.com/", "user name"},
                      Refusal{"disguise", "http://api.openai.com@evil.example/", "user name"},
                      Refusal{"backslash", "http://api.openai.com\\@evil.example/", "backslash"},
                      Refusal{"newline", "http://h/\r\nHost: evil", "control character"},
                      Refusal{"blank", "http://h /", "blank"},
                      Refusal{"fragment", "http://h/v1#x", "fragment"},
                      Refusal{"empty", "", "cannot be read"},
                      Refusal{"no_host", "http:///v1", "names no host"},
                      Refusal{"port", "http://h:99999/", "cannot be read"}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(Url, LoopbackIsByAddressNotByName) {
    for (const char* here :
         {"http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:8080", "http://localhost",
          "http://LOCALHOST", "http://0x7f000001", "http://2130706433"}) {
        EXPECT_TRUE(parse_url(here).origin.loopback()) << here;
    }
    for (const char* elsewhere : {"http://127.0.0.1.evil.example", "http://localhost.evil.example",
                                  "http://10.0.0.1", "http://[::2]", "http://128.0.0.1", "http://0.0.0.0"}) {
        EXPECT_FALSE(parse_url(elsewhere).origin.loopback()) << elsewhere;
    }
}

TEST(Url, AKeyGoesOnlyWhereNobodyReadsAlong) {
    EXPECT_NO_THROW(check_key_may_go(parse_url("https://api.example.com").origin, false, {}));
    EXPECT_NO_THROW(check_key_may_go(parse_url("http://127.0.0.1:8080").origin, false, {}));
    EXPECT_NO_THROW(check_key_may_go(parse_url("http://10.0.0.7").origin, true, {}));
    EXPECT_THROW(check_key_may_go(parse_url("http://10.0.0.7").origin, false, {}), domain::Error);
    const Origin bound = parse_url("https://api.example.com").origin;
    EXPECT_NO_THROW(check_key_may_go(bound, false, bound.text()));
    for (const char* other :
         {"https://api.example.com:8443", "https://example.com", "http://api.example.com"}) {
        EXPECT_THROW(check_key_may_go(parse_url(other).origin, true, bound.text()), domain::Error) << other;
    }
}

} // namespace tiebreak::client
