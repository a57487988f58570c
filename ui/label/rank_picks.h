// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace tiebreak::ui {

/// Places given to answers one after another, the best first.
class RankPicks {
public:
    explicit RankPicks(std::size_t answers = 0)
        : ranks_(answers, 0) {}

    /// The next place, or the last one's where `level`; picking an answer that has a place changes nothing.
    bool pick(std::size_t answer, bool level) {
        if (answer >= ranks_.size() || ranks_[answer] != 0) {
            return false;
        }
        const int last = order_.empty() ? 0 : ranks_[order_.back()];
        ranks_[answer] = level && last > 0 ? last : last + 1;
        order_.push_back(answer);
        return true;
    }
    bool takeBack() {
        if (order_.empty()) {
            return false;
        }
        ranks_[order_.back()] = 0;
        order_.pop_back();
        return true;
    }
    /// All but one have a place: the last one's follows.
    [[nodiscard]] bool isComplete() const { return order_.size() + 1 >= ranks_.size(); }
    [[nodiscard]] const std::vector<int>& ranks() const { return ranks_; } ///< 0: none yet
    [[nodiscard]] std::vector<int> completed() const {
        std::vector<int> all = ranks_;
        const int last = order_.empty() ? 0 : ranks_[order_.back()];
        std::ranges::replace(all, 0, last + 1);
        return all;
    }

private:
    std::vector<int> ranks_;
    std::vector<std::size_t> order_;
};

} // namespace tiebreak::ui
