// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"
#include "ui/session/desk.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/start/start_page.h"

#include <memory>

namespace tiebreak::ui::test {

/// The program without its main(): window, session, desk.
struct Program {
    explicit Program(Settings& settings)
        : window(settings) {
        auto* start = new StartPage;
        window.setStartPage(start);
        desk = std::make_unique<Desk>(window, session, *start);
        window.resize(1440, 900);
        window.show();
        window.activateWindow();
    }
    ~Program() {
        desk.reset();
        session.close();
    }

    template <class T>
    T* find(const char* name) {
        return window.findChild<T*>(QString::fromLatin1(name));
    }
    template <class T>
    T* place(const char* id) {
        return qobject_cast<T*>(window.findPlace(QLatin1String(id)));
    }

    items::ProjectSession session;
    MainWindow window;
    std::unique_ptr<Desk> desk;
};

} // namespace tiebreak::ui::test
