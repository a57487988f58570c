// SPDX-License-Identifier: GPL-3.0-or-later
// The queue's order against a random one, and how often "settled" is wrong: label_queue_bench [SEEDS]
// [CANDIDATES] [ITEMS] [REPEATS] [FIRST_SEED]. Prints a line for each and the curve: share of runs whose
// order is the final one after so many labels.
#include "tests/workbench/label_simulation.h"

#include <cstdio>
#include <cstdlib>

using namespace tiebreak::workbench;
using namespace tiebreak::workbench::simulation;

int main(int argc, char** argv) {
    const auto argument = [&](int at, long fallback) { return argc > at ? std::atol(argv[at]) : fallback; };
    const auto seeds = static_cast<std::uint64_t>(argument(1, 100));
    Setup setup;
    setup.candidates = static_cast<std::size_t>(argument(2, 5));
    setup.items = static_cast<std::size_t>(argument(3, 110));
    setup.repeats = static_cast<std::size_t>(argument(4, 2));
    const auto first = static_cast<std::uint64_t>(argument(5, 1));
    const Published published;
    std::printf(
        "judge noise of one answer: SD %.2f points; %zu candidates, %zu items, %zu repeats, %llu seeds\n",
        published.item_noise, setup.candidates, setup.items, setup.repeats,
        static_cast<unsigned long long>(seeds));
    constexpr std::size_t steps = 10;
    for (const bool shuffled : {false, true}) {
        std::vector<double> settled;
        std::vector<double> right;
        std::vector<double> ties;
        std::vector<double> curve(steps + 1);
        int wrong = 0;
        for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
            setup.seed = seed;
            const World world(published, setup);
            const Outcome outcome = label_all(world, shuffled, 2, 1000);
            ties.push_back(static_cast<double>(outcome.ties));
            settled.push_back(static_cast<double>(outcome.settled_after));
            right.push_back(static_cast<double>(outcome.right_from));
            wrong += outcome.wrong ? 1 : 0;
            for (std::size_t k = 0; k <= steps; ++k) {
                const std::size_t at = outcome.right_at.size() * k / steps;
                curve[k] += outcome.right_at[at == 0 ? 0 : at - 1] ? 1.0 / static_cast<double>(seeds) : 0;
            }
        }
        std::printf(
            "%-7s ties %.0f, settled claimed after %.0f cards (median), order final for good from card %.0f "
            "(median), claim wrong in %d of %llu\n        order is the final one after 0, 10, … 100 %% of "
            "the cards:",
            shuffled ? "random" : "queue", median(ties), median(settled), median(right), wrong,
            static_cast<unsigned long long>(seeds));
        for (const double share : curve) {
            std::printf(" %.2f", share);
        }
        std::printf("\n");
    }
}
