// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/text_table.h"

#include "domain/error.h"
#include "formats/raw_rows.h"
#include "text/json.h"
#include "text/nearest.h"

#include <algorithm>
#include <map>
#include <set>

namespace tiebreak::formats {

namespace {

std::string cell_text(const Json& value) {
    if (value.is_null()) {
        return {};
    }
    const auto scalar = scalar_text(value);
    return scalar ? *scalar : text::dump_json(value);
}

/// The value that a dotted path leads to; null where it leads nowhere. A key that holds points wins.
const Json* value_at(const Json& row, std::string_view path) {
    if (row.is_object()) {
        if (const auto found = row.find(path); found != row.end()) {
            return &*found;
        }
    }
    for (std::size_t point = path.find('.'); point != std::string_view::npos;
         point = path.find('.', point + 1)) {
        const std::string_view head = path.substr(0, point);
        const Json* inner = nullptr;
        if (row.is_object()) {
            const auto found = row.find(head);
            inner = found == row.end() ? nullptr : &*found;
        } else if (row.is_array()) {
            inner = value_at(row, head);
        }
        if (inner != nullptr && inner->is_structured()) {
            if (const Json* value = value_at(*inner, path.substr(point + 1))) {
                return value;
            }
        }
    }
    if (row.is_array() && !path.empty() && path.size() < 10 &&
        path.find_first_not_of("0123456789") == std::string_view::npos) {
        const auto place = static_cast<std::size_t>(std::stoul(std::string(path)));
        return place < row.size() ? &row[place] : nullptr;
    }
    return nullptr;
}

/// Throws where a wanted column is in none of the rows.
void require_found(std::span<const std::string> wanted, const std::vector<bool>& found,
                   const std::set<std::string>& names, const std::string& where) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!found[i]) {
            throw domain::Error(domain::ErrorKind::usage, "there is no column \"" + wanted[i] + "\"", where,
                                text::did_you_mean(wanted[i], std::vector(names.begin(), names.end())));
        }
    }
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

TextTable read_text_table(std::string_view bytes, const std::string& where,
                          std::span<const std::string> wanted) {
    TextTable table;
    std::map<std::string, std::size_t> place;
    std::set<std::string> names;
    std::vector<bool> found(wanted.size());
    const auto column_of = [&](const std::string& name) -> TextTable::Column& {
        const auto [at, is_new] = place.emplace(name, table.columns.size());
        if (is_new) {
            table.columns.push_back({name, {}});
        }
        return table.columns[at->second];
    };
    for (const std::string& name : wanted) {
        table.columns.push_back({name, {}});
    }
    const auto header = [&](const std::vector<std::string>& columns) {
        names.insert(columns.begin(), columns.end());
        names.erase(std::string{});
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            found[i] = names.contains(wanted[i]);
        }
        for (const std::string& name : columns) {
            if (wanted.empty() && !name.empty()) {
                (void)column_of(name);
            }
        }
    };
    each_raw_row(bytes, where, header, [&](RawRow&& row) {
        if (!row.why.empty()) {
            table.bad.push_back({row.line, row.why});
            return;
        }
        if (!row.value.is_object()) {
            table.bad.push_back(
                {row.line, "expected an object with a key a column, found " + kind_of(row.value)});
            return;
        }
        table.lines.push_back(row.line);
        if (!wanted.empty()) {
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                const Json* value = value_at(row.value, wanted[i]);
                found[i] = found[i] || value != nullptr;
                table.columns[i].cells.push_back(value == nullptr ? std::string{} : cell_text(*value));
            }
            for (const auto& [name, value] : row.value.items()) {
                names.insert(name);
            }
            return;
        }
        for (const auto& [name, value] : row.value.items()) {
            TextTable::Column& column = column_of(name);
            column.cells.resize(table.lines.size());
            column.cells.back() = cell_text(value);
        }
    });
    require_found(wanted, found, names, where);
    for (TextTable::Column& column : table.columns) {
        column.cells.resize(table.lines.size());
    }
    return table;
}

} // namespace tiebreak::formats
