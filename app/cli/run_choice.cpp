// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_choice.h"

#include "domain/error.h"
#include "store/runs.h"
#include "text/nearest.h"

namespace tiebreak::cli {

domain::RunId choose_run(store::Connection& connection, const std::string& named, const std::string& file) {
    const std::vector<store::RunRow> runs = store::runs(connection);
    if (runs.empty()) {
        throw domain::Error(domain::ErrorKind::usage, "there is no run in it", file,
                            "tiebreak-cli run, or import responses first");
    }
    if (named.empty()) {
        return runs.front().id;
    }
    if (const auto found = store::find_run(connection, named)) {
        return found->id;
    }
    std::vector<std::string> names;
    for (const store::RunRow& run : runs) {
        names.push_back(run.name);
    }
    throw domain::Error(domain::ErrorKind::usage, "there is no run \"" + named + "\"", file,
                        text::did_you_mean(named, names));
}

} // namespace tiebreak::cli
