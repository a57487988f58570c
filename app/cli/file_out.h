// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

namespace tiebreak::cli {

class Output;

/// A file that is written whole or not at all: it grows beside its place and takes it at finish(). "-" is
/// standard output.
class FileOut {
public:
    /// Throws domain::Error (file) where nothing can be written there.
    FileOut(Output& out, std::filesystem::path path);
    ~FileOut(); ///< what is not finished is removed
    FileOut(const FileOut&) = delete;
    FileOut& operator=(const FileOut&) = delete;

    void write(std::string_view bytes);
    void finish();

private:
    [[noreturn]] void fail(int error) const;

    Output& out_;
    std::filesystem::path path_;
    std::string growing_; ///< empty: standard output
    std::FILE* file_ = nullptr;
};

} // namespace tiebreak::cli
