// SPDX-License-Identifier: GPL-3.0-or-later
// A real keyring: a session bus and a GNOME keyring of the test's own, unlocked by a password of its own.
#include "client/model_client.h"
#include "client/url.h"
#include "secrets/keyring.h"
#include "secrets/keys.h"
#include "tests/store/temp_project.h"
#include "tests/support/endpoint_process.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>

namespace tiebreak::secrets {

using ::testing::HasSubstr;
using ::testing::Not;

namespace {

constexpr const char* inside = "TIEBREAK_TEST_KEYRING";
constexpr const char* canary = "sk-canary-8d1f60c2b97e4a35";

bool found_in_path(const char* program) {
    std::string path = std::getenv("PATH") != nullptr ? std::getenv("PATH") : "";
    for (std::size_t at = 0; at <= path.size();) {
        const std::size_t end = std::min(path.find(':', at), path.size());
        if (::access((path.substr(at, end - at) + "/" + program).c_str(), X_OK) == 0) {
            return true;
        }
        at = end + 1;
    }
    return false;
}

domain::Answer ask(client::ModelClient& client, const test::EndpointProcess& endpoint) {
    domain::Candidate model;
    model.name = model.model = "m1";
    model.api = domain::Api::openai_chat;
    model.endpoint.base_url = endpoint.base_url();
    model.endpoint.key = "keyring:tiebreak-test";
    client::ModelCall call;
    call.model = std::make_shared<const domain::Candidate>(model);
    call.messages = {{"user", "Say one"}};
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<domain::Answer> answer;
    client.ask(call, [&](domain::Answer got) {
        const std::lock_guard lock(mutex);
        answer = std::move(got);
        changed.notify_all();
    });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return answer.has_value(); });
    return *answer;
}

/// Runs this test again where a keyring is to be had, with a home of its own. Its exit status.
int run_inside(const std::filesystem::path& home) {
    const pid_t child = ::fork();
    if (child == 0) {
        for (const char* name :
             {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"}) {
            ::setenv(name, home.c_str(), 1);
        }
        ::setenv(inside, "1", 1);
        ::setenv("XDG_CURRENT_DESKTOP", "GNOME", 1);
        ::unsetenv("DBUS_SESSION_BUS_ADDRESS");
        const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
        const std::string script =
            "printf 'a password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "
            "exec '" +
            self + "' --gtest_filter=KeyringSession.*";
        ::execlp("dbus-run-session", "dbus-run-session", "--", "sh", "-c", script.c_str(), nullptr);
        ::_exit(127);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    return status;
}

} // namespace

TEST(KeyringSession, AStoredKeyIsFoundBoundToItsAddressAndInNoFile) {
    if (std::getenv(inside) == nullptr) {
        if (!found_in_path("gnome-keyring-daemon") || !found_in_path("dbus-run-session")) {
            GTEST_SKIP() << "gnome-keyring-daemon or dbus-run-session is not installed";
        }
        const store::TempFolder home;
        ASSERT_EQ(run_inside(home.path()), 0);
        int files = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(home.path())) {
            if (entry.is_regular_file()) {
                std::ifstream in(entry.path(), std::ios::binary);
                const std::string bytes{std::istreambuf_iterator<char>(in), {}};
                EXPECT_THAT(bytes, Not(HasSubstr(canary))) << entry.path();
                ++files;
            }
        }
        EXPECT_GT(files, 0) << "the keyring keeps its own file, encrypted";
        return;
    }
    const test::EndpointProcess endpoint(nlohmann::json{{"key", canary}});
    const test::EndpointProcess other(nlohmann::json{{"key", canary}});
    EXPECT_FALSE(Keyring::read("tiebreak-test")) << "nothing is there before";
    Keyring::write("tiebreak-test", canary, client::parse_url(endpoint.base_url()).origin.text());
    const auto key = Keyring::read("tiebreak-test");
    ASSERT_TRUE(key);
    EXPECT_EQ(key->reveal(), canary);
    EXPECT_EQ(key->bound_to(), endpoint.origin());

    Keys keys;
    client::ModelClient client(keys);
    const domain::Answer answer = ask(client, endpoint);
    EXPECT_EQ(answer.failure, domain::FailureKind::none) << answer.failure_detail;
    EXPECT_EQ(endpoint.log()["with_key"], 1);
    const domain::Answer refused = ask(client, other);
    EXPECT_EQ(refused.failure, domain::FailureKind::refused);
    EXPECT_THAT(refused.failure_detail, HasSubstr("belongs to " + endpoint.origin()));
    EXPECT_THAT(refused.failure_detail, Not(HasSubstr(canary)));
    EXPECT_EQ(other.log()["requests"], 0) << "not even asked";

    Keyring::remove("tiebreak-test");
    client.forget_keys();
    EXPECT_EQ(ask(client, endpoint).failure, domain::FailureKind::secret);
}

} // namespace tiebreak::secrets
