// SPDX-License-Identifier: GPL-3.0-or-later
// People settling a judge's ties, made up: models as good as the published ones, a judge as noisy as the
// published one, and everybody's true preference known.
#pragma once

#include "domain/random.h"
#include "statistics/noise.h"
#include "tests/statistics/support.h"
#include "workbench/label_queue.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench::simulation {

/// Means of the published models, and how far the judge's score of one answer lies from itself when asked
/// again.
struct Published {
    std::vector<double> means;
    double item_noise = 0;

    Published() {
        const statistics::fixture::Table table("ift_judge_runs.csv");
        std::vector<std::vector<std::optional<double>>> runs;
        const std::vector<double> first = table.numbers("run1");
        runs.resize(first.size());
        for (const char* column : {"run1", "run2", "run3", "run4", "run5"}) {
            const std::vector<double> scores = table.numbers(column);
            for (std::size_t m = 0; m < scores.size(); ++m) {
                runs[m].emplace_back(scores[m]);
            }
        }
        means = table.numbers("average");
        constexpr double items = 110; // behind each published mean
        item_noise = *statistics::judge_noise(runs).within_run_sd * std::sqrt(items);
    }
};

struct Setup {
    std::size_t candidates = 5;
    std::size_t items = 110;
    std::size_t repeats = 2;
    double answer_sd = 15; ///< how much a model's answers differ in quality, points
    double taste_sd = 10;  ///< how far a person's view of two answers lies from their quality
    std::uint64_t seed = 1;
};

/// What people think of every pair of answers, and what a queue over it may know.
struct World {
    std::shared_ptr<LabelDesk> desk = std::make_shared<LabelDesk>();
    std::vector<std::int8_t> taste; ///< beside the desk's rows: +1 a is better

    World(const Published& published, const Setup& setup) {
        domain::Random random(setup.seed, "label simulation");
        std::vector<double> means = published.means;
        random.shuffle(std::span(means));
        std::vector<std::vector<double>> quality(setup.candidates, std::vector<double>(setup.items));
        ScoreTable table(setup.candidates, setup.items, setup.repeats, false);
        for (std::size_t i = 0; i < setup.items; ++i) {
            const double hardness = 12 * random.normal(); // an item is hard for all
            for (std::size_t c = 0; c < setup.candidates; ++c) {
                quality[c][i] = means[c] + hardness + setup.answer_sd * random.normal();
                for (std::size_t r = 0; r < setup.repeats; ++r) {
                    const double score = quality[c][i] + published.item_noise * random.normal();
                    table.add(c, i, r, std::clamp(std::round(score), 0.0, 100.0));
                }
            }
        }
        desk->verdicts = pair_verdicts_of(
            table, 100, true, [](auto, auto, auto) { return true; }, [](auto) { return false; });
        for (const PairVerdict& row : desk->verdicts.rows) {
            const double better =
                quality[row.a][row.item] - quality[row.b][row.item] + setup.taste_sd * random.normal();
            taste.push_back(better > 0 ? 1 : -1);
        }
        desk->seed = setup.seed;
        for (std::size_t c = 0; c < setup.candidates; ++c) {
            desk->candidates.push_back("model " + std::to_string(c));
        }
        desk->answers.items = setup.items;
    }

    [[nodiscard]] LabelVerdict verdict(const LabelCard& card) const {
        const auto [a, b] = std::minmax(card.candidates[0], card.candidates[1]);
        const int side = taste[*desk->verdicts.find(card.item, a, b)];
        const bool first = (side > 0) == (card.candidates[0] == a);
        return {{store::LabelOutcome::Kind::winner, first ? 1 : 2}, {}, {}};
    }
};

/// Who beats whom.
inline std::vector<int> order_of(const statistics::OpenOrder& order) {
    std::vector<int> sides;
    for (const statistics::HeadToHead& pair : order.pairs) {
        sides.push_back(pair.ahead());
    }
    return sides;
}

struct Outcome {
    std::int64_t ties = 0;          ///< there were
    std::int64_t settled_after = 0; ///< cards until the claim "settled"
    bool wrong = false;             ///< the order claimed is not the one that all labels give
    std::int64_t right_from = 0;    ///< cards from which on the order was the final one for good
    std::vector<bool> right_at;     ///< by card: whether the order then was the final one
};

/// One person labels until nothing is left. The claim is looked for every `look` cards.
inline Outcome label_all(const World& world, bool shuffled, std::int64_t look, int draws) {
    LabelQueue queue(world.desk, {.annotator = "sim", .shuffled = shuffled});
    Outcome outcome;
    outcome.ties = queue.open();
    std::vector<std::vector<int>> orders;
    std::optional<std::vector<int>> claimed;
    std::int64_t cards = 0;
    while (const auto card = queue.next()) {
        queue.record(*card, world.verdict(*card));
        ++cards;
        orders.push_back(order_of(queue.order()));
        if (!claimed && (cards % look == 0 || queue.open() == 0) &&
            label_progress(queue.order(), queue.settled(), world.desk->seed + 17, false, draws).settled) {
            claimed = orders.back();
            outcome.settled_after = cards;
        }
    }
    const auto final = orders.empty() ? order_of(queue.order()) : orders.back();
    outcome.wrong = claimed && *claimed != final;
    outcome.right_from = cards;
    for (std::size_t k = orders.size(); k > 0 && orders[k - 1] == final; --k) {
        outcome.right_from = static_cast<std::int64_t>(k);
    }
    for (const auto& order : orders) {
        outcome.right_at.push_back(order == final);
    }
    return outcome;
}

inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

} // namespace tiebreak::workbench::simulation
