// SPDX-License-Identifier: GPL-3.0-or-later
// Two windows, or a window and the command, on one project at once: nothing waits for good, nothing is lost,
// and who comes second is told.
#include "items/project_session.h"
#include "store/judgings.h"
#include "store/responses.h"
#include "store/runs.h"
#include "tests/cli/live_desk.h"

#include <QSignalSpy>
#include <QTest>

using namespace tiebreak;
using test::LiveDesk;

namespace {

constexpr int patience_ms = 60000;

store::WorkStatus statusOf(items::ProjectSession& session) {
    return session.project()->read([](store::Connection& c) { return store::runs(c).front().status; });
}

domain::RunId runOf(items::ProjectSession& session) {
    return session.project()->read([](store::Connection& c) { return store::runs(c).front().id; });
}

/// A project with a run that is not finished: one call of it was made, and failed.
void prepare(LiveDesk& desk) {
    desk.endpoint.control({{"latency_ms", 25}});
    test::Running begun(desk.call("p.tiebreak", {"--yes"}));
    desk.wait_for_calls(5);
    begun.send(SIGINT);
    QCOMPARE(begun.wait().code, 130);
}

void open(items::ProjectSession& session, const LiveDesk& desk) {
    QSignalSpy opened(&session, &items::ProjectSession::opened);
    session.open(QString::fromStdString(desk.path("p.tiebreak")));
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, patience_ms);
}

/// Everything is there once: each answer, each reading.
void expectWhole(items::ProjectSession& session, const LiveDesk& desk) {
    session.project()->read([&](store::Connection& c) {
        const store::RunRow run = store::runs(c).front();
        QCOMPARE(store::response_counts(c, run.id).answered, LiveDesk::candidates * LiveDesk::items);
        const auto judgings = store::judgings(c, run.id);
        QCOMPARE(store::unit_states(c, judgings.front().id).size(),
                 static_cast<std::size_t>(LiveDesk::items * LiveDesk::repeats));
    });
    QCOMPARE(session.project()->integrity_problems(), std::string());
    const auto log = desk.endpoint.log();
    // Those that flew when the first was stopped are asked again, and no other.
    QVERIFY2(log["repeated"].get<int>() <= 12, log["repeated"].dump().c_str());
}

} // namespace

class SharedProjectTest : public QObject {
    Q_OBJECT

private slots:
    void theCommandIsKeptOffARunOfTheWindows() {
        LiveDesk desk;
        prepare(desk);
        items::ProjectSession session;
        open(session, desk);
        QSignalSpy finished(&session, &items::ProjectSession::runFinished);
        session.startRun(runOf(session));
        QTRY_VERIFY_WITH_TIMEOUT(session.progress() && session.progress()->done > 20, patience_ms);
        const test::Ended second = test::run(desk.call("p.tiebreak", {"--resume", "--yes"}));
        QCOMPARE(second.code, 2);
        QVERIFY2(second.err.find("another Tiebreak") != std::string::npos, second.err.c_str());
        // It may read, and change what is not the run's, meanwhile.
        QCOMPARE(test::run({"report", desk.path("p.tiebreak"), "--json"}).code, 0);
        desk.write("more.jsonl", std::string(R"({"id": "x", "instruction": "One more"})"
                                             "\n"));
        QCOMPARE(test::run({"import", desk.path("p.tiebreak"), "eval-set", desk.path("more.jsonl")}).code, 0);
        QVERIFY2(finished.isEmpty(), "the run was over before the command had a chance");
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience_ms);
        QCOMPARE(statusOf(session), store::WorkStatus::finished);
        expectWhole(session, desk);
        session.refresh(); // the window sees what the command brought
        QTRY_COMPARE_WITH_TIMEOUT(session.overview() ? session.overview()->eval_sets.size() : 0U, 2U,
                                  patience_ms);
    }

    void theWindowIsKeptOffARunOfTheCommands() {
        LiveDesk desk;
        prepare(desk);
        items::ProjectSession session;
        open(session, desk);
        test::Running command(desk.call("p.tiebreak", {"--resume", "--yes"}));
        const int before = desk.calls();
        desk.wait_for_calls(before + 10);
        QSignalSpy failed(&session, &items::ProjectSession::failed);
        session.startRun(runOf(session));
        QTRY_VERIFY_WITH_TIMEOUT(!session.isRunning(), patience_ms);
        const bool told =
            !failed.isEmpty() ||
            (session.progress() && session.progress()->message.find("another Tiebreak") != std::string::npos);
        QVERIFY2(told, "the second was not told");
        QCOMPARE(command.wait().code, 0);
        expectWhole(session, desk);
        QCOMPARE(statusOf(session), store::WorkStatus::finished);
    }

    void twoWindowsWriteAtOnce() {
        LiveDesk desk;
        prepare(desk);
        items::ProjectSession first;
        items::ProjectSession second;
        open(first, desk);
        open(second, desk);
        QSignalSpy finished(&first, &items::ProjectSession::runFinished);
        first.startRun(runOf(first));
        // While one stores answers, the other stores words of its own, fifty times.
        constexpr int notes = 50;
        int stored = 0;
        std::vector<items::Ticket> tickets(notes);
        for (items::Ticket& ticket : tickets) {
            second.write(
                this, ticket,
                [](store::Connection& c) {
                    store::Query q =
                        c.query("INSERT INTO project (key, value) SELECT 'test ' || count(*), 'x' FROM "
                                "project");
                    q.run();
                    return 1;
                },
                [&stored](auto) { ++stored; });
        }
        QTRY_COMPARE_WITH_TIMEOUT(stored, notes, patience_ms);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience_ms);
        expectWhole(second, desk);
    }
};

QTEST_GUILESS_MAIN(SharedProjectTest)

#include "shared_project_test.moc"
