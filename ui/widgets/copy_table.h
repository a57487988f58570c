// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

QT_BEGIN_NAMESPACE
class QAbstractItemModel;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// Text is separated by tabs, as spreadsheets paste it; CSV follows RFC 4180; Markdown is a GitHub table.
enum class CopyFormat { text, markdown, csv };

/// Cells of a model as text: a header line, then the rows, in the order given. A cell gives copyRole of
/// items/roles.h, or else what it displays.
QString tableText(const QAbstractItemModel& model, const QList<int>& rows, const QList<int>& columns,
                  CopyFormat format);

} // namespace tiebreak::ui
