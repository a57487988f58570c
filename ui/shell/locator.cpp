// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/locator.h"

#include <QPointer>

#include <algorithm>
#include <limits>
#include <numeric>

namespace tiebreak::ui {

namespace {

constexpr int perSource = 12;

bool beginsWord(const QString& text, qsizetype at) {
    return at == 0 || !text[at - 1].isLetterOrNumber();
}

} // namespace

std::optional<TextMatch> matchText(const QString& needle, const QString& text) {
    TextMatch match;
    const QStringList words = needle.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        qsizetype best = -1;
        for (qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
             at = text.indexOf(word, at + 1, Qt::CaseInsensitive)) {
            if (best < 0 || beginsWord(text, at)) {
                best = at;
            }
            if (beginsWord(text, at)) {
                break;
            }
        }
        if (best < 0) {
            return std::nullopt;
        }
        match.score += beginsWord(text, best) ? 100 : 20;
        match.score -= static_cast<int>(std::min<qsizetype>(best, 15));
        match.spans << MatchSpan{static_cast<int>(best), static_cast<int>(word.size())};
    }
    std::sort(match.spans.begin(), match.spans.end(),
              [](const MatchSpan& a, const MatchSpan& b) { return a.start < b.start; });
    return match;
}

Locator::Locator(QObject* parent)
    : QObject(parent) {}

Locator::~Locator() = default;

void Locator::addSource(std::shared_ptr<LocatorSource> source) {
    sources_.push_back(std::move(source));
}

void Locator::removeSource(const LocatorSource* source) {
    std::erase_if(sources_, [source](const auto& each) { return each.get() == source; });
    std::erase_if(results_, [source](const auto& each) { return each.first.get() == source; });
}

QList<QChar> Locator::prefixes() const {
    QList<QChar> found;
    for (const auto& source : sources_) {
        if (!source->prefix().isNull() && !found.contains(source->prefix())) {
            found << source->prefix();
        }
    }
    return found;
}

void Locator::ask(const QString& typed) {
    const int generation = ++generation_;
    results_.clear();
    const QString trimmed = typed.trimmed();
    const QChar prefix =
        !trimmed.isEmpty() && prefixes().contains(trimmed.front()) ? trimmed.front() : QChar();
    const QString text = prefix.isNull() ? trimmed : trimmed.mid(1).trimmed();
    std::vector<std::shared_ptr<LocatorSource>> asked;
    for (const auto& source : sources_) {
        if (prefix.isNull() || source->prefix() == prefix) {
            asked.push_back(source);
            // Slots in the order of the sources, whichever answers first.
            results_.emplace_back(source, LocatorResult{});
        }
    }
    const QPointer<Locator> self(this);
    for (const auto& source : asked) {
        source->find(text, perSource, [self, generation, key = source.get()](LocatorResult result) {
            if (!self || generation != self->generation_) {
                return;
            }
            std::stable_sort(result.entries.begin(), result.entries.end(),
                             [](const LocatorEntry& a, const LocatorEntry& b) { return a.score > b.score; });
            for (auto& slot : self->results_) {
                if (slot.first.get() == key) {
                    slot.second = std::move(result);
                }
            }
            emit self->answered();
        });
    }
}

Locator::Answer Locator::answer(int rows) const {
    Answer answer;
    std::vector<qsizetype> shares(results_.size(), 0);
    // One row each in turn, until the rows or the entries are used up.
    for (bool grew = true; grew && rows > 0;) {
        grew = false;
        for (std::size_t i = 0; i < results_.size() && rows > 0; ++i) {
            if (shares[i] < results_[i].second.entries.size()) {
                ++shares[i];
                --rows;
                grew = true;
            }
        }
    }
    // The group with the best match comes first; on a tie the order of the sources holds.
    std::vector<std::size_t> order(results_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
        const auto best = [this](std::size_t i) {
            const auto& entries = results_[i].second.entries;
            return entries.isEmpty() ? std::numeric_limits<int>::min() : entries.front().score;
        };
        return best(a) > best(b);
    });
    for (const std::size_t i : order) {
        const auto& [source, result] = results_[i];
        answer.matches += result.matches;
        answer.total += result.total;
        if (shares[i] > 0) {
            answer.groups << Answer::Group{source->group(), result.entries.mid(0, shares[i])};
        }
    }
    return answer;
}

} // namespace tiebreak::ui
