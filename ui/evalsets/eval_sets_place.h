// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/eval_items_model.h"
#include "items/project_session.h"
#include "ui/shell/place.h"

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Choice;
class EmptyState;
class EvalInspector;
class FilterField;
class PlaceBar;
class Settings;
class TableView;
class TextLabel;

/// The items people are asked about: which eval set and revision, its rows, and what kinds of rows they are.
class EvalSetsPlace : public Place {
    Q_OBJECT

public:
    EvalSetsPlace(items::ProjectSession& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString placeId() const override { return place::evalSets; }
    void activate(const QVariantMap& target) override;
    [[nodiscard]] QVariantMap location() const override;
    bool focusFilter() override;
    [[nodiscard]] QWidget* firstFocus() override;

signals:
    void importRequested();

private:
    void showSets();
    void show(domain::EvalSetRevisionId revision);
    void filter(const QString& words);
    void updateCount();

    items::ProjectSession& session_;
    items::EvalItemsModel model_;
    PlaceBar* bar_;
    Choice* sets_;
    FilterField* filter_;
    TextLabel* count_;
    TableView* table_;
    EvalInspector* inspector_;
    QStackedWidget* stack_;
    EmptyState* nothing_;
    EmptyState* filtered_;
    QStackedWidget* body_;
    domain::EvalSetRevisionId shown_;
    items::Ticket itemsTicket_;
    items::Ticket filterTicket_;
};

} // namespace tiebreak::ui
