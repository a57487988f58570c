// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/safe_text.h"

#include <QTest>

using namespace tiebreak::items;

namespace {

QString all(const SafeText& text, RunStyle style) {
    QString joined;
    for (const TextLine& line : text.lines) {
        for (const TextRun& run : line.runs) {
            joined += run.style == style ? run.text : QString();
        }
    }
    return joined;
}

} // namespace

class SafeTextTest : public QObject {
    Q_OBJECT

private slots:
    void linesFollowTheText() {
        const SafeText text = safeText("one\r\ntwo\n\nfour");
        QCOMPARE(text.lines.size(), std::size_t(4));
        QCOMPARE(text.plain(), QStringLiteral("one\ntwo\n\nfour"));
        QCOMPARE(text.words, std::size_t(3));
        QVERIFY(!text.cut);
    }

    void hostileCharactersAreMadeVisible() {
        const SafeText text = safeText("a\xE2\x80\xAE"
                                       "b\x1B[31m"
                                       "c\xE2\x80\xA8"
                                       "d\xFF");
        const QString shown = text.plain();
        QVERIFY(!shown.contains(QChar(0x202E)));
        QVERIFY(!shown.contains(QChar(0x1B)));
        QVERIFY(shown.contains(QStringLiteral("U+202E")));
        QVERIFY(shown.contains(QChar(0x241B)));
        QCOMPARE(text.lines.size(), std::size_t(2)); // U+2028 ends a line
        QVERIFY(shown.endsWith(QChar(0xFFFD)));
    }

    void longLinesAreBrokenForLayoutOnly() {
        const std::string unbroken(3 * longestLine + 7, 'x');
        const SafeText text = safeText(unbroken + "\nend");
        QCOMPARE(text.lines.size(), std::size_t(5));
        QVERIFY(!text.lines[0].continues);
        QVERIFY(text.lines[1].continues && text.lines[3].continues);
        QVERIFY(!text.lines[4].continues);
        for (const TextLine& line : text.lines) {
            qsizetype length = 0;
            for (const TextRun& run : line.runs) {
                length += run.text.size();
            }
            QVERIFY(length <= longestLine);
        }
        QCOMPARE(text.plain(), QString::fromStdString(unbroken + "\nend"));
    }

    void aBreakNeverSplitsACharacter() {
        std::string emoji;
        for (int i = 0; i < longestLine; ++i) {
            emoji += "\xF0\x9F\x98\x80";
        }
        const SafeText text = safeText("x" + emoji); // surrogate pairs at odd offsets
        for (const TextLine& line : text.lines) {
            for (const TextRun& run : line.runs) {
                QVERIFY(!run.text.front().isLowSurrogate());
                QVERIFY(!run.text.back().isHighSurrogate());
            }
        }
        QCOMPARE(text.plain(), QString::fromStdString("x" + emoji));
    }

    void aCutNeverSplitsACharacter() {
        const SafeText text = safeText("ab\xC3\xA4", TextForm::clean, 3);
        QCOMPARE(text.plain(), QStringLiteral("ab"));
        QVERIFY(text.cut);
        QCOMPARE(text.shown, std::size_t(2));
        QCOMPARE(text.bytes, std::size_t(4));
    }

    void rawShowsBlanksAndLineEnds() {
        const SafeText text = safeText("a\tb  \r\nc d \n", TextForm::raw);
        QCOMPARE(text.plain(), QStringLiteral("a→\tb··␍↵\nc d·↵\n"));
    }

    void diffTellsBothTexts() {
        const std::string before = "Raise your legs slowly.\nThen rest.";
        const std::string after = "Lift your legs slowly.\nThen breathe and rest.";
        const SafeText text = safeDiff(before, after);
        QVERIFY(text.compared);
        QCOMPARE(text.plain(), QString::fromStdString(after));
        QCOMPARE(all(text, RunStyle::removed), QStringLiteral("Raise"));
        QVERIFY(all(text, RunStyle::added).startsWith(QStringLiteral("Lift")));
        QVERIFY(all(text, RunStyle::added).contains(QStringLiteral("breathe")));
    }

    void aStoppedDiffSaysNothing() {
        std::stop_source source;
        source.request_stop();
        std::string a;
        std::string b;
        for (int i = 0; i < 20000; ++i) {
            a += "alpha" + std::to_string(i) + " ";
            b += "beta" + std::to_string(i) + " ";
        }
        QVERIFY(!safeDiff(a, b, TextForm::clean, shownAtFirst, source.get_token()).compared);
    }

    void aLineIsOneLine() {
        QCOMPARE(safeLine("  many\n\tlines \r\n here "), QStringLiteral("many lines here"));
        QCOMPARE(safeLine(std::string(5000, 'y')).size(), qsizetype(300));
    }
};

QTEST_GUILESS_MAIN(SafeTextTest)
#include "safe_text_test.moc"
