// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/copy_table.h"

#include "items/roles.h"

#include <QAbstractItemModel>

namespace tiebreak::ui {

namespace {

QString cell(const QString& value, CopyFormat format) {
    QString text = value;
    switch (format) {
    case CopyFormat::csv:
        if (text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('"')) ||
            text.contains(QLatin1Char('\n')) || text.contains(QLatin1Char('\r'))) {
            text.replace(QLatin1Char('"'), QLatin1String("\"\""));
            return QLatin1Char('"') + text + QLatin1Char('"');
        }
        return text;
    case CopyFormat::markdown:
        text.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
        text.replace(QLatin1Char('|'), QLatin1String("\\|"));
        text.replace(QLatin1String("\r\n"), QLatin1String(" "));
        text.replace(QLatin1Char('\n'), QLatin1Char(' '));
        return text;
    case CopyFormat::text:
        break;
    }
    for (const char c : {'\t', '\n', '\r'}) {
        text.replace(QLatin1Char(c), QLatin1Char(' '));
    }
    return text;
}

QString line(const QStringList& cells, CopyFormat format) {
    switch (format) {
    case CopyFormat::csv:
        return cells.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    case CopyFormat::markdown:
        return QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
    case CopyFormat::text:
        break;
    }
    return cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
}

bool rightAligned(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
}

} // namespace

QString tableText(const QAbstractItemModel& model, const QList<int>& rows, const QList<int>& columns,
                  CopyFormat format) {
    QString result;
    QStringList cells;
    for (const int column : columns) {
        cells << cell(model.headerData(column, Qt::Horizontal).toString(), format);
    }
    result += line(cells, format);
    if (format == CopyFormat::markdown) {
        cells.clear();
        for (const int column : columns) {
            const bool right = !rows.isEmpty() && rightAligned(model, rows.front(), column);
            cells << (right ? QStringLiteral("---:") : QStringLiteral("---"));
        }
        result += line(cells, format);
    }
    for (const int row : rows) {
        cells.clear();
        for (const int column : columns) {
            const QModelIndex index = model.index(row, column);
            const QVariant own = index.data(items::copyRole);
            cells << cell((own.isValid() ? own : index.data(Qt::DisplayRole)).toString(), format);
        }
        result += line(cells, format);
    }
    return result;
}

} // namespace tiebreak::ui
