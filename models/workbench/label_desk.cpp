// SPDX-License-Identifier: GPL-3.0-or-later
// What a queue stands on, read from the project, and how far it has come.
#include "store/rubrics.h"
#include "workbench/label_queue.h"

#include <algorithm>

namespace tiebreak::workbench {

namespace {

/// The same on every machine for one run, and another for each run (FNV-1a).
std::uint64_t seed_of(const std::string& uid) {
    std::uint64_t seed = 0xcbf29ce484222325U;
    for (const char c : uid) {
        seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return seed;
}

} // namespace

LabelDesk make_label_desk(store::Connection& connection, domain::RunId run, domain::JudgingId judging) {
    const RunFrame frame = read_run_frame(connection, run);
    LabelDesk desk;
    desk.run = run;
    desk.run_name = frame.run.name;
    desk.run_uid = frame.run.uid;
    desk.seed = seed_of(frame.run.uid);
    for (const store::CandidateRow& row : frame.candidates) {
        desk.candidates.push_back(row.candidate.name);
        desk.marks.push_back(row.slot);
    }
    for (const store::StoredItem& item : frame.items) {
        desk.items.push_back(item.revision);
        desk.item_labels.push_back(item_label(item));
    }
    desk.answers = read_label_answers(connection, frame);
    for (const store::JudgingRow& row : frame.judgings) {
        if (!is_imported(row)) {
            desk.judgings.push_back({row.id, row.name});
        }
    }
    std::vector<bool> scored;
    for (const store::JudgingRow& row : frame.judgings) {
        scored.push_back(!is_imported(row));
    }
    const auto chosen = deciding_judging(frame, judging, scored);
    desk.verdicts =
        read_pair_verdicts(connection, frame, desk.answers, chosen ? &frame.judgings[*chosen] : nullptr);
    desk.labels = store::labels(connection, run);
    desk.annotators = store::annotators(connection);
    desk.break_ties = store::labels_break_ties(connection);
    if (chosen && frame.judgings[*chosen].rubric.stored()) {
        desk.rubric = store::rubric(connection, frame.judgings[*chosen].rubric).name;
    } else if (const auto rubrics = store::rubrics(connection); !rubrics.empty()) {
        desk.rubric = rubrics.front().rubric.name;
    }
    return desk;
}

LabelProgress label_progress(const statistics::OpenOrder& order, std::int64_t settled, std::uint64_t seed,
                             bool with_estimate, int draws) {
    LabelProgress progress;
    progress.settled_ties = settled;
    for (const statistics::HeadToHead& pair : order.pairs) {
        progress.open += pair.open;
    }
    progress.share = statistics::order_certainty(order, seed, draws).share;
    progress.needed = statistics::share_needed();
    progress.settled =
        progress.open == 0 || (settled >= statistics::first_claim && progress.share >= progress.needed);
    if (!progress.settled && with_estimate) {
        const std::int64_t ties = statistics::verdicts_until_settled(order, settled);
        // Every fifth card is for agreement alone.
        progress.more = std::max<std::int64_t>(1, (ties * 5 + 3) / 4);
    }
    return progress;
}

std::vector<double> certainty_history(const LabelDesk& desk, const LabelChoice& choice, std::size_t points) {
    constexpr int draws = 800; // a line on a strip, 2 % at most off
    std::vector<double> history;
    const std::size_t n = desk.labels.size();
    const std::size_t stages = std::min(n, std::max<std::size_t>(points, 1));
    for (std::size_t stage = 0; stage <= stages && n > 0; ++stage) {
        const std::span labels(desk.labels.data(), n * stage / stages);
        const auto sides =
            settled_sides(labels, pair_votes(labels, desk.answers, desk.verdicts), desk.verdicts.rows.size());
        history.push_back(
            statistics::order_certainty(open_order(desk.verdicts, sides, choice.pair), desk.seed, draws)
                .share);
    }
    return history;
}

} // namespace tiebreak::workbench
