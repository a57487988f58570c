// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/joined_responses.h"

#include "domain/error.h"
#include "store/responses.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::workbench {

namespace {

/// So many single rows are named; the rest is counted.
constexpr std::size_t named = 5;

std::string lines_of(const std::vector<formats::UnjoinedRow>& rows) {
    std::string text;
    for (std::size_t i = 0; i < rows.size() && i < named; ++i) {
        text += fmt::format("{}line {} ({})", i == 0 ? "" : ", ", rows[i].line, rows[i].why);
    }
    return rows.size() > named ? text + ", …" : text;
}

/// The candidates that the rows name, in order of appearance; nothing where they name one or none.
std::vector<std::string> names_in(const formats::ResponsesImport& import) {
    std::vector<std::string> names;
    for (const formats::ResponseRow& row : import.rows) {
        if (!row.candidate.empty() && std::ranges::find(names, row.candidate) == names.end()) {
            names.push_back(row.candidate);
        }
    }
    return names.size() > 1 ? names : std::vector<std::string>();
}

} // namespace

JoinedResponses join_recorded(const std::string& bytes, const std::vector<domain::Item>& items,
                              const formats::ResponseOptions& options, bool by_order) {
    JoinedResponses result;
    result.import = formats::read_responses(bytes, options);
    if (options.candidate.empty()) {
        result.several = names_in(result.import);
        if (!result.several.empty()) {
            return result;
        }
    }
    result.join = formats::join_responses(items, result.import, {by_order, options.where});
    if (result.join.order_would_do) {
        throw domain::Error(domain::ErrorKind::usage,
                            "the answers have neither ids nor instructions that are those of the items",
                            options.where, "say --by-order (the preview asks) if answer k belongs to item k");
    }
    const auto note = [&](const std::string& text) { result.notes.push_back(options.where + ": " + text); };
    for (std::size_t i = 0; i < result.import.bad.size() && i < named; ++i) {
        note(fmt::format("line {} left out: {}", result.import.bad[i].line, result.import.bad[i].why));
    }
    if (result.import.bad.size() > named) {
        note(fmt::format("{} more rows left out", result.import.bad.size() - named));
    }
    if (!result.join.unjoined.empty()) {
        note(fmt::format("{} answers belong to no item: {}", result.join.unjoined.size(),
                         lines_of(result.join.unjoined)));
    }
    if (!result.join.items_without_response.empty()) {
        note(fmt::format("{} of {} items have no answer", result.join.items_without_response.size(),
                         items.size()));
    }
    for (const std::string& text : result.import.notes) {
        note(text);
    }
    for (const std::string& text : result.join.notes) {
        note(text);
    }
    return result;
}

std::size_t store_responses(store::Connection& connection, domain::RunId run,
                            domain::CandidateRevisionId candidate,
                            const std::vector<store::StoredItem>& items, const JoinedResponses& responses,
                            const std::string& source) {
    std::size_t stored = 0;
    for (const formats::JoinedRow& joined : responses.join.joined) {
        const formats::ResponseRow& row = responses.import.rows[joined.row];
        store::import_response(connection, run, items[joined.item].revision, candidate, row.repeat, 1,
                               {row.text,
                                row.finish_reason,
                                {row.prompt_tokens, row.completion_tokens, std::nullopt, std::nullopt},
                                row.latency_ms,
                                source,
                                static_cast<std::int64_t>(row.line)});
        ++stored;
    }
    return stored;
}

} // namespace tiebreak::workbench
