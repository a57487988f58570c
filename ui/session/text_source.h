// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"
#include "store/search_all.h"
#include "ui/shell/locator.h"

#include <functional>

namespace tiebreak::ui {

/// What Ctrl+K finds in long texts (answers, judges' words, notes), read in the background.
class TextSource : public LocatorSource {
public:
    using Find = std::vector<store::TextHit> (*)(store::Connection&, const std::string&, int);
    /// `open`: shows a hit; `beside` asks for a window of its own.
    using Open = std::function<void(const store::TextHit&, bool beside)>;

    TextSource(items::ProjectSession& session, QString group, QString icon, Find find, Open open);

    [[nodiscard]] QString group() const override { return group_; }
    void find(const QString& text, int limit, std::function<void(LocatorResult)> deliver) override;

private:
    items::ProjectSession& session_;
    QString group_;
    QString icon_;
    Find find_;
    Open open_;
    items::Ticket ticket_;
};

/// An excerpt with its matches marked, as one safe line with the spans of the matches.
[[nodiscard]] std::pair<QString, QList<MatchSpan>> shownExcerpt(const std::string& excerpt);

} // namespace tiebreak::ui
