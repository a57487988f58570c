// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/key_list.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QTreeWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class FilterField;

/// Every key and what it does, by place, from the actions that answer to them. F1.
class ShortcutsDialog : public QDialog {
    Q_OBJECT

public:
    ShortcutsDialog(const QList<KeyGroup>& groups, QWidget* parent);

    /// Shows only keys or deeds that hold the words.
    void narrow(const QString& words);
    [[nodiscard]] QTreeWidget* list() const { return list_; }

private:
    FilterField* filter_;
    QTreeWidget* list_;
};

} // namespace tiebreak::ui
