// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"
#include "ui/shell/place.h"
#include "workbench/judge_bench.h"

#include <QPointer>

namespace tiebreak::ui {

class JudgesView;
class Settings;
class TrialDialog;

/// Judges in the window: reads the bench from the open project, starts trials.
/// Targets it knows: {"run": id}, {"against": judging's id}.
class JudgesPlace : public Place {
    Q_OBJECT

public:
    JudgesPlace(items::ProjectSession& session, Settings* settings, QWidget* parent = nullptr);

    [[nodiscard]] QString placeId() const override { return QString::fromLatin1(place::judges); }
    void activate(const QVariantMap& target) override;
    [[nodiscard]] QVariantMap location() const override;
    [[nodiscard]] QWidget* firstFocus() override;
    [[nodiscard]] QList<KeyEntry> keys() const override;

    [[nodiscard]] JudgesView* view() const { return view_; }
    [[nodiscard]] TrialDialog* trial() const { return trial_; }

private:
    void read();
    void fillChoices();
    void openTrial();

    items::ProjectSession& session_;
    JudgesView* view_;
    QPointer<TrialDialog> trial_;
    items::Ticket ticket_;
    items::Ticket judgingsTicket_;
    workbench::BenchChoice choice_;
    std::vector<std::pair<domain::JudgingId, std::string>> truths_;
    bool stale_ = true; ///< something was judged or labelled since it was read
};

} // namespace tiebreak::ui
