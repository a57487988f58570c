// SPDX-License-Identifier: GPL-3.0-or-later
// What the charts of a run are made from, and the parts they share.
#pragma once

#include "statistics/mean.h"
#include "workbench/charts.h"
#include "workbench/run_frame.h"
#include "workbench/score_table.h"

#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

struct ChartSource {
    store::Connection& connection;
    const ChartWish& wish;
    RunFrame frame;
    std::optional<std::size_t> judging;  ///< of frame.judgings; nothing: nothing was judged
    std::optional<JudgedScores> scores;  ///< of that judging
    std::vector<std::size_t> candidates; ///< those the filter lets through, in the config's order
    double scale_low = 0;
    double scale_high = 100;

    [[nodiscard]] const store::JudgingRow& judged() const { return frame.judgings[*judging]; }
    [[nodiscard]] const domain::Candidate& candidate(std::size_t c) const {
        return frame.candidates[c].candidate;
    }
};

// One a kind; each fills what it draws, its table and its caption.
void draw_checkpoints(const ChartSource& source, Chart& chart);
void draw_wins(const ChartSource& source, Chart& chart);
void draw_position(const ChartSource& source, Chart& chart);
void draw_noise(const ChartSource& source, Chart& chart);
void draw_cost(const ChartSource& source, Chart& chart);
void draw_degeneration(const ChartSource& source, Chart& chart);
void draw_scores(const ChartSource& source, Chart& chart);

/// An item about a candidate: name, mark, tags, and Compare on it.
[[nodiscard]] ChartItem item_of(const ChartSource& source, std::size_t candidate);

/// "24.56 (23.11 … 26.01)", or the value alone.
[[nodiscard]] std::string with_interval(std::optional<double> value, std::optional<double> low,
                                        std::optional<double> high, int decimals);

/// "IFT score, 0–100": the judging's own scale on an axis.
[[nodiscard]] std::string score_axis(const ChartSource& source);
/// Decimals that a mean on the judging's scale is shown with.
[[nodiscard]] int score_decimals(const ChartSource& source);

/// What the bars of a mean cover and leave out, with n.
[[nodiscard]] std::string interval_words(const ChartSource& source, std::int64_t fewest, std::int64_t most);

/// Checkpoints in a line: by parent, by test loss, by a tag, or as in the config.
struct CheckpointOrder {
    ChartOption option;
    std::vector<std::size_t> candidates; ///< in order
    std::vector<double> x;               ///< beside candidates
    ChartAxis axis;
    std::vector<std::pair<std::size_t, std::size_t>> steps; ///< places in `candidates` that follow each other
    std::vector<std::string> left_out;
    std::string words; ///< how they are ordered, for the caption
};
/// `numeric`: x may be a number (loss, tokens); otherwise each has a place of its own with its name under it.
[[nodiscard]] CheckpointOrder order_checkpoints(const ChartSource& source, const std::vector<bool>& usable,
                                                bool numeric);

} // namespace tiebreak::workbench
