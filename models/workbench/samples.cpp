// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/samples.h"

#include "domain/error.h"
#include "embedded/samples.h"
#include "store/runs.h"
#include "workbench/import.h"

#include <fstream>

namespace tiebreak::workbench {

namespace {

constexpr const char* published_name = "Published GPT-2 replications";

std::string sample(const std::string& name) {
    try {
        return std::string(embedded::samples::file(name));
    } catch (const std::out_of_range&) {
        throw domain::Error(domain::ErrorKind::internal, "no such sample file", name);
    }
}

} // namespace

std::vector<std::filesystem::path> write_samples(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> written;
    for (const embedded::samples::File& file : embedded::samples::files()) {
        const std::filesystem::path path = folder / file.name;
        std::error_code error;
        std::filesystem::create_directories(path.parent_path(), error);
        if (std::filesystem::exists(path)) {
            continue;
        }
        std::ofstream out(path, std::ios::binary);
        out.write(file.content.data(), static_cast<std::streamsize>(file.content.size()));
        out.close();
        if (!out) {
            throw domain::Error(domain::ErrorKind::file, "the sample cannot be written", path.string(),
                                "name a folder that you may write to");
        }
        written.push_back(path);
    }
    return written;
}

formats::EvalConfig sample_config() {
    return formats::read_eval_config(sample("small-gpts/eval.json"), "eval.json");
}

FileReader sample_files() {
    return [](const std::string& path) { return sample("small-gpts/" + path); };
}

domain::RunId add_published_sample(store::Project& project) {
    const auto known = project.read([](store::Connection& c) { return store::find_run(c, published_name); });
    if (known) {
        return known->id;
    }
    ImportScores import;
    import.name = published_name;
    import.scores = "scores.csv";
    import.content_of_scores = sample("published-ift/scores.csv");
    import.content_of_judge_runs = sample("published-ift/judge_runs.csv");
    return import_scores(project, import);
}

} // namespace tiebreak::workbench
