// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/offscreen_application.h"

#include <QApplication>

namespace tiebreak::ui {

namespace {

int argumentCount = 3;
char program[] = "tiebreak-cli";
char option[] = "-platform";
char platform[] = "offscreen";
char* arguments[] = {program, option, platform, nullptr};

} // namespace

OffscreenApplication::OffscreenApplication() {
    if (!QCoreApplication::instance()) {
        // By argument, not by environment: what the command starts keeps its own.
        argumentCount = 3;
        application_ = std::make_unique<QApplication>(argumentCount, arguments);
    }
}

OffscreenApplication::~OffscreenApplication() = default;

} // namespace tiebreak::ui
