// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class StartCard;

/// The page while no file is open: three ways in, a place to drop files, the recent ones. Nothing is
/// contacted unasked. The first card has the focus, so Enter opens the sample; 1, 2 and 3 do the same from
/// anywhere on it.
class StartPage : public Pane {
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);

    void setRecentFiles(const QStringList& paths);

signals:
    void openSample();
    void importFiles();
    void connectModel();
    void openFile(const QString& path);

private:
    QVBoxLayout* recent_;
};

} // namespace tiebreak::ui
