// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "domain/ids.h"
#include "store/project.h"

#include <string>
#include <vector>

namespace tiebreak::cli {

/// `export FILE batch`: request files for a batch service in a folder. `service` as --format says it, empty:
/// by each model's API. Returns the exit code.
int export_batches(Context& context, store::Project& project, domain::RunId run, const std::string& judging,
                   const std::string& folder, const std::string& service);

/// Whether `import FILE responses` was given what a batch service sent back. `format` as --format says it.
[[nodiscard]] bool are_batch_results(const std::vector<std::string>& paths, const std::string& format);

/// `import FILE responses` of a batch service's results. Returns the exit code.
int import_batches(Context& context, const std::string& file, const std::vector<std::string>& paths,
                   const std::string& format);

} // namespace tiebreak::cli
