// SPDX-License-Identifier: GPL-3.0-or-later
// Judges and changes between runs, from values: what each table says and where it leads.
#include "support.h"
#include "ui/judges/confusion_grid.h"
#include "ui/judges/judges_view.h"
#include "ui/judges/trial_dialog.h"
#include "ui/runs/changes_view.h"
#include "ui/runs/judgings_view.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/table_view.h"

#include <QListWidget>
#include <QSignalSpy>
#include <QSpinBox>

using namespace tiebreak;
using namespace tiebreak::ui;
using workbench::BenchOutcome;

namespace {

workbench::BenchFigure figure(double value, double low, double high, std::int64_t n) {
    return {value, low, high, n, ""};
}

/// Two judges, the better first, one without any label.
std::shared_ptr<workbench::JudgeBench> bench() {
    auto made = std::make_shared<workbench::JudgeBench>();
    made->truth = "people's labels";
    made->people.labels = 40;
    made->people.annotators = 2;
    made->people.comparisons = 20;
    workbench::BenchRow good;
    good.run = {1};
    good.judging = {11};
    good.name = "ift";
    good.run_name = "May";
    good.judge = "judge-large";
    good.protocol = "joint";
    good.replies = 110;
    good.accuracy = figure(0.8, 0.6, 0.92, 20);
    good.kappa = figure(0.698406, 0.5, 0.8, 20);
    good.parse_failure_rate = figure(0.01, 0.0, 0.05, 110);
    good.swap_consistency = {std::nullopt, std::nullopt, std::nullopt, 0, "one order only"};
    good.price_per_1000 = 1.5;
    for (const auto& [truth, verdict, n] : {std::tuple(BenchOutcome::first, BenchOutcome::first, 10),
                                            std::tuple(BenchOutcome::first, BenchOutcome::second, 3),
                                            std::tuple(BenchOutcome::tie, BenchOutcome::first, 1),
                                            std::tuple(BenchOutcome::second, BenchOutcome::second, 6)}) {
        workbench::BenchCell cell{truth, verdict, n, {}};
        for (int i = 0; i < n; ++i) {
            workbench::BenchExample example;
            example.run = {1};
            example.item = {100 + i};
            example.label = std::to_string(i);
            example.title = "<i>Say</i> \x1b[1m";
            example.first = "alpha";
            example.second = "beta";
            example.truth = truth;
            example.verdict = verdict;
            cell.examples.push_back(example);
        }
        good.confusion.push_back(cell);
    }
    workbench::BenchRow poor;
    poor.run = {1};
    poor.judging = {12};
    poor.name = "overlap";
    poor.run_name = "May";
    poor.judge = "reference-overlap";
    poor.accuracy = {std::nullopt, std::nullopt, std::nullopt, 0, "no label"};
    made->judges = {good, poor};
    return made;
}

} // namespace

class JudgesTest : public QObject {
    Q_OBJECT

private slots:
    void theLeagueTableSaysFigureIntervalAndWhyNot() {
        JudgesView view(nullptr);
        view.resize(1256, 800);
        view.setBench(bench());
        view.show();
        const QString table = view.table()->copyText(CopyFormat::text);
        QVERIFY2(table.contains("80.0 (60.0 … 92.0)"), qPrintable(table));
        QVERIFY2(table.contains("0.70"), qPrintable(table));
        QVERIFY(view.figuresText().contains("0.698 (0.500 … 0.800), n = 20"));
        QVERIFY(view.figuresText().contains("one order only"));
        QCOMPARE(view.confusion()->countAt(0, 2), std::int64_t{3});
        // Where it was wrong stands first: 3 + 1.
        QCOMPARE(view.examples()->model()->rowCount(), 4);
        view.table()->setCurrentIndex(view.table()->model()->index(1, 0));
        QVERIFY(!view.confusion()->isVisible());
        QVERIFY(view.figuresText().contains("no label"));
    }

    void aCellOpensTheComparisonsBehindIt() {
        JudgesView view(nullptr);
        view.resize(1256, 800);
        view.setBench(bench());
        view.show();
        QSignalSpy wanted(&view, &JudgesView::itemWanted);
        view.confusion()->setCurrent({0, 0}); // as the focus does
        QTest::keyClick(view.confusion(), Qt::Key_Right);
        QTest::keyClick(view.confusion(), Qt::Key_Right);
        QCOMPARE(view.confusion()->current(), QPoint(2, 0));
        QCOMPARE(view.examples()->model()->rowCount(), 3);
        const QString title = view.examples()->model()->index(0, 1).data().toString();
        QVERIFY(title.contains("<i>Say</i>") && !title.contains(QChar(0x1b)));
        view.examples()->setCurrentIndex(view.examples()->model()->index(1, 0));
        view.examples()->setFocus();
        QTest::keyClick(view.examples(), Qt::Key_Return);
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][2].value<domain::ItemRevisionId>().value, 101);
        QCOMPARE(wanted[0][1].value<domain::JudgingId>().value, 11);
    }

    void aTrialIsTwentyItemsForEachJudgeChosen() {
        workbench::ProjectOverview overview;
        workbench::RunOverview run;
        run.row.id = {7};
        run.row.name = "May";
        run.row.items = 110;
        run.planned = 330;
        run.answered = 330;
        overview.runs.push_back(run);
        store::CandidateRow judge;
        judge.candidate.name = "judge-large";
        judge.candidate.model = "large";
        overview.judges.push_back(judge);
        TrialDialog dialog(overview, {7}, nullptr);
        QSignalSpy wanted(&dialog, &TrialDialog::trialWanted);
        auto specs = dialog.specs();
        QCOMPARE(specs.size(), std::size_t{1}); // scorers are not ticked by themselves
        QCOMPARE(specs[0].items, 20);
        QVERIFY(specs[0].sample);
        QCOMPARE(specs[0].repeats, 2);
        QCOMPARE(dialog.calls(), 40); // joint: one prompt an item, twice
        dialog.judges()->item(1)->setCheckState(Qt::Checked);
        specs = dialog.specs();
        QCOMPARE(specs.size(), std::size_t{2});
        QCOMPARE(specs[0].seed, specs[1].seed); // the same items
        QCOMPARE(dialog.calls(), 40);
        for (int i = 0; i < dialog.judges()->count(); ++i) {
            dialog.judges()->item(i)->setCheckState(Qt::Unchecked);
        }
        QVERIFY(!dialog.startButton()->isEnabled());
        dialog.judges()->item(0)->setCheckState(Qt::Checked);
        dialog.startButton()->click();
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].value<domain::RunId>().value, 7);
    }

    void pairsAndRatingsStandUnderTheirJudging() {
        auto report = std::make_shared<workbench::Report>();
        workbench::CandidateReport candidate;
        candidate.name = "beta";
        candidate.slot = 1;
        report->candidates.push_back(candidate);
        workbench::JudgingReport judging;
        judging.name = "pairs";
        judging.protocol = "round-robin";
        workbench::PairReport lost;
        lost.candidate = "alpha";
        lost.baseline = "beta";
        lost.win_rate = 30;
        workbench::PairReport won;
        won.candidate = "beta";
        won.baseline = "gamma";
        won.wins = 12;
        won.ties = 5;
        won.losses = 3;
        won.inconsistent = 4;
        won.n = 20;
        won.win_rate = 72.5;
        won.bootstrap_low = 55;
        won.bootstrap_high = 87.5;
        judging.pairs = {lost, won};
        workbench::RatingReport rating;
        rating.candidate = "beta";
        rating.rating = 1142.4;
        rating.ci_low = 1010;
        rating.ci_high = 1280;
        rating.rank = 1;
        workbench::RatingReport unrated;
        unrated.candidate = "<b>never lost</b>";
        judging.ratings = {rating, unrated};
        workbench::JudgingReport plain;
        plain.name = "ift";
        plain.protocol = "joint";
        report->judgings = {judging, plain};
        JudgingsView view(nullptr);
        view.resize(1100, 800);
        view.show();
        view.setReport(report);
        const QString pairs = view.pairs()->copyText(CopyFormat::text);
        QVERIFY2(pairs.section(QLatin1Char('\n'), 1, 1).startsWith("beta\tgamma\t72.5"), qPrintable(pairs));
        QVERIFY2(pairs.contains("55.0 … 87.5\t12\t5\t3\t4"), qPrintable(pairs));
        const QString ratings = view.ratings()->copyText(CopyFormat::text);
        QVERIFY2(ratings.contains("1\tbeta\t1142"), qPrintable(ratings));
        QVERIFY2(ratings.contains("–\t<b>never lost</b>\t–"), qPrintable(ratings));
        QVERIFY(view.pairs()->isVisible());
        view.table()->setCurrentIndex(view.table()->model()->index(1, 0));
        QVERIFY(!view.pairs()->isVisible()); // scores have no pairs
    }

    void changesStandByTheirSize() {
        auto comparison = std::make_shared<workbench::RunComparison>();
        comparison->a.candidate = "step-4000";
        comparison->b.candidate = "step-8000";
        comparison->judging = "ift";
        comparison->shared = 4;
        comparison->outcome = workbench::Outcome::cannot_tell;
        comparison->difference.difference = -1.5;
        comparison->difference.ci_low = -4;
        comparison->difference.ci_high = 1;
        comparison->difference.n = 4;
        comparison->worse = {{{1}, "1", "most", "x", 80, 40}, {{2}, "2", "less", "x", 50, 45}};
        comparison->better = {{{3}, "3", "up", "y", 10, 20}};
        ChangesView view(nullptr);
        view.resize(1000, 700);
        view.setRuns({{5, QStringLiteral("April")}}, 5);
        view.setComparison(comparison);
        view.show();
        QVERIFY2(view.sentence().contains("Cannot tell step-8000 from step-4000: −1.5 (−4.0 … +1.0), n = 4"),
                 qPrintable(view.sentence()));
        QCOMPARE(view.worse()->model()->index(0, 0).data().toString(), QStringLiteral("−40"));
        QCOMPARE(view.better()->model()->index(0, 0).data().toString(), QStringLiteral("+10"));
        QSignalSpy opened(&view, &ChangesView::itemOpened);
        view.worse()->setCurrentIndex(view.worse()->model()->index(1, 0));
        view.worse()->setFocus();
        QTest::keyClick(view.worse(), Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened[0][0].toLongLong(), 2);
        QCOMPARE(opened[0][1].toString(), QStringLiteral("step-8000"));

        // Two judgings are never subtracted: the way round is offered with its price.
        auto apart = std::make_shared<workbench::RunComparison>();
        apart->why_not = "the runs were judged apart";
        apart->offer = workbench::CompareOffer{"ift", 110, 90000, std::nullopt};
        view.setComparison(apart);
        QCOMPARE(view.sentence(), QStringLiteral("the runs were judged apart"));
        QSignalSpy join(&view, &ChangesView::joinWanted);
        for (QPushButton* button : view.findChildren<QPushButton*>()) {
            if (button->text().contains("110 calls")) {
                QVERIFY(button->toolTip().contains("unknown"));
                button->click();
            }
        }
        QCOMPARE(join.count(), 1);
    }
};

TIEBREAK_UI_TEST_MAIN(JudgesTest)
#include "judges_test.moc"
