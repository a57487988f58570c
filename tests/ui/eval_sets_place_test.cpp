// SPDX-License-Identifier: GPL-3.0-or-later
// Eval sets by keyboard, as a person types them: from nothing to a saved revision, pasting, taking back.
#include "items/project_session.h"
#include "store/evalsets.h"
#include "support.h"
#include "ui/evalsets/eval_sets_place.h"
#include "ui/evalsets/eval_table.h"
#include "ui/evalsets/revision_diff_view.h"
#include "ui/runs/file_dialogs.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace tiebreak;
using namespace tiebreak::ui;
using items::EvalSetModel;

namespace {

/// Chooses the file it is told to.
struct OneFile : FileDialogs {
    QString answer;
    QString openFile(QWidget*, const QString&, const QString&, const QString&) override { return answer; }
};

} // namespace

class EvalSetsPlaceTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        static int number = 0;
        settings_ = Settings::createTemporary();
        session_ = std::make_unique<items::ProjectSession>();
        file_ = folder_.filePath(QStringLiteral("p%1.tiebreak").arg(++number));
        QSignalSpy overview(session_.get(), &items::ProjectSession::overviewChanged);
        session_->open(file_, store::Project::Open::create);
        QVERIFY(QTest::qWaitFor([&] { return overview.count() > 0; }, 20000));
        window_ = std::make_unique<MainWindow>(*settings_);
        window_->registerPlace({place::evalSets, QStringLiteral("Eval sets"), QStringLiteral("eval-sets"), 1,
                                [this](QWidget* parent) -> Place* {
                                    auto dialogs = std::make_unique<OneFile>();
                                    dialogs_ = dialogs.get();
                                    place_ =
                                        new EvalSetsPlace(*session_, *settings_, parent, std::move(dialogs));
                                    return place_;
                                }});
        window_->resize(1366, 768);
        window_->show();
        window_->activateWindow();
        window_->navigate(place::evalSets);
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }
    void cleanup() {
        window_.reset();
        session_.reset();
    }

    void fromNothingToARevisionByKeyboard() {
        beginSet();
        typeInCell("Name a fruit.");
        QTest::keyClick(editorWidget(), Qt::Key_Tab);
        QCOMPARE(table().currentIndex().column(), int(EvalSetModel::input));
        QCOMPARE(table().currentIndex().row(), 0);
        QTest::keyClick(&table(), Qt::Key_Tab);
        typeInCell("Apple");
        QTest::keyClick(editorWidget(), Qt::Key_Return);
        QCOMPARE(table().currentIndex().row(), 1); // down, in the same column
        QCOMPARE(model().rows()[0]->content->reference, std::string("Apple"));
        for (int i = 0; i < 4; ++i) {
            choose(model().rowCount() - 1, EvalSetModel::instruction);
            typeInCell(QStringLiteral("Item %1").arg(i));
            QTest::keyClick(editorWidget(), Qt::Key_Return);
        }
        QCOMPARE(model().total(), 5);
        QTest::keyClick(&table(), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!model().isModified());
        QCOMPARE(stored().size(), 5U);
        QVERIFY(message().contains(QLatin1String("revision 1")));
    }

    void cellsHoldSeveralLines() {
        beginSet();
        typeInCell("First");
        QTest::keyClick(editorWidget(), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(editorWidget(), "second");
        QTest::keyClick(editorWidget(), Qt::Key_Return);
        QCOMPARE(model().rows()[0]->content->instruction, std::string("First\nsecond"));
        choose(0, EvalSetModel::instruction);
        QTest::keyClick(&table(), Qt::Key_F2);
        QCOMPARE(editorWidget()->toPlainText(), QStringLiteral("First\nsecond"));
        QTest::keyClicks(editorWidget(), "gone");
        QTest::keyClick(editorWidget(), Qt::Key_Escape); // thought better of it
        QCOMPARE(model().rows()[0]->content->instruction, std::string("First\nsecond"));
    }

    void rowsArePastedAndTakenBack() {
        beginSet();
        QString csv = QStringLiteral("instruction,input,reference\n");
        for (int i = 0; i < 20; ++i) {
            csv += QStringLiteral("\"Do this,\nnumber %1\",in %1,out %1\n").arg(i);
        }
        paste(csv);
        QCOMPARE(model().total(), 20);
        QCOMPARE(model().rows()[3]->content->instruction, std::string("Do this,\nnumber 3"));
        QVERIFY(message().contains(QLatin1String("20 rows")));
        QCOMPARE(table().selectedRows().size(), 20);
        window_->findChild<QAction*>(QStringLiteral("undoAction"))->trigger(); // the window's own Ctrl+Z
        QCOMPARE(model().total(), 0);
        window_->findChild<QAction*>(QStringLiteral("redoAction"))->trigger();
        QCOMPARE(model().total(), 20);
        // What is copied comes back as the same rows.
        choose(2, EvalSetModel::instruction);
        QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
        choose(model().rowCount() - 1, EvalSetModel::instruction);
        QTest::keyClick(&table(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(model().total(), 21);
        QVERIFY(*model().rows()[20]->content == *model().rows()[2]->content);
        // A word alone belongs into the cell.
        choose(0, EvalSetModel::category);
        paste(QStringLiteral("chores"));
        QCOMPARE(model().rows()[0]->content->category, std::string("chores"));
        paste(QStringLiteral("  \n"));
        QVERIFY(message().contains(QLatin1String("no row")));
    }

    void rowsAreRemovedMovedAndDuplicated() {
        beginSet();
        paste(QStringLiteral("a\nb\nc\nd"));
        choose(1, EvalSetModel::instruction);
        QTest::keyClick(&table(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(order(), QStringLiteral("acbd"));
        QCOMPARE(table().currentIndex().row(), 2);
        QTest::keyClick(&table(), Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(order(), QStringLiteral("abcd"));
        QTest::keyClick(&table(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(order(), QStringLiteral("abbcd"));
        QTest::keyClick(&table(), Qt::Key_Delete);
        QCOMPARE(order(), QStringLiteral("abcd"));
        table().selectAll();
        QTest::keyClick(&table(), Qt::Key_Delete);
        QCOMPARE(order(), QString());
        place_->undoStack()->undo();
        QCOMPARE(order(), QStringLiteral("abcd"));
        choose(model().rowCount() - 1, EvalSetModel::instruction);
        QTest::keyClick(&table(), Qt::Key_Delete); // the waiting row stays
        QCOMPARE(order(), QStringLiteral("abcd"));
    }

    void wordsAndCategoriesFilter() {
        beginSet();
        paste(QStringLiteral(
            "instruction\tcategory\nName a fruit.\tfacts\nAdd two.\tsums\nAdd fruit.\tsums\n"));
        QVERIFY(place_->focusFilter());
        auto* filter = place_->findChild<FilterField*>(QStringLiteral("evalFilter"));
        filter->setDelay(0);
        QTest::keyClicks(filter, "FRUIT");
        QTRY_COMPARE(model().rowCount(), 3); // two and the waiting row
        auto* categories = place_->findChild<TableView*>(QStringLiteral("evalCategories"));
        QTRY_COMPARE(categories->model()->rowCount(), 2);
        QCOMPARE(categories->model()->index(0, 0).data().toString(), QStringLiteral("sums"));
        categories->setFocus();
        categories->selectRow(0);
        QTest::keyClick(categories, Qt::Key_Return);
        QCOMPARE(model().rowCount(), 2);
        QCOMPARE(place_->findChild<QLabel*>(QStringLiteral("evalCount"))->text(), QStringLiteral("1 of 3"));
        QTest::keyClicks(filter, " nothing has these");
        auto* all = place_->findChild<Button*>(QStringLiteral("showAllItems"));
        QTRY_VERIFY(all->isVisible());
        all->click();
        QCOMPARE(model().rowCount(), 4);
    }

    void itemsFoundInTrainingDataAreMarked() {
        beginSet();
        paste(
            QStringLiteral("instruction,input,reference\n"
                           "Name three rivers that flow through more than one country.,,a\n"
                           "Translate the sentence below into French as politely as you can.,Good evening,b\n"
                           "Something that nobody was ever trained on at all.,,c\n"));
        QTest::keyClick(&table(), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!model().isModified());
        const QString file = folder_.filePath(QStringLiteral("train.jsonl"));
        QFile written(file);
        QVERIFY(written.open(QIODevice::WriteOnly));
        written.write("{\"instruction\": \"Name one river.\", \"output\": \"Rhine\"}\n"
                      "{\"instruction\": \"Name three rivers that flow through more than one country.\", "
                      "\"output\": \"Rhine, Danube, Mekong\"}\n");
        written.close();
        dialogs_->answer = file;
        place_->findChild<Button*>(QStringLiteral("lookUpTraining"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(message().contains(QLatin1String("1 of 3 items stand in train.jsonl")),
                                 20000);
        const auto mark = [&](int row) { return model().index(row, EvalSetModel::mark).data().toString(); };
        QTRY_COMPARE(mark(0), QStringLiteral("exact, row 2"));
        QVERIFY(mark(2).isEmpty());
        auto* show = place_->findChild<Button*>(QStringLiteral("showLeaks"));
        QVERIFY(show->isVisible());
        show->click();
        QCOMPARE(model().rowCount(), 2); // that one, and the row to type into
    }

    void duplicatesAreMarkedAndRemoved() {
        beginSet();
        paste(QStringLiteral("Name a fruit.\nAdd two.\nname a  FRUIT."));
        place_->findChild<Button*>(QStringLiteral("findDuplicates"))->click();
        QTRY_VERIFY(message().contains(QLatin1String("1 item repeat")));
        QCOMPARE(model().rowCount(), 3); // the pair and the waiting row
        QCOMPARE(model().index(1, EvalSetModel::mark).data().toString(), QStringLiteral("same as 1"));
        place_->findChild<Button*>(QStringLiteral("removeDuplicates"))->click();
        QCOMPARE(model().total(), 2);
        QCOMPARE(model().rowCount(), 3);
        place_->findChild<Button*>(QStringLiteral("findDuplicates"))->click();
        QTRY_VERIFY(message().contains(QLatin1String("No item repeats")));
    }

    void revisionsAreComparedAndGoneBackTo() {
        beginSet();
        paste(QStringLiteral("one red apple\ntwo\nthree"));
        saveNow();
        model().setCells({0}, EvalSetModel::instruction, QStringLiteral("one green apple"));
        choose(1, EvalSetModel::instruction);
        QTest::keyClick(&table(), Qt::Key_Delete);
        auto* revisions = place_->findChild<TableView*>(QStringLiteral("evalRevisions"));
        QCOMPARE(revisions->model()->rowCount(), 2); // what is not saved stands on top
        place_->findChild<Button*>(QStringLiteral("showDiff"))->click();
        auto* changes = place_->findChild<TableView*>(QStringLiteral("diffChanges"));
        QTRY_COMPARE(changes->model()->rowCount(), 2);
        QCOMPARE(place_->findChild<QLabel*>(QStringLiteral("diffSummary"))->text(),
                 QStringLiteral("1 removed, 1 changed"));
        changes->selectRow(1);
        auto* words = place_->findChild<QTextEdit*>(QStringLiteral("diffWords"));
        QTRY_VERIFY(words->toPlainText().contains(QLatin1String("green")));
        QVERIFY(words->toPlainText().contains(QLatin1String("red"))); // struck through
        place_->findChild<Button*>(QStringLiteral("diffBack"))->click();
        saveNow();
        QCOMPARE(revisions->model()->rowCount(), 2);
        revisions->setFocus();
        revisions->selectRow(1);
        QTest::keyClick(revisions, Qt::Key_Return);
        QTRY_VERIFY(message().contains(QLatin1String("revision 1")));
        QCOMPARE(table().model()->rowCount(), 3); // read only: no row waits
        QTest::keyClick(&table(), Qt::Key_Delete);
        QCOMPARE(table().model()->rowCount(), 3);
        place_->findChild<Button*>(QStringLiteral("restoreRevision"))->click();
        QCOMPARE(model().total(), 3);
        QVERIFY(model().isModified());
        place_->undoStack()->undo();
        QCOMPARE(model().total(), 2);
    }

    void aRowWithoutInstructionIsNotSaved() {
        beginSet();
        choose(0, EvalSetModel::reference);
        typeInCell("an answer to nothing");
        QTest::keyClick(editorWidget(), Qt::Key_Return);
        place_->save();
        QVERIFY(message().contains(QLatin1String("no instruction")));
        QVERIFY(model().isModified());
    }

    void setsAreRenamed() {
        beginSet();
        place_->findChild<Button*>(QStringLiteral("renameEvalSet"))->click();
        auto* name = place_->findChild<QLineEdit*>(QStringLiteral("evalSetName"));
        QVERIFY(name->isVisible());
        name->setText(QStringLiteral("kitchen"));
        QTest::keyClick(name, Qt::Key_Return);
        auto* choice = place_->findChild<Choice*>(QStringLiteral("evalSetChoice"));
        QTRY_COMPARE(choice->currentText(), QStringLiteral("kitchen"));
        place_->undoStack()->undo();
        QTRY_COMPARE(choice->currentText(), QStringLiteral("New eval set"));
    }

    void everyControlHasAName() {
        beginSet();
        for (QWidget* widget : place_->findChildren<QWidget*>()) {
            if (widget->isVisible() && widget->focusPolicy() != Qt::NoFocus &&
                !qobject_cast<QTextEdit*>(widget) && widget->inherits("QAbstractScrollArea") == false) {
                auto* button = qobject_cast<QAbstractButton*>(widget);
                QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                         qPrintable(widget->objectName() + QLatin1Char(' ') +
                                    QString::fromLatin1(widget->metaObject()->className())));
            }
        }
    }

private:
    EvalTable& table() { return *place_->findChild<EvalTable*>(); }
    EvalSetModel& model() { return place_->editor()->model(); }
    QString message() { return place_->findChild<MessageBar*>(QStringLiteral("evalMessage"))->message(); }
    /// The one that is open; one that was closed goes with the next turn of the event loop.
    QPlainTextEdit* editorWidget() {
        for (auto* editor : table().findChildren<QPlainTextEdit*>(QStringLiteral("cellEditor"))) {
            if (!editor->isHidden()) {
                return editor;
            }
        }
        return nullptr;
    }
    QString order() {
        QString all;
        for (const items::EvalRowPtr& row : model().rows()) {
            all += QString::fromStdString(row->content->instruction);
        }
        return all;
    }
    std::vector<store::StoredItem> stored() {
        return session_->project()->read(
            [this](store::Connection& c) { return store::items(c, model().base()); });
    }
    void beginSet() {
        place_->findChild<Button*>(QStringLiteral("firstEvalSet"))->click();
        QTRY_VERIFY(place_->editor() && place_->editor()->isLoaded());
        QTRY_VERIFY(table().model() != nullptr && table().hasFocus());
        QVERIFY(model().isLastRow(table().currentIndex().row()));
    }
    /// Types on the current cell: the first letter opens the editor.
    void typeInCell(const QString& text) {
        QTest::keyClick(&table(), text.front().toLatin1());
        QVERIFY(editorWidget() != nullptr);
        QTest::keyClicks(editorWidget(), text.mid(1));
        QCOMPARE(editorWidget()->toPlainText(), text);
    }
    void choose(int row, int column) {
        table().selectionModel()->setCurrentIndex(
            model().index(row, column), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    void paste(const QString& text) {
        QApplication::clipboard()->setText(text);
        table().setFocus();
        QTest::keyClick(&table(), Qt::Key_V, Qt::ControlModifier);
    }
    void saveNow() {
        place_->save();
        QTRY_VERIFY(!model().isModified());
    }

    QTemporaryDir folder_;
    QString file_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<items::ProjectSession> session_;
    std::unique_ptr<MainWindow> window_;
    OneFile* dialogs_ = nullptr;
    EvalSetsPlace* place_ = nullptr;
};

TIEBREAK_UI_TEST_MAIN(EvalSetsPlaceTest)
#include "eval_sets_place_test.moc"
