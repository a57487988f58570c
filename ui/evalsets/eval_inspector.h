// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/eval_items_model.h"
#include "store/evalsets.h"
#include "ui/widgets/pane.h"

#include <QStandardItemModel>

#include <vector>

namespace tiebreak::ui {

class LengthHistogram;
class Settings;
class TableView;

/// What is to know of a revision beside its rows: categories (a click filters), lengths, the other revisions.
class EvalInspector : public Pane {
    Q_OBJECT

public:
    explicit EvalInspector(Settings& settings, QWidget* parent = nullptr);

    void setItems(const items::EvalItemsModel::Items& items, std::vector<int> lengths);
    void setRevisions(const std::vector<store::EvalSetRevisionRow>& revisions,
                      domain::EvalSetRevisionId shown);

signals:
    void categoryChosen(const QString& category); ///< empty: all
    void revisionChosen(qint64 revision);

private:
    items::EvalCategoryModel categories_;
    TableView* categoryTable_;
    LengthHistogram* lengths_;
    QStandardItemModel revisions_;
    TableView* revisionTable_;
    QString chosen_;
};

} // namespace tiebreak::ui
