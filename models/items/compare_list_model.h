// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/compare_order.h"

#include <QAbstractListModel>
#include <QStringList>

#include <memory>

namespace tiebreak::items {

/// "tie", "reruns differ", …: the words for a set of workbench::ItemMark bits, in their order.
[[nodiscard]] QStringList markWords(unsigned marks);

/// A score as the list and the columns write it; "–" where there is none. Minus is U+2212.
[[nodiscard]] QString scoreText(std::optional<double> score, const ScoreScale& scale);

/// Compare's list of items: one index, filtered and sorted. Nothing is copied: rows point into the index.
///   displayRole    title, one line, safe to show
///   idRole         qint64: the item's revision
///   accessible text and description: label, title, scores with names, marks in words; blind: no scores
/// Filtering or sorting 20,000 rows takes a few milliseconds and resets the model.
class CompareListModel : public QAbstractListModel {
    Q_OBJECT

public:
    explicit CompareListModel(QObject* parent = nullptr);

    void setIndex(std::shared_ptr<const workbench::CompareIndex> index);
    [[nodiscard]] const workbench::CompareIndex* index() const { return index_.get(); }
    using QAbstractListModel::index;

    void setFilter(const CompareFilter& filter);
    [[nodiscard]] const CompareFilter& filter() const { return filter_; }

    /// `candidate`: what the sorts about one candidate are about; `against`: whom it is held against.
    void setSort(CompareSort sort, int candidate, int against = 0);
    [[nodiscard]] CompareSort sort() const { return sort_; }
    [[nodiscard]] int sortCandidate() const { return candidate_; }
    [[nodiscard]] int sortAgainst() const { return against_; }

    /// Reading blind: no score is told, and a sort that would give a candidate away becomes that by range.
    void setBlind(bool blind);
    [[nodiscard]] bool isBlind() const { return blind_; }

    [[nodiscard]] const workbench::CompareRow& row(int at) const;
    [[nodiscard]] const ScoreScale& scale() const { return scale_; }
    /// Where an item stands now; -1: filtered away or not there.
    [[nodiscard]] int rowOf(domain::ItemRevisionId item) const;
    [[nodiscard]] int total() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const final;
    [[nodiscard]] QVariant data(const QModelIndex& at, int role) const final;

signals:
    /// Rows are others than before; a view looks up its item again.
    void orderChanged();

private:
    void rebuild();
    [[nodiscard]] QString describe(const workbench::CompareRow& row) const;

    std::shared_ptr<const workbench::CompareIndex> index_;
    CompareFilter filter_;
    CompareSort sort_ = CompareSort::range;
    int candidate_ = -1;
    int against_ = 0;
    bool blind_ = false;
    ScoreScale scale_;
    std::vector<int> order_;
};

} // namespace tiebreak::items
