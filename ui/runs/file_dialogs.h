// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// Asks the person for a file. One seam, so that tests answer instead.
class FileDialogs {
public:
    virtual ~FileDialogs() = default;

    /// A file to read, empty where the person thought better of it. `filter` as QFileDialog takes it.
    virtual QString openFile(QWidget* parent, const QString& title, const QString& folder,
                             const QString& filter);
    /// Files to read, none where the person thought better of it.
    virtual QStringList openFiles(QWidget* parent, const QString& title, const QString& folder,
                                  const QString& filter);
    /// A file to write; the person has agreed to replace what is there.
    virtual QString saveFile(QWidget* parent, const QString& title, const QString& suggested,
                             const QString& filter);
};

} // namespace tiebreak::ui
