// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/program_info.h"

#include "client/command_line.h"
#include "domain/error.h"
#include "text/digest.h"

#include <sys/stat.h>

#include <fstream>
#include <optional>
#include <vector>

namespace tiebreak::client {

namespace {

constexpr std::int64_t read_whole = std::int64_t{64} << 20;
constexpr std::int64_t end_piece = std::int64_t{1} << 20;

void add_piece(text::Sha256& hash, std::ifstream& file, std::int64_t from, std::int64_t bytes) {
    std::vector<char> buffer(std::size_t{1} << 16);
    file.seekg(from);
    while (bytes > 0 && file) {
        file.read(buffer.data(), std::min<std::int64_t>(bytes, static_cast<std::int64_t>(buffer.size())));
        const std::streamsize got = file.gcount();
        if (got <= 0) {
            return;
        }
        hash.update({buffer.data(), static_cast<std::size_t>(got)});
        bytes -= got;
    }
}

/// Nothing where the word names no file that can be read.
std::optional<std::string> digest_of_file(const std::string& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) {
        return std::nullopt;
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return std::nullopt;
    }
    text::Sha256 hash;
    const std::int64_t size = found.st_size;
    if (size <= read_whole) {
        add_piece(hash, file, 0, size);
    } else {
        hash.update_field("size", size).update_field("changed", std::int64_t{found.st_mtim.tv_sec});
        add_piece(hash, file, 0, end_piece);
        add_piece(hash, file, size - end_piece, end_piece);
    }
    return hash.finish_hex();
}

void refuse(ConnectionReport& report, domain::FailureKind kind, std::string why) {
    report.failure = report.weights.failure = kind;
    report.detail = report.weights.detail = std::move(why);
    report.weights.knowledge = Weights::Knowledge::unreachable;
}

} // namespace

ConnectionReport report_of_program(const std::string& command) {
    ConnectionReport report;
    std::vector<std::string> words;
    try {
        words = split_command(command);
    } catch (const domain::Error& error) {
        refuse(report, domain::FailureKind::refused, error.what());
        return report;
    }
    const std::string program = find_program(words.front());
    if (program.empty()) {
        refuse(report, domain::FailureKind::program,
               "there is no program \"" + words.front() + "\" that may be run");
        return report;
    }
    report.reachable = true;
    report.model_listed = true;
    text::Sha256 hash;
    std::string files;
    for (std::size_t i = 0; i < words.size(); ++i) {
        hash.update_field("word", words[i]);
        if (const auto digest = digest_of_file(i == 0 ? program : words[i])) {
            hash.update_field("file", *digest);
            files += (files.empty() ? "" : ", ") + (i == 0 ? program : words[i]);
        }
    }
    report.weights.knowledge = Weights::Knowledge::told;
    report.weights.fingerprint = "program:" + hash.finish_hex();
    report.weights.detail = files.empty() ? words.front() : files;
    return report;
}

} // namespace tiebreak::client
