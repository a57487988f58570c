// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/candidates_model.h"
#include "items/project_session.h"
#include "ui/shell/place.h"

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class EmptyState;
class ModelForm;
class PlaceBar;
class Settings;
class TableView;

/// The candidates: a table of all, and the one chosen in a form at the right.
class ModelsPlace : public Place {
    Q_OBJECT

public:
    ModelsPlace(items::ProjectSession& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString placeId() const override { return place::models; }
    /// {"candidate": id} chooses one, {"connect": true} starts a new one.
    void activate(const QVariantMap& target) override;
    [[nodiscard]] QVariantMap location() const override;
    [[nodiscard]] QWidget* firstFocus() override;

signals:
    void importRequested();

private:
    void showCandidates();
    void choose(qint64 candidate);
    void connectNew();

    items::ProjectSession& session_;
    items::CandidatesModel model_;
    PlaceBar* bar_;
    TableView* table_;
    ModelForm* form_;
    EmptyState* nothing_;
    QStackedWidget* list_;
    qint64 chosen_ = 0;
};

} // namespace tiebreak::ui
