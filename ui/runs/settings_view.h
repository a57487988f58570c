// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/candidates.h"
#include "ui/widgets/pane.h"

QT_BEGIN_NAMESPACE
class QCheckBox;
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::items {
class SettingsTableModel;
}

namespace tiebreak::ui {

class EmptyState;
class SectionTitle;
class Settings;
class TableView;

/// The decoding settings of a run's candidates side by side, differences marked.
class SettingsView : public Pane {
    Q_OBJECT

public:
    explicit SettingsView(Settings* settings, QWidget* parent = nullptr);

    void setCandidates(const std::vector<store::CandidateRow>& candidates);
    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] QCheckBox* onlyDifferences() const { return only_; }

private:
    void layOut();

    SectionTitle* title_;
    QCheckBox* only_;
    QStackedWidget* stack_;
    TableView* table_;
    EmptyState* same_;
    items::SettingsTableModel* model_;
};

} // namespace tiebreak::ui
