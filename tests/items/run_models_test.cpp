// SPDX-License-Identifier: GPL-3.0-or-later
// What the Runs models show of values made by hand.
#include "items/category_model.h"
#include "items/figures.h"
#include "items/judging_progress_model.h"
#include "items/judgings_model.h"
#include "items/progress_model.h"
#include "items/ranking_model.h"
#include "items/reading_list_model.h"
#include "items/roles.h"
#include "items/run_list_model.h"
#include "items/settings_table_model.h"
#include "tests/items/runs_fixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace tiebreak;
using namespace tiebreak::items;

namespace {

QString text(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

Tone tone(const QAbstractItemModel& model, int row, int column) {
    return static_cast<Tone>(model.index(row, column).data(toneRole).toInt());
}

int rowNamed(const QAbstractItemModel& model, const QString& name) {
    for (int row = 0; row < model.rowCount(); ++row) {
        if (text(model, row, 0) == name) {
            return row;
        }
    }
    return -1;
}

} // namespace

class RunModelsTest : public QObject {
    Q_OBJECT

private slots:
    void decimalsFollowTheScale() {
        QCOMPARE(meanDecimals(std::vector<double>{42.4, 3}), 1);
        QCOMPARE(meanDecimals(std::vector<double>{4.2, -3}), 2);
        QCOMPARE(meanDecimals(std::vector<double>{0.42}), 3);
        QCOMPARE(scoreDecimals(std::vector<double>{4, 38, 0}), 0);
        QCOMPARE(scoreDecimals(std::vector<double>{4, 38.5}), 1);
    }

    void textFromModelsIsMadeSafe() {
        QCOMPARE(shownLine("two\nlines"), QStringLiteral("two lines"));
        QVERIFY(!shownLine("evil\xE2\x80\xAEtxt").contains(QChar(0x202E)));
        QCOMPARE(shownLine(std::string(5000, 'a')).size(), 300);
        QVERIFY(!plainTip(QStringLiteral("<b>x</b>")).contains(QLatin1String("<b>")));
    }

    void rankingShowsIntervalsAndBaseline() {
        using R = RankingModel;
        R model;
        const QAbstractItemModelTester tester(&model);
        model.setAnswer(test::sampleAnswer());
        QCOMPARE(model.rowCount(), 11);
        QCOMPARE(text(model, 0, R::rankColumn), QStringLiteral("1"));
        QCOMPARE(text(model, 0, R::scoreColumn), QStringLiteral("42.4"));
        QCOMPARE(text(model, 0, R::intervalColumn), QStringLiteral("36.5 … 48.3"));
        QCOMPARE(text(model, 0, R::itemsColumn), QStringLiteral("110"));
        const int asked = model.rowOf("step-8000");
        QCOMPARE(asked, 3);
        QVERIFY(model.index(asked, R::candidateColumn).data(boldRole).toBool());
        const QModelIndex baseline = model.index(model.rowOf("step-4000"), R::candidateColumn);
        QCOMPARE(baseline.data(badgesRole).toList().value(0).toMap().value(QStringLiteral("text")).toString(),
                 QStringLiteral("baseline"));
        QCOMPARE(baseline.data(slotRole).toInt(), 1);
        QVERIFY(!model.index(0, R::candidateColumn).data(badgesRole).isValid());
        const QModelIndex dot = model.index(0, R::whiskerColumn);
        QCOMPARE(dot.data(valueRole).toDouble(), 42.4);
        QCOMPARE(dot.data(lowRole).toDouble(), 42.4 - 5.9);
        QVERIFY(dot.data(Qt::ToolTipRole).toString().contains(QStringLiteral("42.4 (36.5 … 48.3), n = 110")));
        QVERIFY(model.whiskersOverlap());
    }

    void rankingWithoutAnIntervalSaysNothing() {
        using R = RankingModel;
        auto answer = test::sampleAnswer();
        workbench::ScoreReport& score = answer->report.judgings[0].scores[1];
        score.ci_low.reset();
        score.ci_high.reset();
        score.rank.reset();
        answer->report.judgings[0].scores[2].mean.reset();
        R model;
        model.setAnswer(answer);
        QCOMPARE(text(model, 1, R::intervalColumn), QStringLiteral("–"));
        QCOMPARE(text(model, 1, R::rankColumn), QStringLiteral("–"));
        QVERIFY(!model.index(1, R::whiskerColumn).data(lowRole).isValid());
        QCOMPARE(text(model, 2, R::scoreColumn), QStringLiteral("–"));
        QVERIFY(!model.index(2, R::whiskerColumn).data(valueRole).isValid());
    }

    void readingListNamesWhyAndSignsDifferences() {
        using R = ReadingListModel;
        R model;
        const QAbstractItemModelTester tester(&model);
        model.setAnswer(test::sampleAnswer());
        QCOMPARE(model.rowCount(), 19);
        QCOMPARE(model.headerData(R::candidateScoreColumn, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QStringLiteral("8000"));
        QCOMPARE(model.headerData(R::baselineScoreColumn, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QStringLiteral("4000"));
        QCOMPARE(text(model, 0, R::whyColumn), QStringLiteral("lost most"));
        QCOMPARE(model.index(0, R::whyColumn).data(glyphRole).toString(), QStringLiteral("worse"));
        QCOMPARE(text(model, 0, R::candidateScoreColumn), QStringLiteral("4"));
        QCOMPARE(text(model, 0, R::differenceColumn), QStringLiteral("−34"));
        QCOMPARE(tone(model, 0, R::differenceColumn), Tone::bad);
        QCOMPARE(text(model, 5, R::differenceColumn), QStringLiteral("+57"));
        QCOMPARE(tone(model, 5, R::differenceColumn), Tone::ok);
        QCOMPARE(text(model, 15, R::differenceColumn), QStringLiteral("0"));
        QCOMPARE(tone(model, 12, R::differenceColumn), Tone::secondary); // +4 within what reruns do
        QCOMPARE(model.index(0, R::itemColumn).data(idRole).toLongLong(), 1000);
        QCOMPARE(model.rowOf(domain::ItemRevisionId{1005}), 5);
        QCOMPARE(model.index(0, R::candidateScoreColumn).data(slotRole).toInt(), 0);
        QCOMPARE(model.index(0, R::baselineScoreColumn).data(slotRole).toInt(), 1);
    }

    void shortNamesKeepWhatDiffers() {
        using Pair = std::pair<QString, QString>;
        QCOMPARE(shortNames(QStringLiteral("step-8000"), QStringLiteral("step-4000")),
                 Pair(QStringLiteral("8000"), QStringLiteral("4000")));
        QCOMPARE(shortNames(QStringLiteral("base"), QStringLiteral("base-v2")),
                 Pair(QStringLiteral("base"), QStringLiteral("base-v2")));
        QCOMPARE(shortNames(QStringLiteral("alpha"), QStringLiteral("alpine")),
                 Pair(QStringLiteral("alpha"), QStringLiteral("alpine")));
    }

    void categoriesSayWhatCanBeTold() {
        using C = CategoryModel;
        C model;
        const QAbstractItemModelTester tester(&model);
        model.setAnswer(test::sampleAnswer());
        QCOMPARE(text(model, 0, C::categoryColumn), QStringLiteral("arithmetic"));
        QCOMPARE(text(model, 0, C::differenceColumn), QStringLiteral("−4.6"));
        QCOMPARE(text(model, 0, C::intervalColumn), QStringLiteral("−13.0 … +3.8"));
        QCOMPARE(model.index(0, 0).data(groundRole).toInt(), int(Tone::warn));
        QVERIFY(!model.index(1, 0).data(groundRole).isValid());
        QCOMPARE(tone(model, 4, C::whiskerColumn), Tone::ok);
        QCOMPARE(tone(model, 1, C::whiskerColumn), Tone::secondary);
        auto answer = test::sampleAnswer();
        answer->categories.erase(answer->categories.begin()); // the weakest is now above 0
        model.setAnswer(answer);
        QVERIFY(!model.index(0, 0).data(groundRole).isValid());
    }

    void settingsMarkWhatDiffersFromMost() {
        SettingsTableModel model;
        const QAbstractItemModelTester tester(&model);
        model.setCandidates(test::sampleCandidates());
        QCOMPARE(model.columnCount(), 7);
        QCOMPARE(model.differences(), 4);
        QCOMPARE(model.unknownCandidates(), 1);
        const int stop = rowNamed(model, QStringLiteral("stop strings"));
        QCOMPARE(text(model, stop, 4), QStringLiteral("none"));
        QCOMPARE(model.index(stop, 4).data(glyphRole).toString(), QStringLiteral("differs"));
        QCOMPARE(model.index(stop, 4).data(groundRole).toInt(), int(Tone::warn));
        QVERIFY(!model.index(stop, 1).data(glyphRole).isValid());
        QCOMPARE(tone(model, stop, 0), Tone::normal);
        const int temperature = rowNamed(model, QStringLiteral("temperature"));
        QCOMPARE(text(model, temperature, 1), QStringLiteral("0"));
        QCOMPARE(tone(model, temperature, 0), Tone::secondary);
        // An import that does not say is unknown, in italics, and no difference.
        QCOMPARE(text(model, temperature, 6), QStringLiteral("unknown"));
        QVERIFY(model.index(temperature, 6).data(italicRole).toBool());
        QVERIFY(!model.index(temperature, 6).data(glyphRole).isValid());
        // Nobody set a top-k: no row of "server's default".
        QCOMPARE(rowNamed(model, QStringLiteral("top-k")), -1);
        QCOMPARE(model.headerData(1, Qt::Horizontal, slotRole).toInt(), 0);

        model.setOnlyDifferences(true);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(rowNamed(model, QStringLiteral("temperature")), -1);
        QVERIFY(rowNamed(model, QStringLiteral("template")) >= 0);
    }

    void settingsOfTwoMarkTheSecond() {
        std::vector<store::CandidateRow> two = test::sampleCandidates();
        two.resize(2);
        two[1].candidate.parameters.temperature = 0.7;
        two[0].candidate.parameters.top_k = 40;
        SettingsTableModel model;
        model.setCandidates(two);
        const int temperature = rowNamed(model, QStringLiteral("temperature"));
        QVERIFY(!model.index(temperature, 1).data(glyphRole).isValid());
        QVERIFY(model.index(temperature, 2).data(glyphRole).isValid());
        const int topK = rowNamed(model, QStringLiteral("top-k"));
        QCOMPARE(text(model, topK, 2), QStringLiteral("server’s default"));
    }

    void progressTellsStates() {
        using P = ProgressModel;
        P model;
        const QAbstractItemModelTester tester(&model);
        auto progress = test::sampleProgress();
        model.setProgress(progress);
        QCOMPARE(text(model, 0, P::stateColumn), QStringLiteral("done"));
        QCOMPARE(text(model, 2, P::stateColumn), QStringLiteral("answering"));
        QCOMPARE(text(model, 4, P::stateColumn), QStringLiteral("waits for a slot"));
        QCOMPARE(text(model, 5, P::stateColumn), QStringLiteral("imported"));
        QCOMPARE(text(model, 0, P::latencyColumn), QStringLiteral("1.9 s"));
        QCOMPARE(text(model, 5, P::latencyColumn), QStringLiteral("–"));
        QCOMPARE(text(model, 0, P::failuresColumn), QStringLiteral("none"));
        const QVariantList badges = model.index(2, P::failuresColumn).data(badgesRole).toList();
        QCOMPARE(badges.size(), 2);
        QCOMPARE(badges[0].toMap().value(QStringLiteral("text")).toString(),
                 QStringLiteral("503 server error 2"));
        QCOMPARE(badges[0].toMap().value(QStringLiteral("tone")).toInt(), int(Tone::warn));
        QCOMPARE(badges[1].toMap().value(QStringLiteral("tone")).toInt(), int(Tone::bad));

        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        auto later = std::make_shared<runs::Progress>(*progress);
        later->phase = runs::Progress::Phase::stopped;
        later->candidates[2].done = 105;
        model.setProgress(later);
        QCOMPARE(reset.count(), 0); // the same candidates: selection stays
        QCOMPARE(changed.count(), 1);
        QCOMPARE(text(model, 2, P::stateColumn), QStringLiteral("done, some failed"));
        QCOMPARE(text(model, 4, P::stateColumn), QStringLiteral("stopped"));
    }

    void storedRunsHaveProgressToo() {
        auto answer = test::sampleAnswer();
        answer->report.run.status = "stopped";
        workbench::CandidateReport& candidate = answer->report.candidates[0];
        candidate.responses = 100;
        candidate.failed = 4;
        candidate.missing = 6;
        candidate.failures = {{"timeout", 4}};
        const runs::Progress progress = storedProgress(answer->report);
        QCOMPARE(progress.phase, runs::Progress::Phase::stopped);
        QCOMPARE(progress.candidates[0].total, 110);
        QCOMPARE(progress.candidates[0].failed, 4);
        QCOMPARE(*progress.candidates[0].latency_p50_ms, 1900.0);
        QCOMPARE(progress.judgings[0].done, 547);
        QCOMPARE(progress.judgings[0].parse_failures, 3);
        QCOMPARE(progress.judgings[0].total, 550);
        QCOMPARE(progress.judgings[1].done, 1210); // what had no reference is done with, too
    }

    void judgingsNameParseFailures() {
        using J = JudgingsModel;
        J model;
        const QAbstractItemModelTester tester(&model);
        auto answer = test::sampleAnswer();
        model.setReport(std::shared_ptr<const workbench::Report>(answer, &answer->report));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(text(model, 0, J::judgedColumn), QStringLiteral("547"));
        const QVariantList badges = model.index(0, J::parseFailuresColumn).data(badgesRole).toList();
        QCOMPARE(badges.size(), 2);
        QVERIFY(
            badges[1].toMap().value(QStringLiteral("text")).toString().contains(QLatin1String("cut off 2")));
        QCOMPARE(text(model, 1, J::parseFailuresColumn), QStringLiteral("0"));
        QCOMPARE(text(model, 1, J::notJudgedColumn), QStringLiteral("30"));
        QCOMPARE(text(model, 0, J::costColumn), QStringLiteral("$1.37"));
        QCOMPARE(text(model, 1, J::costColumn), QStringLiteral("–"));
    }

    void runsAreListedWithTheirAnswer() {
        using R = RunListModel;
        R model;
        const QAbstractItemModelTester tester(&model);
        model.setOverview(test::sampleOverview());
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(text(model, 1, R::verdictColumn), QStringLiteral("better"));
        QCOMPARE(model.index(2, R::verdictColumn).data(glyphRole).toString(), QStringLiteral("worse"));
        QCOMPARE(text(model, 3, R::verdictColumn), QStringLiteral("cannot tell"));
        QCOMPARE(text(model, 0, R::verdictColumn), QStringLiteral("–"));
        QCOMPARE(text(model, 0, R::stateColumn), QStringLiteral("stopped"));
        QCOMPARE(tone(model, 0, R::stateColumn), Tone::warn);
        QCOMPARE(model.index(0, R::answersColumn).data(doneRole).toLongLong(), 415);
        model.setProgress(test::sampleProgress()); // run 4 is under way now
        QCOMPARE(text(model, 0, R::stateColumn), QStringLiteral("running"));
        auto overview = test::sampleOverview();
        overview->runs[0].row.status = store::WorkStatus::running; // says the file; nobody holds it
        model.setProgress(nullptr);
        model.setOverview(overview);
        QCOMPARE(text(model, 0, R::stateColumn), QStringLiteral("interrupted"));
        overview->runs[0].held_elsewhere = true;
        model.setOverview(overview);
        QCOMPARE(text(model, 0, R::stateColumn), QStringLiteral("running elsewhere"));
    }
};

QTEST_GUILESS_MAIN(RunModelsTest)
#include "run_models_test.moc"
