// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/label_figures_model.h"
#include "ui/widgets/pane.h"

#include <QList>

#include <memory>

QT_BEGIN_NAMESPACE
class QVBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class SectionTitle;
class Settings;
class TableView;
class TextLabel;

/// What people's labels come to: their own win rates, the score with and without the ties they settled,
/// agreement with judges, between people and with oneself, and where they differ.
class PeopleView : public Pane {
    Q_OBJECT

public:
    explicit PeopleView(Settings* settings, QWidget* parent = nullptr);

    /// `deciding`: the judging whose ties count in the score.
    void showFigures(const std::shared_ptr<const workbench::LabelFigures>& figures,
                     domain::JudgingId deciding);
    void setWritable(bool writable);

    [[nodiscard]] TableView* winRates() const { return parts_.at(0).table; }
    [[nodiscard]] TableView* settled() const { return parts_.at(1).table; }
    [[nodiscard]] TableView* agreement() const { return parts_.at(2).table; }
    [[nodiscard]] TableView* annotators() const { return parts_.at(3).table; }
    [[nodiscard]] TableView* disagreements() const { return parts_.at(4).table; }
    [[nodiscard]] Button* breakTies() const { return breakTies_; }
    [[nodiscard]] QString summary() const;

signals:
    void breakTiesWanted(bool on);
    void itemWanted(qint64 item);

private:
    struct Part {
        SectionTitle* title;
        TableView* table;
        items::LabelFiguresModel* model;
        QList<int> widths;
    };
    Part addPart(QVBoxLayout* column, const QString& title, const QString& state, const QList<int>& widths,
                 Settings* settings);
    void fill(const Part& part, items::LabelFiguresModel::Table table, const QString& hint);

    TextLabel* summary_;
    Button* breakTies_;
    QList<Part> parts_;
};

} // namespace tiebreak::ui
