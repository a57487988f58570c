// SPDX-License-Identifier: GPL-3.0-or-later
// What people's labels come to: their own win rates, agreement, and the ties they break.
#pragma once

#include "statistics/agreement.h"
#include "statistics/win_rate.h"
#include "workbench/label_queue.h"

#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// A candidate in people's eyes, over all pairs they judged that it stood in; a tie is half a win.
struct LabelScore {
    std::string candidate;
    int slot = 0;
    statistics::WinTally tally;
    std::int64_t n = 0;
    /// Rubric mode: mean of the scores given, each card's criteria averaged; absent where none was given.
    std::optional<double> rubric_mean;
    std::int64_t rubric_n = 0;
};

/// A candidate's rate of points over all pairs of one judging, in per cent; a tie is half a point.
struct BrokenScore {
    std::string candidate;
    int slot = 0;
    std::optional<double> judge;  ///< doubtful verdicts as ties
    std::optional<double> broken; ///< with the ties that people broke
    double beats = 0; ///< others it is ahead of head to head, ties broken; half for one it is level with
    std::size_t opponents = 0;
    std::int64_t n = 0;    ///< pairs
    std::int64_t open = 0; ///< doubtful ones nobody settled: half a point each
};

struct JudgeAgreement {
    domain::JudgingId judging;
    std::string name;
    std::int64_t n = 0; ///< labels of cards that were drawn at random, with a verdict of this judging
    statistics::Agreement accuracy;
    statistics::Agreement kappa;
    std::int64_t ties_broken = 0; ///< of this judging
    std::int64_t doubtful = 0;
    std::vector<BrokenScore> scores; ///< in the order that follows from who beats whom, ties broken
};

struct AnnotatorAgreement {
    std::string a;
    std::string b;
    std::int64_t n = 0; ///< pairs of answers that both labelled
    statistics::Agreement accuracy;
    statistics::Agreement kappa;
};

struct AnnotatorFigures {
    std::string name;
    std::int64_t labels = 0;
    std::int64_t cannot = 0;
    std::int64_t again = 0;     ///< cards shown once more
    statistics::Agreement self; ///< share of those with the same verdict
};

/// Two answers on which two people, or a person and the judge, differ.
struct LabelDisagreement {
    domain::ItemRevisionId item;
    std::string item_label;
    std::string first; ///< candidate
    std::string second;
    struct Voice {
        std::string who;
        std::string said; ///< a candidate's name, "tie", "both bad"
    };
    std::vector<Voice> voices;
    bool among_people = false;
};

struct LabelFigures {
    std::int64_t count = 0; ///< labels that count
    std::int64_t tie_breaks = 0;
    std::int64_t agreement = 0;
    std::int64_t again = 0;
    std::int64_t cannot = 0;
    bool break_ties = true;         ///< as the project has it
    std::int64_t ties_broken = 0;   ///< of the judging that decides
    std::vector<LabelScore> scores; ///< best first
    std::vector<JudgeAgreement> judges;
    std::vector<AnnotatorFigures> annotators;
    std::vector<AnnotatorAgreement> between;
    statistics::Agreement alpha;                  ///< Krippendorff's, nominal, over all annotators
    std::vector<LabelDisagreement> disagreements; ///< among people first, at most 200
};

/// Reads the run's labels and verdicts. `desk` is of the judging that decides; others are read as needed.
[[nodiscard]] LabelFigures make_label_figures(store::Connection& connection, const RunFrame& frame);

} // namespace tiebreak::workbench
