// SPDX-License-Identifier: GPL-3.0-or-later
// The window without a project: places, history, folding, palette, strip, files dropped.
#include "sample_place.h"
#include "support.h"
#include "ui/settings/settings.h"
#include "ui/shell/locator.h"
#include "ui/shell/locator_sources.h"
#include "ui/shell/main_window.h"
#include "ui/shell/palette_popup.h"
#include "ui/shell/palette_rows.h"
#include "ui/shell/side_bar.h"
#include "ui/shell/work_strip.h"
#include "ui/start/start_page.h"
#include "ui/theme/icon_set.h"
#include "ui/widgets/button.h"

#include <QAbstractButton>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenuBar>
#include <QMimeData>
#include <QSignalSpy>
#include <QUrl>

using namespace tiebreak::ui;

namespace {

struct Shell {
    explicit Shell(Settings& settings)
        : window(settings) {
        window.setStartPage(new StartPage);
        test::fillShell(window);
        window.resize(1440, 900);
        window.show();
        window.activateWindow();
    }

    MainWindow window;
};

QStringList titles(const QListView& list) {
    QStringList result;
    for (int row = 0; row < list.model()->rowCount(); ++row) {
        result << list.model()->index(row, 0).data().toString();
    }
    return result;
}

} // namespace

class ShellTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Settings> settings_;
    std::unique_ptr<Shell> shell_;

private slots:
    void init() {
        settings_ = Settings::createTemporary();
        shell_ = std::make_unique<Shell>(*settings_);
        QVERIFY(QTest::qWaitForWindowActive(&shell_->window));
    }
    void cleanup() {
        shell_.reset();
        settings_.reset();
    }

    void placesStandInTheirOrder() {
        auto* places = shell_->window.findChild<QListWidget*>(QStringLiteral("places"));
        QCOMPARE(places->count(), 8);
        QCOMPARE(places->item(0)->text(), QStringLiteral("Eval sets"));
        QCOMPARE(places->item(7)->text(), QStringLiteral("Judges"));
    }

    void menusShowOnlyWhatIsThere() {
        QStringList menus;
        for (const QAction* action : shell_->window.menuBar()->actions()) {
            menus << action->text().remove(QLatin1Char('&'));
            QVERIFY(action->menu() && !action->menu()->actions().isEmpty());
        }
        QCOMPARE(menus.join(QLatin1Char(' ')), QStringLiteral("File Edit View Go Help"));
        shell_->window.menu(MenuId::run)->addAction(QStringLiteral("New run…"));
        QCOMPARE(shell_->window.menuBar()->actions()[4]->text(), QStringLiteral("&Run"));
        // All of them fit: the bar has no overflow button.
        const auto* extension =
            shell_->window.menuBar()->findChild<QWidget*>(QStringLiteral("qt_menubar_ext_button"));
        QVERIFY(!extension || !extension->isVisible());
    }

    void shortcutsReachPlaces() {
        QTest::keyClick(&shell_->window, Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(shell_->window.currentPlace()->placeId(), QString::fromLatin1(place::runs));
        QTest::keyClick(&shell_->window, Qt::Key_7, Qt::ControlModifier);
        QCOMPARE(shell_->window.currentPlace()->placeId(), QString::fromLatin1(place::charts));
        QCOMPARE(shell_->window.sideBar()->currentPlace(), QString::fromLatin1(place::charts));
        QCOMPARE(settings_->get(Settings::Key::lastPlace).toString(), QString::fromLatin1(place::charts));
    }

    void historyGoesBackToTheSameItem() {
        MainWindow& window = shell_->window;
        window.navigate(QString::fromLatin1(place::runs), {{QStringLiteral("run"), 3}});
        window.navigate(QString::fromLatin1(place::compare), {{QStringLiteral("item"), 239}});
        QTest::keyClick(&window, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(window.currentPlace()->placeId(), QString::fromLatin1(place::runs));
        QCOMPARE(window.currentPlace()->location().value(QStringLiteral("run")).toInt(), 3);
        QTest::keyClick(&window, Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(window.currentPlace()->location().value(QStringLiteral("item")).toInt(), 239);
        QVERIFY(!window.navigate(QStringLiteral("nowhere")));
        QCOMPARE(window.currentPlace()->placeId(), QString::fromLatin1(place::compare));
    }

    void foldIsRememberedByPlace() {
        MainWindow& window = shell_->window;
        window.navigate(QString::fromLatin1(place::runs));
        QVERIFY(!window.sideBar()->isFolded());
        QTest::keyClick(&window, Qt::Key_B, Qt::ControlModifier);
        QVERIFY(window.sideBar()->isFolded());
        QCOMPARE(window.sideBar()->width(), SideBar::foldedWidth);
        window.navigate(QString::fromLatin1(place::charts));
        QVERIFY(!window.sideBar()->isFolded());
        // Compare starts folded; unfolding it there stays.
        window.navigate(QString::fromLatin1(place::compare));
        QVERIFY(window.sideBar()->isFolded());
        QTest::keyClick(&window, Qt::Key_B, Qt::ControlModifier);
        shell_ = std::make_unique<Shell>(*settings_);
        shell_->window.navigate(QString::fromLatin1(place::runs));
        QVERIFY(shell_->window.sideBar()->isFolded());
        shell_->window.navigate(QString::fromLatin1(place::compare));
        QVERIFY(!shell_->window.sideBar()->isFolded());
    }

    void geometryIsKept() {
        shell_->window.resize(1200, 700);
        QVERIFY(shell_->window.close());
        shell_.reset();
        MainWindow again(*settings_);
        QCOMPARE(again.size(), QSize(1200, 700));
    }

    void paletteFiltersAndGoes() {
        MainWindow& window = shell_->window;
        window.navigate(QString::fromLatin1(place::runs));
        QWidget* before = QApplication::focusWidget();
        QVERIFY(before);
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        auto* palette = window.findChild<PalettePopup*>();
        auto* field = window.findChild<QLineEdit*>(QStringLiteral("paletteField"));
        auto* list = window.findChild<QListView*>(QStringLiteral("paletteList"));
        QVERIFY(palette->isVisible());
        QCOMPARE(QApplication::focusWidget(), field);
        QTest::keyClicks(field, QStringLiteral("cha"));
        QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("Charts"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(!palette->isVisible());
        QCOMPARE(window.currentPlace()->placeId(), QString::fromLatin1(place::charts));

        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(field, QStringLiteral("zzzz"));
        QVERIFY(!list->isVisible());
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(palette->isVisible());
        QWidget* kept = window.currentPlace()->firstFocus();
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!palette->isVisible());
        QCOMPARE(QApplication::focusWidget(), kept);
    }

    void paletteKeepsToActionsAfterItsSign() {
        MainWindow& window = shell_->window;
        window.openPalette(QStringLiteral(">"));
        auto* list = window.findChild<QListView*>(QStringLiteral("paletteList"));
        const QStringList rows = titles(*list);
        QVERIFY(rows.contains(QStringLiteral("Fold the sidebar")));
        QVERIFY(!rows.contains(QStringLiteral("Places")));
        auto* field = window.findChild<QLineEdit*>(QStringLiteral("paletteField"));
        QTest::keyClicks(field, QStringLiteral("dark"));
        QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("Dark"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(Theme::instance().isDark());
        QCOMPARE(settings_->get(Settings::Key::themeMode).toString(), QStringLiteral("dark"));
        Theme::instance().setMode(Theme::Mode::light);
    }

    void paletteShowsAtMostTwelveAndSharesThem() {
        MainWindow& window = shell_->window;
        QList<LocatorEntry> many;
        bool aside = false;
        for (int i = 0; i < 500; ++i) {
            LocatorEntry entry;
            entry.title = QStringLiteral("item %1").arg(i);
            entry.canOpenBeside = true;
            entry.activate = [&aside](bool beside) { aside = beside; };
            many << entry;
        }
        window.locator().addSource(std::make_shared<ListSource>(
            QStringLiteral("Items"), [many] { return many; }, QLatin1Char('#')));
        window.openPalette();
        auto* rows = window.findChild<PaletteRows*>();
        int entries = 0;
        for (int row = 0; row < rows->rowCount(); ++row) {
            entries += rows->entry(rows->index(row)) != nullptr;
        }
        QCOMPARE(entries, 12);
        auto* field = window.findChild<QLineEdit*>(QStringLiteral("paletteField"));
        QTest::keyClicks(field, QStringLiteral("#item 49"));
        QVERIFY(titles(*window.findChild<QListView*>(QStringLiteral("paletteList")))
                    .contains(QStringLiteral("item 49")));
        QTest::keyClick(field, Qt::Key_Return, Qt::AltModifier);
        QVERIFY(aside);
    }

    void lateAnswersAreDropped() {
        struct Late : LocatorSource {
            QString group() const override { return QStringLiteral("Late"); }
            void find(const QString& text, int, std::function<void(LocatorResult)> deliver) override {
                pending << std::pair(text, std::move(deliver));
            }
            QList<std::pair<QString, std::function<void(LocatorResult)>>> pending;
        };
        auto late = std::make_shared<Late>();
        Locator locator;
        locator.addSource(late);
        locator.ask(QStringLiteral("old"));
        locator.ask(QStringLiteral("new"));
        const auto result = [](const QString& title) {
            LocatorEntry entry;
            entry.title = title;
            return LocatorResult{{entry}, 1, 1};
        };
        late->pending[1].second(result(QStringLiteral("new")));
        late->pending[0].second(result(QStringLiteral("old")));
        const Locator::Answer answer = locator.answer(12);
        QCOMPARE(answer.groups.size(), 1);
        QCOMPARE(answer.groups[0].entries[0].title, QStringLiteral("new"));
    }

    void theGroupWithTheBestMatchComesFirst() {
        const auto list = [](const char* title) {
            LocatorEntry entry;
            entry.title = QString::fromLatin1(title);
            return QList<LocatorEntry>{entry};
        };
        Locator locator;
        locator.addSource(
            std::make_shared<ListSource>(QStringLiteral("Actions"), [&] { return list("As the system"); }));
        locator.addSource(
            std::make_shared<ListSource>(QStringLiteral("Candidates"), [&] { return list("step-8000"); }));
        locator.ask(QStringLiteral("st"));
        QCOMPARE(locator.answer(12).groups.front().title, QStringLiteral("Candidates"));
        locator.ask({});
        QCOMPARE(locator.answer(12).groups.front().title, QStringLiteral("Actions"));
    }

    void matchesWordStartsFirst() {
        QVERIFY(!matchText(QStringLiteral("xyz"), QStringLiteral("step-8000")));
        const auto start = matchText(QStringLiteral("st"), QStringLiteral("step-8000"));
        const auto inside = matchText(QStringLiteral("st"), QStringLiteral("first"));
        QVERIFY(start && inside && start->score > inside->score);
        const auto two = matchText(QStringLiteral("8000 STEP"), QStringLiteral("step-8000"));
        QVERIFY(two);
        QCOMPARE(two->spans, (QList<MatchSpan>{{0, 4}, {5, 4}}));
    }

    void finishedRunOpensRuns() {
        MainWindow& window = shell_->window;
        auto* runs = window.findChild<QListWidget*>(QStringLiteral("finishedRuns"));
        emit runs->itemActivated(runs->item(2));
        QCOMPARE(window.currentPlace()->placeId(), QString::fromLatin1(place::runs));
        QCOMPARE(window.currentPlace()->location().value(QStringLiteral("run")).toInt(), 3);
        QVERIFY(runs->item(2)->data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("worse")));
    }

    void stripTellsTheWork() {
        WorkStrip& strip = *shell_->window.workStrip();
        QStringList words;
        for (const QLabel* label : strip.findChildren<QLabel*>()) {
            if (label->isVisible()) {
                words << label->text();
            }
        }
        const QString line = words.join(QLatin1Char('|'));
        QVERIFY2(line.contains(QStringLiteral("226 / 550")), qPrintable(line));
        QVERIFY2(line.contains(QStringLiteral("4 min 40 s spent, about 7 min left")), qPrintable(line));
        QVERIFY2(line.contains(QStringLiteral("$0.84 of $3.00 cap")), qPrintable(line));
        QSignalSpy stop(&strip, &WorkStrip::stopClicked);
        for (Button* button : strip.findChildren<Button*>()) {
            if (button->text() == QStringLiteral("Stop")) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        QCOMPARE(stop.count(), 1);
        strip.setWork(std::nullopt);
        QVERIFY(strip.findChild<QLabel*>()->isVisible());
        QCOMPARE(strip.findChild<QLabel*>()->text(), QStringLiteral("Nothing is running"));
    }

    void droppedFilesAreTold() {
        MainWindow& window = shell_->window;
        QSignalSpy dropped(&window, &MainWindow::filesDropped);
        QMimeData data;
        data.setUrls(
            {QUrl::fromLocalFile(QStringLiteral("/data/a.jsonl")), QUrl(QStringLiteral("https://host/b"))});
        QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &enter);
        QVERIFY(enter.isAccepted());
        QVERIFY(window.findChild<QWidget*>(QStringLiteral("dropOverlay"))->isVisible());
        QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window, &drop);
        QCOMPARE(dropped.count(), 1);
        QCOMPARE(dropped.front().front().toStringList(), QStringList{QStringLiteral("/data/a.jsonl")});
        QVERIFY(!window.findChild<QWidget*>(QStringLiteral("dropOverlay"))->isVisible());
    }

    void smallestWindowHoldsEverything() {
        MainWindow& window = shell_->window;
        window.resize(1024, 640);
        window.navigate(QString::fromLatin1(place::runs));
        QCOMPARE(window.size(), QSize(1024, 640));
        const QRect whole = window.rect();
        for (const Button* button : window.findChildren<Button*>()) {
            if (button->isVisible()) {
                const QRect place(button->mapTo(&window, QPoint()), button->size());
                QVERIFY2(whole.contains(place), qPrintable(button->text()));
            }
        }
    }
};

TIEBREAK_UI_TEST_MAIN(ShellTest)
#include "shell_test.moc"
