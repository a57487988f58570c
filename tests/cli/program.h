// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli as a process of its own, the way a person or a script runs it.
#pragma once

#include <nlohmann/json.hpp>
#include <sys/types.h>

#include <string>
#include <vector>

namespace tiebreak::test {

using Json = nlohmann::json;

struct Ended {
    int code = -1;  ///< exit code; -1 where a signal ended it
    int signal = 0; ///< that ended it; 0 where none did
    std::string out;
    std::string err;

    /// Standard output as one JSON document; a failure of the test where it is none.
    [[nodiscard]] Json json() const;
};

struct Surroundings {
    std::vector<std::string> environment; ///< "NAME=value", added
    std::string out_to;                   ///< a file or device that standard output goes to; empty: captured
};

/// Runs it to its end. Standard input is empty and no terminal.
Ended run(const std::vector<std::string>& arguments, const Surroundings& around = {});

/// One that goes on while the test does something else.
class Running {
public:
    explicit Running(const std::vector<std::string>& arguments, const Surroundings& around = {});
    ~Running(); ///< kills it
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    void send(int signal) const;
    /// Reads what it writes until it ends.
    Ended wait();

private:
    friend class OnTerminal;
    Running() = default;

    pid_t pid_ = -1;
    int out_ = -1;
    int err_ = -1;
};

/// Its standard input and error on a terminal of 100 columns; standard output captured.
class OnTerminal {
public:
    explicit OnTerminal(const std::vector<std::string>& arguments);
    ~OnTerminal();
    OnTerminal(const OnTerminal&) = delete;
    OnTerminal& operator=(const OnTerminal&) = delete;

    /// Reads the terminal until this stands there; what was read so far. Fails the test where it ends before.
    std::string read_until(const std::string& text);
    void type(const std::string& keys) const;
    void send(int signal) const { process_.send(signal); }
    /// `err` is everything the terminal showed.
    Ended wait();

private:
    Running process_;
    int terminal_ = -1;
    std::string shown_;
};

} // namespace tiebreak::test
