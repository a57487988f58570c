// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "formats/file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>

namespace tiebreak::formats {

inline std::string shared_path(const std::string& name) {
    return TIEBREAK_SOURCE_DIR "/../shared/data/" + name;
}

/// What an action throws, as people read it; a failure where it throws nothing.
inline std::string error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const domain::Error& error) {
        return error.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}

} // namespace tiebreak::formats

/// The bytes of a file of the shared data, or the test is skipped by name.
#define SHARED_FILE(variable, name)                                                                          \
    if (!std::filesystem::exists(tiebreak::formats::shared_path(name))) {                                    \
        GTEST_SKIP() << "shared/data/" << (name) << " is not there";                                         \
    }                                                                                                        \
    const std::string variable = tiebreak::formats::read_file(tiebreak::formats::shared_path(name))
