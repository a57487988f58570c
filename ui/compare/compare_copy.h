// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/compare/column_words.h"

#include <QString>
#include <QVector>

namespace tiebreak::ui {

/// An item with all its answers, scores and comments as Markdown; texts stand in fences that they cannot
/// close. `columns`: every column in its order, as it is read now; blind ones stay blind.
QString itemAsMarkdown(const workbench::CompareDetail& detail, const QVector<ColumnWords>& columns);

/// A header line and one row: label, category, instruction, input, reference, then score and answer of each
/// column. RFC 4180; cells that a spreadsheet would run as a formula are neutralised.
QString rowAsCsv(const workbench::CompareDetail& detail, const QVector<ColumnWords>& columns);

} // namespace tiebreak::ui
