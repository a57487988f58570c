// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_view.h"
#include "ui/widgets/pane.h"

QT_BEGIN_NAMESPACE
class QCheckBox;
class QFormLayout;
class QStandardItemModel;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Choice;
class FilterField;
class LegendList;
class SectionTitle;
class Settings;
class TableView;

/// What stands right of any chart but loss against score: whom it shows, its choice, figures, what the marks
/// mean, and its table. Knows no project; wishes are told, and come back with the next setView.
class ChartInspector : public Pane {
    Q_OBJECT

public:
    explicit ChartInspector(QWidget* parent = nullptr);

    void setView(const ChartView& view);
    /// Selects the table's row of an item; -1 none.
    void setCurrent(int item);

    [[nodiscard]] TableView* table() const { return table_; }
    [[nodiscard]] Choice* option() const { return option_; }
    [[nodiscard]] Choice* colourBy() const { return colourBy_; }
    [[nodiscard]] FilterField* filter() const { return filter_; }
    /// "SD of a candidate's mean	0.415", a line each.
    [[nodiscard]] QString figuresText() const;

signals:
    void viewWanted(const tiebreak::ui::ChartView& view);
    void optionWanted(const QString& id);
    void filterWanted(const QString& words);
    void currentWanted(int item);
    void openItem(int item);

private:
    void fillFigures();
    void fillTable();
    [[nodiscard]] int itemOfRow(int row) const;

    ChartView view_;
    bool filling_ = false;
    FilterField* filter_;
    SectionTitle* optionTitle_;
    Choice* option_;
    SectionTitle* figuresTitle_;
    QWidget* figures_;
    QFormLayout* figureLines_;
    SectionTitle* colourTitle_;
    Choice* colourBy_;
    LegendList* legend_;
    SectionTitle* showTitle_;
    QCheckBox* bars_;
    QCheckBox* names_;
    TableView* table_;
    QStandardItemModel* model_;
};

} // namespace tiebreak::ui
