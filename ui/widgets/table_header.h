// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

namespace tiebreak::ui {

class DotWhiskerDelegate;

/// A table's header; over a dot-and-whisker column it shows the ticks of its axis instead of a word.
class TableHeader : public QHeaderView {
    Q_OBJECT

public:
    explicit TableHeader(QWidget* parent = nullptr);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
    void initStyleOptionForIndex(QStyleOptionHeader* option, int logicalIndex) const override;

private:
    /// Null where the column is no dot-and-whisker column.
    [[nodiscard]] const DotWhiskerDelegate* dotsOf(int logicalIndex) const;
};

} // namespace tiebreak::ui
