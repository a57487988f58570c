// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "store/project.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// The charts of a run. `loss` has a value of its own (`LossScoreChart`), as only it is fitted.
enum class ChartKind { loss, checkpoints, wins, position, noise, cost, degeneration, scores };

struct ChartKindInfo {
    ChartKind kind;
    const char* name;  ///< for the command: "checkpoints"
    const char* title; ///< "Score over checkpoints"
};
[[nodiscard]] std::span<const ChartKindInfo> chart_kinds();
[[nodiscard]] const ChartKindInfo& info_of(ChartKind kind);
/// Throws domain::Error (usage) naming the nearest kind.
[[nodiscard]] ChartKind chart_kind(const std::string& name);

/// What of a chart opens in Compare: empty parts narrow nothing.
struct ChartTarget {
    std::string candidate;
    std::string against;             ///< the candidate it is held against
    std::optional<double> score_low; ///< of the candidate
    std::optional<double> score_high;
    unsigned marks = 0;     ///< bits of ItemMark
    bool by_reruns = false; ///< items whose reruns differ first
};

/// One cell of a table: a text, or a number with the decimals it is shown with.
struct ChartValue {
    std::string text;
    std::optional<double> number;
    int decimals = 0;
    bool is_number = false;

    static ChartValue of(std::string text) { return {std::move(text), {}, 0, false}; }
    static ChartValue of(std::optional<double> number, int decimals) { return {{}, number, decimals, true}; }
};
/// As shown: fixed decimals, U+2212, "–" for nothing.
[[nodiscard]] std::string shown(const ChartValue& value);

/// One thing on a chart that has a place, facts and items behind it.
struct ChartItem {
    enum class Shape {
        mark, ///< a candidate's mark at (x, y) with its bars
        bar,  ///< a filled box from (x_low, y_low) to (x_high, y_high)
        cell  ///< one square of a matrix, centred on (x, y)
    } shape = Shape::mark;
    std::string name;    ///< other people's text
    int slot = -1;       ///< mark and colour
    bool accent = false; ///< drawn in the accent instead: it stands for no candidate
    bool quiet = false;  ///< small and light: many of them make the picture
    std::map<std::string, std::string> tags;
    double x = 0;
    double y = 0;
    std::optional<double> x_low, x_high, y_low, y_high;
    double tint = 0;  ///< cells: −1 bad … 1 good
    std::string text; ///< stands in a cell
    std::int64_t n = 0;
    std::vector<std::pair<std::string, std::string>> facts; ///< label and value
    ChartTarget target;
    int row = -1; ///< of the table
};

/// A line between two items.
struct ChartEdge {
    int from = 0;
    int to = 0;
    int slot = -1;
    bool accent = false;
    bool strong = false;
};

/// A line across the chart at one value of y, with its label.
struct ChartLevel {
    double y = 0;
    std::string label;
};

struct ChartAxis {
    std::string label;
    std::vector<std::string> categories; ///< at 0, 1, …; empty: numbers
    bool reversed = false;
    std::optional<double> low; ///< where the axis must begin or end; otherwise around what is drawn
    std::optional<double> high;
};

/// One choice that changes what the chart is made of, such as the order of checkpoints.
struct ChartOption {
    std::string title; ///< "Order"; empty: the chart has no option
    struct Choice {
        std::string id;
        std::string title;
    };
    std::vector<Choice> choices;
    std::string current;
};

/// Any chart but loss against score: what is drawn, what it says, and the table behind it.
struct Chart {
    ChartKind kind = ChartKind::checkpoints;
    domain::RunId run;
    std::string run_name;
    domain::JudgingId judging;
    std::string judging_name;
    std::string title;
    std::string subtitle;
    ChartAxis x, y;
    std::vector<ChartItem> items; ///< in the order in which keys walk them
    std::vector<ChartEdge> edges;
    std::vector<ChartLevel> levels;
    struct Key {
        std::string name;
        int slot = -1;
        bool accent = false;
    };
    std::vector<Key> legend;
    bool by_candidate = true; ///< marks are candidates, which a tag may colour
    std::vector<std::string> tag_names;
    std::vector<std::pair<std::string, std::string>> figures; ///< what is counted over all of it
    std::vector<std::string> columns;                         ///< of the table
    std::vector<std::vector<ChartValue>> rows;
    ChartOption option;
    std::vector<std::string> left_out; ///< "NAME: no score", …
    std::string caption;               ///< n, method, what the bars cover and leave out
    int candidates = 0;                ///< of the run
    int candidates_shown = 0;          ///< that the filter lets through

    /// Why there is nothing to draw; empty texts where there is.
    struct Gap {
        enum class Kind { none, no_data, filtered } kind = Kind::none;
        std::string what;
        std::string why;
    } gap;
};

struct ChartWish {
    domain::JudgingId judging; ///< not stored: the first that is not a heuristic scorer, else the first
    std::string option;        ///< id of a choice; empty or not offered: the chart's own
    std::string filter;        ///< words; only candidates whose name or tags hold them all
};

/// Any kind but `loss`. Reads from one snapshot. Throws domain::Error where the run or the judging is not
/// there.
[[nodiscard]] Chart make_chart(store::Connection& connection, domain::RunId run, ChartKind kind,
                               const ChartWish& wish = {});

/// The chart's table with whole numbers' digits; formulas are neutralised.
[[nodiscard]] std::string to_csv(const Chart& chart);

} // namespace tiebreak::workbench
