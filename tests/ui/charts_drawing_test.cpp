// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts_fixture.h"
#include "domain/error.h"
#include "ui/charts/chart_export.h"
#include "ui/charts/chart_geometry.h"
#include "ui/charts/loss_score_figure.h"
#include "ui/charts/loss_score_text.h"

#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <random>

using namespace tiebreak;
using namespace tiebreak::ui;

namespace {

LossScoreView published(bool allNames = false) {
    LossScoreView view;
    view.chart = test::publishedChart();
    view.colourBy = "set-up";
    view.allNames = allNames;
    return view;
}

/// What is wrong with a set of places; empty where nothing is.
QString faults(const LabelScene& scene, const std::vector<std::optional<LabelPlace>>& places) {
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!places[i]) {
            continue;
        }
        if (!scene.area.contains(places[i]->box)) {
            return QStringLiteral("label %1 leaves the area").arg(i);
        }
        std::vector<QRectF> all = scene.obstacles;
        all.insert(all.end(), scene.bars.begin(), scene.bars.end());
        for (const QRectF& o : all) {
            if (o.intersects(places[i]->box)) {
                return QStringLiteral("label %1 touches an obstacle").arg(i);
            }
        }
        for (std::size_t j = 0; j < places.size(); ++j) {
            if (j == i || !places[j]) {
                continue;
            }
            if (places[i]->box.intersects(places[j]->box)) {
                return QStringLiteral("labels %1 and %2 touch").arg(i).arg(j);
            }
            if (places[i]->leader && segmentTouches(*places[i]->leader, places[j]->box)) {
                return QStringLiteral("the leader of %1 crosses label %2").arg(i).arg(j);
            }
        }
    }
    return {};
}

int placed(const std::vector<std::optional<LabelPlace>>& places) {
    return static_cast<int>(std::count_if(places.begin(), places.end(), [](const auto& p) { return !!p; }));
}

} // namespace

class ChartDrawingTest : public QObject {
    Q_OBJECT

private slots:
    void aLoneLabelStandsRightOfItsPoint() {
        LabelScene scene{QRectF(0, 0, 400, 300), {QRectF(95, 95, 10, 10)}, {}, {}};
        const auto places = placeLabels(scene, {{{100, 100}, {80, 14}, 8}});
        QVERIFY(places[0]);
        QVERIFY(!places[0]->leader);
        QCOMPARE(places[0]->box.left(), 108.0);
        QCOMPARE(places[0]->box.center().y(), 100.0);
    }

    void atTheRightEdgeItTurnsLeft() {
        LabelScene scene{QRectF(0, 0, 400, 300), {}, {}, {}};
        const auto places = placeLabels(scene, {{{390, 100}, {80, 14}, 8}});
        QVERIFY(places[0]->box.right() < 390);
    }

    void whereThereIsNoRoomThereIsNoLabel() {
        LabelScene scene{QRectF(0, 0, 60, 20), {}, {}, {}};
        QVERIFY(!placeLabels(scene, {{{30, 10}, {80, 14}, 8}})[0]);
    }

    void randomCloudsNeverOverlap() {
        std::mt19937 random(11);
        const auto uniform = [&](double to) { return to * static_cast<double>(random()) / 4294967296.0; };
        for (int round = 0; round < 40; ++round) {
            LabelScene scene{QRectF(0, 0, 700, 420), {}, {}, {QLineF(0, 100, 700, 300)}};
            std::vector<LabelRequest> labels;
            const int count = 5 + round;
            for (int i = 0; i < count; ++i) {
                const QPointF at(uniform(700), uniform(420));
                scene.obstacles.emplace_back(at.x() - 5, at.y() - 5, 10, 10);
                labels.push_back({at, {30 + uniform(150), 14}, 8});
            }
            const auto places = placeLabels(scene, labels);
            const QString fault = faults(scene, places);
            QVERIFY2(fault.isEmpty(), qPrintable(fault));
            QVERIFY2(placed(places) >= count * 3 / 4,
                     qPrintable(QStringLiteral("%1 of %2").arg(placed(places)).arg(count)));
        }
    }

    void allNamesOfThePublishedTable_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("atLeast");
        QTest::newRow("1440x900") << QSize(880, 640) << 24;
        QTest::newRow("1024x640") << QSize(500, 430) << 15;
    }

    void allNamesOfThePublishedTable() {
        QFETCH(QSize, size);
        QFETCH(int, atLeast);
        QCustomPlot plot;
        plot.setViewport(QRect(QPoint(), size));
        LossScoreFigure figure(plot, Tokens::light());
        figure.setView(published(true));
        plot.toPixmap(size.width(), size.height());
        const LossScoreLayer& layer = figure.layer();
        std::vector<std::optional<LabelPlace>> places;
        for (const auto& name : layer.names()) {
            places.push_back(name.place);
        }
        const QString fault = faults(layer.scene(), places);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
        const QString pictures = qEnvironmentVariable("TIEBREAK_PICTURES");
        if (!pictures.isEmpty()) {
            plot.toPixmap(size.width(), size.height())
                .save(pictures + QStringLiteral("/charts-all-names-%1.png").arg(size.width()));
        }
        QCOMPARE(static_cast<int>(layer.names().size()) + layer.namesWithoutPlace(), 24);
        QVERIFY2(static_cast<int>(layer.names().size()) >= atLeast,
                 qPrintable(QStringLiteral("%1 names").arg(layer.names().size())));
    }

    void pngCarriesItsScaleAndCaption() {
        const LossScoreView view = published();
        const QByteArray bytes = chartPng(view, {{800, 600}, 3});
        const QImage image = QImage::fromData(bytes, "PNG");
        QCOMPARE(image.width(), 2400);
        QVERIFY(image.height() >= 1800);
        QCOMPARE(image.text("Description"), chartCaption(*view.chart));
        // Drawn on white whatever the window wears, and with the accent's line on it.
        QCOMPARE(image.pixelColor(2, 2), Tokens::light().content);
        int accent = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                accent += image.pixelColor(x, y) == Tokens::light().accent ? 1 : 0;
            }
        }
        QVERIFY2(accent > 2000, qPrintable(QString::number(accent)));
    }

    void svgStandsAloneAndIsWellFormed() {
        LossScoreView view = published();
        auto chart = std::make_shared<workbench::LossScoreChart>(*view.chart);
        chart->points[13].name = "<script>alert(1)</script> & \"co\"";
        view.chart = chart;
        QXmlStreamReader xml(chartSvg(view));
        QString texts;
        QString description;
        QSet<QString> elements;
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement()) {
                elements << xml.name().toString();
                for (const auto& attribute : xml.attributes()) {
                    const QString value = attribute.value().toString();
                    if (attribute.name() == QLatin1String("href")) {
                        QVERIFY2(value.startsWith('#'), qPrintable(value));
                    }
                    QVERIFY2(!value.contains("url(") || value.contains("url(#"), qPrintable(value));
                    QVERIFY2(!value.contains("://"), qPrintable(value));
                }
                if (xml.name() == QLatin1String("desc") && description.isEmpty()) {
                    description = xml.readElementText();
                } else if (xml.name() == QLatin1String("text")) {
                    texts += xml.readElementText() + ' ';
                }
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(description, chartCaption(*view.chart));
        const QString caption = chartCaption(*view.chart);
        QVERIFY2(texts.simplified().contains(caption.left(60)), qPrintable(texts));
        QVERIFY(texts.contains("Test loss against IFT score"));
        QVERIFY(texts.contains("<script>alert(1)</script> & \"co\""));
        QVERIFY(!elements.contains("script"));
        QVERIFY(!elements.contains("image"));
    }

    void zoomedSvgDrawsNothingOutsideTheAxes() {
        LossScoreView view = published();
        view.lossRange = {3.5, 3.6};
        view.scoreRange = {12, 16};
        QCustomPlot plot;
        LossScoreFigure figure(plot, Tokens::light());
        figure.setView(view);
        plot.toPixmap(600, 400);
        // A point far outside must neither be drawn nor named.
        for (const auto& name : figure.layer().names()) {
            QVERIFY(figure.points()[static_cast<std::size_t>(name.point)].name != "OpenAI weights: medium");
        }
        QCOMPARE(plot.xAxis->range().lower, 3.5);
        const QRectF axes = QRectF(plot.axisRect()->rect()).adjusted(-12, -12, 12, 12);
        const LabelScene scene = figure.layer().scene();
        QVERIFY(!scene.obstacles.empty());
        for (const QRectF& o : scene.obstacles) {
            QVERIFY(axes.contains(o));
        }
    }

    void pdfIsAPdf() {
        const QByteArray bytes = chartPdf(published());
        QVERIFY(bytes.startsWith("%PDF"));
        QVERIFY(bytes.trimmed().endsWith("%%EOF"));
        QVERIFY(bytes.size() > 5000);
    }

    void filesAreWrittenByTheirEnding() {
        QTemporaryDir folder;
        const LossScoreView view = published();
        for (const char* ending : {"png", "SVG", "pdf"}) {
            const QString file = folder.filePath(QStringLiteral("chart.") + ending);
            writeChart(file, view);
            QVERIFY(QFileInfo(file).size() > 1000);
        }
        QVERIFY_EXCEPTION_THROWN(writeChart(folder.filePath("chart.doc"), view), domain::Error);
        QVERIFY_EXCEPTION_THROWN(writeChart(folder.filePath("no/such/chart.png"), view), domain::Error);
    }

    void polygonsAndLinesAreCutToTheAxes() {
        const QRectF box(0, 0, 10, 10);
        const auto line = clippedSegment(QLineF(-5, 5, 15, 5), box);
        QVERIFY(line);
        QCOMPARE(line->p1(), QPointF(0, 5));
        QCOMPARE(line->p2(), QPointF(10, 5));
        QVERIFY(!clippedSegment(QLineF(-5, 20, 15, 12), box));
        QVERIFY(!clippedSegment(QLineF(0, 0, qInf(), 5), box));
        const QPolygonF cut = clippedPolygon(QPolygonF({{-10, -10}, {5, 5}, {20, -10}}), box);
        QCOMPARE(cut.boundingRect(), QRectF(0, 0, 10, 5));
    }

    void axesHoldEveryPointAndEndOnRoundNumbers() {
        const ChartRanges home = homeRanges(published());
        QVERIFY(home.loss.first <= 3.20 && home.loss.first >= 3.10);
        QVERIFY(home.loss.second >= 4.17 && home.loss.second <= 4.30);
        QVERIFY(home.score.first >= 0 && home.score.first <= 10);
        QVERIFY(home.score.second >= 43 && home.score.second <= 50);
        LossScoreView one;
        auto chart = std::make_shared<workbench::LossScoreChart>();
        chart->points.resize(1);
        chart->points[0].loss = 3;
        chart->points[0].score = 50;
        one.chart = chart;
        QVERIFY(homeRanges(one).loss.first < 3 && homeRanges(one).loss.second > 3);
    }

    void legendCountsTheValuesOfATag() {
        const auto legend = legendOf(published());
        QCOMPARE(legend.size(), std::size_t(4));
        QCOMPARE(legend[0].text, QStringLiteral("JAX"));
        QCOMPARE(legend[0].count, 11);
        QCOMPARE(legend[0].slot, 0);
        QCOMPARE(legend[3].text, QStringLiteral("OpenAI weights"));
        QCOMPARE(legend[3].count, 2);
    }

    void picturesNameWhatNoCursorTells() {
        QVERIFY(viewForPicture(test::publishedChart()).allNames);
        QCOMPARE(viewForPicture(test::publishedChart()).colourBy, std::string("set-up"));
        QVERIFY(!viewForPicture(test::manyPoints(40)).allNames);
        QCOMPARE(viewForPicture(test::manyPoints(40)).colourBy, std::string());
    }

    void namesAreMadeSafeToShow() {
        QCOMPARE(shownName("a\nb"), QStringLiteral("a b"));
        QVERIFY(!shownName("a\xE2\x80\xAE"
                           "b")
                     .contains(QChar(0x202E)));
    }
};

QTEST_MAIN(ChartDrawingTest)
#include "charts_drawing_test.moc"
