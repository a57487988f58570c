// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace tiebreak::domain {

/// What kind of thing went wrong; decides the command's exit code and the window's wording, never parsed from text.
enum class ErrorKind {
    usage,       ///< the call, the config or a name in it is wrong
    file,        ///< a file cannot be read or written
    format,      ///< a file can be read but not understood
    busy,        ///< somebody else holds what is needed (a lease, a lock)
    endpoint,    ///< a model endpoint refused, failed or answered nonsense
    secret,      ///< a key is missing or may not be used there
    internal,    ///< a bug of ours
};

/// An error a person can act on: what happened, where, and how to mend it. `what()` joins the three.
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, std::string what, std::string where = {}, std::string mend = {});

    [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }
    [[nodiscard]] const std::string& what_happened() const noexcept { return what_; }
    [[nodiscard]] const std::string& where() const noexcept { return where_; }
    [[nodiscard]] const std::string& mend() const noexcept { return mend_; }

private:
    ErrorKind kind_;
    std::string what_;
    std::string where_;
    std::string mend_;
};

} // namespace tiebreak::domain
