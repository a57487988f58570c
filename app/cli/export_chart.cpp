// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/export_chart.h"

#include "domain/error.h"

namespace tiebreak::cli {

void export_chart(store::Project&, domain::RunId, const std::string&, const std::string&) {
    throw domain::Error(domain::ErrorKind::usage, "this build draws no charts", "export chart",
                        "export the report as HTML, which holds one, or build with the window");
}

} // namespace tiebreak::cli
