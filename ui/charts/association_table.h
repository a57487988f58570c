// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/report.h"

#include <QWidget>

#include <optional>

namespace tiebreak::ui {

/// Pearson, Spearman and Kendall's tau-b with their p, over all points and, where some are left out by hand,
/// over the others beside them. A figure that is missing reads "–" and says why in its tooltip.
class AssociationTable : public QWidget {
    Q_OBJECT

public:
    explicit AssociationTable(QWidget* parent = nullptr);

    void setFigures(const workbench::LossScoreReport& all,
                    const std::optional<workbench::LossScoreReport>& without);

    /// The table as text, columns separated by tabs.
    [[nodiscard]] QString text() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Row {
        QString name;
        QStringList cells; ///< coefficient, p, coefficient, p
    };
    QStringList header_;
    QList<Row> rows_;
    QString whyMissing_;
};

} // namespace tiebreak::ui
