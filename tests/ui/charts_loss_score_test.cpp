// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts_fixture.h"
#include "ui/charts/chart_hover_card.h"
#include "ui/charts/loss_score_plot.h"
#include "ui/charts/loss_score_text.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

#include <ctime>

using namespace tiebreak;
using namespace tiebreak::ui;

namespace {

LossScoreView published() {
    LossScoreView view;
    view.chart = test::publishedChart();
    view.colourBy = "set-up";
    return view;
}

} // namespace

class LossScorePlotTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Theme::install(*qApp).setMode(Theme::Mode::light); }

    void namesTheOutliersThatTheirAuthorNames() {
        LossScorePlot plot;
        plot.resize(860, 640);
        plot.setView(published());
        plot.replot();
        QStringList names;
        for (const auto& name : plot.figure().layer().names()) {
            names << name.text;
        }
        names.sort();
        QCOMPARE(names, (QStringList{"JAX, FineWeb-Edu", "OpenAI weights: medium", "OpenAI weights: small"}));
    }

    void keysWalkThePointsByLossAndOpenOne() {
        LossScorePlot plot;
        plot.resize(860, 640);
        plot.setView(published());
        plot.show();
        plot.setFocus();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        QSignalSpy opened(&plot, &LossScorePlot::openItems);
        QTest::keyClick(&plot, Qt::Key_Return);
        QCOMPARE(opened.count(), 0); // nothing is chosen yet
        QTest::keyClick(&plot, Qt::Key_Right);
        QCOMPARE(plot.currentPoint(), 0);
        QVERIFY(plot.accessibleDescription().contains("OpenAI weights: medium"));
        QVERIFY(plot.accessibleDescription().contains("Point 1 of 24"));
        double last = 0;
        for (int i = 0; i < 24; ++i) {
            const PlotPoint& p = plot.figure().points()[static_cast<std::size_t>(plot.currentPoint())];
            QCOMPARE(plot.currentPoint(), i);
            QVERIFY(p.loss >= last);
            last = p.loss;
            QTest::keyClick(&plot, Qt::Key_Right);
        }
        QCOMPARE(plot.currentPoint(), 23); // stays at the end
        QTest::keyClick(&plot, Qt::Key_Left);
        QTest::keyClick(&plot, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened[0][0].value<domain::CandidateRevisionId>(), plot.figure().points()[22].candidate);
        QTest::keyClick(&plot, Qt::Key_Escape);
        QCOMPARE(plot.currentPoint(), -1);
        QVERIFY(plot.accessibleDescription().contains("Pearson −0.515"));
        QAccessibleInterface* said = QAccessible::queryAccessibleInterface(&plot);
        QCOMPARE(said->role(), QAccessible::Chart);
        QCOMPARE(said->text(QAccessible::Name), QStringLiteral("Test loss against IFT score"));
    }

    void pointerTellsAboutAPointAndOpensIt() {
        LossScorePlot plot;
        plot.resize(860, 640);
        plot.setView(published());
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        plot.replot();
        const auto& points = plot.figure().points();
        const auto edu = std::find_if(points.begin(), points.end(),
                                      [](const PlotPoint& p) { return p.name == "JAX, FineWeb-Edu"; });
        const QPoint at = plot.figure().layer().pixelOf(*edu).toPoint();
        QTest::mouseMove(&plot, at);
        auto* card = plot.findChild<ChartHoverCard*>();
        QVERIFY(card->isVisible());
        QVERIFY2(card->text().contains("+9.00, outlier beyond 7.61"), qPrintable(card->text()));
        QVERIFY(card->text().contains("3.6329, SE not given"));
        QVERIFY(!card->geometry().contains(at));
        QSignalSpy opened(&plot, &LossScorePlot::openItems);
        QTest::mouseClick(&plot, Qt::LeftButton, {}, at);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened[0][0].value<domain::CandidateRevisionId>(), edu->candidate);
        QTest::mouseMove(&plot, QPoint(2, 2));
        QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.axisRect()->rect().topRight() + QPoint(-4, 4));
        QCOMPARE(opened.count(), 1); // nothing there
    }

    void wheelZoomsDragPansDoubleClickShowsAll() {
        LossScorePlot plot;
        plot.resize(860, 640);
        plot.setView(published());
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        plot.replot();
        const QCPRange home = plot.xAxis->range();
        const QPoint centre = plot.axisRect()->rect().center();
        const double under = plot.xAxis->pixelToCoord(centre.x());
        QWheelEvent wheel(centre, plot.mapToGlobal(centre), {}, {0, 240}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&plot, &wheel);
        QVERIFY(plot.xAxis->range().size() < home.size() * 0.75);
        QVERIFY(std::abs(plot.xAxis->pixelToCoord(centre.x()) - under) < 1e-9);
        const QCPRange zoomed = plot.xAxis->range();
        const QPoint empty = plot.axisRect()->rect().topRight() + QPoint(-40, 30);
        QSignalSpy opened(&plot, &LossScorePlot::openItems);
        QTest::mousePress(&plot, Qt::LeftButton, {}, empty);
        QTest::mouseMove(&plot, empty + QPoint(-30, 20));
        QTest::mouseMove(&plot, empty + QPoint(-60, 40));
        QTest::mouseRelease(&plot, Qt::LeftButton, {}, empty + QPoint(-60, 40));
        QVERIFY(plot.xAxis->range().lower > zoomed.lower);
        QVERIFY(std::abs(plot.xAxis->range().size() - zoomed.size()) < 1e-9);
        QCOMPARE(opened.count(), 0); // a drag is not a click
        QTest::mouseDClick(&plot, Qt::LeftButton, {}, empty);
        QCOMPARE(plot.xAxis->range().lower, home.lower);
        QCOMPARE(plot.xAxis->range().upper, home.upper);
    }

    void zoomNeverLosesThePoints() {
        LossScorePlot plot;
        plot.resize(860, 640);
        plot.setView(published());
        for (int i = 0; i < 200; ++i) {
            plot.zoom(2, QPointF(400, 300));
        }
        QVERIFY(plot.xAxis->range().size() < 20);
        for (int i = 0; i < 500; ++i) {
            plot.zoom(0.5, QPointF(400, 300));
        }
        QVERIFY(plot.xAxis->range().size() > 1e-5);
    }

    void pointsLeftOutStayVisibleAndSaySo() {
        LossScoreView view = published();
        auto chart = std::make_shared<workbench::LossScoreChart>(*view.chart);
        chart->points[0].excluded = true;
        chart->points[0].outlier = false;
        view.chart = chart;
        LossScorePlot plot;
        plot.setView(view);
        QCOMPARE(plot.figure().points().size(), std::size_t(24));
        QVERIFY(plot.figure().points()[0].leftOut);
        plot.setCurrentPoint(0);
        QVERIFY(plot.currentInWords().contains("left out of the fit"));
    }

    void tenThousandPointsStaySmooth() {
        LossScoreView view;
        view.chart = test::manyPoints(10000);
        LossScorePlot plot;
        plot.resize(900, 600);
        plot.setView(view);
        plot.replot(); // fonts and stamps
        // Processor time: what a frame costs, whatever else the machine does meanwhile.
        const auto since = [](std::clock_t from) {
            return 1000.0 * static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
        };
        std::clock_t start = std::clock();
        constexpr int frames = 5;
        for (int i = 0; i < frames; ++i) {
            plot.xAxis->moveRange(0.01);
            plot.replot();
        }
        const double frame = since(start) / frames;
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        plot.setFocus();
        start = std::clock();
        for (int i = 0; i < frames; ++i) {
            QTest::keyClick(&plot, Qt::Key_Right);
            QCoreApplication::processEvents();
        }
        const double walk = since(start) / frames;
        qInfo("10,000 points with both error bars: %.1f ms a frame, %.1f ms a step from point to point",
              frame, walk);
        QVERIFY2(frame < 250, qPrintable(QString::number(frame)));
        QVERIFY2(walk < 50, qPrintable(QString::number(walk)));
    }
};

QTEST_MAIN(LossScorePlotTest)
#include "charts_loss_score_test.moc"
