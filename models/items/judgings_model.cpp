// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/judgings_model.h"

#include "items/figures.h"
#include "items/roles.h"
#include "workbench/wording.h"

namespace tiebreak::items {

void JudgingsModel::setReport(std::shared_ptr<const workbench::Report> report) {
    beginResetModel();
    report_ = std::move(report);
    endResetModel();
}

const workbench::JudgingReport& JudgingsModel::at(int row) const {
    return report_->judgings.at(static_cast<std::size_t>(row));
}

int JudgingsModel::rows() const {
    return report_ ? static_cast<int>(report_->judgings.size()) : 0;
}

const std::vector<TableModel::Column>& JudgingsModel::columns() const {
    static const std::vector<Column> all{
        {tr("Judging")},
        {tr("Protocol")},
        {tr("Judge")},
        {tr("Repeats"), true},
        {tr("Seed"), true, tr("shuffles and fences derive from it")},
        {tr("Judged"), true, tr("replies that were read")},
        {tr("Parse failures"), false, tr("arrived, but could not be read: in no mean")},
        {tr("Failed"), true, tr("no reply: in no mean")},
        {tr("Not judged"), true, tr("no reference to score against")},
        {tr("Cost"), true},
        {tr("State")}};
    return all;
}

QVariant JudgingsModel::cell(int row, int column, int role) const {
    const workbench::JudgingReport& j = at(row);
    const bool imported = j.imported_scores;
    const QString none = QStringLiteral("–");
    QStringList reasons;
    for (const auto& [reason, n] : j.parse_failure_reasons) {
        reasons << QStringLiteral("%1 %2").arg(QString::fromStdString(workbench::parse_reason(reason)),
                                               count(n));
    }
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case nameColumn:
            return shownLine(j.name);
        case protocolColumn:
            return imported ? tr("imported scores") : QString::fromStdString(j.protocol);
        case judgeColumn:
            return j.judge.empty() ? none : shownLine(j.judge);
        case repeatsColumn:
            return count(j.repeats);
        case seedColumn:
            return imported ? none : QString::number(j.seed);
        case judgedColumn:
            return imported ? none : count(j.judged);
        case parseFailuresColumn:
            return imported ? none : reasons.isEmpty() ? count(j.parse_failures) : QVariant();
        case failedColumn:
            return imported ? none : count(j.failed);
        case notJudgedColumn:
            return imported ? none : count(j.not_judged);
        case costColumn:
            return j.cost ? QStringLiteral("$%1").arg(figure(j.cost, *j.cost != 0 && *j.cost < 0.01 ? 4 : 2))
                          : none;
        case stateColumn:
            return QString::fromStdString(j.status);
        default:
            return {};
        }
    case idRole:
        return QVariant::fromValue<qint64>(j.id.value);
    case boldRole:
        return column == nameColumn;
    case badgesRole: {
        QVariantList badges;
        for (const QString& reason : reasons) {
            badges << QVariantMap{{QStringLiteral("text"), reason},
                                  {QStringLiteral("tone"), int(Tone::warn)}};
        }
        return column == parseFailuresColumn ? QVariant(badges) : QVariant();
    }
    case Qt::ToolTipRole:
        return column == parseFailuresColumn ? plainTip(reasons.join(QLatin1Char('\n')))
                                             : plainTip(cell(row, column, Qt::DisplayRole).toString());
    case copyRole:
    case Qt::AccessibleTextRole:
        return column == parseFailuresColumn && !reasons.isEmpty()
                   ? QVariant(tr("%1: %2").arg(count(j.parse_failures), reasons.join(QStringLiteral(", "))))
                   : QVariant();
    case toneRole:
        if (column == failedColumn && j.failed > 0) {
            return int(Tone::bad);
        }
        return column == nameColumn ? QVariant() : QVariant(int(Tone::secondary));
    default:
        return {};
    }
}

void PositionModel::setPositions(const std::vector<workbench::PositionReport>& positions) {
    beginResetModel();
    positions_ = positions;
    std::vector<double> means;
    for (const workbench::PositionReport& each : positions_) {
        means.push_back(each.mean.value_or(0));
    }
    decimals_ = meanDecimals(means);
    endResetModel();
}

const std::vector<TableModel::Column>& PositionModel::columns() const {
    static const std::vector<Column> all{{tr("Position"), true, tr("in the judge’s prompt")},
                                         {tr("Mean"), true},
                                         {tr("Score")},
                                         {tr("n"), true, tr("scores")}};
    return all;
}

QVariant PositionModel::cell(int row, int column, int role) const {
    const workbench::PositionReport& p = positions_[static_cast<std::size_t>(row)];
    switch (role) {
    case Qt::DisplayRole:
        return column == positionColumn ? QVariant(p.position)
               : column == meanColumn   ? QVariant(figure(p.mean, decimals_))
               : column == itemsColumn  ? QVariant(count(p.n))
                                        : QVariant();
    case valueRole:
        return column == whiskerColumn && p.mean ? QVariant(*p.mean) : QVariant();
    case toneRole:
        return column == meanColumn ? QVariant() : QVariant(int(Tone::secondary));
    default:
        return {};
    }
}

} // namespace tiebreak::items
