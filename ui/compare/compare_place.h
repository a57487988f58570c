// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"
#include "ui/shell/place.h"
#include "workbench/compare_view.h"

#include <memory>
#include <optional>

namespace tiebreak::ui {

class CompareView;
class NoteKeeper;
class Settings;

/// Compare in the window: reads what the view wants from the open project.
/// Targets it knows: {"run": id}, {"judging": id}, {"item": item revision's id}, {"position": place in the
/// eval set, from 0}, {"candidate": name} whose column is then current; without an item, those it lost most
/// on come first, to the baseline or to {"against": name}. {"lowest": score}, {"highest": score} of the
/// candidate and {"marks": bits of ItemMark} narrow the list, {"sort": "reruns"} puts first what reruns
/// differ on most. An item that the run does not have is looked for in the other runs, newest first; one that
/// no run has is shown in Eval sets.
class ComparePlace : public Place {
    Q_OBJECT

public:
    ComparePlace(items::ProjectSession& session, Settings& settings, QWidget* parent = nullptr);

    [[nodiscard]] QString placeId() const override { return QString::fromLatin1(place::compare); }
    void activate(const QVariantMap& target) override;
    [[nodiscard]] QVariantMap location() const override;
    bool focusFilter() override;
    [[nodiscard]] QWidget* firstFocus() override;
    [[nodiscard]] bool startsFolded() const override { return true; }

    [[nodiscard]] CompareView* view() const { return view_; }

private:
    void updateRuns();
    void chooseRun(domain::RunId run, domain::JudgingId judging = {});
    void readIndex();
    void readDetail(domain::ItemRevisionId item);
    void search(const QString& words);
    void makeBaseline(const QString& candidate);
    void showWanted();
    void findRunOf(domain::ItemRevisionId item);

    items::ProjectSession& session_;
    CompareView* view_;
    NoteKeeper* notes_;
    items::Ticket indexTicket_;
    items::Ticket detailTicket_;
    items::Ticket searchTicket_;
    items::Ticket baselineTicket_;
    items::Ticket findTicket_;
    domain::RunId run_;
    domain::JudgingId judging_; ///< not stored: the one that the workbench prefers
    std::shared_ptr<const workbench::CompareIndex> index_;
    QVariantMap wanted_; ///< what a target asked for and the index could not yet show
};

} // namespace tiebreak::ui
