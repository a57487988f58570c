// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"
#include "workbench/compare_runs.h"

#include <memory>

QT_BEGIN_NAMESPACE
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::items {
class ChangesModel;
}

namespace tiebreak::ui {

class Button;
class Choice;
class EmptyState;
class SectionTitle;
class Settings;
class TableView;
class TextLabel;

/// This run against another: what got better, what got worse, sorted by change. Only scores of one judging
/// are subtracted; where there is none, it says what one joint judging of both would take.
class ChangesView : public Pane {
    Q_OBJECT

public:
    explicit ChangesView(Settings* settings, QWidget* parent = nullptr);

    struct Named {
        qint64 id = 0;
        QString name;
    };
    /// Runs this one may be held against; `chosen` 0: none yet.
    void setRuns(const QList<Named>& runs, qint64 chosen);
    void setCandidates(const QStringList& before, const QStringList& after);
    void setComparison(std::shared_ptr<const workbench::RunComparison> comparison);
    void showFailure(const QString& what, const QString& why);

    [[nodiscard]] QString sentence() const;
    [[nodiscard]] TableView* better() const { return better_; }
    [[nodiscard]] TableView* worse() const { return worse_; }
    [[nodiscard]] Choice* runs() const { return runs_; }

signals:
    void otherWanted(qint64 run);
    void candidatesWanted(const QString& before, const QString& after);
    void joinWanted();
    /// An item of this run, with whom it was compared.
    void itemOpened(qint64 item, const QString& candidate);

private:
    void askCandidates();

    std::shared_ptr<const workbench::RunComparison> comparison_;
    Choice* runs_;
    Choice* before_;
    Choice* after_;
    QStackedWidget* stack_;
    EmptyState* none_;
    EmptyState* failed_;
    QWidget* page_;
    TextLabel* sentence_;
    TextLabel* facts_;
    Button* join_;
    SectionTitle* betterTitle_;
    SectionTitle* worseTitle_;
    TableView* better_;
    TableView* worse_;
    items::ChangesModel* betterModel_;
    items::ChangesModel* worseModel_;
};

} // namespace tiebreak::ui
