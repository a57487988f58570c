// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/recorded_judge.h"

#include "domain/error.h"
#include "formats/raw_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tiebreak::formats {

namespace {

struct RowProblem {
    std::string why;
};

constexpr std::int64_t most_repeats = 1'000'000;

std::string name_in(const Json& value, const char* field) {
    auto text = scalar_text(value);
    if (!text || text->empty()) {
        throw RowProblem{fmt::format("\"{}\" is {}, not a name", field, text ? "empty" : kind_of(value))};
    }
    return std::move(*text);
}

std::string required_name(const Json& row, const char* field) {
    const auto found = row.find(field);
    if (found == row.end() || found->is_null()) {
        throw RowProblem{fmt::format("there is no \"{}\"", field)};
    }
    return name_in(*found, field);
}

std::vector<std::string> read_order(const Json& order) {
    if (!order.is_array() || order.empty()) {
        throw RowProblem{"\"order\" is no list of candidates"};
    }
    std::vector<std::string> names;
    for (const Json& name : order) {
        names.push_back(name_in(name, "order"));
        if (std::ranges::count(names, names.back()) > 1) {
            throw RowProblem{fmt::format("\"{}\" stands twice in the order", names.back())};
        }
    }
    return names;
}

RecordedReply read_reply(const Json& row) {
    if (!row.is_object()) {
        throw RowProblem{fmt::format("the row is {}, not an object", kind_of(row))};
    }
    RecordedReply result;
    result.item = required_name(row, "item");
    const auto whole = [&](const char* field, int& into) {
        if (const auto value = row.find(field); value != row.end() && !value->is_null()) {
            if (!value->is_number_integer() || *value < 1 || *value > most_repeats) {
                throw RowProblem{fmt::format("\"{}\" is no whole number from 1", field)};
            }
            into = value->get<int>();
        }
    };
    whole("repeat", result.repeat);
    whole("turn", result.turn);
    const auto order = row.find("order");
    const bool has_order = order != row.end() && !order->is_null();
    const bool has_candidate = row.contains("candidate") && !row.at("candidate").is_null();
    if (has_order == has_candidate) {
        throw RowProblem{has_order ? "both \"order\" and \"candidate\""
                                   : "neither \"order\" nor \"candidate\""};
    }
    if (has_order) {
        result.order = read_order(*order);
    } else {
        result.candidate = required_name(row, "candidate");
    }
    const auto reply = row.find("reply");
    if (reply == row.end() || !reply->is_string()) {
        throw RowProblem{reply == row.end() ? std::string("there is no \"reply\"")
                                            : fmt::format("\"reply\" is {}, not text", kind_of(*reply))};
    }
    result.reply = reply->get<std::string>();
    return result;
}

} // namespace

RecordedRepliesImport read_recorded_replies(std::string_view bytes, const std::string& where) {
    ReadOptions options;
    options.where = where;
    RawRows raw = read_raw_rows(bytes, options);
    if (raw.container == Container::csv) {
        throw domain::Error(domain::ErrorKind::format, "recorded replies are JSON Lines; this is a table",
                            where, R"(one object a line: {"item", "repeat", "order": […], "reply"})");
    }
    RecordedRepliesImport result;
    result.notes = std::move(raw.notes);
    for (const RawRow& row : raw.rows) {
        try {
            if (!row.why.empty()) {
                throw RowProblem{row.why};
            }
            result.replies.push_back(read_reply(row.value));
            result.replies.back().line = row.line;
        } catch (const RowProblem& problem) {
            result.bad.push_back({row.line, problem.why});
        }
    }
    return result;
}

} // namespace tiebreak::formats
