// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/pairs_model.h"

#include "items/figures.h"
#include "items/roles.h"

#include <algorithm>

namespace tiebreak::items {

using workbench::PairReport;
using workbench::RatingReport;

namespace {

std::map<std::string, int> slotsOf(const workbench::Report& report) {
    std::map<std::string, int> found;
    for (const workbench::CandidateReport& candidate : report.candidates) {
        found[candidate.name] = candidate.slot;
    }
    return found;
}

QVariant slotOf(const std::map<std::string, int>& all, const std::string& name) {
    const auto found = all.find(name);
    return found == all.end() ? QVariant() : QVariant(found->second);
}

QString pText(double p) {
    return p < 0.001 ? QStringLiteral("<0.001") : figure(p, 3);
}

} // namespace

void PairsModel::setPairs(std::vector<PairReport> pairs, const workbench::Report& report) {
    beginResetModel();
    pairs_ = std::move(pairs);
    std::ranges::stable_sort(pairs_, std::greater(), [](const PairReport& pair) { return pair.win_rate.value_or(-1); });
    slots_ = slotsOf(report);
    endResetModel();
}

const std::vector<TableModel::Column>& PairsModel::columns() const {
    static const std::vector<Column> all{
        {tr("Candidate")},
        {tr("Against")},
        {tr("Won, %"), true, tr("Wins and half the ties, of the items judged")},
        {tr("Win rate")},
        {tr("95 %"), true, tr("Bootstrap over items; it leaves out judge reruns, decoding and other judges")},
        {tr("Wins"), true},
        {tr("Ties"), true},
        {tr("Losses"), true},
        {tr("Turned"), true, tr("Of the ties: the two orders disagreed")},
        {tr("Incomplete"), true, tr("An order could not be read, so the item is not judged")},
        {tr("p"), true, tr("Exact sign test, ties left out")}};
    return all;
}

QVariant PairsModel::cell(int row, int column, int role) const {
    const PairReport& pair = at(row);
    const auto low = pair.bootstrap_low ? pair.bootstrap_low : pair.ci_low;
    const auto high = pair.bootstrap_high ? pair.bootstrap_high : pair.ci_high;
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case candidateColumn:
            return shownLine(pair.candidate);
        case againstColumn:
            return shownLine(pair.baseline);
        case rateColumn:
            return figure(pair.win_rate, 1);
        case intervalColumn:
            return intervalFigure(low, high, 1);
        case winsColumn:
            return count(pair.wins);
        case tiesColumn:
            return count(pair.ties);
        case lossesColumn:
            return count(pair.losses);
        case inconsistentColumn:
            return pair.single_order ? tr("one order") : count(pair.inconsistent);
        case incompleteColumn:
            return count(pair.incomplete);
        case pColumn:
            return pText(pair.p);
        default:
            return {};
        }
    case Qt::ToolTipRole: {
        QStringList words{tr("n = %1").arg(count(pair.n))};
        if (pair.ci_low) {
            words << tr("of those decided %1 (Wilson)").arg(intervalFigure(pair.ci_low, pair.ci_high, 1));
        }
        if (pair.first_position_rate) {
            words << tr("first shown won %1 % of decided showings").arg(figure(pair.first_position_rate, 1));
        }
        if (pair.identical > 0) {
            words << tr("%1 identical answers, which nobody was asked about").arg(count(pair.identical));
        }
        return plainTip(words.join(QStringLiteral("; ")));
    }
    case valueRole:
        return column == whiskerColumn && pair.win_rate ? QVariant(*pair.win_rate) : QVariant();
    case lowRole:
        return column == whiskerColumn && low ? QVariant(*low) : QVariant();
    case highRole:
        return column == whiskerColumn && high ? QVariant(*high) : QVariant();
    case slotRole:
        return column == candidateColumn || column == whiskerColumn ? slotOf(slots_, pair.candidate) : QVariant();
    case toneRole:
        return column == candidateColumn || column == rateColumn ? QVariant() : QVariant(int(Tone::secondary));
    default:
        return {};
    }
}

void RatingsModel::setRatings(std::vector<RatingReport> ratings, const workbench::Report& report) {
    beginResetModel();
    ratings_ = std::move(ratings);
    slots_ = slotsOf(report);
    endResetModel();
}

const std::vector<TableModel::Column>& RatingsModel::columns() const {
    static const std::vector<Column> all{
        {tr("Rank"), true, tr("One more than how many are clearly above: lower end over one's own upper end")},
        {tr("Candidate")},
        {tr("Rating"), true, tr("Bradley–Terry, 400 points a tenfold of odds, mean 1000")},
        {tr("Rating")},
        {tr("95 %"), true}};
    return all;
}

QVariant RatingsModel::cell(int row, int column, int role) const {
    const RatingReport& rating = at(row);
    switch (role) {
    case Qt::DisplayRole:
        return column == rankColumn        ? QVariant(rating.rank ? count(*rating.rank) : QStringLiteral("–"))
               : column == candidateColumn ? QVariant(shownLine(rating.candidate))
               : column == ratingColumn    ? QVariant(figure(rating.rating, 0))
               : column == intervalColumn  ? QVariant(intervalFigure(rating.ci_low, rating.ci_high, 0))
                                           : QVariant();
    case Qt::ToolTipRole:
        return rating.rating ? QVariant() : QVariant(tr("has no finite rating: never lost, or met nobody of the others"));
    case valueRole:
        return column == whiskerColumn && rating.rating ? QVariant(*rating.rating) : QVariant();
    case lowRole:
        return column == whiskerColumn && rating.ci_low ? QVariant(*rating.ci_low) : QVariant();
    case highRole:
        return column == whiskerColumn && rating.ci_high ? QVariant(*rating.ci_high) : QVariant();
    case slotRole:
        return column == candidateColumn || column == whiskerColumn ? slotOf(slots_, rating.candidate) : QVariant();
    case toneRole:
        return column == candidateColumn || column == ratingColumn ? QVariant() : QVariant(int(Tone::secondary));
    default:
        return {};
    }
}

} // namespace tiebreak::items
