// SPDX-License-Identifier: GPL-3.0-or-later
// What a reader waits for: a frame of a chart of 10,000 points that is being dragged, and the next item of
// six answers of 20 KB with their word diff. Floors of the same program: an empty plot of the same size, and
// the same six columns with one line each.
#include "tests/ui/charts_fixture.h"
#include "tests/ui/compare_values.h"
#include "ui/charts/loss_score_plot.h"
#include "ui/compare/compare_view.h"
#include "ui/compare/safe_text_view.h"
#include "ui/settings/settings.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace tiebreak;
using namespace tiebreak::ui;

namespace {

void report(const char* what, std::vector<double> ms, double promised) {
    std::ranges::sort(ms);
    const auto at = [&](double share) {
        return ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1))];
    };
    std::printf("%-44s %4zu times   p50 %7.2f ms   p95 %7.2f ms   longest %7.2f ms   promised %5.1f ms\n",
                what, ms.size(), at(0.5), at(0.95), ms.back(), promised);
}

/// Milliseconds from a move of the mouse that drags the axes until the frame is painted.
std::vector<double> drag(LossScorePlot& plot, int frames) {
    const auto mouse = [&](QEvent::Type type, const QPoint& at, Qt::MouseButtons buttons) {
        QMouseEvent event(type, at, plot.mapToGlobal(at), Qt::LeftButton, buttons, {});
        QApplication::sendEvent(&plot, &event);
    };
    QPoint at = plot.axisRect()->rect().center() + QPoint(0, 120);
    mouse(QEvent::MouseButtonPress, at, Qt::LeftButton);
    std::vector<double> ms;
    QElapsedTimer clock;
    for (int i = 0; i < frames; ++i) {
        at += QPoint(i % 60 < 30 ? 4 : -4, i % 40 < 20 ? 1 : -1);
        clock.start();
        mouse(QEvent::MouseMove, at, Qt::LeftButton);
        QApplication::processEvents();
        ms.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    mouse(QEvent::MouseButtonRelease, at, Qt::NoButton);
    ms.erase(ms.begin(), ms.begin() + 3); // until it counts as dragging
    return ms;
}

std::vector<double> walk(std::size_t bytes, int items) {
    items::Background background;
    const auto index = ui::test::handmadeIndex(6, items);
    CompareView view(background, nullptr);
    QObject::connect(&view, &CompareView::itemWanted, &view, [&](domain::ItemRevisionId item) {
        auto detail = ui::test::handmadeDetail(*index, item);
        for (std::size_t c = 0; c < detail->columns.size() && bytes > 0; ++c) {
            std::string& text = detail->columns[c].text;
            for (std::size_t word = 0; text.size() < bytes; ++word) {
                const bool own = (word + c + static_cast<std::size_t>(detail->position)) % 7 == 0;
                text += (own ? "own" + std::to_string(c) : "word" + std::to_string(word % 97)) +
                        (word % 90 == 89 ? "\n" : " ");
            }
        }
        view.setDetail(detail);
    });
    view.resize(2600, 900);
    view.show();
    bool shown = false;
    QObject::connect(view.columns(), &AnswerColumns::shown, &view, [&] { shown = true; });
    view.setIndex(index);
    while (!shown) {
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    std::vector<double> ms;
    QElapsedTimer clock;
    for (int i = 1; i < items; ++i) {
        shown = false;
        clock.start();
        view.items()->step(1);
        while (!shown) {
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
        view.columns()->grab(); // painted, not only laid out
        ms.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    return ms;
}

} // namespace

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    Theme::install(application);
    for (const int points : {24, 10'000}) {
        LossScoreView view;
        view.chart = tiebreak::test::manyPoints(points);
        LossScorePlot plot;
        plot.resize(940, 700);
        plot.show();
        plot.setView(view);
        plot.replot();
        const std::vector<double> ms = drag(plot, 180);
        report(points == 24 ? "dragging 24 points (floor)" : "dragging 10,000 points", ms, 1000.0 / 60);
    }
    report("next item, six answers of a line (floor)", walk(0, 40), 50);
    report("next item, six answers of 20 KB with diff", walk(20 * 1024, 40), 50);
    return 0;
}
