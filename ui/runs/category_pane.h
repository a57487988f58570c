// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"
#include "workbench/answer.h"

#include <memory>

namespace tiebreak::items {
class CategoryModel;
}

namespace tiebreak::ui {

class DotWhiskerDelegate;
class SectionTitle;
class Settings;
class TableView;

/// The paired difference by category, weakest first.
class CategoryPane : public Pane {
    Q_OBJECT

public:
    explicit CategoryPane(Settings* settings, QWidget* parent = nullptr);

    void setAnswer(const std::shared_ptr<const workbench::RunAnswer>& answer);
    [[nodiscard]] TableView* table() const { return table_; }

private:
    SectionTitle* title_;
    TableView* table_;
    items::CategoryModel* model_;
    DotWhiskerDelegate* whiskers_;
};

} // namespace tiebreak::ui
