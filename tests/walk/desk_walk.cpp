// SPDX-License-Identifier: GPL-3.0-or-later
// From an empty project to the answer by a person's hands: real mouse and keyboard events on a virtual
// screen, against a real model server on a loopback port. TIEBREAK_HANDS says whether with the mouse or by
// the keyboard alone.
#include "items/project_session.h"
#include "store/labels.h"
#include "tests/support/endpoint_answers.h"
#include "tests/support/endpoint_process.h"
#include "tests/walk/hands.h"
#include "ui/charts/loss_score_plot.h"
#include "ui/runs/file_dialogs.h"
#include "ui/runs/run_page.h"
#include "ui/session/desk.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/shell/place.h"
#include "ui/start/start_page.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace tiebreak;
using namespace tiebreak::ui;
using walk::Hands;

namespace {

constexpr int patience = 30000; ///< ms

class FixedDialogs : public FileDialogs {
public:
    QString openFile(QWidget*, const QString&, const QString&, const QString&) override { return path; }
    QStringList openFiles(QWidget*, const QString&, const QString&, const QString&) override {
        return {path};
    }
    QString saveFile(QWidget*, const QString&, const QString&, const QString&) override { return path; }
    QString path;
};

} // namespace

/// A widget that must be there and be seen within a while.
#define AWAIT(name)                                                                                          \
    QTRY_VERIFY2_WITH_TIMEOUT(Hands::find(QStringLiteral(name)) != nullptr, "not seen: " name, patience)

class DeskWalk : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        endpoint_ = std::make_unique<test::EndpointProcess>(
            nlohmann::json{{"tells", "vllm"},
                           {"models", {"step-2000", "step-4000", "judge"}},
                           {"quality", {{"step-2000", 50}, {"step-4000", 55}}}});
        settings_ = Settings::createTemporary();
        start_ = new StartPage;
        window_ = std::make_unique<MainWindow>(*settings_);
        window_->setStartPage(start_);
        desk_ = new Desk(*window_, session_, *start_);
        auto dialogs = std::make_unique<FixedDialogs>();
        dialogs_ = dialogs.get();
        desk_->setFileDialogs(std::move(dialogs));
        window_->resize(1440, 900);
        window_->show();
        QVERIFY(QTest::qWaitForWindowActive(window_.get(), patience));
    }

    void cleanup() {
        if (QTest::currentTestFailed()) {
            hands_.picture(QStringLiteral("failed-") + QLatin1String(QTest::currentTestFunction()),
                           window_.get());
        }
    }

    void cleanupTestCase() {
        session_.close();
        window_.reset();
    }

    /// The first-start page by its third key: an empty project, with a form for the first model.
    void connectsTwoModelsAndAJudge() {
        hands_.picture(QStringLiteral("01-first-start"), window_.get());
        dialogs_->path = folder_.filePath(QStringLiteral("walk.tiebreak"));
        hands_.key(QStringLiteral("3"));
        connectModel(QStringLiteral("step-2000"), QStringLiteral("3.9"), 1, 0);
        hands_.press(button("connectModel"));
        connectModel(QStringLiteral("step-4000"), QStringLiteral("3.7"), 2, 0);
        hands_.choose(button("modelRoles"), tr("Judges"));
        hands_.press(button("connectModel"));
        connectModel(QStringLiteral("judge"), {}, 2, 1);
        hands_.picture(QStringLiteral("02-models"), window_.get());
    }

    void typesFiveItemsAndPastesTwenty() {
        hands_.key(QStringLiteral("ctrl+1"));
        AWAIT("firstEvalSet");
        hands_.press(button("firstEvalSet"));
        AWAIT("evalItems");
        QTRY_VERIFY_WITH_TIMEOUT(Hands::find(QStringLiteral("evalItems"))->hasFocus(), patience);
        for (int i = 1; i <= 5; ++i) {
            hands_.type(QStringLiteral("What is %1 plus one?").arg(i));
            hands_.keys({QStringLiteral("Tab"), QStringLiteral("Tab")});
            hands_.type(QString::number(i + 1));
            hands_.key(QStringLiteral("Return")); // to the next row, back where the Tabs began
        }
        QTRY_COMPARE_WITH_TIMEOUT(rows("evalItems"), 5 + 1, patience); // the last row is for typing
        // A wrong turn: a row too many goes, and comes back.
        hands_.keys({QStringLiteral("Up"), QStringLiteral("Delete")});
        QTRY_COMPARE_WITH_TIMEOUT(rows("evalItems"), 4 + 1, patience);
        hands_.key(QStringLiteral("ctrl+z"));
        QTRY_COMPARE_WITH_TIMEOUT(rows("evalItems"), 5 + 1, patience);
        QString csv = QStringLiteral("instruction,reference,category\n");
        for (int i = 1; i <= 20; ++i) {
            csv += QStringLiteral("\"Name, please, item %1\",answer %1,%2\n")
                       .arg(i)
                       .arg(i % 2 ? QStringLiteral("odd") : QStringLiteral("even"));
        }
        QApplication::clipboard()->setText(csv);
        hands_.key(QStringLiteral("ctrl+v"));
        QTRY_COMPARE_WITH_TIMEOUT(rows("evalItems"), 25 + 1, patience);
        hands_.picture(QStringLiteral("03-eval-set"), window_.get());
        hands_.key(QStringLiteral("ctrl+s"));
        QTRY_VERIFY_WITH_TIMEOUT(session_.overview() && !session_.overview()->eval_sets.empty() &&
                                     session_.overview()->eval_sets.front().items == 25,
                                 patience);
    }

    void makesARubric() {
        hands_.key(QStringLiteral("ctrl+2"));
        AWAIT("newRubric");
        hands_.press(button("newRubric"));
        AWAIT("rubricName");
        QTRY_VERIFY_WITH_TIMEOUT(Hands::find(QStringLiteral("rubricName"))->hasFocus(), patience);
        hands_.key(QStringLiteral("ctrl+a"));
        hands_.type(QStringLiteral("short and right"));
        hands_.fill(button("rubricCriteria"), QStringLiteral("Right first, then short."));
        hands_.picture(QStringLiteral("04-rubric"), window_.get());
        hands_.key(QStringLiteral("ctrl+s"));
        QTRY_VERIFY_WITH_TIMEOUT(hasRubric("short and right", "Right first, then short."), patience);
    }

    /// Answers that were recorded elsewhere, by a manifest with their losses; one of them is out of line.
    void importsRecordedAnswers() {
        const std::vector<std::tuple<QString, double, int>> models{
            {QStringLiteral("step-1000"), 4.1, 46},
            {QStringLiteral("step-3000"), 3.8, 53},
            {QStringLiteral("step-5000"), 3.6, 70},
            {QStringLiteral("step-5000-hot"), 3.65, 20}};
        QByteArray manifest = "name,path,test_loss\n";
        for (const auto& [name, loss, quality] : models) {
            QByteArray answers;
            for (int i = 1; i <= 25; ++i) {
                const QString instruction = i <= 5 ? QStringLiteral("What is %1 plus one?").arg(i)
                                                   : QStringLiteral("Name, please, item %1").arg(i - 5);
                // Two of three answers of step-5000 are as good as those of step-2000: ties for a person to
                // settle.
                const bool tie = name == QLatin1String("step-5000") && i % 3 != 0;
                answers += answer(instruction, name,
                                  tie ? tiebreak::test::quality("step-2000", instruction.toStdString(), 50)
                                      : quality + i % 7);
            }
            write(folder_.filePath(name + QStringLiteral(".jsonl")), answers);
            manifest += QStringLiteral("%1,%1.jsonl,%2\n").arg(name).arg(loss).toUtf8();
        }
        write(folder_.filePath(QStringLiteral("manifest.csv")), manifest);
        hands_.key(QStringLiteral("ctrl+3"));
        AWAIT("importModels");
        dialogs_->path = folder_.filePath(QStringLiteral("manifest.csv"));
        hands_.press(button("importModels"));
        AWAIT("importDialog");
        QTRY_VERIFY_WITH_TIMEOUT(Hands::find(QStringLiteral("importStore"))->isEnabled(), patience);
        hands_.picture(QStringLiteral("05-import"), Hands::find(QStringLiteral("importDialog")));
        hands_.press(button("importStore"));
        QTRY_COMPARE_WITH_TIMEOUT(overviewSize(&workbench::ProjectOverview::candidates), 6U, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!session_.isRunning() && session_.overview()->runs.size() == 1, patience);
    }

    void plansAndRuns() {
        hands_.key(QStringLiteral("ctrl+n"));
        AWAIT("planStart");
        QTRY_VERIFY_WITH_TIMEOUT(Hands::find(QStringLiteral("planStart"))->isEnabled(), patience);
        QCOMPARE(endpoint_->log().value("calls", -1), 0); // a plan asks nobody
        hands_.fill(button("runName"), QStringLiteral("monday"));
        // Only what can be asked is ticked at first; Space takes all away, and again all along.
        hands_.take(button("runCandidates"));
        hands_.keys({QStringLiteral("ctrl+a"), QStringLiteral("space"), QStringLiteral("space")});
        hands_.fill(button("judgingRepeats"), QStringLiteral("2"));
        QTRY_VERIFY_WITH_TIMEOUT(Hands::find(QStringLiteral("planStart"))->isEnabled(), patience);
        hands_.picture(QStringLiteral("06-plan"), window_.get());
        hands_.press(button("planStart"));
        QTRY_VERIFY_WITH_TIMEOUT(session_.isRunning() || runNamed("monday"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!session_.isRunning() && finished("monday"), 60000);
    }

    /// A finished run opens on its answer; from there to the answers side by side.
    void readsTheAnswerAndCompares() {
        AWAIT("compare");
        auto* page = window_->findChild<RunPage*>();
        QTRY_COMPARE_WITH_TIMEOUT(page->tab(), RunPage::answerTab, patience);
        hands_.picture(QStringLiteral("07-answer"), window_.get());
        hands_.press(button("compare"));
        AWAIT("compareList");
        auto* list = Hands::find<QAbstractItemView>(QStringLiteral("compareList"));
        QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() == 25 && list->currentIndex().isValid(), patience);
        hands_.take(list);
        hands_.key(QStringLiteral("Home"));
        QTRY_COMPARE_WITH_TIMEOUT(list->currentIndex().row(), 0, patience);
        hands_.key(QStringLiteral("n"));
        QTRY_COMPARE_WITH_TIMEOUT(list->currentIndex().row(), 1, patience);
        hands_.key(QStringLiteral("p"));
        QTRY_COMPARE_WITH_TIMEOUT(list->currentIndex().row(), 0, patience);
        hands_.key(QStringLiteral("d"));
        hands_.picture(QStringLiteral("08-compare"), window_.get());
    }

    /// From the answer page to its ties; what people say of them stands on the page afterwards.
    void settlesTenTiesAndSeesTheScoreChange() {
        hands_.key(QStringLiteral("ctrl+4"));
        AWAIT("people");
        QVERIFY(!peopleSay().contains(QLatin1String("settled")));
        hands_.press(button("settleTies"));
        AWAIT("card");
        QTRY_VERIFY_WITH_TIMEOUT(Hands::find(QStringLiteral("card"))->hasFocus(), patience);
        hands_.picture(QStringLiteral("09-label"), window_.get());
        for (int n = 0; n < 10; ++n) {
            AWAIT("answerKey1");
            const char* key = n % 5 == 4 ? "tie" : "answerKey1";
            if (hands_.with() == Hands::With::mouse) {
                hands_.press(button(key));
            } else {
                hands_.key(n % 5 == 4 ? QStringLiteral("0") : QStringLiteral("1"));
            }
            QTRY_COMPARE_WITH_TIMEOUT(labels(), static_cast<std::size_t>(n) + 1, patience);
        }
        // A wrong turn: the last card once more, and the other way.
        hands_.key(QStringLiteral("ctrl+z"));
        QTRY_COMPARE_WITH_TIMEOUT(labels(), std::size_t{9}, patience);
        hands_.key(QStringLiteral("2"));
        QTRY_COMPARE_WITH_TIMEOUT(labels(), std::size_t{10}, patience);
        hands_.picture(QStringLiteral("10-labelled"), window_.get());
        hands_.key(QStringLiteral("ctrl+4"));
        QTRY_VERIFY_WITH_TIMEOUT(peopleSay().contains(QLatin1String("ties settled")), patience);
        hands_.picture(QStringLiteral("11-settled"), window_.get());
    }

    void opensTheChartAndItsOutlier() {
        hands_.key(QStringLiteral("ctrl+7"));
        AWAIT("lossScorePlot");
        auto* plot = Hands::find<LossScorePlot>(QStringLiteral("lossScorePlot"));
        QTRY_COMPARE_WITH_TIMEOUT(plot->figure().points().size(), std::size_t{6}, patience);
        int outlier = -1;
        for (int i = 0; i < 6; ++i) {
            const PlotPoint& point = plot->figure().points()[static_cast<std::size_t>(i)];
            QCOMPARE(point.outlier, point.name == QLatin1String("step-5000-hot"));
            outlier = point.outlier ? i : outlier;
        }
        QVERIFY(outlier >= 0);
        hands_.picture(QStringLiteral("12-chart"), window_.get());
        saveChart(QStringLiteral("chart.svg"), 2, "<?xml");
        saveChart(QStringLiteral("chart.pdf"), 3, "%PDF-");
        if (hands_.with() == Hands::With::mouse) {
            const PlotPoint& point = plot->figure().points()[static_cast<std::size_t>(outlier)];
            hands_.clickAt(plot, plot->figure().layer().pixelOf(point).toPoint());
        } else {
            hands_.take(plot);
            hands_.key(QStringLiteral("Home"));
            for (int i = 0; i < outlier; ++i) {
                hands_.key(QStringLiteral("Right"));
            }
            QTRY_COMPARE_WITH_TIMEOUT(plot->currentPoint(), outlier, patience);
            hands_.key(QStringLiteral("Return"));
        }
        AWAIT("compareList");
        hands_.picture(QStringLiteral("13-outliers-items"), window_.get());
    }

    void exportsAReport() {
        hands_.key(QStringLiteral("ctrl+4"));
        AWAIT("report");
        dialogs_->path = folder_.filePath(QStringLiteral("monday.html"));
        hands_.press(button("report"));
        QTRY_VERIFY_WITH_TIMEOUT(read(dialogs_->path).contains("step-5000-hot"), patience);
        const QByteArray html = read(dialogs_->path);
        QVERIFY(html.contains("monday"));
    }

private:
    void connectModel(const QString& name, const QString& loss, std::size_t candidates, std::size_t judges) {
        AWAIT("modelName");
        hands_.fill(button("modelName"), name);
        hands_.fill(button("modelUrl"), QString::fromStdString(endpoint_->base_url()));
        hands_.fill(button("modelId"), name);
        if (!loss.isEmpty()) {
            hands_.fill(button("modelLoss"), loss);
        }
        hands_.press(button("saveModel"));
        QTRY_COMPARE_WITH_TIMEOUT(overviewSize(&workbench::ProjectOverview::candidates), candidates,
                                  patience);
        QTRY_COMPARE_WITH_TIMEOUT(overviewSize(&workbench::ProjectOverview::judges), judges, patience);
    }
    /// By the n-th entry of the menu, to a file that begins as such a file does.
    void saveChart(const QString& name, int entry, const QByteArray& begins) {
        dialogs_->path = folder_.filePath(name);
        hands_.pressForMenu(button("chartSaveAs"), entry);
        QTRY_VERIFY_WITH_TIMEOUT(read(dialogs_->path).startsWith(begins), patience);
        const QString pictures = qEnvironmentVariable("TIEBREAK_PICTURES");
        if (!pictures.isEmpty()) {
            QFile::remove(QDir(pictures).filePath(name));
            QVERIFY(QFile::copy(dialogs_->path, QDir(pictures).filePath(name)));
        }
    }
    static QByteArray read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] std::size_t labels() {
        const domain::RunId run = runNamed("monday")->row.id;
        return session_.project()->read([run](store::Connection& c) { return store::labels(c, run).size(); });
    }
    static QString peopleSay() {
        const auto* label = Hands::find(QStringLiteral("people"));
        return label ? label->property("text").toString() + label->accessibleName() : QString();
    }
    static QByteArray answer(const QString& instruction, const QString& name, int quality) {
        return QStringLiteral("{\"instruction\": \"%1\", \"response\": \"%2 says so, quality=%3\"}\n")
            .arg(instruction, name)
            .arg(quality)
            .toUtf8();
    }
    static void write(const QString& path, const QByteArray& content) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    static QWidget* button(const char* name) {
        QWidget* found = nullptr;
        if (!QTest::qWaitFor([&] { return (found = Hands::find(QLatin1String(name))) != nullptr; },
                             patience)) {
            qFatal("no %s to be seen", name);
        }
        return found;
    }
    static int rows(const char* view) {
        auto* found = Hands::find<QAbstractItemView>(QLatin1String(view));
        return found && found->model() ? found->model()->rowCount() : -1;
    }
    template <class Member>
    std::size_t overviewSize(Member member) const {
        return session_.overview() ? (*session_.overview().*member).size() : 0;
    }
    [[nodiscard]] bool hasRubric(std::string_view name, std::string_view criteria) const {
        const auto& rubrics = session_.overview()->rubrics;
        return std::ranges::any_of(rubrics, [&](const store::RubricRow& row) {
            return row.rubric.name == name && row.rubric.criteria == criteria;
        });
    }
    [[nodiscard]] const workbench::RunOverview* runNamed(std::string_view name) const {
        for (const workbench::RunOverview& row : session_.overview()->runs) {
            if (row.row.name == name) {
                return &row;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool finished(std::string_view name) const {
        const workbench::RunOverview* row = runNamed(name);
        return row && row->row.status == store::WorkStatus::finished;
    }

    QTemporaryDir folder_;
    Hands hands_{qEnvironmentVariable("TIEBREAK_HANDS") == QLatin1String("keyboard") ? Hands::With::keyboard
                                                                                     : Hands::With::mouse,
                 qEnvironmentVariable("TIEBREAK_PICTURES")};
    std::unique_ptr<test::EndpointProcess> endpoint_;
    std::unique_ptr<Settings> settings_;
    items::ProjectSession session_;
    std::unique_ptr<MainWindow> window_;
    StartPage* start_ = nullptr;
    Desk* desk_ = nullptr;
    FixedDialogs* dialogs_ = nullptr;
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Theme::install(application);
    DeskWalk walk;
    return QTest::qExec(&walk, argc, argv);
}

#include "desk_walk.moc"
