// SPDX-License-Identifier: GPL-3.0-or-later
// The views of Runs, fed with values made by hand: what they show, what the keyboard reaches, what they ask
// for. With TIEBREAK_PICTURES set to a folder, pictures of every tab are left there.
#include "support.h"
#include "tests/items/runs_fixture.h"
#include "ui/runs/answer_view.h"
#include "ui/runs/category_pane.h"
#include "ui/runs/exchange_pane.h"
#include "ui/runs/interval_axis.h"
#include "ui/runs/judgings_view.h"
#include "ui/runs/meter_list.h"
#include "ui/runs/progress_view.h"
#include "ui/runs/ranking_pane.h"
#include "ui/runs/reading_pane.h"
#include "ui/runs/run_list_view.h"
#include "ui/runs/run_page.h"
#include "ui/runs/settings_view.h"
#include "ui/runs/verdict_block.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/table_view.h"

#include <QAccessible>
#include <QCheckBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabBar>
#include <QVBoxLayout>

using namespace tiebreak;
using namespace tiebreak::ui;

namespace {

/// Runs in the shell, without a project behind it.
class PageInShell : public Place {
public:
    explicit PageInShell(QWidget* parent)
        : Place(parent)
        , page(new RunPage(nullptr))
        , list(new RunListView(nullptr)) {
        auto* column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        column->addWidget(page);
        column->addWidget(list);
        list->hide();
    }
    [[nodiscard]] QString placeId() const override { return QString::fromLatin1(place::runs); }

    RunPage* page;
    RunListView* list;
};

QString labelled(const QWidget& root, const char* name) {
    const auto* label = root.findChild<QLabel*>(QString::fromLatin1(name));
    return label ? label->text() : QString();
}

Button* button(const QWidget& root, const char* name) {
    return root.findChild<Button*>(QString::fromLatin1(name));
}

QStringList emptyStateTexts(const QWidget& root) {
    QStringList texts;
    for (const EmptyState* state : root.findChildren<EmptyState*>()) {
        if (state->isVisible()) {
            texts << state->accessibleName();
        }
    }
    return texts;
}

void keepPicture(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("TIEBREAK_PICTURES");
    if (!folder.isEmpty()) {
        QVERIFY(widget.grab().save(QStringLiteral("%1/%2.png").arg(folder, name)));
    }
}

std::shared_ptr<workbench::RunAnswer> oneCandidate() {
    auto answer = items::test::sampleAnswer();
    answer->report.candidates.resize(4);
    answer->report.candidates.erase(answer->report.candidates.begin(), answer->report.candidates.begin() + 3);
    auto& scores = answer->report.judgings[0].scores;
    scores = {scores[3]};
    answer->report.judgings.resize(1);
    answer->candidate.clear();
    answer->baseline = "step-8000";
    answer->outcome = workbench::Outcome::cannot_tell;
    answer->difference = {};
    answer->categories.clear();
    answer->reading.clear();
    answer->meters.clear();
    answer->why_not = "there is only one candidate";
    return answer;
}

} // namespace

class RunsViewTest : public QObject {
    Q_OBJECT

private slots:
    void init() { Theme::instance().setMode(Theme::Mode::light); }

    void answerSaysTheVerdict() {
        AnswerView view(nullptr);
        view.resize(1256, 828);
        view.show();
        view.setAnswer(items::test::sampleAnswer());
        QCOMPARE(labelled(view, "verdict"), QStringLiteral("step-8000: better than step-4000 by +3.1"));
        const QString facts = labelled(view, "facts");
        QVERIFY(facts.contains(QStringLiteral("95 % interval 1.2 … 5.0")));
        QVERIFY(facts.contains(QStringLiteral("n = 110 items both answered")));
        QVERIFY(facts.contains(QStringLiteral("63 better, 12 equal, 35 worse")));
        QCOMPARE(labelled(view, "weakest"),
                 QStringLiteral("arithmetic −4.6 (−13.0 … +3.8), n = 7: cannot tell."));
        QCOMPARE(button(view, "moreItems")->text(), QStringLiteral("About 24 more such items would tell"));
        QSignalSpy more(&view, &AnswerView::moreItemsRequested);
        button(view, "moreItems")->click();
        QCOMPARE(more.value(0).value(0).toString(), QStringLiteral("arithmetic"));
        QCOMPARE(view.findChildren<MeterRow*>().size(), 6);
        QVERIFY(view.findChildren<MeterRow*>()[1]->accessibleName().endsWith(QLatin1String("; watch")));
    }

    void intervalAxisHoldsEverything() {
        IntervalAxis axis;
        axis.setInterval(3.1, 1.2, 5.0, 1, VerdictTone::better);
        QVERIFY(axis.axis().from <= -1 && axis.axis().to >= 5.0);
        QVERIFY(axis.accessibleName().contains(QStringLiteral("+1.2 … +5.0")));
        axis.setInterval(-20, -33, -7, 1, VerdictTone::worse);
        QVERIFY(axis.axis().from <= -33 && axis.axis().to >= 1);
    }

    void choosingAsksForAnotherAnswer() {
        AnswerView view(nullptr);
        view.resize(1256, 828);
        view.show();
        view.setAnswer(items::test::sampleAnswer());
        auto* verdict = view.findChild<VerdictBlock*>();
        QSignalSpy chosen(&view, &AnswerView::choiceChanged);
        Choice* baseline = verdict->baselineChoice();
        QCOMPARE(baseline->currentText(), QStringLiteral("step-4000"));
        baseline->setFocus();
        QTest::keyClick(baseline, Qt::Key_Down); // JAX, curated
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toString(), QStringLiteral("step-8000"));
        QCOMPARE(chosen[0][1].toString(), QStringLiteral("JAX, curated (uncontaminated)"));
        QCOMPARE(chosen[0][2].toLongLong(), 7);
        // The candidate itself as the baseline: they change places.
        baseline->setCurrentIndex(baseline->findText(QStringLiteral("step-8000")));
        emit baseline->activated(baseline->currentIndex());
        QCOMPARE(chosen[1][0].toString(), QStringLiteral("step-4000"));
        QCOMPARE(chosen[1][1].toString(), QStringLiteral("step-8000"));
        QCOMPARE(verdict->candidateChoice()->findText(QStringLiteral("step-4000")), -1);
        QCOMPARE(verdict->judgingChoice()->count(), 2);
    }

    void keyboardReachesAndOpens() {
        AnswerView view(nullptr);
        view.resize(1256, 828);
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.setAnswer(items::test::sampleAnswer());
        auto* reading = view.findChild<ReadingPane*>();
        auto* ranking = view.findChild<RankingPane*>();
        auto* verdict = view.findChild<VerdictBlock*>();
        verdict->judgingChoice()->setFocus();
        QTest::keyClick(verdict->judgingChoice(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), reading->table());
        QCOMPARE(view.firstFocus(), reading->table());

        QSignalSpy opened(&view, &AnswerView::itemOpened);
        QCOMPARE(view.currentItem(), 1000);
        QTest::keyClick(reading->table(), Qt::Key_Down);
        QTest::keyClick(reading->table(), Qt::Key_Return);
        QCOMPARE(opened.value(0).value(0).toLongLong(), 1001);
        const QRect third = reading->table()->visualRect(reading->table()->model()->index(2, 1));
        QTest::mouseClick(reading->table()->viewport(), Qt::LeftButton, {}, third.center());
        QTest::mouseDClick(reading->table()->viewport(), Qt::LeftButton, {}, third.center());
        QCOMPARE(opened.value(1).value(0).toLongLong(), 1002);

        QTest::keyClick(reading->table(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), ranking->table());
        QSignalSpy chosen(&view, &AnswerView::choiceChanged);
        ranking->table()->selectRow(0);
        QTest::keyClick(ranking->table(), Qt::Key_Return);
        QCOMPARE(chosen.value(0).value(0).toString(), QStringLiteral("OpenAI weights: medium"));
        ranking->table()->selectRow(6); // the baseline cannot be asked about
        QTest::keyClick(ranking->table(), Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
    }

    void copiesForReports() {
        AnswerView view(nullptr);
        view.setAnswer(items::test::sampleAnswer());
        const QString markdown = view.findChild<RankingPane*>()->table()->copyText(CopyFormat::markdown);
        QVERIFY(markdown.contains(QStringLiteral("| 42.4 | 42.4 (36.5 … 48.3) | 36.5 … 48.3 | 110 |")));
        view.findChild<ReadingPane*>()->table()->clearSelection();
        const QString csv = view.findChild<ReadingPane*>()->table()->copyText(CopyFormat::csv);
        QVERIFY(csv.startsWith(QStringLiteral("Why,Item,Category,8000,4000,Diff.")));
        QVERIFY(
            csv.contains(QStringLiteral("lost most,Convert 5 miles to kilometers.,arithmetic,18,46,−28")));
    }

    void selectionSurvivesANewAnswer() {
        AnswerView view(nullptr);
        view.setAnswer(items::test::sampleAnswer());
        auto* table = view.findChild<ReadingPane*>()->table();
        table->selectRow(4);
        auto later = items::test::sampleAnswer();
        later->reading.erase(later->reading.begin());
        view.setAnswer(later);
        QCOMPARE(view.currentItem(), 1004);
    }

    void categoriesGoWhereThereIsNoRoom() {
        AnswerView view(nullptr);
        view.resize(1256, 828);
        view.show();
        view.setAnswer(items::test::sampleAnswer());
        auto* categories = view.findChild<CategoryPane*>();
        QVERIFY(categories->isVisible());
        view.resize(AnswerView::categoriesFrom - 1, 700);
        QVERIFY(!categories->isVisible());
        view.resize(AnswerView::categoriesFrom, 700);
        QVERIFY(categories->isVisible());
        auto none = items::test::sampleAnswer();
        none->categories.clear();
        view.setAnswer(none);
        QVERIFY(!categories->isVisible());
    }

    void nothingJudgedSaysSoAndGoesOn() {
        AnswerView view(nullptr);
        view.resize(1256, 828);
        view.show();
        auto answer = items::test::sampleAnswer();
        answer->judging = -1;
        answer->why_not = "nothing was judged yet";
        view.setAnswer(answer);
        QCOMPARE(emptyStateTexts(view), QStringList{QStringLiteral("Not judged yet")});
        QSignalSpy all(&view, &AnswerView::allItemsRequested);
        qobject_cast<Button*>(view.firstFocus())->click();
        QCOMPARE(all.count(), 1);
        answer = items::test::sampleAnswer();
        answer->judging = -1;
        answer->report.judgings.clear();
        view.setAnswer(answer);
        QCOMPARE(emptyStateTexts(view), QStringList{QStringLiteral("Not judged")});
        answer = items::test::sampleAnswer();
        answer->judging = -1;
        for (workbench::CandidateReport& candidate : answer->report.candidates) {
            candidate.responses = 0;
        }
        view.setAnswer(answer);
        QCOMPARE(emptyStateTexts(view), QStringList{QStringLiteral("No answers yet")});
        QVERIFY(!view.firstFocus()->isEnabled());
    }

    void oneCandidateIsRankedAlone() {
        AnswerView view(nullptr);
        view.resize(1256, 828);
        view.show();
        view.setAnswer(oneCandidate());
        QCOMPARE(labelled(view, "verdict"), QStringLiteral("There is only one candidate"));
        QCOMPARE(labelled(view, "facts"), QStringLiteral("step-8000 scores 21.3 (16.2 … 26.4), n = 110"));
        QCOMPARE(view.findChild<RankingPane*>()->table()->model()->rowCount(), 1);
        QVERIFY(!view.findChild<IntervalAxis*>()->isVisible());
        QVERIFY(!view.findChild<VerdictBlock*>()->baselineChoice()->isVisible());
        QCOMPARE(emptyStateTexts(view).size(), 1);
    }

    void noSharedItemsOffersAnotherBaseline() {
        AnswerView view(nullptr);
        view.resize(1256, 828);
        view.show();
        auto answer = items::test::sampleAnswer();
        answer->difference = {};
        answer->outcome = workbench::Outcome::cannot_tell;
        answer->categories.clear();
        answer->reading.clear();
        answer->why_not = "no item was judged for both";
        view.setAnswer(answer);
        QCOMPARE(labelled(view, "verdict"), QStringLiteral("step-8000: cannot tell from step-4000"));
        QCOMPARE(labelled(view, "facts"), QStringLiteral("no item was judged for both"));
        QVERIFY(view.findChild<VerdictBlock*>()->baselineChoice()->isVisible());
        QCOMPARE(emptyStateTexts(view), QStringList{QStringLiteral("Nothing to set side by side")});
    }

    void progressAsksForWhatFailed() {
        ProgressView view(nullptr);
        view.resize(1256, 828);
        QSignalSpy wanted(&view, &ProgressView::failuresWanted);
        QSignalSpy exchange(&view, &ProgressView::exchangeWanted);
        view.show();
        auto progress = items::test::sampleProgress();
        view.setProgress(progress);
        // The first with failures is selected, so that what went wrong is there at once.
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted[0][0].toString(), QStringLiteral("50:50 step-8000"));
        view.setFailures(QStringLiteral("somebody else"), items::test::sampleFailures());
        QCOMPARE(exchange.count(), 0);
        view.setFailures(QStringLiteral("50:50 step-8000"), items::test::sampleFailures());
        QCOMPARE(exchange.count(), 1);
        view.setExchange(items::test::sampleExchange(items::test::sampleFailures()[0]));
        ExchangePane* pane = view.exchangePane();
        QVERIFY(pane->isVisible());
        QVERIFY(pane->text().contains(QStringLiteral("try 2 14:15:05 ← no byte in 120 s")));

        QTest::keyClick(pane->body(), Qt::Key_Up); // there is none before the first
        QCOMPARE(exchange.count(), 1);
        QTest::keyClick(pane->body(), Qt::Key_Down);
        QCOMPARE(exchange.count(), 2);
        QCOMPARE(exchange[1][1].value<items::FailedResponse>().itemLabel, QStringLiteral("1011"));

        auto same = std::make_shared<runs::Progress>(*progress);
        ++same->candidates[2].done;
        view.setProgress(same);
        QCOMPARE(wanted.count(), 1); // no new failure, nothing to read again
        auto more = std::make_shared<runs::Progress>(*same);
        ++more->candidates[2].failed;
        view.setProgress(more);
        QCOMPARE(wanted.count(), 2);
        view.table()->selectRow(0);
        QVERIFY(!pane->isVisible());
    }

    void modelTextIsNeverMarkup() {
        ExchangePane pane;
        items::Exchange exchange = items::test::sampleExchange(items::test::sampleFailures()[0]);
        exchange.parts = {{items::ExchangePart::Part::reply, QStringLiteral("<b>bold</b> <img src='x'>")}};
        pane.setExchange(exchange, 0, 1);
        QCOMPARE(pane.text(), QStringLiteral("<b>bold</b> <img src='x'>"));
        auto answer = items::test::sampleAnswer();
        answer->candidate = "<i>x</i>";
        AnswerView view(nullptr);
        view.setAnswer(answer);
        for (const QLabel* label : view.findChildren<QLabel*>()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
        }
    }

    void resumeAndRetryAreThereWhenTheyHelp() {
        RunPage page(nullptr);
        page.resize(1256, 828);
        page.show();
        page.setTab(RunPage::progressTab);
        auto progress = items::test::sampleProgress();
        page.setProgress(progress, true);
        QVERIFY(button(page, "stop")->isVisible());
        QVERIFY(!button(page, "resume")->isVisible());
        QVERIFY(!button(page, "retryFailed")->isVisible());
        QSignalSpy stop(&page, &RunPage::stopRequested);
        button(page, "stop")->click();
        QCOMPARE(stop.count(), 1);

        auto stopped = std::make_shared<runs::Progress>(*progress);
        stopped->phase = runs::Progress::Phase::stopped;
        page.setProgress(stopped, false);
        QVERIFY(!button(page, "stop")->isVisible());
        QVERIFY(button(page, "resume")->isVisible());
        QCOMPARE(button(page, "retryFailed")->text(), QStringLiteral("Retry all 8 failed"));
        QVERIFY(page.progressView()->findChild<MessageBar*>()->message().contains(QLatin1String("is kept")));
        QSignalSpy resume(&page, &RunPage::resumeRequested);
        QSignalSpy retry(&page, &RunPage::retryFailedRequested);
        button(page, "resume")->click();
        button(page, "retryFailed")->click();
        QCOMPARE(resume.count(), 1);
        QCOMPARE(retry.count(), 1);
        page.setReadOnly(true);
        QVERIFY(!button(page, "resume")->isEnabled());
        page.setReadOnly(false);

        auto done = std::make_shared<runs::Progress>(*progress);
        done->phase = runs::Progress::Phase::finished;
        for (runs::Progress::Candidate& candidate : done->candidates) {
            candidate.done = candidate.total;
            candidate.failed = 0;
        }
        page.setProgress(done, false);
        for (const char* name : {"stop", "resume", "retryFailed"}) {
            QVERIFY2(!button(page, name)->isVisible(), name);
        }
    }

    void settingsHideWhatIsTheSame() {
        SettingsView view(nullptr);
        view.resize(1256, 600);
        view.show();
        view.setCandidates(items::test::sampleCandidates());
        const int all = view.table()->model()->rowCount();
        QVERIFY(all > 8);
        view.onlyDifferences()->click();
        QCOMPARE(view.table()->model()->rowCount(), 4);
        auto same = items::test::sampleCandidates();
        same.resize(2);
        view.setCandidates(same);
        QCOMPARE(emptyStateTexts(view), QStringList{QStringLiteral("No known difference")});
        view.findChild<EmptyState*>()->findChild<Button*>()->click();
        QVERIFY(!view.onlyDifferences()->isChecked());
        QVERIFY(view.table()->isVisible());
    }

    void judgingsTellNoiseAndWarnings() {
        JudgingsView view(nullptr);
        view.resize(1256, 700);
        view.show();
        auto answer = items::test::sampleAnswer();
        view.setReport(std::shared_ptr<const workbench::Report>(answer, &answer->report));
        QStringList texts;
        for (const QLabel* label : view.findChildren<QLabel*>()) {
            texts << label->text();
        }
        for (const char* figure : {"0.42", "0.35", "0.37", "0.28"}) {
            QVERIFY2(texts.contains(QString::fromLatin1(figure)), figure);
        }
        QVERIFY(texts.filter(QStringLiteral("3 of 550 replies could not be read")).size() == 1);
        view.table()->selectRow(1);
        texts.clear();
        for (const QLabel* label : view.findChildren<QLabel*>()) {
            texts << label->text();
        }
        QVERIFY(texts.filter(QStringLiteral("no reference to score against")).size() == 1);
        answer->report.judgings.clear();
        view.setReport(std::shared_ptr<const workbench::Report>(answer, &answer->report));
        QCOMPARE(emptyStateTexts(view), QStringList{QStringLiteral("No judging")});
    }

    void listOpensRunsAndStartsNew() {
        RunListView view(nullptr);
        view.resize(1256, 700);
        view.show();
        QSignalSpy opened(&view, &RunListView::runOpened);
        QSignalSpy wanted(&view, &RunListView::newRunRequested);
        view.setOverview(items::test::sampleOverview());
        QTest::keyClick(view.table(), Qt::Key_Down);
        QTest::keyClick(view.table(), Qt::Key_Return);
        QCOMPARE(opened.value(0).value(0).toLongLong(), 3);
        button(view, "newRun")->click();
        QCOMPARE(wanted.count(), 1);
        view.setOverview(std::make_shared<workbench::ProjectOverview>());
        QCOMPARE(emptyStateTexts(view), QStringList{QStringLiteral("No runs yet")});
        qobject_cast<Button*>(view.firstFocus())->click();
        QCOMPARE(wanted.count(), 2);
    }

    void everythingHasAName() {
        RunPage page(nullptr);
        page.resize(1256, 828);
        page.show();
        fill(page);
        for (int tab = 0; tab < 4; ++tab) {
            page.setTab(static_cast<RunPage::Tab>(tab));
            for (QWidget* widget : page.findChildren<QWidget*>()) {
                if (widget->isVisible() && widget->focusPolicy() != Qt::NoFocus &&
                    !widget->objectName().startsWith(QLatin1String("qt_"))) {
                    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
                    QVERIFY2(face && !face->text(QAccessible::Name).isEmpty(),
                             widget->metaObject()->className());
                }
            }
        }
    }

    void pictures_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        QTest::newRow("1440 light") << QSize(1440, 900) << false;
        QTest::newRow("1440 dark") << QSize(1440, 900) << true;
        QTest::newRow("1024 light") << QSize(1024, 640) << false;
        QTest::newRow("1366 dark") << QSize(1366, 768) << true;
    }

    void pictures() {
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        const auto settings = Settings::createTemporary();
        MainWindow window(*settings);
        window.registerPlace({QString::fromLatin1(place::runs), QStringLiteral("Runs"),
                              QStringLiteral("runs"), 4,
                              [](QWidget* parent) { return new PageInShell(parent); }});
        window.setFile(QStringLiteral("checkpoints.tiebreak"));
        window.navigate(QString::fromLatin1(place::runs));
        window.resize(size);
        window.show();
        QVERIFY(window.width() <= size.width()); // it fits
        Theme::instance().setMode(dark ? Theme::Mode::dark : Theme::Mode::light);
        auto* shell = static_cast<PageInShell*>(window.currentPlace());
        fill(*shell->page);
        const QString stem = QStringLiteral("%1-%2")
                                 .arg(size.width())
                                 .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"));
        for (int tab = 0; tab < 4; ++tab) {
            shell->page->setTab(static_cast<RunPage::Tab>(tab));
            if (QWidget* first = shell->page->firstFocus()) {
                first->setFocus();
            }
            QCoreApplication::processEvents();
            QVERIFY(test::pixelsOf(test::picture(window), tokens().content) >
                    size.width() * size.height() / 8);
            keepPicture(window, QStringLiteral("runs-%1-%2").arg(tab).arg(stem));
        }
        shell->page->hide();
        shell->list->show();
        shell->list->setOverview(items::test::sampleOverview());
        shell->list->setProgress(nullptr);
        QCoreApplication::processEvents();
        keepPicture(window, QStringLiteral("runs-list-%1").arg(stem));
    }

private:
    static void fill(RunPage& page) {
        page.beginRun(QStringLiteral("checkpoints of May"));
        page.setAnswer(items::test::sampleAnswer());
        page.setCandidates(items::test::sampleCandidates());
        page.setProgress(items::test::sampleProgress(), true);
        page.progressView()->setFailures(QStringLiteral("50:50 step-8000"), items::test::sampleFailures());
        page.progressView()->setExchange(items::test::sampleExchange(items::test::sampleFailures()[0]));
    }
};

TIEBREAK_UI_TEST_MAIN(RunsViewTest)
#include "runs_view_test.moc"
