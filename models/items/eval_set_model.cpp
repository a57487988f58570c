// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/eval_set_model.h"

#include "items/roles.h"
#include "items/undo_call.h"
#include "text/utf8.h"

#include <QUndoCommand>

#include <algorithm>

namespace tiebreak::items {

namespace {

/// A cell shows a line; what is beyond it is read elsewhere.
constexpr std::size_t cellBytes = 600;
constexpr int undoSteps = 200;

QString cell(const std::string& text) {
    return QString::fromStdString(text::for_display(std::string_view(text).substr(0, cellBytes)))
        .simplified();
}

bool sameRow(const EvalRowPtr& a, const EvalRowPtr& b) {
    return a == b;
}

} // namespace

int wordsOf(const EvalRow& row) {
    int words = row.words.load(std::memory_order_relaxed);
    if (words < 0) {
        words = static_cast<int>(text::word_count(row.content->instruction) +
                                 text::word_count(row.content->input));
        row.words.store(words, std::memory_order_relaxed);
    }
    return words;
}

EvalRows rowsOf(const std::vector<store::StoredItem>& items) {
    EvalRows rows;
    rows.reserve(items.size());
    for (const store::StoredItem& item : items) {
        auto row = std::make_shared<EvalRow>();
        row->key = static_cast<qint64>(rows.size()) + 1;
        row->item = item.item;
        row->revision = item.revision;
        row->content = std::make_shared<const domain::Item>(item.content);
        rows.push_back(std::move(row));
    }
    return rows;
}

/// Every edit of rows is the exchange of one stretch of them for another.
class EvalSetModel::Splice : public QUndoCommand {
public:
    Splice(EvalSetModel& model, const QString& what, std::size_t at, EvalRows before, EvalRows after,
           QList<qint64> keys)
        : QUndoCommand(what)
        , model_(model)
        , at_(at)
        , before_(std::move(before))
        , after_(std::move(after))
        , keys_(std::move(keys)) {}

    void redo() override {
        model_.apply(at_, before_.size(), after_);
        emit model_.touched(keys_);
    }
    void undo() override {
        model_.apply(at_, after_.size(), before_);
        QList<qint64> keys;
        for (const EvalRowPtr& row : before_) {
            const bool moved = std::ranges::find(after_, row) != after_.end();
            if (!moved && keys.size() < 200) {
                keys.append(row->key);
            }
        }
        emit model_.touched(keys.isEmpty() ? keys_ : keys);
    }

private:
    EvalSetModel& model_;
    std::size_t at_;
    EvalRows before_;
    EvalRows after_;
    QList<qint64> keys_;
};

EvalSetModel::EvalSetModel(QObject* parent)
    : QAbstractTableModel(parent) {
    undo_.setUndoLimit(undoSteps);
}

EvalRowPtr EvalSetModel::makeRow(domain::Item content, domain::ItemId item, domain::ItemRevisionId revision) {
    auto row = std::make_shared<EvalRow>();
    row->key = nextKey_++;
    row->item = item;
    row->revision = revision;
    row->content = std::make_shared<const domain::Item>(std::move(content));
    return row;
}

void EvalSetModel::setStored(domain::EvalSetRevisionId revision, EvalRows rows, bool editable) {
    beginResetModel();
    undo_.clear();
    base_ = revision;
    rows_ = std::move(rows);
    stored_.clear();
    for (const EvalRowPtr& row : rows_) {
        nextKey_ = std::max(nextKey_, row->key + 1);
        stored_.push_back(row->revision);
    }
    editable_ = editable;
    found_.reset();
    category_.reset();
    marks_.clear();
    refilter();
    endResetModel();
}

void EvalSetModel::restoreDraft(EvalRows rows) {
    for (const EvalRowPtr& row : rows) {
        nextKey_ = std::max(nextKey_, row->key + 1);
    }
    change(std::move(rows), tr("unsaved edits"), {});
}

void EvalSetModel::setSaved(domain::EvalSetRevisionId revision, const EvalRows& saved,
                            const std::vector<store::StoredItem>& stored) {
    base_ = revision;
    stored_.clear();
    std::unordered_map<const EvalRow*, std::size_t> places;
    for (std::size_t i = 0; i < saved.size(); ++i) {
        stored_.push_back(stored[i].revision);
        places.emplace(saved[i].get(), i);
    }
    // The rows go on under what they are stored as; steps that undo goes back to keep the rows they had.
    for (EvalRowPtr& row : rows_) {
        const auto place = places.find(row.get());
        if (place == places.end() || row->revision == stored[place->second].revision) {
            continue;
        }
        auto now = std::make_shared<EvalRow>();
        now->key = row->key;
        now->item = stored[place->second].item;
        now->revision = stored[place->second].revision;
        now->content = row->content;
        now->words.store(row->words.load());
        row = std::move(now);
    }
}

bool EvalSetModel::isModified() const {
    return !std::ranges::equal(rows_, stored_, {}, [](const EvalRowPtr& row) { return row->revision; });
}

const EvalRow* EvalSetModel::rowAt(int shownRow) const {
    return shownRow >= 0 && shownRow < static_cast<int>(shown_.size())
               ? rows_[shown_[static_cast<std::size_t>(shownRow)]].get()
               : nullptr;
}

int EvalSetModel::shownRowOf(qint64 key) const {
    const auto found = std::ranges::find_if(shown_, [&](std::size_t i) { return rows_[i]->key == key; });
    return found == shown_.end() ? -1 : static_cast<int>(found - shown_.begin());
}

std::size_t EvalSetModel::rowIndex(int shownRow) const {
    return shownRow >= 0 && shownRow < static_cast<int>(shown_.size())
               ? shown_[static_cast<std::size_t>(shownRow)]
               : rows_.size();
}

bool EvalSetModel::passes(const EvalRow& row) const {
    const bool inCategory = !category_ || QString::fromStdString(row.content->category) == *category_;
    return inCategory && (!found_ || found_->contains(row.key));
}

void EvalSetModel::refilter() {
    shown_.clear();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (passes(*rows_[i])) {
            shown_.push_back(i);
        }
    }
}

/// Exchanges rows [at, at + removed). What a person just made is shown whatever the filter says: it would
/// vanish under their hands otherwise.
void EvalSetModel::apply(std::size_t at, std::size_t removed, const EvalRows& inserted) {
    if (found_) {
        for (const EvalRowPtr& row : inserted) {
            found_->insert(row->key);
        }
    }
    const auto shownBefore = [&](std::size_t row) {
        return static_cast<int>(std::ranges::lower_bound(shown_, row) - shown_.begin());
    };
    const int first = shownBefore(at);
    const int oldCount = shownBefore(at + removed) - first;
    int newCount = 0;
    for (const EvalRowPtr& row : inserted) {
        newCount += passes(*row) ? 1 : 0;
    }
    const int common = std::min(oldCount, newCount);
    if (newCount > oldCount) {
        beginInsertRows({}, first + common, first + newCount - 1);
    } else if (newCount < oldCount) {
        beginRemoveRows({}, first + common, first + oldCount - 1);
    }
    const auto from = rows_.begin() + static_cast<std::ptrdiff_t>(at);
    const auto end = from + static_cast<std::ptrdiff_t>(removed);
    if (removed == inserted.size()) {
        std::ranges::copy(inserted, from);
    } else {
        rows_.insert(rows_.erase(from, end), inserted.begin(), inserted.end());
    }
    refilter();
    if (newCount > oldCount) {
        endInsertRows();
    } else if (newCount < oldCount) {
        endRemoveRows();
    }
    if (common > 0) {
        emit dataChanged(index(first, 0), index(first + common - 1, columnCount_ - 1));
    }
    if (newCount != oldCount && rowCount() > first) { // row numbers below are others
        emit dataChanged(index(first, number), index(rowCount() - 1, number));
    }
    emit edited();
}

void EvalSetModel::change(EvalRows after, const QString& what, QList<qint64> keys) {
    std::size_t head = 0;
    while (head < rows_.size() && head < after.size() && sameRow(rows_[head], after[head])) {
        ++head;
    }
    std::size_t tail = 0;
    while (tail < rows_.size() - head && tail < after.size() - head &&
           sameRow(rows_[rows_.size() - 1 - tail], after[after.size() - 1 - tail])) {
        ++tail;
    }
    EvalRows before(rows_.begin() + static_cast<std::ptrdiff_t>(head),
                    rows_.end() - static_cast<std::ptrdiff_t>(tail));
    EvalRows now(after.begin() + static_cast<std::ptrdiff_t>(head),
                 after.end() - static_cast<std::ptrdiff_t>(tail));
    if (before.empty() && now.empty()) {
        return;
    }
    undo_.push(new Splice(*this, what, head, std::move(before), std::move(now), std::move(keys)));
}

qint64 EvalSetModel::insertItems(int shownRow, std::vector<domain::Item> items, const QString& what) {
    if (!editable_ || items.empty()) {
        return 0;
    }
    EvalRows made;
    QList<qint64> keys;
    for (domain::Item& item : items) {
        made.push_back(makeRow(std::move(item)));
        keys.append(made.back()->key);
    }
    const std::size_t at = rowIndex(shownRow);
    undo_.push(new Splice(*this, what, at, {}, std::move(made), keys));
    return keys.first();
}

void EvalSetModel::removeShown(const QList<int>& shownRows) {
    std::unordered_set<std::size_t> gone;
    for (const int row : shownRows) {
        if (rowAt(row) != nullptr) {
            gone.insert(rowIndex(row));
        }
    }
    if (!editable_ || gone.empty()) {
        return;
    }
    EvalRows after;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (!gone.contains(i)) {
            after.push_back(rows_[i]);
        }
    }
    const std::size_t next = rowIndex(shownRows.first());
    const QList<qint64> keys = next < after.size() ? QList<qint64>{after[next]->key} : QList<qint64>{};
    change(std::move(after), gone.size() == 1 ? tr("remove a row") : tr("remove %1 rows").arg(gone.size()),
           keys);
}

void EvalSetModel::duplicateShown(const QList<int>& shownRows) {
    if (!editable_ || shownRows.isEmpty()) {
        return;
    }
    EvalRows made;
    QList<qint64> keys;
    std::size_t at = 0;
    for (const int shown : shownRows) {
        if (const EvalRow* row = rowAt(shown)) {
            domain::Item copy = *row->content;
            copy.external_id.clear(); // an id names one item
            made.push_back(makeRow(std::move(copy)));
            keys.append(made.back()->key);
            at = rowIndex(shown) + 1;
        }
    }
    if (!made.empty()) {
        const QString what =
            made.size() == 1 ? tr("duplicate a row") : tr("duplicate %1 rows").arg(made.size());
        undo_.push(new Splice(*this, what, at, {}, std::move(made), keys));
    }
}

bool EvalSetModel::moveShown(const QList<int>& shownRows, int by) {
    QList<int> rows;
    for (const int row : shownRows) {
        if (rowAt(row) != nullptr) {
            rows.append(row);
        }
    }
    const int last = static_cast<int>(shown_.size()) - 1;
    if (!editable_ || rows.isEmpty() || (by < 0 && rows.first() == 0) || (by > 0 && rows.last() == last)) {
        return false;
    }
    EvalRows after = rows_;
    QList<qint64> keys;
    if (by > 0) {
        std::ranges::reverse(rows);
    }
    for (const int row : rows) { // neighbours among what is shown change places
        std::swap(after[rowIndex(row)], after[rowIndex(row + by)]);
        keys.append(rowAt(row)->key);
    }
    change(std::move(after), by < 0 ? tr("move up") : tr("move down"), keys);
    return true;
}

void EvalSetModel::setCells(const QList<int>& shownRows, int column, const QString& text) {
    if (!editable_) {
        return;
    }
    EvalRows after = rows_;
    QList<qint64> keys;
    for (const int shown : shownRows) {
        const EvalRow* row = rowAt(shown);
        if (row == nullptr || cellText(*row->content, column) == text) {
            continue;
        }
        auto changed = std::make_shared<EvalRow>();
        changed->key = row->key;
        changed->item = row->item;
        changed->content = std::make_shared<const domain::Item>(withCell(*row->content, column, text));
        after[rowIndex(shown)] = std::move(changed);
        keys.append(row->key);
    }
    if (!keys.isEmpty()) {
        const QString name = headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().toLower();
        change(std::move(after), tr("edit %1").arg(name), keys);
    }
}

void EvalSetModel::push(const QString& what, std::function<void()> redo, std::function<void()> undo) {
    undo_.push(new UndoCall(what, std::move(redo), std::move(undo)));
}

void EvalSetModel::replaceAll(EvalRows rows, const QString& what) {
    if (editable_) {
        for (const EvalRowPtr& row : rows) {
            nextKey_ = std::max(nextKey_, row->key + 1);
        }
        change(std::move(rows), what, {});
    }
}

void EvalSetModel::setFound(std::optional<std::unordered_set<qint64>> found) {
    beginResetModel();
    found_ = std::move(found);
    refilter();
    endResetModel();
}

void EvalSetModel::setCategory(std::optional<QString> wanted) {
    beginResetModel();
    category_ = std::move(wanted);
    refilter();
    endResetModel();
}

void EvalSetModel::setMarks(std::unordered_map<qint64, RowMark> marks) {
    marks_ = std::move(marks);
    if (rowCount() > 0) {
        emit dataChanged(index(0, mark), index(rowCount() - 1, mark));
    }
}

int EvalSetModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(shown_.size()) + (editable_ ? 1 : 0);
}
int EvalSetModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columnCount_;
}

QVariant EvalSetModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const int column = index.column();
    const bool isNumber = column == number || column == turns;
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue<int>(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    const EvalRow* row = rowAt(index.row());
    if (row == nullptr) { // the row that waits to be typed into
        switch (role) {
        case Qt::DisplayRole:
            return column == number        ? QStringLiteral("+")
                   : column == instruction ? tr("Type or paste rows here")
                                           : QString();
        case Qt::EditRole:
        case copyRole:
            return QString();
        case toneRole:
            return static_cast<int>(Tone::hint);
        default:
            return {};
        }
    }
    const domain::Item& content = *row->content;
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case number:
            return static_cast<int>(rowIndex(index.row())) + 1;
        case turns:
            return static_cast<int>(content.turns.size()) + 1;
        case mark: {
            const auto found = marks_.find(row->key);
            return found == marks_.end() ? QString() : found->second.text;
        }
        default:
            return cell(cellText(content, column).toStdString());
        }
    case Qt::EditRole:
        return cellText(content, column);
    case copyRole:
        return column == number || column == turns || column == mark ? data(index, Qt::DisplayRole)
                                                                     : QVariant(cellText(content, column));
    case Qt::ToolTipRole: {
        const auto found = column == mark ? marks_.find(row->key) : marks_.end();
        return found == marks_.end() ? QVariant() : QVariant(found->second.tip);
    }
    case glyphRole: {
        const auto found = column == mark ? marks_.find(row->key) : marks_.end();
        return found == marks_.end()                         ? QVariant()
               : found->second.kind == RowMark::Kind::leaked ? QVariant(QStringLiteral("mark-leaked"))
                                                             : QVariant(QStringLiteral("copy"));
    }
    case toneRole:
        return static_cast<int>(column == number        ? Tone::hint
                                : column == mark        ? Tone::warn
                                : column == instruction ? Tone::normal
                                                        : Tone::secondary);
    case idRole:
        return QVariant::fromValue<qint64>(row->revision.value);
    case Qt::AccessibleTextRole:
        return column == number ? tr("Item %1").arg(rowIndex(index.row()) + 1) : data(index, Qt::DisplayRole);
    default:
        return {};
    }
}

bool EvalSetModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !editable_ || !(flags(index) & Qt::ItemIsEditable)) {
        return false;
    }
    const QString text = value.toString();
    if (rowAt(index.row()) != nullptr) {
        setCells({index.row()}, index.column(), text);
        return true;
    }
    if (text.trimmed().isEmpty()) {
        return false; // nothing was typed: no row
    }
    insertItems(static_cast<int>(shown_.size()), {withCell({}, index.column(), text)}, tr("type a row"));
    return true;
}

Qt::ItemFlags EvalSetModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (editable_ && index.column() != number && index.column() != mark) {
        flags |= Qt::ItemIsEditable;
    }
    return flags;
}

QString EvalSetModel::cellText(const domain::Item& item, int column) {
    switch (column) {
    case instruction:
        return QString::fromStdString(item.instruction);
    case input:
        return QString::fromStdString(item.input);
    case reference:
        return QString::fromStdString(item.reference);
    case category:
        return QString::fromStdString(item.category);
    case externalId:
        return QString::fromStdString(item.external_id);
    case turns: {
        QStringList list;
        for (const std::string& turn : item.turns) {
            list.append(QString::fromStdString(turn));
        }
        return list.join(QStringLiteral("\n---\n"));
    }
    default:
        return {};
    }
}

domain::Item EvalSetModel::withCell(domain::Item item, int column, const QString& text) {
    switch (column) {
    case instruction:
        item.instruction = text.toStdString();
        break;
    case input:
        item.input = text.toStdString();
        break;
    case reference:
        item.reference = text.toStdString();
        break;
    case category:
        item.category = text.trimmed().toStdString();
        break;
    case externalId:
        item.external_id = text.trimmed().toStdString();
        break;
    case turns:
        item.turns.clear();
        for (const QString& turn : text.split(QStringLiteral("\n---\n"))) {
            if (!turn.trimmed().isEmpty()) {
                item.turns.push_back(turn.toStdString());
            }
        }
        break;
    default:
        break;
    }
    return item;
}

QVariant EvalSetModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue<int>(
            Qt::AlignVCenter | (section == number || section == turns ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role == Qt::ToolTipRole && section == turns) {
        return tr(
            "What the person says after the first answer; F2 edits the further turns, with --- alone on "
            "a line between them");
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
    case mark:
        return tr("Marks");
    default:
        return tr("Id");
    }
}

} // namespace tiebreak::items
