// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/desk.h"
#include "ui/shell/place.h"

#include <QList>

namespace tiebreak::ui {

class Settings;

/// Every place there is, joined to the session. The one file that knows them all.
[[nodiscard]] QList<PlaceInfo> allPlaces(items::ProjectSession& session, Settings& settings, Desk& desk);

} // namespace tiebreak::ui
