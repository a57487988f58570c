// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress_line.h"

#include "text/utf8.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tiebreak::cli {

namespace {

using Phase = runs::Progress::Phase;
constexpr std::chrono::milliseconds bar_time{100};
constexpr std::chrono::seconds line_time{10};

const char* name_of(Phase phase) {
    switch (phase) {
    case Phase::preparing:
        return "preparing";
    case Phase::asking:
        return "asking";
    case Phase::judging:
        return "judging";
    case Phase::finishing:
        return "finishing";
    case Phase::finished:
        return "finished";
    case Phase::stopped:
        return "stopped";
    case Phase::failed:
        return "failed";
    }
    return "";
}

std::string duration(double seconds) {
    const auto s = static_cast<std::int64_t>(std::ceil(seconds));
    if (s < 60) {
        return fmt::format("{} s", s);
    }
    if (s < 3600) {
        return fmt::format("{} min {:02} s", s / 60, s % 60);
    }
    return fmt::format("{} h {:02} min", s / 3600, s % 3600 / 60);
}

double share(const runs::Progress& progress) {
    return progress.total == 0
               ? 0
               : static_cast<double>(progress.done + progress.failed) / static_cast<double>(progress.total);
}

std::string facts(const runs::Progress& progress) {
    std::string text = fmt::format("{}  {} of {}", name_of(progress.phase),
                                   workbench::thousands(progress.done + progress.failed),
                                   workbench::thousands(progress.total));
    if (progress.failed > 0) {
        text += fmt::format(" · {} failed", workbench::thousands(progress.failed));
    }
    if (progress.cost) {
        text += progress.max_cost ? fmt::format(" · ${:.4f} of ${:g}", progress.run_cost, *progress.max_cost)
                                  : fmt::format(" · ${:.4f}", *progress.cost);
    }
    if (!progress.waiting.empty()) {
        return text + " · " + progress.waiting; // the time left would be a guess
    }
    if (progress.left_s) {
        text += " · " + duration(*progress.left_s) + " left";
    }
    return text;
}

/// The first `columns` characters.
std::string cut(const std::string& text, std::size_t columns) {
    std::size_t at = 0;
    for (std::size_t n = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && n++ == columns) {
            break;
        }
    }
    return text.substr(0, at);
}

} // namespace

std::string progress_bar(const runs::Progress& progress, int columns) {
    constexpr int cells = 20;
    const double part = std::clamp(share(progress), 0.0, 1.0);
    const int full = static_cast<int>(part * cells);
    const std::string bar =
        fmt::format("[{:#<{}}{:-<{}}] {:3.0f} %  ", "", full, "", cells - full, std::floor(part * 100));
    return cut(bar + facts(progress), static_cast<std::size_t>(std::max(columns - 1, 10)));
}

void ProgressLine::show(const runs::Progress& progress) {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (!out_.errors_on_terminal()) {
        const auto tenth = static_cast<std::int64_t>(share(progress) * 10);
        const bool new_phase = progress.phase != phase_ || progress.waiting.empty() == waiting_;
        if (progress.total > 0 && (new_phase || (tenth != tenth_ && now - shown_ >= line_time))) {
            phase_ = progress.phase;
            waiting_ = !progress.waiting.empty();
            tenth_ = tenth;
            shown_ = now;
            tell_line(progress);
        }
        return;
    }
    if (now - shown_ >= bar_time) {
        shown_ = now;
        out_.status(progress_bar(progress, out_.message_columns()));
    }
}

void ProgressLine::tell_line(const runs::Progress& progress) {
    out_.message(fmt::format("{:3.0f} %  {}", std::floor(share(progress) * 100), facts(progress)));
}

void ProgressLine::finish(const runs::Progress& progress) {
    const std::lock_guard lock(mutex_);
    if (out_.errors_on_terminal()) {
        out_.status(progress_bar(progress, out_.message_columns()));
        out_.keep_status();
    }
}

} // namespace tiebreak::cli
