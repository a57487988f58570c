// SPDX-License-Identifier: GPL-3.0-or-later
// A label is kept though the program is killed 50 ms after the key.
#include "items/label_session.h"
#include "items/project_session.h"
#include "support.h"
#include "tests/workbench/judged_project.h"
#include "ui/label/card_view.h"
#include "ui/label/label_place.h"
#include "ui/label/label_view.h"
#include "ui/settings/settings.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QSocketNotifier>
#include <QThread>

#include <unistd.h>

#include <csignal>
#include <cstdio>

using namespace tiebreak;
using namespace tiebreak::ui;
using store::Connection;

namespace {

/// The program that is killed: presses the key that comes in on standard input, and says so at once.
int hand(QApplication& application, const QString& file) {
    items::ProjectSession session;
    const auto settings = Settings::createTemporary();
    settings->set(Settings::Key::personName, QStringLiteral("Ann"));
    session.open(file);
    LabellingPlace place(session, *settings);
    place.resize(1256, 828);
    place.show();
    QObject::connect(&place.labels(), &items::LabelSession::opened, &place, [] {
        std::puts("ready");
        std::fflush(stdout);
    });
    QSocketNotifier in(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&in, &QSocketNotifier::activated, &place, [&] {
        char key = 0;
        if (::read(STDIN_FILENO, &key, 1) == 1) {
            QTest::keyClick(place.view()->card(), static_cast<Qt::Key>(key));
            std::puts("pressed");
            std::fflush(stdout);
        }
    });
    return application.exec();
}

} // namespace

class LabelKillTest : public QObject {
    Q_OBJECT

private slots:
    void noLabelIsLostByKillFiftyMillisecondsAfterTheKey() {
        constexpr int rounds = 8;
        constexpr int inARow = 3;
        workbench::JudgedProject p;
        p.make(workbench::plain_items(40), {workbench::model("one"), workbench::model("two")});
        const auto judge = p.judging("ift", domain::Protocol::joint, "endpoint", "judge", 1);
        p.write([&](Connection& c) {
            for (std::size_t i = 0; i < 40; ++i) {
                p.joint(c, judge, i, 1, {{0, 50, ""}, {1, 50, ""}});
            }
        });
        const auto rows = [&] {
            return p.project.read([&](Connection& c) { return store::labels(c, p.run); });
        };
        std::vector<int> pressed;
        for (int round = 0; round < rounds; ++round) {
            QProcess killed;
            killed.start(QCoreApplication::applicationFilePath(),
                         {QStringLiteral("--hand"), QString::fromStdString(p.project.file().string())});
            const auto hears = [&](const char* word) {
                return QTest::qWaitFor(
                    [&] { return killed.canReadLine() && killed.readLine().trimmed() == word; }, 30000);
            };
            QVERIFY(hears("ready"));
            for (int k = 0; k < inARow; ++k) {
                const int winner = 1 + (round + k) % 2;
                killed.putChar(static_cast<char>('0' + winner));
                QVERIFY(hears("pressed"));
                pressed.push_back(winner);
            }
            QThread::msleep(50); // what is promised, and no more
            ::kill(static_cast<pid_t>(killed.processId()), SIGKILL);
            QVERIFY(killed.waitForFinished());
            QCOMPARE(killed.exitStatus(), QProcess::CrashExit);
            QCOMPARE(rows().size(), pressed.size());
        }
        const auto stored = rows();
        for (std::size_t k = 0; k < stored.size(); ++k) {
            QCOMPARE(stored[k].outcome.winner, pressed[k]);
        }
        QCOMPARE(p.project.integrity_problems(), std::string());
    }
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Theme::install(application);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--hand")) {
        return hand(application, arguments.value(2));
    }
    LabelKillTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "label_kill_test.moc"
