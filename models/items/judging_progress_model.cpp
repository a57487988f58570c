// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/judging_progress_model.h"

#include "items/figures.h"
#include "items/roles.h"

#include <algorithm>

namespace tiebreak::items {

void JudgingProgressModel::setProgress(std::shared_ptr<const runs::Progress> progress) {
    const bool keep = progress_ && progress && progress_->judgings.size() == progress->judgings.size();
    if (!keep) {
        beginResetModel();
        progress_ = std::move(progress);
        endResetModel();
        return;
    }
    progress_ = std::move(progress);
    if (rows() > 0) {
        emit dataChanged(index(0, 0), index(rows() - 1, failedColumn));
    }
}

int JudgingProgressModel::rows() const {
    return progress_ ? static_cast<int>(progress_->judgings.size()) : 0;
}

const std::vector<TableModel::Column>& JudgingProgressModel::columns() const {
    static const std::vector<Column> all{
        {tr("Judging")},
        {tr("Replies read")},
        {tr("Parse failures"), true, tr("arrived, but could not be read: in no mean")},
        {tr("Failed"), true, tr("no reply: in no mean")}};
    return all;
}

QVariant JudgingProgressModel::cell(int row, int column, int role) const {
    const runs::Progress::Judging& j = progress_->judgings[static_cast<std::size_t>(row)];
    switch (column) {
    case judgingColumn:
        return role == Qt::DisplayRole ? QVariant(shownLine(j.name)) : QVariant();
    case repliesColumn:
        switch (role) {
        case doneRole:
            return QVariant::fromValue<qint64>(j.done);
        case totalRole:
            return QVariant::fromValue<qint64>(j.total);
        case copyRole:
        case Qt::AccessibleTextRole:
            return tr("%1 of %2").arg(count(j.done), count(j.total));
        default:
            return {};
        }
    case parseFailuresColumn:
    case failedColumn: {
        const std::int64_t n = column == failedColumn ? j.failed : j.parse_failures;
        const Tone some = column == failedColumn ? Tone::bad : Tone::warn;
        return role == Qt::DisplayRole ? QVariant(count(n))
               : role == toneRole      ? QVariant(static_cast<int>(n > 0 ? some : Tone::hint))
                                       : QVariant();
    }
    default:
        return {};
    }
}

} // namespace tiebreak::items
