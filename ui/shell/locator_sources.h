// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/locator.h"

#include <QPointer>

QT_BEGIN_NAMESPACE
class QMenuBar;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// Every action of the menus that can be used now, with the menu's name and the shortcut.
class ActionSource : public LocatorSource {
public:
    explicit ActionSource(QMenuBar* menus);

    [[nodiscard]] QString group() const override;
    [[nodiscard]] QChar prefix() const override { return QLatin1Char('>'); }
    void find(const QString& text, int limit, std::function<void(LocatorResult)> deliver) override;

private:
    QPointer<QMenuBar> menus_;
};

/// A source over a list that is at hand: places, runs, candidates. The list is asked for at each question.
class ListSource : public LocatorSource {
public:
    ListSource(QString group, std::function<QList<LocatorEntry>()> entries, QChar prefix = {});

    [[nodiscard]] QString group() const override { return group_; }
    [[nodiscard]] QChar prefix() const override { return prefix_; }
    void find(const QString& text, int limit, std::function<void(LocatorResult)> deliver) override;

private:
    QString group_;
    std::function<QList<LocatorEntry>()> entries_;
    QChar prefix_;
};

/// An action's text as people read it: "Save" for "&Save".
[[nodiscard]] QString withoutMnemonic(QString text);

/// The entries whose title matches, scored; at most `limit`, best first. For sources of one's own.
LocatorResult filterEntries(const QString& text, const QList<LocatorEntry>& entries, int limit);

} // namespace tiebreak::ui
