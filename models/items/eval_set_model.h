// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "domain/item.h"
#include "store/evalsets.h"

#include <QAbstractTableModel>
#include <QUndoStack>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace tiebreak::items {

/// One row of an eval set that is being edited. Never changed once made: an edit puts another in its place,
/// so a snapshot of rows may be read on any thread.
struct EvalRow {
    qint64 key = 0;                  ///< the row's own, the same over its edits
    domain::ItemId item;             ///< not stored: new
    domain::ItemRevisionId revision; ///< stored: as this revision has it
    std::shared_ptr<const domain::Item> content;
    mutable std::atomic<int> words{-1}; ///< of instruction and input; counted when first asked for
};
using EvalRowPtr = std::shared_ptr<const EvalRow>;
using EvalRows = std::vector<EvalRowPtr>;

/// Words of instruction and input, counted once a row. From any thread.
[[nodiscard]] int wordsOf(const EvalRow& row);

/// Rows of stored items, with keys from 1. From any thread.
[[nodiscard]] EvalRows rowsOf(const std::vector<store::StoredItem>& items);

/// What the Marks column says of a row.
struct RowMark {
    enum class Kind { leaked, duplicate } kind = Kind::leaked;
    QString text; ///< "exact, row 412"
    QString tip;
};

/// The items of an eval set as a table one types into: every change can be undone. The last row holds no
/// item: typing or pasting there makes one. Rows are filtered by what was found (elsewhere) and by category.
class EvalSetModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { number, instruction, input, reference, category, turns, mark, externalId, columnCount_ };

    explicit EvalSetModel(QObject* parent = nullptr);

    /// What is stored; forgets what could be undone. `editable` false: an old revision, or a file that is
    /// read only; there is no last row then.
    void setStored(domain::EvalSetRevisionId revision, EvalRows rows, bool editable);
    /// A draft over what is stored: one step, which undo takes back.
    void restoreDraft(EvalRows rows);
    /// `saved` (a snapshot of rows()) was stored as `revision`, each row as the item at its place in
    /// `stored`. Rows edited since stay edited; undo still goes back before it.
    void setSaved(domain::EvalSetRevisionId revision, const EvalRows& saved,
                  const std::vector<store::StoredItem>& stored);

    [[nodiscard]] domain::EvalSetRevisionId base() const { return base_; }
    [[nodiscard]] const EvalRows& rows() const { return rows_; }
    [[nodiscard]] int total() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] bool isEditable() const { return editable_; }
    /// Other rows, or in another order, than the revision it began from.
    [[nodiscard]] bool isModified() const;
    [[nodiscard]] QUndoStack& undoStack() { return undo_; }

    /// The item of a shown row; null for the last, empty one.
    [[nodiscard]] const EvalRow* rowAt(int shownRow) const;
    [[nodiscard]] bool isLastRow(int shownRow) const { return shownRow == static_cast<int>(shown_.size()); }
    /// Where a row is shown; −1 where the filter hides it.
    [[nodiscard]] int shownRowOf(qint64 key) const;

    // Edits; each is one step to undo. Rows are shown rows.
    /// Puts items before `shownRow` (or at the end). Returns the key of the first.
    qint64 insertItems(int shownRow, std::vector<domain::Item> items, const QString& what);
    void removeShown(const QList<int>& shownRows);
    void duplicateShown(const QList<int>& shownRows);
    /// Moves rows up (−1) or down (+1) by one; false where they are at the end already.
    bool moveShown(const QList<int>& shownRows, int by);
    /// The same cell of several rows: a category for all that are selected.
    void setCells(const QList<int>& shownRows, int column, const QString& text);
    /// Anything else that can be undone along with the rest, such as a new name.
    void push(const QString& what, std::function<void()> redo, std::function<void()> undo);
    /// All rows at once: going back to an old revision.
    void replaceAll(EvalRows rows, const QString& what);

    // Filters and marks.
    void setFound(std::optional<std::unordered_set<qint64>> found);
    void setCategory(std::optional<QString> wanted); ///< an empty text: those without one
    [[nodiscard]] const std::optional<QString>& categoryFilter() const { return category_; }
    void setMarks(std::unordered_map<qint64, RowMark> marks); ///< by key
    [[nodiscard]] const std::unordered_map<qint64, RowMark>& marks() const { return marks_; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// The text of a cell as it is edited and copied. Turns: the further ones, "---" alone on a line between.
    [[nodiscard]] static QString cellText(const domain::Item& item, int column);
    /// The same item with another text in a column.
    [[nodiscard]] static domain::Item withCell(domain::Item item, int column, const QString& text);
    [[nodiscard]] EvalRowPtr makeRow(domain::Item content, domain::ItemId item = {},
                                     domain::ItemRevisionId revision = {});

signals:
    void edited(); ///< rows are others now, by an edit, undo or redo
    /// What was just done is about these rows: show and select them.
    void touched(const QList<qint64>& keys);

private:
    class Splice;
    void apply(std::size_t at, std::size_t removed, const EvalRows& inserted);
    void change(EvalRows after, const QString& what, QList<qint64> keys);
    [[nodiscard]] bool passes(const EvalRow& row) const;
    void refilter();
    [[nodiscard]] std::size_t rowIndex(int shownRow) const; ///< in rows_; the end for the last row

    domain::EvalSetRevisionId base_;
    std::vector<domain::ItemRevisionId> stored_; ///< of `base_`, in its order
    EvalRows rows_;
    std::vector<std::size_t> shown_;
    std::optional<std::unordered_set<qint64>> found_;
    std::optional<QString> category_;
    std::unordered_map<qint64, RowMark> marks_;
    bool editable_ = false;
    qint64 nextKey_ = 1;
    QUndoStack undo_;
};

/// How often each category occurs, most frequent first; the blank one as "(none)".
class EvalCategoryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using Counts = std::vector<std::pair<QString, int>>;

    explicit EvalCategoryModel(QObject* parent = nullptr);

    void setCounts(Counts counts);
    [[nodiscard]] QString category(int row) const; ///< empty: those without one

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Counts counts_;
};

/// Counts of a snapshot, most frequent first. From any thread.
[[nodiscard]] EvalCategoryModel::Counts categoryCounts(const EvalRows& rows);

} // namespace tiebreak::items
