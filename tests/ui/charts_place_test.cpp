// SPDX-License-Identifier: GPL-3.0-or-later
// Charts in the window: the view fed with values, and the place over a project. With TIEBREAK_PICTURES set to
// a folder, pictures of the published table are left there.
#include "charts_fixture.h"
#include "support.h"
#include "ui/charts/association_table.h"
#include "ui/charts/charts_place.h"
#include "ui/charts/charts_view.h"
#include "ui/charts/loss_score_inspector.h"
#include "ui/charts/loss_score_plot.h"
#include "ui/charts/loss_score_text.h"
#include "ui/settings/settings.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/table_view.h"
#include "workbench/samples.h"

#include <QCheckBox>
#include <QClipboard>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace tiebreak;
using namespace tiebreak::ui;

namespace {

std::shared_ptr<ChartsData> dataOf(const std::shared_ptr<workbench::LossScoreChart>& chart) {
    auto data = std::make_shared<ChartsData>();
    data->chart = chart;
    data->all = chart->association;
    data->judgings = {{{1}, "IFT"}, {{2}, "reference-overlap"}};
    return data;
}

/// A view as wide as the window gives it, with the published table.
struct Published {
    std::shared_ptr<workbench::LossScoreChart> chart = tiebreak::test::publishedChart();
    ChartsView view{nullptr};
    explicit Published(const QSize& size = {1256, 840}) {
        view.resize(size);
        view.setRuns({{{1}, QStringLiteral("published table")}}, {1});
        view.setData(dataOf(chart));
    }
};

QCheckBox* box(ChartsView& view, const QString& text) {
    for (QCheckBox* b : view.inspector()->findChildren<QCheckBox*>()) {
        if (b->text().startsWith(text)) {
            return b;
        }
    }
    return nullptr;
}

} // namespace

class ChartsPlaceTest : public QObject {
    Q_OBJECT

private slots:
    void init() { Theme::instance().setMode(Theme::Mode::light); }

    void inspectorTellsTheOracles() {
        Published p;
        const QString text = p.view.inspector()->association()->text();
        QVERIFY2(text.contains("All 24\tp"), qPrintable(text));
        QVERIFY2(text.contains("Pearson\t−0.515\t0.010"), qPrintable(text));
        QVERIFY2(text.contains("Spearman\t−0.606\t0.002"), qPrintable(text));
        QVERIFY2(text.contains("Kendall τ-b\t−0.413\t0.004"), qPrintable(text));
        const auto* model = p.view.inspector()->outliers()->model();
        QCOMPARE(model->rowCount(), 3);
        QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("OpenAI weights: medium"));
        QCOMPARE(model->index(0, 1).data().toString(), QStringLiteral("+22.42"));
        QCOMPARE(model->index(1, 1).data().toString(), QStringLiteral("+9.00"));
        QCOMPARE(model->index(2, 1).data().toString(), QStringLiteral("+8.18"));
    }

    void outliersAndPointsAreTied() {
        Published p;
        p.view.show();
        p.view.inspector()->outliers()->setCurrentIndex(p.view.inspector()->outliers()->model()->index(1, 0));
        const auto& points = p.view.plot()->figure().points();
        QCOMPARE(points[static_cast<std::size_t>(p.view.plot()->currentPoint())].name,
                 QStringLiteral("JAX, FineWeb-Edu"));
        p.view.plot()->setCurrentPoint(0);
        QCOMPARE(p.view.inspector()->outliers()->currentIndex().row(), 0);
        p.view.plot()->setCurrentPoint(1); // no outlier
        QVERIFY(!p.view.inspector()->outliers()->currentIndex().isValid());
        QCOMPARE(p.view.currentCandidate(), QStringLiteral("JAX, overtrained one long epoch"));
    }

    void leavingOutIsAskedForAndShownBesideAll() {
        Published p;
        QSignalSpy wanted(&p.view, &ChartsView::leftOutWanted);
        QTest::keyClick(p.view.plot(), Qt::Key_Right);
        QTest::keyClick(p.view.plot(), Qt::Key_Delete);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].value<std::vector<std::string>>(),
                 std::vector<std::string>{"OpenAI weights: medium"});
        auto without = std::make_shared<workbench::LossScoreChart>(*p.chart);
        without->points[0].excluded = true;
        without->points[0].outlier = false;
        without->association.n = 23;
        auto data = dataOf(without);
        data->all = p.chart->association;
        p.view.setData(data);
        QVERIFY(p.view.inspector()->association()->text().contains("All 24\tp\tWithout 1\tp"));
        QCOMPARE(p.view.inspector()->outliers()->model()->index(2, 0).data().toString(),
                 QStringLiteral("OpenAI weights: medium (left out)"));
        QTest::keyClick(p.view.plot(), Qt::Key_Delete); // takes it back
        QCOMPARE(wanted.count(), 2);
        QVERIFY(wanted[1][0].value<std::vector<std::string>>().empty());
    }

    void whatToShowIsChosenAndKept() {
        const auto settings = Settings::createTemporary();
        {
            ChartsView view(settings.get());
            view.resize(1256, 840);
            view.setData(dataOf(tiebreak::test::publishedChart()));
            QVERIFY(!box(view, "Error bars of the loss")->isEnabled());
            box(view, "Names of all")->click();
            view.plot()->replot();
            QVERIFY(view.plot()->figure().layer().names().size() > 15);
            box(view, "Theil–Sen")->click();
            QVERIFY(!view.plot()->view().theilSen);
        }
        ChartsView again(settings.get());
        again.setData(dataOf(tiebreak::test::publishedChart()));
        QVERIFY(again.plot()->view().allNames);
        QVERIFY(!again.plot()->view().theilSen);
        QVERIFY(again.plot()->view().leastSquares);
    }

    void colourFollowsTheChoice() {
        Published p;
        Choice* by = p.view.inspector()->colourBy();
        QCOMPARE(by->currentData().toString(), QStringLiteral("set-up")); // 24 marks would say nothing
        by->setCurrentIndex(0);
        emit by->activated(0);
        QCOMPARE(p.view.plot()->view().colourBy, std::string());
        QCOMPARE(p.view.plot()->figure().points()[0].slot, 0);
    }

    void aMissingChartSaysWhatIsMissing() {
        ChartsView view(nullptr);
        QVERIFY(view.emptyState());
        QSignalSpy runs(&view, &ChartsView::runsPlaceWanted);
        QSignalSpy models(&view, &ChartsView::modelsPlaceWanted);
        auto chart = std::make_shared<workbench::LossScoreChart>();
        view.setData(dataOf(chart));
        QCOMPARE(view.emptyState()->accessibleName(), QStringLiteral("Nothing was scored yet"));
        view.emptyState()->findChild<QPushButton*>()->click();
        QCOMPARE(runs.count(), 1);

        chart = std::make_shared<workbench::LossScoreChart>();
        chart->judging = {1};
        chart->left_out = {"a: no test loss", "b: no test loss"};
        view.setData(dataOf(chart));
        QCOMPARE(view.emptyState()->accessibleName(), QStringLiteral("No test loss is known"));
        QVERIFY(view.emptyState()->accessibleDescription().contains("b: no test loss"));
        view.emptyState()->findChild<QPushButton*>()->click();
        QCOMPARE(models.count(), 1);

        chart = std::make_shared<workbench::LossScoreChart>();
        chart->judging = {1};
        chart->points.resize(2);
        chart->points[0].name = "step-1000";
        chart->points[1].name = "step-2000";
        chart->left_out = {"c: no score"};
        view.setData(dataOf(chart));
        QCOMPARE(view.emptyState()->accessibleName(), QStringLiteral("A line needs three points"));
        QVERIFY(
            view.emptyState()->accessibleDescription().startsWith("Only step-1000 and step-2000 have both"));
        QVERIFY(view.emptyState()->accessibleDescription().contains("c: no score"));

        view.setData(dataOf(tiebreak::test::publishedChart()));
        QVERIFY(!view.emptyState());
    }

    void savedAndCopiedChartsCarryTheCaption() {
        Published p;
        QTemporaryDir folder;
        QString suggestion;
        p.view.setSaveDialog([&](const QString&, const QString& suggested, const QString&) {
            suggestion = suggested;
            return folder.filePath("chosen");
        });
        for (QAction* action : p.view.findChildren<QAction*>()) {
            if (action->text().startsWith("SVG") || action->text().startsWith("CSV")) {
                action->trigger();
            }
        }
        QCOMPARE(QFileInfo(suggestion).fileName(), QStringLiteral("published-table-loss-score.csv"));
        QFile svg(folder.filePath("chosen.svg"));
        QVERIFY(svg.open(QIODevice::ReadOnly));
        QVERIFY(svg.readAll().contains("n = 24 models"));
        QFile csv(folder.filePath("chosen.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QVERIFY(csv.readAll().startsWith("name,test_loss"));
        QTest::keyClick(p.view.plot(), Qt::Key_C, Qt::ControlModifier);
        const QMimeData* clip = QGuiApplication::clipboard()->mimeData();
        QVERIFY(clip->hasImage());
        QVERIFY(clip->text().contains(chartCaption(*p.chart)));
    }

    void placeReadsTheProjectAndOpensCompare() {
        QTemporaryDir folder;
        const QString file = folder.filePath("published.tiebreak");
        {
            store::Project project(file.toStdString(), store::Project::Open::create);
            workbench::add_published_sample(project);
        }
        items::ProjectSession session;
        ChartsPlace place(session, nullptr);
        place.resize(1256, 840);
        place.show();
        QVERIFY(place.view()->emptyState());
        session.open(file);
        QTRY_VERIFY_WITH_TIMEOUT(!place.view()->emptyState(), 20000);
        QCOMPARE(place.view()->plot()->figure().points().size(), std::size_t(24));
        QCOMPARE(place.firstFocus(), place.view()->plot());
        QVERIFY(place.location().value("run").toLongLong() > 0);

        QSignalSpy navigated(&place, &Place::navigateRequested);
        place.activate({{"candidate", "JAX, FineWeb-Edu"}});
        QTest::keyClick(place.view()->plot(), Qt::Key_Return);
        QCOMPARE(navigated.count(), 1);
        QCOMPARE(navigated[0][0].toString(), QString::fromLatin1(place::compare));
        QCOMPARE(navigated[0][1].toMap().value("candidate").toString(), QStringLiteral("JAX, FineWeb-Edu"));
        QCOMPARE(place.location().value("candidate").toString(), QStringLiteral("JAX, FineWeb-Edu"));

        // Without the two rows that the published text sets apart: the second column of figures.
        for (const char* name : {"OpenAI weights: medium", "OpenAI weights: small"}) {
            place.view()->setCurrentCandidate(name);
            QTest::keyClick(place.view()->plot(), Qt::Key_Delete);
            QTRY_VERIFY2_WITH_TIMEOUT(place.view()->plot()->currentInWords().contains("left out of the fit"),
                                      qPrintable(place.view()->plot()->currentInWords()), 20000);
        }
        const QString figures = place.view()->inspector()->association()->text();
        QVERIFY2(figures.contains("All 24\tp\tWithout 2\tp"), qPrintable(figures));
        // −0.43855 over the averages as published, −0.43843 over the five runs that the sample holds.
        QVERIFY2(figures.contains("−0.515") && figures.contains("−0.438"), qPrintable(figures));
        QVERIFY2(figures.contains("−0.606") && figures.contains("−0.540"), qPrintable(figures));
        QVERIFY2(figures.contains("−0.413") && figures.contains("−0.359"), qPrintable(figures));

        session.close();
        QTRY_VERIFY(place.view()->emptyState());
    }

    void pictures_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        QTest::newRow("charts-light") << QSize(1256, 840) << false;
        QTest::newRow("charts-dark") << QSize(1256, 840) << true;
        QTest::newRow("charts-small-light") << QSize(840, 580) << false;
        QTest::newRow("charts-small-dark") << QSize(840, 580) << true;
    }

    void pictures() {
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        Theme::instance().setMode(dark ? Theme::Mode::dark : Theme::Mode::light);
        Published p(size);
        p.view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&p.view));
        p.view.plot()->setFocus();
        p.view.setCurrentCandidate(QStringLiteral("JAX, FineWeb-Edu"));
        p.view.plot()->replot();
        const QImage image = ui::test::picture(p.view);
        const Tokens& t = tokens();
        QVERIFY(ui::test::pixelsOf(image, t.content) > size.width() * size.height() / 2);
        QVERIFY(ui::test::pixelsOf(image, t.accent) > 200); // ring and line
        QVERIFY(ui::test::pixelsOf(image, t.candidates[0]) > 200);
        const QString folder = qEnvironmentVariable("TIEBREAK_PICTURES");
        if (!folder.isEmpty()) {
            image.save(folder + QLatin1Char('/') + QTest::currentDataTag() + QStringLiteral(".png"));
        }
    }
};

TIEBREAK_UI_TEST_MAIN(ChartsPlaceTest)
#include "charts_place_test.moc"
