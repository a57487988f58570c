// SPDX-License-Identifier: GPL-3.0-or-later
// Notes on items and runs, and finding words anywhere.
#include "items/project_session.h"
#include "store/candidates.h"
#include "store/evalsets.h"
#include "store/notes.h"
#include "store/responses.h"
#include "store/runs.h"
#include "support.h"
#include "ui/notes/note_keeper.h"
#include "ui/notes/note_strip.h"
#include "ui/session/text_source.h"
#include "ui/settings/settings.h"
#include "ui/widgets/button.h"

#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QVBoxLayout>

using namespace tiebreak;
using namespace tiebreak::ui;

namespace {

/// A project with two items and an answer that holds control characters.
struct Desk {
    QTemporaryDir folder;
    QString file = folder.filePath(QStringLiteral("notes.tiebreak"));
    domain::RunId run;
    std::vector<store::StoredItem> items;
    items::ProjectSession session;
    std::unique_ptr<Settings> settings = Settings::createTemporary();

    Desk() {
        {
            store::Project project(file.toStdString(), store::Project::Open::create);
            project.writer().run([this](store::Connection& c) {
                domain::Item first;
                first.instruction = "Name a colour";
                domain::Item second;
                second.instruction = "Name a bird";
                const auto set = store::save_eval_set(c, "set", std::vector{first, second}, "set.jsonl");
                items = store::items(c, set);
                domain::Candidate candidate;
                candidate.name = "small";
                const auto row = store::save_candidate(c, store::Role::candidate, candidate);
                run = store::create_run(c, {"a run", set, std::string(64, 'a'), "{}", "", {row.revision}});
                store::import_response(c, run, items[0].revision, row.revision, 1, 1,
                                       {"The \x1b[31m vermilion \x1b[0m\n\n<b>sunset</b> of \xe2\x80\xae"
                                        "evening",
                                        "",
                                        {},
                                        {},
                                        "f",
                                        1});
            });
        }
        settings->set(Settings::Key::personName, QStringLiteral("Ann"));
        session.open(file);
        (void)QTest::qWaitFor([this] { return session.overview() != nullptr; }, 20000);
    }
    [[nodiscard]] store::NoteAbout about(std::size_t item) const { return {run, items[item].revision}; }
    std::vector<store::NoteRow> stored(const store::NoteAbout& about) {
        return session.project()->read([&](store::Connection& c) { return store::notes(c, about); });
    }
    void settle() {
        (void)QTest::qWaitFor([this] { return session.background().idle(); }, 20000);
    }
};

} // namespace

class NotesTest : public QObject {
    Q_OBJECT

private slots:
    void wordsAreKeptWithoutSavingAndComeBack() {
        Desk desk;
        QVERIFY(desk.session.isOpen());
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* strip = new NoteStrip(QStringLiteral("Note"));
        auto* other = new QPushButton(QStringLiteral("elsewhere"));
        column->addWidget(strip);
        column->addWidget(other);
        NoteKeeper keeper(desk.session, *strip, desk.settings.get());
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.activateWindow();
        keeper.setAbout(desk.about(0));
        desk.settle();
        QVERIFY(!strip->isVisible());
        strip->edit();
        QTest::keyClicks(strip->field(), QStringLiteral("odd reference"));
        other->setFocus(); // no button, no key: leaving is enough
        QTRY_COMPARE(desk.stored(desk.about(0)).size(), std::size_t{1});
        QCOMPARE(desk.stored(desk.about(0))[0].author, std::string("Ann"));
        desk.settle();

        strip->edit();
        QTest::keyClicks(strip->field(), QStringLiteral(", ask Bob"));
        // Moving on takes the words to what they were about, not to what is shown next.
        keeper.setAbout(desk.about(1));
        desk.settle();
        QCOMPARE(strip->text(), QString());
        QTRY_COMPARE(desk.stored(desk.about(0)).front().body, std::string("odd reference, ask Bob"));
        QVERIFY(desk.stored(desk.about(1)).empty());

        keeper.setAbout(desk.about(0));
        desk.settle();
        QTRY_COMPARE(strip->text(), QStringLiteral("odd reference, ask Bob"));
        QVERIFY(strip->isVisible());
        QTRY_VERIFY(strip->undoButton()->isVisible());
        strip->undoButton()->click();
        QTRY_COMPARE(desk.stored(desk.about(0)).front().body, std::string("odd reference"));
        desk.settle();
        QCOMPARE(strip->text(), QStringLiteral("odd reference"));
    }

    void excerptsAreOneSafeLineWithTheMatchMarked() {
        Desk desk;
        const auto hits = desk.session.project()->read(
            [](store::Connection& c) { return store::find_answers(c, "vermil", 5); });
        QCOMPARE(hits.size(), std::size_t{1});
        const auto [line, spans] = shownExcerpt(hits[0].excerpt);
        QVERIFY(!line.contains(QLatin1Char('\n')) && !line.contains(QChar(0x1b)) &&
                !line.contains(QChar(0x202e)));
        QVERIFY(line.contains(QStringLiteral("<b>sunset</b>"))); // as text
        QCOMPARE(spans.size(), 1);
        QVERIFY2(line.mid(spans[0].start, spans[0].length).endsWith(QStringLiteral("vermilion")),
                 qPrintable(line));
    }

    void thePaletteFindsAnswersAndOpensThem() {
        Desk desk;
        store::TextHit opened;
        bool beside = false;
        TextSource source(desk.session, QStringLiteral("Answers"), QStringLiteral("compare"),
                          &store::find_answers, [&](const store::TextHit& hit, bool aside) {
                              opened = hit;
                              beside = aside;
                          });
        std::optional<LocatorResult> result;
        source.find(QStringLiteral("sunset"), 5, [&](const LocatorResult& found) { result = found; });
        QTRY_VERIFY(result);
        QCOMPARE(result->entries.size(), 1);
        QVERIFY(result->entries[0].canOpenBeside);
        QCOMPARE(result->entries[0].detail, QStringLiteral("small, a run"));
        result->entries[0].activate(true);
        QVERIFY(beside);
        QCOMPARE(opened.item, desk.items[0].revision);
        source.find(QStringLiteral("su"), 5, [&](const LocatorResult& found) { result = found; });
        QVERIFY(result->entries.isEmpty()); // too short to mean anything
    }
};

TIEBREAK_UI_TEST_MAIN(NotesTest)
#include "notes_test.moc"
