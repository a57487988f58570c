// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/places.h"

#include "ui/evalsets/eval_sets_place.h"
#include "ui/models/models_place.h"

namespace tiebreak::ui {

QList<PlaceInfo> allPlaces(items::ProjectSession& session, Settings& settings, Desk& desk) {
    return {
        {place::evalSets, Desk::tr("Eval sets"), QStringLiteral("eval-sets"), 1,
         [&](QWidget* parent) -> Place* {
             auto* made = new EvalSetsPlace(session, settings, parent);
             QObject::connect(made, &EvalSetsPlace::importRequested, &desk, &Desk::askImport);
             return made;
         }},
        {place::models, Desk::tr("Models"), QStringLiteral("models"), 3,
         [&](QWidget* parent) -> Place* {
             auto* made = new ModelsPlace(session, settings, parent);
             QObject::connect(made, &ModelsPlace::importRequested, &desk, &Desk::askImport);
             return made;
         }},
    };
}

} // namespace tiebreak::ui
