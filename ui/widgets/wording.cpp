// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/wording.h"

#include <QCoreApplication>

#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr QChar minus(0x2212);

QString say(const char* text) {
    return QCoreApplication::translate("Wording", text);
}

QString grouped(const QString& digits) {
    QString result = digits;
    const qsizetype point = digits.indexOf(QLatin1Char('.'));
    for (qsizetype at = (point < 0 ? digits.size() : point) - 3; at > 0; at -= 3) {
        result.insert(at, QLatin1Char(','));
    }
    return result;
}

} // namespace

QString numberText(double value, int decimals) {
    if (!std::isfinite(value)) {
        return QStringLiteral("–");
    }
    const QString digits = QString::number(std::abs(value), 'f', decimals);
    // What rounds to zero has no sign.
    const bool negative = value < 0 && digits.toDouble() != 0;
    return (negative ? QString(minus) : QString()) + grouped(digits);
}

QString signedText(double value, int decimals) {
    const QString text = numberText(value, decimals);
    const bool zero = QString::number(std::abs(value), 'f', decimals).toDouble() == 0;
    return std::isfinite(value) && value > 0 && !zero ? QLatin1Char('+') + text : text;
}

QString intervalText(double low, double high, int decimals, bool withSign) {
    const auto write = withSign ? signedText : numberText;
    return QStringLiteral("%1 … %2").arg(write(low, decimals), write(high, decimals));
}

QString countText(qint64 value) {
    return numberText(static_cast<double>(value), 0);
}

QString countedText(qint64 count, const QString& one, const QString& many) {
    return countText(count) + QLatin1Char(' ') + (count == 1 ? one : many);
}

QString durationText(double seconds) {
    const auto whole = static_cast<qint64>(std::llround(std::max(0.0, seconds)));
    if (whole < 60) {
        return say("%1 s").arg(whole);
    }
    if (whole < 3600) {
        return say("%1 min %2 s").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
    }
    return say("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60, 2, 10, QLatin1Char('0'));
}

QString aboutLeftText(double seconds) {
    if (!std::isfinite(seconds)) {
        return {};
    }
    if (seconds < 45) {
        return say("less than a minute left");
    }
    const auto minutes = static_cast<qint64>(std::llround(seconds / 60));
    if (minutes < 90) {
        return say("about %1 min left").arg(std::max<qint64>(1, minutes));
    }
    return say("about %1 h left").arg(static_cast<qint64>(std::llround(seconds / 3600)));
}

QString moneyText(std::optional<double> dollars) {
    if (!dollars || !std::isfinite(*dollars)) {
        return say("unknown");
    }
    const bool tiny = *dollars != 0 && std::abs(*dollars) < 0.01;
    const QString digits = numberText(std::abs(*dollars), tiny ? 4 : 2);
    return (*dollars < 0 ? QString(minus) : QString()) + QLatin1Char('$') + digits;
}

} // namespace tiebreak::ui
