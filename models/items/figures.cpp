// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/figures.h"

#include "text/utf8.h"
#include "workbench/wording.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace tiebreak::items {

int meanDecimals(std::span<const double> values) {
    double largest = 0;
    for (const double value : values) {
        largest = std::max(largest, std::abs(value));
    }
    return largest > 10 ? 1 : largest > 1 ? 2 : 3;
}

int scoreDecimals(std::span<const double> values) {
    const bool whole = std::ranges::all_of(values, [](double v) { return v == std::round(v); });
    return whole ? 0 : meanDecimals(values);
}

QString figure(std::optional<double> value, int decimals) {
    return QString::fromStdString(workbench::number(value, decimals));
}

QString signedFigure(std::optional<double> value, int decimals) {
    return QString::fromStdString(workbench::signed_number(value, decimals));
}

QString intervalFigure(std::optional<double> low, std::optional<double> high, int decimals) {
    return QString::fromStdString(workbench::interval(low, high, decimals));
}

QString signedInterval(std::optional<double> low, std::optional<double> high, int decimals) {
    return QString::fromStdString(workbench::signed_interval(low, high, decimals));
}

QString count(std::int64_t value) {
    return QString::fromStdString(workbench::thousands(value));
}

QString shown(const std::string& text) {
    return QString::fromStdString(text::for_display(text));
}

QString shownLine(const std::string& text) {
    constexpr std::size_t most = 1200; // bytes: enough for 300 characters of any script
    return shown(text.substr(0, most)).simplified().left(300);
}

QString plainTip(const QString& text) {
    return text.isEmpty()
               ? QString()
               : QStringLiteral("<p style='white-space:pre-wrap; margin:0'>%1</p>").arg(text.toHtmlEscaped());
}

QString dayAndTime(std::optional<std::int64_t> ms) {
    if (!ms) {
        return {};
    }
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(*ms);
    const bool thisYear = time.date().year() == QDate::currentDate().year();
    return QLocale(QLocale::English)
        .toString(time, thisYear ? QStringLiteral("d MMM, HH:mm") : QStringLiteral("d MMM yyyy, HH:mm"));
}

} // namespace tiebreak::items
