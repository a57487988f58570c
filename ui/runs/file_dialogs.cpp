// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/file_dialogs.h"

#include <QFileDialog>

namespace tiebreak::ui {

QString FileDialogs::openFile(QWidget* parent, const QString& title, const QString& folder,
                              const QString& filter) {
    return QFileDialog::getOpenFileName(parent, title, folder, filter);
}

QStringList FileDialogs::openFiles(QWidget* parent, const QString& title, const QString& folder,
                                   const QString& filter) {
    return QFileDialog::getOpenFileNames(parent, title, folder, filter);
}

QString FileDialogs::saveFile(QWidget* parent, const QString& title, const QString& suggested,
                              const QString& filter) {
    return QFileDialog::getSaveFileName(parent, title, suggested, filter);
}

} // namespace tiebreak::ui
