// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

class QApplication;

namespace tiebreak::ui {

/// What drawing charts needs where there is no window: an application that never asks for a display. Does
/// nothing where one is there already. Make it on the main thread, at most one at a time.
class OffscreenApplication {
public:
    OffscreenApplication();
    ~OffscreenApplication();
    OffscreenApplication(const OffscreenApplication&) = delete;
    OffscreenApplication& operator=(const OffscreenApplication&) = delete;

private:
    std::unique_ptr<QApplication> application_;
};

} // namespace tiebreak::ui
