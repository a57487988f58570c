// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/locator.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace tiebreak::ui {

/// The palette's rows: a heading a group, then its entries. Headings cannot be selected.
class PaletteRows : public QAbstractListModel {
    Q_OBJECT

public:
    explicit PaletteRows(QObject* parent = nullptr)
        : QAbstractListModel(parent) {}

    void setAnswer(const Locator::Answer& answer);
    [[nodiscard]] const LocatorEntry* entry(const QModelIndex& index) const;

    /// The nearest entry from `row` on, going by `step` (1 or −1); −1 where there is none.
    [[nodiscard]] int nextEntry(int row, int step) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const final;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const final;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const final;

private:
    struct Row {
        QString heading;
        LocatorEntry entry;
    };
    QList<Row> rows_;
};

/// Paints them: icon, title with what matched in bold, detail, key cap at the right.
class PaletteDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit PaletteDelegate(QObject* parent = nullptr)
        : QStyledItemDelegate(parent) {}

    void setNeedle(const QString& needle) { needle_ = needle; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QString needle_;
};

} // namespace tiebreak::ui
