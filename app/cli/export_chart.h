// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/project.h"

#include <string>

namespace tiebreak::cli {

/// Writes the chart of test loss against score of a run to `path`; `format` is "png", "svg" or "pdf". Throws
/// domain::Error (usage) where there is nothing to chart, or this build has no charts.
void export_chart(store::Project& project, domain::RunId run, const std::string& path,
                  const std::string& format);

} // namespace tiebreak::cli
