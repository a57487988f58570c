// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"
#include "items/project_session.h"
#include "ui/judges/judges_view.h"
#include "ui/shell/place.h"
#include "workbench/judge_bench.h"

#include <optional>
#include <vector>

namespace tiebreak::ui {

/// Judges in the window: reads the league table that the view shows, and has trials started.
/// Targets it knows: {"run": id}, whose judgings alone are then in the table.
class JudgesPlace : public Place {
    Q_OBJECT

public:
    JudgesPlace(items::ProjectSession& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString placeId() const override { return QString::fromLatin1(place::judges); }
    void activate(const QVariantMap& target) override;
    [[nodiscard]] QVariantMap location() const override;
    [[nodiscard]] QWidget* firstFocus() override;

    [[nodiscard]] JudgesView* view() const { return view_; }

signals:
    /// A trial was set up: several judges on the same few items of a run.
    void trialRequested(qint64 run, const std::vector<tiebreak::domain::JudgingSpec>& specs,
                        std::optional<double> cap);

private:
    void read();
    void readIfSeen();
    void showChoices();
    void openTrial();

    items::ProjectSession& session_;
    JudgesView* view_;
    items::Ticket ticket_;
    workbench::BenchChoice choice_;
    QList<JudgesView::Named> truths_; ///< judgings that may be held to be right
};

} // namespace tiebreak::ui
