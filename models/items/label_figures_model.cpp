// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/label_figures_model.h"

#include "items/figures.h"
#include "items/roles.h"

namespace tiebreak::items {

namespace {

const QString none = QStringLiteral("–");

QString per100(const std::optional<double>& value) {
    return value ? LabelFiguresModel::tr("%1 %").arg(figure(value, 1)) : none;
}

/// A share as per cent, or why there is none as a tooltip.
QString share(const statistics::Agreement& agreement) {
    return agreement.value ? per100(100 * *agreement.value) : none;
}

QString coefficient(const statistics::Agreement& agreement) {
    return agreement.value ? figure(agreement.value, 2) : none;
}

} // namespace

void LabelFiguresModel::setTable(Table table) {
    beginResetModel();
    table_ = std::move(table);
    endResetModel();
}

QVariant LabelFiguresModel::cell(int row, int column, int role) const {
    const Row& each = at(row);
    switch (role) {
    case Qt::DisplayRole:
        return each.texts.value(column);
    case Qt::ToolTipRole:
        return each.tip.isEmpty() ? QVariant() : plainTip(each.tip);
    case slotRole:
        return column == 0 && each.slot ? QVariant(*each.slot) : QVariant();
    case idRole:
        return each.id;
    default:
        return {};
    }
}

LabelFiguresModel::Table LabelFiguresModel::winRates(const workbench::LabelFigures& figures) {
    Table table;
    table.columns = {{tr("Candidate")},
                     {tr("Win rate"), true, tr("a tie is half a win; over all pairs people judged")},
                     {tr("95 % of decided"), true, tr("Wilson's interval of wins among those decided")},
                     {tr("Wins"), true},
                     {tr("Ties"), true},
                     {tr("Losses"), true},
                     {tr("n"), true, tr("verdicts on pairs this candidate stood in")},
                     {tr("Score"), true, tr("mean of the scores people gave by rubric")},
                     {tr("Cards"), true, tr("scored by rubric")}};
    for (const workbench::LabelScore& score : figures.scores) {
        const auto& tally = score.tally;
        table.rows.push_back(
            {{shownLine(score.candidate), per100(tally.win_rate),
              tally.wilson ? intervalFigure(tally.wilson->low, tally.wilson->high, 1) : none,
              count(tally.wins), count(tally.ties), count(tally.losses), count(score.n),
              figure(score.rubric_mean, 2), score.rubric_n > 0 ? count(score.rubric_n) : none},
             score.slot,
             0,
             tr("Covers which cards were labelled by chance; leaves out what people get wrong. Tie-breaks "
                "are the hard ones, so these rates lie closer to 50 % than over all items.")});
    }
    return table;
}

LabelFiguresModel::Table LabelFiguresModel::settled(const workbench::JudgeAgreement& judge) {
    Table table;
    table.columns = {{tr("Candidate")},
                     {tr("Judge alone"), true, tr("points of 100 over all pairs, a doubtful verdict half")},
                     {tr("With labels"), true, tr("the same, ties as people settled them")},
                     {tr("Change"), true},
                     {tr("Beats"), true, tr("how many others it is ahead of head to head, with labels")},
                     {tr("Pairs"), true},
                     {tr("Open"), true, tr("doubtful verdicts that nobody settled: half a point each")}};
    for (const workbench::BrokenScore& score : judge.scores) {
        const std::optional<double> change =
            score.judge && score.broken ? std::optional(*score.broken - *score.judge) : std::nullopt;
        table.rows.push_back({{shownLine(score.candidate), figure(score.judge, 1), figure(score.broken, 1),
                               signedFigure(change, 1),
                               tr("%1 of %2")
                                   .arg(figure(score.beats, score.beats == int(score.beats) ? 0 : 1),
                                        count(static_cast<std::int64_t>(score.opponents))),
                               count(score.n), count(score.open)},
                              score.slot,
                              0,
                              {}});
    }
    return table;
}

LabelFiguresModel::Table LabelFiguresModel::agreement(const workbench::LabelFigures& figures) {
    Table table;
    table.columns = {{tr("Judging")},
                     {tr("Agrees"), true, tr("share of cards drawn at random with the same verdict")},
                     {tr("κ"), true, tr("Cohen's: 0 as by chance, 1 complete; of win, tie and loss")},
                     {tr("n"), true, tr("verdicts on cards drawn at random; tie-breaks do not count")},
                     {tr("Doubtful"), true, tr("tied, flipped, unread or within noise")},
                     {tr("Settled by people"), true}};
    for (const workbench::JudgeAgreement& judge : figures.judges) {
        table.rows.push_back({{shownLine(judge.name), share(judge.accuracy), coefficient(judge.kappa),
                               count(judge.n), count(judge.doubtful), count(judge.ties_broken)},
                              {},
                              0,
                              shownLine(judge.kappa.reason)});
    }
    return table;
}

LabelFiguresModel::Table LabelFiguresModel::annotators(const workbench::LabelFigures& figures) {
    Table table;
    table.columns = {{tr("Annotator")},
                     {tr("Labels"), true},
                     {tr("Cannot judge"), true, tr("in no figure but this")},
                     {tr("Shown again"), true, tr("with sides swapped")},
                     {tr("Agrees with self"), true},
                     {tr("With others"), true, tr("share of pairs both labelled with the same verdict")},
                     {tr("κ"), true},
                     {tr("n"), true}};
    for (const workbench::AnnotatorFigures& one : figures.annotators) {
        table.rows.push_back({{shownLine(one.name), count(one.labels), count(one.cannot), count(one.again),
                               share(one.self), none, none, none},
                              {},
                              0,
                              shownLine(one.self.reason)});
    }
    for (const workbench::AnnotatorAgreement& pair : figures.between) {
        table.rows.push_back({{tr("%1 and %2").arg(shownLine(pair.a), shownLine(pair.b)), none, none, none,
                               none, share(pair.accuracy), coefficient(pair.kappa), count(pair.n)},
                              {},
                              0,
                              shownLine(pair.kappa.reason)});
    }
    return table;
}

LabelFiguresModel::Table LabelFiguresModel::disagreements(const workbench::LabelFigures& figures) {
    Table table;
    table.columns = {{tr("Item")}, {tr("Between")}, {tr("Who said what")}, {tr("Differ")}};
    for (const workbench::LabelDisagreement& one : figures.disagreements) {
        QStringList voices;
        for (const auto& voice : one.voices) {
            voices << tr("%1: %2").arg(shownLine(voice.who), shownLine(voice.said));
        }
        table.rows.push_back(
            {{shownLine(one.item_label), tr("%1 and %2").arg(shownLine(one.first), shownLine(one.second)),
              voices.join(QStringLiteral(" · ")), one.among_people ? tr("people") : tr("people and judge")},
             {},
             qint64(one.item.value),
             {}});
    }
    return table;
}

} // namespace tiebreak::items
