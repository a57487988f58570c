// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/reading_list.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>

namespace tiebreak::workbench {

namespace {

using Why = ReadingItem::Why;

constexpr std::array<std::pair<Why, std::size_t>, 7> quotas{{{Why::lost_most, 5},
                                                             {Why::won_most, 6},
                                                             {Why::reruns_differ, 4},
                                                             {Why::same_answer, 2},
                                                             {Why::empty_answer, 2},
                                                             {Why::loop, 2},
                                                             {Why::outlier, 2}}};

/// Items with how much each is worth under one heading, best first.
using Queue = std::vector<std::pair<double, std::size_t>>;

Queue queue_of(std::size_t items, const std::function<std::optional<double>(std::size_t)>& worth) {
    Queue queue;
    for (std::size_t i = 0; i < items; ++i) {
        if (const auto value = worth(i)) {
            queue.emplace_back(*value, i);
        }
    }
    std::ranges::stable_sort(queue, [](const auto& a, const auto& b) { return a.first > b.first; });
    return queue;
}

class Candidates {
public:
    Candidates(const RunFrame& frame, const ScoreTable& table, const RunResponses& responses,
               const ItemMarks& marks, std::size_t candidate, std::size_t baseline)
        : items_(frame.items.size())
        , table_(table)
        , responses_(responses)
        , marks_(marks)
        , candidate_(candidate)
        , baseline_(baseline) {}

    [[nodiscard]] std::optional<double> difference(std::size_t item) const {
        const auto a = table_.mean(candidate_, item);
        const auto b = table_.mean(baseline_, item);
        return a && b ? std::optional(*a - *b) : std::nullopt;
    }

    [[nodiscard]] Queue queue(Why why) const {
        return queue_of(items_, [&](std::size_t i) { return worth(why, i); });
    }

private:
    [[nodiscard]] bool either(std::size_t item, judging::Degeneration kind) const {
        const ResponseFacts* a = responses_.fact(candidate_, item);
        const ResponseFacts* b = responses_.fact(baseline_, item);
        return (a != nullptr && a->is(kind)) || (b != nullptr && b->is(kind));
    }

    [[nodiscard]] std::optional<double> worth(Why why, std::size_t i) const {
        const auto gap = difference(i);
        const double size = std::abs(gap.value_or(0));
        const auto where = [&](bool holds, double value) {
            return holds ? std::optional(value) : std::nullopt;
        };
        switch (why) {
        case Why::lost_most:
            return where(gap && *gap < 0, size);
        case Why::won_most:
            return where(gap && *gap > 0, size);
        case Why::reruns_differ: {
            const double sd =
                std::max(table_.sd(candidate_, i).value_or(0), table_.sd(baseline_, i).value_or(0));
            return where(sd > marks_.limits.rerun_sd, sd);
        }
        case Why::same_answer: {
            const ResponseFacts* a = responses_.fact(candidate_, i);
            const ResponseFacts* b = responses_.fact(baseline_, i);
            // The same text with different scores is the judge contradicting itself.
            return where(a != nullptr && b != nullptr && a->fingerprint == b->fingerprint, size);
        }
        case Why::empty_answer:
            return where(either(i, judging::Degeneration::empty), size);
        case Why::loop:
            return where(either(i, judging::Degeneration::repetition_loop), size);
        case Why::outlier:
            return where((marks_.marks[i] & static_cast<unsigned>(ItemMark::outlier)) != 0, size);
        }
        return std::nullopt;
    }

    std::size_t items_;
    const ScoreTable& table_;
    const RunResponses& responses_;
    const ItemMarks& marks_;
    std::size_t candidate_;
    std::size_t baseline_;
};

} // namespace

std::vector<ReadingItem> make_reading_list(const RunFrame& frame, const ScoreTable& table,
                                           const RunResponses& responses, const ItemMarks& marks,
                                           std::size_t candidate, std::size_t baseline, std::size_t most) {
    if (table.imported()) {
        return {};
    }
    const Candidates candidates(frame, table, responses, marks, candidate, baseline);
    std::map<std::size_t, Why> taken;
    std::map<Why, std::vector<std::size_t>> chosen;
    const auto take = [&](Why why, const Queue& queue, std::size_t quota) {
        for (const auto& [worth, item] : queue) {
            if (quota == 0 || taken.size() >= most) {
                return;
            }
            if (taken.emplace(item, why).second) {
                chosen[why].push_back(item);
                --quota;
            }
        }
    };
    for (const auto& [why, quota] : quotas) {
        take(why, candidates.queue(why), quota);
    }
    const Queue by_size = queue_of(frame.items.size(), [&](std::size_t i) -> std::optional<double> {
        const auto gap = candidates.difference(i);
        return gap && *gap != 0 ? std::optional(std::abs(*gap)) : std::nullopt;
    });
    for (const auto& entry : by_size) {
        const Why why = *candidates.difference(entry.second) < 0 ? Why::lost_most : Why::won_most;
        take(why, {entry}, 1);
    }
    std::vector<ReadingItem> list;
    for (const auto& [why, quota] : quotas) {
        for (const std::size_t i : chosen[why]) {
            const store::StoredItem& item = frame.items[i];
            list.push_back({why, item.revision, item.position, item_label(item), item_title(item),
                            item.content.category, table.mean(candidate, i), table.mean(baseline, i),
                            candidates.difference(i)});
        }
    }
    return list;
}

} // namespace tiebreak::workbench
