// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/table_model.h"
#include "store/candidates.h"

#include <vector>

namespace tiebreak::items {

/// The decoding settings of a run's candidates side by side: a row a setting, a column a candidate. A value
/// that differs from that of most candidates carries glyphRole "differs" and a warn ground; what nobody knows
/// (an import that does not say) is unknown, which is not a difference.
class SettingsTableModel : public TableModel {
    Q_OBJECT

public:
    explicit SettingsTableModel(QObject* parent = nullptr);

    void setCandidates(const std::vector<store::CandidateRow>& candidates);
    void setOnlyDifferences(bool only);
    [[nodiscard]] bool onlyDifferences() const { return onlyDifferences_; }

    /// Settings in which candidates are known to differ.
    [[nodiscard]] int differences() const;
    /// Candidates of which at least one setting is unknown.
    [[nodiscard]] int unknownCandidates() const;

protected:
    [[nodiscard]] int rows() const final { return static_cast<int>(visible_.size()); }
    [[nodiscard]] const std::vector<Column>& columns() const final { return columns_; }
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;
    [[nodiscard]] QVariant headerCell(int column, int role) const final;

private:
    struct Value {
        QString text; ///< as compared and copied
        bool known = true;
        bool differs = false;
    };
    struct Setting {
        QString name;
        std::vector<Value> values; ///< by candidate
        bool differs = false;
        bool interesting = true; ///< false: nobody set it
    };
    [[nodiscard]] static Setting setting(const QString& name, std::vector<Value> values, bool always);
    void build(const std::vector<store::CandidateRow>& candidates);
    void choose();

    std::vector<Column> columns_;
    std::vector<int> slots_;
    std::vector<Setting> settings_;
    std::vector<std::size_t> visible_;
    bool onlyDifferences_ = false;
};

} // namespace tiebreak::items
