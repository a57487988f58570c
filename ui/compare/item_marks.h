// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/mark.h"

#include <QVector>

namespace tiebreak::ui {

/// The drawn marks for a set of workbench::ItemMark bits, the weightiest first.
QVector<MarkKind> marksOf(unsigned marks);

/// Those bits that can be told while reading blind: what one sees in the answers anyway.
unsigned blindMarks(unsigned marks);

} // namespace tiebreak::ui
