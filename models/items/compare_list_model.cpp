// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/compare_list_model.h"

#include "items/roles.h"
#include "items/safe_text.h"

#include <cmath>

namespace tiebreak::items {

using workbench::CompareRow;
using workbench::ItemMark;

QStringList markWords(unsigned marks) {
    static constexpr std::pair<ItemMark, const char*> words[] = {
        {ItemMark::tie, QT_TRANSLATE_NOOP("CompareListModel", "tie")},
        {ItemMark::reruns_differ, QT_TRANSLATE_NOOP("CompareListModel", "reruns differ")},
        {ItemMark::outlier, QT_TRANSLATE_NOOP("CompareListModel", "outlier")},
        {ItemMark::empty, QT_TRANSLATE_NOOP("CompareListModel", "empty answer")},
        {ItemMark::loop, QT_TRANSLATE_NOOP("CompareListModel", "loop")},
        {ItemMark::failed, QT_TRANSLATE_NOOP("CompareListModel", "failed")},
        {ItemMark::parse_failure, QT_TRANSLATE_NOOP("CompareListModel", "verdict not read")},
        {ItemMark::leaked_template, QT_TRANSLATE_NOOP("CompareListModel", "template leaked")},
        {ItemMark::flips, QT_TRANSLATE_NOOP("CompareListModel", "flips on swap")},
        {ItemMark::leaked, QT_TRANSLATE_NOOP("CompareListModel", "in training data")},
        {ItemMark::noted, QT_TRANSLATE_NOOP("CompareListModel", "has a note")},
    };
    QStringList found;
    for (const auto& [mark, word] : words) {
        if (marks & static_cast<unsigned>(mark)) {
            found << CompareListModel::tr(word);
        }
    }
    return found;
}

QString scoreText(std::optional<double> score, const ScoreScale& scale) {
    if (!score || !std::isfinite(*score)) {
        return QStringLiteral("–");
    }
    QString text = QString::number(std::abs(*score), 'f', scale.decimals);
    if (*score < 0 && text.toDouble() != 0) {
        text.prepend(QChar(0x2212));
    }
    return text;
}

CompareListModel::CompareListModel(QObject* parent)
    : QAbstractListModel(parent) {}

void CompareListModel::setIndex(std::shared_ptr<const workbench::CompareIndex> index) {
    index_ = std::move(index);
    scale_ = index_ ? scoreScale(*index_) : ScoreScale{};
    rebuild();
}

void CompareListModel::setFilter(const CompareFilter& filter) {
    filter_ = filter;
    rebuild();
}

void CompareListModel::setSort(CompareSort sort, int candidate, int against) {
    sort_ = sort;
    candidate_ = candidate;
    against_ = against;
    rebuild();
}

void CompareListModel::setBlind(bool blind) {
    if (blind != blind_) {
        blind_ = blind;
        rebuild();
    }
}

void CompareListModel::rebuild() {
    beginResetModel();
    if (index_) {
        CompareFilter filter = filter_;
        CompareSort sort = sort_;
        if (blind_) {
            filter.scoreOf = -1;
            sort = sort <= CompareSort::disagreement ? sort : CompareSort::range;
        }
        order_ = compareOrder(*index_, filter, sort, candidate_, against_);
    } else {
        order_.clear();
    }
    endResetModel();
    emit orderChanged();
}

const CompareRow& CompareListModel::row(int at) const {
    return index_->rows[static_cast<std::size_t>(order_[static_cast<std::size_t>(at)])];
}

int CompareListModel::rowOf(domain::ItemRevisionId item) const {
    for (std::size_t i = 0; i < order_.size(); ++i) {
        if (index_->rows[static_cast<std::size_t>(order_[i])].item == item) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

int CompareListModel::total() const {
    return index_ ? static_cast<int>(index_->rows.size()) : 0;
}

int CompareListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(order_.size());
}

QString CompareListModel::describe(const CompareRow& row) const {
    QStringList said{tr("Item %1").arg(safeLine(row.label)), safeLine(row.title)};
    if (!blind_) {
        for (std::size_t i = 0; i < row.scores.size() && i < index_->candidates.size(); ++i) {
            said << tr("%1: %2").arg(safeLine(index_->candidates[i].name), scoreText(row.scores[i], scale_));
        }
        said << markWords(row.marks);
    }
    return said.join(QStringLiteral(". "));
}

QVariant CompareListModel::data(const QModelIndex& at, int role) const {
    if (!at.isValid() || at.row() >= rowCount()) {
        return {};
    }
    const CompareRow& item = row(at.row());
    switch (role) {
    case Qt::DisplayRole:
        return safeLine(item.title);
    case Qt::AccessibleTextRole:
        return describe(item);
    case idRole:
        return static_cast<qint64>(item.item.value);
    default:
        return {};
    }
}

} // namespace tiebreak::items
