// SPDX-License-Identifier: GPL-3.0-or-later
// A Chromium without a screen, told what to do over its own pipe (the DevTools protocol): real keys, real
// touches, and every request it makes.
#pragma once

#include <nlohmann/json.hpp>
#include <sys/types.h>

#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::test {

using Json = nlohmann::json;

class Browser {
public:
    /// The program, if there is one on this machine.
    static std::optional<std::string> find();

    /// Starts it with `folder` for its profile and for what it saves. Throws std::runtime_error.
    Browser(const std::string& program, const std::filesystem::path& folder);
    ~Browser();
    Browser(const Browser&) = delete;
    Browser& operator=(const Browser&) = delete;

    void size(int width, int height, bool phone, bool dark = false);
    void open(const std::filesystem::path& file); ///< returns when it has loaded
    void reload();
    /// The value of a JavaScript expression.
    Json evaluate(const std::string& expression);
    void type(const std::string& text);
    void key(const std::string& key, int code, const std::string& text = {}, int modifiers = 0);
    void digit(int digit) { key(std::to_string(digit), '0' + digit, std::to_string(digit)); }
    /// A finger on the middle of the element; it must be inside the screen.
    void tap(const std::string& selector);
    void click(const std::string& selector);
    void picture(const std::filesystem::path& png);
    /// Waits until the expression is true.
    void wait(const std::string& expression);
    /// Waits for one more file to be saved and returns it.
    std::filesystem::path saved();

    /// Addresses that were asked for since the start.
    [[nodiscard]] const std::vector<std::string>& requests() const { return requests_; }
    /// What the page complained about, a refused load among it.
    [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

private:
    Json call(const std::string& method, const Json& parameters = Json::object());
    void send(const Json& message);
    Json read(std::chrono::steady_clock::time_point until);
    void note(const Json& event);
    void wait_for(const std::function<bool()>& there, const std::string& what);

    std::filesystem::path folder_;
    pid_t process_ = -1;
    int to_ = -1;
    int from_ = -1;
    int next_ = 0;
    std::string session_;
    std::string pending_;
    bool loaded_ = false;
    std::deque<std::string> saved_;
    std::vector<std::string> requests_;
    std::vector<std::string> complaints_;
};

} // namespace tiebreak::test
