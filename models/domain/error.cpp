// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"

#include <utility>

namespace tiebreak::domain {

namespace {

std::string joined(const std::string& what, const std::string& where, const std::string& mend) {
    std::string text = where.empty() ? what : where + ": " + what;
    if (!mend.empty()) {
        text += " — " + mend;
    }
    return text;
}

} // namespace

Error::Error(ErrorKind kind, std::string what, std::string where, std::string mend)
    : std::runtime_error(joined(what, where, mend))
    , kind_(kind)
    , what_(std::move(what))
    , where_(std::move(where))
    , mend_(std::move(mend)) {}

} // namespace tiebreak::domain
