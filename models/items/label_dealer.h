// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/safe_text.h"
#include "store/connection.h"
#include "workbench/label_card.h"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace tiebreak::items {

/// A card that can be put on the screen at once: its texts are read and cleaned.
struct DealtCard {
    workbench::LabelCard card;
    std::shared_ptr<const SafeText>
        question; ///< instruction, input and further turns, names of fields as hints
    std::shared_ptr<const SafeText> reference;            ///< null: the item has none
    std::vector<std::shared_ptr<const SafeText>> answers; ///< in the order shown
    std::vector<std::string> plain;                       ///< beside them, as received: for copying
};

/// Where the order stands, for the line that tells how far it is.
struct DealtState {
    statistics::OpenOrder order;
    std::int64_t settled = 0;
    std::int64_t open = 0;
    workbench::LabelQueue::Counts counts;
};

/// The queue of one annotator, kept away from the window's thread: what happened to cards is told at once and
/// worked off in that order by whichever thread deals next.
class LabelDealer {
public:
    /// Built on a pool's thread: reads what the annotator did already.
    LabelDealer(std::shared_ptr<const workbench::LabelDesk> desk, workbench::LabelChoice choice);

    using Step = std::function<void(workbench::LabelQueue&)>;
    /// Never waits for dealing.
    void tell(Step step);

    /// Works off what was told and lays out cards until `ahead` of them wait or none is left. Off the
    /// window's thread.
    void deal(store::Connection& connection, std::size_t ahead);
    /// The next card that waits; null: none is laid out.
    [[nodiscard]] std::shared_ptr<const DealtCard> take();
    /// Puts a card back in front, to come next.
    void put_back(std::shared_ptr<const DealtCard> card);
    /// Nothing waits and the queue has no more.
    [[nodiscard]] bool exhausted() const;
    [[nodiscard]] DealtState state() const;

    [[nodiscard]] const workbench::LabelDesk& desk() const { return *desk_; }
    [[nodiscard]] std::shared_ptr<const workbench::LabelDesk> shared_desk() const { return desk_; }
    [[nodiscard]] const workbench::LabelChoice& choice() const { return choice_; }

private:
    void work_off();

    std::shared_ptr<const workbench::LabelDesk> desk_;
    workbench::LabelChoice choice_;
    std::mutex working_; ///< held while the queue is used
    workbench::LabelQueue queue_;
    mutable std::mutex mutex_; ///< of what follows; held for moments only
    std::deque<Step> told_;
    std::deque<std::shared_ptr<const DealtCard>> waiting_;
    bool empty_ = false;
    DealtState state_;
};

/// Reads and cleans the texts of a card.
[[nodiscard]] std::shared_ptr<const DealtCard>
laid_out(store::Connection& connection, const workbench::LabelDesk& desk, const workbench::LabelCard& card);

} // namespace tiebreak::items
