// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/locator_sources.h"

#include "ui/theme/icon_set.h"
#include "ui/widgets/key_cap.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

#include <algorithm>

namespace tiebreak::ui {

QString withoutMnemonic(QString text) {
    text.replace(QLatin1String("&&"), QString(QChar(1)));
    text.remove(QLatin1Char('&'));
    text.replace(QChar(1), QLatin1Char('&'));
    return text;
}

namespace {

void collect(const QMenu* menu, const QString& path, QList<LocatorEntry>& entries) {
    const QList<QAction*> actions = menu->actions();
    for (QAction* action : actions) {
        if (action->isSeparator() || !action->isVisible() || !action->isEnabled()) {
            continue;
        }
        const QString title = withoutMnemonic(action->text());
        if (action->menu()) {
            collect(action->menu(), QStringLiteral("%1, %2").arg(path, title), entries);
            continue;
        }
        LocatorEntry entry;
        entry.icon = action->icon().isNull() ? icons::get(QStringLiteral("chevron-right")) : action->icon();
        entry.title = title;
        entry.detail = path;
        entry.shortcut = keyCapText(action->shortcut());
        entry.activate = [guard = QPointer<QAction>(action)](bool) {
            if (guard) {
                guard->trigger();
            }
        };
        entries << entry;
    }
}

} // namespace

LocatorResult filterEntries(const QString& text, const QList<LocatorEntry>& entries, int limit) {
    LocatorResult result;
    result.total = static_cast<int>(entries.size());
    for (const LocatorEntry& entry : entries) {
        if (const auto match = matchText(text, entry.title)) {
            LocatorEntry found = entry;
            found.score = match->score;
            result.entries << found;
        }
    }
    result.matches = static_cast<int>(result.entries.size());
    std::stable_sort(result.entries.begin(), result.entries.end(),
                     [](const LocatorEntry& a, const LocatorEntry& b) { return a.score > b.score; });
    result.entries = result.entries.mid(0, limit);
    return result;
}

ActionSource::ActionSource(QMenuBar* menus)
    : menus_(menus) {}

QString ActionSource::group() const {
    return QCoreApplication::translate("Locator", "Actions");
}

void ActionSource::find(const QString& text, int limit, std::function<void(LocatorResult)> deliver) {
    QList<LocatorEntry> entries;
    if (menus_) {
        const QList<QAction*> menus = menus_->actions();
        for (const QAction* action : menus) {
            if (action->menu()) {
                collect(action->menu(), withoutMnemonic(action->text()), entries);
            }
        }
    }
    deliver(filterEntries(text, entries, limit));
}

ListSource::ListSource(QString group, std::function<QList<LocatorEntry>()> entries, QChar prefix)
    : group_(std::move(group))
    , entries_(std::move(entries))
    , prefix_(prefix) {}

void ListSource::find(const QString& text, int limit, std::function<void(LocatorResult)> deliver) {
    deliver(filterEntries(text, entries_(), limit));
}

} // namespace tiebreak::ui
