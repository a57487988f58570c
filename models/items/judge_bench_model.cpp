// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/judge_bench_model.h"

#include "items/figures.h"
#include "items/roles.h"

namespace tiebreak::items {

using workbench::BenchFigure;
using workbench::BenchOutcome;
using workbench::BenchRow;

namespace {

QString explained(const BenchFigure& figure, const QString& value) {
    if (!figure.value) {
        return shownLine(figure.reason);
    }
    return figure.n > 0 ? JudgeBenchModel::tr("%1, n = %2").arg(value, count(figure.n)) : value;
}

std::optional<double> hundredfold(std::optional<double> share) {
    return share ? std::optional(100 * *share) : std::nullopt;
}

QString outcomeWords(BenchOutcome outcome, const workbench::BenchExample& example) {
    switch (outcome) {
    case BenchOutcome::first:
        return shownLine(example.first);
    case BenchOutcome::second:
        return shownLine(example.second);
    case BenchOutcome::tie:
        return BenchExampleModel::tr("tie");
    case BenchOutcome::unread:
        return BenchExampleModel::tr("not read");
    }
    return {};
}

} // namespace

QString benchRate(const BenchFigure& figure, bool withInterval) {
    const QString value = items::figure(hundredfold(figure.value), 1);
    return withInterval && figure.low && figure.high
               ? QStringLiteral("%1 (%2)").arg(
                     value, intervalFigure(hundredfold(figure.low), hundredfold(figure.high), 1))
               : value;
}

QString benchNumber(const BenchFigure& figure, int decimals, bool withInterval) {
    const QString value = items::figure(figure.value, decimals);
    return withInterval && figure.low && figure.high
               ? QStringLiteral("%1 (%2)").arg(value, intervalFigure(figure.low, figure.high, decimals))
               : value;
}

void JudgeBenchModel::setBench(std::shared_ptr<const workbench::JudgeBench> bench) {
    beginResetModel();
    bench_ = std::move(bench);
    endResetModel();
}

const BenchRow& JudgeBenchModel::at(int row) const {
    return bench_->judges[static_cast<std::size_t>(row)];
}

int JudgeBenchModel::rows() const {
    return bench_ ? static_cast<int>(bench_->judges.size()) : 0;
}

const std::vector<TableModel::Column>& JudgeBenchModel::columns() const {
    static const std::vector<Column> all = {
        {tr("Judge"), false, tr("The model or scorer that judged")},
        {tr("Judging"), false, tr("The judging and its run")},
        {tr("Agrees, %"), true,
         tr("Share of comparisons with the same outcome as the truth, ties as one of three")},
        {tr("κ"), true, tr("Cohen's kappa: agreement beyond chance")},
        {tr("α"), true, tr("Krippendorff's alpha, ordinal")},
        {tr("Same on swap, %"), true, tr("Pairs shown in both orders with the same verdict")},
        {tr("First, %"), true, tr("Decided showings that preferred what stood first; 50 is even")},
        {tr("Longer, %"), true,
         tr("Decided comparisons of unlike length that preferred the longer; 50 is even")},
        {tr("Lists, %"), true,
         tr("Decided comparisons in which one answer alone holds a list: preferred it")},
        {tr("Rerun SD"), true, tr("SD of a candidate's mean over reruns, points")},
        {tr("Shift SD"), true, tr("SD of the whole run's mean over reruns, points")},
        {tr("Unread, %"), true, tr("Replies that could not be read")},
        {tr("Clumped, %"), true, tr("Share of scores that are the most frequent one")},
        {tr("$ a 1,000"), true, tr("US dollars a thousand replies")},
        {tr("s a 1,000"), true, tr("Seconds a thousand replies, one after the other")}};
    return all;
}

QVariant JudgeBenchModel::cell(int row, int column, int role) const {
    const BenchRow& judge = at(row);
    const auto rate = [&](const BenchFigure& figure) -> QVariant {
        if (role == Qt::DisplayRole) {
            return benchRate(figure, false);
        }
        return role == Qt::ToolTipRole ? plainTip(explained(figure, benchRate(figure, true) + tr(" %")))
                                       : QVariant();
    };
    const auto number = [&](const BenchFigure& figure, int decimals) -> QVariant {
        if (role == Qt::DisplayRole) {
            return benchNumber(figure, decimals, false);
        }
        return role == Qt::ToolTipRole ? plainTip(explained(figure, benchNumber(figure, decimals, true)))
                                       : QVariant();
    };
    if (role == idRole) {
        return static_cast<qint64>(judge.judging.value);
    }
    switch (column) {
    case judgeColumn:
        return role == Qt::DisplayRole ? QVariant(shownLine(judge.judge)) : QVariant();
    case judgingColumn:
        if (role == Qt::DisplayRole) {
            return tr("%1, %2").arg(shownLine(judge.name), shownLine(judge.run_name));
        }
        return role == toneRole ? QVariant(static_cast<int>(Tone::secondary)) : QVariant();
    case accuracyColumn:
        if (role == Qt::DisplayRole) {
            return benchRate(judge.accuracy, true);
        }
        return rate(judge.accuracy);
    case kappaColumn:
        return number(judge.kappa, 2);
    case alphaColumn:
        return number(judge.alpha, 2);
    case swapColumn:
        return rate(judge.swap_consistency);
    case firstColumn:
        return rate(judge.first_position_rate);
    case longerColumn:
        return rate(judge.prefers_longer);
    case listsColumn:
        return rate(judge.prefers_lists);
    case noiseColumn:
        return number(judge.rerun_sd, 2);
    case shiftColumn:
        return number(judge.run_shift_sd, 2);
    case unreadColumn:
        return rate(judge.parse_failure_rate);
    case clumpingColumn:
        return rate(judge.clumping);
    case priceColumn:
        return role == Qt::DisplayRole ? QVariant(figure(judge.price_per_1000, 2)) : QVariant();
    case timeColumn:
        return role == Qt::DisplayRole ? QVariant(figure(judge.seconds_per_1000, 0)) : QVariant();
    default:
        return {};
    }
}

void BenchExampleModel::setExamples(std::vector<workbench::BenchExample> examples) {
    beginResetModel();
    examples_ = std::move(examples);
    endResetModel();
}

const std::vector<TableModel::Column>& BenchExampleModel::columns() const {
    static const std::vector<Column> all = {{tr("Item")},   {tr("Asked")}, {tr("First")},
                                            {tr("Second")}, {tr("Truth")}, {tr("The judge said")}};
    return all;
}

QVariant BenchExampleModel::cell(int row, int column, int role) const {
    const workbench::BenchExample& example = at(row);
    if (role == idRole) {
        return static_cast<qint64>(example.item.value);
    }
    if (role == toneRole) {
        const bool wrong = column == verdictColumn && example.truth != example.verdict;
        return static_cast<int>(wrong ? Tone::bad : column == itemColumn ? Tone::hint : Tone::normal);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    const auto named = [](const std::string& name, std::optional<double> score) {
        return score ? QStringLiteral("%1: %2").arg(shownLine(name), figure(score, 0)) : shownLine(name);
    };
    switch (column) {
    case itemColumn:
        return shownLine(example.label);
    case titleColumn:
        return shownLine(example.title);
    case firstColumn:
        return named(example.first, example.first_score);
    case secondColumn:
        return named(example.second, example.second_score);
    case truthColumn:
        return outcomeWords(example.truth, example);
    case verdictColumn:
        return outcomeWords(example.verdict, example);
    default:
        return {};
    }
}

} // namespace tiebreak::items
