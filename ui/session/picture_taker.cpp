// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/picture_taker.h"

#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QPixmap>

#include <cstdio>

namespace tiebreak::ui {

namespace {

constexpr int tickMs = 40;
/// Quiet for so many ticks: what was read is painted, and nothing more was asked for.
constexpr int quietNeeded = 5;
constexpr qint64 patienceMs = 60'000;

} // namespace

PictureTaker::PictureTaker(MainWindow& window, items::ProjectSession& session, QString folder)
    : QObject(&window)
    , window_(window)
    , session_(session)
    , folder_(std::move(folder)) {
    QDir().mkpath(folder_);
    timer_.setInterval(tickMs);
    connect(&timer_, &QTimer::timeout, this, &PictureTaker::step);
    waiting_.start();
    timer_.start();
}

bool PictureTaker::settled() {
    const bool quiet =
        session_.isOpen() && session_.overview() && !session_.isRunning() && session_.background().idle();
    quietTicks_ = quiet ? quietTicks_ + 1 : 0;
    return quietTicks_ >= quietNeeded;
}

void PictureTaker::planShots() {
    qint64 judged = 0;
    qint64 published = 0;
    for (const workbench::RunOverview& run : session_.overview()->runs) {
        (run.row.eval_set.stored() ? judged : published) = run.row.id.value;
    }
    const QSize large(1440, 900);
    const QSize small(1024, 640);
    for (const bool dark : {false, true}) {
        const QString end = dark ? QStringLiteral("-dark") : QStringLiteral("-light");
        shots_.push_back({"answer" + end, place::runs, {{"run", judged}, {"tab", "answer"}}, large, dark});
        shots_.push_back({"charts" + end, place::charts, {{"run", judged}}, large, dark});
        if (published != 0) {
            shots_.push_back({"charts-published" + end, place::charts, {{"run", published}}, large, dark});
        }
        shots_.push_back({"compare" + end, place::compare, {{"run", judged}}, large, dark});
        shots_.push_back({"label" + end, place::label, {{"run", judged}, {"figures", false}}, large, dark});
        shots_.push_back({"label-small" + end, place::label, {{"run", judged}}, small, dark});
        shots_.push_back(
            {"label-people" + end, place::label, {{"run", judged}, {"figures", true}}, large, dark});
        shots_.push_back({"eval-sets" + end, place::evalSets, {}, large, dark});
        shots_.push_back({"models" + end, place::models, {}, large, dark});
        shots_.push_back({"runs" + end, place::runs, {{"run", judged}, {"tab", "settings"}}, large, dark});
        shots_.push_back({"rubrics" + end, place::rubrics, {}, large, dark});
        shots_.push_back(
            {"judgings" + end, place::runs, {{"run", judged}, {"tab", "judgings"}}, large, dark});
        shots_.push_back({"judges" + end, place::judges, {{"run", judged}}, large, dark});
        shots_.push_back({"judges-small" + end, place::judges, {{"run", judged}}, small, dark});
        shots_.push_back({"compare-small" + end, place::compare, {{"run", judged}}, small, dark});
        shots_.push_back(
            {"answer-small" + end, place::runs, {{"run", judged}, {"tab", "answer"}}, small, dark});
        shots_.push_back({"charts-small" + end, place::charts, {{"run", judged}}, small, dark});
    }
}

void PictureTaker::begin(const Shot& shot) {
    Theme::instance().setMode(shot.dark ? Theme::Mode::dark : Theme::Mode::light);
    window_.resize(shot.size);
    window_.navigate(shot.place, shot.target);
}

void PictureTaker::keep(const Shot& shot) {
    const QString path = QDir(folder_).filePath(shot.name + QStringLiteral(".png"));
    if (!window_.grab().save(path)) {
        std::fprintf(stderr, "%s: the picture cannot be written\n", qUtf8Printable(path));
        QApplication::exit(1);
    } else {
        std::printf("%s\n", qUtf8Printable(path));
    }
}

void PictureTaker::step() {
    if (waiting_.elapsed() > patienceMs) {
        std::fprintf(stderr, "pictures: the window was not ready within %lld s\n",
                     static_cast<long long>(patienceMs / 1000));
        timer_.stop();
        QApplication::exit(1);
        return;
    }
    if (!settled()) {
        return;
    }
    if (shots_.empty()) {
        planShots();
    } else if (begun_) {
        keep(shots_[next_++]);
        begun_ = false;
    }
    if (next_ == shots_.size()) {
        timer_.stop();
        QApplication::exit(0);
        return;
    }
    begin(shots_[next_]);
    begun_ = true;
    quietTicks_ = 0;
    waiting_.restart();
}

} // namespace tiebreak::ui
