// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QVariantMap>

#include <optional>

namespace tiebreak::ui {

/// Where the person has been, for Alt+Left and Alt+Right. Pure.
class History {
public:
    struct Stop {
        QString place;
        QVariantMap target;

        friend bool operator==(const Stop&, const Stop&) = default;
    };

    /// Goes to a new stop; what lay ahead is forgotten. A stop equal to the current one changes nothing.
    void visit(const Stop& stop);

    /// Notes where within its place the person is before leaving it.
    void updateCurrent(const QVariantMap& target);

    std::optional<Stop> back();
    std::optional<Stop> forward();
    [[nodiscard]] bool canGoBack() const { return at_ > 0; }
    [[nodiscard]] bool canGoForward() const { return at_ + 1 < stops_.size(); }
    void clear();

private:
    QList<Stop> stops_;
    qsizetype at_ = -1;
};

} // namespace tiebreak::ui
