// SPDX-License-Identifier: GPL-3.0-or-later
// Eval sets as a table one types into: edits, undo, pasting, drafts that outlive the window, duplicates.
#include "items/duplicate_rows.h"
#include "items/eval_set_editor.h"
#include "items/eval_set_model.h"
#include "items/pasted_rows.h"
#include "items/project_session.h"
#include "store/drafts.h"
#include "store/evalsets.h"
#include "workbench/eval_set_diff.h"
#include "workbench/eval_set_draft.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace tiebreak;
using namespace tiebreak::items;

namespace {

domain::Item item(const std::string& instruction, const std::string& input = {},
                  const std::string& reference = {}, const std::string& category = {}) {
    domain::Item made;
    made.instruction = instruction;
    made.input = input;
    made.reference = reference;
    made.category = category;
    return made;
}

QStringList instructions(const EvalSetModel& model) {
    QStringList list;
    for (const EvalRowPtr& row : model.rows()) {
        list << QString::fromStdString(row->content->instruction);
    }
    return list;
}

QModelIndex cellAt(EvalSetModel& model, int row, int column) {
    return model.index(row, column);
}

} // namespace

class EvalSetModelTest : public QObject {
    Q_OBJECT

private slots:
    void typingInTheLastRowMakesOne() {
        EvalSetModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setStored({}, {}, true);
        QCOMPARE(model.rowCount(), 1); // the row that waits
        QVERIFY(model.isLastRow(0));
        QVERIFY(model.setData(cellAt(model, 0, EvalSetModel::instruction), "Name a fruit.", Qt::EditRole));
        QVERIFY(model.setData(cellAt(model, 0, EvalSetModel::category), " food ", Qt::EditRole));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.rows()[0]->content->category, std::string("food"));
        QVERIFY(!model.setData(cellAt(model, 1, EvalSetModel::instruction), "  ", Qt::EditRole));
        QCOMPARE(model.rowCount(), 2); // nothing was typed
        QVERIFY(model.isModified());
        model.undoStack().undo();
        QVERIFY(model.rows()[0]->content->category.empty());
        model.undoStack().undo();
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!model.isModified());
        model.undoStack().redo();
        QCOMPARE(instructions(model), QStringList{"Name a fruit."});
    }

    void furtherTurnsAreOneCell() {
        EvalSetModel model;
        model.setStored({}, {}, true);
        model.insertItems(0, {item("Write a poem.")}, {});
        model.setData(cellAt(model, 0, EvalSetModel::turns), "Shorter.\n---\nIn French,\nplease.",
                      Qt::EditRole);
        QCOMPARE(model.rows()[0]->content->turns,
                 (std::vector<std::string>{"Shorter.", "In French,\nplease."}));
        QCOMPARE(cellAt(model, 0, EvalSetModel::turns).data().toInt(), 3);
        QCOMPARE(cellAt(model, 0, EvalSetModel::turns).data(Qt::EditRole).toString(),
                 QStringLiteral("Shorter.\n---\nIn French,\nplease."));
    }

    /// Random edits, each undone and done again, with and without a filter: the rows come back exactly.
    void everyEditCanBeTakenBack() {
        EvalSetModel model;
        // Whoever follows the signals knows how many rows there are.
        int followed = 0;
        connect(&model, &EvalSetModel::rowsInserted, &model,
                [&](const QModelIndex&, int first, int last) { followed += last - first + 1; });
        connect(&model, &EvalSetModel::rowsRemoved, &model,
                [&](const QModelIndex&, int first, int last) { followed -= last - first + 1; });
        connect(&model, &EvalSetModel::modelReset, &model, [&] { followed = model.rowCount(); });
        EvalRows stored;
        for (int i = 0; i < 30; ++i) {
            auto row = std::make_shared<EvalRow>();
            row->key = i + 1;
            row->item = {i + 1};
            row->revision = {i + 1};
            row->content = std::make_shared<const domain::Item>(
                item("item " + std::to_string(i), {}, {}, i % 3 ? "a" : "b"));
            stored.push_back(row);
        }
        model.setStored({1}, stored, true);
        std::mt19937 random(7);
        std::vector<EvalRows> history{model.rows()};
        for (int step = 0; step < 150; ++step) {
            if (step == 60) {
                model.setCategory(QStringLiteral("a"));
            } else if (step == 110) {
                model.setCategory(std::nullopt);
            }
            const int rows = model.rowCount() - 1;
            const auto any = [&] {
                return static_cast<int>(random() % static_cast<unsigned>(std::max(1, rows)));
            };
            const int before = model.undoStack().count();
            switch (random() % 6) {
            case 0:
                model.insertItems(any(), {item("new", {}, {}, "a"), item("newer", {}, {}, "c")}, {});
                break;
            case 1:
                model.removeShown({any()});
                break;
            case 2: {
                const int first = any();
                model.moveShown({first, std::min(first + 1, rows - 1)}, random() % 2 ? 1 : -1);
                break;
            }
            case 3:
                model.duplicateShown({any()});
                break;
            case 4:
                model.setCells({any(), any()}, EvalSetModel::category, random() % 2 ? "a" : "z");
                break;
            default:
                model.setCells({any()}, EvalSetModel::reference, QString::number(step));
            }
            if (model.undoStack().count() > before) {
                history.push_back(model.rows());
            }
        }
        QVERIFY(history.size() > 100);
        for (std::size_t back = history.size() - 1; back > 0; --back) {
            QVERIFY(model.rows() == history[back]);
            QCOMPARE(model.rowCount(), followed);
            model.undoStack().undo();
        }
        QVERIFY(model.rows() == stored);
        QVERIFY(!model.isModified());
        for (std::size_t on = 1; on < history.size(); ++on) {
            model.undoStack().redo();
            QVERIFY(model.rows() == history[on]);
        }
    }

    void whatWasJustMadeShowsThroughTheWordsFilter() {
        EvalSetModel model;
        model.setStored({}, {}, true);
        model.insertItems(0, {item("apple"), item("pear")}, {});
        model.setFound(std::unordered_set<qint64>{model.rows()[0]->key});
        QCOMPARE(model.rowCount(), 2); // apple and the waiting row
        model.setData(cellAt(model, 1, EvalSetModel::instruction), "plum", Qt::EditRole);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(instructions(model), (QStringList{"apple", "pear", "plum"}));
    }

    void pastedTextsAreTakenForWhatTheyAre_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("rows"); // −1: one cell's text
        QTest::addColumn<QString>("instruction");
        QTest::addColumn<QString>("input");
        QTest::addColumn<QString>("reference");
        QTest::newRow("a sentence with commas") << "Name a fruit, and why." << -1 << "Name a fruit, and why."
                                                << ""
                                                << "";
        QTest::newRow("a spreadsheet") << "Name a fruit.\t\tApple\nAdd.\t2, 3\t5\n"
                                       << 2 << "Name a fruit."
                                       << ""
                                       << "Apple";
        QTest::newRow("a spreadsheet with newlines")
            << "\"Two\nlines\"\tin\tref\n\"He said \"\"no\"\"\"\t\t\n"
            << 2 << "Two\nlines"
            << "in"
            << "ref";
        QTest::newRow("one row of it") << "Name a fruit.\tred\tApple" << 1 << "Name a fruit."
                                       << "red"
                                       << "Apple";
        QTest::newRow("names of columns in their own order")
            << "answer,question\r\nApple,\"Name a fruit,\nplease.\"\r\nPear,Another.\r\n"
            << 2 << "Name a fruit,\nplease."
            << ""
            << "Apple";
        QTest::newRow("a spreadsheet's header") << "Instruction\tInput\tReference\nAdd.\t1 2\t3\n"
                                                << 1 << "Add."
                                                << "1 2"
                                                << "3";
        QTest::newRow("csv without a header") << "Add.,1 2,3\nSubtract.,4 2,2\n"
                                              << 2 << "Add."
                                              << "1 2"
                                              << "3";
        QTest::newRow("lines") << "Name a fruit, now.\nName a tree.\n\nName a bird." << 3
                               << "Name a fruit, now."
                               << ""
                               << "";
        QTest::newRow("json") << R"([{"instruction": "Add.", "input": "1 2", "output": "3"}])" << 1 << "Add."
                              << "1 2"
                              << "3";
        QTest::newRow("json lines") << "{\"prompt\": \"Add.\"}\n{\"prompt\": \"Subtract.\"}" << 2 << "Add."
                                    << ""
                                    << "";
        QTest::newRow("a brace that is no json") << "{name} is a template" << -1 << "{name} is a template"
                                                 << ""
                                                 << "";
    }
    void pastedTextsAreTakenForWhatTheyAre() {
        QFETCH(QString, text);
        QFETCH(int, rows);
        QFETCH(QString, instruction);
        QFETCH(QString, input);
        QFETCH(QString, reference);
        const PastedRows pasted = parsePasted(text.toStdString());
        QCOMPARE(pasted.kind, rows < 0 ? PastedRows::Kind::cell : PastedRows::Kind::rows);
        QCOMPARE(static_cast<int>(pasted.items.size()), std::abs(rows));
        QCOMPARE(QString::fromStdString(pasted.items[0].instruction), instruction);
        QCOMPARE(QString::fromStdString(pasted.items[0].input), input);
        QCOMPARE(QString::fromStdString(pasted.items[0].reference), reference);
    }

    void whatCannotBePastedIsNamed() {
        const PastedRows pasted = parsePasted("instruction\treference\nAdd.\t3\n\t4\n");
        QCOMPARE(pasted.items.size(), 1U);
        QCOMPARE(pasted.notes.size(), 1U);
        QVERIFY(pasted.notes[0].starts_with("line 3"));
        QCOMPARE(parsePasted(" \n\t\n").kind, PastedRows::Kind::nothing);
        QCOMPARE(parsePasted(std::string("\xff\xfe bad")).kind, PastedRows::Kind::cell);
    }

    void repeatsAreFound() {
        EvalSetModel model;
        model.setStored({}, {}, true);
        model.insertItems(0,
                          {item("Name a fruit."), item("name  a FRUIT."), item("Name a fruit.", "red"),
                           item("C++"), item("C#"), item("Name a fruit.\n")},
                          {});
        const auto found = findDuplicateRows(model.rows(), {});
        QList<int> first;
        QList<qint64> keys;
        for (const DuplicateRow& row : found) {
            if (row.exact) {
                first << row.firstIndex;
                keys << row.key;
            }
        }
        QCOMPARE(first, (QList<int>{0, 0}));
        QCOMPARE(keys, (QList<qint64>{model.rows()[1]->key, model.rows()[5]->key}));
    }

    void savingKeepsWhoIsWho() {
        Project project(folder_);
        EvalSetEditor& editor = project.edit("fruit");
        editor.model().insertItems(0, {item("apple"), item("pear"), item("plum")}, {});
        save(editor, "the first three");
        QCOMPARE(editor.revisions().size(), 1U); // the blank beginning is replaced
        QCOMPARE(editor.revisions()[0].number, 1);
        const auto before = project.items(editor.model().base());
        editor.model().setCells({1}, EvalSetModel::instruction, "a pear");
        editor.model().removeShown({0});
        QCOMPARE(editor.changeSummary(), QStringLiteral("1 removed, 1 changed"));
        save(editor, {});
        QCOMPARE(editor.revisions().size(), 2U);
        const auto after = project.items(editor.model().base());
        QCOMPARE(after.size(), 2U);
        QCOMPARE(after[0].uid, before[1].uid); // changed, and still that item
        QVERIFY(after[0].revision != before[1].revision);
        QVERIFY(after[1].revision == before[2].revision); // untouched
        const workbench::EvalSetDiff diff = workbench::diff_eval_sets(before, after);
        QCOMPARE(workbench::summary_of(diff), std::string("1 removed, 1 changed"));
        QCOMPARE(diff.changes[1].fields, std::vector<std::string>{"instruction"});
        editor.model().undoStack().undo(); // undo goes back over the saving
        QCOMPARE(instructions(editor.model()), (QStringList{"apple", "a pear", "plum"}));
        QVERIFY(editor.model().isModified());
        editor.model().undoStack().redo();
        editor.model().undoStack().undo();
        save(editor, {});
        QCOMPARE(project.items(editor.model().base())[0].uid, before[0].uid); // brought back as itself
    }

    void unsavedEditsOutliveTheWindow() {
        const QString file = folder_.filePath(QStringLiteral("draft.tiebreak"));
        domain::EvalSetId set;
        {
            Project project(folder_, file);
            EvalSetEditor& editor = project.edit("drafted");
            editor.model().insertItems(0, {item("one"), item("two", {}, "2")}, {});
            save(editor, {});
            set = editor.set();
            editor.model().setCells({0}, EvalSetModel::instruction, "one, changed");
            editor.model().insertItems(9, {item("three \"quoted\"\nover lines", "in", "ref", "cat")}, {});
        } // closed at once, before the draft was due
        {
            Project project(folder_, file);
            EvalSetEditor& editor = project.open(set);
            QVERIFY(editor.hadDraft());
            QCOMPARE(instructions(editor.model()),
                     (QStringList{"one, changed", "two", "three \"quoted\"\nover lines"}));
            QCOMPARE(editor.model().rows()[2]->content->category, std::string("cat"));
            QVERIFY(editor.model().isModified());
            editor.model().undoStack().undo(); // the draft is a step like any other
            QVERIFY(!editor.model().isModified());
            QCOMPARE(instructions(editor.model()), (QStringList{"one", "two"}));
        }
        {
            Project project(folder_, file);
            QVERIFY(!project.open(set).hadDraft()); // taken back is gone
        }
    }

    void aDraftIsKeptSoonAfterAnEdit() {
        Project project(folder_);
        EvalSetEditor& editor = project.edit("soon");
        editor.model().insertItems(0, {item("one")}, {});
        QTRY_VERIFY_WITH_TIMEOUT(project.hasDraft(editor.set()), 5000);
        save(editor, {});
        QTRY_VERIFY_WITH_TIMEOUT(!project.hasDraft(editor.set()), 5000);
    }

    void namesAreChangedAndTakenBack() {
        Project project(folder_);
        EvalSetEditor& editor = project.edit("old name");
        EvalSetEditor& other = project.edit("taken");
        Q_UNUSED(other);
        QSignalSpy renamed(&editor, &EvalSetEditor::renamed);
        QSignalSpy failed(&editor, &EvalSetEditor::failed);
        editor.rename(" new name ");
        QTRY_COMPARE(renamed.count(), 1);
        QCOMPARE(editor.name(), QStringLiteral("new name"));
        editor.model().undoStack().undo();
        QTRY_COMPARE(renamed.count(), 2);
        QCOMPARE(editor.name(), QStringLiteral("old name"));
        editor.rename("taken");
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(editor.name(), QStringLiteral("old name"));
    }

    /// The window's thread: a step over 20,000 rows stays far under what an eye sees.
    void twentyThousandRowsAreEditedAtOnce() {
        EvalSetModel model;
        std::vector<store::StoredItem> stored;
        for (int i = 0; i < 20000; ++i) {
            stored.push_back({{i + 1}, {i + 1}, {}, i, item("item " + std::to_string(i))});
        }
        model.setStored({1}, rowsOf(stored), true);
        QElapsedTimer timer;
        timer.start();
        model.setCells({10000}, EvalSetModel::reference, "changed");
        model.removeShown({5});
        model.undoStack().undo();
        QVERIFY2(timer.elapsed() < 300, "three steps took too long");
        QCOMPARE(model.total(), 20000);
    }

private:
    struct Project {
        explicit Project(const QTemporaryDir& folder, QString file = {}) {
            static int number = 0;
            if (file.isEmpty()) {
                file = folder.filePath(QStringLiteral("p%1.tiebreak").arg(++number));
            }
            QSignalSpy opened(&session, &ProjectSession::opened);
            session.open(file, store::Project::Open::any);
            ok = QTest::qWaitFor([&] { return opened.count() > 0; }, 20000);
        }

        EvalSetEditor& open(domain::EvalSetId set) {
            editors.push_back(std::make_unique<EvalSetEditor>(session, set));
            QSignalSpy loaded(editors.back().get(), &EvalSetEditor::loaded);
            editors.back()->load();
            ok = QTest::qWaitFor([&] { return loaded.count() > 0; }, 20000) && ok;
            return *editors.back();
        }
        EvalSetEditor& edit(const std::string& name) {
            return open(session.project()->writer().run(
                [&](store::Connection& c) { return store::create_eval_set(c, name); }));
        }
        std::vector<store::StoredItem> items(domain::EvalSetRevisionId revision) {
            return session.project()->read([&](store::Connection& c) { return store::items(c, revision); });
        }
        bool hasDraft(domain::EvalSetId set) {
            return session.project()->read(
                [&](store::Connection& c) { return store::draft(c, workbench::draft_key(set)).has_value(); });
        }

        bool ok = false; ///< all that was waited for came
        ProjectSession session;
        std::vector<std::unique_ptr<EvalSetEditor>> editors; // first to go: they hand over their drafts
    };

    static void save(EvalSetEditor& editor, const QString& note) {
        QSignalSpy saved(&editor, &EvalSetEditor::saved);
        editor.save(note);
        QVERIFY(QTest::qWaitFor([&] { return saved.count() > 0; }, 20000));
        QVERIFY(!editor.model().isModified());
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(EvalSetModelTest)
#include "eval_set_model_test.moc"
