// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/check_table.h"

#include <QKeyEvent>

namespace tiebreak::ui {

CheckTable::CheckTable(const QString& accessibleName, const QString& stateName, Settings* settings,
                       QWidget* parent)
    : TableView(accessibleName, stateName, settings, parent) {
    connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) {
        setTicked(index.row(), !isTicked(index.row()));
        emit tickedChanged();
    });
}

bool CheckTable::isTicked(int row) const {
    return model()->index(row, 0).data(Qt::CheckStateRole).toInt() == Qt::Checked;
}

void CheckTable::setTicked(int row, bool ticked) {
    const QModelIndex first = model()->index(row, 0);
    model()->setData(first, ticked ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole);
    model()->setData(first, ticked ? tr("chosen, %1").arg(first.data().toString()) : first.data().toString(),
                     Qt::AccessibleTextRole);
}

void CheckTable::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        const bool ticked = !isTicked(currentIndex().row());
        for (const int row : selectedRows()) {
            setTicked(row, ticked);
        }
        emit tickedChanged();
        return;
    }
    TableView::keyPressEvent(event);
}

} // namespace tiebreak::ui
