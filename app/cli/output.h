// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <mutex>
#include <string>
#include <string_view>

namespace tiebreak::cli {

/// The two streams kept apart: results go to standard output, everything else to standard error. Thread-safe.
class Output {
public:
    Output();

    /// A piece of the result, as it stands. Throws domain::Error (file) where it cannot be written; a reader
    /// that went away (`| head`) ends the program the way a shell expects.
    void result(std::string_view text);
    /// One JSON document, indented, with a newline.
    void result_json(const nlohmann::ordered_json& document);
    /// Writes out what is buffered of the result.
    void flush();

    /// One or more lines for people, made safe for a terminal.
    void message(std::string_view text);
    /// A line that the next one replaces. Does nothing where standard error is not a terminal.
    void status(const std::string& line);
    /// The last status line stays where it stands.
    void keep_status();

    [[nodiscard]] bool errors_on_terminal() const noexcept { return terminal_; }
    /// Columns of the terminal that results go to; 100 where they go elsewhere.
    [[nodiscard]] int result_columns() const noexcept;
    /// Columns of the terminal that messages go to.
    [[nodiscard]] int message_columns() const noexcept;

    /// Asks a yes-or-no question on the terminal; anything but yes is no.
    [[nodiscard]] bool confirmed(const std::string& question);
    /// Whether there is somebody to ask.
    [[nodiscard]] bool can_ask() const noexcept;

private:
    void clear_status();

    std::mutex mutex_;
    bool terminal_;
    std::string status_;
};

} // namespace tiebreak::cli
