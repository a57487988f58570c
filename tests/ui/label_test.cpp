// SPDX-License-Identifier: GPL-3.0-or-later
// Label over a real project: cards by keyboard, blind, stored as they are given, and the way back.
#include "items/label_session.h"
#include "items/project_session.h"
#include "items/roles.h"
#include "store/rubrics.h"
#include "support.h"
#include "tests/workbench/judged_project.h"
#include "ui/compare/safe_text_view.h"
#include "ui/label/answer_key.h"
#include "ui/label/answer_pane.h"
#include "ui/label/card_view.h"
#include "ui/label/label_place.h"
#include "ui/label/label_strip.h"
#include "ui/label/label_view.h"
#include "ui/label/people_view.h"
#include "ui/label/score_keys.h"
#include "ui/settings/settings.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/table_view.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QUndoStack>

#include <optional>

using namespace tiebreak;
using namespace tiebreak::ui;
using store::Connection;
using Kind = store::LabelOutcome::Kind;

namespace {

/// Three models over `items` items; a judge who calls two thirds of the pairs a tie.
struct Project : workbench::JudgedProject {
    domain::JudgingId judge;

    explicit Project(std::size_t count) {
        make(workbench::plain_items(count),
             {workbench::model("vermilion-model"), workbench::model("cobalt-model"),
              workbench::model("ochre-model")},
             {.baseline = "", .answer = [](std::size_t c, std::size_t i) -> std::optional<std::string> {
                  return "<b>words</b> " + std::to_string(c) + " of " + std::to_string(i) + "\x1b[31m";
              }});
        judge = judging("ift", domain::Protocol::joint, "endpoint", "judge", 1);
        write([&](Connection& c) {
            for (std::size_t i = 0; i < count; ++i) {
                const double other = i % 3 == 0 ? 90 : 50;
                joint(c, judge, i, 1, {{0, 50, "fine"}, {1, other, "fine"}, {2, 50, "fine"}});
            }
        });
    }
    std::vector<store::LabelRow> labels() {
        return project.read([this](Connection& c) { return store::labels(c, run); });
    }
    std::vector<store::LabelRow> history() {
        return project.read([this](Connection& c) { return store::label_history(c, run); });
    }
};

/// The place in a window of its own, with the first card laid out.
struct Window {
    Project project;
    items::ProjectSession session;
    std::unique_ptr<Settings> settings = Settings::createTemporary();
    std::unique_ptr<LabellingPlace> place;

    explicit Window(std::size_t items = 12)
        : project(items) {
        settings->set(Settings::Key::personName, QStringLiteral("Ann"));
        session.open(QString::fromStdString(project.project.file().string()));
        place = std::make_unique<LabellingPlace>(session, *settings);
        place->resize(1256, 828);
        place->show();
        (void)QTest::qWaitForWindowExposed(place.get());
        place->activateWindow();
        place->activate({});
        (void)QTest::qWaitFor([this] { return card() != nullptr; }, 20000);
        place->firstFocus()->setFocus();
    }
    LabelView& view() { return *place->view(); }
    items::LabelSession& labels() { return place->labels(); }
    std::shared_ptr<const items::DealtCard> card() { return place->labels().card(); }
    void press(int key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
    }
    /// The newest label that counts, once there are so many.
    std::optional<store::LabelRow> stored(std::size_t count) {
        (void)QTest::qWaitFor([&] { return project.labels().size() == count; }, 10000);
        const auto rows = project.labels();
        return rows.size() == count && count > 0 ? std::optional(rows.back()) : std::nullopt;
    }
    void choose(const char* name, int index) {
        auto* choice = place->findChild<Choice*>(QLatin1String(name));
        choice->setCurrentIndex(index);
        emit choice->activated(index);
        (void)QTest::qWaitFor([this] { return card() != nullptr; }, 20000);
        place->firstFocus()->setFocus();
    }
};

/// Everything a person or a screen reader could read below a widget.
QString everythingSaid(QWidget& widget) {
    QStringList all;
    const auto add = [&](QWidget* w) {
        all << w->accessibleName() << w->accessibleDescription() << w->toolTip();
        if (auto* label = qobject_cast<QLabel*>(w)) {
            all << label->text();
        } else if (auto* button = qobject_cast<QAbstractButton*>(w)) {
            all << button->text();
        } else if (auto* text = qobject_cast<QTextEdit*>(w)) {
            all << text->toPlainText();
        }
    };
    add(&widget);
    for (QWidget* each : widget.findChildren<QWidget*>()) {
        add(each);
    }
    return all.join(QLatin1Char('\n'));
}

} // namespace

class LabelTest : public QObject {
    Q_OBJECT

private slots:
    void aKeyStoresTheVerdictOnWhatWasShownAndTheNextCardStands() {
        Window w;
        QVERIFY(w.card());
        const auto first = w.card();
        const QString left = w.view().card()->answer(0)->text()->toPlainText();
        QCOMPARE(left, first->answers[0]->plain());
        w.press(Qt::Key_2);
        QVERIFY(w.card() && w.card() != first); // at once: it was laid out
        QVERIFY(w.view().card()->answer(0)->text()->toPlainText() != left);
        const auto row = w.stored(1);
        QVERIFY(row);
        QCOMPARE(row->outcome, (store::LabelOutcome{Kind::winner, 2}));
        QCOMPARE(row->annotator, std::string("Ann"));
        const auto& desk = *w.labels().desk();
        QCOMPARE(row->item, desk.items[first->card.item]);
        QCOMPARE(row->responses.size(), std::size_t{2});
        for (std::size_t k = 0; k < 2; ++k) {
            // By way of the store's rows, not of the desk that dealt.
            QCOMPARE(row->responses[k], w.project.responses[first->card.candidates[k]][first->card.item]);
        }
        QCOMPARE(row->judging, w.project.judge);
    }

    void nothingOnTheCardTellsWhoWroteItOrWhatTheJudgeSaid() {
        Window w;
        for (int n = 0; n < 5; ++n) {
            const QString said = everythingSaid(*w.view().card());
            for (const char* name : {"vermilion", "cobalt", "ochre", "fine", "50", "90", "ift"}) {
                QVERIFY2(!said.contains(QLatin1String(name)), name);
            }
            QVERIFY(w.card()->answers[0]->plain().contains(QStringLiteral("<b>words</b>"))); // as text
            QVERIFY(!w.view().card()->answer(0)->text()->toPlainText().contains(QChar(0x1b)));
            w.press(Qt::Key_1);
        }
        // After the verdict it is told, of the last card.
        QVERIFY(w.view().revealedText().contains(QStringLiteral("-model")));
        QVERIFY(w.view().revealedText().contains(QStringLiteral("judge")));
        w.place->findChild<Button*>(QStringLiteral("labelBlind"))->click();
        QVERIFY(!w.view().revealedText().contains(QStringLiteral("-model")));
    }

    void noAnswerHasTheFocusAtFirstAndBothLookAlike() {
        Window w;
        QCOMPARE(QApplication::focusWidget(), w.view().card());
        const QImage one = test::picture(*w.view().card()->answer(0)->key());
        const QImage two = test::picture(*w.view().card()->answer(1)->key());
        for (const QColor& colour : {tokens().accentGround, tokens().accent}) {
            QVERIFY(test::pixelsOf(one, colour) > 0);
            QVERIFY(test::pixelsOf(two, colour) > 0);
        }
        QCOMPARE(w.view().card()->answer(0)->key()->height(), w.view().card()->answer(1)->key()->height());
    }

    void everyOutcomeHasItsKeyAndSkippedCardsComeAgain() {
        Window w;
        const auto skipped = w.card();
        w.press(Qt::Key_Space);
        QVERIFY(w.card() != skipped);
        w.press(Qt::Key_0);
        w.press(Qt::Key_X);
        QTest::keyClick(QApplication::focusWidget(), '?');
        QVERIFY(w.stored(3));
        const auto rows = w.project.labels();
        QCOMPARE(rows[0].outcome.kind, Kind::tie);
        QCOMPARE(rows[1].outcome.kind, Kind::bad);
        QCOMPARE(rows[2].outcome.kind, Kind::cannot);
        // A click on a button says the same, and leaves the keys with the card.
        QTest::mouseClick(w.place->findChild<AnswerKey*>(QStringLiteral("tie")), Qt::LeftButton);
        QVERIFY(w.stored(4));
        QCOMPARE(QApplication::focusWidget(), w.view().card());
        bool again = false;
        for (int n = 0; n < 60 && w.card() && !again; ++n) {
            again = w.card()->card.item == skipped->card.item &&
                    std::ranges::is_permutation(w.card()->card.candidates, skipped->card.candidates);
            w.press(Qt::Key_1);
            QTRY_VERIFY(w.card() || w.labels().isFinished());
        }
        QVERIFY(again);
    }

    void undoGoesBackToTheCardAndWithdrawsTheLabel() {
        Window w;
        const auto first = w.card();
        w.press(Qt::Key_R);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("21 reasons")); // digits are words here
        w.press(Qt::Key_Return);
        QCOMPARE(QApplication::focusWidget(), w.view().card());
        w.press(Qt::Key_1);
        QVERIFY(w.stored(1));
        QCOMPARE(w.project.labels()[0].rationale, std::string("21 reasons"));
        const auto second = w.card();
        QVERIFY(w.place->undoStack()->canUndo());
        w.place->findChild<Button*>(QStringLiteral("previousCard"))->click();
        QCOMPARE(w.card(), first);
        QCOMPARE(w.view().card()->reason(), QStringLiteral("21 reasons"));
        QTRY_VERIFY(w.project.labels().empty());
        QCOMPARE(w.labels().given(), std::int64_t{0});
        w.press(Qt::Key_2);
        QCOMPARE(w.card(), second); // the one that was on the table comes next
        const auto row = w.stored(1);
        QVERIFY(row);
        QCOMPARE(row->outcome.winner, 2);
        // Three rows: the label, its withdrawal, and the new one in its place.
        const auto all = w.project.history();
        QCOMPARE(all.size(), std::size_t{3});
        QCOMPARE(all[1].supersedes, all[0].uid);
        QCOMPARE(all[2].supersedes, all[1].uid);
        // Redo of an undone verdict gives it again.
        w.place->undoStack()->undo();
        QTRY_VERIFY(w.project.labels().empty());
        w.place->undoStack()->redo();
        QVERIFY(w.stored(1));
        QCOMPARE(w.project.labels()[0].outcome.winner, 2);
    }

    void theStripCountsAndSaysHowManyMore() {
        Window w;
        QTRY_VERIFY(w.labels().progress());
        const workbench::LabelProgress before = *w.labels().progress();
        QVERIFY(before.open > 0);
        QVERIFY2(w.view().strip()->headline().contains(QStringLiteral("more until the order is settled")),
                 qPrintable(w.view().strip()->headline()));
        w.press(Qt::Key_1);
        QTRY_VERIFY(w.view().strip()->detail().startsWith(QStringLiteral("1 labelled")));
        QTRY_VERIFY(w.labels().progress()->open == before.open - 1 || w.labels().counts().agreement == 1);
        // All ties settled for the first model: the order is certain, and says so.
        for (int n = 0; n < 80 && !w.labels().isFinished(); ++n) {
            if (w.card()) {
                const auto& shown = w.card()->card.candidates;
                w.press(shown[0] < shown[1] ? Qt::Key_1 : Qt::Key_2);
            }
            QTRY_VERIFY(w.card() || w.labels().isFinished());
        }
        QTRY_COMPARE(w.labels().progress()->open, std::int64_t{0});
        QTRY_VERIFY(w.view().strip()->headline().startsWith(QStringLiteral("Settled")));
        QVERIFY(!w.view().card()->isVisible());
    }

    void aPauseIsOfferedAfterTwentyAndTakesNothingAway() {
        Window w;
        for (int n = 0; n < 20; ++n) {
            QTRY_VERIFY(w.card());
            QVERIFY(!w.view().message()->isVisible());
            w.press(Qt::Key_1);
        }
        QVERIFY(w.view().message()->isVisible());
        QTRY_VERIFY(w.card());
        w.press(Qt::Key_1); // going on is an answer, too
        QVERIFY(!w.view().message()->isVisible());
        QVERIFY(w.stored(21));
    }

    void rankingIsTypedInOrder() {
        Window w;
        w.choose("labelMode", 2);
        QCOMPARE(w.card()->card.mode, store::LabelMode::rank);
        QCOMPARE(w.card()->answers.size(), std::size_t{3});
        w.press(Qt::Key_3);
        w.press(Qt::Key_Return); // two are left: not yet
        QVERIFY(w.project.labels().empty());
        w.press(Qt::Key_1);
        w.press(Qt::Key_Backspace);
        w.press(Qt::Key_Equal);
        w.press(Qt::Key_2);
        w.press(Qt::Key_Return);
        const auto row = w.stored(1);
        QVERIFY(row);
        QCOMPARE(row->outcome.kind, Kind::ranked);
        QCOMPARE(row->ranks, (std::vector<int>{2, 1, 1}));
    }

    void aRubricGivesScores() {
        Window w;
        w.project.write([](Connection& c) {
            domain::Rubric rubric;
            rubric.name = "helpful";
            rubric.criteria = "Does it help?";
            rubric.scale_min = 1;
            rubric.scale_max = 5;
            rubric.descriptions = {"not at all", "hardly", "somewhat", "well", "fully"};
            store::save_rubric(c, rubric);
        });
        w.choose("labelMode", 3);
        QTRY_VERIFY(w.card());
        QCOMPARE(w.card()->answers.size(), std::size_t{1});
        QVERIFY(!w.place->findChild<AnswerKey*>(QStringLiteral("tie"))->isVisible());
        QCOMPARE(w.view().card()->scores()->keys().size(), 5);
        w.press(Qt::Key_9); // no such score
        w.press(Qt::Key_4);
        const auto row = w.stored(1);
        QVERIFY(row);
        QCOMPARE(row->outcome.kind, Kind::scored);
        QCOMPARE(row->scores.at(0).score, 4.0);
        QCOMPARE(row->rubric, std::string("helpful"));
    }

    void withoutARubricItSaysWhereToWriteOne() {
        Window w;
        auto* choice = w.place->findChild<Choice*>(QStringLiteral("labelMode"));
        choice->setCurrentIndex(3);
        emit choice->activated(3);
        QTRY_VERIFY(w.labels().desk() && w.labels().choice().mode == store::LabelMode::rubric);
        QVERIFY(!w.card());
        QSignalSpy elsewhere(w.place.get(), &Place::navigateRequested);
        for (Button* button : w.place->findChildren<Button*>()) {
            if (button->isVisible() && button->text() == QStringLiteral("Go to Rubrics")) {
                button->click();
            }
        }
        QCOMPARE(elsewhere.count(), 1);
        QCOMPARE(elsewhere.front().front().toString(), QString::fromLatin1(place::rubrics));
    }

    void whatPeopleSayStandsBesideTheJudgeAndCanBeSwitchedOff() {
        Window w;
        for (int n = 0; n < 10; ++n) {
            QTRY_VERIFY(w.card());
            const auto& shown = w.card()->card.candidates;
            w.press(shown[0] < shown[1] ? Qt::Key_1 : Qt::Key_2);
        }
        QVERIFY(w.stored(10));
        w.view().showPeople();
        PeopleView& people = *w.view().people();
        QTRY_VERIFY(people.summary().startsWith(QStringLiteral("10 labels")));
        QTRY_VERIFY(people.winRates()->model()->rowCount() > 0);
        // The first model won every card it stood on.
        const auto* model = people.winRates()->model();
        QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("vermilion-model"));
        QCOMPARE(model->index(0, 1).data().toString(), QStringLiteral("100.0 %"));
        QVERIFY(people.settled()->model()->rowCount() == 3);
        QVERIFY(people.breakTies()->isChecked());
        people.breakTies()->click();
        QTRY_VERIFY(people.summary().contains(QStringLiteral("switched off")));
        QCOMPARE(w.project.project.read([](Connection& c) { return store::labels_break_ties(c); }), false);
    }

    void anotherPersonStartsWithTheirOwnCards() {
        Window w;
        w.press(Qt::Key_1);
        QVERIFY(w.stored(1));
        auto* name = w.place->findChild<Choice*>(QStringLiteral("annotator"));
        name->lineEdit()->setFocus();
        name->lineEdit()->selectAll();
        QTest::keyClicks(name->lineEdit(), QStringLiteral("Ben"));
        QTest::keyClick(name->lineEdit(), Qt::Key_Return);
        QTRY_VERIFY(w.labels().choice().annotator == "Ben" && w.card());
        QCOMPARE(w.labels().given(), std::int64_t{0});
        w.place->firstFocus()->setFocus();
        w.press(Qt::Key_2);
        QVERIFY(w.stored(2));
        QCOMPARE(w.project.labels().back().annotator, std::string("Ben"));
    }

    void aTargetNarrowsTheCardsToTwoModels() {
        Window w;
        w.place->activate({{QStringLiteral("run"), qint64(w.project.run.value)},
                           {QStringLiteral("a"), QStringLiteral("cobalt-model")},
                           {QStringLiteral("b"), QStringLiteral("ochre-model")}});
        QTRY_VERIFY(w.labels().choice().pair && w.card());
        for (int n = 0; n < 6; ++n) {
            QTRY_VERIFY(w.card());
            auto shown = w.card()->card.candidates;
            std::ranges::sort(shown);
            QCOMPARE(shown, (std::vector<std::size_t>{1, 2}));
            w.press(Qt::Key_1);
        }
    }

    void aProjectOpenedForReadingIsShownAndTakesNothing() {
        Window w;
        w.view().setWritable(false);
        w.press(Qt::Key_1);
        QTest::qWait(0);
        QVERIFY(w.project.labels().empty());
        QVERIFY(!w.view().card()->answer(0)->key()->isEnabled());
    }
};

TIEBREAK_UI_TEST_MAIN(LabelTest)
#include "label_test.moc"
