// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window's thread is busy with any one event while a run of 2,000 calls, 32 streams at once, is
// being written behind it. Prints the CPU time of the thread per event: median, 99th, 99.9th percentile and
// the longest. The floor of the same program: events of the same window while nothing runs.
#include "items/project_session.h"
#include "tests/store/temp_project.h"
#include "tests/support/endpoint_process.h"
#include "ui/session/desk.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/start/start_page.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <vector>

using namespace tiebreak;

namespace {

double threadCpuMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Measures each outermost event; nested ones belong to theirs.
class MeasuringApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        if (depth_ > 0) {
            return QApplication::notify(receiver, event);
        }
        ++depth_;
        const double before = threadCpuMs();
        const bool result = QApplication::notify(receiver, event);
        costs.push_back(threadCpuMs() - before);
        --depth_;
        return result;
    }

    std::vector<double> costs;

private:
    int depth_ = 0;
};

void report(const char* what, std::vector<double> costs) {
    std::ranges::sort(costs);
    const auto at = [&](double share) {
        return costs[static_cast<std::size_t>(share * static_cast<double>(costs.size() - 1))];
    };
    std::printf("%-28s %8zu events   p50 %7.3f ms   p99 %7.3f ms   p99.9 %7.3f ms   longest %7.3f ms\n", what,
                costs.size(), at(0.5), at(0.99), at(0.999), costs.back());
}

std::string config(const std::string& base_url, int candidates) {
    std::string text =
        R"({"name": "two thousand calls", "eval_set": {"path": "items.jsonl"}, "candidates": [)";
    for (int i = 0; i < candidates; ++i) {
        const std::string name = "step-" + std::to_string(i + 1);
        text += (i == 0 ? "" : ",") + std::string(R"({"name": ")") + name +
                R"(", "api": "openai-chat", "base_url": ")" + base_url + R"(", "model": ")" + name +
                R"(", "concurrency": 32, "stream": true, "test_loss": 3.)" + std::to_string(100 + i) + "}";
    }
    return text +
           R"(], "judgings": [{"name": "overlap", "protocol": "scorer", "judge": {"scorer": "reference-overlap"}}]})";
}

} // namespace

int main(int argc, char** argv) {
    constexpr int candidates = 20;
    constexpr int items = 100;
    constexpr double latencyMs = 20;
    constexpr double tokenMs = 4;
    constexpr int answerWords = 30;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    MeasuringApplication application(argc, argv);
    ui::Theme::install(application);

    test::EndpointProcess endpoint(nlohmann::json{
        {"latency_ms", latencyMs}, {"token_ms", tokenMs}, {"answer_words", answerWords}, {"tells", "vllm"}});
    nlohmann::json models = nlohmann::json::array();
    for (int i = 0; i < candidates; ++i) {
        models.push_back("step-" + std::to_string(i + 1));
    }
    endpoint.control({{"models", models}});
    const store::TempFolder folder;
    {
        std::ofstream set(folder / "items.jsonl");
        for (int i = 0; i < items; ++i) {
            set << nlohmann::json{{"id", std::to_string(i)},
                                  {"instruction", "Question " + std::to_string(i)},
                                  {"reference", "some words"}}
                       .dump()
                << "\n";
        }
        std::ofstream(folder / "eval.json") << config(endpoint.base_url(), candidates);
    }

    const auto settings = ui::Settings::createTemporary();
    items::ProjectSession session;
    ui::MainWindow window(*settings);
    auto* start = new ui::StartPage;
    window.setStartPage(start);
    ui::Desk desk(window, session, *start);
    window.resize(1440, 900);
    window.show();

    QElapsedTimer wall;
    double seconds = 0;
    QObject::connect(&session, &items::ProjectSession::opened, &window, [&] {
        QTimer::singleShot(500, &window, [&] {
            report("idle window", application.costs);
            application.costs.clear();
            wall.start();
            desk.runConfig(QString::fromStdString((folder / "eval.json").string()));
        });
    });
    QObject::connect(&session, &items::ProjectSession::progressChanged, &window, [&] {
        // The person looks at the run while it goes on: that is the place that has most to paint.
        if (const auto progress = session.progress();
            progress && progress->run.stored() && window.currentPlace() == nullptr) {
            window.navigate(ui::place::runs,
                            {{"run", QVariant::fromValue<qint64>(progress->run.value)}, {"tab", "progress"}});
        }
    });
    QObject::connect(&session, &items::ProjectSession::runFinished, &window, [&] {
        seconds = static_cast<double>(wall.elapsed()) / 1000;
        QTimer::singleShot(300, &application, &QApplication::quit);
    });
    desk.newProject(QString::fromStdString((folder / "bench.tiebreak").string()));
    QTimer::singleShot(120'000, &application, [] {
        std::fprintf(stderr, "the run did not end within two minutes\n");
        QApplication::exit(1);
    });
    const int status = QApplication::exec();
    report("2,000 calls, 32 streams at once", application.costs);
    const double floor = (latencyMs + tokenMs * answerWords) / 1000 * candidates * items / 32;
    std::printf("run: %d calls in %.2f s (floor: %.0f ms a stream, 32 at once = %.2f s)\n",
                candidates * items, seconds, latencyMs + tokenMs * answerWords, floor);
    return status;
}
