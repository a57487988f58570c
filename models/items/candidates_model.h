// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/candidates.h"

#include <QAbstractTableModel>

#include <vector>

namespace tiebreak::items {

/// Candidates with what is known of them: how they are reached, their test loss, their tags.
class CandidatesModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        name,
        api,
        modelId,
        testLoss,
        testLossSe,
        lossSet,
        tokenizer,
        tags,
        revision,
        columnCount_
    };

    explicit CandidatesModel(QObject* parent = nullptr);

    void setCandidates(const std::vector<store::CandidateRow>& rows);
    [[nodiscard]] const store::CandidateRow& candidate(int row) const {
        return rows_[static_cast<std::size_t>(row)];
    }
    [[nodiscard]] int rowOf(qint64 candidate) const; ///< -1 where it is not there

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<store::CandidateRow> rows_;
};

} // namespace tiebreak::items
