// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/file_out.h"

#include "app/cli/output.h"
#include "domain/error.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace tiebreak::cli {

namespace {

/// What a new file's permissions would be, which mkstemp does not ask.
mode_t usual_mode() {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666 & ~mask;
}

} // namespace

FileOut::FileOut(Output& out, std::filesystem::path path)
    : out_(out)
    , path_(std::move(path)) {
    if (path_ == "-") {
        return;
    }
    std::error_code ignored;
    if (std::filesystem::is_directory(path_, ignored)) {
        throw domain::Error(domain::ErrorKind::file, "this is a folder", path_.string(), "name a file in it");
    }
    if (std::filesystem::exists(path_, ignored) && !std::filesystem::is_regular_file(path_, ignored)) {
        // A pipe or a device is written as it is; it cannot be replaced.
        file_ = std::fopen(path_.c_str(), "wb");
    } else {
        growing_ = path_.string() + ".XXXXXX";
        const int descriptor = ::mkstemp(growing_.data());
        if (descriptor < 0) {
            growing_.clear();
            fail(errno);
        }
        ::fchmod(descriptor, usual_mode());
        file_ = ::fdopen(descriptor, "wb");
    }
    if (file_ == nullptr) {
        fail(errno);
    }
}

FileOut::~FileOut() {
    if (file_ != nullptr) {
        std::fclose(file_);
    }
    if (!growing_.empty()) {
        ::unlink(growing_.c_str());
    }
}

void FileOut::fail(int error) const {
    throw domain::Error(domain::ErrorKind::file,
                        std::string("the file cannot be written: ") + std::strerror(error), path_.string(),
                        "check that the folder is there, may be written to and has room");
}

void FileOut::write(std::string_view bytes) {
    if (file_ == nullptr) {
        out_.result(bytes);
    } else if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) {
        fail(errno);
    }
}

void FileOut::finish() {
    if (file_ == nullptr) {
        out_.flush();
        return;
    }
    if (std::fflush(file_) != 0 || (!growing_.empty() && ::fsync(::fileno(file_)) != 0)) {
        fail(errno);
    }
    std::fclose(file_);
    file_ = nullptr;
    if (!growing_.empty()) {
        if (::rename(growing_.c_str(), path_.c_str()) != 0) {
            fail(errno);
        }
        growing_.clear();
    }
}

} // namespace tiebreak::cli
