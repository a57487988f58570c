// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace tiebreak::ui {

/// How numbers are written everywhere in the window: minus as U+2212, thousands with a comma, intervals as
/// `1.2 … 5.0`. A value that is not finite reads "–".
QString numberText(double value, int decimals);
/// With a sign always, except for what rounds to zero.
QString signedText(double value, int decimals);
QString intervalText(double low, double high, int decimals, bool withSign = false);
QString countText(qint64 value);
/// "1 item", "60 items": the count with the word that fits it.
QString countedText(qint64 count, const QString& one, const QString& many);

/// "8 s", "4 min 40 s", "2 h 05 min".
QString durationText(double seconds);
/// "about 7 min left"; coarse, because it is a guess.
QString aboutLeftText(double seconds);
/// US dollars: "$0.84", "$0.0021" below a cent; "unknown" where nothing is known.
QString moneyText(std::optional<double> dollars);

} // namespace tiebreak::ui
