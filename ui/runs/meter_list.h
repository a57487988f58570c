// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"
#include "workbench/answer.h"

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// One line of "What could mislead": name, a strip with the harmless band and the value, the figure in words,
/// and what it means.
class MeterRow : public QWidget {
    Q_OBJECT

public:
    explicit MeterRow(const workbench::Meter& meter, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {440, 25}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {300, 25}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintStrip(QPainter& painter, const QRect& box) const;

    workbench::Meter meter_;
};

/// What could make the answer wrong, one meter a line.
class MeterList : public Pane {
    Q_OBJECT

public:
    explicit MeterList(QWidget* parent = nullptr);

    void setMeters(const std::vector<workbench::Meter>& meters);

private:
    QVBoxLayout* rows_;
};

} // namespace tiebreak::ui
