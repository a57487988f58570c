// SPDX-License-Identifier: GPL-3.0-or-later
// Every way to judge, from the window's form to its answer, with a judge at a real endpoint. With
// TIEBREAK_PICTURES set to a folder it leaves pictures of form and answer there, light and dark.
#include "items/project_session.h"
#include "program.h"
#include "store/candidates.h"
#include "store/evalsets.h"
#include "store/judgings.h"
#include "store/responses.h"
#include "store/runs.h"
#include "support.h"
#include "tests/support/endpoint_process.h"
#include "ui/runs/judge_again_view.h"
#include "ui/runs/judging_editor.h"
#include "ui/runs/judgings_form.h"
#include "ui/runs/run_page.h"
#include "ui/runs/runs_place.h"
#include "ui/session/desk.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/start/start_page.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/message_bar.h"
#include "workbench/report.h"

#include <QCheckBox>
#include <QDir>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>

#include <fmt/format.h>

using namespace tiebreak;
using namespace tiebreak::ui;
using domain::Protocol;
using domain::RankMethod;
using tiebreak::ui::test::Program;

namespace {

constexpr int itemCount = 24;

struct Way {
    const char* name;
    Protocol protocol;
    RankMethod method = RankMethod::listwise;
    const char* box = ""; ///< a check box to be ticked
    int turns = 1;
};

constexpr Way ways[] = {
    {"scorer", Protocol::scorer},
    {"joint", Protocol::joint},
    {"single", Protocol::single},
    {"pairwise", Protocol::pairwise},
    {"pairwise-logprobs", Protocol::pairwise, RankMethod::listwise, "judgingLogprobs"},
    {"round-robin", Protocol::round_robin},
    {"rubric", Protocol::rubric},
    {"rubric-relative", Protocol::rubric, RankMethod::listwise, "judgingRelative"},
    {"listwise", Protocol::listwise, RankMethod::listwise},
    {"pointwise", Protocol::listwise, RankMethod::pointwise},
    {"pairs", Protocol::listwise, RankMethod::pairs},
    {"sorting", Protocol::listwise, RankMethod::sorting},
    {"bubble", Protocol::listwise, RankMethod::bubble},
    {"tournament", Protocol::tournament},
    {"multi-turn", Protocol::multi_turn},
};

} // namespace

class ProtocolsWindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        settings_ = Settings::createTemporary();
        endpoint_ = std::make_unique<tiebreak::test::EndpointProcess>(
            nlohmann::json{{"tells", "vllm"}, {"models", {"judge"}}});
        file_ = folder_.filePath(QStringLiteral("ways.tiebreak"));
        makeProject();
        program_ = std::make_unique<Program>(*settings_);
        QSignalSpy overview(&program_->session, &items::ProjectSession::overviewChanged);
        program_->desk->openFile(file_);
        QVERIFY(QTest::qWaitFor([&] { return overview.count() > 0; }, 20000));
    }
    void cleanupTestCase() {
        program_.reset();
        endpoint_.reset();
    }

    void everyWayRunsToItsEnd_data() {
        QTest::addColumn<int>("way");
        for (int i = 0; i < static_cast<int>(std::size(ways)); ++i) {
            QTest::newRow(ways[i].name) << i;
        }
    }

    void everyWayRunsToItsEnd() {
        QFETCH(int, way);
        const Way& wanted = ways[way];
        auto* view = openForm();
        auto* editor = view->judgings()->editor(0);
        const auto choose = [&](const char* name, int value) {
            auto* choice = editor->findChild<Choice*>(QLatin1String(name));
            choice->setCurrentIndex(choice->findData(value));
            QCOMPARE(choice->currentData().toInt(), value);
        };
        choose("judgingProtocol", static_cast<int>(wanted.protocol));
        if (wanted.protocol == Protocol::listwise) {
            choose("judgingMethod", static_cast<int>(wanted.method));
        }
        if (*wanted.box != '\0') {
            editor->findChild<QCheckBox*>(QLatin1String(wanted.box))->setChecked(true);
        }
        if (wanted.protocol == Protocol::rubric) {
            auto* rubric = editor->findChild<Choice*>(QStringLiteral("judgingRubric"));
            rubric->setCurrentIndex(rubric->findData(QStringLiteral("helpfulness-1-5")));
        }
        auto* start = view->plan()->startButton();
        QTRY_VERIFY2_WITH_TIMEOUT(start->isEnabled(), qPrintable(problem(view)), 20000);
        const workbench::RunPlan plan = *view->plan()->plan();
        QCOMPARE(plan.calls > 0, wanted.protocol != Protocol::scorer);
        // A range where verdicts decide, or where replies from before may serve.
        QCOMPARE(plan.calls_least < plan.calls,
                 wanted.method == RankMethod::sorting || wanted.method == RankMethod::bubble);
        keep(QStringLiteral("%1-form").arg(QLatin1String(wanted.name)));
        endpoint_->control({{"reset_log", true}});
        judge([&] { start->click(); });

        const workbench::Report report = read();
        const workbench::JudgingReport& judging = report.judgings.back();
        QCOMPARE(judging.protocol, domain::to_string(wanted.protocol));
        QCOMPARE(judging.status, std::string("finished"));
        QCOMPARE(judging.parse_failures, std::int64_t{0});
        QCOMPARE(judging.failed, std::int64_t{0});
        const int calls = endpoint_->log().value("calls", 0);
        QVERIFY2(calls <= plan.calls && calls >= plan.calls_least,
                 qPrintable(QStringLiteral("%1 calls, planned %2 to %3")
                                .arg(calls)
                                .arg(plan.calls_least)
                                .arg(plan.calls)));
        const bool ranks = wanted.protocol == Protocol::listwise || wanted.protocol == Protocol::tournament;
        QCOMPARE(judging.ranks.size(), ranks ? std::size_t{4} : std::size_t{0});
        if (ranks) {
            QCOMPARE(judging.rankings->unfinished, std::int64_t{0});
            QCOMPARE(judging.rankings->contradicted, std::int64_t{0});
        }
        // The best model answers best whichever way one asks; its answers say so.
        const bool against = wanted.protocol == Protocol::pairwise || *wanted.box != '\0'; // all may win
        if (wanted.protocol != Protocol::scorer && !against) {
            // Of four, a tournament tells the best two.
            const bool second =
                wanted.protocol == Protocol::tournament && judging.scores.front().name == "step-3";
            QVERIFY2(second || judging.scores.front().name == "step-4", judging.scores.front().name.c_str());
        }
        auto* page = runs()->page();
        for (const auto& [tab, name] : {std::pair{RunPage::answerTab, QStringLiteral("answer")},
                                        std::pair{RunPage::judgingsTab, QStringLiteral("judgings")}}) {
            page->setTab(tab);
            keep(QStringLiteral("%1-%2").arg(QLatin1String(wanted.name), name));
        }
    }

    void aTrialComesFirstAndTheRestIsOffered() {
        auto* view = openForm();
        auto* editor = view->judgings()->editor(0);
        auto* protocol = editor->findChild<Choice*>(QStringLiteral("judgingProtocol"));
        protocol->setCurrentIndex(protocol->findData(static_cast<int>(Protocol::single)));
        editor->findChild<QSpinBox*>(QStringLiteral("judgingSeed"))->setValue(77);
        editor->findChild<QSpinBox*>(QStringLiteral("judgingRepeats"))->setValue(2);
        auto* trial = view->findChild<Button*>(QStringLiteral("planTrial"));
        QTRY_VERIFY_WITH_TIMEOUT(trial->isEnabled(), 20000);
        QVERIFY(trial->text().contains(QLatin1String("20")));
        const std::int64_t all = view->plan()->plan()->calls;
        judge([&] { trial->click(); });
        const workbench::Report report = read();
        QCOMPARE(report.judgings.back().scores.front().n, std::int64_t{20});
        auto* rest = program_->find<Button>("judgeTheRest");
        QVERIFY(rest != nullptr);
        keep(QStringLiteral("trial-answer"));
        rest->click();
        QTRY_VERIFY_WITH_TIMEOUT(view->isVisible() && view->plan()->startButton()->isEnabled(), 20000);
        // Whoever was asked in the trial is not asked again.
        QVERIFY2(view->plan()->plan()->calls <= all - 20,
                 qPrintable(QStringLiteral("%1 of %2").arg(view->plan()->plan()->calls).arg(all)));
        keep(QStringLiteral("trial-rest"));
        judge([&] { view->plan()->startButton()->click(); });
        QCOMPARE(read().judgings.back().scores.front().n, std::int64_t{itemCount});
    }

private:
    void makeProject() {
        store::Project project(file_.toStdString(), store::Project::Open::create);
        project.writer().run([&](store::Connection& c) {
            std::vector<domain::Item> items;
            for (int i = 0; i < itemCount; ++i) {
                domain::Item item;
                item.external_id = fmt::format("q{}", i + 1);
                item.instruction = fmt::format("Write a sentence about subject number {}.", i + 1);
                item.reference = fmt::format("A sentence about subject number {}.", i + 1);
                items.push_back(std::move(item));
            }
            const auto set = store::save_eval_set(c, "sentences", items, "");
            std::vector<domain::CandidateRevisionId> models;
            for (int k = 1; k <= 4; ++k) {
                domain::Candidate candidate;
                candidate.name = fmt::format("step-{}", k);
                candidate.api = domain::Api::recorded;
                candidate.fingerprint = fmt::format("file:{}", k);
                models.push_back(store::save_candidate(c, store::Role::candidate, candidate).revision);
            }
            const domain::RunId run = store::create_run(
                c, {"checkpoints", set, std::string(64, 'a'), "{}", "", models, {1, 1, 1, 1}});
            int i = 0;
            for (const store::StoredItem& item : store::items(c, set)) {
                for (std::size_t k = 0; k < models.size(); ++k) {
                    store::ImportedResponse response;
                    response.text =
                        fmt::format("Subject number {} is a fine thing, says step-{}. quality={}", i + 1,
                                    k + 1, 15 * (k + 1) + static_cast<std::size_t>((i * 7) % 11));
                    store::import_response(c, run, item.revision, models[k], 1, 1, response);
                }
                ++i;
            }
            store::set_run_status(c, run, store::WorkStatus::finished);
            domain::Candidate judge;
            judge.name = "the judge";
            judge.api = domain::Api::openai_chat;
            judge.endpoint.base_url = endpoint_->base_url();
            judge.endpoint.concurrency = 16;
            judge.model = "judge";
            judge.price = domain::Price{0.5, 1};
            store::save_candidate(c, store::Role::judge, judge);
            run_ = run;
        });
    }

    JudgeAgainView* openForm() {
        program_->window.navigate(place::runs, {{"run", QVariant::fromValue<qint64>(run_.value)}});
        program_->window.navigate(place::runs,
                                  {{"judge", QVariant::fromValue<qint64>(run_.value)}, {"items", 0}});
        auto* view = program_->find<JudgeAgainView>("judgeAgainView");
        const bool open = QTest::qWaitFor(
            [&] { return view->isVisible() && view->run() == run_ && view->judgings()->count() == 1; },
            20000);
        return open ? view : nullptr;
    }

    RunsPlace* runs() { return qobject_cast<RunsPlace*>(program_->window.findPlace(place::runs)); }

    static QString problem(JudgeAgainView* view) {
        auto* bar = view->findChild<MessageBar*>(QStringLiteral("planProblem"));
        return bar != nullptr ? bar->message() : QString();
    }

    template <class Start>
    void judge(const Start& start) {
        QSignalSpy finished(&program_->session, &items::ProjectSession::runFinished);
        start();
        QVERIFY(QTest::qWaitFor([&] { return finished.count() > 0; }, 120000));
        QVERIFY(QTest::qWaitFor([&] { return runs()->page()->isVisible() && runs()->run() == run_; }, 20000));
    }

    workbench::Report read() {
        return program_->session.project()->read(
            [&](store::Connection& c) { return workbench::make_report(c, run_); });
    }

    void keep(const QString& name) {
        const QString out = qEnvironmentVariable("TIEBREAK_PICTURES");
        if (out.isEmpty()) {
            return;
        }
        for (const auto mode : {Theme::Mode::light, Theme::Mode::dark}) {
            Theme::instance().setMode(mode);
            int rounds = 0; // what comes from the store is shown by then
            (void)QTest::qWaitFor([&] { return ++rounds > 30; }, 5000);
            const QImage image = ui::test::picture(program_->window);
            QVERIFY(image.save(QDir(out).filePath(
                QStringLiteral("%1-%2.png")
                    .arg(name, mode == Theme::Mode::dark ? QLatin1String("dark") : QLatin1String("light")))));
        }
        Theme::instance().setMode(Theme::Mode::light);
    }

    QTemporaryDir folder_;
    QString file_;
    domain::RunId run_;
    std::unique_ptr<Settings> settings_;
    std::unique_ptr<tiebreak::test::EndpointProcess> endpoint_;
    std::unique_ptr<Program> program_;
};

TIEBREAK_UI_TEST_MAIN(ProtocolsWindowTest)
#include "protocols_window_test.moc"
