// SPDX-License-Identifier: GPL-3.0-or-later
// Runs over a real project: the built-in sample, run and scored by its own engine.
#include "items/project_session.h"
#include "items/roles.h"
#include "support.h"
#include "ui/runs/answer_view.h"
#include "ui/runs/file_dialogs.h"
#include "ui/runs/reading_pane.h"
#include "ui/runs/run_list_view.h"
#include "ui/runs/run_page.h"
#include "ui/runs/runs_place.h"
#include "ui/runs/settings_view.h"
#include "ui/runs/verdict_block.h"
#include "ui/settings/settings.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/table_view.h"
#include "workbench/answer.h"

#include <QDropEvent>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace tiebreak;
using namespace tiebreak::ui;

namespace {

/// Answers what a test put there.
class FixedDialogs : public FileDialogs {
public:
    QString openFile(QWidget*, const QString&, const QString&, const QString&) override { return path; }
    QString saveFile(QWidget*, const QString&, const QString& suggested, const QString&) override {
        lastSuggested = suggested;
        return path;
    }

    QString path;
    QString lastSuggested;
};

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class RunsPlaceTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        settings_ = Settings::createTemporary();
        QSignalSpy finished(&session_, &items::ProjectSession::runFinished);
        session_.openSample(folder_.filePath(QStringLiteral("sample.tiebreak")));
        QVERIFY(QTest::qWaitFor([&] { return finished.count() > 0; }, 120000));
        run_ = finished[0][0].toLongLong();
        QVERIFY(QTest::qWaitFor(
            [this] {
                const auto overview = session_.overview();
                return overview && !overview->runs.empty() && !session_.isRunning() &&
                       std::ranges::any_of(overview->runs, [this](const workbench::RunOverview& r) {
                           return r.row.id.value == run_ && r.row.status == store::WorkStatus::finished;
                       });
            },
            60000));
    }

    void init() {
        dialogs_ = new FixedDialogs;
        place_ =
            std::make_unique<RunsPlace>(session_, settings_.get(), std::unique_ptr<FileDialogs>(dialogs_));
        place_->resize(1256, 828);
        place_->show();
        connect(place_.get(), &Place::navigateRequested, this,
                [this](const QString& id, const QVariantMap& target) {
                    if (id == place_->placeId()) {
                        place_->activate(target); // as the window does
                    }
                });
    }

    void cleanup() { place_.reset(); }

    void listsAndOpensAFinishedRunOnItsAnswer() {
        QCOMPARE(place_->location().value(QStringLiteral("list")).toBool(), true);
        TableView* table = place_->list()->table();
        QVERIFY(table->model()->rowCount() >= 2); // the published tables are a run, too
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            if (table->model()->index(row, 0).data(items::idRole).toLongLong() == run_) {
                table->selectRow(row);
            }
        }
        QTest::keyClick(table, Qt::Key_Return);
        QVERIFY(waitForAnswer());
        QCOMPARE(place_->page()->tab(), RunPage::answerTab);
        const workbench::RunAnswer expected = session_.project()->read([this](store::Connection& connection) {
            return workbench::make_answer(connection, domain::RunId{run_});
        });
        QCOMPARE(place_->findChild<QLabel*>(QStringLiteral("verdict"))->text(), answerSentence(expected));
        QCOMPARE(place_->page()->settingsView()->table()->model()->columnCount(),
                 1 + static_cast<int>(expected.report.candidates.size()));
    }

    void anotherBaselineIsReadAndRemembered() {
        place_->activate({{QStringLiteral("run"), run_}});
        QVERIFY(waitForAnswer());
        const auto first = place_->page()->answerView()->answer();
        const QString before = QString::fromStdString(first->baseline);
        Choice* baseline = place_->findChild<VerdictBlock*>()->baselineChoice();
        const int other = (baseline->currentIndex() + 1) % baseline->count();
        const QString wanted = baseline->itemData(other).toString();
        baseline->setCurrentIndex(other);
        emit baseline->activated(other);
        QVERIFY(QTest::qWaitFor([&] {
            const auto* answer = place_->page()->answerView()->answer();
            return answer && QString::fromStdString(answer->baseline) == wanted;
        }));
        QCOMPARE(place_->location().value(QStringLiteral("baseline")).toString(), wanted);
        place_->activate({{QStringLiteral("list"), true}});
        place_->activate({{QStringLiteral("run"), run_}});
        QVERIFY(waitForAnswer());
        QCOMPARE(QString::fromStdString(place_->page()->answerView()->answer()->baseline), wanted);
        QVERIFY(wanted != before);
    }

    void itemsOpenInCompare() {
        place_->activate({{QStringLiteral("run"), run_}});
        QVERIFY(waitForAnswer());
        QSignalSpy gone(place_.get(), &Place::navigateRequested);
        QTest::keyClick(place_->findChild<ReadingPane*>()->table(), Qt::Key_Return);
        QCOMPARE(gone.value(0).value(0).toString(), QString::fromLatin1(place::compare));
        const QVariantMap target = gone[0][1].toMap();
        QCOMPARE(target.value(QStringLiteral("run")).toLongLong(), run_);
        QVERIFY(target.value(QStringLiteral("item")).toLongLong() > 0);
        QVERIFY(target.value(QStringLiteral("judging")).toLongLong() > 0);
    }

    void reportsAreSavedInThreeForms() {
        place_->activate({{QStringLiteral("run"), run_}});
        QVERIFY(waitForAnswer());
        auto* report = place_->findChild<Button*>(QStringLiteral("report"));
        for (const char* suffix : {"html", "json", "txt"}) {
            dialogs_->path = folder_.filePath(QStringLiteral("report.%1").arg(QLatin1String(suffix)));
            report->click();
            QVERIFY(QTest::qWaitFor([&] { return QFile::exists(dialogs_->path); }));
        }
        QVERIFY(dialogs_->lastSuggested.endsWith(QLatin1String(" report.html")));
        const QJsonObject json =
            QJsonDocument::fromJson(contents(folder_.filePath(QStringLiteral("report.json")))).object();
        QCOMPARE(json.value(QLatin1String("format")).toInt(), 1);
        QVERIFY(contents(folder_.filePath(QStringLiteral("report.html"))).contains("<html"));
        QVERIFY(!contents(folder_.filePath(QStringLiteral("report.txt"))).contains("<html"));

        dialogs_->path = folder_.filePath(QStringLiteral("not/there/report.html"));
        report->click();
        QVERIFY(QTest::qWaitFor([this] {
            return place_->page()->messageBar()->message().contains(QLatin1String("cannot be written"));
        }));
        dialogs_->path.clear(); // thought better of it
        report->click();
    }

    void configsAreChosenOrDropped() {
        QSignalSpy wanted(place_.get(), &RunsPlace::runConfigRequested);
        dialogs_->path = QStringLiteral("/somewhere/eval.json");
        place_->findChild<Button*>(QStringLiteral("newRun"))->click();
        QCOMPARE(place_->location().value(QStringLiteral("new")).toBool(), true);
        place_->findChild<Button*>(QStringLiteral("runConfig"))->click();
        QCOMPARE(wanted.value(0).value(0).toString(), QStringLiteral("/somewhere/eval.json"));
        dialogs_->path.clear();
        place_->findChild<Button*>(QStringLiteral("runConfig"))->click();
        QCOMPARE(wanted.count(), 1);

        QVERIFY(dropped(QStringLiteral("/somewhere/other.json")));
        QCOMPARE(wanted.value(1).value(0).toString(), QStringLiteral("/somewhere/other.json"));
        QVERIFY(!dropped(QStringLiteral("/somewhere/items.csv"))); // the window imports it
        QCOMPARE(wanted.count(), 2);
    }

    void aRunThatIsNotThereSaysSo() {
        place_->activate({{QStringLiteral("run"), 4711}});
        EmptyState* said = nullptr;
        QVERIFY(QTest::qWaitFor([&] {
            for (EmptyState* state : place_->findChildren<EmptyState*>()) {
                said = state->isVisible() ? state : said;
            }
            return said != nullptr;
        }));
        QVERIFY(!said->accessibleName().isEmpty());
        QVERIFY(!place_->findChild<Button*>(QStringLiteral("report"))->isEnabled());
    }

    void tabsAreTargetsToo() {
        place_->activate(
            {{QStringLiteral("run"), run_}, {QStringLiteral("tab"), QStringLiteral("judgings")}});
        QVERIFY(waitForAnswer());
        QCOMPARE(place_->page()->tab(), RunPage::judgingsTab);
        QCOMPARE(place_->location().value(QStringLiteral("tab")).toString(), QStringLiteral("judgings"));
        QSignalSpy resume(place_.get(), &RunsPlace::resumeRequested);
        emit place_->page()->resumeRequested();
        QCOMPARE(resume.value(0).value(0).toLongLong(), run_);
    }

private:
    /// Drags a file onto the place and lets go; false where the place does not take it.
    bool dropped(const QString& path) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(place_.get(), &enter);
        if (!enter.isAccepted()) {
            return false;
        }
        QDropEvent drop(QPointF(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(place_.get(), &drop);
        return drop.isAccepted();
    }

    bool waitForAnswer() {
        return QTest::qWaitFor([this] { return place_->page()->answerView()->answer() != nullptr; }, 30000);
    }

    QTemporaryDir folder_;
    std::unique_ptr<Settings> settings_;
    items::ProjectSession session_;
    qint64 run_ = 0;
    FixedDialogs* dialogs_ = nullptr;
    std::unique_ptr<RunsPlace> place_;
};

TIEBREAK_UI_TEST_MAIN(RunsPlaceTest)
#include "runs_place_test.moc"
