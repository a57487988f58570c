// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"
#include "workbench/answer.h"

#include <memory>

namespace tiebreak::items {
class RankingModel;
}

namespace tiebreak::ui {

class DotWhiskerDelegate;
class SectionTitle;
class Settings;
class TableView;

/// Every judged candidate with its score and interval.
class RankingPane : public Pane {
    Q_OBJECT

public:
    explicit RankingPane(Settings* settings, QWidget* parent = nullptr);

    void setAnswer(const std::shared_ptr<const workbench::RunAnswer>& answer);
    [[nodiscard]] TableView* table() const { return table_; }

    [[nodiscard]] QSize sizeHint() const override; ///< all rows

signals:
    /// Enter on a candidate, by name: ask about this one.
    void candidateChosen(const QString& name);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    SectionTitle* title_;
    TableView* table_;
    items::RankingModel* model_;
    DotWhiskerDelegate* whiskers_;
};

} // namespace tiebreak::ui
