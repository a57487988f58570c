// SPDX-License-Identifier: GPL-3.0-or-later
// The claims of the design table, computed: contrast, distinct shapes, what follows the system.
#include "support.h"
#include "ui/theme/candidate_mark.h"
#include "ui/theme/icon_set.h"
#include "ui/widgets/text_label.h"

#include <QDirIterator>
#include <QPainter>
#include <QRegularExpression>
#include <QSignalSpy>

#include <cmath>

using namespace tiebreak::ui;

namespace {

struct Claim {
    QColor Tokens::*ink;
    QColor Tokens::*ownGround; ///< beside content, window and selection; null: none
    double needed;
    double lightLowest; ///< as the table says, one decimal
    double darkLowest;
};

double lowestContrast(const Tokens& t, const Claim& claim) {
    double lowest = 21;
    for (const QColor Tokens::*ground : {&Tokens::content, &Tokens::window, &Tokens::selection}) {
        lowest = std::min(lowest, contrast(t.*claim.ink, t.*ground));
    }
    return claim.ownGround ? std::min(lowest, contrast(t.*claim.ink, t.*claim.ownGround)) : lowest;
}

QImage markImage(int slot, bool coloured) {
    QImage image(40, 40, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    Tokens t = Tokens::light();
    if (!coloured) {
        t.candidates.fill(QColor(Qt::black));
    }
    paintCandidateMark(painter, QRectF(8, 8, 24, 24), slot, t);
    painter.end();
    return image;
}

int differing(const QImage& a, const QImage& b) {
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            count += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y))) > 96;
        }
    }
    return count;
}

} // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private slots:
    void contrastFormula() {
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
        // WCAG's well-known boundary grey.
        QVERIFY(std::abs(contrast(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.005);
    }

    void textKeepsItsContrast() {
        const QList<std::pair<const char*, Claim>> claims = {
            {"text", {&Tokens::text, nullptr, 4.5, 14.1, 9.0}},
            {"text-2", {&Tokens::text2, nullptr, 4.5, 6.5, 5.6}},
            {"text-3", {&Tokens::text3, nullptr, 4.5, 5.1, 4.6}},
            {"accent", {&Tokens::accent, &Tokens::accentGround, 4.5, 5.7, 4.7}},
            {"ok", {&Tokens::ok, &Tokens::okGround, 4.5, 5.0, 5.4}},
            {"warn", {&Tokens::warn, &Tokens::warnGround, 4.5, 5.6, 5.9}},
            {"bad", {&Tokens::bad, &Tokens::badGround, 4.5, 5.6, 4.9}}};
        for (const auto& [name, claim] : claims) {
            const double light = lowestContrast(Tokens::light(), claim);
            const double dark = lowestContrast(Tokens::darkTokens(), claim);
            QVERIFY2(light >= claim.needed && dark >= claim.needed, name);
            QVERIFY2(std::abs(light - claim.lightLowest) < 0.06,
                     qPrintable(QStringLiteral("%1 light %2").arg(QLatin1String(name)).arg(light)));
            QVERIFY2(std::abs(dark - claim.darkLowest) < 0.06,
                     qPrintable(QStringLiteral("%1 dark %2").arg(QLatin1String(name)).arg(dark)));
        }
        for (const Tokens* t : {&Tokens::light(), &Tokens::darkTokens()}) {
            // The table's 3.1 / 4.1 for frames holds on content and window; on a selected row Style takes
            // text-3.
            const double frame = std::min(contrast(t->strong, t->content), contrast(t->strong, t->window));
            QVERIFY(frame >= 3.0);
            QVERIFY(std::abs(frame - (t->dark ? 4.1 : 3.1)) < 0.06);
            QVERIFY(contrast(t->onAccent, t->accent) >= 4.5);
            QVERIFY(contrast(t->add, t->addGround) >= 4.5);
            QVERIFY(contrast(t->del, t->delGround) >= 4.5);
            // Text on the quieter grounds that the table does not list.
            for (const QColor Tokens::*ground : {&Tokens::hover, &Tokens::raised}) {
                QVERIFY(contrast(t->text, t->*ground) >= 4.5);
                QVERIFY(contrast(t->text2, t->*ground) >= 4.5);
                QVERIFY(contrast(t->text3, t->*ground) >= 4.5);
            }
        }
    }

    void candidatesStandOut() {
        for (const Tokens* t : {&Tokens::light(), &Tokens::darkTokens()}) {
            for (const QColor& colour : t->candidates) {
                for (const QColor Tokens::*ground : {&Tokens::content, &Tokens::window, &Tokens::selection}) {
                    QVERIFY2(contrast(colour, t->*ground) >= 3.0, qPrintable(colour.name()));
                }
            }
        }
    }

    void everyTokenIsSet() {
        QCOMPARE(namedTokens().size(), std::size_t(24));
        for (const NamedToken& token : namedTokens()) {
            QVERIFY2((Tokens::light().*token.colour).isValid(), token.name);
            QVERIFY2((Tokens::darkTokens().*token.colour).isValid(), token.name);
        }
    }

    void everyShapeIsDistinct() {
        // Without colour, each of the sixteen marks still differs from each other by a good part of its area.
        for (int a = 0; a < 2 * candidateSlots; ++a) {
            for (int b = a + 1; b < 2 * candidateSlots; ++b) {
                const int pixels = differing(markImage(a, false), markImage(b, false));
                QVERIFY2(
                    pixels >= 40,
                    qPrintable(
                        QStringLiteral("slots %1 and %2 differ in %3 pixels").arg(a).arg(b).arg(pixels)));
            }
        }
        QCOMPARE(candidateMarkName(0), QStringLiteral("blue circle"));
        QVERIFY(candidateMarkName(8).contains(QStringLiteral("hollow")));
        QVERIFY(candidateHollow(8) && !candidateHollow(7) && !candidateHollow(16));
    }

    void everyIconRenders() {
        const QStringList names = icons::names();
        QVERIFY(names.size() > 40);
        for (const QString& name : names) {
            QImage image(32, 32, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            icons::paint(painter, QRectF(0, 0, 32, 32), name, Qt::red);
            painter.end();
            int drawn = 0;
            for (int y = 0; y < 32; ++y) {
                for (int x = 0; x < 32; ++x) {
                    drawn += image.pixelColor(x, y).alpha() > 128 && image.pixelColor(x, y).red() > 200;
                }
            }
            QVERIFY2(drawn > 8, qPrintable(name));
        }
        // A forgotten fixed colour would not follow the theme.
        for (const QString& name : names) {
            QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString svg = QString::fromUtf8(file.readAll());
            QVERIFY2(svg.contains(QStringLiteral("currentColor")), qPrintable(name));
            QVERIFY2(!svg.contains(QRegularExpression(QStringLiteral("#[0-9a-fA-F]{3}"))), qPrintable(name));
        }
    }

    /// Every name in quotes after icons::get, setIconName and the like has a file.
    void iconsInTheSourcesExist() {
        const QRegularExpression use(QStringLiteral("(?:icons::get|setIconName|iconOnly|icons::paint\\([^;]*?"
                                                    ")\\(?QStringLiteral\\(\"([a-z-]+)\"\\)"));
        const QStringList names = icons::names();
        QDirIterator files(QStringLiteral(TIEBREAK_SOURCE_DIR "/ui"), {QStringLiteral("*.cpp")}, QDir::Files,
                           QDirIterator::Subdirectories);
        int found = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            auto matches = use.globalMatch(QString::fromUtf8(file.readAll()));
            while (matches.hasNext()) {
                const QString name = matches.next().captured(1);
                QVERIFY2(names.contains(name),
                         qPrintable(QStringLiteral("%1 in %2").arg(name, file.fileName())));
                ++found;
            }
        }
        QVERIFY(found > 10);
    }

    void followsModeAndTellsOnce() {
        Theme& theme = Theme::instance();
        theme.setMode(Theme::Mode::light);
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setMode(Theme::Mode::dark);
        QCOMPARE(changed.count(), 1);
        QVERIFY(theme.isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Base), Tokens::darkTokens().content);
        theme.setMode(Theme::Mode::dark);
        QCOMPARE(changed.count(), 1);
        theme.setMode(Theme::Mode::system);
        QVERIFY(!theme.isDark()); // offscreen: the system's palette is light
        theme.setMode(Theme::Mode::light);
    }

    void lightnessOfAPaletteDecides() {
        QVERIFY(!Theme::isDarkPalette(Theme::paletteOf(Tokens::light())));
        QVERIFY(Theme::isDarkPalette(Theme::paletteOf(Tokens::darkTokens())));
    }

    void labelsFollowTheTheme() {
        Theme::instance().setMode(Theme::Mode::light);
        QWidget window;
        window.setBackgroundRole(QPalette::Base);
        TextLabel label(QStringLiteral("<b>plain</b>"), TextSize::body, &Tokens::text3, &window);
        QCOMPARE(label.palette().color(label.foregroundRole()), Tokens::light().text3);
        Theme::instance().setMode(Theme::Mode::dark);
        QCOMPARE(label.palette().color(label.foregroundRole()), Tokens::darkTokens().text3);
        QCOMPARE(label.textFormat(), Qt::PlainText);
        Theme::instance().setMode(Theme::Mode::light);
    }

    void toolTipsOfModelTextAreInert() {
        const QString tip = plainToolTip(QStringLiteral("<img src='http://host/x'><b>bold</b>"));
        QVERIFY(!tip.contains(QStringLiteral("<img")));
        QVERIFY(!tip.contains(QStringLiteral("<b>")));
        QVERIFY(tip.contains(QStringLiteral("&lt;img")));
    }
};

TIEBREAK_UI_TEST_MAIN(ThemeTest)
#include "theme_test.moc"
