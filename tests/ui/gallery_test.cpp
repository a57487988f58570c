// SPDX-License-Identifier: GPL-3.0-or-later
// Every shared widget in both themes: no markup in labels, a name for whatever takes the focus, a ring that
// shows, and colours that change with the theme.
#include "gallery.h"
#include "sample_place.h"
#include "support.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/start/start_page.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QLabel>

using namespace tiebreak::ui;

namespace {

void keepPicture(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("TIEBREAK_PICTURES");
    if (!folder.isEmpty()) {
        QVERIFY(widget.grab().save(QStringLiteral("%1/%2.png").arg(folder, name)));
    }
}

QString accessibleName(QWidget* widget) {
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
    return face ? face->text(QAccessible::Name) : QString();
}

/// Names of what can take the focus and has no accessible name, and of labels that would interpret markup.
QStringList faults(QWidget& root) {
    QStringList found;
    const QList<QWidget*> widgets = root.findChildren<QWidget*>();
    for (QWidget* widget : widgets) {
        const auto* label = qobject_cast<QLabel*>(widget);
        if (label && label->textFormat() != Qt::PlainText) {
            found << QStringLiteral("label with markup: %1").arg(label->text());
        }
        const bool inner = widget->objectName().startsWith(QLatin1String("qt_"));
        if (widget->isVisibleTo(&root) && widget->focusPolicy() != Qt::NoFocus && !inner &&
            accessibleName(widget).isEmpty()) {
            found << QStringLiteral("no name: %1 %2")
                         .arg(QLatin1String(widget->metaObject()->className()), widget->objectName());
        }
    }
    return found;
}

} // namespace

class GalleryTest : public QObject {
    Q_OBJECT

private slots:
    void init() { Theme::instance().setMode(Theme::Mode::light); }

    void widgetsAreNamedAndPlain() {
        const std::unique_ptr<QWidget> page(test::makeGallery());
        page->show();
        QVERIFY(page->findChildren<QLabel*>().size() > 10);
        QCOMPARE(faults(*page).join(QLatin1Char('\n')), QString());
    }

    void shellIsNamedAndPlain() {
        const auto settings = Settings::createTemporary();
        MainWindow window(*settings);
        window.setStartPage(new StartPage);
        test::fillShell(window);
        window.navigate(QString::fromLatin1(place::runs));
        window.show();
        QCOMPARE(faults(window).join(QLatin1Char('\n')), QString());
    }

    void bothThemesDiffer() {
        const std::unique_ptr<QWidget> page(test::makeGallery());
        page->show();
        const QImage light = test::picture(*page);
        keepPicture(*page, QStringLiteral("gallery-light"));
        Theme::instance().setMode(Theme::Mode::dark);
        QCoreApplication::processEvents();
        const QImage dark = test::picture(*page);
        keepPicture(*page, QStringLiteral("gallery-dark"));
        // Grounds really changed: hardly a pixel of the other theme's content colour is left.
        QVERIFY(test::pixelsOf(light, Tokens::light().content) > 100000);
        QVERIFY(test::pixelsOf(dark, Tokens::darkTokens().content) > 100000);
        QVERIFY(test::pixelsOf(dark, Tokens::light().content) < 100);
        QVERIFY(test::pixelsOf(light, Tokens::darkTokens().content) < 100);
    }

    void shellInBothThemes() {
        const auto settings = Settings::createTemporary();
        MainWindow window(*settings);
        window.setStartPage(new StartPage);
        test::fillShell(window);
        window.resize(1440, 900);
        window.show();
        window.navigate(QString::fromLatin1(place::runs));
        for (const auto mode : {Theme::Mode::light, Theme::Mode::dark}) {
            Theme::instance().setMode(mode);
            QCoreApplication::processEvents();
            const QImage image = test::picture(window);
            QVERIFY(test::pixelsOf(image, tokens().content) > 400000);
            QVERIFY(test::pixelsOf(image, tokens().selection) > 5000);
            keepPicture(window, mode == Theme::Mode::light ? QStringLiteral("shell-light")
                                                           : QStringLiteral("shell-dark"));
        }
    }

    void focusIsSeenOnEveryControl() {
        const std::unique_ptr<QWidget> page(test::makeGallery());
        page->show();
        page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
        int seen = 0;
        const QList<QWidget*> widgets = page->findChildren<QWidget*>();
        for (QWidget* widget : widgets) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isEnabled() || !widget->isVisible() ||
                widget->focusProxy()) {
                continue;
            }
            if (QWidget* focused = page->focusWidget()) {
                focused->clearFocus();
            }
            const int before = test::pixelsOf(test::picture(*page), tokens().accent);
            widget->setFocus(Qt::MouseFocusReason);
            const int after = test::pixelsOf(test::picture(*page), tokens().accent);
            QVERIFY2(after - before >= 60, widget->metaObject()->className());
            ++seen;
        }
        QVERIFY(seen >= 12);
    }
};

TIEBREAK_UI_TEST_MAIN(GalleryTest)
#include "gallery_test.moc"
