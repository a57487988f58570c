// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/text_table.h"

#include "domain/error.h"
#include "formats/raw_rows.h"
#include "text/json.h"
#include "text/nearest.h"

#include <algorithm>
#include <map>

namespace tiebreak::formats {

namespace {

std::string cell_text(const Json& value) {
    if (value.is_null()) {
        return {};
    }
    const auto scalar = scalar_text(value);
    return scalar ? *scalar : text::dump_json(value);
}

} // namespace

const TextTable::Column& TextTable::column(const std::string& name, const std::string& where) const {
    const auto found = std::ranges::find(columns, name, &Column::name);
    if (found != columns.end()) {
        return *found;
    }
    std::vector<std::string> names;
    for (const Column& c : columns) {
        names.push_back(c.name);
    }
    throw domain::Error(domain::ErrorKind::usage, "there is no column \"" + name + "\"", where,
                        text::did_you_mean(name, names));
}

TextTable read_text_table(std::string_view bytes, const std::string& where) {
    ReadOptions options;
    options.where = where;
    const RawRows raw = read_raw_rows(bytes, options);
    TextTable table;
    std::map<std::string, std::size_t> place;
    const auto column_of = [&](const std::string& name) -> TextTable::Column& {
        const auto [at, is_new] = place.emplace(name, table.columns.size());
        if (is_new) {
            table.columns.push_back({name, {}});
        }
        return table.columns[at->second];
    };
    for (const std::string& name : raw.header) {
        if (!name.empty()) {
            (void)column_of(name);
        }
    }
    for (const RawRow& row : raw.rows) {
        if (!row.why.empty()) {
            table.bad.push_back({row.line, row.why});
        } else if (!row.value.is_object()) {
            table.bad.push_back(
                {row.line, "expected an object with a key a column, found " + kind_of(row.value)});
        } else {
            table.lines.push_back(row.line);
            for (const auto& [name, value] : row.value.items()) {
                TextTable::Column& column = column_of(name);
                column.cells.resize(table.lines.size());
                column.cells.back() = cell_text(value);
            }
        }
    }
    for (TextTable::Column& column : table.columns) {
        column.cells.resize(table.lines.size());
    }
    return table;
}

} // namespace tiebreak::formats
