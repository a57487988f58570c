// SPDX-License-Identifier: GPL-3.0-or-later
// The first-start page by keyboard alone.
#include "support.h"
#include "ui/start/start_card.h"
#include "ui/start/start_page.h"
#include "ui/widgets/button.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace tiebreak::ui;

class StartTest : public QObject {
    Q_OBJECT

    std::unique_ptr<StartPage> shown() {
        auto page = std::make_unique<StartPage>();
        page->resize(1200, 800);
        page->show();
        page->activateWindow();
        page->setFocus();
        return page;
    }

private slots:
    void enterOpensTheSample() {
        const auto page = shown();
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
        auto* first = page->findChild<StartCard*>(QStringLiteral("startCard1"));
        QCOMPARE(QApplication::focusWidget(), first);
        QSignalSpy sample(page.get(), &StartPage::openSample);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(sample.count(), 1);
    }

    void digitsAndArrowsReachEachWay() {
        const auto page = shown();
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
        QSignalSpy sample(page.get(), &StartPage::openSample);
        QSignalSpy files(page.get(), &StartPage::importFiles);
        QSignalSpy model(page.get(), &StartPage::connectModel);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_2);
        QCOMPARE(files.count(), 1);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_3);
        QCOMPARE(model.count(), 1);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_1);
        QCOMPARE(sample.count(), 1);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Right);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(files.count(), 2);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(model.count(), 2);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("startCard2"));
    }

    void theFocusedCardShowsIt() {
        const auto page = shown();
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
        auto* second = page->findChild<StartCard*>(QStringLiteral("startCard2"));
        const int before = test::pixelsOf(test::picture(*second), tokens().accent);
        second->setFocus();
        const int after = test::pixelsOf(test::picture(*second), tokens().accent);
        QVERIFY(after - before > 1500);
    }

    void theButtonOnACardDoesTheSame() {
        const auto page = shown();
        QSignalSpy files(page.get(), &StartPage::importFiles);
        auto* card = page->findChild<StartCard*>(QStringLiteral("startCard2"));
        QTest::mouseClick(card->findChild<Button*>(), Qt::LeftButton);
        QCOMPARE(files.count(), 1);
        QTest::mouseClick(card, Qt::LeftButton, {}, QPoint(60, 40));
        QCOMPARE(files.count(), 2);
    }

    void recentFilesOpenAndMissingOnesDoNot() {
        const auto page = shown();
        QTemporaryDir folder;
        const QString there = folder.filePath(QStringLiteral("a & b.tiebreak"));
        QFile file(there);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QString gone = folder.filePath(QStringLiteral("gone.tiebreak"));
        page->setRecentFiles({there, gone});
        QSignalSpy opened(page.get(), &StartPage::openFile);
        const auto buttons = page->findChildren<Button*>();
        Button* open = nullptr;
        Button* missing = nullptr;
        for (Button* button : buttons) {
            open = button->accessibleName().endsWith(there) ? button : open;
            missing = button->accessibleName().endsWith(gone) ? button : missing;
        }
        QVERIFY(open && missing);
        QVERIFY(!missing->isEnabled());
        open->click();
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.front().front().toString(), there);
        page->setRecentFiles({});
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(page->findChildren<Button*>().size() == 3);
    }
};

TIEBREAK_UI_TEST_MAIN(StartTest)
#include "start_test.moc"
