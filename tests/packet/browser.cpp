// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/packet/browser.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace tiebreak::test {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds patience{30};

std::string unpacked(const std::string& base64) {
    std::string bytes;
    unsigned buffer = 0;
    int bits = 0;
    for (const char c : base64) {
        const unsigned value = c >= 'A' && c <= 'Z'   ? static_cast<unsigned>(c - 'A')
                               : c >= 'a' && c <= 'z' ? static_cast<unsigned>(c - 'a' + 26)
                               : c >= '0' && c <= '9' ? static_cast<unsigned>(c - '0' + 52)
                               : c == '+'             ? 62U
                               : c == '/'             ? 63U
                                                      : 64U;
        if (value == 64U) {
            continue;
        }
        buffer = buffer << 6U | value;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(buffer >> static_cast<unsigned>(bits) & 255U);
        }
    }
    return bytes;
}

} // namespace

std::optional<std::string> Browser::find() {
    const char* path = std::getenv("PATH");
    std::string folders = path != nullptr ? path : "";
    for (const char* name : {"chromium", "chromium-browser", "google-chrome", "chrome"}) {
        std::size_t at = 0;
        while (at <= folders.size()) {
            const std::size_t end = std::min(folders.find(':', at), folders.size());
            const std::string program = folders.substr(at, end - at) + "/" + name;
            if (access(program.c_str(), X_OK) == 0) {
                return program;
            }
            at = end + 1;
        }
    }
    return std::nullopt;
}

Browser::Browser(const std::string& program, const std::filesystem::path& folder)
    : folder_(folder) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    const std::string profile = "--user-data-dir=" + (folder / "profile").string();
    const std::string log = (folder / "chromium.log").string();
    process_ = fork();
    if (process_ == 0) {
        setpgid(0, 0);
        // Ends may be 3 or 4 already: out of the way first.
        const int read_end = fcntl(in[0], F_DUPFD, 10);
        const int write_end = fcntl(out[1], F_DUPFD, 10);
        dup2(read_end, 3);
        dup2(write_end, 4);
        const int null = ::open("/dev/null", O_RDWR);
        const int file = ::open(log.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
        dup2(null, 0);
        dup2(file, 1);
        dup2(file, 2);
        execl(program.c_str(), program.c_str(), "--headless=new", "--remote-debugging-pipe", "--no-sandbox",
              "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
              "--disable-background-networking", "--disable-component-update", "--disable-sync",
              "--hide-scrollbars", profile.c_str(), "about:blank", nullptr);
        _exit(127);
    }
    setpgid(process_, process_);
    close(in[0]);
    close(out[1]);
    to_ = in[1];
    from_ = out[0];
    const Json page = call("Target.createTarget", {{"url", "about:blank"}});
    session_ =
        call("Target.attachToTarget", {{"targetId", page["targetId"]}, {"flatten", true}})["sessionId"];
    for (const char* domain : {"Page.enable", "Network.enable", "Log.enable", "Runtime.enable"}) {
        call(domain);
    }
    call("Browser.setDownloadBehavior",
         {{"behavior", "allow"}, {"downloadPath", folder.string()}, {"eventsEnabled", true}});
}

Browser::~Browser() {
    if (process_ > 0) {
        kill(-process_, SIGKILL);
        waitpid(process_, nullptr, 0);
    }
    close(to_);
    close(from_);
}

void Browser::send(const Json& message) {
    const std::string text = message.dump() + '\0';
    std::size_t at = 0;
    while (at < text.size()) {
        const ssize_t wrote = write(to_, text.data() + at, text.size() - at);
        if (wrote <= 0) {
            throw std::runtime_error("the browser is gone");
        }
        at += static_cast<std::size_t>(wrote);
    }
}

Json Browser::read(Clock::time_point until) {
    for (;;) {
        const std::size_t end = pending_.find('\0');
        if (end != std::string::npos) {
            const Json message = Json::parse(pending_.substr(0, end));
            pending_.erase(0, end + 1);
            return message;
        }
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        pollfd wait{from_, POLLIN, 0};
        if (left <= 0 || poll(&wait, 1, static_cast<int>(left)) == 0) {
            throw std::runtime_error("the browser says nothing");
        }
        std::array<char, 65536> piece{};
        const ssize_t got = ::read(from_, piece.data(), piece.size());
        if (got <= 0) {
            throw std::runtime_error("the browser is gone");
        }
        pending_.append(piece.data(), static_cast<std::size_t>(got));
    }
}

void Browser::note(const Json& event) {
    const std::string method = event.value("method", "");
    const Json& what = event["params"];
    if (method == "Page.loadEventFired") {
        loaded_ = true;
    } else if (method == "Network.requestWillBeSent") {
        requests_.push_back(what["request"]["url"]);
    } else if (method == "Log.entryAdded") {
        complaints_.push_back(what["entry"]["text"]);
    } else if (method == "Runtime.exceptionThrown") {
        complaints_.push_back(what["exceptionDetails"].dump());
    } else if (method == "Browser.downloadWillBegin") {
        saved_.push_back(what["suggestedFilename"]);
    } else if (method == "Browser.downloadProgress" && what["state"] == "completed") {
        saved_.push_back("");
    }
}

Json Browser::call(const std::string& method, const Json& parameters) {
    const int id = ++next_;
    Json message{{"id", id}, {"method", method}, {"params", parameters}};
    if (!session_.empty() && !method.starts_with("Target.") && !method.starts_with("Browser.")) {
        message["sessionId"] = session_;
    }
    send(message);
    const auto until = Clock::now() + patience;
    for (;;) {
        const Json answer = read(until);
        if (answer.contains("method")) {
            note(answer);
        } else if (answer["id"] == id) {
            if (answer.contains("error")) {
                throw std::runtime_error(method + ": " + answer["error"].dump());
            }
            return answer["result"];
        }
    }
}

void Browser::wait_for(const std::function<bool()>& there, const std::string& what) {
    const auto until = Clock::now() + patience;
    while (!there()) {
        if (Clock::now() > until) {
            throw std::runtime_error("waited in vain for " + what);
        }
        poll(nullptr, 0, 20);
    }
}

void Browser::size(int width, int height, bool phone, bool dark) {
    call("Emulation.setDeviceMetricsOverride",
         {{"width", width}, {"height", height}, {"deviceScaleFactor", phone ? 2 : 1}, {"mobile", phone}});
    call("Emulation.setTouchEmulationEnabled", {{"enabled", phone}});
    call("Emulation.setEmulatedMedia",
         {{"features", {{{"name", "prefers-color-scheme"}, {"value", dark ? "dark" : "light"}}}}});
}

void Browser::open(const std::filesystem::path& file) {
    loaded_ = false;
    call("Page.navigate", {{"url", "file://" + file.string()}});
    wait_for(
        [&] {
            call("Runtime.evaluate", {{"expression", "0"}});
            return loaded_;
        },
        "the page");
}

void Browser::reload() {
    loaded_ = false;
    call("Page.reload");
    wait_for(
        [&] {
            call("Browser.getVersion");
            return loaded_;
        },
        "the page again");
}

Json Browser::evaluate(const std::string& expression) {
    const Json result = call("Runtime.evaluate", {{"expression", expression}, {"returnByValue", true}});
    if (result.contains("exceptionDetails")) {
        throw std::runtime_error(expression + ": " + result["exceptionDetails"].dump());
    }
    return result["result"].value("value", Json());
}

void Browser::type(const std::string& text) {
    call("Input.insertText", {{"text", text}});
}

void Browser::key(const std::string& key, int code, const std::string& text, int modifiers) {
    Json press{{"type", text.empty() ? "rawKeyDown" : "keyDown"},
               {"key", key},
               {"windowsVirtualKeyCode", code},
               {"modifiers", modifiers}};
    if (!text.empty()) {
        press["text"] = text;
    }
    call("Input.dispatchKeyEvent", press);
    call("Input.dispatchKeyEvent",
         {{"type", "keyUp"}, {"key", key}, {"windowsVirtualKeyCode", code}, {"modifiers", modifiers}});
}

namespace {

/// Brings an element into view and gives its middle.
std::string middle_of(const std::string& selector) {
    return "(() => { const e = document.querySelector('" + selector +
           "'); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect(); return [r.x + "
           "r.width "
           "/ 2, r.y + r.height / 2]; })()";
}

} // namespace

void Browser::tap(const std::string& selector) {
    const Json at = evaluate(middle_of(selector));
    const Json point{{"x", at[0]}, {"y", at[1]}};
    call("Input.dispatchTouchEvent", {{"type", "touchStart"}, {"touchPoints", Json::array({point})}});
    call("Input.dispatchTouchEvent", {{"type", "touchEnd"}, {"touchPoints", Json::array()}});
}

void Browser::click(const std::string& selector) {
    const Json at = evaluate(middle_of(selector));
    for (const char* type : {"mousePressed", "mouseReleased"}) {
        call("Input.dispatchMouseEvent",
             {{"type", type}, {"x", at[0]}, {"y", at[1]}, {"button", "left"}, {"clickCount", 1}});
    }
}

void Browser::picture(const std::filesystem::path& png) {
    std::ofstream(png, std::ios::binary)
        << unpacked(call("Page.captureScreenshot", {{"format", "png"}})["data"].get<std::string>());
}

void Browser::wait(const std::string& expression) {
    wait_for([&] { return evaluate(expression) == true; }, expression);
}

std::filesystem::path Browser::saved() {
    wait_for(
        [&] {
            call("Runtime.evaluate", {{"expression", "0"}});
            return saved_.size() >= 2 && saved_[1].empty();
        },
        "a saved file");
    const std::filesystem::path file = folder_ / saved_.front();
    saved_.erase(saved_.begin(), saved_.begin() + 2);
    return file;
}

} // namespace tiebreak::test
