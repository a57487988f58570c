// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/compare_view.h"

#include <algorithm>
#include <memory>
#include <string>

namespace tiebreak::ui::test {

/// Candidates "model-alpha", "model-beta", …; scores that differ by item and candidate.
inline std::shared_ptr<workbench::CompareIndex> handmadeIndex(int candidates, int items) {
    static const char* names[] = {"model-alpha",   "model-beta", "model-gamma", "model-delta",
                                  "model-epsilon", "model-zeta", "model-eta",   "model-theta"};
    auto index = std::make_shared<workbench::CompareIndex>();
    index->run = {1};
    index->run_name = "by hand";
    index->judging = {1};
    index->judging_name = "judge one";
    index->judgings = {{{1}, "judge one", "joint"}, {{2}, "overlap", "reference-overlap"}};
    for (int c = 0; c < candidates; ++c) {
        index->candidates.push_back({{c + 1}, names[c % 8], c, 50.0});
    }
    for (int i = 0; i < items; ++i) {
        workbench::CompareRow row;
        row.item = {1000 + i};
        row.position = i;
        row.label = std::to_string(i + 1);
        row.title = "Question number " + std::to_string(i + 1);
        row.category = i % 2 ? "code" : "prose";
        double low = 100;
        double high = 0;
        for (int c = 0; c < candidates; ++c) {
            const double score = (i * 37 + c * 23) % 101;
            row.scores.push_back(score);
            low = std::min(low, score);
            high = std::max(high, score);
        }
        row.range = high - low;
        row.marks = i % 3 == 0 ? static_cast<unsigned>(workbench::ItemMark::reruns_differ) : 0U;
        index->rows.push_back(row);
    }
    index->categories = {"code", "prose"};
    return index;
}

inline std::shared_ptr<workbench::CompareDetail> handmadeDetail(const workbench::CompareIndex& index,
                                                                domain::ItemRevisionId item) {
    const auto row = std::ranges::find(index.rows, item, &workbench::CompareRow::item);
    auto detail = std::make_shared<workbench::CompareDetail>();
    detail->item = item;
    detail->position = row->position;
    detail->label = row->label;
    detail->marks = row->marks;
    detail->content.instruction = row->title;
    detail->content.input = "An input.";
    detail->content.reference = "A good answer.";
    detail->content.category = row->category;
    for (std::size_t c = 0; c < index.candidates.size(); ++c) {
        workbench::CompareColumn column;
        column.candidate = index.candidates[c].revision;
        column.name = index.candidates[c].name;
        column.slot = index.candidates[c].slot;
        column.present = true;
        column.text = "Shared words of item " + row->label + ", answer variant" + std::to_string(c) + ".";
        column.finish_reason = "stop";
        column.usage.completion_tokens = 40 + static_cast<int>(c);
        column.latency_ms = 900 + 100.0 * static_cast<double>(c);
        column.score = row->scores[c];
        for (int repeat = 1; repeat <= 3; ++repeat) {
            workbench::CompareColumn::Verdict verdict;
            verdict.repeat = repeat;
            verdict.score = *row->scores[c] + (repeat - 2);
            verdict.comment = "Comment " + std::to_string(repeat) + " on " + column.name;
            verdict.position = static_cast<int>(c) + 1;
            verdict.positions = static_cast<int>(index.candidates.size());
            verdict.status = "read";
            column.verdicts.push_back(verdict);
        }
        detail->columns.push_back(column);
    }
    return detail;
}

} // namespace tiebreak::ui::test
