// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/text_source.h"

#include "items/safe_text.h"
#include "text/utf8.h"
#include "ui/theme/icon_set.h"

#include <tuple>

namespace tiebreak::ui {

namespace {

constexpr int leastTyped = 3; // shorter beginnings are in every text

} // namespace

std::pair<QString, QList<MatchSpan>> shownExcerpt(const std::string& excerpt) {
    QString line;
    QList<MatchSpan> spans;
    std::string part;
    bool matched = false;
    const auto add = [&] {
        QString text = QString::fromStdString(text::for_display(part));
        for (QChar& c : text) {
            if (c.isSpace()) {
                c = QLatin1Char(' ');
            }
        }
        while (line.endsWith(QLatin1Char(' ')) && text.startsWith(QLatin1Char(' '))) {
            text.remove(0, 1);
        }
        if (matched && !text.isEmpty()) {
            spans << MatchSpan{static_cast<int>(line.size()), static_cast<int>(text.size())};
        }
        line += text;
        part.clear();
    };
    for (const char c : excerpt) {
        if (c == store::match_begin || c == store::match_end) {
            add();
            matched = c == store::match_begin;
        } else {
            part += c;
        }
    }
    add();
    return {line, spans};
}

TextSource::TextSource(items::ProjectSession& session, QString group, QString icon, Find look, Open open)
    : session_(session)
    , group_(std::move(group))
    , icon_(std::move(icon))
    , find_(look)
    , open_(std::move(open)) {}

void TextSource::find(const QString& text, int limit, std::function<void(LocatorResult)> deliver) {
    if (text.size() < leastTyped || !session_.isOpen()) {
        ticket_.cancel();
        deliver({});
        return;
    }
    session_.read(
        &session_, ticket_,
        [look = find_, words = text.toStdString(), limit](store::Connection& c) {
            return look(c, words, limit);
        },
        [this, deliver](const std::shared_ptr<const std::vector<store::TextHit>>& hits) {
            LocatorResult result;
            for (const store::TextHit& hit : *hits) {
                LocatorEntry entry;
                entry.icon = icons::get(icon_);
                std::tie(entry.title, entry.spans) = shownExcerpt(hit.excerpt);
                entry.detail =
                    items::safeLine(hit.who) + QStringLiteral(", ") + items::safeLine(hit.run_name);
                entry.canOpenBeside = true;
                entry.activate = [open = open_, hit](bool beside) { open(hit, beside); };
                result.entries.append(entry);
            }
            result.matches = result.total = static_cast<int>(result.entries.size());
            deliver(result);
        },
        [deliver](const items::ErrorInfo&) { deliver({}); });
}

} // namespace tiebreak::ui
