// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/label_session.h"
#include "ui/runs/file_dialogs.h"
#include "ui/shell/place.h"
#include "workbench/label_figures.h"

#include <QTimer>

#include <memory>
#include <utility>

namespace tiebreak::ui {

class LabelView;
class Settings;

/// Label in the window: deals cards of a run of the open project and stores what is said of them.
/// Targets it knows: {"run": id}, {"judging": id} whose ties are settled, {"a": name}, {"b": name} for cards
/// of two candidates only, {"figures": true} for what labels come to.
class LabellingPlace : public Place {
    Q_OBJECT

public:
    LabellingPlace(items::ProjectSession& session, Settings& settings,
                   std::unique_ptr<FileDialogs> dialogs = nullptr, QWidget* parent = nullptr);
    ~LabellingPlace() override;

    [[nodiscard]] QString placeId() const override { return QString::fromLatin1(place::label); }
    void activate(const QVariantMap& target) override;
    [[nodiscard]] QVariantMap location() const override;
    [[nodiscard]] QWidget* firstFocus() override;
    [[nodiscard]] QUndoStack* undoStack() override { return labels_.undoStack(); }

    [[nodiscard]] LabelView* view() const { return view_; }
    [[nodiscard]] items::LabelSession& labels() { return labels_; }

    void savePacket(); ///< asks where to; says how many cards it holds
    void saveLabels();
    void askFiles(); ///< asks which, then takes them in
    /// Takes in labels that came back: a packet's answer, an export, another copy of the project.
    void takeFiles(const QStringList& paths);

signals:
    /// What people's labels come to is different now; told when the hand rests or the place is left.
    void labelsChanged(qint64 run);

protected:
    void hideEvent(QHideEvent* event) override;

private:
    void tellOthers();
    void updateRuns();
    void chooseRun(domain::RunId run, domain::JudgingId judging);
    void start();
    void showWanted();
    void readFigures();
    void setBreakTies(bool on);
    void keepFolder(const QString& path);
    [[nodiscard]] QString folder() const;

    items::ProjectSession& session_;
    Settings& settings_;
    std::unique_ptr<FileDialogs> dialogs_;
    items::LabelSession labels_;
    LabelView* view_;
    domain::RunId run_;
    domain::JudgingId judging_;
    QString annotator_;
    std::pair<QString, QString> notice_; ///< to say once the cards are dealt anew
    QVariantMap wanted_;                 ///< what a target asked for and the desk could not yet tell
    QTimer figuresTimer_;
    QTimer tellTimer_;
    items::Ticket figuresTicket_;
    items::Ticket switchTicket_;
    items::Ticket fileTicket_;
};

} // namespace tiebreak::ui
