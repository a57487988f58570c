// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/places.h"

#include "ui/charts/charts_place.h"
#include "ui/charts/charts_view.h"
#include "ui/compare/compare_place.h"
#include "ui/evalsets/eval_sets_place.h"
#include "ui/judges/judges_place.h"
#include "ui/label/label_place.h"
#include "ui/models/models_place.h"
#include "ui/rubrics/rubrics_place.h"
#include "ui/runs/file_dialogs.h"
#include "ui/runs/runs_place.h"

namespace tiebreak::ui {

namespace {

/// The desk's dialogs, whichever it has by then.
class DesksDialogs : public FileDialogs {
public:
    explicit DesksDialogs(Desk& desk)
        : desk_(desk) {}
    QString openFile(QWidget* parent, const QString& title, const QString& folder,
                     const QString& filter) override {
        return desk_.fileDialogs().openFile(parent, title, folder, filter);
    }
    QStringList openFiles(QWidget* parent, const QString& title, const QString& folder,
                          const QString& filter) override {
        return desk_.fileDialogs().openFiles(parent, title, folder, filter);
    }
    QString saveFile(QWidget* parent, const QString& title, const QString& suggested,
                     const QString& filter) override {
        return desk_.fileDialogs().saveFile(parent, title, suggested, filter);
    }

private:
    Desk& desk_;
};

} // namespace

QList<PlaceInfo> allPlaces(items::ProjectSession& session, Settings& settings, Desk& desk) {
    return {
        {place::evalSets, Desk::tr("Eval sets"), QStringLiteral("eval-sets"), 1,
         [&](QWidget* parent) -> Place* {
             auto* made = new EvalSetsPlace(session, settings, parent);
             QObject::connect(made, &EvalSetsPlace::importRequested, &desk, &Desk::askImport);
             return made;
         }},
        {place::rubrics, Desk::tr("Rubrics"), QStringLiteral("rubrics"), 2,
         [&](QWidget* parent) -> Place* {
             auto* made = new RubricsPlace(session, settings, parent);
             QObject::connect(made, &RubricsPlace::tryRequested, &desk, &Desk::tryRubric);
             return made;
         }},
        {place::models, Desk::tr("Models"), QStringLiteral("models"), 3,
         [&](QWidget* parent) -> Place* {
             auto* made = new ModelsPlace(session, settings, parent);
             QObject::connect(made, &ModelsPlace::importRequested, &desk, &Desk::askImport);
             return made;
         }},
        {place::runs, Desk::tr("Runs"), QStringLiteral("runs"), 4,
         [&](QWidget* parent) -> Place* {
             auto* made = new RunsPlace(session, &settings, std::make_unique<DesksDialogs>(desk), parent);
             const auto goOn = [&session](qint64 run) { session.startRun({run}); };
             QObject::connect(made, &RunsPlace::resumeRequested, &session, goOn);
             QObject::connect(
                 made, &RunsPlace::retryFailedRequested, &session,
                 [&session](qint64 run, const QString& candidate) { session.retryFailed({run}, candidate); });
             QObject::connect(made, &RunsPlace::stopRequested, &session, &items::ProjectSession::stopRun);
             QObject::connect(made, &RunsPlace::runConfigRequested, &desk, &Desk::runConfig);
             QObject::connect(made, &RunsPlace::runRequested, &desk, &Desk::startStored);
             QObject::connect(made, &RunsPlace::judgingsRequested, &desk, &Desk::startJudging);
             return made;
         }},
        {place::compare, Desk::tr("Compare"), QStringLiteral("compare"), 5,
         [&](QWidget* parent) -> Place* { return new ComparePlace(session, settings, parent); }},
        {place::label, Desk::tr("Label"), QStringLiteral("label"), 6,
         [&](QWidget* parent) -> Place* {
             auto* made = new LabellingPlace(session, settings, std::make_unique<DesksDialogs>(desk), parent);
             QObject::connect(made, &LabellingPlace::labelsChanged, &desk, &Desk::labelsChanged);
             return made;
         }},
        {place::charts, Desk::tr("Charts"), QStringLiteral("charts"), 7,
         [&](QWidget* parent) -> Place* {
             auto* made = new ChartsPlace(session, &settings, parent);
             made->view()->setSaveDialog(
                 [&desk, made](const QString& title, const QString& suggested, const QString& filter) {
                     return desk.fileDialogs().saveFile(made, title, suggested, filter);
                 });
             return made;
         }},
        {place::judges, Desk::tr("Judges"), QStringLiteral("judges"), 8,
         [&](QWidget* parent) -> Place* {
             auto* made = new JudgesPlace(session, settings, parent);
             QObject::connect(made, &JudgesPlace::trialRequested, &desk, &Desk::startJudging);
             return made;
         }},
    };
}

} // namespace tiebreak::ui
