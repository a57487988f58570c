// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/eval_items_model.h"

#include "items/roles.h"
#include "text/utf8.h"

#include <algorithm>
#include <map>

namespace tiebreak::items {

namespace {

/// A cell shows a line; what is beyond it is read elsewhere.
constexpr std::size_t cellBytes = 600;

QString cell(const std::string& text) {
    return QString::fromStdString(text::for_display(std::string_view(text).substr(0, cellBytes)))
        .simplified();
}

} // namespace

EvalItemsModel::EvalItemsModel(QObject* parent)
    : QAbstractTableModel(parent) {}

void EvalItemsModel::setItems(std::shared_ptr<const Items> items) {
    beginResetModel();
    items_ = std::move(items);
    found_.reset();
    refilter();
    endResetModel();
}

void EvalItemsModel::setFound(std::optional<std::unordered_set<std::int64_t>> found) {
    beginResetModel();
    found_ = std::move(found);
    refilter();
    endResetModel();
}

void EvalItemsModel::setCategory(const QString& wanted) {
    beginResetModel();
    category_ = wanted.toStdString();
    refilter();
    endResetModel();
}

void EvalItemsModel::refilter() {
    shown_.clear();
    for (std::size_t i = 0; items_ && i < items_->size(); ++i) {
        const store::StoredItem& item = (*items_)[i];
        const bool inCategory = category_.empty() || item.content.category == category_ ||
                                (category_ == "(none)" && item.content.category.empty());
        if (inCategory && (!found_ || found_->contains(item.revision.value))) {
            shown_.push_back(i);
        }
    }
}

int EvalItemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}
int EvalItemsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columnCount_;
}

QVariant EvalItemsModel::data(const QModelIndex& index, int role) const {
    const store::StoredItem& stored = item(index.row());
    const domain::Item& content = stored.content;
    const std::string* text = nullptr;
    switch (index.column()) {
    case instruction:
        text = &content.instruction;
        break;
    case input:
        text = &content.input;
        break;
    case reference:
        text = &content.reference;
        break;
    case category:
        text = &content.category;
        break;
    case externalId:
        text = &content.external_id;
        break;
    default:
        break;
    }
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == number) {
            return stored.position + 1;
        }
        return index.column() == turns ? QVariant(static_cast<int>(content.turns.size()) + 1)
                                       : QVariant(cell(*text));
    case copyRole:
        return text ? QVariant(QString::fromStdString(*text)) : data(index, Qt::DisplayRole);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue<int>(
            Qt::AlignVCenter |
            (index.column() == number || index.column() == turns ? Qt::AlignRight : Qt::AlignLeft));
    case toneRole:
        return static_cast<int>(index.column() == number        ? Tone::hint
                                : index.column() == instruction ? Tone::normal
                                                                : Tone::secondary);
    case idRole:
        return QVariant::fromValue<qint64>(stored.revision.value);
    default:
        return {};
    }
}

QVariant EvalItemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue<int>(Qt::AlignVCenter |
                        (section == number || section == turns ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case number:
        return tr("No.");
    case instruction:
        return tr("Instruction");
    case input:
        return tr("Input");
    case reference:
        return tr("Reference");
    case category:
        return tr("Category");
    case turns:
        return tr("Turns");
    default:
        return tr("Id");
    }
}

EvalCategoryModel::EvalCategoryModel(QObject* parent)
    : QAbstractTableModel(parent) {}

void EvalCategoryModel::setItems(const EvalItemsModel::Items& items) {
    beginResetModel();
    std::map<std::string, int> counts;
    for (const store::StoredItem& item : items) {
        ++counts[item.content.category];
    }
    counts_.assign(counts.begin(), counts.end());
    std::ranges::stable_sort(counts_, [](const auto& a, const auto& b) { return a.second > b.second; });
    endResetModel();
}

QString EvalCategoryModel::category(int row) const {
    const std::string& name = counts_[static_cast<std::size_t>(row)].first;
    return name.empty() ? QStringLiteral("(none)") : QString::fromStdString(name);
}

int EvalCategoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(counts_.size());
}
int EvalCategoryModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 3;
}

QVariant EvalCategoryModel::data(const QModelIndex& index, int role) const {
    const int count = counts_[static_cast<std::size_t>(index.row())].second;
    if (role == Qt::DisplayRole) {
        return index.column() == 0   ? QVariant(category(index.row()))
               : index.column() == 2 ? QVariant(count)
                                     : QVariant();
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue<int>(Qt::AlignVCenter | (index.column() == 2 ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (index.column() == 1 && role == valueRole) {
        return static_cast<double>(count) / counts_.front().second;
    }
    return {};
}

QVariant EvalCategoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::DisplayRole) {
        return section == 0 ? tr("Category") : section == 1 ? tr("Share") : tr("Items");
    }
    return {};
}

} // namespace tiebreak::items
