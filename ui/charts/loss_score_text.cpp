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
    if (chart.protocol == "joint") {
        return say("IFT score");
    }
    return chart.judging_name.empty() ? say("score") : shownName(chart.judging_name);
}

QString scoreAxisText(const workbench::LossScoreChart& chart) {
    const bool hundred = chart.protocol == "joint" || chart.protocol == "single";
    return hundred ? say("%1, 0–100").arg(scoreName(chart)) : scoreName(chart);
}

QString lossAxisText() {
    return say("Test loss, nats a token");
}

QString chartTitle(const workbench::LossScoreChart& chart) {
    return say("Test loss against %1").arg(scoreName(chart));
}

QString chartSubtitle(const LossScoreView& view) {
    const auto n = view.chart->points.size() + view.leftOut.size();
    const QString count = n == 1 ? say("1 model") : say("%1 models").arg(countText(static_cast<qint64>(n)));
    return view.chart->run_name.empty() ? count
                                        : say("%1, %2").arg(count, shownName(view.chart->run_name));
}

QString chartCaption(const LossScoreView& view) {
    QString caption = shownName(view.chart->caption);
    if (!view.leftOut.empty()) {
        QStringList names;
        for (const auto& p : view.leftOut) {
            names << shownName(p.name);
        }
        caption += QLatin1Char(' ') + say("Drawn faded and left out of lines and figures by hand: %1.")
                                          .arg(names.join(QStringLiteral("; ")));
    }
    return caption;
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
    if (p.n > 0) {
        score = say("%1, n = %2").arg(score, countText(p.n));
    }
    facts.emplace_back(scoreName(chart), score);
    if (p.leftOut) {
        facts.emplace_back(say("Off the line"), say("left out by hand"));
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

QString chartInWords(const LossScoreView& view) {
    const workbench::LossScoreChart& chart = *view.chart;
    QStringList parts{say("%1, %2.").arg(chartTitle(chart), chartSubtitle(view))};
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
