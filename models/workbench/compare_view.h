// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "domain/item.h"
#include "domain/response.h"
#include "store/project.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// Why an item deserves a look.
enum class ItemMark : std::uint16_t {
    tie = 1,
    reruns_differ = 2,
    outlier = 4,
    empty = 8,
    loop = 16,
    failed = 32,
    parse_failure = 64,
    leaked_template = 128,
    flips = 256,  ///< two judged in both orders: the other one won
    leaked = 512, ///< stands in a training file
    noted = 1024  ///< has a person's note in this run
};

/// One line of Compare's list: what is needed to show, sort and filter it, without any answer's text.
struct CompareRow {
    domain::ItemRevisionId item;
    int position = 0;  ///< in the eval set, from 0
    std::string label; ///< external id where short, else position + 1
    std::string title; ///< first words of instruction and input
    std::string category;
    std::vector<std::optional<double>> scores; ///< by candidate of the index; mean over repeats
    unsigned marks = 0;                        ///< of ItemMark
    double range = 0;                          ///< highest minus lowest score
    double disagreement = 0;                   ///< largest SD over repeats
};

/// All items of a run under one judging. 250 items and 8 candidates take a few milliseconds to make, 20,000 a
/// second.
struct CompareIndex {
    struct Candidate {
        domain::CandidateRevisionId revision;
        std::string name;
        int slot = 0;
        std::optional<double> mean; ///< over items
    };
    domain::RunId run;
    std::string run_name;
    domain::JudgingId judging; ///< not stored: nothing was judged
    std::string judging_name;
    struct JudgingName {
        domain::JudgingId id;
        std::string name;
        std::string protocol;
    };
    std::vector<JudgingName> judgings; ///< those to choose from
    std::vector<Candidate> candidates; ///< baseline first
    std::vector<CompareRow> rows;      ///< in the eval set's order
    std::vector<std::string> categories;
    bool scores_differ_by_repeat = false;
};

/// `judging` not stored: the first that is not a heuristic scorer, else the first.
[[nodiscard]] CompareIndex make_compare_index(store::Connection& connection, domain::RunId run,
                                              domain::JudgingId judging = {});

/// One candidate's column for one item.
struct CompareColumn {
    domain::CandidateRevisionId candidate;
    std::string name;
    int slot = 0;
    bool present = false; ///< there is an answer (which may be blank)
    std::string text;     ///< as received
    domain::FailureKind failure = domain::FailureKind::none;
    std::string failure_detail;
    std::string finish_reason;
    domain::Usage usage;
    std::optional<double> latency_ms;
    std::vector<std::string> degenerate;
    std::optional<double> score; ///< mean over repeats
    struct Verdict {
        int repeat = 1;
        std::optional<double> score;
        std::string comment;
        int position = 0; ///< "shown as Model 3 of 8"
        int positions = 0;
        std::string status; ///< read, parse_failure, failed, not_judged
        std::string reason;
        /// What the verdict is about or says where a score alone does not: "better than step-2000", "turn 2",
        /// a criterion, a judge of a panel. Names are other people's text.
        std::string words;
    };
    std::vector<Verdict> verdicts; ///< by repeat
};

struct CompareDetail {
    domain::ItemRevisionId item;
    int position = 0;
    std::string label;
    domain::Item content;
    unsigned marks = 0;
    std::vector<CompareColumn> columns; ///< in the index's order
};

[[nodiscard]] CompareDetail make_compare_detail(store::Connection& connection, const CompareIndex& index,
                                                domain::ItemRevisionId item);

} // namespace tiebreak::workbench
