// SPDX-License-Identifier: GPL-3.0-or-later
// Which card comes next (docs/methods.md, "Labels").
#pragma once

#include "statistics/settled.h"
#include "store/labels.h"
#include "workbench/label_votes.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tiebreak::workbench {

/// Everything labelling needs to know of a run, without any text. One value for all queues over it.
struct LabelDesk {
    domain::RunId run;
    std::string run_name;
    std::string run_uid;
    std::vector<std::string> candidates;
    std::vector<int> marks; ///< of candidates: colour and shape
    std::vector<domain::ItemRevisionId> items;
    std::vector<std::string> item_labels;
    LabelAnswers answers;
    PairVerdicts verdicts; ///< of the judging whose ties are broken
    struct JudgingChoice {
        domain::JudgingId id;
        std::string name;
    };
    std::vector<JudgingChoice> judgings; ///< with verdicts on items
    std::vector<store::LabelRow> labels; ///< that count, of everybody
    std::vector<std::string> annotators; ///< of the project
    bool break_ties = true;              ///< as the project has it
    std::uint64_t seed = 1;
    std::string
        rubric; ///< for rubric mode: of the judging, else the first of the project; empty: there is none
};

/// `judging`: whose ties; not stored: the one that decides, as on the answer page.
[[nodiscard]] LabelDesk make_label_desk(store::Connection& connection, domain::RunId run,
                                        domain::JudgingId judging = {});

/// What a person is asked: the answers of `candidates` to `item`, in the order shown.
struct LabelCard {
    store::LabelMode mode = store::LabelMode::pair;
    std::size_t item = 0;
    std::vector<std::size_t> candidates;
    store::LabelPurpose purpose = store::LabelPurpose::tie_break;
    Doubt doubt = Doubt::none; ///< why it is asked; for the moment after the verdict

    friend bool operator==(const LabelCard&, const LabelCard&) = default;
};

/// What was said of it.
struct LabelVerdict {
    store::LabelOutcome outcome;
    std::vector<int> ranks;
    std::vector<store::LabelScore> scores;
};

struct LabelChoice {
    store::LabelMode mode = store::LabelMode::pair;
    std::string annotator;
    std::optional<std::pair<std::size_t, std::size_t>> pair = std::nullopt; ///< only these two candidates
    bool random_only = false; ///< no tie-breaks: only cards drawn for agreement
    bool shuffled = false;    ///< tie-breaks in random order, to compare the queue's own with
};

/// The queue of one annotator, in memory. Deterministic: the same desk, choice and verdicts give the same
/// cards.
///
/// Tie-breaks come first where one more verdict could change the ranking most (statistics::group_values); in
/// every five cards one, at a random place, is drawn from all comparisons for agreement alone, the same for
/// every annotator; six cards come back with sides swapped, at 10, 15, … 35. A card that is handed out and
/// not yet labelled counts as if it came out as expected, so that several may be laid out ahead.
class LabelQueue {
public:
    LabelQueue(std::shared_ptr<const LabelDesk> desk, LabelChoice choice);

    /// Nothing: no tie is left (in random_only: no comparison).
    [[nodiscard]] std::optional<LabelCard> next();
    void record(const LabelCard& card, const LabelVerdict& verdict);
    void take_back(const LabelCard& card); ///< an undo: the verdict on it does not count any more
    void skip(const LabelCard& card);      ///< it comes again when nothing else is left
    void unskip(const LabelCard& card);    ///< it is in hand once more

    [[nodiscard]] const LabelDesk& desk() const { return *desk_; }
    [[nodiscard]] const LabelChoice& choice() const { return choice_; }
    /// The order that is in question, with what was recorded.
    [[nodiscard]] const statistics::OpenOrder& order() const { return order_; }
    /// Ties people settled so far, of everybody's.
    [[nodiscard]] std::int64_t settled() const { return settled_; }
    [[nodiscard]] std::int64_t open() const { return open_; }
    struct Counts {
        std::int64_t tie_breaks = 0;
        std::int64_t agreement = 0;
        std::int64_t again = 0;
        [[nodiscard]] std::int64_t all() const { return tie_breaks + agreement + again; }
    };
    [[nodiscard]] const Counts& counts() const { return counts_; } ///< of this annotator

private:
    struct Row {
        std::int32_t group = -1; ///< −1: decided, or not of the chosen pair
        std::int16_t others = 0; ///< sum of the others' sides
        bool others_any = false;
        bool mine_any = false;
        std::int8_t mine = 0;
        bool taken = false; ///< handed out, labelled or said to be beyond judging by this annotator
        bool skipped = false;
    };

    void build_rows();
    void add(std::size_t row, int sign); ///< a doubtful row's part in order_
    void set_mine(std::size_t row, std::optional<std::int8_t> side);
    void mark(const LabelCard& card, bool taken);
    [[nodiscard]] std::vector<std::size_t> rows_of(const LabelCard& card) const;
    void count(store::LabelPurpose purpose, int by);
    [[nodiscard]] bool available(std::size_t row) const;
    [[nodiscard]] statistics::OpenOrder ahead() const;
    [[nodiscard]] store::LabelPurpose purpose_at(std::int64_t position) const;
    [[nodiscard]] std::optional<LabelCard> tie_break();
    [[nodiscard]] std::optional<std::size_t> best_row();
    [[nodiscard]] std::optional<LabelCard> agreement_card();
    [[nodiscard]] std::optional<LabelCard> again_card();
    [[nodiscard]] LabelCard card_of(std::size_t row, store::LabelPurpose purpose);
    [[nodiscard]] std::vector<std::size_t> ranked_candidates(std::size_t item, std::size_t row) const;
    void turn(LabelCard& card) const; ///< shuffles the order shown
    [[nodiscard]] bool in_question(const PairVerdict& row) const;

    std::shared_ptr<const LabelDesk> desk_;
    LabelChoice choice_;
    std::vector<Row> rows_;
    std::vector<std::vector<std::uint32_t>> buckets_; ///< rows by group, in random order
    statistics::OpenOrder order_;
    std::vector<LabelCard> history_; ///< labelled by this annotator, oldest first
    std::vector<bool> repeated_;     ///< beside it: was shown again
    std::vector<LabelCard> backlog_; ///< rubric mode: the other answer of a pair
    std::vector<LabelCard> later_;   ///< rubric mode: skipped
    std::vector<std::pair<std::size_t, std::size_t>> scored_taken_; ///< rubric mode: item and candidate
    std::vector<std::tuple<std::size_t, std::size_t, double>>
        scores_; ///< rubric mode: given by this annotator
    Counts counts_;
    std::int64_t position_ = 0;
    std::int64_t drawn_ = 0; ///< of the random sequence
    std::int64_t settled_ = 0;
    std::int64_t open_ = 0;
};

/// What stands before a person: certainty of the order and how much is left.
struct LabelProgress {
    double share = 0;  ///< of draws that keep the order
    double needed = 1; ///< share at which it is called settled, after so many looks
    bool settled = false;
    std::int64_t more = 0;         ///< about how many more cards until then; 0 where settled
    std::int64_t open = 0;         ///< ties that are left
    std::int64_t settled_ties = 0; ///< ties people settled
};
/// Takes a few milliseconds to a second: off the window's thread.
[[nodiscard]] LabelProgress label_progress(const statistics::OpenOrder& order, std::int64_t settled,
                                           std::uint64_t seed, bool with_estimate = true, int draws = 4000);

/// The certainty after each of at most `points` stages of the labels so far, oldest first: the line on the
/// strip.
[[nodiscard]] std::vector<double> certainty_history(const LabelDesk& desk, const LabelChoice& choice,
                                                    std::size_t points = 24);

} // namespace tiebreak::workbench
