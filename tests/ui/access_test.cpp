// SPDX-License-Identifier: GPL-3.0-or-later
// Every place as the keyboard and a screen reader meet it: names, order of focus, a ring to see, nothing cut
// off in small windows. Run a second time at scale 2 (see CMakeLists.txt). With TIEBREAK_PICTURES set to a
// folder, pictures of each place and size are left there.
#include "items/project_session.h"
#include "support.h"
#include "ui/session/desk.h"
#include "ui/session/settings_dialog.h"
#include "ui/session/shortcuts_dialog.h"
#include "ui/settings/settings.h"
#include "ui/shell/key_list.h"
#include "ui/shell/main_window.h"
#include "ui/start/start_page.h"
#include "ui/theme/focus_ring.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QMenuBar>
#include <QTabBar>
#include <QTemporaryDir>

#include <algorithm>

using namespace tiebreak;
using namespace tiebreak::ui;

namespace {

QString described(const QWidget* widget) {
    QStringList path;
    for (const QWidget* w = widget; w && path.size() < 4; w = w->parentWidget()) {
        path.prepend(QString::fromLatin1(w->metaObject()->className()) +
                     (w->objectName().isEmpty() ? QString() : QLatin1Char('#') + w->objectName()));
    }
    return path.join(QLatin1Char('/'));
}

bool takesTab(const QWidget* widget) {
    return (widget->focusPolicy() & Qt::TabFocus) && widget->isVisible() && widget->isEnabled() &&
           !widget->focusProxy();
}

QList<QWidget*> focusable(QWidget* window) {
    QList<QWidget*> all;
    const QList<QWidget*> children = window->findChildren<QWidget*>();
    for (QWidget* child : children) {
        if (takesTab(child) && child->window() == window) {
            all << child;
        }
    }
    return all;
}

/// What a screen reader says a control is.
QString nameOf(QWidget* widget) {
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
    return interface ? interface->text(QAccessible::Name).trimmed() : QString();
}

int accentPixels(const QImage& image) {
    const QRgb accent = tokens().accent.rgb();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        count += static_cast<int>(std::count_if(line, line + image.width(),
                                                [&](QRgb pixel) { return (pixel | 0xff000000U) == accent; }));
    }
    return count;
}

} // namespace

class AccessTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<items::ProjectSession> session_;
    std::unique_ptr<MainWindow> window_;

    /// The place with everything read that it reads when it is gone to.
    Place* show(const QString& id, const QSize& size) {
        window_->resize(size);
        window_->navigate(id);
        (void)QTest::qWaitFor([this] { return session_->background().idle(); }, 20000);
        QCoreApplication::sendPostedEvents();
        window_->activateWindow(); // places that were made may have taken it
        (void)QTest::qWaitForWindowActive(window_.get());
        (void)QTest::qWaitFor([this] { return session_->background().idle(); }, 20000);
        return window_->currentPlace();
    }

    QStringList placeIds() {
        QStringList ids;
        for (const Place* each : window_->allPlaces()) {
            ids << each->placeId();
        }
        return ids;
    }

private slots:
    void initTestCase() {
        qputenv("XDG_DATA_HOME", folder_.path().toUtf8());
        settings_ = Settings::createTemporary();
        session_ = std::make_unique<items::ProjectSession>();
        window_ = std::make_unique<MainWindow>(*settings_);
        auto* start = new StartPage;
        window_->setStartPage(start);
        auto* desk = new Desk(*window_, *session_, *start);
        window_->resize(1440, 900);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        desk->openSample();
        QTRY_VERIFY_WITH_TIMEOUT(
            !session_->isRunning() && session_->overview() && session_->overview()->runs.size() >= 2, 60000);
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }

    void cleanupTestCase() {
        window_.reset();
        session_.reset();
    }

    void everyControlHasAName() {
        QStringList nameless;
        for (const QString& id : placeIds()) {
            show(id, {1440, 900});
            for (QWidget* widget : focusable(window_.get())) {
                if (nameOf(widget).isEmpty()) {
                    nameless << id + QStringLiteral(": ") + described(widget);
                }
            }
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }

    void tabReachesEveryControlAndTheRingIsSeen() {
        QStringList unreached;
        QStringList unseen;
        for (const QString& id : placeIds()) {
            show(id, {1440, 900});
            QList<QWidget*> missing = focusable(window_.get());
            QVERIFY2(!missing.isEmpty(), qPrintable(id));
            const int most = 2 * static_cast<int>(missing.size()) + 20;
            missing.front()->setFocus(Qt::TabFocusReason);
            for (int step = 0; step < most && !missing.isEmpty(); ++step) {
                QWidget* now = QApplication::focusWidget();
                QVERIFY2(now, qPrintable(id));
                if (missing.removeAll(now) > 0 && !now->property("ownFocusRing").toBool()) {
                    // Drawn around the control or, for views and panes, inside it.
                    const QRect around(now->mapTo(window_.get(), QPoint(-3, -3)), now->size() + QSize(6, 6));
                    const QImage with = window_->grab(around).toImage().convertToFormat(QImage::Format_RGB32);
                    if (accentPixels(with) < 40) {
                        unseen << id + QStringLiteral(": ") + described(now);
                    }
                }
                QTest::keyClick(now, Qt::Key_Tab,
                                now->property("takesTab").toBool() ? Qt::ControlModifier : Qt::NoModifier);
            }
            for (const QWidget* widget : std::as_const(missing)) {
                unreached << id + QStringLiteral(": ") + described(widget);
            }
        }
        QVERIFY2(unreached.isEmpty(),
                 qPrintable(QStringLiteral("Tab does not reach\n") + unreached.join(QLatin1Char('\n'))));
        QVERIFY2(unseen.isEmpty(), qPrintable(QStringLiteral("no ring\n") + unseen.join(QLatin1Char('\n'))));
    }

    void nothingIsCutOff_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        QTest::newRow("1440x900") << QSize(1440, 900) << false;
        QTest::newRow("1366x768-dark") << QSize(1366, 768) << true;
        QTest::newRow("1024x700") << QSize(1024, 700) << false;
    }

    void nothingIsCutOff() {
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        Theme::instance().setMode(dark ? Theme::Mode::dark : Theme::Mode::light);
        QStringList cut;
        for (const QString& id : placeIds()) {
            show(id, size);
            QCOMPARE(window_->size(), size);
            const QList<QWidget*> children = window_->findChildren<QWidget*>();
            for (QWidget* child : children) {
                const bool control = qobject_cast<QAbstractButton*>(child) ||
                                     qobject_cast<QComboBox*>(child) || qobject_cast<QLineEdit*>(child);
                if (!control || !child->isVisible() || child->window() != window_.get()) {
                    continue;
                }
                bool scrolled = false;
                for (QWidget* w = child->parentWidget(); w; w = w->parentWidget()) {
                    scrolled = scrolled || qobject_cast<QAbstractScrollArea*>(w) || qobject_cast<QTabBar*>(w);
                }
                const QRect seen = child->visibleRegion().boundingRect();
                const QSize least = child->minimumSizeHint();
                const bool whole = seen.size() == child->size();
                const bool roomy =
                    child->width() >= least.width() - 1 && child->height() >= least.height() - 1;
                if (!scrolled && (!whole || (!roomy && qobject_cast<QAbstractButton*>(child)))) {
                    cut << QStringLiteral("%1: %2 is %3x%4, wants %5x%6, seen %7x%8")
                               .arg(id, described(child))
                               .arg(child->width())
                               .arg(child->height())
                               .arg(least.width())
                               .arg(least.height())
                               .arg(seen.width())
                               .arg(seen.height());
                }
            }
            const QString pictures = qEnvironmentVariable("TIEBREAK_PICTURES");
            if (!pictures.isEmpty()) {
                window_->grab().save(
                    QStringLiteral("%1/%2-%3.png").arg(pictures, id, QTest::currentDataTag()));
            }
        }
        Theme::instance().setMode(Theme::Mode::light);
        QVERIFY2(cut.isEmpty(), qPrintable(cut.join(QLatin1Char('\n'))));
    }

    void scaledPicturesHoldAllPixels() {
        show(QString::fromLatin1(place::charts), {1366, 768});
        const QPixmap picture = window_->grab();
        const double ratio = window_->devicePixelRatioF();
        QCOMPARE(picture.size(), (QSizeF(window_->size()) * ratio).toSize());
        if (qEnvironmentVariableIsSet("QT_SCALE_FACTOR")) {
            QCOMPARE(ratio, qEnvironmentVariable("QT_SCALE_FACTOR").toDouble());
        }
    }

    void largerTextStillFits() {
        Theme::instance().setTextScale(120);
        show(QString::fromLatin1(place::runs), {1440, 900});
        QCOMPARE(Theme::font(TextSize::body).pixelSize(), 16);
        QCOMPARE(QApplication::font().pixelSize(), 16);
        Theme::instance().setTextScale(100);
        QCOMPARE(Theme::font(TextSize::body).pixelSize(), 13);
        for (const QWidget* widget : QApplication::allWidgets()) { // everything came back
            QVERIFY2(widget->font().pixelSize() <= 22, qPrintable(described(widget)));
        }
    }

    void noKeyMeansTwoThings() {
        const QList<KeyGroup> groups = allKeys(*window_);
        QVERIFY(groups.size() >= 4);
        const QStringList conflicts = keyConflicts(groups);
        QVERIFY2(conflicts.isEmpty(), qPrintable(conflicts.join(QLatin1Char('\n'))));
        // The test itself would see one.
        QList<KeyGroup> doubled = groups;
        doubled.last().entries << KeyEntry{groups.front().entries.front().keys,
                                           QStringLiteral("something else")};
        QVERIFY(!keyConflicts(doubled).isEmpty());
        // The keys that the design names are all there.
        QStringList keys;
        for (const KeyGroup& group : groups) {
            for (const KeyEntry& entry : group.entries) {
                keys << group.placeId + QLatin1Char(' ') + entry.keys.toString();
            }
        }
        for (const char* key : {" Ctrl+K", " Ctrl+1", " Ctrl+B", " Ctrl+F", " Ctrl+N", " F1", " Alt+Left",
                                "compare N", "compare P", "compare D", "compare R", "compare B", "compare S",
                                "compare 1", "compare 6", "compare M", "charts Right", "charts Return"}) {
            QVERIFY2(keys.contains(QString::fromLatin1(key)), key);
        }
    }

    void helpAndSettingsOpenBesideTheWindow() {
        show(QString::fromLatin1(place::charts), {1440, 900});
        QTest::keyClick(window_.get(), Qt::Key_F1);
        auto* keys = window_->findChild<ShortcutsDialog*>();
        QVERIFY(keys && keys->isVisible() && !keys->isModal());
        keys->narrow(QStringLiteral("diff"));
        keys->close();
        QTest::keyClick(window_.get(), Qt::Key_Comma, Qt::ControlModifier);
        auto* settings = window_->findChild<SettingsDialog*>();
        QVERIFY(settings && settings->isVisible() && !settings->isModal());
        for (QWidget* widget : focusable(settings)) {
            QVERIFY2(!nameOf(widget).isEmpty(), qPrintable(described(widget)));
        }
        settings->close();
    }

    void aProjectIsOpenedWhereItWasLeft() {
        const QString file = session_->file();
        window_->navigate(place::charts, {{QStringLiteral("chart"), QStringLiteral("scores")}});
        QTRY_VERIFY(session_->background().idle());
        session_->close();
        QTRY_VERIFY(!session_->isOpen());
        session_->open(file);
        QTRY_VERIFY_WITH_TIMEOUT(window_->currentPlace() && session_->overview(), 20000);
        QTRY_COMPARE(window_->currentPlace()->placeId(), QString::fromLatin1(place::charts));
        QCOMPARE(window_->currentPlace()->location().value(QStringLiteral("chart")).toString(),
                 QStringLiteral("scores"));
    }
};

TIEBREAK_UI_TEST_MAIN(AccessTest)
#include "access_test.moc"
