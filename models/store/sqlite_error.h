// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <SQLiteCpp/Exception.h>

#include <filesystem>

namespace tiebreak::store {

/// What SQLite said, as an error a person can act on: which file, what happened, how to mend it.
[[nodiscard]] domain::Error explain(const SQLite::Exception& error, const std::filesystem::path& file);

/// Calls `work`, turning SQLite's exceptions into domain errors that name `file`.
template <class F>
decltype(auto) explained(const std::filesystem::path& file, F&& work) {
    try {
        return std::forward<F>(work)();
    } catch (const SQLite::Exception& error) {
        throw explain(error, file);
    }
}

} // namespace tiebreak::store
