// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_score_text.h"

#include "ui/widgets/wording.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>

namespace tiebreak::ui {

namespace {

QString say(const char* text, int n = -1) {
    return QCoreApplication::translate("LossScoreChart", text, nullptr, n);
}

} // namespace

QString scoreName(const workbench::LossScoreChart& chart) {
    if (chart.protocol == "joint" || chart.imported_scores) {
        return say("IFT score");
    }
    return chart.judging_name.empty() ? say("score") : shownName(chart.judging_name);
}

QString scoreAxisText(const workbench::LossScoreChart& chart) {
    const bool hundred = chart.protocol == "joint" || chart.protocol == "single" || chart.imported_scores;
    return hundred ? say("%1, 0–100").arg(scoreName(chart)) : scoreName(chart);
}

QString lossAxisText() {
    return say("Test loss, nats a token");
}

QString chartTitle(const workbench::LossScoreChart& chart) {
    return say("Test loss against %1").arg(scoreName(chart));
}

QString chartSubtitle(const workbench::LossScoreChart& chart) {
    const auto n = static_cast<qint64>(chart.points.size());
    const QString count = n == 1 ? say("1 model") : say("%1 models").arg(countText(n));
    return chart.run_name.empty() ? count : say("%1, %2").arg(count, shownName(chart.run_name));
}

QString chartCaption(const workbench::LossScoreChart& chart) {
    return shownName(chart.caption);
}

QString theilSenLabel(const workbench::LossScoreChart& chart) {
    const QString slope = numberText(chart.theil_sen ? chart.theil_sen->slope : NAN, 2);
    return chart.band_x.empty() ? say("Theil–Sen %1 a nat").arg(slope)
                                : say("Theil–Sen %1 a nat, 95 % band").arg(slope);
}

QString leastSquaresLabel(const workbench::LossScoreChart& chart) {
    return say("least squares %1").arg(numberText(chart.least_squares ? chart.least_squares->slope : NAN, 2));
}

QString scoreWithInterval(const PlotPoint& p) {
    const QString score = numberText(p.score, 2);
    if (!p.scoreLow || !p.scoreHigh) {
        return say("%1, no interval").arg(score);
    }
    const double up = *p.scoreHigh - p.score;
    const double down = p.score - *p.scoreLow;
    if (std::abs(up - down) < 0.005) {
        return say("%1 ± %2").arg(score, numberText(up, 2));
    }
    return say("%1 (%2)").arg(score, intervalText(*p.scoreLow, *p.scoreHigh, 2));
}

std::vector<std::pair<QString, QString>> pointFacts(const PlotPoint& p,
                                                    const workbench::LossScoreChart& chart) {
    std::vector<std::pair<QString, QString>> facts;
    const QString loss = numberText(p.loss, 4);
    facts.emplace_back(say("Test loss"), p.lossSe ? say("%1 ± %2 (SE)").arg(loss, numberText(*p.lossSe, 4))
                                                  : say("%1, SE not given").arg(loss));
    QString score = scoreWithInterval(p);
    if (p.n > 1 && p.scoreLow) {
        score = (chart.imported_scores ? say("%1, %2 judge runs") : say("%1, %2 items"))
                    .arg(score, countText(p.n));
    }
    facts.emplace_back(scoreName(chart), score);
    if (p.leftOut) {
        facts.emplace_back(say("Off the line"),
                           chart.theil_sen ? say("%1, left out of the fit").arg(signedText(p.residual, 2))
                                           : say("left out of the fit"));
    } else if (chart.theil_sen) {
        QString off = signedText(p.residual, 2);
        if (p.outlier && chart.outlier_threshold) {
            off = say("%1, outlier beyond %2").arg(off, numberText(*chart.outlier_threshold, 2));
        }
        facts.emplace_back(say("Off the line"), off);
    }
    return facts;
}

QString pointSentence(const PlotPoint& point, const workbench::LossScoreChart& chart) {
    QStringList parts{point.name};
    for (const auto& [label, value] : pointFacts(point, chart)) {
        parts << say("%1 %2").arg(label, value);
    }
    return parts.join(QStringLiteral("; "));
}

std::optional<ChartProblem> problemOf(const workbench::LossScoreChart& chart) {
    if (!chart.judging.stored()) {
        return ChartProblem{
            ChartProblem::Kind::notJudged, say("Nothing was scored yet"),
            say("The chart sets each candidate's test loss against its score. Judge the run's "
                "answers, or import scores.")};
    }
    if (chart.points.size() >= 3) {
        return std::nullopt;
    }
    constexpr std::size_t mostNamed = 6;
    QStringList reasons;
    bool onlyLosses = true;
    for (const std::string& reason : chart.left_out) {
        if (static_cast<std::size_t>(reasons.size()) < mostNamed) {
            reasons << shownName(reason);
        }
        onlyLosses = onlyLosses && QString::fromStdString(reason).endsWith(QLatin1String(": no test loss"));
    }
    QString why = reasons.join(QStringLiteral("\n"));
    if (chart.left_out.size() > mostNamed) {
        why += QLatin1Char('\n') + say("and %1 more").arg(chart.left_out.size() - mostNamed);
    }
    if (chart.points.empty()) {
        return ChartProblem{ChartProblem::Kind::noLosses,
                            onlyLosses ? say("No test loss is known")
                                       : say("No candidate has both a test loss and a score"),
                            why};
    }
    QStringList names;
    for (const auto& p : chart.points) {
        names << shownName(p.name);
    }
    const QString both = chart.points.size() == 1 ? say("Only %1 has both a test loss and a score.")
                                                  : say("Only %1 have both a test loss and a score.");
    return ChartProblem{ChartProblem::Kind::tooFew, say("A line needs three points"),
                        both.arg(names.join(say(" and "))) +
                            (why.isEmpty() ? QString() : QLatin1Char('\n') + why)};
}

QString chartInWords(const LossScoreView& view) {
    const workbench::LossScoreChart& chart = *view.chart;
    QStringList parts{say("%1, %2.").arg(chartTitle(chart), chartSubtitle(chart))};
    const auto& a = chart.association;
    if (a.pearson && a.spearman && a.kendall) {
        parts << say("Pearson %1, Spearman %2, Kendall tau-b %3.")
                     .arg(numberText(*a.pearson, 3), numberText(*a.spearman, 3), numberText(*a.kendall, 3));
    }
    if (chart.theil_sen) {
        parts << theilSenLabel(chart) + QLatin1Char('.');
    }
    QStringList outliers;
    for (const PlotPoint& p : plotPoints(view)) {
        if (p.outlier) {
            outliers << say("%1 %2").arg(p.name, signedText(p.residual, 2));
        }
    }
    if (!outliers.isEmpty()) {
        parts << say("Outliers: %1.").arg(outliers.join(QStringLiteral("; ")));
    }
    return parts.join(QLatin1Char(' '));
}

} // namespace tiebreak::ui
