// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/eval_set_model.h"
#include "store/evalsets.h"
#include "ui/widgets/pane.h"

#include <QStandardItemModel>

#include <vector>

QT_BEGIN_NAMESPACE
class QLineEdit;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class LengthHistogram;
class Settings;
class TableView;
class TextLabel;

/// What is to know of an eval set beside its rows: categories (a click filters), lengths, what was found in
/// training data, the revisions with the one that is not saved yet.
class EvalInspector : public Pane {
    Q_OBJECT

public:
    explicit EvalInspector(Settings& settings, QWidget* parent = nullptr);

    void setCounts(items::EvalCategoryModel::Counts categories, std::vector<int> lengths);
    /// `unsaved`: what was changed since the newest ("2 added"); empty: nothing.
    void setRevisions(const std::vector<store::EvalSetRevisionRow>& revisions,
                      domain::EvalSetRevisionId shown, const QString& unsaved);
    /// "3 of 110 items: 2 exact, 1 near" and where they were found; empty hides the part.
    void setLeaks(const QString& what, const QString& where);
    void clearCategory();

    [[nodiscard]] QString note() const;
    void clearNote();

signals:
    void categoryChosen(const QString& category);
    void categoryCleared();
    void revisionChosen(qint64 revision);
    void diffRequested();  ///< the newest against what is there now, or the two newest
    void leaksRequested(); ///< shows the rows that were found

private:
    void chooseCategory(int row);

    items::EvalCategoryModel categories_;
    TableView* categoryTable_;
    LengthHistogram* lengths_;
    QWidget* leaks_;
    TextLabel* leaksWhat_;
    TextLabel* leaksWhere_;
    QStandardItemModel revisions_;
    TableView* revisionTable_;
    Button* diff_;
    QLineEdit* note_;
    TextLabel* foot_;
    int chosen_ = -1;
};

} // namespace tiebreak::ui
