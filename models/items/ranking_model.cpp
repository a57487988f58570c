// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/ranking_model.h"

#include "items/figures.h"
#include "items/roles.h"

#include <algorithm>

namespace tiebreak::items {

namespace {

const std::vector<TableModel::Column>& noColumns() {
    static const std::vector<TableModel::Column> none{
        {RankingModel::tr("Rank"), true,
         RankingModel::tr("Candidates whose intervals overlap that of the best of their rank share it")},
        {RankingModel::tr("Candidate")},
        {RankingModel::tr("Score"), true},
        {RankingModel::tr("Interval")},
        {RankingModel::tr("95 %"), true},
        {RankingModel::tr("n"), true}};
    return none;
}

} // namespace

void RankingModel::setAnswer(std::shared_ptr<const workbench::RunAnswer> answer) {
    beginResetModel();
    answer_ = std::move(answer);
    scores_.clear();
    slots_.clear();
    columns_ = noColumns();
    if (answer_ && answer_->judging >= 0) {
        const workbench::Report& report = answer_->report;
        const workbench::JudgingReport& judging = report.judgings[static_cast<std::size_t>(answer_->judging)];
        scores_ = judging.scores;
        columns_[itemsColumn].explanation =
            judging.imported_scores ? tr("judge runs the score is the mean of") : tr("items judged");
        columns_[intervalColumn].explanation =
            judging.imported_scores ? tr("covers reruns of the judge, not which items were drawn")
                                    : tr("covers which items were drawn, not judge reruns");
        std::vector<double> means;
        for (const workbench::ScoreReport& score : scores_) {
            means.push_back(score.mean.value_or(0));
            const auto found =
                std::ranges::find(report.candidates, score.name, &workbench::CandidateReport::name);
            slots_.push_back(found == report.candidates.end() ? -1 : found->slot);
        }
        decimals_ = meanDecimals(means);
    }
    endResetModel();
}

int RankingModel::rowOf(const std::string& name) const {
    const auto found = std::ranges::find(scores_, name, &workbench::ScoreReport::name);
    return found == scores_.end() ? -1 : static_cast<int>(found - scores_.begin());
}

bool RankingModel::whiskersOverlap() const {
    const int a = answer_ ? rowOf(answer_->candidate) : -1;
    const int b = answer_ ? rowOf(answer_->baseline) : -1;
    if (a < 0 || b < 0) {
        return false;
    }
    const workbench::ScoreReport& first = scores_[static_cast<std::size_t>(a)];
    const workbench::ScoreReport& second = scores_[static_cast<std::size_t>(b)];
    return first.ci_low && second.ci_low && *first.ci_low <= *second.ci_high &&
           *second.ci_low <= *first.ci_high;
}

const std::vector<TableModel::Column>& RankingModel::columns() const {
    return columns_.empty() ? noColumns() : columns_;
}

QVariant RankingModel::nameCell(const workbench::ScoreReport& score, int slot, int role) const {
    const bool baseline = score.name == answer_->baseline;
    switch (role) {
    case Qt::DisplayRole:
        return shownLine(score.name);
    case slotRole:
        return slot;
    case boldRole:
        return score.name == answer_->candidate;
    case badgesRole:
        return baseline ? QVariantList{QVariantMap{{QStringLiteral("text"), tr("baseline")},
                                                   {QStringLiteral("icon"), QStringLiteral("pin")}}}
                        : QVariant();
    case Qt::AccessibleTextRole:
        return baseline ? tr("%1, baseline").arg(shownLine(score.name)) : shownLine(score.name);
    default:
        return {};
    }
}

QString RankingModel::explanation(const workbench::ScoreReport& s) const {
    if (!s.mean) {
        return tr("%1 was not judged").arg(shownLine(s.name));
    }
    QString text = tr("%1: %2 (%3), n = %4")
                       .arg(shownLine(s.name), figure(s.mean, decimals_),
                            intervalFigure(s.ci_low, s.ci_high, decimals_), count(s.n));
    if (s.difference) {
        text +=
            tr("\npaired difference from %1: %2 (%3), n = %4")
                .arg(shownLine(answer_->report.run.baseline), signedFigure(s.difference, decimals_),
                     signedInterval(s.difference_low, s.difference_high, decimals_), count(s.difference_n));
    }
    return text;
}

QVariant RankingModel::cell(int row, int column, int role) const {
    const workbench::ScoreReport& s = scores_[static_cast<std::size_t>(row)];
    const int slot = slots_[static_cast<std::size_t>(row)];
    const QString between = intervalFigure(s.ci_low, s.ci_high, decimals_);
    if (role == idRole) {
        return QString::fromStdString(s.name);
    }
    if (role == Qt::ToolTipRole) {
        return plainTip(explanation(s));
    }
    if (column == candidateColumn) {
        return nameCell(s, slot, role);
    }
    if (role == toneRole && column != scoreColumn) {
        return static_cast<int>(Tone::secondary);
    }
    if (column == whiskerColumn) {
        switch (role) {
        case valueRole:
            return s.mean ? QVariant(*s.mean) : QVariant();
        case lowRole:
            return s.ci_low ? QVariant(*s.ci_low) : QVariant();
        case highRole:
            return s.ci_high ? QVariant(*s.ci_high) : QVariant();
        case slotRole:
            return slot;
        case copyRole:
        case Qt::AccessibleTextRole:
            return QStringLiteral("%1 (%2)").arg(figure(s.mean, decimals_), between);
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (column) {
    case rankColumn:
        return s.rank ? QString::number(*s.rank) : QStringLiteral("–");
    case scoreColumn:
        return figure(s.mean, decimals_);
    case intervalColumn:
        return between;
    case itemsColumn:
        return count(s.n);
    default:
        return {};
    }
}

} // namespace tiebreak::items
