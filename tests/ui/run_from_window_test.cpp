// SPDX-License-Identifier: GPL-3.0-or-later
// A run from nothing in the window, over a real endpoint: models connected, a rubric made, the run planned,
// started, paused, stopped by closing, resumed after a restart, judged again.
#include "items/eval_set_model.h"
#include "items/project_session.h"
#include "items/rubric_editor.h"
#include "program.h"
#include "store/judgings.h"
#include "store/responses.h"
#include "store/runs.h"
#include "support.h"
#include "tests/support/endpoint_process.h"
#include "ui/evalsets/eval_sets_place.h"
#include "ui/models/model_form.h"
#include "ui/models/models_place.h"
#include "ui/rubrics/rubrics_place.h"
#include "ui/runs/check_table.h"
#include "ui/runs/judge_again_view.h"
#include "ui/runs/judging_editor.h"
#include "ui/runs/judgings_form.h"
#include "ui/runs/new_run_view.h"
#include "ui/runs/run_page.h"
#include "ui/runs/runs_place.h"
#include "ui/session/desk.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/shell/work_strip.h"
#include "ui/start/start_page.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/table_view.h"
#include "workbench/stored_run.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>

using namespace tiebreak;
using namespace tiebreak::ui;
using tiebreak::ui::test::Program;

namespace {

constexpr std::int64_t itemCount = 12;

} // namespace

class RunFromWindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        settings_ = Settings::createTemporary();
        endpoint_ = std::make_unique<tiebreak::test::EndpointProcess>(
            nlohmann::json{{"tells", "vllm"}, {"models", {"step-1", "step-2", "judge"}}});
        file_ = folder_.filePath(QStringLiteral("run.tiebreak"));
    }

    void modelsAreConnectedByForm() {
        Program program(*settings_);
        newProject(program);
        program.window.navigate(place::models, {{"connect", true}});
        auto* form = program.find<ModelForm>("modelForm");
        auto* message = program.find<MessageBar>("modelMessage");
        auto* key = program.find<QLineEdit>("modelKey");
        fillModel(program, QStringLiteral("first"), QStringLiteral("step-1"));
        key->setText(QStringLiteral("sk-a-literal-key")); // refused, and not repeated
        program.find<Button>("saveModel")->click();
        QVERIFY(message->message().contains(QLatin1String("not the name of a key")));
        QVERIFY(!message->message().contains(QLatin1String("sk-a-literal")));
        key->clear();
        program.find<QLineEdit>("modelTemperature")->setText(QStringLiteral("warm"));
        program.find<Button>("saveModel")->click();
        QVERIFY(message->message().contains(QLatin1String("Temperature")));
        program.find<QLineEdit>("modelTemperature")->setText(QStringLiteral("0"));

        program.find<Button>("testConnection")->click();
        auto* result = program.find<QLabel>("connectionResult");
        QTRY_VERIFY_WITH_TIMEOUT(result->text().contains(QLatin1String("Answered in")), 20000);
        QVERIFY(result->text().contains(QLatin1String("3 models")));
        QVERIFY(result->text().contains(QLatin1String("Weights")));

        QSignalSpy saved(form, &ModelForm::saved);
        program.find<QLineEdit>("modelLoss")->setText(QStringLiteral("3.5"));
        program.find<Button>("saveModel")->click();
        QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 1, 20000);
        program.find<Button>("connectModel")->click();
        fillModel(program, QStringLiteral("second"), QStringLiteral("step-2"));
        program.find<Button>("saveModel")->click();
        QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 2, 20000);
        auto* table = program.find<TableView>("modelsTable");
        QTRY_COMPARE(table->model()->rowCount(), 2);

        // Its name may change; it stays the same model.
        QTRY_COMPARE(program.find<QLineEdit>("modelName")->text(), QStringLiteral("second"));
        program.find<QLineEdit>("modelName")->setText(QStringLiteral("second, renamed"));
        program.find<Button>("saveModel")->click();
        QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 3, 20000);
        QTRY_COMPARE(table->model()->index(1, 0).data().toString(), QStringLiteral("second, renamed"));
        QCOMPARE(table->model()->rowCount(), 2);

        // Removing is taken back.
        table->setFocus();
        table->selectRow(1);
        QTest::keyClick(table, Qt::Key_Delete);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        program.place<ModelsPlace>(place::models)->undoStack()->undo();
        QTRY_COMPARE(table->model()->rowCount(), 2);

        program.window.navigate(place::models, {{"connect", true}, {"judge", true}});
        fillModel(program, QStringLiteral("judge"), QStringLiteral("judge"));
        program.find<QLineEdit>("modelPriceIn")->setText(QStringLiteral("0.5"));
        program.find<QLineEdit>("modelPriceOut")->setText(QStringLiteral("1"));
        program.find<Button>("saveModel")->click();
        QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 4, 20000);
        QTRY_COMPARE(program.session.overview()->judges.size(), 1U);
        QCOMPARE(program.session.overview()->candidates.size(), 2U);
    }

    void thePromptIsShownWithWhatIsWrong() {
        Program program(*settings_);
        openProject(program);
        program.window.navigate(place::models, {{"connect", true}});
        auto* api = program.find<Choice>("modelApi");
        api->setCurrentIndex(api->findData(static_cast<int>(domain::Api::openai_completions)));
        auto* templates = program.find<Choice>("modelTemplate");
        templates->setCurrentIndex(templates->count() - 1);
        auto* own = program.find<QPlainTextEdit>("modelOwnTemplate");
        QVERIFY(own->isVisible());
        own->setPlainText(QStringLiteral("<s>[INST] {{instruction}} [/INST] "));
        auto* warnings = program.find<QLabel>("promptWarnings");
        QTRY_VERIFY(warnings->text().contains(QLatin1String("twice")));
        QVERIFY(warnings->text().contains(QLatin1String("blank")));
        own->setPlainText(QStringLiteral("{{nothing}}"));
        QTRY_VERIFY(warnings->text().contains(QLatin1String("nothing")));
        templates->setCurrentIndex(templates->findData(QStringLiteral("alpaca")));
        QTRY_VERIFY(warnings->text().isEmpty());
        QTRY_VERIFY(
            program.find<QTextEdit>("promptPreview")->toPlainText().contains(QLatin1String("### Response:")));
    }

    void aRubricIsMade() {
        Program program(*settings_);
        openProject(program);
        program.window.navigate(place::rubrics);
        auto* place = program.place<RubricsPlace>(place::rubrics);
        auto* list = program.find<TableView>("rubricList");
        QTRY_VERIFY(list->model()->rowCount() > 1); // the built-in ones
        QVERIFY(program.find<QLineEdit>("rubricName")->isReadOnly());
        QVERIFY(place->undoStack() == nullptr);
        program.find<Button>("newRubric")->click();
        QTRY_VERIFY(place->editor() != nullptr);
        auto* name = program.find<QLineEdit>("rubricName");
        QTRY_VERIFY(name->hasFocus());
        name->selectAll();
        QTest::keyClicks(name, "kitchen");
        auto* criteria = program.find<QPlainTextEdit>("rubricCriteria");
        criteria->selectAll();
        QTest::keyClicks(criteria, "Safe to eat.");
        auto* scale = program.find<Choice>("rubricScale");
        scale->setCurrentIndex(3); // yes or no
        emit scale->activated(3);
        auto* yes = program.find<QPlainTextEdit>("rubricDescription1");
        QVERIFY(yes != nullptr);
        QTest::keyClicks(yes, "it is safe");
        QVERIFY(place->editor()->rubric().yes_no);
        QVERIFY(program.find<QLabel>("rubricNote")->text().contains(QLatin1String("1 of 2")));
        QTRY_VERIFY(
            program.find<QTextEdit>("previewText")->toPlainText().contains(QLatin1String("Safe to eat.")));
        // Undo goes over all parts, also while a text has the focus.
        yes->setFocus();
        QTest::keyClick(yes, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(place->editor()->rubric().descriptions.empty() ||
                place->editor()->rubric().descriptions[1].empty());
        QTest::keyClick(yes, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!place->editor()->rubric().yes_no);
        place->undoStack()->redo();
        place->undoStack()->redo();
        QCOMPARE(place->editor()->rubric().descriptions[1], std::string("it is safe"));
        criteria->clear();
        QVERIFY(!program.find<Button>("saveRubric")->isEnabled());
        QVERIFY(program.find<QLabel>("rubricNote")->text().contains(QLatin1String("criteria are empty")));
        place->undoStack()->undo();
        QSignalSpy saved(place->editor(), &items::RubricEditor::saved);
        QTest::keyClick(criteria, Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(saved.count(), 1);
        QTRY_VERIFY(std::ranges::any_of(program.session.overview()->rubrics, [](const store::RubricRow& row) {
            return row.rubric.name == "kitchen" && row.rubric.yes_no;
        }));
        QVERIFY(!place->editor()->isModified());
    }

    void aRunIsPlannedAndStarted() {
        Program program(*settings_);
        openProject(program);
        typeItems(program);
        program.window.navigate(place::runs, {{"new", true}});
        auto* view = program.find<NewRunView>("newRunView");
        auto* start = view->plan()->startButton();
        QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), 20000);
        const workbench::RunPlan* plan = view->plan()->plan();
        // Two models are asked each item, and the judge each item once: it is suggested since it is known.
        QCOMPARE(plan->calls, 3 * itemCount);
        QVERIFY(plan->cost.has_value() && plan->cost->high > 0);
        QCOMPARE(program.session.overview()->runs.size(), 0U); // planning stores nothing
        QCOMPARE(endpoint_->log().value("calls", 0), 0);       // and asks nobody

        auto* table = program.find<CheckTable>("runCandidates");
        table->setFocus();
        table->selectAll();
        QTest::keyClick(table, Qt::Key_Space); // the current one is ticked: all are unticked
        QTRY_VERIFY(!start->isEnabled());
        QTRY_VERIFY(view->findChild<MessageBar*>(QStringLiteral("planProblem"))
                        ->message()
                        .contains(QLatin1String("No candidate")));
        QTest::keyClick(table, Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(start->isEnabled(), 20000);
        program.find<QLineEdit>("runName")->setText(QStringLiteral("from the window"));
        view->judgings()->editor(0)->findChild<QSpinBox*>(QStringLiteral("judgingRepeats"))->setValue(2);
        QTRY_VERIFY_WITH_TIMEOUT(view->plan()->plan() && view->plan()->plan()->calls == 4 * itemCount, 20000);
        view->plan()->setCap(5);

        endpoint_->control({{"latency_ms", 40}});
        QTest::keyClick(view, Qt::Key_Return, Qt::ControlModifier);
        auto* runs = program.place<RunsPlace>(place::runs);
        QTRY_VERIFY_WITH_TIMEOUT(program.session.isRunning() && runs->run().stored(), 20000);
        QCOMPARE(runs->page()->tab(), RunPage::progressTab);

        // A pause keeps what has arrived; going on asks only the rest.
        QTRY_VERIFY_WITH_TIMEOUT(program.session.progress() && program.session.progress()->done > 3, 20000);
        emit program.window.workStrip()->pauseClicked();
        QTRY_VERIFY_WITH_TIMEOUT(!program.session.isRunning(), 20000);
        QVERIFY(program.window.resumeBar()->isHidden());
        emit program.window.workStrip()->pauseClicked();
        QVERIFY(program.session.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(program.session.progress() && program.session.progress()->done > 6, 20000);
        // The window is closed in the middle.
    }

    void afterARestartABarOffersTheRest() {
        endpoint_->control({{"latency_ms", 0}});
        Program program(*settings_);
        openProject(program);
        MessageBar* bar = program.window.resumeBar();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), 20000);
        QVERIFY(bar->message().contains(QLatin1String("from the window")));
        const auto kept = answered(program);
        QVERIFY(kept > 0);
        endpoint_->control({{"reset_log", true}});
        QSignalSpy finished(&program.session, &items::ProjectSession::runFinished);
        bar->findChild<Button*>(QStringLiteral("resumeRun"))->click();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60000);
        QCOMPARE(answered(program), 2 * itemCount);
        auto* runs = program.place<RunsPlace>(place::runs);
        QTRY_VERIFY(runs && runs->run().stored());
        QTRY_COMPARE(status(program), store::WorkStatus::finished);
        const auto judgings = program.session.project()->read(
            [&](store::Connection& c) { return store::judgings(c, runs->run()); });
        QCOMPARE(judgings.size(), 1U);
        QCOMPARE(judgings[0].repeats, 2);
        QCOMPARE(judgings[0].protocol, domain::Protocol::joint);
    }

    void storedAnswersAreJudgedAgain() {
        Program program(*settings_);
        openProject(program);
        const domain::RunId run = program.session.overview()->runs.front().row.id;
        program.window.navigate(place::runs, {{"judge", QVariant::fromValue<qint64>(run.value)}});
        auto* view = program.find<JudgeAgainView>("judgeAgainView");
        QTRY_VERIFY_WITH_TIMEOUT(view->isVisible() && view->judgings()->count() == 1, 20000);
        auto* editor = view->judgings()->editor(0);
        auto* protocol = editor->findChild<Choice*>(QStringLiteral("judgingProtocol"));
        protocol->setCurrentIndex(protocol->findData(static_cast<int>(domain::Protocol::single)));
        emit protocol->activated(protocol->currentIndex());
        auto* rubric = editor->findChild<Choice*>(QStringLiteral("judgingRubric"));
        QVERIFY(rubric->findData(QStringLiteral("kitchen")) >= 0);
        auto* start = view->plan()->startButton();
        QTRY_VERIFY_WITH_TIMEOUT(
            start->isEnabled() && view->plan()->plan() && view->plan()->plan()->calls > 0, 20000);
        QCOMPARE(view->plan()->plan()->judgings.size(), 2U);
        QVERIFY(view->plan()->plan()->calls <= 2 * itemCount); // equal answers are judged once
        QSignalSpy finished(&program.session, &items::ProjectSession::runFinished);
        start->click();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60000);
        const auto judgings =
            program.session.project()->read([&](store::Connection& c) { return store::judgings(c, run); });
        QCOMPARE(judgings.size(), 2U);
        QCOMPARE(judgings[1].protocol, domain::Protocol::single);
        QCOMPARE(judgings[1].status, store::WorkStatus::finished);
    }

    /// Recorded answers come along without being asked for, into a run over a part of the items.
    void recordedAnswersJoinARunOfAPart() {
        Program program(*settings_);
        openProject(program);
        auto& project = *program.session.project();
        const auto overview = program.session.overview();
        const auto set = overview->eval_sets.front();
        domain::CandidateRevisionId recorded;
        project.writer().run([&](store::Connection& c) {
            domain::Candidate candidate;
            candidate.name = "by hand";
            candidate.api = domain::Api::recorded;
            candidate.fingerprint = "file:1";
            recorded = store::save_candidate(c, store::Role::candidate, candidate).revision;
            const domain::RunId other =
                store::create_run(c, {"import", set.newest, std::string(64, 'a'), "{}", "", {recorded}, {1}});
            for (const store::StoredItem& item : store::items(c, set.newest)) {
                store::ImportedResponse response;
                response.text = "said by hand";
                store::import_response(c, other, item.revision, recorded, 1, 1, response);
            }
        });
        workbench::StoredRun wanted;
        wanted.name = "a part";
        wanted.eval_set = set.newest;
        wanted.slice = {2, 5};
        wanted.candidates = {recorded, overview->candidates.front().revision};
        const workbench::RunPlan plan =
            workbench::plan_stored_run(project, *program.session.client(), wanted);
        QCOMPARE(plan.items, std::int64_t{3});
        QCOMPARE(plan.calls,
                 std::int64_t{0}); // the model answered these in the run before: same question, same answer
        const auto made = workbench::set_up_stored_run(project, *program.session.client(), wanted);
        QVERIFY(made.is_new);
        const auto responses =
            project.read([&](store::Connection& c) { return store::responses(c, made.run); });
        QCOMPARE(responses.size(), 3U);
        QVERIFY(!workbench::set_up_stored_run(project, *program.session.client(), wanted).is_new);
        // A part of an eval set is made of the same items.
        const auto asked = project.read(
            [&](store::Connection& c) { return store::items(c, store::run(c, made.run).eval_set); });
        const auto all = project.read([&](store::Connection& c) { return store::items(c, set.newest); });
        QCOMPARE(asked[0].uid, all[2].uid);
        wanted.candidates.clear();
        QVERIFY_THROWS_EXCEPTION(domain::Error,
                                 workbench::plan_stored_run(project, *program.session.client(), wanted));
    }

    void inANarrowWindowThePlanIsADialog() {
        Program program(*settings_);
        program.window.resize(1024, 700);
        openProject(program);
        program.window.navigate(place::runs, {{"new", true}});
        auto* view = program.find<NewRunView>("newRunView");
        auto* open = view->findChild<Button*>(QStringLiteral("openPlan"));
        QVERIFY(open->isVisible());
        auto* start = view->plan()->startButton();
        QVERIFY(!start->isVisible());
        open->click();
        QTRY_VERIFY(start->isVisible());
        QTest::keyClick(program.find<QDialog>("planDialog"), Qt::Key_Escape);
        QTRY_VERIFY(!start->isVisible());
        program.window.resize(1440, 900);
        QTRY_VERIFY(start->isVisible());
        QVERIFY(!open->isVisible());
    }

private:
    void newProject(Program& program) {
        QSignalSpy overview(&program.session, &items::ProjectSession::overviewChanged);
        program.desk->newProject(file_);
        QVERIFY(QTest::qWaitFor([&] { return overview.count() > 0; }, 20000));
    }
    void openProject(Program& program) {
        QSignalSpy overview(&program.session, &items::ProjectSession::overviewChanged);
        program.desk->openFile(file_);
        QVERIFY(QTest::qWaitFor([&] { return overview.count() > 0; }, 20000));
    }
    void fillModel(Program& program, const QString& name, const QString& id) {
        program.find<QLineEdit>("modelName")->setText(name);
        program.find<QLineEdit>("modelUrl")->setText(QString::fromStdString(endpoint_->base_url()));
        program.find<QComboBox>("modelId")->setEditText(id);
    }
    void typeItems(Program& program) {
        program.window.navigate(place::evalSets, {{"new", true}});
        auto* place = program.place<EvalSetsPlace>(place::evalSets);
        QTRY_VERIFY(place->editor() && place->editor()->isLoaded());
        std::vector<domain::Item> made;
        for (int i = 0; i < itemCount; ++i) {
            domain::Item item;
            item.instruction = "Question " + std::to_string(i);
            item.reference = "Answer " + std::to_string(i);
            made.push_back(item);
        }
        place->editor()->model().insertItems(0, made, QStringLiteral("type"));
        place->save();
        QTRY_VERIFY(!place->editor()->model().isModified());
        QTRY_COMPARE(program.session.overview()->eval_sets.front().items, static_cast<int>(itemCount));
    }
    static std::int64_t answered(Program& program) {
        return program.session.project()->read([](store::Connection& c) {
            std::int64_t count = 0;
            for (const store::RunRow& run : store::runs(c)) {
                count += run.name == "from the window" ? store::response_counts(c, run.id).answered : 0;
            }
            return count;
        });
    }
    static store::WorkStatus status(Program& program) {
        return program.session.project()->read([](store::Connection& c) {
            for (const store::RunRow& run : store::runs(c)) {
                if (run.name == "from the window") {
                    return run.status;
                }
            }
            return store::WorkStatus::planned;
        });
    }

    QTemporaryDir folder_;
    QString file_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<tiebreak::test::EndpointProcess> endpoint_;
};

TIEBREAK_UI_TEST_MAIN(RunFromWindowTest)
#include "run_from_window_test.moc"
