// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSize>
#include <QTimer>
#include <QVariantMap>

#include <vector>

namespace tiebreak::ui {

class MainWindow;

/// Shows the places one after the other, waits until each has what it shows, and keeps a picture of it: for
/// the documentation, and for machines without a display. Ends the program when done, with 1 where something
/// could not be shown.
class PictureTaker : public QObject {
    Q_OBJECT

public:
    PictureTaker(MainWindow& window, items::ProjectSession& session, QString folder);

private:
    struct Shot {
        QString name;
        QString place;
        QVariantMap target;
        QSize size;
        bool dark = false;
    };

    void planShots();
    void step();
    [[nodiscard]] bool settled();
    void begin(const Shot& shot);
    void keep(const Shot& shot);

    MainWindow& window_;
    items::ProjectSession& session_;
    QString folder_;
    std::vector<Shot> shots_;
    std::size_t next_ = 0;
    bool begun_ = false;
    int quietTicks_ = 0;
    QElapsedTimer waiting_;
    QTimer timer_;
};

} // namespace tiebreak::ui
