// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/run_list_model.h"

#include "items/figures.h"
#include "items/roles.h"

namespace tiebreak::items {

QString outcomeGlyph(workbench::Outcome outcome) {
    switch (outcome) {
    case workbench::Outcome::better:
        return QStringLiteral("better");
    case workbench::Outcome::worse:
        return QStringLiteral("worse");
    case workbench::Outcome::cannot_tell:
        break;
    }
    return QStringLiteral("cannot-tell");
}

QString outcomeWord(workbench::Outcome outcome) {
    switch (outcome) {
    case workbench::Outcome::better:
        return RunListModel::tr("better");
    case workbench::Outcome::worse:
        return RunListModel::tr("worse");
    case workbench::Outcome::cannot_tell:
        break;
    }
    return RunListModel::tr("cannot tell");
}

QString statusWord(store::WorkStatus status) {
    switch (status) {
    case store::WorkStatus::planned:
        return RunListModel::tr("planned");
    case store::WorkStatus::running:
        return RunListModel::tr("running");
    case store::WorkStatus::stopped:
        return RunListModel::tr("stopped");
    case store::WorkStatus::finished:
        return RunListModel::tr("finished");
    }
    return {};
}

void RunListModel::setOverview(std::shared_ptr<const workbench::ProjectOverview> overview) {
    beginResetModel();
    overview_ = std::move(overview);
    endResetModel();
}

void RunListModel::setProgress(std::shared_ptr<const runs::Progress> progress) {
    const int before = progress_ ? rowOf(progress_->run) : -1;
    progress_ = std::move(progress);
    const int now = progress_ ? rowOf(progress_->run) : -1;
    for (const int row : {before, now}) {
        if (row >= 0) {
            emit dataChanged(index(row, 0), index(row, whenColumn));
        }
    }
}

const workbench::RunOverview& RunListModel::at(int row) const {
    return overview_->runs.at(static_cast<std::size_t>(row));
}

int RunListModel::rowOf(domain::RunId id) const {
    for (int row = 0; row < rows(); ++row) {
        if (at(row).row.id == id) {
            return row;
        }
    }
    return -1;
}

int RunListModel::rows() const {
    return overview_ ? static_cast<int>(overview_->runs.size()) : 0;
}

const std::vector<TableModel::Column>& RunListModel::columns() const {
    static const std::vector<Column> all{{tr("Run")},
                                         {tr("Answer"), false, tr("the last candidate against the baseline")},
                                         {tr("Eval set")},
                                         {tr("Items"), true},
                                         {tr("Answers")},
                                         {tr("Failed"), true},
                                         {tr("Judgings"), true, tr("finished ones of all")},
                                         {tr("State")},
                                         {tr("Started")}};
    return all;
}

bool RunListModel::isLive(const workbench::RunOverview& entry) const {
    return progress_ && progress_->run == entry.row.id;
}

QVariant RunListModel::text(const workbench::RunOverview& entry, int column) const {
    switch (column) {
    case runColumn:
        return shownLine(entry.row.name);
    case verdictColumn:
        return entry.outcome ? outcomeWord(*entry.outcome) : QStringLiteral("–");
    case evalSetColumn:
        return entry.row.eval_set.stored() ? shownLine(entry.row.eval_set_name) : tr("scores only");
    case itemsColumn:
        return entry.row.eval_set.stored() ? count(entry.row.items) : QStringLiteral("–");
    case failedColumn:
        return count(entry.failed);
    case judgingsColumn:
        return QStringLiteral("%1 / %2").arg(entry.judgings_finished).arg(entry.judgings);
    case stateColumn:
        return isLive(entry)          ? tr("running")
               : entry.held_elsewhere ? tr("running elsewhere")
               : entry.row.status == store::WorkStatus::running
                   ? tr("interrupted") // its program is gone: nobody holds it
                   : statusWord(entry.row.status);
    case whenColumn:
        return dayAndTime(entry.row.started ? entry.row.started : std::optional(entry.row.created));
    default:
        return {};
    }
}

QVariant RunListModel::tone(const workbench::RunOverview& entry, int column) const {
    switch (column) {
    case runColumn:
        return {};
    case verdictColumn:
        return static_cast<int>(!entry.outcome                                 ? Tone::hint
                                : *entry.outcome == workbench::Outcome::better ? Tone::ok
                                : *entry.outcome == workbench::Outcome::worse  ? Tone::bad
                                                                               : Tone::secondary);
    case failedColumn:
        return static_cast<int>(entry.failed > 0 ? Tone::bad : Tone::hint);
    case stateColumn: {
        const bool running = isLive(entry) || entry.held_elsewhere;
        const bool waits = !running && entry.row.status != store::WorkStatus::finished;
        return static_cast<int>(running ? Tone::accent : waits ? Tone::warn : Tone::secondary);
    }
    default:
        return static_cast<int>(Tone::secondary);
    }
}

QVariant RunListModel::cell(int row, int column, int role) const {
    const workbench::RunOverview& entry = at(row);
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, column);
    case idRole:
        return QVariant::fromValue<qint64>(entry.row.id.value);
    case glyphRole:
        return column == verdictColumn && entry.outcome ? QVariant(outcomeGlyph(*entry.outcome)) : QVariant();
    case toneRole:
        return tone(entry, column);
    case Qt::ToolTipRole:
        return plainTip(text(entry, column).toString());
    case copyRole:
    case Qt::AccessibleTextRole:
        return column == answersColumn
                   ? QVariant(tr("%1 of %2").arg(count(entry.answered), count(entry.planned)))
                   : QVariant();
    case doneRole:
        return column == answersColumn ? QVariant::fromValue<qint64>(entry.answered) : QVariant();
    case totalRole:
        return column == answersColumn && entry.planned > 0 ? QVariant::fromValue<qint64>(entry.planned)
                                                            : QVariant();
    default:
        return {};
    }
}

} // namespace tiebreak::items
