// SPDX-License-Identifier: GPL-3.0-or-later
// From the key of a verdict to the next card on the screen: label_bench [CARDS] [MS_BETWEEN_KEYS]. A thousand
// cards of two answers of 2 KB each, unless told. Prints the median, the 99th percentile and the longest, and
// the same for a card alone, without a verdict, as the floor.
#include "items/label_session.h"
#include "items/project_session.h"
#include "tests/workbench/judged_project.h"
#include "ui/compare/safe_text_view.h"
#include "ui/label/answer_pane.h"
#include "ui/label/card_view.h"
#include "ui/label/label_place.h"
#include "ui/label/label_view.h"
#include "ui/settings/settings.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace tiebreak;
using namespace tiebreak::ui;

namespace {

/// Tells when a widget was painted.
class Painted : public QObject {
public:
    explicit Painted(QObject* watched) { watched->installEventFilter(this); }
    bool happened = false;

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        happened = happened || event->type() == QEvent::Paint;
        return false;
    }
};

/// What the calling thread has computed, in milliseconds.
double computed() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

void print(const char* what, std::vector<double> ms) {
    std::ranges::sort(ms);
    const auto at = [&](double share) { return ms[static_cast<std::size_t>(share * (ms.size() - 1))]; };
    std::printf("%s: median %.2f ms, 99th percentile %.2f ms, longest %.2f ms (%zu)\n", what, at(0.5),
                at(0.99), ms.back(), ms.size());
}

std::string text_of(std::size_t seed) {
    static constexpr const char* words[] = {"the ", "answer ", "reads ", "long ", "enough ",
                                            "to ",  "wrap ",   "over ",  "many ", "lines, ",
                                            "and ", "still ",  "fits. "};
    std::string text;
    while (text.size() < 2048) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        text += words[(seed >> 33U) % std::size(words)];
    }
    return text;
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM",
            qgetenv("QT_QPA_PLATFORM").isEmpty() ? "offscreen" : qgetenv("QT_QPA_PLATFORM"));
    QApplication application(argc, argv);
    Theme::install(application);
    const auto cards = static_cast<std::size_t>(argc > 1 ? std::atol(argv[1]) : 1000);
    const int between = argc > 2 ? std::atoi(argv[2]) : 60;
    workbench::JudgedProject p;
    p.make(workbench::plain_items(cards + 300), {workbench::model("one"), workbench::model("two")},
           {.baseline = "", .answer = [](std::size_t c, std::size_t i) -> std::optional<std::string> {
                return text_of(2 * i + c);
            }});
    const auto judge = p.judging("ift", domain::Protocol::joint, "endpoint", "judge", 1);
    p.write([&](store::Connection& c) {
        for (std::size_t i = 0; i < cards + 300; ++i) {
            p.joint(c, judge, i, 1, {{0, 50, ""}, {1, 50, ""}});
        }
    });
    items::ProjectSession session;
    const auto settings = Settings::createTemporary();
    session.open(QString::fromStdString(p.project.file().string()));
    LabellingPlace place(session, *settings);
    place.resize(1256, 828);
    place.show();
    const auto turn = [&](const auto& until) {
        while (!until()) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
        }
    };
    turn([&] { return place.labels().card() != nullptr && place.isVisible(); });
    CardView* card = place.view()->card();
    Painted painted(card->answer(1)->text()->viewport());
    std::vector<double> ms;
    std::vector<double> cpu;
    std::size_t late = 0;
    for (std::size_t n = 0; n < cards; ++n) {
        QElapsedTimer rest;
        rest.start();
        turn([&] { return rest.elapsed() >= between; });
        late += place.labels().card() == nullptr ? 1 : 0;
        turn([&] { return place.labels().card() != nullptr; });
        painted.happened = false;
        QElapsedTimer clock;
        clock.start();
        const double before = computed();
        QTest::keyClick(card, n % 2 == 0 ? Qt::Key_1 : Qt::Key_2);
        turn([&] { return painted.happened; });
        ms.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        cpu.push_back(computed() - before);
    }
    print("computed by the window's thread for it", cpu);
    print("key to next card painted", ms);
    std::printf("cards that were not laid out yet when the key came: %zu\n", late);
    std::vector<double> floor;
    const auto shown = place.labels().card();
    for (int n = 0; n < 200; ++n) {
        painted.happened = false;
        QElapsedTimer clock;
        clock.start();
        card->showCard(shown, {});
        turn([&] { return painted.happened; });
        floor.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    print("the same card laid out and painted alone", floor);
    const auto stored = p.project.read([&](store::Connection& c) { return store::label_count(c, p.run); });
    std::printf("labels stored: %lld of %zu\n", static_cast<long long>(stored), cards);
    return stored == static_cast<std::int64_t>(cards) ? 0 : 1;
}
