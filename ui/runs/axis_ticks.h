// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/dot_whisker.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QHeaderView;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// The numbers of a dot-and-whisker column's axis, over the header of that column. The mouse goes through.
class AxisTicks : public QWidget {
    Q_OBJECT

public:
    AxisTicks(QHeaderView* header, int column);

    void setAxis(const DotAxis& axis);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void follow();

    QHeaderView* header_;
    int column_;
    DotAxis axis_;
};

} // namespace tiebreak::ui
