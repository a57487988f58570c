// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <utility>
#include <vector>

namespace tiebreak::ui {

/// What stands beside the point under the cursor: mark, name, facts, and the key that opens it. Takes no
/// mouse.
class ChartHoverCard : public QWidget {
    Q_OBJECT

public:
    explicit ChartHoverCard(QWidget* parent);

    void setPoint(int slot, const QString& name, const std::vector<std::pair<QString, QString>>& facts,
                  const QString& keyHint);

    /// Shows the card near a point of the parent without covering it, and where there is a choice without
    /// covering what is in `avoid`.
    void showBeside(const QPointF& point, const std::vector<QRectF>& avoid);

    /// What it says, line by line.
    [[nodiscard]] QString text() const;

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int slot_ = -1;
    QString name_;
    std::vector<std::pair<QString, QString>> facts_;
    QString keyHint_;
};

} // namespace tiebreak::ui
