// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/file.h"

#include "domain/error.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

namespace tiebreak::formats {

namespace {

domain::Error file_error(std::string what, const std::string& path, std::string mend = {}) {
    return {domain::ErrorKind::file, std::move(what), path, std::move(mend)};
}

} // namespace

std::string read_file(const std::string& path, std::uint64_t max_bytes) {
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    switch (status.type()) {
    case std::filesystem::file_type::regular:
        break;
    case std::filesystem::file_type::not_found:
        throw file_error("there is no such file", path,
                         "check the path; relative ones start at the config's folder");
    case std::filesystem::file_type::directory:
        throw file_error("this is a folder, not a file", path, "name a file in it");
    case std::filesystem::file_type::none:
        throw file_error(fmt::format("cannot be reached ({})", error.message()), path);
    default:
        throw file_error("this is not a regular file", path, "write its contents to a file first");
    }
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
    if (!file) {
        throw file_error(fmt::format("cannot be opened ({})", std::generic_category().message(errno)), path);
    }
    // The size is a hint only: the file may grow or, under /proc, tell none.
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    const auto refuse_size = [&] {
        return file_error(fmt::format("over {} MB, the most that is read", max_bytes >> 20U), path,
                          "split the file");
    };
    if (!error && size > max_bytes) {
        throw refuse_size();
    }
    std::string bytes;
    bytes.reserve(error ? 0 : static_cast<std::size_t>(size) + 1);
    std::string buffer(std::size_t{1} << 16U, '\0');
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
        bytes.append(buffer, 0, got);
        if (bytes.size() > max_bytes) {
            throw refuse_size();
        }
    }
    if (std::ferror(file.get()) != 0) {
        throw file_error(fmt::format("reading failed ({})", std::generic_category().message(errno)), path);
    }
    return bytes;
}

std::string resolve_path(const std::string& base_dir, const std::string& path) {
    const std::filesystem::path given(path);
    if (given.is_absolute() || base_dir.empty()) {
        return path;
    }
    return (std::filesystem::path(base_dir) / given).lexically_normal().string();
}

} // namespace tiebreak::formats
