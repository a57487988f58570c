// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/join.h"

#include "domain/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace tiebreak::formats {

namespace {

class Joiner {
public:
    Joiner(std::span<const domain::Item> items, const ResponsesImport& responses)
        : items_(items)
        , responses_(responses) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (!items[i].external_id.empty()) {
                by_id_[items[i].external_id].push_back(i);
            }
            by_text_[domain::join_key(items[i].instruction, items[i].input)].push_back(i);
        }
    }

    void by_id_or_text() {
        for (std::size_t row = 0; row < responses_.rows.size(); ++row) {
            join_row(row);
        }
    }

    /// Answers to questions that stand in the eval set more than once.
    void repeated_questions(bool allow_order) {
        for (const auto& [key, rows] : repeated_) {
            const std::vector<std::size_t>& items = by_text_.at(key.first);
            if (rows.size() >= items.size() && all_same_text(rows)) {
                for (std::size_t i = 0; i < rows.size(); ++i) {
                    take(items[std::min(i, items.size() - 1)], rows[i], JoinedBy::text);
                }
                continue;
            }
            const bool in_place =
                responses_.rows_in_file == items_.size() && std::ranges::all_of(rows, [&](std::size_t row) {
                    return std::ranges::find(items, responses_.rows[row].order) != items.end();
                });
            for (const std::size_t row : rows) {
                if (in_place && allow_order) {
                    take(responses_.rows[row].order, row, JoinedBy::order);
                } else {
                    result.order_would_do = result.order_would_do || in_place;
                    leave(row, fmt::format("its instruction and input stand {} times in the eval set; only "
                                           "an id could tell which is meant",
                                           items.size()));
                }
            }
        }
    }

    void by_order() {
        result.unjoined.clear();
        for (std::size_t row = 0; row < responses_.rows.size(); ++row) {
            take(responses_.rows[row].order, row, JoinedBy::order);
        }
    }

    void finish() {
        std::ranges::sort(result.joined, {}, &JoinedRow::row);
        std::ranges::sort(result.unjoined, {}, &UnjoinedRow::row);
        std::vector<bool> answered(items_.size(), false);
        for (const JoinedRow& joined : result.joined) {
            answered[joined.item] = true;
        }
        for (std::size_t i = 0; i < items_.size(); ++i) {
            if (!answered[i]) {
                result.items_without_response.push_back(i);
            }
        }
        if (contradictions_ > 0) {
            result.notes.push_back(fmt::format(
                "{} answers have the id of an item but another instruction than it: is this the right "
                "eval set?",
                contradictions_));
        }
    }

    JoinResult result;

private:
    void join_row(std::size_t row) {
        const ResponseRow& response = responses_.rows[row];
        const auto key = response.instruction
                             ? std::optional(domain::join_key(*response.instruction, response.input))
                             : std::nullopt;
        if (const auto found = by_id_.find(response.external_id); found != by_id_.end()) {
            if (found->second.size() > 1) {
                leave(row, fmt::format("the id \"{}\" stands {} times in the eval set", response.external_id,
                                       found->second.size()));
                return;
            }
            const domain::Item& item = items_[found->second.front()];
            contradictions_ += key && *key != domain::join_key(item.instruction, item.input) ? 1 : 0;
            take(found->second.front(), row, JoinedBy::id);
            return;
        }
        const auto found = key ? by_text_.find(*key) : by_text_.end();
        if (found == by_text_.end()) {
            leave(row, why_unknown(response));
        } else if (found->second.size() > 1) {
            repeated_[{*key, response.repeat}].push_back(row);
        } else {
            take(found->second.front(), row, JoinedBy::text);
        }
    }

    [[nodiscard]] bool all_same_text(const std::vector<std::size_t>& rows) const {
        return std::ranges::all_of(rows, [&](std::size_t row) {
            return responses_.rows[row].text == responses_.rows[rows.front()].text;
        });
    }

    static std::string why_unknown(const ResponseRow& response) {
        if (response.external_id.empty()) {
            return response.instruction ? "no item has this instruction and input"
                                        : "neither an id nor an instruction";
        }
        return fmt::format("no item has the id \"{}\"{}", response.external_id,
                           response.instruction ? ", nor this instruction and input" : "");
    }

    void take(std::size_t item, std::size_t row, JoinedBy by) {
        const ResponseRow& response = responses_.rows[row];
        const auto [first, is_new] = taken_.try_emplace({item, response.repeat}, response.line);
        if (!is_new) {
            leave(row, fmt::format("the item is answered on line {} already{}", first->second,
                                   response.repeat > 1 ? fmt::format(" (repeat {})", response.repeat) : ""));
            return;
        }
        result.joined.push_back({item, row, by});
    }

    void leave(std::size_t row, std::string why) {
        result.unjoined.push_back({row, responses_.rows[row].line, std::move(why)});
    }

    std::span<const domain::Item> items_;
    const ResponsesImport& responses_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_id_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_text_;
    std::map<std::pair<std::string, int>, std::vector<std::size_t>> repeated_; ///< (join key, repeat) -> rows
    std::map<std::pair<std::size_t, int>, std::size_t> taken_;                 ///< (item, repeat) -> line
    std::size_t contradictions_ = 0;
};

} // namespace

JoinResult join_responses(std::span<const domain::Item> items, const ResponsesImport& responses,
                          const JoinOptions& options) {
    Joiner joiner(items, responses);
    joiner.by_id_or_text();
    joiner.repeated_questions(options.allow_order);
    const bool repeats_instruction = std::ranges::any_of(
        responses.rows, [](const ResponseRow& row) { return row.instruction.has_value(); });
    if (joiner.result.joined.empty() && !responses.rows.empty() && !repeats_instruction) {
        if (responses.rows_in_file != items.size()) {
            throw domain::Error(
                domain::ErrorKind::format,
                fmt::format("{} answers for {} items, and no id or instruction of theirs says which is whose",
                            responses.rows_in_file, items.size()),
                options.where, "add the items' ids to the file, or bring as many answers as there are items");
        }
        if (options.allow_order) {
            joiner.by_order();
        } else {
            joiner.result.order_would_do = true;
        }
    }
    joiner.finish();
    return std::move(joiner.result);
}

} // namespace tiebreak::formats
