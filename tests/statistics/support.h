// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace tiebreak::statistics::fixture {

/// Fields of one line of a CSV file without line breaks inside fields; quotes are taken off.
inline std::vector<std::string> csv_fields(const std::string& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.emplace_back();
        } else if (c != '\r') {
            fields.back() += c;
        }
    }
    return fields;
}

/// A table of the tests' own data: header and rows, by column name.
class Table {
public:
    explicit Table(const std::string& name) {
        const auto path = std::filesystem::path(TIEBREAK_SOURCE_DIR) / "tests/data" / name;
        std::ifstream file(path);
        std::string line;
        if (!std::getline(file, line)) {
            throw std::runtime_error("cannot read " + path.string());
        }
        header_ = csv_fields(line);
        while (std::getline(file, line)) {
            rows_.push_back(csv_fields(line));
        }
    }

    [[nodiscard]] std::vector<std::string> texts(const std::string& column) const {
        std::vector<std::string> result;
        for (const auto& row : rows_) {
            result.push_back(row.at(index_of(column)));
        }
        return result;
    }
    [[nodiscard]] std::vector<double> numbers(const std::string& column) const {
        std::vector<double> result;
        for (const std::string& text : texts(column)) {
            result.push_back(std::stod(text));
        }
        return result;
    }

private:
    [[nodiscard]] std::size_t index_of(const std::string& column) const {
        for (std::size_t i = 0; i < header_.size(); ++i) {
            if (header_[i] == column) {
                return i;
            }
        }
        throw std::runtime_error("no column " + column);
    }

    std::vector<std::string> header_;
    std::vector<std::vector<std::string>> rows_;
};

/// Where the real data of others lies on a developer's machine; tests that need it skip without it.
inline std::filesystem::path shared_data() {
    return std::filesystem::path(TIEBREAK_SOURCE_DIR).parent_path() / "shared/data";
}

/// The numbers of a flat JSON array.
inline std::vector<double> json_numbers(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::vector<double> numbers;
    char c = 0;
    file >> c; // the opening bracket
    for (double number = 0; file >> number; file >> c) {
        numbers.push_back(number);
    }
    return numbers;
}

} // namespace tiebreak::statistics::fixture

#define SKIP_WITHOUT_SHARED_DATA(path)                                                                       \
    if (!std::filesystem::exists(path)) {                                                                    \
        GTEST_SKIP() << "no " << (path) << " on this machine";                                               \
    }                                                                                                        \
    static_assert(true)
