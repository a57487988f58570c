// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare_values.h"
#include "support.h"
#include "ui/compare/compare_view.h"
#include "ui/compare/question_block.h"
#include "ui/compare/safe_text_view.h"
#include "ui/settings/settings.h"
#include "ui/widgets/filter_field.h"

#include <QAccessible>
#include <QClipboard>
#include <QElapsedTimer>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTimer>

#include <ctime>

using namespace tiebreak;
using namespace tiebreak::ui;
using test::handmadeDetail;
using test::handmadeIndex;

namespace {

/// A view that is fed the way the place feeds it, from values made by hand.
struct Desk {
    explicit Desk(int candidates = 8, int items = 12, QSize size = {1440, 828})
        : settings(Settings::createTemporary())
        , index(handmadeIndex(candidates, items))
        , view(background, settings.get()) {
        QObject::connect(&view, &CompareView::itemWanted, &view,
                         [this](domain::ItemRevisionId item) { give(item); });
        view.resize(size);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.activateWindow();
        QSignalSpy shown(view.columns(), &AnswerColumns::shown);
        view.setIndex(index);
        QVERIFY(shown.wait());
        view.items()->list()->setFocus();
    }

    void give(domain::ItemRevisionId item) {
        auto detail = handmadeDetail(*index, item);
        if (change) {
            change(*detail);
        }
        view.setDetail(detail);
    }

    /// Does something and waits until the answers it leads to are shown.
    template <class Act>
    bool andWait(Act act) {
        QSignalSpy shown(view.columns(), &AnswerColumns::shown);
        act();
        return shown.count() > 0 || shown.wait();
    }
    bool press(Qt::Key key) {
        return andWait([&] { QTest::keyClick(QApplication::focusWidget(), key); });
    }

    QString answer(int column) { return view.columns()->column(column)->answer()->toPlainText(); }
    QString label() { return QString::fromStdString(view.detail()->label); }

    items::Background background;
    std::unique_ptr<Settings> settings;
    std::shared_ptr<workbench::CompareIndex> index;
    std::function<void(workbench::CompareDetail&)> change;
    CompareView view;
};

double threadMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Every accessible name, description and value below a widget that is visible.
QStringList accessibleTexts(QWidget& root) {
    QStringList texts;
    const std::function<void(QAccessibleInterface*)> walk = [&](QAccessibleInterface* each) {
        if (!each || each->state().invisible) {
            return;
        }
        for (const auto kind :
             {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help}) {
            texts << each->text(kind);
        }
        for (int i = 0; i < each->childCount(); ++i) {
            walk(each->child(i));
        }
    };
    walk(QAccessible::queryAccessibleInterface(&root));
    for (const QWidget* widget : root.findChildren<QWidget*>()) {
        if (widget->isVisibleTo(&root)) {
            texts << widget->toolTip() << widget->accessibleName() << widget->accessibleDescription();
        }
    }
    return texts;
}

} // namespace

class CompareTest : public QObject {
    Q_OBJECT

private slots:
    void keysWalkItems() {
        Desk desk;
        const int first = desk.view.items()->list()->currentIndex().row();
        QCOMPARE(first, 0);
        const QString before = desk.label();
        QVERIFY(desk.press(Qt::Key_N));
        QVERIFY(desk.label() != before);
        QVERIFY(desk.answer(0).contains(QStringLiteral("item %1,").arg(desk.label())));
        QCOMPARE(desk.view.items()->list()->currentIndex().row(), 1);
        QVERIFY(desk.press(Qt::Key_P));
        QCOMPARE(desk.label(), before);
        QVERIFY(desk.press(Qt::Key_Down));
        QVERIFY(desk.label() != before);
        // N works from inside an answer too.
        desk.view.columns()->focusColumn(1);
        QVERIFY(desk.press(Qt::Key_N));
        QCOMPARE(desk.view.items()->list()->currentIndex().row(), 2);
    }

    void keysFocusColumns() {
        Desk desk;
        const int shown = desk.view.columns()->shownColumns();
        QVERIFY(shown >= 2 && shown <= 6);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_2);
        QCOMPARE(desk.view.columns()->currentColumn(), 1);
        QCOMPARE(QApplication::focusWidget(), desk.view.columns()->column(1)->answer());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_1);
        QCOMPARE(desk.view.columns()->currentColumn(), 0);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(Qt::Key_0 + shown + 1)); // not there: nothing
        QCOMPARE(desk.view.columns()->currentColumn(), 0);
    }

    void columnsFollowTheWidth() {
        QVERIFY(AnswerColumns::narrowest() > 45 * 5);
        Desk desk(8, 12, {1024, 600});
        const auto fits = [&] {
            const int width = desk.view.columns()->width();
            return std::clamp((width + 1) / (AnswerColumns::narrowest() + 1), 2, 6);
        };
        QCOMPARE(desk.view.columns()->shownColumns(), fits());
        const int narrow = desk.view.columns()->shownColumns();
        desk.view.resize(2400, 900);
        QTRY_COMPARE(desk.view.columns()->shownColumns(), fits());
        QCOMPARE(desk.view.columns()->shownColumns(), 6);
        QVERIFY(narrow < 6);
        QCOMPARE(desk.view.columns()->pageText(), QStringLiteral("Columns 1–6 of 8"));
        for (int i = 0; i < 6; ++i) {
            QVERIFY(desk.view.columns()->column(i)->isVisible());
        }
    }

    void pagesTurnAndTheBaselineStays() {
        Desk desk(8, 12, {1024, 600});
        AnswerColumns& columns = *desk.view.columns();
        QCOMPARE(columns.shownColumns(), 2);
        QCOMPARE(columns.pages(), 7);
        QVERIFY(desk.press(Qt::Key_Right));
        QCOMPARE(columns.shownCandidates(), (std::vector<int>{0, 2}));
        QCOMPARE(columns.pageText(), QStringLiteral("Columns 1, 3 of 8"));
        QVERIFY(desk.answer(1).contains(QStringLiteral("variant2")));
        QVERIFY(desk.press(Qt::Key_Left));
        QCOMPARE(columns.shownCandidates(), (std::vector<int>{0, 1}));
        columns.showCandidate(7);
        QCOMPARE(columns.shownCandidates(), (std::vector<int>{0, 7}));
        QCOMPARE(columns.currentCandidate(), 7);
    }

    void diffMarksWords() {
        Desk desk;
        const auto styled = [&](int column, auto has) {
            QString found;
            const QTextDocument* document = desk.view.columns()->column(column)->answer()->document();
            for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
                for (auto it = block.begin(); !it.atEnd(); ++it) {
                    found += has(it.fragment().charFormat()) ? it.fragment().text() : QString();
                }
            }
            return found;
        };
        const auto added = [](const QTextCharFormat& f) { return f.fontUnderline(); };
        const auto removed = [](const QTextCharFormat& f) { return f.fontStrikeOut(); };
        QCOMPARE(styled(0, added), QString());
        QCOMPARE(styled(1, added), QStringLiteral("variant1"));
        QCOMPARE(styled(1, removed), QStringLiteral("variant0"));
        // Against another column.
        desk.view.columns()->focusColumn(1);
        QVERIFY(desk.andWait(
            [&] { QTest::keyClick(QApplication::focusWidget(), Qt::Key_D, Qt::ShiftModifier); }));
        QCOMPARE(styled(1, removed), QString());
        QCOMPARE(styled(0, removed), QStringLiteral("variant1"));
        QVERIFY(desk.press(Qt::Key_D));
        QVERIFY(!desk.view.mode().wordDiff);
        QCOMPARE(styled(0, removed), QString());
    }

    void copyingFromADiffTakesTheAnswer() {
        Desk desk;
        SafeTextView* answer = desk.view.columns()->column(1)->answer();
        answer->setFocus();
        answer->selectAll();
        QTest::keySequence(answer, QKeySequence::Copy);
        QCOMPARE(QApplication::clipboard()->text(),
                 QString::fromStdString(desk.view.detail()->columns[1].text));
        QVERIFY(!QApplication::clipboard()->mimeData()->hasHtml());
    }

    void blindTellsNobodyApart() {
        Desk desk;
        desk.change = [](workbench::CompareDetail& detail) {
            detail.columns[2].present = false;
            detail.columns[2].text.clear();
            detail.columns[2].failure = domain::FailureKind::http_client;
            detail.columns[2].failure_detail = "no model named model-gamma here";
        };
        QVERIFY(desk.press(Qt::Key_N));
        const auto named = [&] { return accessibleTexts(desk.view).filter(QStringLiteral("model-")).size(); };
        QVERIFY(named() > 0);
        QVERIFY(desk.press(Qt::Key_B));
        QVERIFY(desk.view.mode().blind);
        for (int page = 0; page < desk.view.columns()->pages(); ++page) {
            const QStringList texts = accessibleTexts(desk.view);
            QVERIFY2(texts.filter(QStringLiteral("model-")).isEmpty(),
                     qPrintable(texts.filter(QStringLiteral("model-")).join(QLatin1Char('|'))));
            QVERIFY(texts.filter(QStringLiteral("Comment ")).isEmpty());
            QVERIFY(texts.filter(QStringLiteral("score ")).isEmpty());
            for (int i = 0; i < desk.view.columns()->shownColumns(); ++i) {
                QVERIFY(!desk.answer(i).contains(QStringLiteral("model-")));
                QCOMPARE(desk.view.columns()->column(i)->words().slot, blindSlot);
            }
            if (page + 1 < desk.view.columns()->pages()) {
                QVERIFY(desk.press(Qt::Key_Right));
            }
        }
        QVERIFY(!desk.view.itemMarkdown().contains(QStringLiteral("model-")));
        QVERIFY(!desk.view.rowCsv().contains(QStringLiteral("model-")));
        QVERIFY(desk.press(Qt::Key_B));
        QVERIFY(named() > 0);
    }

    void hostileTextStaysText() {
        QTemporaryDir folder;
        QImage image(8, 8, QImage::Format_RGB32);
        image.fill(Qt::red);
        const QString file = folder.filePath(QStringLiteral("pixel.png"));
        QVERIFY(image.save(file));
        const std::string url = "file://" + file.toStdString();
        Desk desk(3);
        desk.change = [&](workbench::CompareDetail& detail) {
            detail.columns[0].text = "<img src=\"" + url + "\"><b>bold</b><script>x</script>";
            detail.columns[1].text = "![pic](" + file.toStdString() + ") ![p](" + url + " \"t\") [link](" +
                                     url + ") <img src='" + url + "'> <b>bold</b>\n\n# Head";
            detail.columns[2].text = "left \xE2\x80\xAE thgir \xE2\x81\xA6 \x1B[2J \x01";
            detail.columns[1].verdicts[0].comment = "<img src=\"" + url + "\"> said";
            detail.content.instruction = "<h1>Big</h1> \xE2\x80\xAE";
        };
        QVERIFY(desk.press(Qt::Key_N));
        QVERIFY(desk.answer(0).startsWith(QStringLiteral("<img src")));
        QVERIFY(desk.press(Qt::Key_D)); // rendered
        const QTextDocument* document = desk.view.columns()->column(1)->answer()->document();
        for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                QVERIFY(!it.fragment().charFormat().isImageFormat());
                QVERIFY(!it.fragment().charFormat().isAnchor());
            }
        }
        QVERIFY(desk.answer(1).contains(QStringLiteral("[image: pic]")));
        QVERIFY(desk.answer(1).contains(QStringLiteral("<b>bold</b>")));
        QVERIFY(desk.answer(1).contains(QStringLiteral("Head")));
        QCOMPARE(test::pixelsOf(test::picture(desk.view), QColor(Qt::red)), 0);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(!desk.answer(i).contains(QChar(0x202E)));
            QVERIFY(!desk.answer(i).contains(QChar(0x2066)));
            QVERIFY(!desk.answer(i).contains(QChar(0x1B)));
        }
        QVERIFY(desk.view.question()->fields()->toPlainText().contains(QStringLiteral("<h1>Big</h1>")));
        QVERIFY(desk.press(Qt::Key_R));
        QVERIFY(desk.answer(1).contains(QStringLiteral("![pic](")));
    }

    void aMegabyteWithoutABreakHoldsNothingUp() {
        Desk desk(3);
        desk.change = [](workbench::CompareDetail& detail) {
            detail.columns[0].text = std::string(1024 * 1024, 'x');
            std::string words;
            while (words.size() < 1024 * 1024) {
                words += "word" + std::to_string(words.size() % 977) + " ";
            }
            detail.columns[1].text = words;
            detail.columns[2].text = std::string(300 * 1024, '\n');
        };
        // The most computing of the window's thread between two turns of the event loop, while it is all laid
        // out; computing, so that what else the machine does is not counted.
        double longest = 0;
        double last = threadMilliseconds();
        QTimer pulse;
        connect(&pulse, &QTimer::timeout, &pulse, [&] {
            const double now = threadMilliseconds();
            longest = std::max(longest, now - last);
            last = now;
        });
        pulse.start(0);
        QElapsedTimer clock;
        clock.start();
        QVERIFY(desk.press(Qt::Key_N));
        for (int i = 0; i < 3; ++i) {
            SafeTextView* answer = desk.view.columns()->column(i)->answer();
            QTRY_VERIFY_WITH_TIMEOUT(answer->isComplete(), 60'000);
        }
        qInfo() << "all laid out after" << clock.elapsed() << "ms, longest turn of the event loop" << longest
                << "ms";
        QVERIFY2(longest < 500, qPrintable(QString::number(longest)));
        SafeTextView* first = desk.view.columns()->column(0)->answer();
        first->selectAll();
        const QString selected = first->selectedPlainText();
        QCOMPARE(selected.size(), qsizetype(items::shownAtFirst)); // no line ends that the text has not
        QVERIFY(!selected.contains(QLatin1Char('\n')));
        QCOMPARE(desk.view.answerText().size(), 0x100000);
    }

    void hostileMarkdownHoldsNothingUp_data() {
        QTest::addColumn<QString>("part");
        QTest::newRow("quotes") << "> ";
        QTest::newRow("lists") << "- ";
        QTest::newRow("stars") << "*a ";
        QTest::newRow("brackets") << "[";
        QTest::newRow("images") << "![a](b) ";
        QTest::newRow("table") << "|a";
        QTest::newRow("fences") << "```\n";
        QTest::newRow("headings") << "# a\n";
    }

    void hostileMarkdownHoldsNothingUp() {
        QFETCH(QString, part);
        QString text = part == QStringLiteral("|a")
                           ? QString(QStringLiteral("|a")).repeated(300) + QStringLiteral("\n") +
                                 QString(QStringLiteral("|-")).repeated(300) + QStringLiteral("\n")
                           : QString();
        while (text.size() < 16 * 1024 - 8) {
            text += part;
        }
        SafeTextView view(QStringLiteral("Answer"));
        view.resize(300, 300);
        view.show();
        const double before = threadMilliseconds();
        view.showMarkdown(text);
        test::picture(view);
        const double took = threadMilliseconds() - before;
        qInfo() << part << took << "ms";
        QVERIFY2(took < 2000, qPrintable(QString::number(took)));
    }

    void showAllShowsAll() {
        Desk desk(2);
        desk.change = [](workbench::CompareDetail& detail) {
            std::string text;
            for (int i = 0; text.size() < items::shownAtFirst + 4000; ++i) {
                text += "line " + std::to_string(i) + "\n";
            }
            detail.columns[1].text = text + "the very end";
        };
        QVERIFY(desk.press(Qt::Key_N));
        SafeTextView* answer = desk.view.columns()->column(1)->answer();
        QTRY_VERIFY(answer->isComplete());
        QVERIFY(!answer->toPlainText().contains(QStringLiteral("the very end")));
        QPushButton* all = nullptr;
        for (QPushButton* button : desk.view.columns()->column(1)->findChildren<QPushButton*>()) {
            all = button->text() == QStringLiteral("Show all") ? button : all;
        }
        QVERIFY(all && all->isVisible());
        QVERIFY(desk.andWait([&] { all->click(); }));
        QTRY_VERIFY(answer->isComplete());
        QVERIFY(answer->toPlainText().contains(QStringLiteral("the very end")));
        QVERIFY(!all->isVisible());
    }

    void failuresSayWhy() {
        Desk desk(4);
        desk.change = [](workbench::CompareDetail& detail) {
            detail.columns[1].present = false;
            detail.columns[1].failure = domain::FailureKind::timeout;
            detail.columns[1].failure_detail = "no byte in 60 s";
            detail.columns[2].text.clear();
            detail.columns[3].verdicts[1].score.reset();
            detail.columns[3].verdicts[1].status = "parse_failure";
            detail.columns[3].verdicts[1].reason = "no number in the reply";
        };
        QVERIFY(desk.press(Qt::Key_N));
        QVERIFY(desk.answer(1).contains(QStringLiteral("timed out")));
        QVERIFY(desk.answer(1).contains(QStringLiteral("no byte in 60 s")));
        QCOMPARE(desk.answer(2), QStringLiteral("Empty answer"));
        desk.view.columns()->showCandidate(3);
        const AnswerColumn* column = desk.view.columns()->column(desk.view.columns()->currentColumn());
        QVERIFY(column->words().comments.plain().contains(QStringLiteral("no number in the reply")));
        QVERIFY(column->words().marks & static_cast<unsigned>(workbench::ItemMark::parse_failure));
        QCOMPARE(column->words().repeats.size(), 2);
    }

    void scrollingTogetherIsProportional() {
        Desk desk(3);
        desk.change = [](workbench::CompareDetail& detail) {
            for (std::size_t c = 0; c < 3; ++c) {
                detail.columns[c].text.clear();
                for (std::size_t i = 0; i < 60 * (c + 1); ++i) {
                    detail.columns[c].text += "line " + std::to_string(i) + "\n";
                }
            }
        };
        QVERIFY(desk.press(Qt::Key_N));
        const auto bar = [&](int at) {
            return desk.view.columns()->column(at)->answer()->verticalScrollBar();
        };
        QTRY_VERIFY(bar(2)->maximum() > bar(0)->maximum() && bar(0)->maximum() > 0);
        bar(0)->setValue(bar(0)->maximum() / 2);
        QVERIFY(std::abs(bar(2)->value() - bar(2)->maximum() / 2) <= bar(2)->maximum() / 20);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_S);
        const int stays = bar(2)->value();
        bar(0)->setValue(0);
        QCOMPARE(bar(2)->value(), stays);
    }

    void selectionSurvivesTheFilter() {
        Desk desk;
        QVERIFY(desk.press(Qt::Key_N));
        const domain::ItemRevisionId item = desk.view.items()->currentItem();
        FilterField* field = desk.view.items()->filterField();
        field->setDelay(0);
        QSignalSpy searched(&desk.view, &CompareView::searchWanted);
        desk.view.focusFilter();
        QTest::keyClicks(field, QStringLiteral("nothing like this"));
        QTRY_COMPARE(searched.isEmpty() ? QString() : searched.back().front().toString(),
                     QStringLiteral("nothing like this"));
        QCOMPARE(desk.view.items()->model()->rowCount(), 0);
        QCOMPARE(desk.view.items()->currentItem(), item);
        QCOMPARE(desk.view.detail()->item, item);
        // The words are found in an answer: late matches for other words are dropped.
        desk.view.setMatches(QStringLiteral("other"),
                             std::make_shared<const items::ItemSet>(items::ItemSet{item}));
        QCOMPARE(desk.view.items()->model()->rowCount(), 0);
        desk.view.setMatches(QStringLiteral("nothing like this"),
                             std::make_shared<const items::ItemSet>(items::ItemSet{item}));
        QCOMPARE(desk.view.items()->model()->rowCount(), 1);
        QTest::keyClick(field, Qt::Key_Escape);
        QTRY_COMPARE(desk.view.items()->model()->rowCount(), 12);
        QCOMPARE(desk.view.items()->model()->row(desk.view.items()->list()->currentIndex().row()).item, item);
        // Letters typed there never reached the place's keys.
        QVERIFY(!desk.view.mode().blind && !desk.view.mode().raw);
    }

    void emptyKindsDiffer() {
        Desk desk;
        const auto visible = [&] {
            QStringList names;
            for (const QWidget* widget : desk.view.findChildren<QWidget*>()) {
                if (widget->isVisible() &&
                    widget->metaObject()->className() == QByteArray("tiebreak::ui::EmptyState")) {
                    names << widget->accessibleName();
                }
            }
            return names;
        };
        QCOMPARE(visible(), QStringList());
        desk.view.items()->filterField()->setDelay(0);
        desk.view.items()->filterField()->setText(QStringLiteral("zzz"));
        QTRY_COMPARE(visible(), QStringList{QStringLiteral("No item passes")});
        desk.view.showFailure({domain::ErrorKind::internal, QStringLiteral("disk gone"), {}, {}});
        QCOMPARE(visible(), QStringList{QStringLiteral("The answers could not be read")});
        QSignalSpy retried(&desk.view, &CompareView::retryWanted);
        for (QPushButton* button : desk.view.findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text() == QStringLiteral("Try again")) {
                button->click();
            }
        }
        QCOMPARE(retried.count(), 1);
        desk.view.showNothing(QStringLiteral("Nothing to compare yet"), QStringLiteral("why"));
        QCOMPARE(visible(), QStringList{QStringLiteral("Nothing to compare yet")});
    }

    void copiesAreWhole() {
        Desk desk(3);
        desk.change = [](workbench::CompareDetail& detail) {
            detail.columns[0].text = "```\nfence\n```";
            detail.columns[1].text = "=1+1, \"quoted\"\nsecond line";
        };
        QVERIFY(desk.press(Qt::Key_N));
        const QString markdown = desk.view.itemMarkdown();
        QVERIFY(markdown.contains(QStringLiteral("````text\n```\nfence\n```\n````")));
        QVERIFY(markdown.contains(QStringLiteral("model-beta")));
        const QString csv = desk.view.rowCsv();
        QVERIFY(csv.startsWith(
            QStringLiteral("item,category,instruction,input,reference,model-alpha score,model-alpha,")));
        QVERIFY(csv.contains(QStringLiteral("\"'=1+1, \"\"quoted\"\"\nsecond line\"")));
    }

    void stateIsKept() {
        auto settings = Settings::createTemporary();
        items::Background background;
        {
            CompareView view(background, settings.get());
            view.show();
            QVERIFY(QTest::qWaitForWindowExposed(&view));
            view.activateWindow();
            view.setIndex(handmadeIndex(4, 4));
            view.items()->list()->setFocus();
            QTest::keyClick(view.items()->list(), Qt::Key_S);
            QTest::keyClick(view.items()->list(), Qt::Key_D);
            QTest::keyClick(view.items()->list(), Qt::Key_Up, Qt::ControlModifier);
        }
        CompareView again(background, settings.get());
        QVERIFY(!again.mode().scrollTogether);
        QVERIFY(!again.mode().wordDiff);
        QVERIFY(again.columns()->judgeShare() > 0.33);
    }

    void everyControlHasAName() {
        Desk desk;
        for (const QWidget* widget : desk.view.findChildren<QWidget*>()) {
            if (widget->isVisible() && (widget->focusPolicy() & Qt::TabFocus)) {
                QAccessibleInterface* spoken =
                    QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
                QVERIFY2(!spoken->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
            }
        }
    }

    void foundWordsAreMarkedAndWalked() {
        Desk desk(3);
        desk.change = [](workbench::CompareDetail& detail) {
            detail.columns[1].text = "one needle, two needles\nand a NEEDLE";
        };
        QVERIFY(desk.press(Qt::Key_N));
        QVERIFY(desk.press(Qt::Key_R)); // as received: no diff, no Markdown
        QVERIFY(desk.press(Qt::Key_D));
        desk.view.items()->filterField()->setText(QStringLiteral("needle"));
        SafeTextView* answer = desk.view.columns()->column(1)->answer();
        QTRY_COMPARE(answer->marksShown(), 3);
        QCOMPARE(desk.view.columns()->column(0)->answer()->marksShown(), 0);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F3);
        QCOMPARE(answer->textCursor().selectedText(), QStringLiteral("needle"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F3);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F3);
        QCOMPARE(answer->textCursor().selectedText(), QStringLiteral("NEEDLE"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F3, Qt::ShiftModifier);
        QCOMPARE(answer->textCursor().selectionStart(), 16);
        desk.view.items()->filterField()->clear();
        QTRY_COMPARE(answer->marksShown(), 0);
    }

    void sixLongAnswersWithDiffHoldNothingUp() {
        Desk desk(6, 12, {2600, 900});
        desk.change = [](workbench::CompareDetail& detail) {
            for (std::size_t c = 0; c < detail.columns.size(); ++c) {
                std::string& text = detail.columns[c].text;
                text.clear();
                for (std::size_t word = 0; text.size() < 20 * 1024; ++word) {
                    const bool own = (word + c + static_cast<std::size_t>(detail.position)) % 7 == 0;
                    text += (own ? "own" + std::to_string(c) : "word" + std::to_string(word % 97)) +
                            (word % 90 == 89 ? "\n" : " ");
                }
            }
            detail.columns[5].text.clear();
            for (int i = 0; i < 10000; ++i) { // ten thousand of the same word
                detail.columns[5].text += "same ";
            }
        };
        QVERIFY(desk.press(Qt::Key_N));
        QCOMPARE(desk.view.columns()->shownColumns(), 6);
        const double before = threadMilliseconds();
        QVERIFY(desk.press(Qt::Key_N));
        const double took = threadMilliseconds() - before;
        qInfo() << "next item of six long answers:" << took << "ms of the window's thread";
        QVERIFY2(took < 250, qPrintable(QString::number(took)));
    }

    void manyItemsOpenAtOnce() {
        Desk desk(8, 20000);
        const double before = threadMilliseconds();
        QVERIFY(desk.andWait([&] { QTest::keyClick(desk.view.items()->list(), Qt::Key_End); }));
        test::picture(*desk.view.items());
        const double took = threadMilliseconds() - before;
        qInfo() << "to the end of 20,000 items, painted:" << took << "ms";
        QCOMPARE(desk.view.items()->list()->currentIndex().row(), 19999);
        QVERIFY(took < 500);
    }
};
TIEBREAK_UI_TEST_MAIN(CompareTest)
#include "compare_test.moc"
