// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/report_labels.h"

#include <QString>

namespace tiebreak::ui {

/// "FOLDER/NAME report.html", with what no file system takes replaced.
[[nodiscard]] QString suggestedReportFile(const QString& folder, const QString& runName);
/// The formats, as QFileDialog takes them.
[[nodiscard]] QString reportFilters();

/// Writes the report as HTML, JSON or text, by the suffix (HTML where it has none of them), all at once or
/// not at all. Returns the path written. Throws domain::Error (file) where it cannot be written.
QString writeReport(const workbench::Report& report, const workbench::LabelFigures* people,
                    const QString& path);

} // namespace tiebreak::ui
