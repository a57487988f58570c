// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/evalsets.h"

#include <QAbstractTableModel>

#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

namespace tiebreak::items {

/// The items of one revision of an eval set, filtered by words (found elsewhere) and category.
class EvalItemsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { number, instruction, input, reference, category, turns, externalId, columnCount_ };
    using Items = std::vector<store::StoredItem>;

    explicit EvalItemsModel(QObject* parent = nullptr);

    void setItems(std::shared_ptr<const Items> items);
    /// Only these items; nothing: all.
    void setFound(std::optional<std::unordered_set<std::int64_t>> found);
    /// Only this category; empty: all.
    void setCategory(const QString& wanted);

    [[nodiscard]] const store::StoredItem& item(int row) const {
        return (*items_)[shown_[static_cast<std::size_t>(row)]];
    }
    [[nodiscard]] int total() const { return items_ ? static_cast<int>(items_->size()) : 0; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void refilter();

    std::shared_ptr<const Items> items_;
    std::vector<std::size_t> shown_;
    std::optional<std::unordered_set<std::int64_t>> found_;
    std::string category_;
};

/// How often each category occurs, most frequent first; the blank one as "(none)".
class EvalCategoryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit EvalCategoryModel(QObject* parent = nullptr);

    void setItems(const EvalItemsModel::Items& items);
    [[nodiscard]] QString category(int row) const; ///< as EvalItemsModel::setCategory takes it

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<std::pair<std::string, int>> counts_;
};

} // namespace tiebreak::items
