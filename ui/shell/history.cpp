// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/history.h"

namespace tiebreak::ui {

namespace {

constexpr qsizetype longest = 100;

} // namespace

void History::visit(const Stop& stop) {
    if (at_ >= 0 && stops_[at_] == stop) {
        return;
    }
    stops_.resize(at_ + 1);
    stops_ << stop;
    if (stops_.size() > longest) {
        stops_.removeFirst();
    }
    at_ = stops_.size() - 1;
}

void History::updateCurrent(const QVariantMap& target) {
    if (at_ >= 0) {
        stops_[at_].target = target;
    }
}

std::optional<History::Stop> History::back() {
    if (!canGoBack()) {
        return std::nullopt;
    }
    return stops_[--at_];
}

std::optional<History::Stop> History::forward() {
    if (!canGoForward()) {
        return std::nullopt;
    }
    return stops_[++at_];
}

void History::clear() {
    stops_.clear();
    at_ = -1;
}

} // namespace tiebreak::ui
