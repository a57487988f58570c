// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/bench_passes.h"

#include "domain/uuid.h"
#include "text/json.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace tiebreak::store {

namespace {

/// A winner's position as ranks: before all others, who tie.
std::vector<int> ranks_of_winner(const std::string& outcome, std::size_t shown) {
    std::size_t winner = 0;
    const auto [end, error] = std::from_chars(outcome.data(), outcome.data() + outcome.size(), winner);
    if (error != std::errc{} || end != outcome.data() + outcome.size() || winner < 1 || winner > shown) {
        return {};
    }
    std::vector<int> ranks(shown, 2);
    ranks[winner - 1] = 1;
    return ranks;
}

} // namespace

void each_label_word(Connection& connection, domain::RunId run,
                     const std::function<void(const LabelWord&)>& each) {
    Query q = connection.query(
        "SELECT item_revision_id, annotator, responses, outcome, detail, purpose FROM label l WHERE run_id = "
        "? "
        "AND outcome <> 'withdrawn' AND purpose <> 'again' AND NOT EXISTS (SELECT 1 FROM label n WHERE "
        "n.supersedes = l.uid) ORDER BY created, rowid");
    q.bind(run);
    while (q.step()) {
        LabelWord word;
        word.item = q.id<domain::ItemRevisionId>(0);
        word.annotator = q.text(1);
        for (const auto& id : text::parse_json(q.text(2), "a label's answers")) {
            word.responses.push_back({id.get<std::int64_t>()});
        }
        const std::string outcome = q.text(3);
        word.bad = outcome == "bad";
        word.cannot = outcome == "cannot";
        word.drawn = q.text(5) == "agreement";
        if (outcome == "tie" || word.bad) {
            word.ranks.assign(word.responses.size(), 1);
        } else if (outcome == "ranked") {
            word.ranks = text::parse_json(q.text(4), "a label's ranks").value("ranks", std::vector<int>{});
        } else {
            word.ranks = ranks_of_winner(outcome, word.responses.size());
        }
        if (word.ranks.size() != word.responses.size()) {
            word.ranks.clear();
        }
        each(word);
    }
}

void add_known_label(Connection& connection, const KnownLabel& label) {
    connection
        .query("INSERT INTO label(uid, run_id, item_revision_id, annotator, responses, outcome, rationale, "
               "purpose, "
               "created) VALUES (?, ?, ?, ?, ?, ?, '', 'agreement', ?)")
        .bind(domain::new_uuid())
        .bind(label.run)
        .bind(label.item)
        .bind(label.annotator)
        .bind(text::dump_json(nlohmann::json{label.first.value, label.second.value}))
        .bind(std::string(label.side > 0   ? "1"
                          : label.side < 0 ? "2"
                                           : "tie"))
        .bind(now_ms())
        .run();
}

std::optional<double> mean_latency(Connection& connection, domain::JudgingId judging) {
    Query q =
        connection.query("SELECT avg(c.latency_ms) FROM reply r JOIN unit u ON u.id = r.unit_id JOIN call c "
                         "ON c.id = r.call_id WHERE u.judging_id = ?");
    q.bind(judging);
    q.step();
    return q.optional_real(0);
}

} // namespace tiebreak::store
