// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/evalsets.h"
#include "store/project.h"
#include "store/runs.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace tiebreak::store {

/// A folder of its own for one test, removed afterwards.
class TempFolder {
public:
    TempFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "tiebreak-test-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline domain::Item item_of(const std::string& id, const std::string& instruction,
                            const std::string& reference = {}) {
    domain::Item item;
    item.external_id = id;
    item.instruction = instruction;
    item.reference = reference;
    return item;
}

/// A project with one eval set of two items, two recorded candidates and a run over them.
struct SmallProject {
    TempFolder folder;
    Project project{folder / "small.tiebreak", Project::Open::create};
    domain::EvalSetRevisionId eval_set;
    std::vector<StoredItem> items;
    std::vector<CandidateRow> candidates;
    domain::RunId run;

    SmallProject() {
        project.writer().run([&](Connection& c) {
            const std::vector<domain::Item> set{item_of("a", "Say alpha", "alpha"),
                                                item_of("b", "Say beta", "beta")};
            eval_set = save_eval_set(c, "letters", set, "letters.jsonl");
            items = store::items(c, eval_set);
            for (const char* name : {"one", "two"}) {
                domain::Candidate candidate;
                candidate.name = name;
                candidates.push_back(save_candidate(c, Role::candidate, candidate));
            }
            run = create_run(c, {"first",
                                 eval_set,
                                 std::string(64, 'a'),
                                 "{}",
                                 "",
                                 {candidates[0].revision, candidates[1].revision}});
        });
    }
};

} // namespace tiebreak::store
