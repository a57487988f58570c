// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "runs/judge_work.h"
#include "runs/selection.h"
#include "store/project.h"

#include <optional>
#include <string>

namespace tiebreak::client {
class ModelClient;
}

namespace tiebreak::cli {

/// How `run` and `judge` are to carry a run on.
struct CarryOptions {
    bool yes = false;
    bool same_weights = false;
    std::optional<double> max_cost; ///< US dollars
    bool json = false;
    bool report = true; ///< written at the end; otherwise the caller shows what came of it
    runs::Selection selection;
};

void add_carry_options(CLI::App& command, CarryOptions& options);

/// Says what will be done, asks where it costs or leaves the machine (refuses where nobody is there), does it
/// with progress on standard error, and writes the report to standard output. Returns the exit code.
int carry_on(Context& context, store::Project& project, client::ModelClient& client, domain::RunId run,
             const CarryOptions& options, const runs::RecordedReader& recorded);

} // namespace tiebreak::cli
