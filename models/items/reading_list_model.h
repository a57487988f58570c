// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/table_model.h"
#include "workbench/answer.h"

#include <memory>

namespace tiebreak::items {

/// "lost most", "reruns differ", …
[[nodiscard]] QString whyWord(workbench::ReadingItem::Why why);

/// The items of an answer most worth reading, and why.
///   idRole     qint64: the item's revision
///   glyphRole  in `whyColumn`: "worse", "better" (verdict glyphs) or an icon's name
class ReadingListModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf {
        whyColumn,
        itemColumn,
        categoryColumn,
        candidateScoreColumn,
        baselineScoreColumn,
        differenceColumn
    };

    using TableModel::TableModel;

    void setAnswer(std::shared_ptr<const workbench::RunAnswer> answer);
    [[nodiscard]] const workbench::ReadingItem& at(int row) const;
    /// -1 where it is not listed.
    [[nodiscard]] int rowOf(domain::ItemRevisionId item) const;

protected:
    [[nodiscard]] int rows() const final;
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    [[nodiscard]] QVariant text(const workbench::ReadingItem& entry, int column) const;

    std::shared_ptr<const workbench::RunAnswer> answer_;
    std::vector<Column> columns_;
    int decimals_ = 0;
    int candidateSlot_ = -1;
    int baselineSlot_ = -1;
};

/// What is left of two names when what both begin with is taken off, up to the last space, dash or other
/// sign: "step-8000" and "step-4000" give "8000" and "4000". Unchanged where nothing would be left of one.
[[nodiscard]] std::pair<QString, QString> shortNames(const QString& a, const QString& b);

} // namespace tiebreak::items
