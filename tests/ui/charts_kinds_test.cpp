// SPDX-License-Identifier: GPL-3.0-or-later
// The charts beside loss against score: drawn, walked, exported, and in their place over the sample.
#include "support.h"
#include "ui/charts/chart_export.h"
#include "ui/charts/chart_inspector.h"
#include "ui/charts/chart_plot.h"
#include "ui/charts/charts_place.h"
#include "ui/charts/charts_view.h"
#include "ui/settings/settings.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/table_view.h"
#include "workbench/charts.h"

#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QXmlStreamReader>

using namespace tiebreak;
using namespace tiebreak::ui;
using workbench::ChartItem;
using workbench::ChartKind;

namespace {

/// Marks on two numbers, with a name that is markup.
std::shared_ptr<workbench::Chart> costChart(int n) {
    auto chart = std::make_shared<workbench::Chart>();
    chart->kind = ChartKind::cost;
    chart->run = {1};
    chart->run_name = "run";
    chart->title = "Cost against score";
    chart->caption = "n = 3 models. Bars: 95 % t interval.";
    chart->x = {"Tokens", {}, false, 0, {}};
    chart->y = {"Score", {}, false, {}, {}};
    chart->columns = {"candidate", "tokens", "score"};
    for (int i = 0; i < n; ++i) {
        ChartItem item;
        item.name = i == 0 ? "<b>bold</b>" : "model " + std::to_string(i);
        item.slot = i;
        item.x = 10.0 * (i + 1);
        item.y = 20.0 + 7 * ((i * 5) % 9);
        item.y_low = item.y - 2;
        item.y_high = item.y + 2;
        item.facts = {{"Score", "20"}};
        item.target.candidate = item.name;
        item.row = i;
        chart->rows.push_back({workbench::ChartValue::of(item.name), workbench::ChartValue::of(item.x, 1),
                               workbench::ChartValue::of(item.y, 1)});
        chart->items.push_back(item);
    }
    return chart;
}

std::shared_ptr<workbench::Chart> matrix(int n) {
    auto chart = std::make_shared<workbench::Chart>();
    chart->kind = ChartKind::wins;
    chart->by_candidate = false;
    chart->y.reversed = true;
    for (int row = 0; row < n; ++row) {
        chart->x.categories.push_back("a rather long candidate's name " + std::to_string(row));
        chart->y.categories.push_back(chart->x.categories.back());
        for (int column = 0; column < n; ++column) {
            if (row != column) {
                ChartItem cell;
                cell.shape = ChartItem::Shape::cell;
                cell.name = std::to_string(row) + " against " + std::to_string(column);
                cell.x = column;
                cell.y = row;
                cell.tint = row < column ? 0.8 : -0.8;
                cell.text = row < column ? "90" : "10";
                chart->items.push_back(cell);
            }
        }
    }
    return chart;
}

} // namespace

class ChartKindsTest : public QObject {
    Q_OBJECT

private slots:
    void init() { Theme::instance().setMode(Theme::Mode::light); }

    void namesTouchNeitherMarksNorEachOther() {
        QCustomPlot plot;
        auto* figure = new ChartFigure(plot, Tokens::light());
        ChartView view;
        view.chart = costChart(20);
        figure->setView(view);
        plot.toPixmap(700, 500);
        const auto& names = figure->layer().names();
        QVERIFY(names.size() >= 12);
        const LabelScene scene = figure->layer().scene();
        for (std::size_t i = 0; i < names.size(); ++i) {
            for (const QRectF& o : scene.obstacles) {
                QVERIFY(!o.intersects(names[i].place.box));
            }
            for (std::size_t j = 0; j < i; ++j) {
                QVERIFY(!names[i].place.box.intersects(names[j].place.box));
            }
        }
    }

    void cellsAreWalkedInFourDirectionsAndTextKeepsItsContrast() {
        ChartPlot plot;
        plot.resize(700, 600);
        plot.show();
        ChartView view;
        view.chart = matrix(4);
        plot.setView(view);
        plot.replot();
        plot.setFocus();
        QTest::keyClick(&plot, Qt::Key_Right);
        QCOMPARE(plot.current(), 0); // row 0, column 1
        QTest::keyClick(&plot, Qt::Key_Down);
        QCOMPARE(QString::fromStdString(view.chart->items[static_cast<std::size_t>(plot.current())].name),
                 QStringLiteral("2 against 1"));
        QTest::keyClick(&plot, Qt::Key_Up);
        QCOMPARE(plot.current(), 0);
        QVERIFY(plot.currentInWords().startsWith("1 of 12"));
        // The first row stands on top.
        QVERIFY(plot.figure().layer().pixelOf(0).y() < plot.figure().layer().pixelOf(11).y());
        for (const Tokens* t : {&Tokens::light(), &Tokens::darkTokens()}) { // the strongest grounds there are
            for (const QColor& ground : {blend(t->content, t->ok, 0.35), blend(t->content, t->bad, 0.35)}) {
                QVERIFY2(contrast(t->text, ground) >= 4.5,
                         qPrintable(QString::number(contrast(t->text, ground))));
            }
        }
    }

    void clicksOpenWhatIsUnderTheCursor() {
        ChartPlot plot;
        plot.resize(700, 500);
        plot.show();
        ChartView view;
        view.chart = costChart(5);
        plot.setView(view);
        plot.replot();
        QSignalSpy opened(&plot, &ChartPlot::openItem);
        QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.figure().layer().pixelOf(3).toPoint());
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened[0][0].toInt(), 3);
        const QCPRange before = plot.xAxis->range();
        QTest::keyClick(&plot, Qt::Key_Plus);
        QVERIFY(plot.xAxis->range().size() < before.size());
        QTest::keyClick(&plot, Qt::Key_0);
        QCOMPARE(plot.xAxis->range(), before);
    }

    void exportsStandAlone_data() {
        QTest::addColumn<bool>("cells");
        QTest::newRow("marks") << false;
        QTest::newRow("matrix") << true;
    }

    void exportsStandAlone() {
        QFETCH(bool, cells);
        ChartView view;
        view.chart = cells ? matrix(6) : costChart(3);
        QXmlStreamReader xml(chartSvg(view));
        QString texts;
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement()) {
                QVERIFY(xml.name() != QLatin1String("image") && xml.name() != QLatin1String("script"));
                if (xml.name() == QLatin1String("text")) {
                    texts += xml.readElementText() + QLatin1Char('\n');
                }
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY2(texts.contains(cells ? "90" : "<b>bold</b>"), qPrintable(texts));
        QVERIFY(chartPdf(view).startsWith("%PDF"));
        QCOMPARE(chartImage(view, {{800, 600}, 2}).width(), 1600);
    }

    void everyTabShowsAChartOrSaysWhyNot() {
        QTemporaryDir folder;
        const auto settings = Settings::createTemporary();
        items::ProjectSession session;
        ChartsPlace place(session, settings.get());
        place.resize(1256, 840);
        place.show();
        session.openSample(folder.filePath(QStringLiteral("sample.tiebreak")));
        QTRY_VERIFY_WITH_TIMEOUT(
            session.overview() && !session.isRunning() && session.overview()->runs.size() >= 2, 60000);
        domain::RunId sample;
        for (const auto& run : session.overview()->runs) {
            if (run.row.eval_set.stored()) {
                sample = run.row.id;
            }
        }
        QSignalSpy away(&place, &Place::navigateRequested);
        place.activate({{QStringLiteral("run"), qlonglong(sample.value)}});
        auto* tabs = place.findChild<QTabBar*>(QStringLiteral("chartTabs"));
        QCOMPARE(tabs->count(), 8);
        const QString pictures = qEnvironmentVariable("TIEBREAK_PICTURES");
        QStringList charted;
        for (int tab = 1; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            const workbench::ChartKindInfo& info = workbench::chart_kinds()[static_cast<std::size_t>(tab)];
            QTRY_VERIFY2_WITH_TIMEOUT(session.background().idle(), info.name, 30000);
            QCOMPARE(place.view()->kind(), info.kind);
            if (EmptyState* empty = place.view()->emptyState()) {
                QVERIFY2(!empty->accessibleDescription().isEmpty(), info.name);
                continue;
            }
            charted << QString::fromLatin1(info.name);
            ChartPlot* plot = place.view()->chartPlot();
            QVERIFY2(plot->figure().layer().count() > 0, info.name);
            QVERIFY2(place.view()->chartInspector()->table()->model()->rowCount() > 0, info.name);
            const auto* caption = place.findChild<QLabel*>(QStringLiteral("plainChartCaption"));
            QVERIFY2(caption->text().startsWith(QLatin1String("n = ")) ||
                         caption->text().contains(QLatin1String("n = ")),
                     qPrintable(caption->text()));
            plot->setFocus();
            QTest::keyClick(plot, Qt::Key_Right);
            QTest::keyClick(plot, Qt::Key_Return);
            QVERIFY2(!away.isEmpty(), info.name);
            QCOMPARE(away.last()[0].toString(), QString::fromLatin1(place::compare));
            if (!pictures.isEmpty()) {
                plot->replot();
                place.grab().save(
                    QStringLiteral("%1/chart-%2.png").arg(pictures, QString::fromLatin1(info.name)));
            }
        }
        for (const char* name : {"checkpoints", "wins", "position", "degeneration", "scores"}) {
            QVERIFY2(charted.contains(QString::fromLatin1(name)), qPrintable(charted.join(QLatin1Char(' '))));
        }
        // Bars of the distribution open just their items.
        const auto& last = away.last()[1].toMap();
        QVERIFY(last.contains(QStringLiteral("candidate")));

        // A filter that hides all says so, and can be taken off where it says so.
        place.view()->chartInspector()->filter()->setText(QStringLiteral("no such model"));
        QTRY_VERIFY_WITH_TIMEOUT(place.view()->emptyState(), 20000);
        QVERIFY(place.view()->emptyState()->accessibleName().contains(QLatin1String("passes the filter")));
        place.view()->emptyState()->findChild<QPushButton*>()->click();
        QTRY_VERIFY_WITH_TIMEOUT(!place.view()->emptyState(), 20000);

        // The tab is kept for the next time.
        ChartsView again(settings.get());
        QCOMPARE(again.kind(), ChartKind::scores);
    }
};

TIEBREAK_UI_TEST_MAIN(ChartKindsTest)
#include "charts_kinds_test.moc"
