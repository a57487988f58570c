// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/table_view.h"

namespace tiebreak::ui {

/// A table whose rows are ticked, by a click on a row or by Space for those selected. The tick is the first
/// column's Qt::CheckStateRole.
class CheckTable : public TableView {
    Q_OBJECT

public:
    CheckTable(const QString& accessibleName, const QString& stateName, Settings* settings,
               QWidget* parent = nullptr);

    [[nodiscard]] bool isTicked(int row) const;
    void setTicked(int row, bool ticked);

signals:
    void tickedChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace tiebreak::ui
