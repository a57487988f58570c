// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/reading_list_model.h"

#include "items/figures.h"
#include "items/roles.h"

#include <algorithm>
#include <utility>

namespace tiebreak::items {

namespace {

using Why = workbench::ReadingItem::Why;

QString glyph(Why why) {
    switch (why) {
    case Why::lost_most:
        return QStringLiteral("worse");
    case Why::won_most:
        return QStringLiteral("better");
    case Why::reruns_differ:
        return QStringLiteral("mark-reruns");
    case Why::same_answer:
        return QStringLiteral("mark-tie");
    case Why::empty_answer:
        return QStringLiteral("mark-empty");
    case Why::loop:
        return QStringLiteral("mark-loop");
    case Why::outlier:
        return QStringLiteral("mark-outlier");
    }
    return {};
}

Tone glyphTone(Why why) {
    switch (why) {
    case Why::reruns_differ:
    case Why::outlier:
        return Tone::warn;
    case Why::empty_answer:
        return Tone::bad;
    default:
        return Tone::secondary;
    }
}

int slotOf(const workbench::Report& report, const std::string& name) {
    const auto found = std::ranges::find(report.candidates, name, &workbench::CandidateReport::name);
    return found == report.candidates.end() ? -1 : found->slot;
}

} // namespace

QString whyWord(Why why) {
    switch (why) {
    case Why::lost_most:
        return ReadingListModel::tr("lost most");
    case Why::won_most:
        return ReadingListModel::tr("won most");
    case Why::reruns_differ:
        return ReadingListModel::tr("reruns differ");
    case Why::same_answer:
        return ReadingListModel::tr("same answer");
    case Why::empty_answer:
        return ReadingListModel::tr("empty answer");
    case Why::loop:
        return ReadingListModel::tr("loop");
    case Why::outlier:
        return ReadingListModel::tr("outlier");
    }
    return {};
}

std::pair<QString, QString> shortNames(const QString& a, const QString& b) {
    qsizetype same = 0;
    while (same < std::min(a.size(), b.size()) && a[same] == b[same]) {
        ++same;
    }
    while (same > 0 && a[same - 1].isLetterOrNumber()) {
        --same;
    }
    return same == a.size() || same == b.size() ? std::pair(a, b) : std::pair(a.mid(same), b.mid(same));
}

void ReadingListModel::setAnswer(std::shared_ptr<const workbench::RunAnswer> answer) {
    beginResetModel();
    answer_ = std::move(answer);
    columns_.clear();
    if (answer_) {
        candidateSlot_ = slotOf(answer_->report, answer_->candidate);
        baselineSlot_ = slotOf(answer_->report, answer_->baseline);
        std::vector<double> scores;
        for (const workbench::ReadingItem& entry : answer_->reading) {
            for (const auto& score : {entry.candidate_score, entry.baseline_score}) {
                if (score) {
                    scores.push_back(*score);
                }
            }
        }
        decimals_ = scoreDecimals(scores);
        const QString first = shownLine(answer_->candidate);
        const QString second = shownLine(answer_->baseline);
        const auto [a, b] = shortNames(first, second);
        columns_ = {{tr("Why")},       {tr("Item")},
                    {tr("Category")},  {a, true, first},
                    {b, true, second}, {tr("Diff."), true, tr("%1 minus %2").arg(first, second)}};
    }
    endResetModel();
}

const workbench::ReadingItem& ReadingListModel::at(int row) const {
    return answer_->reading.at(static_cast<std::size_t>(row));
}

int ReadingListModel::rowOf(domain::ItemRevisionId item) const {
    for (int row = 0; row < rows(); ++row) {
        if (at(row).item == item) {
            return row;
        }
    }
    return -1;
}

int ReadingListModel::rows() const {
    return answer_ ? static_cast<int>(answer_->reading.size()) : 0;
}

const std::vector<TableModel::Column>& ReadingListModel::columns() const {
    static const std::vector<Column> none{{tr("Why")},       {tr("Item")},      {tr("Category")},
                                          {QString(), true}, {QString(), true}, {tr("Diff."), true}};
    return columns_.empty() ? none : columns_;
}

QVariant ReadingListModel::text(const workbench::ReadingItem& entry, int column) const {
    switch (column) {
    case whyColumn:
        return whyWord(entry.why);
    case itemColumn:
        return shownLine(entry.title);
    case categoryColumn:
        return shownLine(entry.category);
    case candidateScoreColumn:
        return figure(entry.candidate_score, decimals_);
    case baselineScoreColumn:
        return figure(entry.baseline_score, decimals_);
    case differenceColumn:
        return signedFigure(entry.difference, decimals_);
    default:
        return {};
    }
}

QVariant ReadingListModel::cell(int row, int column, int role) const {
    const workbench::ReadingItem& entry = at(row);
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, column);
    case idRole:
        return QVariant::fromValue<qint64>(entry.item.value);
    case Qt::ToolTipRole:
        return plainTip(column == itemColumn
                            ? tr("Item %1: %2").arg(shownLine(entry.label), shownLine(entry.title))
                            : text(entry, column).toString());
    case slotRole:
        return column == candidateScoreColumn  ? QVariant(candidateSlot_)
               : column == baselineScoreColumn ? QVariant(baselineSlot_)
                                               : QVariant();
    case glyphRole:
        return column == whyColumn ? QVariant(glyph(entry.why)) : QVariant();
    case toneRole:
        if (column == whyColumn) {
            return static_cast<int>(glyphTone(entry.why));
        }
        if (column == differenceColumn) {
            const bool tells = entry.why == Why::lost_most || entry.why == Why::won_most ||
                               entry.why == Why::empty_answer || entry.why == Why::outlier;
            const double d = entry.difference.value_or(0);
            return static_cast<int>(!tells || d == 0 ? Tone::secondary : d > 0 ? Tone::ok : Tone::bad);
        }
        return column == categoryColumn ? QVariant(static_cast<int>(Tone::secondary)) : QVariant();
    default:
        return {};
    }
}

} // namespace tiebreak::items
