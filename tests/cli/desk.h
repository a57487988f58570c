// SPDX-License-Identifier: GPL-3.0-or-later
// A person's folder with an eval set, recorded answers and configs.
#pragma once

#include "tests/cli/program.h"
#include "tests/store/temp_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace tiebreak::test {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class Desk {
public:
    std::string write(const std::string& name, const std::string& text) const {
        const std::filesystem::path path = folder_ / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
        return path.string();
    }
    std::string write(const std::string& name, const Json& json) const { return write(name, json.dump(1)); }
    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ifstream in(folder_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    /// Two items with references, two recorded candidates (a: 100 and 100, b: 0 and 100 by overlap).
    [[nodiscard]] std::string small_config() const {
        write("items.jsonl", std::string(R"({"id": "1", "instruction": "Say one", "reference": "one"})"
                                         "\n"
                                         R"({"id": "2", "instruction": "Say two", "reference": "two"})"
                                         "\n"));
        write("a.jsonl", std::string(R"({"id": "2", "response": "two"})"
                                     "\n"
                                     R"({"id": "1", "response": "one"})"
                                     "\n"));
        write("b.jsonl", std::string(R"({"id": "1", "response": "nothing"})"
                                     "\n"
                                     R"({"id": "2", "response": "two"})"
                                     "\n"));
        return write("eval.json", small_json());
    }
    static Json small_json() {
        return {
            {"name", "small"},
            {"eval_set", {{"path", "items.jsonl"}}},
            {"candidates",
             {{{"name", "a"}, {"responses", "a.jsonl"}, {"test_loss", 3.5}},
              {{"name", "b"}, {"responses", "b.jsonl"}}}},
            {"judgings",
             {{{"name", "overlap"}, {"protocol", "scorer"}, {"judge", {{"scorer", "reference-overlap"}}}}}}};
    }

private:
    store::TempFolder folder_;
};

/// Every key of the list is there, whatever else is.
inline void expect_keys(const Json& object, const std::vector<std::string>& keys, const std::string& where) {
    ASSERT_TRUE(object.is_object()) << where;
    for (const std::string& key : keys) {
        EXPECT_TRUE(object.contains(key)) << where << "." << key;
    }
}

/// What a report says, without ids, times and what else differs between two runs of the same config.
inline Json comparable(Json report) {
    for (const char* key : {"id", "started", "finished"}) {
        report["run"].erase(key);
    }
    for (Json& candidate : report["candidates"]) {
        candidate.erase("latency_ms");
    }
    return report;
}

} // namespace tiebreak::test
