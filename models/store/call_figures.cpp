// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/call_figures.h"

#include <algorithm>
#include <cmath>

namespace tiebreak::store {

namespace {

/// From count, sum and sum of squares in three columns. The values are counts and milliseconds: no digits
/// that matter are lost.
SeenFigure figure_of(const Query& q, int column) {
    SeenFigure figure;
    figure.n = q.integer(column);
    if (figure.n > 0) {
        const auto n = static_cast<double>(figure.n);
        figure.mean = q.real(column + 1) / n;
        const double squares = q.real(column + 2) - n * figure.mean * figure.mean;
        figure.sd = figure.n > 1 ? std::sqrt(std::max(0.0, squares) / (n - 1)) : 0;
    }
    return figure;
}

CallFigures read_figures(Query& q) {
    q.step();
    return {figure_of(q, 0), figure_of(q, 3)};
}

const std::string sums =
    "SELECT count(completion_tokens), total(completion_tokens), total(1.0 * completion_tokens * "
    "completion_tokens), count(latency_ms), total(latency_ms), total(latency_ms * latency_ms) FROM (SELECT "
    "c.completion_tokens, c.latency_ms FROM call c ";

} // namespace

CallFigures call_figures(Connection& connection, domain::CandidateRevisionId revision,
                         const std::string& model) {
    {
        Query own = connection.query(
            sums + "WHERE c.candidate_revision_id = ? AND c.failure = '' ORDER BY c.id DESC LIMIT 500)");
        own.bind(revision);
        CallFigures figures = read_figures(own);
        if (figures.completion_tokens.n > 0 || figures.latency_ms.n > 0 || model.empty()) {
            return figures;
        }
    }
    Query alike = connection.query(
        sums + "WHERE c.candidate_revision_id IN (SELECT id FROM candidate_revision WHERE model = ?) AND "
               "c.failure = '' ORDER BY c.id DESC LIMIT 500)");
    alike.bind(model);
    return read_figures(alike);
}

SeenFigure answer_characters(Connection& connection, domain::RunId run) {
    Query q = connection.query(
        "SELECT count(n), total(n), total(1.0 * n * n) FROM (SELECT length(t.body) AS n FROM response r LEFT "
        "JOIN call c ON c.id = r.call_id LEFT JOIN imported i ON i.id = r.imported_id JOIN text_body t ON "
        "t.id = coalesce(c.text_id, i.text_id) WHERE r.run_id = ? ORDER BY r.id DESC LIMIT 500)");
    q.bind(run);
    q.step();
    return figure_of(q, 0);
}

SeenFigure judging_prompt_tokens(Connection& connection, domain::JudgingId judging) {
    Query q = connection.query(
        "SELECT count(c.prompt_tokens), total(c.prompt_tokens), total(1.0 * c.prompt_tokens * "
        "c.prompt_tokens) FROM unit u JOIN reply p ON p.unit_id = u.id JOIN call c ON c.id = p.call_id WHERE "
        "u.judging_id = ? AND c.failure = ''");
    q.bind(judging);
    q.step();
    return figure_of(q, 0);
}

} // namespace tiebreak::store
